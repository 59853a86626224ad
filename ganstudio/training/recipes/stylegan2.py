"""StyleGAN2 with adaptive discriminator augmentation, on pictures alone or with a class each.

Karras et al., CVPR 2020, arXiv:1912.04958; Karras, Aittala, Hellsten, Laine, Lehtinen and Aila, NeurIPS 2020,
arXiv:2006.06676 (ADA). Defaults are those of NVlabs/stylegan2-ada-pytorch where the papers leave them open.
Minibatch deviation compares the pictures of one part of a batch, so several processes or parts do not quite
the arithmetic of one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.images import ImageBatch
from ganstudio.datasets.source import Dataset
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator, paper_channels
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig
from ganstudio.networks.stylegan2_text import TextStyleGan2Generator, with_text
from ganstudio.params import Advanced, Group, Help, Label, Range
from ganstudio.training.augment.ada import ada
from ganstudio.training.augment.ada_control import AdaControl
from ganstudio.training.augment.diffaugment import diffaugment
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
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.part_means import PartMeans
from ganstudio.training.path_length import path_length_penalty, path_lengths
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.regularizers import zero_centred_penalty

PRESETS: dict[str, dict[str, int]] = {
    # Widths are base / pixels, at most `most`; width and layers of the mapping network.
    "tiny": {"base": 1024, "most": 64, "w_dim": 64, "layers": 2},
    "light": {"base": 1024, "most": 128, "w_dim": 64, "layers": 4},
    "small": {"base": 4096, "most": 112, "w_dim": 128, "layers": 4},
    "paper": {"base": 32768, "most": 512, "w_dim": 512, "layers": 8},
}
_CLAMP = 256.0
"""At which layers are clipped, as in the authors' mixed precision."""
_GROUP = 4
"""Pictures whose deviation the discriminator sees: progressive growing of GANs, arXiv:1710.10196."""
_W_AVG_BETA = 0.998
"""Decay of the average style: authors' code, `w_avg_beta`."""
_SAMPLES = 16


class StyleGan2Params(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "tiny": {"batch_size": 8},
        "light": {"batch_size": 8, "path_interval": 8},
    }

    preset: Annotated[
        Literal["tiny", "light", "small", "paper"],
        Help(
            "Width of the networks: CPU in minutes, in hours (both in small batches), overnight; the paper's"
        ),
    ] = "small"
    size: Annotated[int, Range(16, 1024, 16, "px"), Help("Side of the pictures, a power of two")] = 64
    batch_size: Annotated[int, Range(2, 1024), Help("Pictures per step; ADA: 32 to 64")] = 32
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; the paper's is the non-saturating logistic loss"),
    ] = "non_saturating"
    lr_g: Annotated[
        float,
        Label("Learning rate, generator"),
        Range(0, 1),
        Help("Generator's learning rate; ADA: 0.0025, from 1024 px on 0.002"),
    ] = 0.0025
    lr_d: Annotated[
        float,
        Label("Learning rate, discriminator"),
        Range(0, 1),
        Help("Discriminator's learning rate; ADA: the generator's"),
    ] = 0.0025
    conditional: Annotated[bool, Help("Learn the classes where the pictures have some; ADA: --cond")] = True
    style_mixing: Annotated[
        float, Range(0, 1), Help("Share of batches that mix two styles; StyleGAN, section 3.1: 0.9")
    ] = 0.9
    augment: Annotated[
        Literal["ada", "diffaugment", "none"],
        Help("Change what the discriminator sees: ADA, or all of DiffAugment (arXiv:2006.10738)"),
        Group("Augmentation"),
    ] = "ada"
    ada_target: Annotated[
        float,
        Label("ADA target"),
        Range(-1, 1),
        Help("Mean sign of the scores of real pictures that ADA keeps; ADA, section 3: 0.6"),
        Group("Augmentation"),
        Advanced(),
    ] = 0.6
    ada_kilo_images: Annotated[
        float,
        Label("ADA speed"),
        Range(0.1, 1e5),
        Help("Thousands of pictures in which ADA can go from never to always; ADA, section 3: 500"),
        Group("Augmentation"),
        Advanced(),
    ] = 500.0
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
        Help("Steps from one R1 to the next; StyleGAN2, section 3.1: 16"),
        Group("Regularisation"),
        Advanced(),
    ] = 16
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    path_weight: Annotated[
        float,
        Label("Path length"),
        Range(0, 1000),
        Help("Weight of path length regularisation; authors' code: 2"),
        Group("Regularisation"),
    ] = 2.0
    path_interval: Annotated[
        int,
        Label("Path length interval"),
        Range(1, 1024),
        Help("Steps from one path length regularisation to the next; StyleGAN2, appendix B: 8, ADA: 4"),
        Group("Regularisation"),
        Advanced(),
    ] = 4
    path_decay: Annotated[
        float,
        Label("Path length averaging"),
        Range(0, 1),
        Help("Share of a batch in the average path length; StyleGAN2, appendix B: 0.01"),
        Group("Regularisation"),
        Advanced(),
    ] = 0.01
    path_shrink: Annotated[
        int,
        Label("Path length share"),
        Range(1, 64),
        Help("Part of the batch whose path lengths are taken; StyleGAN2, appendix B: half, 2"),
        Group("Regularisation"),
        Advanced(),
    ] = 2
    ema_kilo_images: Annotated[
        float | None,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help(
            "Half-life of the averaged generator in thousands of pictures; none for ADA's, 10/32 of a batch"
        ),
        Advanced(),
    ] = None


