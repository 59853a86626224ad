"""A generator of pictures from sentences in GigaGAN's manner, at sizes that train on one machine.

Kang, Zhu, Zhang, Park, Shechtman, Paris and Park, CVPR 2023, arXiv:2303.05511. Kernels chosen by the style,
attention to the words, pictures of all sizes in and out, and the matching-aware loss are the paper's (section
3), and its loss on CLIP's features where it is wished. The discriminator on CLIP's features is left out: it
needs a large network in every step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.clip import Clip
from ganstudio.datasets.base import Batch
from ganstudio.datasets.captions import CaptionBatch, CaptionDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.networks.gigagan import TO_RGB, AttentionConfig, GigaGanGenerator, GigaGanGeneratorConfig
from ganstudio.networks.gigagan_attention import TextConfig
from ganstudio.networks.gigagan_discriminator import GigaGanDiscriminator, GigaGanDiscriminatorConfig
from ganstudio.params import Advanced, Group, Help, Label, Range
from ganstudio.training.clip_guidance import clip_loss
from ganstudio.training.discriminator_penalties import (
    R2,
    Consistency,
    FakeConsistency,
    GradientPenalty,
    consistencies,
    gradient_penalties,
)
from ganstudio.training.diversity import diversity
from ganstudio.training.evaluation.during import measured
from ganstudio.training.gigagan_start import begin
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.objectives import over_scales
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.regularizers import zero_centred_penalty
from ganstudio.training.text_features import (
    HashedText,
    TextEncoder,
    text_encoder,
    with_text_features,
    words_read,
)
from ganstudio.training.wrong_pairs import differing, mean_where, other_places


@dataclass(frozen=True)
class Widths:
    """Of feature maps: `base` / pixels, at most `most`; of styles and words: `dim`.

    `own` and `cross` are the sides of the largest feature maps that attend to themselves, whose cost grows
    with the fourth power of the side, and to words; `depth` counts the layers on the words.
    """

    base: int
    most: int
    dim: int
    kernels: int
    depth: int
    heads: int
    own: int
    cross: int


PRESETS: dict[str, Widths] = {
    "tiny": Widths(768, 48, 64, 2, 1, 2, own=8, cross=16),
    "light": Widths(1024, 96, 96, 2, 1, 3, own=8, cross=16),
    "small": Widths(3072, 96, 128, 2, 2, 4, own=16, cross=32),
    "paper": Widths(16384, 512, 512, 8, 4, 8, own=32, cross=32),
}
_FIRST = 4
_ATTENTIVE = (8, 16, 32)
_STYLES = "style_to_conv_modulations"
_HASHES = 256
_SAMPLES = 16
Pictures = list[Tensor]


class GigaGanParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"tiny": {"size": 32, "batch_size": 8}}

    preset: Annotated[
        Literal["tiny", "light", "small", "paper"],
        Help(
            "Width of the networks: CPU in minutes (32 px), hours, overnight; near the paper's base of 64 px"
        ),
    ] = "small"
    size: Annotated[int, Range(16, 512, 16, "px"), Help("Side, a power of two; paper's base: 64")] = 64
    batch_size: Annotated[int, Range(1, 4096), Help("Pictures per step; paper: 512 and more")] = 16
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; paper, section 3.4: non-saturating, lucidrains: hinge"),
    ] = "non_saturating"
    lr_g: Annotated[
        float,
        Label("Generator's learning rate"),
        Range(0, 1),
        Help("Learning rate of the generator; lucidrains: 0.0002"),
    ] = 0.0001
    lr_d: Annotated[
        float,
        Label("Discriminator's learning rate"),
        Range(0, 1),
        Help("Learning rate of the discriminator; lucidrains: 0.0002"),
    ] = 0.0004
    beta1: Annotated[
        float, Label("Adam β1"), Range(0, 0.999), Help("Adam's momentum; lucidrains: 0.5"), Advanced()
    ] = 0.5
    beta2: Annotated[
        float, Label("Adam β2"), Range(0, 0.99999), Help("Adam's second; lucidrains: 0.9"), Advanced()
    ] = 0.9
    matching: Annotated[
        float,
        Label("Wrong sentences"),
        Range(0, 100),
        Help("Weight of pictures with a wrong sentence; paper, section 3.4: 1"),
    ] = 1.0
    clip_loss: Annotated[
        float,
        Label("CLIP loss"),
        Range(0, 100),
        Help("Weight of CLIP finding each picture's sentence in the batch (section 3.4); ours: 0"),
    ] = 0.0
    noise: Annotated[
        bool,
        Help("Noise behind each convolution, with weights that are learned; lucidrains: yes, ours: no"),
        Advanced(),
    ] = False
    r1_gamma: Annotated[
        float | None,
        Label("R1"),
        Range(0, 1e4),
        Help("Weight of R1; none for ADA's rule of thumb, 0.0002 size² / batch size; 0 is without"),
        Group("Regularisation"),
    ] = None
    r1_interval: Annotated[
        int,
        Label("R1 interval"),
        Range(1, 1024),
        Help("Steps from one R1 to the next; StyleGAN2, which the paper builds on: 16"),
        Group("Regularisation"),
        Advanced(),
    ] = 16
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    clip_model: Annotated[
        str,
        Label("CLIP model"),
        Help("open_clip's name of the text encoder; paper: ViT-L/14"),
        Group("Text encoder"),
        Advanced(),
    ] = "ViT-B-32"
    clip_weights: Annotated[
        str,
        Label("CLIP weights"),
        Help("File of its weights, or worlds-clip; without, words are told apart by their letters; ours"),
        Group("Text encoder"),
        Advanced(),
    ] = ""
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generator, in thousands of pictures; ours"),
        Advanced(),
    ] = 5.0


@dataclass(frozen=True)
class TokenBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; tokens (N, T, D) of their sentences; other (N, T, D) of other pictures'
    sentences; differs (N,) where that is another sentence indeed."""

    images: Tensor
    tokens: Tensor
    other: Tensor
    differs: Tensor


