"""From parameters to what a generator is told: sentences looked at, read, and put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from torch import Tensor

from ganstudio.api import (
    TEXT_FAMILIES,
    Context,
    ModelRef,
    Progress,
    Said,
    TextGenerator,
    TextReader,
    Vocabulary,
    checked_prompt,
    text_judge,
    text_reader,
    vocabulary_of_model,
)

from .levels import sentences_by_level

_AT_ONCE = 8
"""Pictures that are drawn together."""


class Shared(Protocol):
    """Parameters that all operations have."""

    @property
    def model(self) -> ModelRef: ...
    @property
    def clip(self) -> ModelRef | None: ...
    @property
    def negative(self) -> str: ...
    @property
    def negative_strength(self) -> float: ...
    @property
    def truncation(self) -> float: ...
    @property
    def noise(self) -> Any: ...
    @property
    def noise_strength(self) -> float: ...


@dataclass(eq=False)
class Speaker:
    """A generator with what reads its sentences."""

    generator: TextGenerator
    reader: TextReader
    params: Shared
    ctx: Context

    @cached_property
    def known(self) -> Vocabulary | None:
        """The words that it knows; None where nobody can tell."""
        return vocabulary_of_model(self.params.model, self.params.clip or "")

    def said(self, prompt: str, to: str = "", between: float = 0.0) -> Said:
        """What a sentence is to the generator; InputError for one that it cannot do anything with."""
        params = self.params
        away = params.negative if params.negative.strip() and params.negative_strength else ""
        return Said(
            self._read(prompt, "prompt"),
            self._read(to, "second prompt") if to.strip() else None,
            between,
            self._read(away, "negative prompt") if away else None,
            params.negative_strength,
        )

    def by_level(self, mix: str) -> dict[int, Said]:
        """What single levels of the generator are told."""
        sentences = sentences_by_level(mix, self.generator.levels)
        told = {sentence: self.said(sentence) for sentence in dict.fromkeys(sentences.values())}
        return {level: told[sentence] for level, sentence in sentences.items()}

    def pictures(
        self,
        said: Said,
        seeds: Sequence[int],
        by_level: Mapping[int, Said] | None = None,
        progress: Progress | None = None,
    ) -> Tensor:
        """(N, 3, H, W) in [-1, 1] of seeds, one by one: each is the same whichever stand beside it."""
        import torch

        drawn = [
            self.picture(said, self.generator.latent(seed), seed, by_level)
            for seed in (progress or self.ctx.progress).steps(seeds, "drawing")
        ]
        return torch.cat(drawn)

    def picture(
        self, said: Said, z: Tensor, noise_seed: int, by_level: Mapping[int, Said] | None = None
    ) -> Tensor:
        """(1, 3, H, W) in [-1, 1] of a latent (1, z_dim)."""
        with self.ctx.compute.inference():
            return self.generator.draw(
                z,
                said,
                truncation=self.params.truncation,
                by_level=by_level,
                noises=self._noises(noise_seed),
            )

    def _noises(self, seed: int) -> list[Tensor | None]:
        strength = self.params.noise_strength
        return [
            None if noise is None else noise * strength
            for noise in self.generator.noise(self.params.noise, seed)
        ]

    def scores(self, pictures: Tensor, prompt: str, judge: ModelRef | None) -> tuple[list[float], str]:
        """How well pictures fit a sentence, and the name of who says so."""
        reader = text_judge(judge, self.ctx.compute.device) if judge else self.reader
        self.ctx.used_models[reader.name] = reader.sha256
        text, _ = checked_prompt(prompt, None)
        found = list[float]()
        for part in pictures.split(_AT_ONCE):
            self.ctx.progress.check()
            found += reader.scores(part, text)
        return found, reader.name

    def _read(self, sentence: str, what: str) -> Tensor:
        text, notes = checked_prompt(sentence, self.known, what)
        by_word = self.generator.by_word
        end = self.reader.read_until(text, by_word)
        if end < len(text):
            notes = (
                *notes,
                f"The {what} is too long: what follows “…{text[max(0, end - 30) : end]}” is not read.",
            )
        for note in notes:
            self.ctx.note(note)
        return self.reader.read(text, by_word)


def speaker_of(params: Shared, ctx: Context) -> Speaker:
    """The generator and the text model that the parameters name; both are recorded as used."""
    loaded = ctx.model(params.model, *TEXT_FAMILIES)
    generator = TextGenerator.of(loaded)
    reader, note = text_reader(
        generator.card,
        generator.text_width,
        by_word=generator.by_word,
        ref=params.clip or "",
        device=ctx.compute.device,
    )
    if reader.sha256:
        ctx.used_models[reader.name] = reader.sha256
    if note:
        ctx.note(note)
    return Speaker(generator, reader, params, ctx)
