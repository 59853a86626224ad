"""Words as edits of latents: StyleCLIP's global directions as sliders, and its optimisation of one latent.

Patashnik, Wu, Shechtman, Cohen-Or and Lischinski, ICCV 2021, arXiv:2103.17249, sections 6 and 4.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.editing.directions import Direction
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.named_directions import drawn_styles
from ganstudio.editing.style_space import channels_to_rows, to_rgb_channels
from ganstudio.editing.styleclip import channel_weights, style_direction, text_direction
from ganstudio.editing.styleclip_facts import ChannelFacts, Looking, facts_of, synthesis_of
from ganstudio.errors import InputError
from ganstudio.events import Progress

STEP, REACH = 0.15, 4.0
"""A step is this share of the mean distance of styles from the average one; a slider goes so many steps."""
THRESHOLD = 0.5
_DIFFERENT = 1e-3
_SPREAD = 512
_STEPS, _RATE = 60, 0.05
_LONGEST_NAME = 40


class Reading(Looking, Protocol):
    """What is needed of `clip.Clip`: sentences to unit vectors (n, d), too."""

    def encode_text(self, sentences: Sequence[str]) -> Tensor: ...


def direction_of_texts(
    generator: LatentGenerator,
    clip: Reading,
    wanted: str,
    neutral: str,
    *,
    name: str = "",
    threshold: float = THRESHOLD,
    progress: Progress | None = None,
) -> Direction:
    """A slider from what the neutral text says to what the wanted one does, with a row of styles per layer.

    threshold, in [0, 1]: channels that have less to do with the texts than this share of the foremost one
    stay. The facts about a generator's channels are measured the first time and kept: then this takes
    milliseconds. Layers read more channels than styles have numbers, so what is wanted of channels is met as
    nearly as styles can. CancelledError; InputError for texts that CLIP finds the same, or another family.
    """
    change = text_change(clip, wanted, neutral)
    facts = facts_of(generator, clip, progress=progress)
    vector = channel_edit(generator, facts, change, threshold)
    length = float(vector.norm(dim=1).mean())
    unit = STEP * distance(generator) / max(length, 1e-9)
    about = f"From “{neutral}” to “{wanted}”"
    return Direction(
        name or slider_name(wanted), vector, unit=unit, low=-REACH, high=REACH, group="Words", about=about
    )


def text_change(clip: Reading, wanted: str, neutral: str) -> Tensor:
    """Unit vector (d,) between two texts; InputError where there is next to nothing."""
    first, second = clip.encode_text([wanted, neutral])
    if float((first - second).norm()) < _DIFFERENT:
        raise InputError(
            f"CLIP finds “{wanted}” and “{neutral}” the same.", hint="Write two texts that differ."
        )
    return text_direction(first, second)


@torch.no_grad()
def channel_edit(
    generator: LatentGenerator, facts: ChannelFacts, change: Tensor, threshold: float = THRESHOLD
) -> Tensor:
    """(num_ws, w_dim): by what styles move channels as far as these have to do with the change."""
    network = synthesis_of(generator)
    relevance = facts.relevance.double()
    foremost = float((relevance @ change).abs().max())
    weights = channel_weights(relevance, change, threshold * foremost)
    wanted = style_direction(weights, facts.deviations, to_rgb_channels(network).cpu())
    return channels_to_rows(network, wanted.float(), facts.deviations)


def distance(generator: LatentGenerator) -> float:
    """Mean distance of styles from the average one."""
    ws = torch.cat(list(drawn_styles(generator, _SPREAD, 0)))[:, 0].float()
    return float((ws - ws.mean(dim=0)).norm(dim=1).mean())


def optimised(
    generator: LatentGenerator,
    clip: Reading,
    ws: Tensor,
    wanted: str,
    neutral: str,
    *,
    reach: float,
    steps: int = _STEPS,
    progress: Progress | None = None,
) -> Tensor:
    """ws (1, num_ws, w_dim) moved until the picture is nearer to the wanted text, by gradients: section 4.

    The change in CLIP's vector of the picture is to have the direction of the change between the texts. The
    paper's penalty on the distance is here a limit, `reach` steps of a slider, in the mean over rows; there
    is no identity loss. CancelledError, InputError.
    """
    change = text_change(clip, wanted, neutral).float().to(ws.device)
    progress = progress or Progress()
    generator.synthesis.requires_grad_(False)
    noise = generator.noise()
    limit = abs(reach) * STEP * distance(generator)
    sign = math.copysign(1.0, reach)
    with torch.inference_mode(False), torch.enable_grad():
        start = ws.detach().clone().float()
        before = clip.encode_image(_picture(generator, start, noise)).detach()
        # Some way off the start, where the change would have no direction yet.
        random = torch.Generator().manual_seed(0)
        offset = 0.01 * torch.randn(start.shape, generator=random).to(start)
        offset.requires_grad_(True)
        optimiser = torch.optim.Adam([offset], lr=_RATE * max(limit, 1e-6))
        for step in progress.steps(range(steps), "searching for the words"):
            for group in optimiser.param_groups:
                group["lr"] = _RATE * max(limit, 1e-6) * (1 - 0.9 * step / steps)
            after = clip.encode_image(_picture(generator, start + offset, noise))
            loss = 1 - sign * F.cosine_similarity(after - before, change[None].to(after)).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward(inputs=[offset])
            optimiser.step()
            with torch.no_grad():
                length = offset.norm(dim=-1).mean()
                offset.mul_((limit / length.clamp(min=1e-9)).clamp(max=1.0))
    return start + offset.detach()


def slider_name(text: str) -> str:
    """A text as a direction may be called, short."""
    return " ".join(re.sub(r"[=@,]", " ", text).split())[:_LONGEST_NAME].strip()


def _picture(generator: LatentGenerator, ws: Tensor, noise: Sequence[Tensor | None]) -> Tensor:
    """(1, 3, H, W), which gradients go back from."""
    drawn: Tensor = generator.synthesis(ws, noise=list(noise)).float()
    return drawn.expand(-1, 3, -1, -1) if drawn.shape[1] == 1 else drawn[:, :3]