class GigaGanRecipe(RecipeBase):
    """Generator first, then the discriminator on the same generated pictures. Pictures lie in [0, 1]."""

    name = "gigagan"
    accepts = ("captions",)
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("fid_style", "fid")
    metrics = measured
    grows = True

    def __init__(
        self,
        params: GigaGanParams,
        dataset: CaptionDataset,
        *,
        device: str = "cpu",
        encoder: TextEncoder | None = None,
        **extra: Any,
    ) -> None:
        if params.size & (params.size - 1):
            raise InputError(f"GigaGAN draws pictures whose side is a power of two, not {params.size}.")
        if dataset.features is None:
            clip = bool(params.clip_weights)
            encoder = encoder or (
                text_encoder(params.clip_model, params.clip_weights) if clip else HashedText(_HASHES)
            )
            dataset = with_text_features(dataset, encoder.tokens)
        assert dataset.features is not None
        if params.clip_loss and not isinstance(encoder, Clip):
            raise InputError(
                "The CLIP loss needs a CLIP model.", hint="Name one with --set clip_weights=NAME."
            )
        self.params = params
        self.dataset = dataset
        self.encoder_name = encoder.name if encoder is not None else "brought by the data"
        self.encoder_sha256 = encoder.sha256 if encoder is not None else ""
        self.device = torch.device(device)
        self.clip = encoder.to(self.device) if params.clip_loss and isinstance(encoder, Clip) else None
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = objective_named(params.objective)
        heuristic = 0.0002 * params.size**2 / params.batch_size
        self.r1_gamma = heuristic if params.r1_gamma is None else params.r1_gamma
        self.generator, self.discriminator = networks(params, dataset.features[0].shape[-1])
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator.to(self.device),
            "discriminator": self.discriminator.to(self.device),
        }
        self._drawing, self._judging = list(self.generator.parameters()), [*self.discriminator.parameters()]
        self.optimisers: dict[str, Optimizer] = {
            name: Adam(parameters, lr=lr, betas=(params.beta1, params.beta2), fused=True)
            for name, parameters, lr in (
                ("drawing", self._drawing, params.lr_g),
                ("judging", self._judging, params.lr_d),
            )
        }
        self._last: dict[str, Tensor] = {}

    def fitted(self, name: str, tensors: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """One layer makes the styles of all sizes, the smallest first: those of new sizes begin anew."""
        own, kept = self.modules[name].state_dict(), dict(tensors)
        for key in (f"{_STYLES}.weight", f"{_STYLES}.bias"):
            if key in kept and len(kept[key]) < len(own[key]):
                kept[key] = torch.cat([kept[key], own[key][len(kept[key]) :].to(kept[key])])
        return kept

    @torch.no_grad()
    def begun(self, name: str, network: nn.Module, new: Sequence[str]) -> None:
        """A new last level adds no colour at first: the picture is the smaller one, enlarged."""
        if isinstance(network, GigaGanGenerator) and new:
            network.get_parameter(f"layers.{len(network.layers) - 1}.{TO_RGB}.weights").zero_()

    def batch(self, indices: Any) -> TokenBatch:
        """Each picture with its sentence and one of another picture."""
        own: CaptionBatch = self.dataset.batch(indices, self.params.size, self.random)
        places = other_places(indices, len(self.dataset), self.random)
        other: CaptionBatch = self.dataset.batch(places, self.params.size, self.random)
        assert own.features is not None and other.features is not None
        tokens, wrong = _as_tokens(own.features), _as_tokens(other.features)
        return TokenBatch(own.images, tokens, wrong, differing(own, other))

    def step(self, batch: TokenBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        fakes, losses = self._draw_better(batch)
        losses |= self._judge_better(batch, fakes)
        if self.r1_gamma and step % self.params.r1_interval == 0:
            self._smooth_scores(batch)
        return losses | self._last

    def _draw_better(self, batch: TokenBatch) -> tuple[Pictures, dict[str, Tensor]]:
        fakes = self._draw(batch.tokens)
        on_real = []
        if self.objective.relativistic:
            with torch.no_grad():
                on_real = [self._scores(pyramid(batch.images, len(fakes)), batch.tokens)]
        loss = over_scales(self.objective.generator, self._scores(fakes, batch.tokens), *on_real)
        losses = {"g": loss}
        if self.clip is not None:
            losses["clip"] = self.params.clip_loss * clip_loss(
                self.clip, fakes[-1] * 2 - 1, self.clip.summaries(batch.tokens)
            )
        self._update("drawing", self._drawing, torch.stack(list(losses.values())).sum())
        fakes = [picture.detach() for picture in fakes]
        told = {name: value.detach() for name, value in losses.items()}
        return fakes, told | {"diversity": diversity(fakes[-1])}

    def _judge_better(self, batch: TokenBatch, fakes: Pictures) -> dict[str, Tensor]:
        """Real against generated pictures, and either with a wrong sentence (L_match in section 3.4)."""
        reals = pyramid(batch.images, len(fakes))
        texts = [batch.tokens, batch.other] if self.params.matching else [batch.tokens]
        (on_real, *wrong_real), (on_fake, *wrong_fake) = (
            self._scores_of_each(pictures, texts) for pictures in (reals, fakes)
        )
        losses = {
            "d_real": over_scales(self.objective.on_real, on_real, on_fake),
            "d_fake": over_scales(self.objective.on_fake, on_fake, on_real),
            **self._penalties(batch, fakes[-1] * 2 - 1, on_real),
        }
        if self.params.matching:
            wrong = [self._on_wrong(scores, batch, on_real) for scores in (*wrong_real, *wrong_fake)]
            losses["d_wrong"] = self.params.matching * torch.stack(wrong).sum()
        self._update("judging", self._judging, torch.stack(list(losses.values())).sum())
        told = {name: value.detach() for name, value in losses.items()}
        means = {"score_real": on_real, "score_fake": on_fake}
        return told | {name: over_scales(torch.mean, scores).detach() for name, scores in means.items()}

    def _on_wrong(self, scores: list[Tensor], batch: TokenBatch, on_real: list[Tensor]) -> Tensor:
        def loss(wrong: Tensor, real: Tensor) -> Tensor:
            return mean_where(
                lambda scores: self.objective.on_fake(scores, real), wrong.transpose(0, 1), batch.differs
            )

        return over_scales(loss, scores, on_real)

    def _penalties(self, batch: TokenBatch, fake: Tensor, on_real: list[Tensor]) -> dict[str, Tensor]:
        """Of the largest pictures, from which the smaller ones are made; they lie in [-1, 1]."""

        def score(images: Tensor) -> Tensor:
            return self._score(images, batch.tokens)

        real = (batch.images, _each(on_real))
        found = gradient_penalties(self.params, score, batch.images, fake, self.random)
        return found | consistencies(self.params, score, real, (fake, None), self.random)

    def _smooth_scores(self, batch: TokenBatch) -> None:
        """R1 by the pixels of the largest picture, from which the smaller ones are made."""
        with torch.autocast(self.device.type, enabled=False):
            penalty = zero_centred_penalty(lambda images: self._score(images, batch.tokens), batch.images)
            weight = self.r1_gamma * self.params.r1_interval
            self._update("judging", self._judging, weight * penalty)
        self._last["r1"] = penalty.detach()

    def _score(self, images: Tensor, tokens: Tensor) -> Tensor:
        """One score (N,) for each image: the mean over sizes and places."""
        return _each(self._scores(pyramid(images, len(self.generator.config.widths)), tokens))

    def _scores(self, pictures: Pictures, tokens: Tensor) -> list[Tensor]:
        return self._scores_of_each(pictures, [tokens])[0]

    def _scores_of_each(self, pictures: Pictures, texts: list[Tensor]) -> list[list[Tensor]]:
        found = self.discriminator.with_each(pictures, texts)
        return [[scores.float() for scores in with_one] for with_one in found]

    def _draw(self, tokens: Tensor) -> Pictures:
        """Pictures of all sizes, 4 pixels first."""
        n, network = len(tokens), self.generator
        z = self.random.randn(n, network.config.style_dim, device=True)
        noises: list[Tensor] | None = None
        if self.params.noise:
            # Learned fast, it can cover young pictures before anything else is in them.
            sizes = [_FIRST << level for level in range(len(network.config.widths)) for _ in range(2)]
            noises = [self.random.randn(n, 1, size, size, device=True) for size in sizes]
        text = network.text_encoder(tokens)
        return network.synthesise(network.style_network(z, text.summary), text, noises)

    def _update(self, name: str, parameters: list[nn.Parameter], loss: Tensor) -> None:
        self.backward(loss, parameters)
        self.sync(parameters)
        self.optimisers[name].step()
        self.optimisers[name].zero_grad(set_to_none=True)

    def score_of(self, batch: TokenBatch) -> Tensor:
        batch = batch.to(self.device)
        pictures = pyramid(batch.images, len(self.generator.config.widths))
        return over_scales(torch.mean, self._scores(pictures, batch.tokens))

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of real pictures and of what their sentences give."""
        places = torch.linspace(0, len(self.dataset) - 1, _SAMPLES).long().numpy()
        batch: CaptionBatch = self.dataset.batch(places, self.params.size).to(self.device)
        assert batch.features is not None
        random = torch.Generator().manual_seed(0)
        z = torch.randn(_SAMPLES, self.generator.config.style_dim, generator=random).to(self.device)
        noises = [noise.to(self.device) for noise in self.generator.draw_noises(_SAMPLES, random)]
        drawn = averages["generator"](z, _as_tokens(batch.features), noises)
        return sheet([batch.images, drawn * 2 - 1])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "GigaGAN",
            "summary": "Draws pictures from a sentence.",
            "text_features": self.encoder_name,
            "text_features_sha256": self.encoder_sha256,
            **words_read(self.dataset, record),
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["generator"], self.generator.config, folder / "model.safetensors", card=card, fp16=True)

    def state_dict(self) -> Mapping[str, Any]:
        return {"last": dict(self._last)}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self._last = {name: value.to(self.device) for name, value in state["last"].items()}


def networks(params: GigaGanParams, token_dim: int) -> tuple[GigaGanGenerator, GigaGanDiscriminator]:
    """The two networks, each with layers of its own on the words."""
    wide = PRESETS[params.preset]
    levels = params.size.bit_length() - 2
    widths = tuple(min(wide.base // (_FIRST << level), wide.most) for level in range(levels))
    text = TextConfig(wide.dim, wide.depth, token_dim, wide.heads, wide.dim // wide.heads)
    own, cross = (
        AttentionConfig(
            tuple(size for size in _ATTENTIVE if size <= min(largest, params.size // 2)),
            wide.heads,
            wide.dim // wide.heads,
            2,
        )
        for largest in (wide.own, wide.cross)
    )
    generator = GigaGanGenerator(
        GigaGanGeneratorConfig(
            widths=widths,
            dim_latent=widths[0],
            kernels=wide.kernels,
            style_dim=wide.dim,
            text=text,
            self_attention=own,
            cross_attention=cross,
        )
    )
    discriminator = GigaGanDiscriminator(GigaGanDiscriminatorConfig(widths, text=text, self_attention=own))
    begin(generator, discriminator)
    return generator, discriminator


def pyramid(images: Tensor, levels: int) -> Pictures:
    """Pictures (N, 3, S, S) in [-1, 1] -> in [0, 1] at `levels` sizes up to S, the smallest first."""
    pictures = [(images + 1) / 2]
    while len(pictures) < levels:
        pictures.insert(0, F.avg_pool2d(pictures[0], 2))
    return pictures


def _each(scores: list[Tensor]) -> Tensor:
    """The mean score of each picture over sizes, layers and places, (N,)."""
    return torch.stack([scale.mean(dim=(0, 2, 3)) for scale in scores]).mean(dim=0)


def _as_tokens(features: Tensor) -> Tensor:
    """Features (N, D) of whole sentences are those of one token, (N, 1, D)."""
    return features if features.dim() == 3 else features[:, None]
