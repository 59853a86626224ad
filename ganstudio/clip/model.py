"""A CLIP model that is loaded: sentences and pictures as vectors of one space.

Radford et al. 2021, "Learning transferable visual models from natural language supervision",
arXiv:2103.00020.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.clip.words import unknown_words
from ganstudio.errors import InputError

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""Of pictures in [0, 1], by which CLIP wants them normalised; from the authors' code."""
_BATCH = 256


@dataclass(frozen=True)
class Tokens:
    """ids (N, T) long, zeros behind the end; truncated (N,) bool: sentences that were too long."""

    ids: Tensor
    truncated: Tensor


class Clip:
    """One open_clip model with its tokenizer; texts come back on the CPU, pictures where they were.

    name: as in a card, `open_clip/` and the name of the model. sha256: of its weights. dim: numbers of a
    text or a picture. token_dim: numbers of a token. side: of the pictures, in pixels. words: all that it has
    read, None if nobody knows.
    """

    def __init__(
        self,
        network: Any,
        tokenizer: Callable[..., Any],
        name: str,
        *,
        sha256: str = "",
        path: Path | None = None,
        words: Collection[str] | None = None,
    ) -> None:
        self.network: Any = network
        self.network.eval().requires_grad_(False)
        self.tokenizer: Any = tokenizer
        self.name, self.sha256, self.path, self.words = name, sha256, path, words
        side: Any = self.network.visual.image_size
        self.side = int(side[0] if isinstance(side, Sequence) else side)
        self.context = int(self.network.context_length)
        self.dim, self.token_dim = _widths(self.network)

    @property
    def device(self) -> torch.device:
        return next(iter(self.network.parameters())).device  # type: ignore[no-any-return]

    def to(self, device: torch.device | str) -> Self:
        self.network.to(device)
        return self

    def tokenize(self, sentences: Sequence[str]) -> Tokens:
        """The tokens of each, and whether some had to be left out."""
        ids: Tensor = self.tokenizer(list(sentences))
        lengths = [len(self.tokenizer.encode(sentence)) + 2 for sentence in sentences]
        return Tokens(ids, torch.tensor([length > self.context for length in lengths], dtype=torch.bool))

    @torch.no_grad()
    def encode_text(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, dim) float32, each of length 1."""
        parts = [
            self.network.encode_text(ids.to(self.device), normalize=True).float().cpu()
            for ids in self._ids(sentences)
        ]
        return torch.cat([torch.zeros(0, self.dim), *parts])

    __call__ = encode_text

    @torch.no_grad()
    def tokens(self, sentences: Sequence[str]) -> Tensor:
        """n sentences -> (n, context, token_dim): what the last layer norm gives for each token up to the
        end of the sentence; zeros are padding."""
        found: list[Tensor] = []
        hook = self.network.get_submodule("ln_final").register_forward_hook(
            lambda module, args, output: found.append(output.float().cpu())
        )
        try:
            batches = self._ids(sentences)
            for ids in batches:
                self.network.encode_text(ids.to(self.device))
        finally:
            hook.remove()
        if not found:
            return torch.zeros(0, self.context, self.token_dim)
        ids = torch.cat(batches)
        # The end has the highest number of all tokens; zeros follow it.
        inside = torch.arange(ids.shape[1]) <= ids.argmax(dim=1, keepdim=True)
        return torch.where(inside[..., None], torch.cat(found), 0.0)

    @torch.no_grad()
    def summaries(self, tokens: Tensor) -> Tensor:
        """What `tokens` gave (N, T, token_dim) -> the texts as `encode_text` gives them, (N, dim)."""
        last = (tokens != 0).any(dim=2).sum(dim=1) - 1
        ends = tokens[torch.arange(len(tokens)), last].to(self.device)
        projection: Any = self.network.text_projection
        texts = projection(ends) if isinstance(projection, nn.Module) else ends @ projection
        return F.normalize(texts.float(), dim=1)

    @property
    def scale(self) -> Tensor:
        """By what likenesses are multiplied before a softmax: the learned temperature, inverted."""
        found: Tensor = self.network.logit_scale.exp()
        return found

    def encode_image(self, images: Tensor) -> Tensor:
        """(N, 3, H, W) in [-1, 1] of any size -> (N, dim), each of length 1; gradients reach the pictures."""
        found: Tensor = self.network.encode_image(normalised(images, self.side), normalize=True)
        return found

    def unknown_words(self, sentence: str) -> tuple[str, ...]:
        """Words that the model has never read; none where nobody knows what it has read."""
        return () if self.words is None else unknown_words(sentence, self.words)

    def check_width(self, width: int, whose: str) -> None:
        """InputError if what wants texts of this width cannot take those of this model."""
        if width not in (self.dim, self.token_dim):
            raise InputError(
                f"{whose} wants texts of {width} numbers, but those of {self.name} have {self.dim}.",
                hint="Choose the CLIP model that it was trained with.",
            )

    def _ids(self, sentences: Sequence[str]) -> list[Tensor]:
        return [
            self.tokenizer(list(sentences[start : start + _BATCH]))
            for start in range(0, len(sentences), _BATCH)
        ]


def normalised(images: Tensor, side: int) -> Tensor:
    """(N, 3, H, W) in [-1, 1] -> (N, 3, side, side) as CLIP takes pictures; smoothed if made smaller."""
    if images.shape[-2:] != (side, side):
        # Smoothing exists in full precision only.
        images = F.interpolate(
            images.float(), size=(side, side), mode="bilinear", antialias=True, align_corners=False
        )
    mean, std = (images.new_tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    return ((images + 1) / 2 - mean) / std


def _widths(network: Any) -> tuple[int, int]:
    """Numbers of a text, and of a token inside the network."""
    projection = network.text_projection
    weight = projection.weight.T if isinstance(projection, nn.Linear) else projection
    return int(weight.shape[1]), int(weight.shape[0])
