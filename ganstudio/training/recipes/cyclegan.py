"""CycleGAN (Zhu et al. 2017, arXiv:1703.10593) on two sets of pictures that are not paired.

Two generators and two discriminators, a cycle of both directions, an identity term and pools of earlier
pictures (sections 3 and 4, and the authors' code for the identity term). The generators see the
discriminators as they were at the start of the step, as in the authors' code.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.save import save
from ganstudio.datasets.unpaired import UnpairedBatch, UnpairedDataset
from ganstudio.engine.randomness import Randomness
from ganstudio.networks.cyclegan import ResnetConfig, ResnetGenerator
from ganstudio.networks.patchgan import PatchDiscriminator, PatchDiscriminatorConfig
from ganstudio.params import Advanced, Help, Label, Range
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
from ganstudio.training.image_pool import ImagePool
from ganstudio.training.objective_choice import ObjectiveName, objective_named
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.schedules import linear_decay, set_rate
from ganstudio.training.start_weights import normal_weights, rest_idle_biases, trainable, weights_without_norm

PRESETS: dict[str, dict[str, Any]] = {
    # 0.2 M and 1.4 M parameters for each direction; the paper's have 11.4 M.
    "tiny": {"size": 64, "batch_size": 4, "ngf": 12, "ndf": 16, "blocks": 3},
    "small": {"size": 128, "batch_size": 4, "ngf": 24, "ndf": 32, "blocks": 8},
    # Appendix 7.1: 6 blocks at 128 pixels, 9 at 256.
    "paper": {"size": 256, "batch_size": 1, "ngf": 64, "ndf": 64, "blocks": 9},
}
_SHOWN = 8


class CycleganParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of networks, pictures and batches")] = (
        "small"
    )
    size: Annotated[int, Range(32, 1024, 32, "px"), Help("Side of the training pictures; paper: 256")] = 128
    batch_size: Annotated[int, Range(1, 1024), Help("Pictures of each kind per step; paper: 1")] = 4
    domain_a: Annotated[
        str,
        Label("Name of the first set"),
        Help("What the first pictures show; empty = the name of their folder"),
    ] = ""
    domain_b: Annotated[
        str,
        Label("Name of the second set"),
        Help("What the second pictures show; empty = the name of their folder"),
    ] = ""
    objective: Annotated[
        ObjectiveName,
        Help("Adversarial objective; paper: least squares"),
    ] = "least_squares"
    lambda_cycle: Annotated[
        float, Label("Cycle consistency"), Range(0, 1000), Help("Weight of the way there and back; paper: 10")
    ] = 10.0
    lambda_identity: Annotated[
        float,
        Label("Identity loss"),
        Range(0, 100),
        Help("Weight of keeping pictures that are right already, times that of the cycle; paper: 0.5"),
    ] = 0.5
    pool: Annotated[
        int, Label("Image pool"), Range(0, 10_000), Help("Earlier pictures shown again; paper: 50")
    ] = 50
    r1: R1 = 0.0
    r2: R2 = 0.0
    gradient_penalty: GradientPenalty = 0.0
    consistency: Consistency = 0.0
    consistency_fake: FakeConsistency = 0.0
    spectral_norm: SpectralNorm = False
    norm: Annotated[
        Literal["instance", "bias"],
        Help(
            "Norm of the generators; paper: instance, which takes light and contrast away; bias: none, so "
            "that they pass, and large pictures can be made in tiles"
        ),
        Advanced(),
    ] = "instance"
    warm_up: Annotated[
        int,
        Range(0, 1e9),
        Help(
            "Steps at first in which the generators only give back what they are given (CartoonGAN, section "
            "3.3); paper: 0"
        ),
        Advanced(),
    ] = 0
    lr: Annotated[
        float, Label("Learning rate"), Range(0, 1), Help("Learning rate of all networks; paper: 2e-4")
    ] = 2e-4
    beta1: Annotated[
        float, Label("Adam β1"), Range(0, 0.999), Help("Momentum of Adam; authors' code: 0.5"), Advanced()
    ] = 0.5
    beta2: Annotated[
        float, Label("Adam β2"), Range(0, 0.99999), Help("Adam's second; authors' code: 0.999"), Advanced()
    ] = 0.999
    constant_steps: Annotated[
        int, Range(0, 1e9), Help("Steps before the learning rate falls; paper: 100 epochs, of horses 133,400")
    ] = 133_400
    decay_steps: Annotated[
        int, Range(0, 1e9), Help("Steps until it is 0; paper: 100 epochs more; 0 = it never falls")
    ] = 133_400
    ngf: Annotated[
        int, Label("Width, generator"), Range(4, 256), Help("Width of the generators; paper: 64"), Advanced()
    ] = 24
    ndf: Annotated[
        int,
        Label("Width, discriminator"),
        Range(4, 256),
        Help("Width of the discriminators; paper: 64"),
        Advanced(),
    ] = 32
    blocks: Annotated[
        int, Range(1, 32), Help("Residual blocks; paper: 6 at 128 px, 9 at 256 px"), Advanced()
    ] = 8
    ema_kilo_images: Annotated[
        float,
        Label("Averaging half-life"),
        Range(0, 1e4),
        Help("Half-life of the averaged generators, in thousands of pictures; 0 = off, as in the paper"),
        Advanced(),
    ] = 0.0


class _Side(NamedTuple):
    """One direction: what makes pictures of a domain, what judges them, and what it has been shown."""

    generator: ResnetGenerator
    discriminator: PatchDiscriminator
    pool: ImagePool

    def score(self, images: Tensor) -> Tensor:
        scores: Tensor = self.discriminator(images)
        return scores.float()


class CycleganRecipe(RecipeBase):
    """Two generators, from A to B ("forward") and back, and a discriminator for each domain."""

    name = "cyclegan"
    accepts = ("unpaired",)
    averaged = ("forward", "backward")
    files = {"forward": "model", "backward": "backward"}
    best = ("fid_style", "fid")
    metrics = measured

    def __init__(self, params: CycleganParams, dataset: UnpairedDataset, *, device: str = "cpu") -> None:
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.objective = objective_named(params.objective)
        self.domains = (params.domain_a or dataset.names[0], params.domain_b or dataset.names[1])
        self.to_b, self.to_a = _side(params), _side(params)
        self.modules: dict[str, nn.Module] = {
            "forward": self.to_b.generator,
            "backward": self.to_a.generator,
            "discriminator_b": self.to_b.discriminator,
            "discriminator_a": self.to_a.discriminator,
        }
        for module in self.modules.values():
            normal_weights(module)
            rest_idle_biases(module)
        if params.norm == "bias":
            for side in (self.to_b, self.to_a):
                weights_without_norm(side.generator)
        sides = (self.to_b, self.to_a)
        if params.spectral_norm:
            for side in sides:
                with_spectral_norm(side.discriminator)
        for module in self.modules.values():
            module.to(self.device)
        self._drawing = [weight for side in sides for weight in trainable(side.generator)]
        self._judging = [weight for side in sides for weight in trainable(side.discriminator)]
        betas = (params.beta1, params.beta2)
        self.optimisers: dict[str, Optimizer] = {
            "drawing": Adam(self._drawing, lr=params.lr, betas=betas, fused=True),
            "judging": Adam(self._judging, lr=params.lr, betas=betas, fused=True),
        }

    def batch(self, indices: Any) -> UnpairedBatch:
        return self.dataset.batch(indices, self.params.size, self.random)

    def step(self, batch: UnpairedBatch, step: int) -> Mapping[str, Tensor]:
        batch = batch.to(self.device)
        params = self.params
        rate = params.lr * linear_decay(step, params.constant_steps, params.decay_steps)
        set_rate(self.optimisers.values(), rate)
        if step < params.warm_up:
            return self._warm_up(batch)
        fake_b, fake_a, losses = self._draw(batch)
        self.backward(torch.stack(list(losses.values())).sum(), self._drawing)
        seen_b, seen_a = self._judge(self.to_b, batch.b, fake_b), self._judge(self.to_a, batch.a, fake_a)
        # Halved: section 4.
        for seen in (seen_b, seen_a):
            told = [value for name, value in seen.items() if not name.startswith("score_")]
            self.backward(0.5 * torch.stack(told).sum())
        self.sync([*self._drawing, *self._judging])
        for optimiser in self.optimisers.values():
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        means = {name: (seen_b[name] + seen_a[name]) / 2 for name in seen_b}
        return {name: value.detach() for name, value in {**losses, **means}.items()}

    def _warm_up(self, batch: UnpairedBatch) -> Mapping[str, Tensor]:
        """Pictures that come back as they were: then they need only change where the domains differ."""
        both = torch.cat([batch.a, batch.b])
        losses = {
            f"same_{name}": F.l1_loss(side.generator(both).float(), both)
            for name, side in (("b", self.to_b), ("a", self.to_a))
        }
        self.backward(torch.stack(list(losses.values())).sum(), self._drawing)
        self.sync(self._drawing)
        self.optimisers["drawing"].step()
        self.optimisers["drawing"].zero_grad(set_to_none=True)
        return {name: value.detach() for name, value in losses.items()}

    def _draw(self, batch: UnpairedBatch) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """Pictures of B and of A, and what the generators are to make small."""
        fake_b, same_b = self._there(self.to_b, batch.a, batch.b)
        fake_a, same_a = self._there(self.to_a, batch.b, batch.a)
        back_a, back_b = self.to_a.generator(fake_b).float(), self.to_b.generator(fake_a).float()
        cycle = self.params.lambda_cycle
        losses = {
            "g_b": self._fooled(self.to_b, fake_b, batch.b),
            "g_a": self._fooled(self.to_a, fake_a, batch.a),
            "cycle_a": cycle * F.l1_loss(back_a, batch.a),
            "cycle_b": cycle * F.l1_loss(back_b, batch.b),
        }
        if same_a is not None and same_b is not None:
            weight = cycle * self.params.lambda_identity
            losses["identity"] = weight * (F.l1_loss(same_a, batch.a) + F.l1_loss(same_b, batch.b))
        return fake_b, fake_a, losses

    def _there(self, side: _Side, given: Tensor, own: Tensor) -> tuple[Tensor, Tensor | None]:
        """The translation of `given`, and what becomes of pictures of the right domain.

        Both at once: instance norm keeps them apart.
        """
        if not self.params.lambda_identity:
            return side.generator(given).float(), None
        fake, same = side.generator(torch.cat([given, own])).float().split([len(given), len(own)])
        return fake, same

    def _fooled(self, side: _Side, fake: Tensor, real: Tensor) -> Tensor:
        real_scores = None
        if self.objective.relativistic:
            with torch.no_grad():
                real_scores = side.score(real)
        return self.objective.generator(side.score(fake), real_scores)

    def _judge(self, side: _Side, real: Tensor, fake: Tensor) -> dict[str, Tensor]:
        shown = side.pool.exchange(fake, self.random)
        real_scores, fake_scores = side.score(real), side.score(shown)
        params = self.params
        return {
            "d_real": self.objective.on_real(real_scores, fake_scores),
            "d_fake": self.objective.on_fake(fake_scores, real_scores),
            **gradient_penalties(params, side.score, real, shown, self.random, r1=params.r1),
            **consistencies(params, side.score, (real, real_scores), (shown, fake_scores), self.random),
            "score_real": real_scores.mean(),
            "score_fake": fake_scores.mean(),
        }

    def score_of(self, batch: UnpairedBatch) -> Tensor:
        batch = batch.to(self.device)
        return (self.to_b.score(batch.b).mean() + self.to_a.score(batch.a).mean()) / 2

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Rows of a, of b made from it and of a made from that; then the same from b."""
        indices = torch.linspace(0, len(self.dataset) - 1, _SHOWN).long().numpy()
        batch = self.dataset.batch(indices, self.params.size).to(self.device)
        rows = []
        for given, way in ((batch.a, ("forward", "backward")), (batch.b, ("backward", "forward"))):
            there = averages[way[0]](given)
            rows += [given, there, averages[way[1]](there)]
        return sheet([row.float().cpu() for row in rows])

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        """One model: its main file translates from A to B, `backward.safetensors` from B to A."""
        folder.mkdir(parents=True, exist_ok=True)
        for (name, stem), (source, target) in zip(
            self.files.items(), (self.domains, self.domains[::-1]), strict=True
        ):
            card = {
                "title": f"CycleGAN: {source} to {target}",
                "summary": f"Translates pictures of {source} to {target}.",
                "domains": {"source": source, "target": target},
                "training": dict(record),
            }
            network = averages[name]
            path = folder / f"{stem}.safetensors"
            save(network, self.to_b.generator.config, path, card=card, fp16=True)

    def state_dict(self) -> Mapping[str, Any]:
        return {"pool_b": self.to_b.pool.state_dict(), "pool_a": self.to_a.pool.state_dict()}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        self.to_b.pool.load_state_dict(state["pool_b"], self.device)
        self.to_a.pool.load_state_dict(state["pool_a"], self.device)


def _side(params: CycleganParams) -> _Side:
    return _Side(
        ResnetGenerator(ResnetConfig(ngf=params.ngf, blocks=params.blocks, norm=params.norm)),
        PatchDiscriminator(PatchDiscriminatorConfig(ndf=params.ndf)),
        ImagePool(params.pool, params.batch_size),
    )