class StyleGan2Recipe(RecipeBase):
    """Generator and discriminator, each updated on pictures of its own in every step.

    Regularisers are lazy: they run in some steps only, as updates of their own, multiplied by the interval;
    learning rates and decays are corrected for the additional updates (StyleGAN2, appendix B). They are
    computed in float32.
    """

    name = "stylegan2"
    accepts: tuple[str, ...] = ("images", "labelled_images")
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("fid_style", "fid")
    metrics = measured
    grows = True
    sentences = False
    """Whether what a picture is told is a sentence, not a class."""

    def __init__(
        self, params: StyleGan2Params, dataset: Dataset, *, device: str = "cpu", **extra: Any
    ) -> None:
        if params.size & (params.size - 1):
            raise InputError(f"StyleGAN2 draws pictures whose side is a power of two, not {params.size}.")
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        kilo_images = params.ema_kilo_images
        self.ema_half_life = 1000 * (params.batch_size * 10 / 32 if kilo_images is None else kilo_images)
        labelled = params.conditional and dataset.kind == "labelled_images"
        self.class_names: tuple[str, ...] = tuple(getattr(dataset, "class_names", ())) if labelled else ()
        self.generator, self.discriminator = networks(params, self.condition_width, self.sentences)
        self.modules: dict[str, nn.Module] = {
            "generator": self.generator.to(self.device),
            "discriminator": self.discriminator.to(self.device),
        }
        self._drawing, self._judging = list(self.generator.parameters()), [*self.discriminator.parameters()]
        heuristic = 0.0002 * params.size**2 / params.batch_size
        self.r1_gamma = heuristic if params.r1_gamma is None else params.r1_gamma
        self.optimisers: dict[str, Optimizer] = {
            "drawing": _adam(self._drawing, params.lr_g, params.path_interval if params.path_weight else 0),
            "judging": _adam(self._judging, params.lr_d, params.r1_interval if self.r1_gamma else 0),
        }
        self.objective = objective_named(params.objective)
        self.ada = AdaControl(
            params.batch_size, self.device, target=params.ada_target, kilo_images=params.ada_kilo_images
        )
        self._path_average = torch.zeros((), device=self.device)
        self._w_avg = torch.zeros(self.generator.config.w_dim, device=self.device)
        self._means = PartMeans(1 + len(self._w_avg), self.device)
        self._last: dict[str, Tensor] = {}

    @property
    def condition_width(self) -> int:
        """Numbers by which a picture is told what to show; 0 for none."""
        return len(self.class_names)

    @torch.no_grad()
    def begun(self, name: str, network: nn.Module, new: Sequence[str]) -> None:
        """A new last block adds no colour at first: the picture is the smaller one, enlarged."""
        if isinstance(network, StyleGan2Generator):
            assert network.mapping.w_avg is not None
            self._w_avg = network.mapping.w_avg.clone()
            last = f"synthesis.b{self.params.size}.torgb.weight"
            if last in new:
                network.get_parameter(last).zero_()

    def batch(self, indices: Any) -> Any:
        group = min(self.discriminator.config.group_size or 1, len(indices))
        if len(indices) % group:
            raise InputError(
                f"{len(indices)} pictures in a part of the batch do not divide into groups of {group}.",
                hint="Choose a batch size that is a multiple of 4 for each process and part.",
            )
        found: ImageBatch = self.dataset.batch(indices, self.params.size, self.random)
        return found

    def step(self, batch: Any, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        c = self._labels(batch)
        lengths = self._path_average
        with torch.no_grad():
            assert self.generator.mapping.w_avg is not None
            self.generator.mapping.w_avg.copy_(self._w_avg)
        losses, w_mean = self._draw_better(batch, c)
        if self.params.path_weight and step % self.params.path_interval == 0:
            lengths = self._smooth_paths(max(len(batch.images) // self.params.path_shrink, 1), c)
        told, on_real = self._judge_better(batch, c)
        if self.r1_gamma and step % self.params.r1_interval == 0:
            self._smooth_scores(batch.images, c)
        self._remember(lengths, w_mean)
        if self.params.augment == "ada":
            self.ada.observe(on_real, self.sync, self.loss_scale)
            told |= {name: value.to(self.device) for name, value in self.ada.told().items()}
        return losses | told | self._last

    def _draw_better(self, batch: Any, c: Tensor | None) -> tuple[dict[str, Tensor], Tensor]:
        images = batch.images
        ws = self._styles(len(images), c)
        w_mean = ws[:, 0].detach().float().mean(dim=0)
        fake = self._draw(ws)
        on_fake, on_real = self._score(fake, c), None
        if self.objective.relativistic:
            with torch.no_grad():
                on_real = self._score(images, c)
        losses = {"g": self.objective.generator(on_fake, on_real), **self._more_to_draw(batch, fake)}
        self._update("drawing", self._drawing, torch.stack(list(losses.values())).sum())
        told = {name: value.detach() for name, value in losses.items()}
        return told | {"diversity": diversity(fake.detach())}, w_mean

    def _more_to_draw(self, batch: Any, fake: Tensor) -> dict[str, Tensor]:
        """Further losses of the generator."""
        return {}

    def _smooth_paths(self, n: int, c: Tensor | None) -> Tensor:
        """Path length regularisation; returns the mean length."""
        with self._in_float32():
            ws = self._styles(n, None if c is None else c[:n])
            fake = self._draw(ws)
            noise = self.random.randn(n, *fake.shape[1:], device=True)
            lengths = path_lengths(fake, ws, noise)
            penalty = path_length_penalty(lengths, self._path_average)
            self._update(
                "drawing", self._drawing, penalty * self.params.path_weight * self.params.path_interval
            )
        self._last["path_length_penalty"] = penalty.detach()
        return lengths.detach().mean()

    def _judge_better(self, batch: Any, c: Tensor | None) -> tuple[dict[str, Tensor], Tensor]:
        """Returns what is logged, and the scores of the real pictures."""
        images = batch.images
        with torch.no_grad():
            fake = self._draw(self._styles(len(images), c))
        shown, seen = self._changed(fake), self._changed(images)

        def score(pictures: Tensor) -> Tensor:
            return self._judged(pictures, c)

        looks = [self.discriminator.look(pictures) for pictures in (shown, seen)]
        on_fake, on_real = (self.discriminator.judge(look, c).float() for look in looks)
        losses = {
            "d_real": self.objective.on_real(on_real, on_fake),
            "d_fake": self.objective.on_fake(on_fake, on_real),
            **gradient_penalties(self.params, score, seen, shown, self.random),
            **consistencies(self.params, score, (seen, on_real), (shown, on_fake), self.random),
            **self._more_to_judge(batch, looks, on_real),
        }
        self._update("judging", self._judging, torch.stack(list(losses.values())).sum())
        told = {**losses, "score_real": on_real.mean(), "score_fake": on_fake.mean()}
        return {name: value.detach() for name, value in told.items()}, on_real.detach()

    def _more_to_judge(self, batch: Any, looks: Sequence[Tensor], on_real: Tensor) -> dict[str, Tensor]:
        """Further losses of the discriminator, on what it sees in generated and in real pictures."""
        return {}

    def _smooth_scores(self, images: Tensor, c: Tensor | None) -> None:
        with self._in_float32():
            penalty = zero_centred_penalty(lambda x: self._score(x, c), images)
            weight = self.r1_gamma * self.params.r1_interval
            self._update("judging", self._judging, weight * penalty)
        self._last["r1"] = penalty.detach()

    def _remember(self, lengths: Tensor, w_mean: Tensor) -> None:
        """Move the averages towards the means of the whole batch; the last thing that a step does."""
        mean = self._means.of(torch.cat([lengths.reshape(1), w_mean]), self.sync, self.loss_scale)
        if mean is not None:
            self._path_average = self._path_average.lerp(mean[0], self.params.path_decay)
            self._w_avg = self._w_avg.lerp(mean[1:], 1 - _W_AVG_BETA)

    def _styles(self, n: int, c: Tensor | None) -> Tensor:
        """Style vectors (n, num_ws, w_dim) of new latents; a batch may take its later rows from others."""
        rows, z_dim = self.generator.config.num_ws, self.generator.config.z_dim
        ws: Tensor = self.generator.mapping(self.random.randn(n, z_dim, device=True), c)
        if self.random.one() < self.params.style_mixing:
            first = 1 + self.random.integer(rows - 1)
            others = self.generator.mapping(self.random.randn(n, z_dim, device=True), c)
            ws = torch.cat([ws[:, :first], others[:, first:]], dim=1)
        return ws

    def _draw(self, ws: Tensor) -> Tensor:
        stages = self.generator.synthesis.stages
        sizes = [stage.resolution for stage in stages for _ in range(stage.num_noise)]
        noise = [self.random.randn(len(ws), 1, size, size, device=True) for size in sizes]
        images: Tensor = self.generator.synthesis(ws, noise=noise)
        return images

    def _score(self, images: Tensor, c: Tensor | None) -> Tensor:
        """Scores (N, 1) of pictures, changed at random before they are judged."""
        return self._judged(self._changed(images), c)

    def _changed(self, images: Tensor) -> Tensor:
        if self.params.augment == "ada":
            return ada(images, self.ada.p, self.random)
        if self.params.augment == "diffaugment":
            return diffaugment(images, "colour+translation+cutout", self.random)
        return images

    def _judged(self, images: Tensor, c: Tensor | None) -> Tensor:
        scores: Tensor = self.discriminator(images, c)
        return scores.float()

    def _labels(self, batch: Any) -> Tensor | None:
        if not self.class_names:
            return None
        assert batch.labels is not None
        return F.one_hot(batch.labels, len(self.class_names)).float()

    def _in_float32(self) -> torch.autocast:
        return torch.autocast(self.device.type, enabled=False)

    def _update(self, name: str, parameters: list[nn.Parameter], loss: Tensor) -> None:
        self.backward(loss, parameters)
        self.sync(parameters)
        self.optimisers[name].step()
        self.optimisers[name].zero_grad(set_to_none=True)

    def score_of(self, batch: Any) -> Tensor:
        batch = batch.to(self.device)
        return self._score(batch.images, self._labels(batch)).mean()

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Sixteen pictures of the same latents each time, their classes in turn."""
        random = torch.Generator().manual_seed(0)
        z = torch.randn(_SAMPLES, self.generator.config.z_dim, generator=random).to(self.device)
        count = len(self.class_names)
        c = F.one_hot(torch.arange(_SAMPLES) % count, count).float().to(self.device) if count else None
        return sheet([averages["generator"](z, c)])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "StyleGAN2",
            "summary": "Draws pictures like those that it was trained on.",
            "classes": list(self.class_names),
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["generator"], self.generator.config, folder / "model.safetensors", card=card, fp16=True)

    def state_dict(self) -> Mapping[str, Any]:
        return {
            "path_average": self._path_average,
            "w_avg": self._w_avg,
            "last": dict(self._last),
            "ada": self.ada.state_dict(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self._path_average = state["path_average"].to(self.device)
        self._w_avg = state["w_avg"].to(self.device)
        self._last = {name: value.to(self.device) for name, value in state["last"].items()}
        self.ada.load_state_dict(state["ada"])


def networks(
    params: StyleGan2Params, classes: int, sentences: bool = False
) -> tuple[StyleGan2Generator, StyleGan2Discriminator]:
    """Skip connections in the generator, residual blocks in the discriminator (StyleGAN2, section 4.1)."""
    preset = PRESETS[params.preset]
    channels = paper_channels(params.size, preset["base"], preset["most"])
    w_dim, layers = preset["w_dim"], preset["layers"]
    config = StyleGan2Config(
        resolution=params.size,
        channels=channels,
        mapping=MappingConfig(z_dim=w_dim, c_dim=classes, w_dim=w_dim, layers=layers),
        clamp=_CLAMP,
    )
    generator = TextStyleGan2Generator(with_text(config)) if sentences else StyleGan2Generator(config)
    embedding = MappingConfig(z_dim=0, c_dim=classes, w_dim=channels[0], layers=layers)
    discriminator = StyleGan2Discriminator(
        StyleGan2DiscriminatorConfig(
            resolution=params.size,
            channels=channels,
            c_dim=classes,
            mapping=embedding if classes else None,
            group_size=math.gcd(params.batch_size, _GROUP),
            clamp=_CLAMP,
        )
    )
    return generator, discriminator


def _adam(parameters: list[nn.Parameter], lr: float, interval: int) -> Adam:
    """betas 0 and 0.99, corrected for a lazy regulariser every `interval` steps (0 for none)."""
    share = interval / (interval + 1) if interval else 1.0
    return Adam(parameters, lr=lr * share, betas=(0.0, 0.99**share), eps=1e-8, fused=True)
