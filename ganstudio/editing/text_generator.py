"""One way to see every generator that draws from a sentence: GAN-CLS, GigaGAN, StyleGAN2 with sentences.

Sentences come as what a text model made of them; which one that must be, the generator's card tells (see
`ganstudio.clip.conditioning`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from ganstudio.editing.generator import Loaded
from ganstudio.editing.text_levels import Reading, pushed, synthesise
from ganstudio.editing.text_styles import draw, noise_sizes
from ganstudio.errors import InputError
from ganstudio.networks.gigagan_attention import TextTokens
from ganstudio.networks.slerp import slerp, slerp_of_any_length

NoiseMode = Literal["fixed", "none"]
_AVERAGED = 256
"""Latents whose styles are averaged for a sentence: the style network is small, and one text is fixed."""
_FIRST, _GAN_CLS_SIDE = 4, 64


@dataclass(frozen=True, eq=False)
class Said:
    """What a picture is to show, in a text model's numbers: (1, D) for a sentence, (1, T, D) by its words.

    between: how far it is from `first` to `second`, in [0, 1]. away: what it is pushed away from, with
    `strength`, 0 for not at all.
    """

    first: Tensor
    second: Tensor | None = None
    between: float = 0.0
    away: Tensor | None = None
    strength: float = 1.0

    def __post_init__(self) -> None:
        if self.strength == 0:
            object.__setattr__(self, "away", None)

    @property
    def share(self) -> float:
        return self.between if self.second is not None else 0.0


@dataclass(frozen=True, eq=False)
class _Wish:
    """What `TextGenerator.draw` is asked for, with noise for each layer that takes some."""

    z: Tensor
    said: Said
    by_level: Mapping[int, Said]
    noises: Sequence[Tensor | None]
    truncation: float


@dataclass(frozen=True, eq=False)
class TextGenerator(ABC):
    """A generator with what is known about it. Nothing here keeps gradients."""

    module: Any
    family: str
    card: Mapping[str, Any]
    sha256: str

    @staticmethod
    def of(loaded: Loaded) -> TextGenerator:
        """InputError for a model that does not draw from a sentence."""
        kind = _KINDS.get(loaded.family)
        if kind is None or loaded.role != "generator":
            raise InputError(
                f"This model is a {loaded.role} of the family {loaded.family}: it draws no picture from a "
                "sentence.",
                hint="A generator is wanted that was trained with captions, such as GigaGAN.",
            )
        found = kind(loaded.module, loaded.family, loaded.card, loaded.sha256)
        if not found.text_width:
            raise InputError(
                "This generator was trained without sentences.", hint="One trained with captions is wanted."
            )
        return found

    @property
    def by_word(self) -> bool:
        """Whether it wants each word of a sentence by itself, not the sentence as a whole."""
        return False

    @property
    @abstractmethod
    def text_width(self) -> int:
        """Numbers that it wants of a sentence, or of each word; 0 if it cannot be told any."""

    @property
    @abstractmethod
    def z_dim(self) -> int:
        """Numbers of a latent."""

    @property
    @abstractmethod
    def resolution(self) -> int:
        """The side of what it draws, in pixels."""

    @property
    def levels(self) -> tuple[int, ...]:
        """Sides in pixels of what can be told different things; () where there is only the whole."""
        return ()

    @property
    def device(self) -> torch.device:
        place: torch.device = next(self.module.parameters()).device
        return place

    def latent(self, seed: int) -> Tensor:
        """(1, z_dim), standard normal, on the generator's device; the same for a seed on every machine."""
        return torch.randn(1, self.z_dim, generator=torch.Generator().manual_seed(seed)).to(self.device)

    def noise(self, mode: NoiseMode, seed: int) -> list[Tensor | None]:
        """A map (1, 1, h, w) for each layer that takes one; of none, None; [] for a network without noise."""
        sides = self._noise_sides()
        if mode == "none":
            return [None] * len(sides)
        # Another stream than that of the latent, which begins with the same numbers otherwise.
        random = torch.Generator().manual_seed(seed + (1 << 32))
        return [torch.randn(1, 1, side, side, generator=random).to(self.device) for side in sides]

    @torch.no_grad()
    def draw(
        self,
        z: Tensor,
        said: Said,
        *,
        truncation: float = 1.0,
        by_level: Mapping[int, Said] | None = None,
        noises: Sequence[Tensor | None] = (),
    ) -> Tensor:
        """z (N, z_dim) -> pictures (N, 3, H, W) in [-1, 1], all of the same sentence.

        `truncation` 0 is the average of the sentence, 1 the latent as it is. `by_level` says what levels are
        told that are not told `said`, by their place in `levels`; InputError if there are none. Without
        `noises` none is added.
        """
        wish = _Wish(z, said, by_level or {}, noises or self.noise("none", 0), truncation)
        drawn = self._drawn(wish).float()
        colours = drawn.expand(-1, 3, -1, -1) if drawn.shape[1] == 1 else drawn[:, :3]
        return colours.clamp(-1, 1)

    @abstractmethod
    def _drawn(self, wish: _Wish) -> Tensor:
        """Pictures (N, C, H, W), about in [-1, 1]."""

    def _noise_sides(self) -> list[int]:
        return []

    def _features(self, said: Said) -> Tensor:
        """A whole sentence, (1, D), on the sphere on which the text model leaves sentences."""
        first = said.first.to(self.device)
        if said.second is not None:
            first = slerp(first, said.second.to(first), first.new_full((1, 1), said.share))
        return first if said.away is None else pushed(first, said.away.to(first), said.strength)


