"""HyperStyle: its checkpoint, that of its W encoder, and the steps from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import stylegan2_rosinality as rosinality
from ganstudio.checkpoints.load import load
from ganstudio.networks.hyperstyle import HyperStyle, HyperStyleConfig
from ganstudio.networks.psp import Psp
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator, paper_channels
from ganstudio.networks.stylegan2_layers import MappingConfig
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    told = case.facts["constructor"]["opts"]
    tensors = {name: t for name, t in case.state_dict().items() if not name.startswith("w_encoder.")}
    if not any(name.startswith("decoder.") for name in tensors):
        tensors |= some_decoder(tensors, told["output_size"])
    path = write(folder / "hyperstyle.pt", tensors, told, case.arrays.get("latent_avg"))
    found = detect(path)
    assert (found.family.id, found.role) == ("hyperstyle", "hypernetwork")
    assert_config(found.config, told)
    network = load(path).module
    with torch.inference_mode():
        if "y_hat" in case.arrays:
            offsets = network(case.arrays["x"], case.arrays["y_hat"])
            return {f"delta_{layer}": offset for layer, offset in offsets.items()}
        return inversion(case, network, w_encoder(case, folder, told))


def inversion(case: Case, network: HyperStyle, encoder: Psp) -> dict[str, Tensor]:
    image = case.arrays["x"]
    style = encoder.encoder(image)
    codes = network.codes(style)
    torch.testing.assert_close(encoder(image), codes)
    outputs = {"w_encoder_out": style, "codes": codes[:, : case.expected()["codes"].shape[1]]}
    steps = network.refine(image, codes, case.facts["procedure"]["iters"])
    for i, (picture, offsets) in enumerate(steps):
        outputs[f"y_hat_{i}"] = like(picture, case.expected().get(f"y_hat_{i}", picture))
        outputs |= {f"delta_{layer}_iter{i}": offset for layer, offset in offsets.items()}
    return outputs


def like(picture: Tensor, expected: Tensor) -> Tensor:
    """References may pool the generator's picture."""
    return picture if picture.shape == expected.shape else F.adaptive_avg_pool2d(picture, expected.shape[-2:])


def w_encoder(case: Case, folder: Path, told: dict[str, Any]) -> Psp:
    """The encoder of the first inversion, from the second file of the authors."""
    tensors = {
        "encoder." + name.removeprefix("w_encoder.") if name.startswith("w_encoder.") else name: tensor
        for name, tensor in case.state_dict().items()
        if not name.startswith("hypernet.")
    }
    opts = {"encoder_type": "WEncoder", "output_size": told["output_size"]}
    path = write(folder / "w_encoder.pt", tensors, opts, case.arrays["latent_avg"])
    found = detect(path)
    assert (found.family.id, found.role, found.config.encoder) == ("psp", "encoder", "w")
    assert found.config.from_average
    return load(path).module


def write(path: Path, tensors: dict[str, Tensor], told: dict[str, Any], average: Tensor | None) -> Path:
    """A checkpoint as the authors' training leaves it."""
    record: dict[str, Any] = {"state_dict": tensors, "opts": told, "global_step": 1, "best_val_loss": 0.5}
    if average is None:
        average = torch.zeros(1, tensors["decoder.style.1.weight"].shape[0])
    torch.save({**record, "latent_avg": average}, path)
    return path


def assert_config(config: HyperStyleConfig, told: dict[str, Any]) -> None:
    resolution = told["output_size"]
    assert config.decoder.resolution == resolution
    convolutions = 3 * (resolution.bit_length() - 3) + 2
    tuned = told["layers_to_tune"]
    layers = [int(layer) for layer in tuned.split(",")] if tuned else range(convolutions)
    assert config.hypernet.layers == tuple(sorted(layers))
    assert config.hypernet.separable == told["encoder_type"].endswith("Separable")
    assert config.hypernet.in_channels == told["input_nc"]


def some_decoder(tensors: dict[str, Tensor], resolution: int) -> dict[str, Tensor]:
    """Any generator of the widths that the hypernetwork is made for: some cases leave it out."""
    width = tensors["hypernet.shared_weight_hypernet.w1"].shape[0]
    channels = paper_channels(resolution, 64 * width, width)
    config = StyleGan2Config(resolution, channels, MappingConfig(width, 0, width))
    state = rosinality.export(StyleGan2Generator(config).state_dict(), config)
    return {f"decoder.{name}": tensor for name, tensor in state.items()}
