"""Pictures to latents: what is found, what is refused, and stopping it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.checkpoints.load import LoadedModel, load
from ganstudio.document.image import ImageData
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.projection import encoder_beside, noise_regularisation, project, target_of
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from ganstudio.networks.latent_encoder import LatentEncoder, LatentEncoderConfig
from tests.support.stylegan import small_generator


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> LatentGenerator:
    path = small_generator(tmp_path_factory.mktemp("generator") / "model.safetensors")
    return LatentGenerator.of(load(path))


@pytest.fixture
def target(generator: LatentGenerator) -> torch.Tensor:
    return generator.draw(generator.styles(generator.latent(3)), generator.noise())


def test_a_drawn_picture_is_found_again(generator: LatentGenerator, target: torch.Tensor) -> None:
    found = project(generator, target, steps=60, space="w")
    far = project(generator, target, steps=0, space="w")
    assert min(found.losses) < 0.2 * found.losses[0]
    assert torch.equal(found.ws, found.ws[:, :1].expand_as(found.ws))
    distance = (found.picture - target).square().mean()
    assert distance < 0.3 * (far.picture - target).square().mean()
    # The text of a latent holds styles alone: they and the network's own noise must give the picture.
    assert torch.equal(found.picture, generator.draw(found.ws, generator.noise()))


def test_rows_of_their_own_come_nearer(generator: LatentGenerator) -> None:
    strange = ImageData(np.random.default_rng(0).integers(0, 65535, (21, 40, 1), dtype=np.uint16))
    together, apart = (project(generator, strange, steps=40, space=space) for space in ("w", "w+"))
    assert min(apart.losses) < min(together.losses)
    assert not torch.equal(apart.ws[:, 0], apart.ws[:, 1])


def test_an_encoder_is_where_it_begins(generator: LatentGenerator, target: torch.Tensor) -> None:
    known = generator.styles(generator.latent(3))

    class Knows(torch.nn.Module):
        def forward(self, image: torch.Tensor) -> torch.Tensor:
            return known

    found = project(generator, target, encoder=Knows(), steps=0, space="w+")
    assert torch.allclose(found.picture, target)


def test_noise_is_optimised_when_it_is_asked_for(generator: LatentGenerator, target: torch.Tensor) -> None:
    found = project(generator, target, steps=5, noise_weight=1e5)
    for noise, own in zip(found.noise, generator.noise(), strict=True):
        assert noise is not None
        assert own is not None
        assert not torch.equal(noise, own)
        assert abs(float(noise.square().mean()) - 1) < 0.01
    assert torch.equal(found.picture, generator.draw(found.ws, found.noise))


def test_noise_that_shows_something_is_punished() -> None:
    white = torch.randn(1, 1, 32, 32, generator=torch.Generator().manual_seed(0))
    stripes = torch.ones(1, 1, 32, 32)
    stripes[..., ::2, :] = -1
    assert noise_regularisation([white]) < 0.1 < noise_regularisation([stripes])


def test_it_stops_when_it_is_told_to(generator: LatentGenerator, target: torch.Tensor) -> None:
    token, seen = CancelToken(), []

    def show(picture: torch.Tensor) -> None:
        seen.append(picture.shape)
        token.cancel()

    with pytest.raises(CancelledError):
        project(generator, target, steps=100, show=show, progress=Progress(token=token))
    assert seen == [(1, 3, 16, 16)]


def test_pictures_of_any_kind_become_targets() -> None:
    deep = np.full((20, 30, 3), 32896, np.uint16)
    assert torch.allclose(target_of(ImageData(deep), 16), torch.full((1, 3, 16, 16), 0.00392), atol=1e-4)
    clear = np.zeros((16, 16, 4), np.uint8)
    assert (target_of(ImageData(clear), 16) == 1).all()
    for height, width in ((1, 1), (4000, 5)):
        with pytest.raises(InputError, match="too small"):
            target_of(ImageData(np.zeros((height, width, 3), np.uint8)), 16)
    with pytest.raises(InputError, match="infinite"):
        target_of(torch.full((3, 16, 16), torch.nan), 16)


def test_an_encoder_of_another_generator_is_refused(generator: LatentGenerator) -> None:
    network = LatentEncoder(LatentEncoderConfig(generator.num_ws, generator.w_dim, side=16, width=4))

    def encoder(sha256: str, family: str = "latent_encoder") -> LoadedModel:
        card = {"generator": {"title": "Cats", "sha256": sha256}}
        return LoadedModel(network, family, "encoder", network.config, card, "", Path("encoder.safetensors"))

    assert encoder_beside(encoder(generator.sha256), generator) is network
    with pytest.raises(InputError, match="another generator \\(Cats\\)"):
        encoder_beside(encoder("00"), generator)
    with pytest.raises(InputError, match="no latent encoder"):
        encoder_beside(encoder(generator.sha256, "style_spade"), generator)
