"""pSp and e4e: the authors' checkpoint with its options and average, through encoder and decoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.psp import PspConfig
from tests.golden.case import Case

KINDS = {
    "GradualStyleEncoder": "gradual",
    "Encoder4Editing": "progressive",
    "SingleStyleCodeEncoder": "w",
    "BackboneEncoderUsingLastLayerIntoW": "w",
    "WEncoder": "w",
    "BackboneEncoderUsingLastLayerIntoWPlus": "w_plus",
}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    path = write(folder / "best_model.pt", case.state_dict(), options(case), case.arrays.get("latent_avg"))
    found = detect(path)
    assert (found.family.id, found.role) == ("psp", "encoder")
    assert_config(found.config, options(case))
    network = load(path).module
    with torch.inference_mode():
        image = case.arrays["x"]
        codes = network(image)
        picture = network.decode(codes)
        if case.facts["procedure"].get("resize"):
            picture = F.adaptive_avg_pool2d(picture, 256)
        outputs = {"encoder_out": network.encoder(image), "codes": codes, "img": picture}
    return {name: like(outputs[name], expected) for name, expected in case.expected().items()}


def options(case: Case) -> dict[str, Any]:
    told = case.facts["constructor"]
    return told.get("opts", told)


def write(path: Path, tensors: dict[str, Tensor], told: dict[str, Any], average: Tensor | None) -> Path:
    """A checkpoint as the authors' training leaves it."""
    record: dict[str, Any] = {"state_dict": tensors, "opts": told}
    torch.save(record if average is None else {**record, "latent_avg": average}, path)
    return path


def assert_config(config: PspConfig, told: dict[str, Any]) -> None:
    assert config.encoder == KINDS[told["encoder_type"]]
    assert config.decoder.resolution == told.get("output_size", told.get("stylegan_size"))
    assert config.body.in_channels == told.get("input_nc", 3)
    assert config.from_average == told.get("start_from_latent_avg", config.from_average)


def like(codes: Tensor, expected: Tensor) -> Tensor:
    """One style stands for the same in every layer: the references give it once or repeated."""
    if codes.dim() == 3 and expected.dim() == 2:
        assert (codes == codes[:, :1]).all()
        return codes[:, 0]
    if codes.dim() == 2 and expected.dim() == 3:
        return codes[:, None].expand_as(expected)
    return codes[:, : expected.shape[1]] if codes.dim() == 3 else codes
