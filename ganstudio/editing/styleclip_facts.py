"""What each style channel of a generator does in CLIP's eyes: measured once, and kept for all texts to come.

Patashnik et al., ICCV 2021, arXiv:2103.17249, section 6, turn every channel of a hundred pictures up and down
and show all of these to CLIP: hours on a CPU. Here the change is what the gradients say, back through CLIP
and the generator, for the few directions of CLIP's space in which the generator's pictures differ: seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialise
from torch import Tensor
from torch.nn import functional as F

from ganstudio import paths
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.named_directions import drawn_styles
from ganstudio.editing.style_space import style_codes, synthesize, to_rgb_channels
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.stylegan2 import SynthesisNetwork

SAMPLES, LOOKED_AT = 16, 96
"""Pictures whose gradients are averaged, and those that show in what CLIP sees pictures differ."""
_DIRECTIONS = 16
_SPREAD = 2_000
_BATCH = 16
_SCHEMA = 1


class Looking(Protocol):
    """What is needed of `clip.Clip`: pictures (N, 3, H, W) in [-1, 1] to unit vectors (N, d)."""

    sha256: str

    def encode_image(self, images: Tensor) -> Tensor: ...


@dataclass(frozen=True, eq=False)
class ChannelFacts:
    """relevance (channels, d): unit vectors, for channels that are not of ToRGB layers; deviations (S,)."""

    relevance: Tensor
    deviations: Tensor


def facts_of(generator: LatentGenerator, clip: Looking, *, progress: Progress | None = None) -> ChannelFacts:
    """As they were measured before for these two, or measured now and kept; as `measure`."""
    path = facts_file(generator.sha256, clip.sha256)
    known = _read(path)
    if known is None:
        found = measure(generator, clip, progress=progress)
        # As it will be read: the second time is to give what the first gave.
        known = ChannelFacts(found.relevance.half().float(), found.deviations)
        path.parent.mkdir(parents=True, exist_ok=True)
        tensors = {"relevance": known.relevance.half().contiguous(), "deviations": known.deviations}
        with paths.atomic_write(path) as file:
            file.write(serialise(tensors, {"schema": str(_SCHEMA)}))
    return known


def facts_file(model_sha256: str, clip_sha256: str) -> Path:
    """Beside the person's own directions of the model."""
    return paths.data_dir() / "directions" / f"{model_sha256[:16]}-clip-{clip_sha256[:16]}.safetensors"


def measure(
    generator: LatentGenerator,
    clip: Looking,
    *,
    samples: int = SAMPLES,
    looked_at: int = LOOKED_AT,
    seed: int = 2,
    progress: Progress | None = None,
) -> ChannelFacts:
    """What a deviation of each channel changes in CLIP's vector of a picture, as a direction.

    CancelledError; InputError for a generator without a style space that is known here: it is StyleGAN2's.
    """
    network, progress = synthesis_of(generator), progress or Progress()
    network.requires_grad_(False)
    with torch.inference_mode(False), torch.no_grad():
        codes = style_codes(network, torch.cat(list(drawn_styles(generator, _SPREAD, 0)))).clone()
    deviations = codes.float().std(dim=0)
    differ = _directions(network, clip, codes[:looked_at], progress.sub(0, 0.15))
    chosen = codes[torch.randperm(len(codes), generator=torch.Generator().manual_seed(seed))[:samples]]
    parts, rest = chosen.split(_BATCH), progress.sub(0.15, 1)
    changes = [
        _gradients(network, clip, part, differ, rest.sub(i / len(parts), (i + 1) / len(parts)))
        for i, part in enumerate(parts)
    ]
    # (channels, samples, d): what a deviation changes, of which only the direction counts.
    kept = ~to_rgb_channels(network).to(codes.device)
    turned = (torch.cat(changes, dim=1) * deviations).permute(2, 1, 0)[kept] @ differ
    relevance = F.normalize(F.normalize(turned.double(), dim=-1).mean(dim=1), dim=-1)
    return ChannelFacts(relevance.float().cpu(), deviations.cpu())


def synthesis_of(generator: LatentGenerator) -> SynthesisNetwork:
    """InputError for a generator that is no StyleGAN2."""
    network = generator.synthesis
    if not isinstance(network, SynthesisNetwork):
        raise InputError(
            f"The family {generator.family} has no style channels that texts could move.",
            hint="Use the method optimise, or choose a StyleGAN2.",
        )
    return network


def _directions(network: SynthesisNetwork, clip: Looking, codes: Tensor, progress: Progress) -> Tensor:
    """(k, d): orthogonal, along which CLIP's vectors of the generator's pictures differ most."""
    with torch.inference_mode(False), torch.no_grad():
        seen = [
            clip.encode_image(_pictures(network, part)).float()
            for part in progress.steps(codes.split(_BATCH), "looking at pictures")
        ]
    vectors = torch.cat(seen)
    found: Tensor = torch.linalg.svd(vectors - vectors.mean(dim=0), full_matrices=False)[2]
    return found[:_DIRECTIONS]


def _gradients(
    network: SynthesisNetwork, clip: Looking, codes: Tensor, along: Tensor, progress: Progress
) -> Tensor:
    """(k, N, S): by how much CLIP's vectors move along each of (k, d) for each channel of codes (N, S)."""
    found = []
    with torch.inference_mode(False), torch.enable_grad():
        leaf = codes.clone().requires_grad_(True)
        shares = clip.encode_image(_pictures(network, leaf)).float() @ along.T
        for place in progress.steps(range(len(along)), "asking CLIP what each channel does"):
            last = place == len(along) - 1
            (gradient,) = torch.autograd.grad(shares[:, place].sum(), leaf, retain_graph=not last)
            found.append(gradient)
    return torch.stack(found)


def _pictures(network: SynthesisNetwork, codes: Tensor) -> Tensor:
    pictures: Tensor = synthesize(network, codes).float()
    return pictures.expand(-1, 3, -1, -1) if pictures.shape[1] == 1 else pictures[:, :3]


def _read(path: Path) -> ChannelFacts | None:
    """None where nothing was kept, or it is damaged: it can be measured again."""
    if not path.is_file():
        return None
    try:
        with safe_open(path, "pt") as file:
            if (file.metadata() or {}).get("schema") != str(_SCHEMA):
                return None
            return ChannelFacts(file.get_tensor("relevance").float(), file.get_tensor("deviations"))
    except (OSError, SafetensorError):
        return None
