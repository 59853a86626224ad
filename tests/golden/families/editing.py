"""Directions in latent space, by the arrays that the case expects."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from torch import Tensor

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.editing.ganspace import principal_components
from ganstudio.editing.interfacegan import interpolate, project_boundary, train_boundary
from ganstudio.editing.latents import moved
from ganstudio.editing.sefa import factorize
from ganstudio.editing.style_space import style_codes, style_weights, synthesize, to_rgb_channels
from ganstudio.editing.styleclip import channel_relevance, channel_weights, style_direction, text_direction
from ganstudio.networks.stylegan2 import StyleGan2Generator
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    """Which paper it is, the expected arrays tell: the name of the case may be any."""
    names = case.expected().keys()
    method = next(method for sign, method in METHODS.items() if sign in names)
    with torch.inference_mode():
        return method(case, folder)


def sefa(case: Case, folder: Path) -> dict[str, Tensor]:
    """genforce/sefa: columns normalised, some rows of the style vectors."""
    network = generator(case, folder)
    steps = " ".join(case.facts["procedure"])
    layers = re.search(r"selected layers \[([\d, ]+)\]", steps)
    assert layers, steps
    rows = [int(row) for row in layers[1].split(",")]
    factors = factorize(style_weights(network.synthesis, rows))
    outputs = {"eigenvalues": factors.lengths.square(), "directions": factors.directions}
    ws = network.mapping(case.arrays["z"])
    outputs["img_base"] = network.synthesis(ws)
    for name in case.expected():
        if edit := re.fullmatch(r"img_dir(\d+)_([+-][\d.]+)", name):
            direction = factors.directions[int(edit[1])]
            outputs[name] = network.synthesis(moved(ws, direction, float(edit[2]), rows))
    return outputs


def sefa_unnormalized(case: Case, folder: Path) -> dict[str, Tensor]:
    """rosinality's closed-form factorisation."""
    weights = [
        tensor
        for name, tensor in case.state_dict().items()
        if name.endswith("modulation.weight") and not name.startswith("to_rgbs.")
    ]
    factors = factorize(weights, normalized=False)
    return {"singular_values": factors.lengths, "directions": factors.directions}


def ganspace(case: Case, folder: Path) -> dict[str, Tensor]:
    network = generator(case, folder)
    ws = network.mapping(case.arrays["z"])
    count = len(case.expected()["components"])
    found = principal_components(ws[:, 0], count)
    outputs = {
        "w": ws[:, 0],
        "mean": found.mean,
        "components": found.directions,
        "stdev_n_minus_1": found.deviations,
        "stdev_n": principal_components(ws[:, 0], count, unbiased=False).deviations,
        "var_ratio": found.shares,
    }
    for name in case.expected():
        if edit := re.fullmatch(r"img_comp(\d+)_([+-][\d.]+)_layers(\d+)-(\d+)", name):
            number, first, end = int(edit[1]), int(edit[3]), int(edit[4])
            distance = float(edit[2]) * float(found.deviations[number])
            edited = moved(ws[:1], found.directions[number], distance, slice(first, end))
            outputs[name] = network.synthesis(edited)
    return outputs


def interfacegan(case: Case, folder: Path) -> dict[str, Tensor]:
    arrays = case.arrays
    conditions = [arrays[name] for name in sorted(arrays) if re.fullmatch(r"cond\d+", name)]
    outputs = {
        f"projected_{count}": project_boundary(arrays["primal"], *conditions[:count])
        for count in range(1, len(conditions) + 1)
    }
    for space in ("z", "wplus"):
        start, end = told(case, f"interp_{space}", r"(-?\d+)(?: to |\.\.)(-?\d+)")
        steps = len(case.expected()[f"interp_{space}"])
        code = arrays[f"code_{space}"]
        outputs[f"interp_{space}"] = interpolate(code, arrays["primal"], float(start), float(end), steps)
    (ratio,) = told(case, "svm_boundary", r"ratio ([\d.]+\d)")
    boundary = train_boundary(arrays["train_codes"], arrays["train_scores"], ratio=float(ratio))
    return {**outputs, "svm_boundary": boundary}


def styleclip(case: Case, folder: Path) -> dict[str, Tensor]:
    arrays = case.arrays
    network = generator(case, folder)
    relevance = channel_relevance(arrays["image_effects"])
    direction = text_direction(*arrays["text_features"])
    weights = channel_weights(relevance, direction, case.facts["beta"])
    to_rgb = to_rgb_channels(network.synthesis)
    boundary = style_direction(weights, arrays["code_std"], to_rgb)
    styles = style_codes(network.synthesis, network.mapping(arrays["z"]))
    outputs = {
        "fs3": relevance,
        "dt": direction,
        "ds": relevance @ direction,
        "channels_kept": weights.count_nonzero(),
        "boundary": boundary,
        "styles": styles,
    }
    for name in case.expected():
        if edit := re.fullmatch(r"img_alpha([+-][\d.]+)", name):
            outputs[name] = synthesize(network.synthesis, (styles + float(edit[1]) * boundary).float())
    return outputs


def generator(case: Case, folder: Path) -> StyleGan2Generator:
    """The case's StyleGAN2: its state dict in a file, and beside it the arguments of its constructor."""
    path = folder / "G.pt"
    torch.save(case.state_dict(), path)
    constructor = json.loads(re.search(r"constructor (\{.*\})", case.facts["weights"]["layout"])[1])
    arguments = {"class_name": "training.networks.Generator", **constructor}
    (folder / "training_options.json").write_text(json.dumps({"G_kwargs": arguments}))
    found = detect(path)
    assert (found.family.id, found.role) == ("stylegan2", "generator")
    assert found.config.resolution == constructor["img_resolution"]
    assert found.config.clamp == constructor["synthesis_kwargs"].get("conv_clamp")
    return load(path).module


def told(case: Case, array: str, pattern: str) -> tuple[str, ...]:
    """What the case gives in words only."""
    found = re.search(pattern, case.facts["arrays"][array]["meaning"])
    assert found, f"{array} does not tell {pattern}"
    return found.groups()


METHODS = {
    "eigenvalues": sefa,
    "singular_values": sefa_unnormalized,
    "components": ganspace,
    "svm_boundary": interfacegan,
    "boundary": styleclip,
}
