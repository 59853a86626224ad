"""An up-sampler in the spirit of GigaGAN's (Kang et al. 2023, arXiv:2303.05511, section 3.5).

Any pictures teach it: they are made smaller on the spot, and spoilt a little, so that pictures which networks
drew are enlarged as well. Likeness at every size that it draws, a perceptual loss, and a PatchGAN that sees
the small picture beside the large one. There is neither a text nor a latent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from pydantic import BeforeValidator
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.base import Batch
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.gigagan_upsampler import GigaGanUpsampler, UpsamplerConfig, bicubic
from ganstudio.networks.patchgan import PatchDiscriminator, PatchDiscriminatorConfig
from ganstudio.params import Advanced, Help, Label, Range
from ganstudio.training.degraded import degraded, reduced
from ganstudio.training.discriminator_penalties import with_spectral_norm
from ganstudio.training.evaluation.during import count_for, spread
from ganstudio.training.evaluation.gauges import Distances, Gauge, Likeness
from ganstudio.training.evaluation.observers import observer_of
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.schedules import linear_decay, set_rate
from ganstudio.training.start_weights import normal_weights

PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"size": 64, "batch_size": 16, "width": 16, "blocks": 1, "ndf": 16},
    "small": {"size": 96, "batch_size": 16, "width": 32, "blocks": 1, "ndf": 32},
    # The paper's has 359 million parameters (table 1): wider still, with attention and a text.
    "paper": {"size": 256, "batch_size": 32, "width": 128, "blocks": 3, "ndf": 64},
}
_SHOWN = 8
_GRID = 16
"""Pixels of the coarsest feature that the perceptual loss sees."""


class UpsamplerParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[
        Literal["tiny", "small", "paper"],
        Help("Width of the networks and size of the pictures: minutes, hours, or several GPUs"),
    ] = "small"
    factor: Annotated[
        Literal[2, 4],
        BeforeValidator(int),
        Label("Times as large"),
        Help("How many times as wide and high pictures become; one that doubles can go twice"),
    ] = 2
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the large pictures of a batch")] = 96
    crops: Annotated[
        float,
        Range(0, 1),
        Help("Share of the pictures that are cut out of the kept size; the others are made smaller"),
    ] = 0.7
    degrade: Annotated[
        float,
        Label("Spoil by"),
        Range(0, 1, 0.05),
        Help("How blurred, noisy and compressed small pictures may be; 0 suits perfect ones alone"),
    ] = 1.0
    batch_size: Annotated[int, Range(1, 1024), Help("Pictures per step")] = 16
    width: Annotated[
        int, Range(4, 512), Help("Channels at the small picture's size; ours for one core: 32"), Advanced()
    ] = 32
    blocks: Annotated[int, Range(1, 8), Help("Residual blocks of each size, either way"), Advanced()] = 1
    levels: Annotated[
        int, Range(2, 5), Help("Sizes of the U-Net; the paper's has 4 of them below the input"), Advanced()
    ] = 3
    ndf: Annotated[
        int, Label("Width, discriminator"), Range(4, 256), Help("Width of the discriminator"), Advanced()
    ] = 32
    objective: Annotated[ObjectiveName, Help("Adversarial objective; paper: non-saturating; ours: hinge")] = (
        "hinge"
    )
    lambda_adversarial: Annotated[
        float, Label("Adversarial"), Range(0, 100), Help("Weight of the adversarial loss; 0 = none at all")
    ] = 0.05
    lambda_l1: Annotated[float, Label("L1"), Range(0, 1000), Help("Weight of L1 at every size")] = 10.0
    lambda_perceptual: Annotated[
        float, Label("Perceptual loss"), Range(0, 1000), Help("Weight of the perceptual loss")
    ] = 0.3
    perceptual: Annotated[
        str,
        Label("Perceptual network"),
        Help(
            "Network of the perceptual loss: the file of a VGG of torchvision, or own for the features of "
            "landscape-segmenter; empty = no such loss"
        ),
        Advanced(),
    ] = "own"
    warm_up: Annotated[
        int, Range(0, 1e9), Help("Steps at first by likeness alone, which are faster"), Advanced()
    ] = 500
    lr: Annotated[float, Label("Learning rate"), Range(0, 1), Help("Learning rate of both players")] = 5e-4
    constant_steps: Annotated[
        int, Range(0, 1e9), Help("Steps before the learning rate falls"), Advanced()
    ] = 100_000
    decay_steps: Annotated[int, Range(0, 1e9), Help("Steps until it is 0; 0 = never"), Advanced()] = 0
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged network, in thousands of pictures"),
        Advanced(),
    ] = 3.0

    @property
    def source_size(self) -> int:
        """The side at which pictures are kept, where nobody says so: there is something to be cut from."""
        return 2 * self.size


@dataclass(frozen=True)
class UpsamplerBatch(Batch):
    """small (N, 3, S / factor, S / factor), spoilt; large (N, 3, S, S); both in [-1, 1]."""

    small: Tensor
    large: Tensor


class UpsamplerRecipe(RecipeBase):
    """Begins as bicubic interpolation, learns by likeness, then against the discriminator as well."""

    name = "upsampler"
    accepts = ("images", "labelled_images", "captions")
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("fid_style", "fid")

    def __init__(
        self,
        params: UpsamplerParams,
        dataset: Any,
        *,
        device: str = "cpu",
        perceptual: nn.Module | None = None,
    ) -> None:
        self.params = params
        self.dataset = dataset
        whole = getattr(dataset, "whole", dataset)
        # Nobody reads sentences here, so those that tell right from left do not mind a mirror.
        whole.crops, whole.mirror, whole.told = params.crops, True, False
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.perceptual = perceptual.to(self.device) if perceptual is not None else None
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = objective_named(params.objective)
        config = UpsamplerConfig(params.factor, params.width, params.levels, params.blocks)
        if params.size % (params.factor * config.stride):
            raise InputError(
                f"Pictures of {params.size} px cannot be made {params.factor} times smaller and halved "
                f"{params.levels - 1} times.",
                hint="Choose fewer levels, or a size that a higher power of two divides.",
            )
        self.generator = GigaGanUpsampler(config)
        self.discriminator = PatchDiscriminator(PatchDiscriminatorConfig(6, params.ndf, 2, "none"))
        normal_weights(self.discriminator)
        with_spectral_norm(self.discriminator)
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator,
            "discriminator": self.discriminator,
        }
        for module in self.modules.values():
            module.to(self.device).to(memory_format=torch.channels_last)
        self.optimisers: dict[str, Optimizer] = {
            name: Adam(module.parameters(), lr=params.lr, betas=(0.5, 0.99), fused=True)
            for name, module in self.modules.items()
        }

    def batch(self, indices: Any) -> UpsamplerBatch:
        large = self.dataset.batch(indices, self.params.size, self.random).images
        return UpsamplerBatch(degraded(large, self.params.factor, self.random, self.params.degrade), large)

    def step(self, batch: UpsamplerBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        params = self.params
        rate = params.lr * linear_decay(step, params.constant_steps, params.decay_steps)
        set_rate(self.optimisers.values(), rate)
        pictures = self.generator.pictures(batch.small)
        losses = self._likeness(pictures, batch.large)
        if step < params.warm_up or not params.lambda_adversarial:
            self._update({"generator": losses})
            return {name: value.detach() for name, value in losses.items()}
        around = bicubic(batch.small, params.factor)
        on_real, on_fake = (self._scores(around, large) for large in (batch.large, pictures[-1]))
        judging = {
            "d_real": self.objective.on_real(on_real, on_fake),
            "d_fake": self.objective.on_fake(on_fake, on_real),
        }
        losses["g"] = params.lambda_adversarial * self.objective.generator(on_fake, on_real)
        self._update({"discriminator": judging, "generator": losses})
        told = losses | judging | {"score_real": on_real.mean(), "score_fake": on_fake.mean()}
        return {name: value.detach() for name, value in told.items()}

    def _likeness(self, pictures: list[Tensor], large: Tensor) -> dict[str, Tensor]:
        """L1 at each size, the mean over them; features at the largest."""
        sizes = [reduced(large, large.shape[-1] // picture.shape[-1]) for picture in pictures]
        apart = [F.l1_loss(found.float(), wanted) for found, wanted in zip(pictures, sizes, strict=True)]
        losses = {"l1": self.params.lambda_l1 * torch.stack(apart).mean()}
        if self.perceptual is not None and self.params.lambda_perceptual:
            # Networks that halve a picture see it by a grid, which would be drawn if it stayed in its place.
            top, left = (self.random.integer(_GRID) for _ in range(2))
            side = large.shape[-1] - _GRID
            cut = (..., slice(top, top + side), slice(left, left + side))
            features = self.perceptual(pictures[-1][cut], large[cut])
            losses["perceptual"] = self.params.lambda_perceptual * features
        return losses

    def _scores(self, around: Tensor, large: Tensor) -> Tensor:
        """Of patches of large pictures, beside the small ones as bicubic interpolation makes them large."""
        scores: Tensor = self.discriminator(torch.cat([around, large], dim=1))
        return scores.float()

    def _update(self, losses: Mapping[str, Mapping[str, Tensor]]) -> None:
        """Every network by its own losses; all see the same weights."""
        for name, own in losses.items():
            parameters = list(self.modules[name].parameters())
            self.backward(torch.stack(list(own.values())).sum(), parameters, retain_graph=True)
            self.sync(parameters)
        for name in losses:
            self.optimisers[name].step()
            self.optimisers[name].zero_grad(set_to_none=True)

    def score_of(self, batch: UpsamplerBatch) -> Tensor:
        batch = batch.to(self.device)
        return self._scores(bicubic(batch.small, self.params.factor), batch.large).mean()

    @torch.no_grad()
    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """PSNR, SSIM and a distance of features on held-out pictures, and those of bicubic interpolation."""
        held_out = getattr(self.dataset, "held_out", None)
        if held_out is None:
            return {}
        observer = observer_of(self.features).to(self.device)
        self.observed_by = observer.name
        gauges: dict[str, tuple[Gauge, ...]] = {
            name: (Distances(observer), Likeness()) for name in ("", "_bicubic")
        }
        # Whole pictures, as large as they are kept: crops of a batch are too small to be told apart.
        side = held_out.size // 32 * 32
        places = spread(len(held_out), count_for(side))
        starts = range(0, len(places), self.batch_size)
        for start in progress.steps(starts, "measuring"):
            large = held_out.batch(places[start : start + self.batch_size], side).images.to(self.device)
            small = reduced(large, self.params.factor)
            made = {"": averages["generator"](small), "_bicubic": bicubic(small, self.params.factor)}
            for name, pictures in made.items():
                for gauge in gauges[name]:
                    gauge.add(None, {"": (large, pictures.float().clamp(-1, 1))})
        return {
            f"{figure}{name}": value
            for name, both in gauges.items()
            for gauge in both
            for figure, value in gauge.figures().items()
            # That name is a loss's here.
            if figure != "l1"
        }

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of bicubic interpolation, of what is drawn, and of the real pictures."""
        places = torch.linspace(0, len(self.dataset) - 1, _SHOWN).long().numpy()
        large = self.dataset.batch(places, self.dataset.size // 32 * 32).images.to(self.device)
        small = reduced(large, self.params.factor)
        drawn = averages["generator"](small).float()
        return sheet([bicubic(small, self.params.factor), drawn, large], per_band=4)

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": f"Up-sampler, {self.params.factor}×",
            "summary": f"Makes pictures {self.params.factor} times as wide and high.",
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "model.safetensors"
        save(averages["generator"], self.generator.config, path, card=card, fp16=True)
