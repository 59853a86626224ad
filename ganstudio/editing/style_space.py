"""The style space S of StyleGAN2: what each layer makes of its style vector, one number for each channel.

Wu, Lischinski and Shechtman, "StyleSpace Analysis", CVPR 2021, arXiv:2011.12799.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import cast

import torch
from torch import Tensor

from ganstudio.networks.stylegan2 import SynthesisNetwork
from ganstudio.networks.stylegan2_layers import FullyConnectedLayer

_RIDGE, _STILL = 0.05, 1e-3
"""Of the mean square that a number of a style has in channels; of the deviation of the liveliest channel."""


def style_weights(network: SynthesisNetwork, rows: list[int] | None = None) -> list[Tensor]:
    """Weights (channels, w_dim) by which the layers read these rows of the style vectors, or all.

    A row belongs to its convolution; the ToRGB layers that read it too are left out, but for the last row,
    which has no other (genforce/sefa's choice).
    """
    chosen = range(network.num_ws) if rows is None else rows
    return [network.get_parameter(f"{_reader(network, row)}.affine.weight") for row in chosen]


def _reader(network: SynthesisNetwork, row: int) -> str:
    names = [stage.name for stage in network.stages if stage.first_w == row]
    return min(names, key=_is_to_rgb)


def to_rgb_channels(network: SynthesisNetwork) -> Tensor:
    """Bool (S,): the channel belongs to a ToRGB layer."""
    layers = _layers(network)
    parts = [torch.full((layer.weight.shape[0],), _is_to_rgb(name)) for name, layer in layers.items()]
    return torch.cat(parts)


def style_codes(network: SynthesisNetwork, ws: Tensor) -> Tensor:
    """Style vectors (N, num_ws, w_dim) -> (N, S): the channels of all layers, in the order they run in."""
    rows = [stage.first_w for stage in network.stages]
    codes = [layer(ws[:, row]) for layer, row in zip(_layers(network).values(), rows, strict=True)]
    return torch.cat(codes, dim=1)


def synthesize(network: SynthesisNetwork, codes: Tensor) -> Tensor:
    """Images (N, img_channels, resolution, resolution) in about [-1, 1] from style codes (N, S)."""
    layers = list(_layers(network).values())
    parts = codes.split([layer.weight.shape[0] for layer in layers], dim=1)
    unread = codes.new_zeros(len(codes), network.num_ws, network.config.w_dim)
    with ExitStack() as stack:
        for layer, part in zip(layers, parts, strict=True):
            stack.enter_context(layer.register_forward_hook(partial(_instead, part)))
        images: Tensor = network(unread)
    return images


def channels_to_rows(network: SynthesisNetwork, change: Tensor, deviations: Tensor) -> Tensor:
    """(num_ws, w_dim): the change of style vectors that changes the channels of all layers most nearly so.

    change, deviations: (S,). Least squares in deviations, for each row over the layers that read it; small
    changes of styles are preferred where channels leave a choice.
    """
    eye = torch.eye(network.config.w_dim, device=next(network.parameters()).device)
    parts: dict[int, list[tuple[Tensor, Tensor]]] = {}
    begin = 0
    for stage, layer in zip(network.stages, _layers(network).values(), strict=True):
        weight = (layer(eye) - layer(torch.zeros_like(eye))).T.to(change)
        part = slice(begin, begin + len(weight))
        begin += len(weight)
        scale = 1 / deviations[part].clamp(min=_STILL * float(deviations.max()))
        parts.setdefault(stage.first_w, []).append((weight * scale[:, None], change[part] * scale))
    rows = torch.zeros(network.num_ws, network.config.w_dim, dtype=torch.float64)
    for row, read in parts.items():
        matrix = torch.cat([weight for weight, _ in read]).double()
        wanted = torch.cat([target for _, target in read]).double()
        square = matrix.T @ matrix
        damped = square + _RIDGE * square.diagonal().mean() * torch.eye(len(square)).to(square)
        rows[row] = torch.linalg.solve(damped, matrix.T @ wanted)
    return rows.float()


def _instead(part: Tensor, *call: object) -> Tensor:
    """A forward hook that answers with this."""
    return part


def _layers(network: SynthesisNetwork) -> dict[str, FullyConnectedLayer]:
    names = [stage.name for stage in network.stages]
    return {name: cast(FullyConnectedLayer, network.get_submodule(f"{name}.affine")) for name in names}


def _is_to_rgb(name: str) -> bool:
    return name.endswith(".torgb")
