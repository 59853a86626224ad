"""SPADE (Park et al. 2019, arXiv:1903.07291) on pictures with label maps and, if named, their styles.

Hinge loss, feature matching and the KL term are the paper's (section 3 and appendix A). Two things are ours,
for machines without a GPU: an L1 term on block averages, which settles colours early, and a start without the
discriminator, whose steps cost half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.label_maps import LabelMapBatch, LabelMapDataset, simplified
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.networks.oasis import SegmentationDiscriminator, SegmentationDiscriminatorConfig
from ganstudio.networks.spade import DiscriminatorConfig, MultiscaleDiscriminator, prepare_semantics
from ganstudio.networks.style_spade import (
    StyleEncoder,
    StyleEncoderConfig,
    StyleSpadeConfig,
    StyleSpadeGenerator,
)
from ganstudio.params import Advanced, Group, Help, Label, Parameters, Range
from ganstudio.training.discriminator_penalties import (
    R1,
    R2,
    Consistency,
    FakeConsistency,
    GradientPenalty,
    consistencies,
    gradient_penalties,
)
from ganstudio.training.evaluation.during import measured
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.objectives import (
    feature_matching,
    kl_to_standard_normal,
    over_scales,
)
from ganstudio.training.pictures import false_colours, sheet
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.segmentation_loss import as_generated, as_labelled

PRESETS: dict[str, dict[str, Any]] = {
    # generator widths from coarse to fine, width of the SPADE reading, width of the discriminator
    "tiny": {"channels": (128, 96, 64, 32, 16), "hidden": 32, "ndf": 16},
    "small": {"channels": (288, 256, 192, 96, 48, 24), "hidden": 64, "ndf": 40},
    "paper": {"channels": (512, 512, 512, 256, 128, 64), "hidden": 128, "ndf": 64},
}


class SpadeParams(Parameters):
    """What fixes the result of a training run, besides its data and length."""

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Width of the networks")] = "small"
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the training crops")] = 128
    batch_size: Annotated[int, Range(1, 1024), Help("Pictures per step")] = 16
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; the paper's is hinge"),
    ] = "hinge"
    discriminator: Annotated[
        Literal["multiscale", "segmentation"],
        Help("The paper's patches, or OASIS's segmentation network (the objective is then its own)"),
    ] = "multiscale"
    lr_g: Annotated[
        float,
        Label("Learning rate, generator"),
        Range(0, 1),
        Help("Learning rate of generator and encoder; paper: 1e-4"),
    ] = 3e-4
    lr_d: Annotated[
        float,
        Label("Learning rate, discriminator"),
        Range(0, 1),
        Help("Learning rate of the discriminator; paper: 4e-4"),
    ] = 4e-4
    lambda_feat: Annotated[
        float, Label("Feature matching"), Range(0, 1000), Help("Weight of feature matching; paper: 10")
    ] = 10.0
    lambda_kld: Annotated[
        float, Label("KL term"), Range(0, 1000), Help("Weight of the encoder's KL term; paper: 0.05")
    ] = 0.05
    lambda_l1: Annotated[float, Label("L1"), Range(0, 1000), Help("Weight of L1 on block averages; ours")] = (
        5.0
    )
    l1_block: Annotated[int, Range(1, 32), Help("Side of these blocks in pixels"), Advanced()] = 4
    lambda_perceptual: Annotated[
        float, Label("Perceptual loss"), Range(0, 1000), Help("Weight of the perceptual loss; paper: 10")
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
    spectral_norm: Annotated[
        bool, Help("Spectral norm in the patch discriminator; paper: on"), Group("Regularisation"), Advanced()
    ] = True
    reconstruction_steps: Annotated[
        int,
        Label("Steps without discriminator"),
        Range(0, 1e7),
        Help("First steps without the discriminator; ours"),
    ] = 0
    simplify: Annotated[
        float,
        Label("Smoothed label maps"),
        Range(0, 1),
        Help("Share of batches whose label maps are smoothed like brush strokes; ours"),
    ] = 0.4
    z_dim: Annotated[
        int, Label("Size of the latent"), Range(0, 256), Help("Size of the style latent"), Advanced()
    ] = 16
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generator, in thousands of pictures"),
        Advanced(),
    ] = 5.0


class SpadeRecipe(RecipeBase):
    """Generator, style encoder and multi-scale discriminator; one step updates all three."""

    name = "spade"
    accepts = ("label_maps",)
    averaged = ("generator", "encoder")
    files = {"generator": "model", "encoder": "encoder"}
    best = ("fid_style", "fid")
    metrics = measured

    def __init__(
        self,
        params: SpadeParams,
        dataset: LabelMapDataset,
        *,
        classes: int,
        palette: str = "",
        device: str = "cpu",
        perceptual: nn.Module | None = None,
    ) -> None:
        self.params = params
        self.dataset = dataset
        self.classes = classes
        self.palette = palette
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.perceptual = perceptual.to(self.device) if perceptual is not None else None
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        preset = PRESETS[params.preset]
        style_nc = sum(len(group) for group in dataset.style_groups)
        self.generator = StyleSpadeGenerator(
            StyleSpadeConfig(
                semantic_nc=classes,
                style_nc=style_nc,
                z_dim=params.z_dim,
                channels=preset["channels"],
                hidden=preset["hidden"],
            )
        )
        self.encoder = StyleEncoder(StyleEncoderConfig(z_dim=params.z_dim, style_nc=style_nc))
        self.judge: _Judge = (
            _Patches(params, classes, style_nc, preset["ndf"])
            if params.discriminator == "multiscale"
            else _Segmentation(params, classes, style_nc, preset["ndf"])
        )
        self.discriminator = self.judge.network
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator,
            "encoder": self.encoder,
            "discriminator": self.discriminator,
        }
        for module in self.modules.values():
            # Twice as fast on the CPU in bfloat16, and no slower on a GPU.
            module.to(self.device).to(memory_format=torch.channels_last)
        drawing = [*self.generator.parameters(), *self.encoder.parameters()]
        self._drawing, self._judging = drawing, list(self.discriminator.parameters())
        # beta1 = 0, beta2 = 0.9 and two time scales (appendix A).
        self.optimisers: dict[str, Optimizer] = {
            "drawing": Adam(drawing, lr=params.lr_g, betas=(0.0, 0.9), fused=True),
            "judging": Adam(self._judging, lr=params.lr_d, betas=(0.0, 0.9), fused=True),
        }

    def batch(self, indices: Any) -> LabelMapBatch:
        batch = self.dataset.batch(indices, self.params.size, self.random)
        if self.random.one() < self.params.simplify:
            radius = 1 + self.random.integer(6)
            batch = replace(batch, labels=simplified(batch.labels, self.classes, radius))
        return batch

    def step(self, batch: LabelMapBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        semantics = prepare_semantics(batch.labels, self.classes)
        mean, log_variance, style_scores = self.encoder(batch.images)
        fake = self._draw(semantics, batch, mean, log_variance)
        losses = self._likeness(fake, batch, mean, log_variance, style_scores)
        if step < self.params.reconstruction_steps:
            losses["l1_pixels"] = self.params.lambda_l1 * F.l1_loss(fake, batch.images)
            self._update("drawing", self._drawing, torch.stack(list(losses.values())).sum())
            return {name: value.detach() for name, value in losses.items()}
        return self._adversarial_step(semantics, batch, fake, losses)

    def _adversarial_step(
        self, semantics: Tensor, batch: LabelMapBatch, fake: Tensor, losses: dict[str, Tensor]
    ) -> Mapping[str, Tensor]:
        """Both players against the same pictures, so that each network runs forward once."""
        style = _planes(batch.style, semantics)
        real, judged = (self.judge(semantics, style, picture) for picture in (batch.images, fake))
        losses["g"] = self.judge.fooled(judged, real, batch.labels)
        losses["feature_matching"] = self.params.lambda_feat * feature_matching(judged, real)
        judging = {
            "d_real": self.judge.on_real(real, judged, batch.labels),
            "d_fake": self.judge.on_fake(judged, real),
            **self.judge.penalties(semantics, style, (batch.images, real), (fake, judged), self.random),
        }
        # Both backward passes come before either update: each loss sees the same weights. The longer one
        # comes last, because it frees what both have in common.
        self.backward(torch.stack(list(judging.values())).sum(), self._judging, retain_graph=True)
        self.backward(torch.stack([value.float() for value in losses.values()]).sum(), self._drawing)
        self.sync([*self._drawing, *self._judging])
        for optimiser in self.optimisers.values():
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        told = {"score_real": self.judge.score(real), "score_fake": self.judge.score(judged)}
        scores = {name: value for name, value in told.items() if value is not None}
        return {name: value.detach() for name, value in {**losses, **judging, **scores}.items()}

    def _draw(self, semantics: Tensor, batch: LabelMapBatch, mean: Tensor, log_variance: Tensor) -> Tensor:
        z = mean + self.random.randn(*mean.shape, device=True) * (0.5 * log_variance).exp()
        noise = self._noise(semantics)
        fake: Tensor = self.generator(semantics, z, batch.style, noise, rows=batch.rows)
        return fake.float()

    def _noise(self, semantics: Tensor) -> Tensor:
        n, _, height, width = semantics.shape
        return self.random.randn(n, self.generator.config.noise_dim, height, width, device=True)

    def _likeness(
        self,
        fake: Tensor,
        batch: LabelMapBatch,
        mean: Tensor,
        log_variance: Tensor,
        style_scores: Tensor,
    ) -> dict[str, Tensor]:
        params = self.params
        block = params.l1_block
        losses = {
            "l1": params.lambda_l1 * F.l1_loss(F.avg_pool2d(fake, block), F.avg_pool2d(batch.images, block)),
            "kld": params.lambda_kld * kl_to_standard_normal(mean.float(), log_variance.float()) / len(fake),
        }
        if batch.style.shape[1]:
            losses["style"] = style_loss(style_scores, batch.style, self.dataset.style_groups)
        if self.perceptual is not None:
            losses["perceptual"] = params.lambda_perceptual * self.perceptual(fake, batch.images)
        return losses

    def _update(self, name: str, parameters: list[nn.Parameter], loss: Tensor) -> None:
        self.backward(loss, parameters)
        self.sync(parameters)
        self.optimisers[name].step()
        self.optimisers[name].zero_grad(set_to_none=True)

    def score_of(self, batch: LabelMapBatch) -> Tensor | None:
        batch = batch.to(self.device)
        semantics = prepare_semantics(batch.labels, self.classes)
        return self.judge.score(self.judge(semantics, _planes(batch.style, semantics), batch.images))

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of label colours, truth and result, eight scenes in two bands."""
        indices = torch.linspace(0, len(self.dataset) - 1, 16).long().numpy()
        batch = self.dataset.batch(indices, self.params.size).to(self.device)
        semantics = prepare_semantics(batch.labels, self.classes)
        generator = torch.Generator(device="cpu").manual_seed(0)
        n, _, height, width = semantics.shape
        noise = torch.randn(n, self.generator.config.noise_dim, height, width, generator=generator)
        mean, _, _ = averages["encoder"](batch.images)
        fake = averages["generator"](semantics, mean, batch.style, noise.to(self.device), rows=batch.rows)
        return sheet([false_colours(batch.labels, self.classes), batch.images, fake])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "SPADE",
            "summary": "Turns a label map into a picture.",
            "palette": self.palette,
            "style_groups": [list(group) for group in self.dataset.style_groups],
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["generator"], self.generator.config, folder / "model.safetensors", card=card, fp16=True)
        save(averages["encoder"], self.encoder.config, folder / "encoder.safetensors", card=card, fp16=True)


