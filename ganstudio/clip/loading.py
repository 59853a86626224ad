"""Finding a CLIP model by its name in the library, in a folder or in a file."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from torch import Tensor

from ganstudio import paths
from ganstudio.checkpoints import library
from ganstudio.checkpoints.card import Card, card_in_header, read_card
from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.tensors import read_weights, sha256_weights
from ganstudio.clip.model import Clip
from ganstudio.errors import CheckpointError, InputError

STARTER = "worlds-clip"
"""Our own CLIP: its config and its vocabulary lie in `resources/clip`, its weights in the library."""
CONFIG_FILE = "open_clip_config.json"
_WEIGHTS = (
    "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin",
    "model.safetensors",
)  # fmt: skip


def load_clip(ref: str | Path, model: str = "") -> Clip:
    """The CLIP model of a name in the library, of a folder, or of a file, on the CPU.

    `model` is open_clip's name of the architecture (ViT-B-32), for weights that do not tell it: those of
    the library do on their card, those of the Hub in an `open_clip_config.json` beside them. InputError or
    CheckpointError, in one sentence, if there is nothing there, or no CLIP model, or another one.
    """
    path = weights_of(str(ref))
    card = read_card(path) or card_in_header(path)
    if card.get("family"):
        return _from_library(path, card)
    beside = path.with_name(CONFIG_FILE)
    if beside.is_file():
        return _of_folder(path, beside)
    if not model:
        raise InputError(
            f"{path} does not say which CLIP model it holds.", hint="Name open_clip's: ViT-B-32 is one."
        )
    return _of_open_clip(path, model)


def weights_of(ref: str) -> Path:
    """The weight file that a name in the library, a folder or a file means; InputError if there is none."""
    folder = Path(ref).expanduser()
    found = next((folder / name for name in _WEIGHTS if (folder / name).is_file()), None)
    return found or library.find(ref)


def _from_library(path: Path, card: Card) -> Clip:
    import open_clip  # noqa: F401  (before the network is built without memory)

    loaded = load(path)
    if not isinstance(loaded.config, OpenClipConfig):
        raise InputError(f"{path} is no CLIP model.", hint=f"Its card says that it is {card['family']}.")
    name = path.parent.name if path.stem == "model" else path.stem
    words = card.get("words")
    return Clip(
        loaded.module,
        tokenizer_of(loaded.config),
        f"open_clip/{name}",
        sha256=loaded.sha256,
        path=path,
        words=frozenset(map(str, words)) if isinstance(words, list) else None,
    )


def _of_folder(path: Path, config_file: Path) -> Clip:
    """A folder as open_clip puts it on the Hub."""
    import open_clip

    try:
        found = json.loads(config_file.read_text(encoding="utf-8"))
        config = found.get("model_cfg", found)
        wants_another = _needs_other_tokenizer(config)
        network = None if wants_another else open_clip.CLIP(**_for_clip(config))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{config_file} describes no CLIP model.", detail=str(error)) from error
    if network is None:
        raise InputError(f"{path.parent} needs a tokenizer that open_clip does not contain.")
    _fill(network, read_weights(path).tensors, path, path.parent.name)
    tokenizer = open_clip.SimpleTokenizer(context_length=int(network.context_length))
    return Clip(network, tokenizer, f"open_clip/{path.parent.name}", sha256=sha256_weights(path), path=path)


def _of_open_clip(path: Path, model: str) -> Clip:
    """Weights of one of the models that open_clip has by name."""
    import open_clip

    config = open_clip.get_model_config(model) if "/" not in model and ":" not in model else None
    if config is None:
        raise InputError(f"open_clip knows no model “{model}”.", hint="ViT-B-32 is one.")
    if _needs_other_tokenizer(config):
        raise InputError(f"{model} needs a tokenizer that open_clip does not contain.")
    network = open_clip.create_model(model, load_weights=False)
    _fill(network, read_weights(path).tensors, path, model)
    tokenizer = open_clip.get_tokenizer(model)
    return Clip(network, tokenizer, f"open_clip/{model}", sha256=sha256_weights(path), path=path)


def _for_clip(config: Mapping[str, Any]) -> dict[str, Any]:
    names = ("embed_dim", "vision_cfg", "text_cfg", "quick_gelu")
    return {name: config[name] for name in names if name in config}


def _needs_other_tokenizer(config: Mapping[str, Any]) -> bool:
    return bool({"hf_tokenizer_name", "hf_model_name"} & set(config.get("text_cfg", {})))


def _fill(network: Any, tensors: Mapping[str, Tensor], path: Path, model: str) -> None:
    wide = {name: each.float() if each.is_floating_point() else each for name, each in tensors.items()}
    try:
        network.load_state_dict(wide)
    except RuntimeError as error:
        raise InputError(
            f"{path} does not hold open_clip's {model}.", hint="Name its model.", detail=str(error)
        ) from error


def starter_config() -> OpenClipConfig:
    """The architecture of our own CLIP, as `resources/clip` has it."""
    found = json.loads((_resources() / f"{STARTER}.json").read_text(encoding="utf-8"))
    return OpenClipConfig(**found, vocabulary=STARTER, vocabulary_sha256=_vocabulary_digest(STARTER))


def tokenizer_of(config: OpenClipConfig) -> Any:
    """open_clip's tokenizer with the vocabulary that a model was trained with; CheckpointError without it."""
    import open_clip

    context = int(config.text_cfg.get("context_length", 77))
    if not config.vocabulary:
        return open_clip.SimpleTokenizer(context_length=context)
    file = vocabulary_file(config.vocabulary)
    if not file.is_file() or _vocabulary_digest(config.vocabulary) != config.vocabulary_sha256:
        raise CheckpointError(
            f"The CLIP model was trained with another vocabulary than this program's “{config.vocabulary}”."
        )
    return open_clip.SimpleTokenizer(bpe_path=str(file), context_length=context)


def vocabulary_file(name: str = STARTER) -> Path:
    """Where the merges of a vocabulary lie that comes with the program."""
    return _resources() / f"{Path(name).name}.bpe.gz"


@lru_cache
def _vocabulary_digest(name: str) -> str:
    """SHA-256 of the merges, which stays the same however they are packed."""
    return hashlib.sha256(gzip.decompress(vocabulary_file(name).read_bytes())).hexdigest()


def _resources() -> Path:
    return paths.resources_dir() / "clip"
