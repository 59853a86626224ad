"""GAN-CLS, GAN-INT and GAN-INT-CLS: pictures with sentences become a generator of pictures from sentences.

Reed, Akata, Yan, Logeswaran, Schiele and Lee, ICML 2016, arXiv:1605.05396. Further losses and widths are
those of aelnouby/Text-to-Image-Synthesis. Their sentences are encoded by a char-CNN-RNN; here by whatever
`text_features` has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.base import Batch
from ganstudio.datasets.captions import CaptionBatch, CaptionDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.networks.gan_cls import (
    GanClsDiscriminator,
    GanClsDiscriminatorConfig,
    GanClsGenerator,
    GanClsGeneratorConfig,
)
from ganstudio.params import Advanced, Group, Help, Label, Parameters, Range
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
from ganstudio.training.diversity import diversity
from ganstudio.training.evaluation.during import measured
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.objectives import Objective, mean_feature_matching, with_labels
from ganstudio.training.pictures import sheet
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.start_weights import normal_weights
from ganstudio.training.text_features import TextEncoder, text_encoder, with_text_features, words_read
from ganstudio.training.wrong_pairs import differing, mean_where, other_places

PRESETS: dict[str, dict[str, int]] = {
    # Widths of generator and discriminator.
    "tiny": {"ngf": 16, "ndf": 16},
    "small": {"ngf": 40, "ndf": 40},
    "paper": {"ngf": 64, "ndf": 64},
}
_BETWEEN = 0.5
"""Where between two sentences GAN-INT draws: section 4.3."""
_SAMPLES = 16


class GanClsParams(Parameters):
    """What fixes the result of a training run, besides its data and length."""

    preset: Annotated[
        Literal["tiny", "small", "paper"],
        Help("Width of the networks: CPU in minutes, CPU overnight, or the authors'"),
    ] = "small"
    size: Annotated[int, Range(64, 64, 64, "px"), Help("Side of the pictures, fixed by the networks")] = 64
    batch_size: Annotated[int, Range(2, 1024), Help("Pictures per step; paper, section 5: 64")] = 64
    variant: Annotated[
        Literal["gan", "gan_cls", "gan_int", "gan_int_cls"],
        Help(
            "CLS shows the discriminator wrong sentences (section 4.2), INT draws between two sentences (4.3)"
        ),
    ] = "gan_cls"
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; the paper's algorithm 1 has the logarithms of non-saturating"),
    ] = "non_saturating"
    real_label: Annotated[
        float, Range(0.5, 1), Help("What real pictures are to score; paper: 1, aelnouby: 0.9")
    ] = 1.0
    lr: Annotated[
        float, Label("Learning rate"), Range(0, 1), Help("Learning rate of both; paper, section 5: 0.0002")
    ] = 0.0002
    beta1: Annotated[
        float, Label("Adam β1"), Range(0, 0.999), Help("Adam's momentum; paper, section 5: 0.5"), Advanced()
    ] = 0.5
    noise_dim: Annotated[
        int, Label("Size of the latent"), Range(1, 1024), Help("Size of the latent; paper, section 5: 100")
    ] = 100
    projected_dim: Annotated[
        int, Range(1, 1024), Help("Numbers that remain of a sentence; paper, section 4.1: 128"), Advanced()
    ] = 128
    lambda_features: Annotated[
        float,
        Label("Feature matching"),
        Range(0, 1000),
        Help("Weight of matching mean features; paper: 0, aelnouby: 100"),
        Group("More losses"),
    ] = 0.0
    lambda_l1: Annotated[
        float,
        Label("L1"),
        Range(0, 1000),
        Help("Weight of L1 to the real picture; paper: 0, aelnouby: 50"),
        Group("More losses"),
    ] = 0.0
    r1: R1 = 0.0
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    spectral_norm: SpectralNorm = False
    clip_model: Annotated[
        str,
        Label("CLIP model"),
        Help("open_clip's name of the text encoder; ours"),
        Group("Text encoder"),
        Advanced(),
    ] = "ViT-B-32"
    clip_weights: Annotated[
        str,
        Label("CLIP weights"),
        Help("File of its weights, or worlds-clip; without, sentences are told apart by their words; ours"),
        Group("Text encoder"),
        Advanced(),
    ] = ""
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generator, in thousands of pictures; ours, paper: none"),
        Advanced(),
    ] = 5.0


@dataclass(frozen=True)
class TextBatch(Batch):
    """images (N, 3, 64, 64); text (N, D) of their sentences; other (N, D) of other pictures' sentences;
    differs (N,) where that is another sentence indeed."""

    images: Tensor
    text: Tensor
    other: Tensor
    differs: Tensor


class GanClsRecipe(RecipeBase):
    """Generator first, then the discriminator on the same generated pictures.

    Batch norm sees the pictures of one part of a batch only.
    """

    name = "gan_cls"
    accepts = ("captions",)
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("fid_style", "fid")
    metrics = measured

    def __init__(
        self,
        params: GanClsParams,
        dataset: CaptionDataset,
        *,
        device: str = "cpu",
        encoder: TextEncoder | None = None,
        **extra: Any,
    ) -> None:
        self.params = params
        given = dataset.features is not None
        if not given:
            encoder = encoder or text_encoder(params.clip_model, params.clip_weights)
            dataset = with_text_features(dataset, encoder)
        assert dataset.features is not None
        self.dataset = dataset
        self.encoder_name = encoder.name if encoder is not None else "brought by the data"
        self.encoder_sha256 = encoder.sha256 if encoder is not None else ""
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = _objective(params)
        self.matching = params.variant in ("gan_cls", "gan_int_cls")
        self.between = params.variant in ("gan_int", "gan_int_cls")
        preset, dim = PRESETS[params.preset], dataset.features[0].shape[-1]
        self.generator = GanClsGenerator(
            GanClsGeneratorConfig(dim, params.projected_dim, params.noise_dim, preset["ngf"])
        )
        # It gives raw scores: the sigmoid is a part of the objective, where it stays exact in half precision.
        self.discriminator = GanClsDiscriminator(
            GanClsDiscriminatorConfig(dim, params.projected_dim, preset["ndf"], wasserstein=True)
        )
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator,
            "discriminator": self.discriminator,
        }
        for module in self.modules.values():
            normal_weights(module)
        if params.spectral_norm:
            with_spectral_norm(self.discriminator)
        for module in self.modules.values():
            module.to(self.device)
        self._drawing, self._judging = list(self.generator.parameters()), [*self.discriminator.parameters()]
        self.optimisers: dict[str, Optimizer] = {
            name: Adam(parameters, lr=params.lr, betas=(params.beta1, 0.999), fused=True)
            for name, parameters in (("drawing", self._drawing), ("judging", self._judging))
        }

    def batch(self, indices: Any) -> TextBatch:
        """Each picture with its sentence and one of another picture, any but itself."""
        own: CaptionBatch = self.dataset.batch(indices, self.params.size, self.random)
        places = other_places(indices, len(self.dataset), self.random)
        other: CaptionBatch = self.dataset.batch(places, self.params.size, self.random)
        assert own.features is not None and other.features is not None
        return TextBatch(own.images, own.features, other.features, differing(own, other))

    def step(self, batch: TextBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        fake, losses = self._draw_better(batch)
        return losses | self._judge_better(batch, fake)

    def _draw_better(self, batch: TextBatch) -> tuple[Tensor, dict[str, Tensor]]:
        fake = self._draw(batch.text)
        features = self.discriminator.netD_1(fake)
        on_real = None
        if self.objective.relativistic:
            with torch.no_grad():
                on_real = self._score(self.discriminator.netD_1(batch.images), batch.text)
        losses = {"g": self.objective.generator(self._score(features, batch.text), on_real)}
        if self.between:
            text = torch.lerp(batch.text, batch.other, _BETWEEN)
            features_between = self.discriminator.netD_1(self._draw(text))
            losses["g_between"] = self.objective.generator(self._score(features_between, text), on_real)
        if self.params.lambda_features:
            with torch.no_grad():
                real = self.discriminator.netD_1(batch.images)
            match = mean_feature_matching(features, real, squared=True)
            losses["feature_matching"] = self.params.lambda_features * match
        if self.params.lambda_l1:
            losses["l1"] = self.params.lambda_l1 * F.l1_loss(fake, batch.images)
        self._update("drawing", self._drawing, torch.stack(list(losses.values())).sum())
        fake = fake.detach()
        told = {name: value.detach() for name, value in losses.items()}
        return fake, told | {"diversity": diversity(fake)}

    def _judge_better(self, batch: TextBatch, fake: Tensor) -> dict[str, Tensor]:
        """Real pictures with their sentences against generated ones and, with CLS, wrong sentences."""
        features = self.discriminator.netD_1(batch.images)
        on_real = self._score(features, batch.text)
        on_fake = self._score(self.discriminator.netD_1(fake), batch.text)
        losses = {
            "d_real": self.objective.on_real(on_real, on_fake),
            "d_fake": self.objective.on_fake(on_fake, on_real),
        }
        loss = losses["d_real"] + losses["d_fake"]
        if self.matching:
            on_wrong = self._score(features, batch.other)
            wrong = mean_where(
                lambda scores: self.objective.on_fake(scores, on_real), on_wrong, batch.differs
            )
            losses["d_wrong"] = wrong
            loss = losses["d_real"] + 0.5 * (wrong + losses["d_fake"])
        penalties = self._penalties(batch, fake, on_real, on_fake)
        self._update("judging", self._judging, torch.stack([loss, *penalties.values()]).sum())
        losses |= penalties
        told = {name: value.detach() for name, value in losses.items()}
        scores = {"score_real": on_real.detach().mean(), "score_fake": on_fake.detach().mean()}
        return told | scores

    def _penalties(
        self, batch: TextBatch, fake: Tensor, on_real: Tensor, on_fake: Tensor
    ) -> dict[str, Tensor]:
        params = self.params

        def score(images: Tensor) -> Tensor:
            return self._score(self.discriminator.netD_1(images), batch.text)

        found = gradient_penalties(params, score, batch.images, fake, self.random, r1=params.r1)
        return found | consistencies(params, score, (batch.images, on_real), (fake, on_fake), self.random)

    def _draw(self, text: Tensor) -> Tensor:
        noise = self.random.randn(len(text), self.params.noise_dim, device=True)
        images: Tensor = self.generator(noise, text)
        return images

    def _score(self, features: Tensor, text: Tensor) -> Tensor:
        """Raw scores (N,) of feature maps (N, C, 4, 4), so that maps can be judged with several sentences."""
        scores: Tensor = self.discriminator.netD_2(self.discriminator.projector(features, text))
        return scores.flatten().float()

    def _update(self, name: str, parameters: list[nn.Parameter], loss: Tensor) -> None:
        self.backward(loss, parameters)
        self.sync(parameters)
        self.optimisers[name].step()
        self.optimisers[name].zero_grad(set_to_none=True)

    def score_of(self, batch: TextBatch) -> Tensor:
        batch = batch.to(self.device)
        return self._score(self.discriminator.netD_1(batch.images), batch.text).mean()

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of real pictures and of what their sentences give."""
        places = torch.linspace(0, len(self.dataset) - 1, _SAMPLES).long().numpy()
        batch: CaptionBatch = self.dataset.batch(places, self.params.size).to(self.device)
        random = torch.Generator().manual_seed(0)
        noise = torch.randn(_SAMPLES, self.params.noise_dim, generator=random).to(self.device)
        return sheet([batch.images, averages["generator"](noise, batch.features)])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "GAN-CLS",
            "summary": "Draws pictures of 64 pixels from a sentence.",
            "text_features": self.encoder_name,
            "text_features_sha256": self.encoder_sha256,
            **words_read(self.dataset, record),
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["generator"], self.generator.config, folder / "model.safetensors", card=card, fp16=True)


def _objective(params: GanClsParams) -> Objective:
    if params.real_label == 1:
        return objective_named(params.objective)
    try:
        return with_labels(params.objective, params.real_label, 0.0)
    except ValueError as error:
        raise InputError(
            f"The objective {params.objective} has no labels.", hint="Leave the real label at 1."
        ) from error
