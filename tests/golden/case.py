"""One golden case: a folder with case.json, weights, inputs and the outputs of a reference implementation."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from ganstudio.checkpoints.options import format_options


@dataclass(frozen=True)
class Case:
    folder: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        return json.loads((self.folder / "case.json").read_text(encoding="utf-8"))

    @property
    def family(self) -> str:
        return self.facts["family"]

    def tolerance(self, name: str) -> tuple[float, float]:
        """(absolute, relative) error that is allowed for one expected array."""
        facts = self.facts.get("tolerance", {})
        if "recommended_atol" in facts:
            return facts["recommended_atol"], facts.get("recommended_rtol", 0.0)
        facts = self.facts["arrays"][name]
        return facts["suggested_atol"], facts.get("suggested_rtol", 0.0)

    @property
    def options(self) -> dict[str, Any]:
        """What the reference's constructor was told."""
        return self.facts["constructor_options"]

    def part(self, prefix: str) -> dict[str, Tensor]:
        """The weights of one of several networks in the case: those below `prefix`, without it."""
        tensors = self.state_dict()
        return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}

    @cached_property
    def arrays(self) -> dict[str, Tensor]:
        with np.load(self.folder / "io.npz") as file:
            return {name: torch.from_numpy(file[name]) for name in file.files}

    def expected(self) -> dict[str, Tensor]:
        roles = {name: facts["role"] for name, facts in self.facts["arrays"].items()}
        return {name: self.arrays[name] for name, role in roles.items() if role == "expected"}

    def state_dict(self) -> dict[str, Tensor]:
        """All weights, the large ones drawn again from their seeds, checked against the digest."""
        tensors = load_file(self.folder / "weights.safetensors")
        seeded = self.folder / "weights_seeded.json"
        if seeded.exists():
            for entry in json.loads(seeded.read_text(encoding="utf-8"))["tensors"]:
                tensors[entry["key"]] = _draw(**entry)
        if "weights" in self.facts:
            found = hashlib.sha256((self.folder / "weights.safetensors").read_bytes()).hexdigest()
            assert found == self.facts["weights"].get("sha256", found), "the weight file differs"
        if "state_dict" in self.facts:
            assert _digest(tensors) == self.facts["state_dict"]["state_dict_sha256"], "the weights differ"
        return tensors

    def weight_file(self, folder: Path) -> Path:
        """The weights as the authors' training leaves them in `folder`: a .pth with its options beside it."""
        name = self.facts["official_file_name"].split(" ")[0].strip("':,")
        official = self.folder / name
        path = folder / name
        if official.exists():
            path.write_bytes(official.read_bytes())
        else:
            torch.save(self.state_dict(), path)
        text = self.folder / "opt.txt"
        options = text.read_text() if text.exists() else format_options(self.options)
        (folder / "opt.txt").write_text(options)
        return path


def find_cases(root: Path) -> list[Case]:
    return [Case(path.parent) for path in sorted(root.rglob("case.json"))]


def _draw(key: str, shape: list[int], seed: int, scale: float) -> Tensor:
    values = np.random.RandomState(seed).random_sample(int(np.prod(shape)))
    return torch.from_numpy(((values * 2.0 - 1.0) * scale).astype(np.float32).reshape(shape))


def _digest(tensors: dict[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        array = tensors[name].numpy()
        digest.update(f"{name}|{array.dtype}|{list(array.shape)}|".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
