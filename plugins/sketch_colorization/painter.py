"""Image-to-image networks on drawings: the channels, polarity, size and noise that each wants.

What a checkpoint was trained on its tensors do not tell. Its card may: `"ink": "light"` when it knows light
lines on dark paper, and the size of the pictures it saw. Without that, lines are dark, and pictures as large
as those of the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ganstudio.api import HINT_CHANNELS, Context, InputError, authors_test_mode, run_tiled

from .dabs import Dabs
from .drawing import Floats

FAMILIES = ("pix2pix", "cyclegan", "bicyclegan")
TILE = 1024
"""Longest side that a network is given in one piece, in pixels."""
_PAPERS_SIDE = 256
_LOCAL = 32
_FINER = 1.5
"""How much larger than in training a drawing looks best: shapes become crisp, and are still recognised."""


def painter(ctx: Context, ref: str, direction: str = "forward") -> Any:
    """The model, after checking that it makes pictures of drawings; InputError says what it does instead."""
    name, model = ref, ctx.model(ref, *FAMILIES)
    if direction == "backward":
        name = f"{ref}/backward"
        try:
            model = ctx.model(name, *FAMILIES)
        except InputError as error:
            raise InputError(
                f"{PurePath(ref).name} translates one way only.", hint="Choose the direction forward."
            ) from error
    if model.role != "generator":
        raise InputError(f"{name} is the {model.role} of {model.family}; the generator is needed.")
    channels, made = model.config.in_channels, model.config.out_channels
    if channels not in (1, 3, 1 + HINT_CHANNELS, 3 + HINT_CHANNELS):
        raise InputError(
            f"{name} takes pictures of {channels} channels; a drawing has 1 or 3, or with hints 5 or 7."
        )
    if made not in (1, 3):
        raise InputError(f"{name} gives {made} channels, which are no picture.")
    return model


def takes_hints(model: Any) -> bool:
    return int(model.config.in_channels) > 3


def working_size(model: Any, width: int, height: int, detail: int, draft: bool = False) -> tuple[int, int]:
    """(height, width) at which a drawing is painted: `detail` is the longer side, 0 what suits the model.

    A draft is no larger than what the model was trained with, as far as the network can be so small.
    """
    trained, multiple = _trained_side(model), model.config.multiple
    side = detail or (round(trained * _FINER) if trained else _PAPERS_SIDE)
    if draft:
        side = min(side, trained or _PAPERS_SIDE)
    # A network that halves pictures many times is given whole multiples: padding would be much of them.
    side = -(-side // multiple) * multiple if multiple > _LOCAL else max(side, multiple)
    scale = side / max(width, height)
    return max(1, round(height * scale)), max(1, round(width * scale))


def _trained_side(model: Any) -> int:
    """Side of the pictures that the model was trained with, in pixels; 0 when its card does not tell."""
    training = model.card.get("training")
    params = training.get("params") if isinstance(training, dict) else None
    size = params.get("size") if isinstance(params, dict) else None
    return size if isinstance(size, int) and size > 0 else 0


def sheet(model: Any, ink: Floats) -> Tensor:
    """Ink (H, W) -> (1, 1|3, H, W) in [-1, 1], as the model knows drawings."""
    plane = torch.from_numpy(np.ascontiguousarray(ink)) * 2 - 1
    if model.card.get("ink") != "light":
        plane = -plane
    channels = model.config.in_channels - (HINT_CHANNELS if takes_hints(model) else 0)
    return plane[None, None].expand(-1, channels, -1, -1)


def paint(
    model: Any, ctx: Context, given: Tensor, dabs: Dabs | None = None, *, seed: int = 0, variety: float = 1.0
) -> Floats:
    """What the model makes of (1, C, H, W) in [-1, 1]: (H, W, 3) sRGB in [0, 1]."""
    if takes_hints(model):
        given = torch.cat([given, _planes(dabs, given)], dim=1)
    tile = ctx.tile or TILE
    network = _network(model, ctx, seed, variety)
    with ctx.compute.inference():
        picture = run_tiled(
            network,
            given,
            tile=tile,
            overlap=tile // 4,
            multiple=model.config.multiple,
            progress=ctx.progress,
        )
        if max(given.shape[-2:]) > tile:
            picture = _evened(network, given, picture, tile, model.config.multiple)
    pixels = (picture[0].float().clamp(-1, 1) + 1) / 2
    painted: Floats = pixels.expand(3, -1, -1).permute(1, 2, 0).cpu().numpy()
    return painted


def _planes(dabs: Dabs | None, like: Tensor) -> Tensor:
    """(1, 4, H, W): where there is colour, then the colour in [-1, 1], which is 0 where there is none."""
    if dabs is None:
        return like.new_zeros(1, HINT_CHANNELS, *like.shape[-2:])
    mask = torch.from_numpy(dabs.mask)[None]
    colours = (torch.from_numpy(dabs.colours).permute(2, 0, 1) * 2 - 1) * mask
    return torch.cat([mask, colours])[None]


def _network(model: Any, ctx: Context, seed: int, variety: float) -> Callable[[Tensor], Tensor]:
    """The forward pass, with the same noise for every tile: dropout as in the paper, or a latent."""
    device = ctx.compute.device
    module: nn.Module = model.module
    if model.family == "bicyclegan":
        z = torch.randn(1, model.config.z_dim, generator=torch.Generator().manual_seed(seed)) * variety
        return lambda x: ctx.forward(module, x.to(device), z.to(device))
    noisy = _Noisy(module, device, seed, variety)
    if variety and any(isinstance(layer, _BATCH_NORMS) for layer in module.modules()):
        # Tested as the authors do, it measures all that it is given at once.
        return lambda x: noisy(x.to(device))
    return lambda x: ctx.forward(noisy, x.to(device))


_BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


@dataclass(frozen=True)
class _Noisy:
    """A network with the dropout of one seed, the same for each picture of a stack."""

    module: nn.Module
    device: str
    seed: int
    variety: float

    def __call__(self, x: Tensor) -> Tensor:
        devices = [torch.device(self.device)] if self.device.startswith("cuda") else []
        noisy = _dropping(self.module, self.variety) if self.variety else nullcontext()
        with torch.random.fork_rng(devices), noisy:
            torch.manual_seed(self.seed)
            made: Tensor = self.module(x)
        return made


@contextmanager
def _dropping(module: nn.Module, variety: float) -> Iterator[None]:
    """As the authors test pix2pix, with more or less of the dropout that it was trained with."""
    layers = [layer for layer in module.modules() if isinstance(layer, nn.Dropout)]
    before = [layer.p for layer in layers]
    with authors_test_mode(module), ExitStack() as hooks:
        try:
            for layer, share in zip(layers, before, strict=True):
                drop = partial(_dropped, min(share * variety, 0.9))
                hooks.callback(layer.register_forward_hook(drop).remove)
                layer.p = 0.0
            yield
        finally:
            for layer, share in zip(layers, before, strict=True):
                layer.p = share


def _dropped(share: float, layer: nn.Module, given: tuple[Tensor], passed: Tensor) -> Tensor:
    """What dropout makes of (N, …), all N of which lose the same."""
    (x,) = given
    return x * nn.functional.dropout(torch.ones_like(x[:1]), share)


def _evened(network: Any, given: Tensor, tiled: Tensor, tile: int, multiple: int) -> Tensor:
    """Tiles with the light and colour of the whole picture.

    Norms measure each tile on its own, so neighbours differ in tone; only their detail is kept.
    """
    scale = tile / max(given.shape[-2:])
    size = [max(1, round(side * scale)) for side in given.shape[-2:]]
    whole = run_tiled(network, _scaled(given, size), multiple=multiple).float()
    coarse = [max(1, side // 16) for side in size]
    wanted = _scaled(_scaled(whole, coarse), list(tiled.shape[-2:]))
    there = _scaled(_scaled(tiled, coarse), list(tiled.shape[-2:]))
    return tiled - there + wanted


def _scaled(x: Tensor, size: list[int]) -> Tensor:
    smaller = size[0] < x.shape[-2]
    return nn.functional.interpolate(
        x.float(), size, mode="area" if smaller else "bicubic", align_corners=None if smaller else False
    )
