"""DCGAN (Radford, Metz and Chintala 2016, arXiv:1511.06434) on pictures: new ones like them, from noise.

Start values, rates and momentum are the paper's (section 4). Both players are updated against the same
pictures, so that each network runs forward once; the paper takes turns.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import torch
from pydantic import BeforeValidator
from torch import Tensor, nn
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.pictures import sheet
from ganstudio.checkpoints.save import save
from ganstudio.datasets.images import ImageBatch, ImageDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.dcgan import (
    DcganConfig,
    DcganDiscriminator,
    DcganDiscriminatorConfig,
    DcganGenerator,
)
from ganstudio.params import Advanced, Help, Label, Range
from ganstudio.training.augment.ada import ada
from ganstudio.training.augment.ada_control import AdaControl
from ganstudio.training.augment.diffaugment import Policy, diffaugment
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
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.start_weights import normal_weights

PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"size": 32, "batch_size": 32, "ngf": 24, "ndf": 24},
    "small": {"size": 64, "batch_size": 64, "ngf": 48, "ndf": 48},
    # The widths and the batches of section 4.1 and figure 1, with the discriminator of PyTorch's example.
    "paper": {"size": 64, "batch_size": 128, "ngf": 128, "ndf": 64},
}
_WIDEST = 8
_SHOWN = 32
_COLUMNS = 8


class DcganParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of networks, pictures and batches")] = (
        "small"
    )
    size: Annotated[
        Literal[32, 64, 128],
        BeforeValidator(int),
        Help("Side of the pictures in pixels; paper: 64, or 32 for CIFAR-10"),
    ] = 64
    batch_size: Annotated[int, Range(2, 4096), Help("Pictures per step; paper: 128")] = 64
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective or f-divergence; paper: non-saturating (arXiv:1406.2661)"),
    ] = "non_saturating"
    augment: Annotated[
        Literal[Policy, "ada"],
        Help("For few pictures DiffAugment (arXiv:2006.10738), or ADA (arXiv:2006.06676); paper: none"),
    ] = "none"
    ada_target: Annotated[
        float,
        Label("ADA target"),
        Range(0, 1),
        Help("Share of overfitting that ADA aims at; its paper: 0.6"),
        Advanced(),
    ] = 0.6
    ada_kilo_images: Annotated[
        float,
        Label("ADA speed"),
        Range(1, 1e5),
        Help("Thousands of pictures in which ADA can go from 0 to 1; its paper: 500"),
        Advanced(),
    ] = 500.0
    r1: R1 = 0.0
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    spectral_norm: SpectralNorm = False
    lr: Annotated[
        float, Label("Learning rate"), Range(0, 1), Help("Learning rate of both players; paper: 2e-4")
    ] = 2e-4
    beta1: Annotated[
        float, Label("Adam β1"), Range(0, 0.999), Help("Momentum of Adam; paper: 0.5"), Advanced()
    ] = 0.5
    beta2: Annotated[
        float, Label("Adam β2"), Range(0, 0.99999), Help("Adam's second; its usual: 0.999"), Advanced()
    ] = 0.999
    z_dim: Annotated[
        int, Label("Size of the latent"), Range(1, 1024), Help("Size of the latent; paper: 100"), Advanced()
    ] = 100
    ngf: Annotated[
        int,
        Label("Width, generator"),
        Range(4, 256),
        Help("Last width of the generator; paper: 128"),
        Advanced(),
    ] = 48
    ndf: Annotated[
        int,
        Label("Width, discriminator"),
        Range(4, 256),
        Help("First width of the discriminator; PyTorch's example: 64"),
        Advanced(),
    ] = 48
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generator, in thousands of pictures; ours; 0 = off, as in the paper"),
        Advanced(),
    ] = 5.0


class DcganRecipe(RecipeBase):
    """Both networks have batch norms, which see the rows of one process only, unless it is on CUDA."""

    name = "dcgan"
    accepts = ("images", "labelled_images")
    averaged = ("generator",)
    files = {"generator": "model"}
    best = ("fid_style", "fid")
    metrics = measured

    def __init__(self, params: DcganParams, dataset: ImageDataset, *, device: str = "cpu") -> None:
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = objective_named(params.objective)
        self.ada = AdaControl(
            params.batch_size,
            self.device,
            target=params.ada_target,
            kilo_images=params.ada_kilo_images,
        )
        widths = [1 << level for level in range((params.size // 4).bit_length() - 1)]
        factors = [min(factor, _WIDEST) for factor in widths]
        self.generator = DcganGenerator(
            DcganConfig(params.z_dim, tuple(params.ngf * factor for factor in reversed(factors)))
        )
        self.discriminator = DcganDiscriminator(
            DcganDiscriminatorConfig(tuple(params.ndf * factor for factor in factors))
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
            module.to(self.device).to(memory_format=torch.channels_last)
        betas = (params.beta1, params.beta2)
        self.optimisers: dict[str, Optimizer] = {
            name: Adam(module.parameters(), lr=params.lr, betas=betas, fused=True)
            for name, module in self.modules.items()
        }

    def batch(self, indices: Any) -> ImageBatch:
        return self.dataset.batch(indices, self.params.size, self.random)

    def step(self, batch: ImageBatch, step: int) -> Mapping[str, Tensor]:
        real = batch.images.to(self.device)
        z = self.random.randn(len(real), self.params.z_dim, device=True)
        fake = self.generator(z)
        seen, shown = self._changed(real), self._changed(fake.float())
        # Batch norms see real and generated pictures apart, as in PyTorch's example.
        real_scores, fake_scores = self._scores(seen), self._scores(shown)
        losses = {
            "d_real": self.objective.on_real(real_scores, fake_scores),
            "d_fake": self.objective.on_fake(fake_scores, real_scores),
            **gradient_penalties(self.params, self._scores, seen, shown, self.random, r1=self.params.r1),
            **consistencies(
                self.params, self._scores, (seen, real_scores), (shown, fake_scores), self.random
            ),
        }
        judging = torch.stack(list(losses.values())).sum()
        losses["g"] = self.objective.generator(fake_scores, real_scores)
        self._update(judging, losses["g"])
        if self.params.augment == "ada":
            self.ada.observe(real_scores, self.sync, self.loss_scale)
            losses |= self.ada.told()
        losses |= {
            "score_real": real_scores.mean(),
            "score_fake": fake_scores.mean(),
            "diversity": diversity(fake.detach()),
        }
        return {name: value.detach() for name, value in losses.items()}

    def _changed(self, images: Tensor) -> Tensor:
        if self.params.augment == "ada":
            return ada(images, self.ada.p, self.random)
        return diffaugment(images, self.params.augment, self.random)

    def _scores(self, images: Tensor) -> Tensor:
        """Raw scores (N,): objectives take them before the sigmoid with which the network ends."""
        scores: Tensor = self.discriminator.main(images).float().flatten()
        return scores

    def _update(self, judging: Tensor, drawing: Tensor) -> None:
        """Both backward passes come before either update: each loss sees the same weights."""
        drawn, judged = list(self.generator.parameters()), list(self.discriminator.parameters())
        self.backward(judging, judged, retain_graph=True)
        self.backward(drawing, drawn)
        self.sync([*drawn, *judged])
        for optimiser in self.optimisers.values():
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)

    def score_of(self, batch: ImageBatch) -> Tensor:
        return self._scores(self._changed(batch.images.to(self.device))).mean()

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Pictures of the same latents each time, with their own statistics, as the authors draw theirs."""
        z = torch.randn(_SHOWN, self.params.z_dim, generator=torch.Generator().manual_seed(0))
        with batch_statistics(averages["generator"]):
            return sheet(averages["generator"](z.to(self.device)).float().cpu(), _COLUMNS)

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        card = {
            "title": "DCGAN",
            "summary": f"Draws new pictures of {self.params.size} x {self.params.size} pixels.",
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "model.safetensors"
        save(averages["generator"], self.generator.config, path, card=card, fp16=True)

    def state_dict(self) -> Mapping[str, Any]:
        return {"ada": self.ada.state_dict()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self.ada.load_state_dict(state["ada"])
