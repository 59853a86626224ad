"""What a generator makes of a batch of a data set: pictures to be compared with those of the batch.

A data set's own batches go in, not those of a recipe, so that finished models and runs are judged alike.
Everything random comes from `random`, a generator on the CPU.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.datasets.label_maps import LabelMapBatch
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import CheckpointError
from ganstudio.networks.bicyclegan import BicycleGenerator
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.cyclegan import ResnetGenerator
from ganstudio.networks.dcgan import DcganGenerator
from ganstudio.networks.gan_cls import GanClsGenerator
from ganstudio.networks.gigagan import GigaGanGenerator
from ganstudio.networks.pix2pix import UnetGenerator, authors_test_mode
from ganstudio.networks.spade import SpadeGenerator, prepare_semantics
from ganstudio.networks.studiogan import StudioGenerator
from ganstudio.networks.style_spade import StyleSpadeGenerator
from ganstudio.networks.stylegan1 import StyleGAN1Generator
from ganstudio.networks.stylegan2 import StyleGan2Generator
from ganstudio.networks.stylegan2_text import TextStyleGan2Generator
from ganstudio.networks.stylegan3 import StyleGAN3Generator
from ganstudio.training.colour_hints import HINT_CHANNELS, random_dabs

UNCONDITIONAL = (DcganGenerator, StyleGAN1Generator, StyleGan2Generator, StyleGAN3Generator, StudioGenerator)
PAINTERS = (SpadeGenerator, StyleSpadeGenerator)
TRANSLATORS = (UnetGenerator, ResnetGenerator, BicycleGenerator)
WRITTEN = (GanClsGenerator, GigaGanGenerator, TextStyleGan2Generator)


def new_pictures(network: Any, count: int, random: torch.Generator, labels: Tensor | None = None) -> Tensor:
    """Pictures from noise, without truncation; labels (count,) choose the classes of a network that has some,
    else chance does."""
    z = torch.randn(count, latent_size(network), generator=random)
    classes = class_count(network)
    if classes and (labels is None or int(labels.max()) >= classes):
        labels = torch.randint(classes, (count,), generator=random)
    place = device_of(network)
    if isinstance(network, DcganGenerator):
        with batch_statistics(network):
            return _pictures(network(z.to(place)))
    if isinstance(network, StudioGenerator):
        return _pictures(network(z.to(place), labels.to(place) if classes and labels is not None else None))
    c = F.one_hot(labels, classes).float().to(place) if classes and labels is not None else None
    # A new picture has noise of its own; that which is stored in the network is drawn once.
    return _pictures(network(z.to(place), c, noise_mode="random", generator=random))


def painted(network: Any, batch: LabelMapBatch, random: torch.Generator) -> Tensor:
    """Pictures of label maps, in the batch's styles, with chance latents."""
    place = device_of(network)
    n, _, height, width = batch.labels.shape
    labels = batch.labels.to(place)
    if isinstance(network, StyleSpadeGenerator):
        config = network.config
        z = torch.randn(n, config.z_dim, generator=random).to(place)
        noise = torch.randn(n, config.noise_dim, height, width, generator=random).to(place)
        style = batch.style.to(place) if batch.style.shape[1] == config.style_nc else None
        semantics = prepare_semantics(labels, config.semantic_nc)
        return _pictures(network(semantics, z, style, noise, rows=batch.rows.to(place)))
    assert isinstance(network, SpadeGenerator)
    facts = network.config
    instances = (batch.instances if batch.instances is not None else batch.labels).to(place)
    semantics = prepare_semantics(
        labels,
        facts.label_nc,
        dont_care=facts.dont_care,
        instances=instances if facts.instance_edges else None,
    )
    latent = torch.randn(n, facts.z_dim, generator=random).to(place)
    return _pictures(network(semantics, latent))


def translated(network: Any, source: Tensor, random: torch.Generator, target: Tensor | None = None) -> Tensor:
    """Pictures (N, 3, H, W) translated; a network that takes hints of colour gets dabs of `target`."""
    place = device_of(network)
    if network.config.in_channels == 3 + HINT_CHANNELS:
        if target is None:
            raise CheckpointError("This model takes hints of colour, which only pairs of pictures can give.")
        seed = int(torch.randint(1 << 31, (), generator=random))
        source = torch.cat([source, random_dabs(target.cpu(), Randomness(seed)).to(source)], dim=1)
    source = source.to(place)
    if isinstance(network, BicycleGenerator):
        z = torch.randn(len(source), network.config.z_dim, generator=random).to(place)
        return _pictures(network(source, z))
    if not isinstance(network, UnetGenerator):
        return _pictures(network(source))
    with torch.random.fork_rng([place] if place.type == "cuda" else []), authors_test_mode(network):
        torch.manual_seed(int(torch.randint(1 << 31, (), generator=random)))
        # As its authors test it, each picture has its own statistics.
        return _pictures(torch.cat([network(part) for part in source.split(1)]))


def written(network: Any, features: Tensor, random: torch.Generator) -> Tensor:
    """Pictures of sentences, from features (N, D), or of each word (N, T, D)."""
    place = device_of(network)
    text = features.to(place)
    if isinstance(network, GanClsGenerator):
        noise = torch.randn(len(text), network.config.noise_dim, generator=random).to(place)
        return _pictures(network(noise, text))
    if isinstance(network, TextStyleGan2Generator):
        z = torch.randn(len(text), network.config.z_dim, generator=random).to(place)
        return _pictures(network(z, text, noise_mode="random", generator=random))
    assert isinstance(network, GigaGanGenerator)
    z = torch.randn(len(text), network.config.style_dim, generator=random).to(place)
    noises = [noise.to(place) for noise in network.draw_noises(len(text), random)]
    return _pictures(network(z, text if text.dim() == 3 else text[:, None], noises) * 2 - 1)


def _pictures(made: Tensor) -> Tensor:
    """In float32 and three colours, none beyond black and white."""
    return made.float().clamp(-1, 1).expand(-1, 3, -1, -1)


def latent_size(network: Any) -> int:
    config: Any = network.config
    if isinstance(network, DcganGenerator):
        return int(config.nz)
    if isinstance(network, StudioGenerator):
        return int(config.z_dim + config.info_dim)
    return int(config.z_dim)


def class_count(network: Any) -> int:
    """0 for a network without classes."""
    return int(getattr(network.config, "num_classes", 0) or getattr(network.config, "c_dim", 0))


def picture_size(network: Any) -> int:
    """The side of what it draws; 0 where that is the side of what it is given."""
    config: Any = network.config
    for name in ("image_size", "resolution", "img_size"):
        if size := getattr(config, name, 0):
            return int(size)
    return 64 if isinstance(network, GanClsGenerator) else 0


def mapping_of(network: Any) -> Callable[..., Tensor]:
    """From latents to style vectors; the latents themselves where there is no such network."""
    mapping: Callable[..., Tensor] = getattr(network, "mapping", lambda z, c=None: z)
    return mapping


def device_of(network: Any) -> torch.device:
    place: torch.device = next(network.parameters()).device
    return place
