"""HyperStyle: `{state_dict: hypernet.*, decoder.*; opts; latent_avg}`; its encoder is a `psp` file."""

from __future__ import annotations

import re
from typing import Any

from torch import Tensor

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families import stylegan2_rosinality as rosinality
from ganstudio.checkpoints.families.psp import (
    DATASET,
    LOOSE,
    average,
    below,
    decoder,
    is_ours,
    is_wide,
    part,
    small,
    stages,
)
from ganstudio.checkpoints.pictures import sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.networks.hyperstyle import ITERATIONS, HyperStyle, HyperStyleConfig
from ganstudio.networks.hyperstyle_hypernet import HypernetConfig

_BLOCKS = "hypernet.refinement_blocks."
_SHARED = "hypernet.shared_weight_hypernet."
# The head that all blocks share stands below each of them once more.
_REPEATED = re.compile(r"hypernet\.refinement_blocks\.\d+\.hypernet\.")
_UNKNOWNS = (
    DATASET,
    Unknown("n_iters_per_batch", "how many steps does it take to fit the generator to a photo?", int),
)


def _infer(tensors: StateDict, told: Told) -> HyperStyleConfig:
    return HyperStyleConfig(
        decoder=rosinality.infer(part(tensors, "decoder."), told),
        hypernet=_hypernet(tensors),
        wide=is_wide(told),
        iterations=told.get("n_iters_per_batch", ITERATIONS),
    )


def _hypernet(tensors: StateDict) -> HypernetConfig:
    layers = sorted({int(name.split(".")[2]) for name in tensors if name.startswith(_BLOCKS)})
    shared = [layer for layer in layers if f"{_BLOCKS}{layer}.linear.weight" in tensors]
    own = [layer for layer in layers if layer not in shared]
    widths, units = stages(tensors, "hypernet.body.{}.conv2.weight")
    stem, in_channels = tensors["hypernet.conv1.weight"].shape[:2]
    return HypernetConfig(
        layers=tuple(layers),
        shared=tuple(shared),
        separable=any(name.endswith(".output.0.make_kernel_in.weight") for name in tensors),
        in_channels=in_channels,
        stem=stem,
        widths=widths,
        units=units,
        code=len(tensors[f"{_SHARED}w1"]),
        inner=_inner(tensors, own, HypernetConfig.inner),
        shared_inner=_inner(tensors, shared, HypernetConfig.shared_inner),
    )


def _inner(tensors: StateDict, layers: list[int], default: int) -> int:
    return len(tensors[f"{_BLOCKS}{layers[0]}.convs.0.weight"]) if layers else default


def _convert(tensors: StateDict, config: HyperStyleConfig) -> StateDict:
    if is_ours(tensors):
        return tensors
    hypernet = {name: tensor for name, tensor in tensors.items() if name.startswith("hypernet.")}
    return {
        **{name: tensor for name, tensor in hypernet.items() if not _REPEATED.match(name)},
        **below(decoder(tensors, config.decoder), "decoder."),
        "latent_avg": average(tensors["latent_avg"], config.decoder.num_ws),
    }


def _export(state: StateDict, config: HyperStyleConfig) -> dict[str, Any]:
    names = below(part(state, "hypernet."), "hypernet.")
    for layer in config.hypernet.shared:
        names |= below(part(state, _SHARED), f"{_BLOCKS}{layer}.hypernet.")
    names |= below(rosinality.export(part(state, "decoder."), config.decoder), "decoder.")
    return {"state_dict": names, "latent_avg": state["latent_avg"], "opts": _options(config)}


def _options(config: HyperStyleConfig) -> dict[str, Any]:
    kind = "SharedWeightsHyperNetResNet"
    return {
        "encoder_type": f"{kind}Separable" if config.hypernet.separable else kind,
        "layers_to_tune": ",".join(map(str, config.hypernet.layers)),
        "n_iters_per_batch": config.iterations,
        "dataset_type": "cars_hyperstyle" if config.wide else "ffhq_hypernet",
        "input_nc": config.hypernet.in_channels,
        "output_size": config.decoder.resolution,
        "w_encoder_type": "WEncoder",
        "device": "cpu",
        "checkpoint_path": None,
    }


def _sample(network: HyperStyle, config: HyperStyleConfig, seed: int) -> Tensor:
    """A photo, the average picture, and that after a step towards the photo; the encoder is not here."""
    photo = sample_picture("photo", config.input_size)
    steps = network.refine(photo, network.latent_avg[None], iterations=1)
    return side_by_side(photo, *(small(picture, config.wide) for picture, _ in steps))


FAMILIES = (
    Family(
        id="hyperstyle",
        role="hypernetwork",
        title="HyperStyle's hypernetwork with its StyleGAN2",
        config=HyperStyleConfig,
        keys=(
            "hypernet.conv1.weight",
            "hypernet.body.0.conv2.weight",
            f"{_SHARED}w1",
            f"{_BLOCKS}*",
            "decoder.conv1.conv.modulation.weight",
            "decoder.to_rgb1.conv.weight",
        ),
        build=HyperStyle,
        infer=_infer,
        loose=LOOSE,
        unknowns=_UNKNOWNS,
        convert=_convert,
        export=_export,
        sample=_sample,
        paper="Alaluf, Tov, Mokady, Gal and Bermano, CVPR 2022, arXiv:2111.15666",
    ),
)