Features = list[list[Tensor]]
Judged = tuple[Tensor, Features]
"""Pictures, and what the discriminator found in them."""


class _Judge(Protocol):
    """A discriminator and its objective; features are per scale, the scores last."""

    network: nn.Module

    def __call__(self, semantics: Tensor, style: Tensor, picture: Tensor) -> Features: ...

    def on_real(self, real: Features, fake: Features, labels: Tensor) -> Tensor: ...

    def on_fake(self, fake: Features, real: Features) -> Tensor: ...

    def fooled(self, fake: Features, real: Features, labels: Tensor) -> Tensor: ...

    def penalties(
        self, semantics: Tensor, style: Tensor, real: Judged, fake: Judged, random: Randomness
    ) -> dict[str, Tensor]: ...

    def score(self, judged: Features) -> Tensor | None:
        """How real it holds the pictures on average, before any objective."""


class _Patches:
    """The paper's: patches at two scales, shown the label map besides the picture."""

    network: nn.Module

    def __init__(self, params: SpadeParams, classes: int, style_nc: int, ndf: int) -> None:
        self.params = params
        self.objective = objective_named(params.objective)
        self.network = MultiscaleDiscriminator(
            DiscriminatorConfig(in_channels=classes + style_nc + 3, ndf=ndf, spectral=params.spectral_norm)
        )

    def __call__(self, semantics: Tensor, style: Tensor, picture: Tensor) -> Features:
        judged: Features = self.network(torch.cat([semantics, style, picture], 1))
        return judged

    def on_real(self, real: Features, fake: Features, labels: Tensor) -> Tensor:
        return over_scales(self.objective.on_real, _scores(real), _scores(fake))

    def on_fake(self, fake: Features, real: Features) -> Tensor:
        return over_scales(self.objective.on_fake, _scores(fake), _scores(real))

    def fooled(self, fake: Features, real: Features, labels: Tensor) -> Tensor:
        return over_scales(self.objective.generator, _scores(fake), _scores(real))

    def penalties(
        self, semantics: Tensor, style: Tensor, real: Judged, fake: Judged, random: Randomness
    ) -> dict[str, Tensor]:
        def score(picture: Tensor) -> Tensor:
            return _all_scores(self(semantics, style, picture))

        wholes = [
            (torch.cat([semantics, style, picture], 1), _all_scores(judged))
            for picture, judged in (real, fake)
        ]
        found = gradient_penalties(self.params, score, real[0], fake[0], random, r1=self.params.r1)
        return found | consistencies(
            self.params, lambda whole: _all_scores(self.network(whole)), wholes[0], wholes[1], random
        )

    def score(self, judged: Features) -> Tensor:
        return over_scales(lambda scores: scores.float().mean(), _scores(judged))