class _Whole(TextGenerator):
    """GAN-CLS: one network from latent and sentence to the picture."""

    @property
    def text_width(self) -> int:
        return int(self.module.config.embed_dim)

    @property
    def z_dim(self) -> int:
        return int(self.module.config.noise_dim)

    @property
    def resolution(self) -> int:
        return _GAN_CLS_SIDE

    def _drawn(self, wish: _Wish) -> Tensor:
        if wish.by_level:
            raise InputError(
                "This generator takes in its sentence as a whole: its layers cannot be told others.",
                hint="This works with GigaGAN and StyleGAN2.",
            )
        text = self._features(wish.said).expand(len(wish.z), -1)
        drawn: Tensor = self.module(wish.z * wish.truncation, text)
        return drawn


class _ByStyles(TextGenerator):
    """StyleGAN2 whose styles are made from latent and sentence."""

    @property
    def text_width(self) -> int:
        return int(self.module.config.text_dim)

    @property
    def z_dim(self) -> int:
        return int(self.module.config.z_dim)

    @property
    def resolution(self) -> int:
        return int(self.module.config.resolution)

    @property
    def levels(self) -> tuple[int, ...]:
        return _sides(self.module.config.channels)

    def _noise_sides(self) -> list[int]:
        return noise_sizes(self.module)

    def _drawn(self, wish: _Wish) -> Tensor:
        others = {level: self._features(other) for level, other in wish.by_level.items()}
        text = self._features(wish.said)
        return draw(self.module, wish.z, text, others, wish.noises, wish.truncation)


class _ByWords(TextGenerator):
    """GigaGAN, which also looks at the words of the sentence."""

    @property
    def by_word(self) -> bool:
        return True

    @property
    def z_dim(self) -> int:
        return int(self.module.config.style_dim)

    @property
    def resolution(self) -> int:
        return int(self.module.config.image_size)

    @property
    def levels(self) -> tuple[int, ...]:
        return _sides(self.module.config.widths)

    @property
    def text_width(self) -> int:
        """0 also where styles are given to it, not made by it."""
        text = self.module.config.text
        return int(text.clip_dim) if text and hasattr(self.module, "style_network") else 0

    def _noise_sides(self) -> list[int]:
        return [side for side in self.levels for _ in range(2)]

    def _drawn(self, wish: _Wish) -> Tensor:
        own = self._reading(wish.said, wish.z, wish.truncation)
        read = {
            level: self._reading(other, wish.z, wish.truncation) for level, other in wish.by_level.items()
        }
        readings = [read.get(level, own) for level in range(len(self.levels))]
        return synthesise(self.module, readings, wish.noises) * 2 - 1

    def _reading(self, said: Said, z: Tensor, truncation: float) -> Reading:
        """The style and the words for levels that are told this."""
        first = self._text(said.first)
        texts: tuple[tuple[TextTokens, float], ...] = ((first, 1.0),)
        summary = first.summary
        # At either end the other sentence has no part, and costs nothing.
        if said.second is not None and said.share > 0:
            second = self._text(said.second)
            summary = slerp_of_any_length(summary, second.summary, summary.new_full((1, 1), said.share))
            both = ((first, 1 - said.share), (second, said.share))
            texts = both if said.share < 1 else both[1:]
        away = None
        if said.away is not None:
            away = (self._text(said.away), said.strength)
            summary = pushed(summary, away[0].summary, said.strength)
        return Reading(self._styles(z, summary, truncation), texts, away)

    def _text(self, encodings: Tensor) -> TextTokens:
        found: TextTokens = self.module.text_encoder(encodings.to(self.device))
        return found

    def _styles(self, z: Tensor, summary: Tensor, truncation: float) -> Tensor:
        """Styles (N, style_dim), at `truncation` of their way from the average of the same text."""
        network = self.module.style_network
        styles: Tensor = network(z, summary.expand(len(z), -1))
        if truncation == 1:
            return styles
        random = torch.Generator().manual_seed(0)
        many = torch.randn(_AVERAGED, self.z_dim, generator=random).to(self.device)
        average: Tensor = network(many, summary.expand(_AVERAGED, -1)).mean(dim=0, keepdim=True)
        return average.lerp(styles, truncation)


def _sides(widths: Sequence[int]) -> tuple[int, ...]:
    return tuple(_FIRST << level for level in range(len(widths)))


_KINDS: dict[str, type[TextGenerator]] = {
    "gan_cls": _Whole, "gigagan": _ByWords, "stylegan2_text": _ByStyles,
}  # fmt: skip
