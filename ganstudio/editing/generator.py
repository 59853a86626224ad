"""One way to see every generator that draws from a latent: StyleGAN 1 to 3, the decoders of encoders, DCGAN.

A picture is made from style vectors `ws` (N, num_ws, w_dim), one row for each layer. A network without a
mapping has one row, and it is the latent itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.editing.bending import Bend, Bent
from ganstudio.editing.families import LATENT_FAMILIES
from ganstudio.errors import InputError
from ganstudio.networks.staged import Noise, Stage, StageCache

LATENT_TEXT = "GAN Studio latent"
"""The text of a picture that holds the styles it was drawn from."""
NoiseMode = Literal["const", "random", "none"]
_AVERAGED = 10_000
"""Latents whose styles are averaged where a file holds no average: StyleGAN's authors' code."""
_PART = 1_000


class Loaded(Protocol):
    """What is needed of `checkpoints.LoadedModel`."""

    @property
    def module(self) -> nn.Module: ...
    @property
    def family(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def card(self) -> Mapping[str, Any]: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, eq=False)
class LatentGenerator:
    """A generator with what is known about it. Nothing here keeps gradients unless it says so."""

    module: Any
    family: str
    card: Mapping[str, Any]
    sha256: str

    @staticmethod
    def of(loaded: Loaded) -> LatentGenerator:
        """InputError for a model that draws nothing from a latent."""
        if loaded.family not in LATENT_FAMILIES or loaded.role not in ("generator", "encoder"):
            raise InputError(
                f"This model is a {loaded.role} of the family {loaded.family}: it draws no picture from a "
                "latent.",
                hint="A generator is wanted, such as StyleGAN's.",
            )
        module = getattr(loaded.module, "decoder", loaded.module)
        if loaded.role == "encoder" and module is loaded.module:
            raise InputError("This encoder brings no generator with it.", hint="Choose the generator.")
        return LatentGenerator(module, loaded.family, loaded.card, loaded.sha256)

    @property
    def has_w(self) -> bool:
        """Whether there is a mapping from latents to style vectors."""
        return hasattr(self.module, "mapping")

    @property
    def device(self) -> torch.device:
        place: torch.device = next(self.module.parameters()).device
        return place

    @property
    def synthesis(self) -> Any:
        """The network from style vectors to pictures, in stages; InputError where there is none."""
        if not self.has_w:
            raise InputError(
                "This generator has no style vectors: its layers cannot be told apart.",
                hint="This works with StyleGAN.",
            )
        return self.module.synthesis

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What runs one after another; () for a network that is not made of stages."""
        return tuple(self.module.synthesis.stages) if self.has_w else ()

    @property
    def num_ws(self) -> int:
        return int(self.module.synthesis.num_ws) if self.has_w else 1

    @property
    def z_dim(self) -> int:
        config = self.module.config
        if self.family == "dcgan":
            return int(config.nz)
        return int(config.z_dim) + int(getattr(config, "info_dim", 0))

    @property
    def w_dim(self) -> int:
        return int(self.module.config.w_dim) if self.has_w else self.z_dim

    @property
    def resolution(self) -> int:
        """The side of what it draws, in pixels."""
        config = self.module.config
        for name in ("resolution", "image_size", "img_size"):
            if side := getattr(config, name, 0):
                return int(side)
        return self.stages[-1].resolution

    @property
    def class_count(self) -> int:
        config = self.module.config
        return int(getattr(config, "c_dim", 0) or getattr(config, "num_classes", 0) or 0)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes, as the card has them, else their numbers; () without classes."""
        named = tuple(str(name) for name in self.card.get("classes") or ())
        count = self.class_count
        return named if len(named) == count else tuple(str(i) for i in range(count))

    def class_index(self, name: str) -> int | None:
        """The class of that name or number; the first for "", None where there are none. InputError."""
        known = self.classes
        if not known:
            if name:
                raise InputError(f"This model has no classes, so “{name}” is none.", hint="Leave it empty.")
            return None
        if not name:
            return 0
        if name in known:
            return known.index(name)
        if name.isdecimal() and int(name) < len(known):
            return int(name)
        some = ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
        raise InputError(f"This model has no class “{name}”.", hint=f"It has {some}.")

    def latent(self, seed: int) -> Tensor:
        """(1, z_dim), standard normal, on the generator's device; the same for a seed on every machine."""
        return torch.randn(1, self.z_dim, generator=torch.Generator().manual_seed(seed)).to(self.device)

    @torch.no_grad()
    def styles(self, z: Tensor, class_index: int | None = None) -> Tensor:
        """z (N, z_dim) -> ws (N, num_ws, w_dim), not truncated."""
        if not self.has_w:
            return z[:, None]
        # In float32 always, as the authors have it: what is lost here no later layer brings back.
        with torch.autocast(self.device.type, enabled=False):
            ws: Tensor = self.module.mapping(z.float(), self._label(class_index, len(z)))
        return ws

    def average(self) -> Tensor:
        """The average style vector (w_dim,), as the file has it, else that of ten thousand latents."""
        return self._average

    @cached_property
    def _average(self) -> Tensor:
        if not self.has_w:
            return torch.zeros(self.w_dim, device=self.device)
        stored = getattr(self.module.mapping, "w_avg", None)
        if stored is None and hasattr(self.module, "truncation"):
            stored = self.module.truncation.avg_latent
        if stored is not None and bool(stored.any()):
            average: Tensor = stored
            return average
        random = torch.Generator().manual_seed(0)
        parts = []
        for i in range(_AVERAGED // _PART):
            z = torch.randn(_PART, self.z_dim, generator=random).to(self.device)
            kind = i % self.class_count if self.class_count else None
            parts.append(self.styles(z, kind)[:, 0].mean(dim=0))
        return torch.stack(parts).mean(dim=0)

    def truncated(self, ws: Tensor, psi: float, cutoff: int | None = None) -> Tensor:
        """The first `cutoff` rows of ws, or all, at `psi` of their way from the average (StyleGAN, B)."""
        if psi == 1:
            return ws
        rows = self.num_ws if cutoff is None else cutoff
        near = self.average().to(ws).lerp(ws[:, :rows], psi)
        return torch.cat([near, ws[:, rows:]], dim=1)

    @property
    def noise_names(self) -> tuple[str, ...]:
        """The stages that take noise, one for each map that `noise` gives."""
        return tuple(stage.name for stage in self.stages for _ in range(stage.num_noise))

    @torch.no_grad()
    def noise(
        self,
        mode: NoiseMode = "const",
        seed: int = 0,
        *,
        strength: float = 1.0,
        layers: Mapping[str, float] | None = None,
        area: Tensor | None = None,
    ) -> list[Tensor | None]:
        """One noise map (1, 1, h, w) for each of `noise_names`; [] for a network without noise.

        "const" is the network's own, "random" that of `seed`. `strength` multiplies all maps, `layers` some
        by name. Where `area` (h, w), in [0, 1], is 1, noise of the seed stands for the network's own.
        """
        if not self.has_w:
            return []
        synthesis = self.module.synthesis
        drawn = synthesis.noise("random", 1, torch.Generator().manual_seed(seed))
        maps = list(drawn if mode == "random" else synthesis.noise(mode))
        if area is not None and mode == "const":
            maps = [_mixed(own, new, area) for own, new in zip(maps, drawn, strict=True)]
        factors = [strength * (layers or {}).get(name, 1.0) for name in self.noise_names]
        return [
            None if noise is None or factor == 0 else noise if factor == 1 else noise * factor
            for noise, factor in zip(maps, factors, strict=True)
        ]

    @torch.no_grad()
    def draw(
        self,
        ws: Tensor,
        noise: Noise = (),
        *,
        cache: StageCache | None = None,
        class_index: int | None = None,
        bends: Sequence[Bend] = (),
        transform: Tensor | None = None,
        upto: int | None = None,
    ) -> Tensor:
        """ws (N, num_ws, w_dim) -> pictures (N, 3, H, W) in about [-1, 1].

        With a `cache` only the stages whose input has changed run, and only those up to `upto` pixels where
        the network has a smaller picture to show by then (`StageCache.synthesise`). `bends` change what
        layers gave. `transform` (3, 3) moves and turns the input of a StyleGAN3
        (`networks.stylegan3.input_transform`).
        """
        if not self.has_w:
            return self._drawn_from_latent(ws[:, 0], class_index)
        if not bends and transform is None and cache is None:
            pictures: Tensor = self.module.synthesis(ws, noise=list(noise))
            return _coloured(pictures)
        cache = StageCache() if cache is None else cache
        network = self.module.synthesis
        if bends or transform is not None:
            network = Bent.of(network, tuple(bends), transform, before=cache.network)
        return _coloured(cache.synthesise(network, ws, noise, upto))

    def _drawn_from_latent(self, z: Tensor, class_index: int | None) -> Tensor:
        if self.family == "studiogan":
            label = None if class_index is None else torch.full((len(z),), class_index, device=z.device)
            return _coloured(self.module(z, label))
        return _coloured(self.module(z))

    def _label(self, class_index: int | None, count: int) -> Tensor | None:
        if not self.class_count:
            return None
        index = torch.full((count,), class_index or 0, device=self.device)
        return F.one_hot(index, self.class_count).float()


def _mixed(own: Tensor | None, new: Tensor | None, area: Tensor) -> Tensor | None:
    """Noise that keeps its variance where both are mixed."""
    if own is None or new is None:
        return own
    share = F.interpolate(area[None, None].to(own), size=own.shape[-2:], mode="area")
    both = own * (1 - share) + new * share
    mixed: Tensor = both / ((1 - share).square() + share.square()).sqrt()
    return mixed


def _coloured(pictures: Tensor) -> Tensor:
    return pictures.float().expand(-1, 3, -1, -1) if pictures.shape[1] == 1 else pictures.float()[:, :3]
