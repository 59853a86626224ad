"""pix2pix (Isola et al. 2017, arXiv:1611.07004) on pairs of pictures, and optionally with hints of colour.

The conditional objective, the L1 term and dropout as noise are the paper's (sections 3 and 3.3). Both players
are updated against the same pictures, so that each network runs forward once; the paper takes turns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.paired import PairBatch, PairDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.networks.patchgan import PatchDiscriminator, PatchDiscriminatorConfig
from ganstudio.networks.pix2pix import UnetConfig, UnetGenerator, authors_test_mode
from ganstudio.params import Advanced, Help, Label, Range
from ganstudio.training.colour_hints import HINT_CHANNELS, random_dabs
from ganstudio.training.discriminator_penalties import (
    R1,
    R2,
    Consistency,
    FakeConsistency,
    GradientPenalty,
    SpectralNorm,
    consistencies,
    gradient_penalties,
    with_spectral_norm,
)
from ganstudio.training.evaluation.during import measured
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.schedules import linear_decay, set_rate
from ganstudio.training.start_weights import (
    normal_weights,
    rest_idle_biases,
    trainable,
    weights_without_norm,
)

PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"size": 64, "batch_size": 4, "ngf": 16, "ndf": 16, "blocks": 3},
    "small": {"size": 128, "batch_size": 4, "ngf": 32, "ndf": 32, "blocks": 6},
    # Section 6.2 and the appendix: 256 pixels, batches of 1 to 10.
    "paper": {"size": 256, "batch_size": 1, "ngf": 64, "ndf": 64, "blocks": 9},
}
_DEEPEST = 8
_SHOWN = 8


class Pix2pixParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of networks, pictures and batches")] = (
        "small"
    )
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the training pictures; paper: 256")] = 128
    batch_size: Annotated[int, Range(1, 1024), Help("Pairs per step; paper: 1 to 10")] = 4
    direction: Annotated[Literal["AtoB", "BtoA"], Help("Which picture of a pair is made from the other")] = (
        "AtoB"
    )
    generator: Annotated[
        Literal["unet", "resnet"], Help("The paper's U-Net, or CycleGAN's ResNet (arXiv:1703.10593)")
    ] = "unet"
    norm: Annotated[
        Literal["batch", "instance", "bias"],
        Help("Norm of the layers; paper: batch; instance suits small batches; bias: none, for the ResNet"),
    ] = "batch"
    dropout: Annotated[bool, Help("Dropout as the noise of the generator; paper: on")] = True
    hints: Annotated[
        bool, Help("Give the generator dabs of the wanted colours besides the picture; ours")
    ] = False
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; paper: non-saturating; its authors' later code offers least squares"),
    ] = "non_saturating"
    lambda_l1: Annotated[float, Label("L1"), Range(0, 10_000), Help("Weight of L1; paper: 100")] = 100.0
    lambda_perceptual: Annotated[
        float,
        Label("Perceptual loss"),
        Range(0, 1000),
        Help("Weight of the perceptual loss, if there is one; pix2pixHD: 10"),
    ] = 10.0
    perceptual: Annotated[
        str,
        Label("Perceptual network"),
        Help(
            "Network of the perceptual loss: the file of a VGG of torchvision, or own for the features of "
            "landscape-segmenter; empty = no such loss"
        ),
        Advanced(),
    ] = ""
    r1: R1 = 0.0
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    spectral_norm: SpectralNorm = False
    warm_up: Annotated[
        int,
        Range(0, 1e9),
        Help("Steps at first by likeness alone, without the discriminator: twice as fast; paper: 0"),
        Advanced(),
    ] = 0
    lr: Annotated[
        float, Label("Learning rate"), Range(0, 1), Help("Learning rate of both players; paper: 2e-4")
    ] = 2e-4
    beta1: Annotated[
        float, Label("Adam β1"), Range(0, 0.999), Help("Momentum of Adam; paper: 0.5"), Advanced()
    ] = 0.5
    beta2: Annotated[
        float, Label("Adam β2"), Range(0, 0.99999), Help("Adam's second; paper: 0.999"), Advanced()
    ] = 0.999
    constant_steps: Annotated[
        int, Range(0, 1e9), Help("Steps before the learning rate falls; the authors' code: 100 epochs")
    ] = 100_000
    decay_steps: Annotated[
        int, Range(0, 1e9), Help("Steps until it is 0; 0 = it never falls, as in the paper")
    ] = 0
    ngf: Annotated[
        int, Label("Width, generator"), Range(4, 256), Help("Width of the generator; paper: 64"), Advanced()
    ] = 32
    ndf: Annotated[
        int,
        Label("Width, discriminator"),
        Range(4, 256),
        Help("Width of the discriminator; paper: 64"),
        Advanced(),
    ] = 32
    blocks: Annotated[int, Range(1, 32), Help("Blocks of the ResNet; authors: 9 at 256 px"), Advanced()] = 6
    patch_layers: Annotated[
        int, Range(1, 5), Help("Layers of the PatchGAN; paper: 3, which see 70 x 70 pixels"), Advanced()
    ] = 3
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generator, in thousands of pictures; 0 = off, as in the paper"),
        Advanced(),
    ] = 0.0


class Pix2pixRecipe(RecipeBase):
    """A generator, and a PatchGAN that sees its input and output together."""

    name = "pix2pix"
    accepts = ("paired",)
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("l1",)
    metrics = measured

    def __init__(
        self,
        params: Pix2pixParams,
        dataset: PairDataset,
        *,
        device: str = "cpu",
        perceptual: nn.Module | None = None,
    ) -> None:
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.perceptual = perceptual.to(self.device) if perceptual is not None else None
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = objective_named(params.objective)
        self.generator = generator_of(params)
        in_channels = self.generator.config.in_channels + self.generator.config.out_channels
        judged = "instance" if params.norm == "bias" else params.norm
        self.discriminator = PatchDiscriminator(
            PatchDiscriminatorConfig(in_channels, params.ndf, params.patch_layers, judged)
        )
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator,
            "discriminator": self.discriminator,
        }
        for module in self.modules.values():
            normal_weights(module)
            rest_idle_biases(module)
        if params.norm == "bias":
            weights_without_norm(self.generator)
        if params.spectral_norm:
            with_spectral_norm(self.discriminator)
        for module in self.modules.values():
            module.to(self.device)
            if params.generator == "unet":
                # Twice as fast on the CPU in bfloat16; a ResNet becomes slower.
                module.to(memory_format=torch.channels_last)
        betas = (params.beta1, params.beta2)
        self.optimisers: dict[str, Optimizer] = {
            name: Adam(trainable(module), lr=params.lr, betas=betas, fused=True)
            for name, module in self.modules.items()
        }

    def batch(self, indices: Any) -> PairBatch:
        batch = self._turned(self.dataset.batch(indices, self.params.size, self.random))
        if not self.params.hints:
            return batch
        hints = random_dabs(batch.target, self.random)
        return replace(batch, source=torch.cat([batch.source, hints], dim=1))

    def step(self, batch: PairBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        params = self.params
        rate = params.lr * linear_decay(step, params.constant_steps, params.decay_steps)
        set_rate(self.optimisers.values(), rate)
        fake = self.generator(batch.source)
        if step < params.warm_up:
            return self._warm_up(fake, batch.target)
        real_pair = torch.cat([batch.source, batch.target], dim=1)
        fake_pair = torch.cat([batch.source, fake], dim=1)
        real_scores, fake_scores = self._scores(real_pair), self._scores(fake_pair)
        judging = {
            "d_real": self.objective.on_real(real_scores, fake_scores),
            "d_fake": self.objective.on_fake(fake_scores, real_scores),
            **gradient_penalties(
                params,
                lambda picture: self._scores(torch.cat([batch.source, picture], dim=1)),
                batch.target,
                fake,
                self.random,
                r1=params.r1,
            ),
            **consistencies(
                params, self._scores, (real_pair, real_scores), (fake_pair, fake_scores), self.random
            ),
        }
        losses = {
            "g": self.objective.generator(fake_scores, real_scores),
            **self._likeness(fake.float(), batch.target),
        }
        self._update(_total(judging), _total(losses))
        losses |= judging
        losses |= {
            "score_real": real_scores.mean(),
            "score_fake": fake_scores.mean(),
        }
        return {name: value.detach() for name, value in losses.items()}

    def _warm_up(self, fake: Tensor, target: Tensor) -> Mapping[str, Tensor]:
        losses = self._likeness(fake.float(), target)
        drawn, optimiser = trainable(self.generator), self.optimisers["generator"]
        self.backward(_total(losses), drawn)
        self.sync(drawn)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        return {name: value.detach() for name, value in losses.items()}

    def _likeness(self, fake: Tensor, target: Tensor) -> dict[str, Tensor]:
        losses = {"l1": self.params.lambda_l1 * F.l1_loss(fake, target)}
        if self.perceptual is not None:
            losses["perceptual"] = self.params.lambda_perceptual * self.perceptual(fake, target)
        return losses

    def _scores(self, pairs: Tensor) -> Tensor:
        scores: Tensor = self.discriminator(pairs)
        return scores.float()

    def _update(self, judging: Tensor, drawing: Tensor) -> None:
        """Halving the discriminator's loss slows it down (section 3.3); all losses see the same weights."""
        judging = 0.5 * judging
        drawn, judged = trainable(self.generator), trainable(self.discriminator)
        self.backward(judging, judged, retain_graph=True)
        self.backward(drawing, drawn)
        self.sync([*drawn, *judged])
        for optimiser in self.optimisers.values():
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

    def _turned(self, batch: PairBatch) -> PairBatch:
        return batch if self.params.direction == "AtoB" else PairBatch(batch.target, batch.source)

    def score_of(self, batch: PairBatch) -> Tensor:
        pairs = torch.cat([batch.source, batch.target], dim=1)
        return self._scores(pairs.to(self.device)).mean()

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of input, output and target, the output drawn with the batch's statistics and dropout."""
        indices = torch.linspace(0, len(self.dataset) - 1, _SHOWN).long().numpy()
        batch = self._turned(self.dataset.batch(indices, self.params.size))
        given = shown = batch.source
        if self.params.hints:
            hints = random_dabs(batch.target, Randomness())
            given, shown = (
                torch.cat([given, hints], dim=1),
                torch.where(hints[:, :1] > 0, hints[:, 1:], given),
            )
        devices = [self.device] if self.device.type == "cuda" else []
        with torch.random.fork_rng(devices), authors_test_mode(averages["generator"]):
            torch.manual_seed(0)
            parts = [averages["generator"](part.to(self.device)) for part in given.split(self.batch_size)]
        return sheet([shown, torch.cat(parts).float().cpu(), batch.target])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "pix2pix",
            "summary": "Translates a picture as it learned from pairs.",
            **({"hints": "colours"} if self.params.hints else {}),
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "model.safetensors"
        save(averages["generator"], self.generator.config, path, card=card, fp16=True)


def _total(losses: Mapping[str, Tensor]) -> Tensor:
    return torch.stack(list(losses.values())).sum()


def generator_of(params: Pix2pixParams) -> UnetGenerator | ResnetGenerator:
    """The U-Net is as deep as the side of its pictures can be halved, at most to the authors' eight."""
    channels = 3 + (HINT_CHANNELS if params.hints else 0)
    if params.generator == "resnet":
        return ResnetGenerator(
            ResnetConfig(
                channels, ngf=params.ngf, blocks=params.blocks, norm=params.norm, dropout=params.dropout
            )
        )
    depth = min(_DEEPEST, (params.size & -params.size).bit_length() - 1)
    return UnetGenerator(
        UnetConfig(channels, ngf=params.ngf, depth=depth, norm=params.norm, dropout=params.dropout)
    )