class _Segmentation:
    """OASIS's: it has to find the label map by itself, so it is not shown it."""

    network: nn.Module

    def __init__(self, params: SpadeParams, classes: int, style_nc: int, ndf: int) -> None:
        on = ("r1", "r2", "gradient_penalty", "consistency", "consistency_fake")
        wrong = next((name for name in on if getattr(params, name)), None)
        if wrong is not None:
            raise InputError(
                f"The segmentation discriminator cannot be trained with {wrong}.",
                hint="Set it to 0, or choose the multiscale discriminator.",
            )
        self.network = SegmentationDiscriminator(
            SegmentationDiscriminatorConfig(in_channels=style_nc + 3, classes=classes, width=ndf)
        )

    def __call__(self, semantics: Tensor, style: Tensor, picture: Tensor) -> Features:
        return [self.network(torch.cat([style, picture], 1))]

    def on_real(self, real: Features, fake: Features, labels: Tensor) -> Tensor:
        return as_labelled(real[0][-1], labels[:, 0].long())

    def on_fake(self, fake: Features, real: Features) -> Tensor:
        return as_generated(fake[0][-1])

    def fooled(self, fake: Features, real: Features, labels: Tensor) -> Tensor:
        return as_labelled(fake[0][-1], labels[:, 0].long())

    def penalties(
        self, semantics: Tensor, style: Tensor, real: Judged, fake: Judged, random: Randomness
    ) -> dict[str, Tensor]:
        return {}

    def score(self, judged: Features) -> None:
        """It names classes instead."""


def _scores(judged: Features) -> list[Tensor]:
    """A map of scores for each scale."""
    return [scale[-1] for scale in judged]


def _all_scores(judged: Features) -> Tensor:
    """The scores of all scales of each picture, (N, scores)."""
    return torch.cat([scores.flatten(1) for scores in _scores(judged)], dim=1).float()


def style_loss(scores: Tensor, style: Tensor, groups: tuple[tuple[str, ...], ...]) -> Tensor:
    """Cross entropy of each style group, summed; scores and style (N, sum of group sizes)."""
    sizes = [len(group) for group in groups]
    pairs = zip(scores.float().split(sizes, 1), style.split(sizes, 1), strict=True)
    return torch.stack([F.cross_entropy(s, t.argmax(1)) for s, t in pairs]).sum()


def _planes(style: Tensor, like: Tensor) -> Tensor:
    return style[:, :, None, None].expand(-1, -1, *like.shape[-2:])
