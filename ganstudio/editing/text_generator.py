"""One way to see every generator that draws from a sentence: GAN-CLS, GigaGAN, StyleGAN2 with sentences.

Sentences come as what a text model made of them; which one that must be, the generator's card tells (see
`ganstudio.clip.conditioning`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from ganstudio.editing.families import TEXT_FAMILIES
from ganstudio.editing.generator import Loaded
from ganstudio.editing.text_levels import Reading, pushed, synthesise
from ganstudio.editing.text_styles import draw, noise_sizes
from ganstudio.errors import InputError
from ganstudio.networks.gigagan import GigaGanGenerator
from ganstudio.networks.gigagan_attention import TextTokens
from ganstudio.networks.slerp import slerp, slerp_of_any_length

NoiseMode = Literal["fixed", "none"]
_AVERAGED = 256
"""Latents whose styles are averaged for a sentence: the style network is small, and one text is fixed."""
_FIRST = 4


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

    @property
    def share(self) -> float:
        return self.between if self.second is not None else 0.0


@dataclass(frozen=True, eq=False)
class TextGenerator:
    """A generator with what is known about it. Nothing here keeps gradients."""

    module: Any
    family: str
    card: Mapping[str, Any]
    sha256: str

    @staticmethod
    def of(loaded: Loaded) -> TextGenerator:
        """InputError for a model that does not draw from a sentence."""
        if loaded.family not in TEXT_FAMILIES or loaded.role != "generator":
            raise InputError(
                f"This model is a {loaded.role} of the family {loaded.family}: it draws no picture from a "
                "sentence.",
                hint="A generator is wanted that was trained with captions, such as GigaGAN.",
            )
        found = TextGenerator(loaded.module, loaded.family, loaded.card, loaded.sha256)
        if not found.text_width or not found._has_styles:
            raise InputError(
                "This generator was trained without sentences.", hint="One trained with captions is wanted."
            )
        return found

    @property
    def by_word(self) -> bool:
        """Whether it wants each word of a sentence by itself, not the sentence as a whole."""
        return self.family == "gigagan"

    @property
    def text_width(self) -> int:
        """Numbers that it wants of a sentence, or of each word; 0 without text."""
        config = self.module.config
        if self._by_styles:
            return int(config.text_dim)
        if not self.by_word:
            return int(config.embed_dim)
        return int(config.text.clip_dim) if config.text else 0

    @property
    def device(self) -> torch.device:
        place: torch.device = next(self.module.parameters()).device
        return place

    @property
    def z_dim(self) -> int:
        config = self.module.config
        if self._by_styles:
            return int(config.z_dim)
        return int(config.style_dim if self.by_word else config.noise_dim)

    @property
    def resolution(self) -> int:
        """The side of what it draws, in pixels."""
        if self._by_styles:
            return int(self.module.config.resolution)
        return int(self.module.config.image_size) if self.by_word else 64

    @property
    def levels(self) -> tuple[int, ...]:
        """Sides in pixels of what can be told different things; () where there is only the whole."""
        if self._by_styles:
            return tuple(_FIRST << i for i in range(len(self.module.config.channels)))
        return tuple(_FIRST << i for i in range(len(self.module.config.widths))) if self.by_word else ()

    def latent(self, seed: int) -> Tensor:
        """(1, z_dim), standard normal, on the generator's device; the same for a seed on every machine."""
        return torch.randn(1, self.z_dim, generator=torch.Generator().manual_seed(seed)).to(self.device)

    def noise(self, mode: NoiseMode, seed: int) -> list[Tensor | None]:
        """A map (1, 1, h, w) for each layer that takes one; of none, None; [] for a network without noise."""
        # Another stream than that of the latent, which begins with the same numbers otherwise.
        random = torch.Generator().manual_seed(seed + (1 << 32))
        if self._by_styles:
            sizes = noise_sizes(self.module)
            if mode == "none":
                return [None] * len(sizes)
            return [torch.randn(1, 1, side, side, generator=random).to(self.device) for side in sizes]
        if not self.by_word:
            return []
        if mode == "none":
            return [None] * (2 * len(self.levels))
        return [noise.to(self.device) for noise in self.module.draw_noises(1, random)]

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
        if self._by_styles:
            others = {level: self._features(other) for level, other in (by_level or {}).items()}
            maps = noises or self.noise("none", 0)
            return _coloured(draw(self.module, z, self._features(said), others, maps, truncation))
        if not self.by_word:
            if by_level:
                raise InputError(
                    "This generator takes in its sentence as a whole: its layers cannot be told others.",
                    hint="This works with GigaGAN and StyleGAN2.",
                )
            text = self._features(said).expand(len(z), -1)
            return _coloured(self.module(z * truncation, text))
        network: GigaGanGenerator = self.module
        own = self._reading(said, z, truncation)
        read = {level: self._reading(other, z, truncation) for level, other in (by_level or {}).items()}
        readings = [read.get(level, own) for level in range(len(self.levels))]
        drawn = synthesise(network, readings, noises or [None] * (2 * len(self.levels)))
        return _coloured(drawn * 2 - 1)

    @property
    def _by_styles(self) -> bool:
        return self.family == "stylegan2_text"

    @property
    def _has_styles(self) -> bool:
        return not self.by_word or hasattr(self.module, "style_network")

    def _features(self, said: Said) -> Tensor:
        """(1, D) on the sphere on which the text model leaves sentences."""
        first = said.first.to(self.device)
        if said.second is not None:
            first = slerp(first, said.second.to(first), first.new_full((1, 1), said.share))
        return first if _none_away(said) else pushed(first, _there(said.away, first), said.strength)

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
        if not _none_away(said):
            away = (self._text(_there(said.away, said.first)), said.strength)
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


def _none_away(said: Said) -> bool:
    return said.away is None or said.strength == 0


def _there(encoding: Tensor | None, like: Tensor) -> Tensor:
    assert encoding is not None
    return encoding.to(like)


def _coloured(pictures: Tensor) -> Tensor:
    pictures = pictures.float()
    return (pictures.expand(-1, 3, -1, -1) if pictures.shape[1] == 1 else pictures[:, :3]).clamp(-1, 1)
