"""StyleGAN: TensorFlow's variables and the two PyTorch ports, generator and discriminator."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.options import format_options
from ganstudio.networks.stylegan1 import StyleGAN1Config, StyleGAN1Generator
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    constructor = case.facts["constructor"]
    if "StyledGenerator" in constructor:
        return rosinality(case, folder)
    return tensorflow(case, folder) if "Gs" in constructor else huang(case, folder)


def opened(
    folder: Path, tensors: Any, options: Mapping[str, Any], role: str, layout: str
) -> tuple[nn.Module, Any]:
    """The network in a file, beside which lie the options its constructor was told."""
    folder.mkdir()
    path = folder / "network.pth"
    torch.save(tensors, path)
    (folder / "opt.txt").write_text(format_options(dict(options)))
    found = detect(path)
    assert (found.family.id, found.role, found.family.layout) == ("stylegan1", role, layout)
    return load(path).module, found.config


def tensorflow(case: Case, folder: Path) -> dict[str, Tensor]:
    told, procedure = case.facts["constructor"]["Gs"], case.facts["procedure"]
    network, config = opened(folder / "G", case.part("Gs/"), told, "generator", "tensorflow")
    assert_generator(config, told)
    assert config.c_dim == told.get("label_size", 0)
    lod = procedure.get("lod", 0)
    outputs = mapped(network, case.arrays, truncation(procedure["truncation"]))
    grown = 2 ** math.floor(lod)
    stages(
        outputs, procedure["style_mix_crossover"], lambda ws: blown_up(network.synthesis(ws, lod=lod), grown)
    )
    if "D" in case.facts["constructor"]:
        told = case.facts["constructor"]["D"]
        critic, config = opened(folder / "D", case.part("D/"), told, "discriminator", "tensorflow")
        assert config.resolution == told["resolution"]
        assert config.c_dim == told.get("label_size", 0)
        images = F.avg_pool2d(case.arrays["d_img"], grown)
        outputs["d_logits"] = critic(images, labels(case.arrays, ("d_c",), config.c_dim), lod=lod)
    return outputs


def huang(case: Case, folder: Path) -> dict[str, Tensor]:
    told, procedure = case.facts["constructor"]["G"], case.facts["procedure"]
    network, config = opened(folder / "G", case.part("G."), told, "generator", "")
    assert_generator(config, {"blur_filter": None, **told})
    assert config.c_dim == told.get("n_classes", 0)
    lod = lod_of(procedure, config) if told.get("structure", "linear") == "linear" else 0.0
    noise = [case.arrays.get(f"noise_{k:02d}") for k in range(config.num_ws)]
    psi, cutoff = told.get("truncation_psi", 0.7), told.get("truncation_cutoff", 8)
    outputs = mapped(network, case.arrays, {"truncation_psi": psi, "truncation_cutoff": cutoff})
    crossover = procedure.get("style_mix_crossover", 3)
    stages(outputs, crossover, lambda ws: network.synthesis(ws, noise=noise, lod=lod))
    if "D" in case.facts["constructor"]:
        told = case.facts["constructor"]["D"]
        critic, config = opened(folder / "D", case.part("D."), told, "discriminator", "")
        assert config.resolution == told["resolution"]
        c = labels(case.arrays, ("d_c", "d_labels"), config.c_dim)
        outputs["d_logits"] = critic(case.arrays["d_img"], c, lod=lod)
    return outputs


def rosinality(case: Case, folder: Path) -> dict[str, Tensor]:
    told, procedure = case.facts["constructor"], case.facts["procedure"]
    network, config = opened(folder / "G", {"g_running": case.state_dict()}, {}, "generator", "rosinality")
    widths, code_dim = told["widths_per_resolution_4_8_16"], told["StyledGenerator"]["code_dim"]
    assert (config.z_dim, config.w_dim, config.mapping_width) == (code_dim,) * 3
    assert config.mapping_layers == told["StyledGenerator"]["n_mlp"]
    assert config.channels == tuple(widths)
    fused = told["fused_upsample_from_block"]
    assert config.fused_from == (4 << fused if fused < len(widths) else None)
    arrays = case.arrays
    depth = len(widths) - 1
    noise = [arrays.get(f"noise_{k // 2}") for k in range(config.num_ws)]

    def picture(ws: Tensor, step: int, alpha: float) -> Tensor:
        return network.synthesis(
            ws, noise=noise, lod=depth - step + (1 - alpha if 0 <= alpha < 1 and step else 0)
        )

    step, alpha = procedure["step"], procedure["alpha"]
    network.truncation.avg_latent.copy_(arrays["mean_style"][0])
    ws, other = network.mapping(arrays["z"]), network.mapping(arrays["z2"])
    first, last = procedure["mixing_range"]
    inside = torch.tensor([first <= k // 2 <= last for k in range(config.num_ws)])
    outputs = {
        "w": ws[:, 0],
        "w_z2": other[:, 0],
        "img": picture(ws, step, alpha),
        "img_trunc": picture(network.mapping(arrays["z"], None, procedure["style_weight"]), step, alpha),
        "img_mix": picture(torch.where(inside.view(1, -1, 1), other, ws), step, alpha),
    }
    smaller = [name for name in case.expected() if name.startswith("img_step")]
    return outputs | {name: picture(ws, int(name.removeprefix("img_step")), 1) for name in smaller}


def assert_generator(config: StyleGAN1Config, told: Mapping[str, Any]) -> None:
    """The config is what the constructor was told; both have the same names."""
    base, most = told.get("fmap_base", 8192), told.get("fmap_max", 512)
    decay = told.get("fmap_decay", 1.0)
    depth = int(math.log2(told["resolution"])) - 1
    assert config.channels == tuple(min(int(base / 2.0 ** (i * decay)), most) for i in range(1, depth + 1))
    assert config.resolution == told["resolution"]
    assert config.img_channels == told["num_channels"]
    assert config.z_dim == told.get("latent_size", 512)
    assert config.w_dim == told.get("dlatent_size", 512)
    assert config.mapping_width == told.get("mapping_fmaps", 512)
    assert config.mapping_layers == told.get("mapping_layers", 8)
    assert config.truncation_cutoff == told.get("truncation_cutoff", 8)
    assert (config.blur is None) == (told.get("blur_filter", [1, 2, 1]) is None)
    if "fused_scale" in told:
        fused = {True: 8, False: None, "auto": 128}[told["fused_scale"]]
        assert config.fused_from == fused


def truncation(procedure: Mapping[str, Any]) -> dict[str, Any]:
    return {"truncation_psi": procedure["psi"], "truncation_cutoff": procedure["cutoff"]}


def mapped(network: StyleGAN1Generator, arrays: Mapping[str, Tensor], truncated: Any) -> dict[str, Tensor]:
    c = labels(arrays, ("c", "labels"), network.config.c_dim)
    ws, other = network.mapping(arrays["z"], c), network.mapping(arrays["z2"], c)
    return {
        "ws": ws,
        "ws_z2": other,
        "w": ws[:, 0],
        "w_z2": other[:, 0],
        "ws_trunc": network.mapping(arrays["z"], c, **truncated),
    }


def stages(outputs: dict[str, Tensor], crossover: int, picture: Callable[[Tensor], Tensor]) -> None:
    """Adds the pictures of the style vectors."""
    ws, other = outputs["ws"], outputs["ws_z2"]
    outputs["img"] = picture(ws)
    outputs["img_trunc"] = picture(outputs["ws_trunc"])
    outputs["img_mix"] = picture(torch.cat((ws[:, :crossover], other[:, crossover:]), dim=1))


def labels(arrays: Mapping[str, Tensor], names: tuple[str, ...], classes: int) -> Tensor | None:
    """One-hot (N, classes), also from class numbers, under the first of the names that is there."""
    if not classes:
        return None
    found = next(arrays[name] for name in names if name in arrays)
    return F.one_hot(found.long(), classes).float() if found.dim() == 1 else found.float()


def blown_up(images: Tensor, factor: int) -> Tensor:
    return F.interpolate(images, scale_factor=float(factor), mode="nearest")


def lod_of(procedure: Mapping[str, Any], config: StyleGAN1Config) -> float:
    """The original's measure of growth for the port's depth and alpha."""
    depth, alpha = procedure["depth"], procedure["alpha"]
    return len(config.channels) - 1 - depth + (1 - alpha if depth else 0)
