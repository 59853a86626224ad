"""A picture to the styles with which one generator draws it: the encoder of a StyleGAN that stays as it is.

The generator's own pictures come with their styles, which are regressed as Perarnau et al. do (Invertible
conditional GANs, 2016, arXiv:1611.06355, section 3.1); of these and of real pictures the drawing that the
found styles give is compared with the picture (pSp: Richardson et al., CVPR 2021, arXiv:2008.00951, section
3.2). That the rows stay alike, and so near to W where edits work, is e4e's (Tov et al., SIGGRAPH 2021,
arXiv:2102.02766, delta regularisation).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.datasets.images import ImageBatch
from ganstudio.datasets.source import Dataset
from ganstudio.editing.generator import LatentGenerator
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.networks.latent_encoder import LatentEncoder, LatentEncoderConfig
from ganstudio.params import Advanced, Help, Label, Range
from ganstudio.training.pictures import sheet
from ganstudio.training.presets import PresetParameters
from ganstudio.training.recipe import RecipeBase

PRESETS: dict[str, dict[str, Any]] = {
    "tiny": {"width": 8, "size": 64, "batch_size": 8},
    "small": {"width": 24, "size": 64, "batch_size": 8},
    # The size at which pSp and e4e look at pictures, and their batch; the network is ours.
    "paper": {"width": 40, "size": 256, "batch_size": 8},
}
_SAMPLES = 8
_MEASURED = 128
_SPREAD_OF = 4096


class LatentEncoderParams(PresetParameters):
    """What fixes the result of a training run, besides its data and length.

    A preset gives those of its parameters that are not named.
    """

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = PRESETS

    preset: Annotated[Literal["tiny", "small", "paper"], Help("Size of network, pictures and batches")] = (
        "small"
    )
    generator: Annotated[
        str, Label("Generator"), Help("A StyleGAN of the library, or its file: whose styles are to be found")
    ] = ""
    width: Annotated[int, Range(4, 64, 4), Help("Channels at full resolution")] = 24
    size: Annotated[
        int, Range(16, 256, 16, "px"), Help("Side at which pictures are looked at, a power of two")
    ] = 64
    batch_size: Annotated[
        int, Range(1, 1024), Help("Real pictures per step; the generator draws as many besides")
    ] = 8
    lr: Annotated[float, Label("Learning rate"), Range(0, 1), Help("Learning rate; pSp: 0.0001")] = 1e-3
    rows: Annotated[
        Literal["one", "each"],
        Label("Styles"),
        Help("One style for all layers, or one for each: nearer to the picture, less easily edited"),
    ] = "each"
    lambda_latent: Annotated[
        float, Label("Known styles"), Range(0, 1000), Help("Weight of the styles of drawn pictures")
    ] = 1.0
    lambda_l1: Annotated[
        float, Label("Pixels"), Range(0, 1000), Help("Weight of the distance of pixels; pSp: 1, squared")
    ] = 2.0
    lambda_perceptual: Annotated[
        float, Label("Perceptual loss"), Range(0, 1000), Help("Weight of the distance of features; pSp: 0.8")
    ] = 1.0
    perceptual: Annotated[
        str,
        Label("Perceptual network"),
        Help(
            "Network of the perceptual loss: the file of a VGG of torchvision, or own for the features of "
            "landscape-segmenter; empty = no such loss"
        ),
        Advanced(),
    ] = "own"
    lambda_delta: Annotated[
        float,
        Label("Rows alike"),
        Range(0, 1000),
        Help("Weight of the differences between the layers' styles"),
    ] = 0.05
    ema_kilo_images: Annotated[
        float, Label("Averaging half-life"), Range(0, 1e4), Help("Half-life of the averaged weights")
    ] = 1.0


class LatentEncoderRecipe(RecipeBase):
    """The encoder alone is trained; half of what it sees in a step was drawn by the generator."""

    name = "latent_encoder"
    accepts = ("images", "labelled_images")
    averaged = ("encoder",)
    files = {"encoder": "model"}
    best = ("held_out_l1",)

    def __init__(
        self,
        params: LatentEncoderParams,
        dataset: Dataset,
        *,
        device: str = "cpu",
        perceptual: nn.Module | None = None,
    ) -> None:
        self.params = params
        self.dataset = dataset
        self.device = torch.device(device)
        self.random = Randomness(device=device)
        self.batch_size = params.batch_size
        self.item_count = len(dataset)
        self.ema_half_life = params.ema_kilo_images * 1000
        self.perceptual = None if perceptual is None else perceptual.to(self.device)
        self.generator = generator_named(params.generator, self.device)
        self.encoder = encoder_of(self.generator, params).to(self.device)
        self.modules: dict[str, nn.Module] = {"encoder": self.encoder}
        self.optimisers: dict[str, Optimizer] = {"encoder": Adam(self.encoder.parameters(), lr=params.lr)}

    def batch(self, indices: Any) -> ImageBatch:
        found: ImageBatch = self.dataset.batch(indices, self.params.size, self.random)
        return found

    def step(self, batch: ImageBatch, step: int) -> Mapping[str, Tensor]:
        real = batch.to(self.device).images
        drawn, known = self._drawn(len(real))
        pictures = torch.cat([drawn, real])
        found = self.encoder(pictures).float()
        losses = self._likeness(self._redrawn(found), pictures)
        variance = self.encoder.spread.square()
        losses["latent"] = self.params.lambda_latent * F.mse_loss(found[: len(known)], known) / variance
        if self.params.rows == "each":
            differences = (found[:, 1:] - found[:, :1]).square().mean() / variance
            losses["delta"] = self.params.lambda_delta * differences
        optimiser = self.optimisers["encoder"]
        self.backward(torch.stack(list(losses.values())).sum())
        self.sync(self.encoder.parameters())
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        return {name: value.detach() for name, value in losses.items()}

    @torch.no_grad()
    def _drawn(self, count: int) -> tuple[Tensor, Tensor]:
        """Pictures (count, 3, S, S) of random latents, with noise of their own, and their styles."""
        generator, classes = self.generator, self.generator.class_count
        z = self.random.randn(count, generator.z_dim, device=True)
        ws = generator.styles(z, self.random.integer(classes) if classes else None)
        noise = [
            None if own is None else self.random.randn(count, *own.shape[1:], device=True)
            for own in generator.noise()
        ]
        return self._seen(generator.draw(ws, noise)), ws

    def _redrawn(self, ws: Tensor) -> Tensor:
        """Pictures (N, 3, S, S) of styles, which gradients go back to."""
        pictures: Tensor = self.generator.synthesis(ws, noise=self.generator.noise())
        return self._seen(pictures)

    def _seen(self, pictures: Tensor) -> Tensor:
        size = self.params.size
        if pictures.shape[-1] != size:
            shape = (size, size)
            pictures = F.interpolate(
                pictures, size=shape, mode="bilinear", antialias=True, align_corners=False
            )
        return pictures.float()

    def _likeness(self, redrawn: Tensor, pictures: Tensor) -> dict[str, Tensor]:
        losses = {"l1": self.params.lambda_l1 * F.l1_loss(redrawn, pictures)}
        if self.perceptual is not None:
            losses["perceptual"] = self.params.lambda_perceptual * self.perceptual(redrawn, pictures)
        return losses

    @torch.no_grad()
    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        """Eight pictures of the data, and below what the generator makes of their styles."""
        places = np.linspace(0, len(self.dataset) - 1, _SAMPLES).astype(np.int64)
        images = self.dataset.batch(places, self.params.size).images.to(self.device)
        return sheet([images, self._redrawn(averages["encoder"](images).float())])

    @torch.no_grad()
    def metrics(self, averages: Mapping[str, nn.Module], progress: Progress) -> Mapping[str, float]:
        """How far redrawn held-out pictures are from them, with colours from -1 to 1; none without them."""
        held_out = getattr(self.dataset, "held_out", None)
        if held_out is None:
            return {}
        places = np.linspace(0, len(held_out) - 1, min(len(held_out), _MEASURED)).astype(np.int64)
        distances = []
        for part in progress.steps(np.array_split(places, -(-len(places) // 16)), "measuring"):
            images = held_out.batch(part, self.params.size).images.to(self.device)
            redrawn = self._redrawn(averages["encoder"](images).float())
            distances.append((redrawn - images).abs().mean(dim=(1, 2, 3)).cpu())
        return {"held_out_l1": float(torch.cat(distances).mean())}

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        title = self.generator.card.get("title") or self.generator.family
        card = {
            "title": f"Encoder of {title}",
            "summary": "Finds the styles with which the generator beside it draws a picture.",
            "generator": {"title": str(title), "sha256": self.generator.sha256},
            "training": dict(record),
        }
        folder.mkdir(parents=True, exist_ok=True)
        save(averages["encoder"], self.encoder.config, folder / "model.safetensors", card=card, fp16=True)


def generator_named(name: str, device: torch.device) -> LatentGenerator:
    """A frozen StyleGAN; InputError or CheckpointError for anything else."""
    if not name:
        raise InputError("Say whose styles the encoder is to find:", hint="--generator NAME|FILE.")
    generator = LatentGenerator.of(load(find(name), map_location=device))
    generator.synthesis.requires_grad_(False)
    return generator


@torch.no_grad()
def encoder_of(generator: LatentGenerator, params: LatentEncoderParams) -> LatentEncoder:
    """An untrained encoder for a generator's styles: it begins near the average one."""
    if params.size & (params.size - 1):
        raise InputError(f"The side of the pictures must be a power of two, not {params.size}.")
    encoder = LatentEncoder(
        LatentEncoderConfig(
            num_ws=generator.num_ws,
            w_dim=generator.w_dim,
            side=params.size,
            rows=generator.num_ws if params.rows == "each" else 1,
            width=params.width,
        )
    )
    random = torch.Generator().manual_seed(0)
    z = torch.randn(_SPREAD_OF, generator.z_dim, generator=random).to(generator.device)
    average = generator.average()
    encoder.average.copy_(average)
    encoder.spread.copy_((generator.styles(z)[:, 0] - average).square().mean().sqrt())
    return encoder
