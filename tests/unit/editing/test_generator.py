"""Generators of several families, seen in one way."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.editing.bending import Bend
from ganstudio.editing.generator import LatentGenerator
from ganstudio.errors import InputError
from ganstudio.networks.dcgan import DcganConfig, DcganGenerator
from ganstudio.networks.staged import StageCache
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan3 import StyleGAN3Config, StyleGAN3Generator, input_transform
from tests.support.stylegan import small_generator


@pytest.fixture
def generator(tmp_path: Path) -> LatentGenerator:
    return LatentGenerator.of(load(small_generator(tmp_path / "model.safetensors")))


def test_it_draws_what_the_network_draws(generator: LatentGenerator) -> None:
    z = generator.latent(3)
    ws = generator.truncated(generator.styles(z), 0.5)
    expected = generator.module(z, truncation_psi=0.5, noise_mode="const")
    torch.testing.assert_close(generator.draw(ws, generator.noise()), expected)


def test_the_first_rows_alone_can_be_truncated(generator: LatentGenerator) -> None:
    ws = generator.styles(generator.latent(3))
    near = generator.truncated(ws, 0.0, 2)
    torch.testing.assert_close(near[0, :2], generator.average().expand(2, -1))
    assert torch.equal(near[:, 2:], ws[:, 2:])


def test_noise_of_another_seed_stays_inside_its_area(generator: LatentGenerator) -> None:
    own = generator.noise()
    area = torch.zeros(16, 16)
    area[:, 8:] = 1
    painted = generator.noise("const", seed=5, area=area)
    drawn = generator.noise("random", seed=5)
    for one, other, new in zip(own, painted, drawn, strict=True):
        assert one is not None
        assert other is not None
        assert new is not None
        half = one.shape[-1] // 2
        assert torch.equal(one[..., :half], other[..., :half])
        torch.testing.assert_close(other[..., half:], new[..., half:])


def test_noise_can_be_weaker_in_single_layers(generator: LatentGenerator) -> None:
    name = generator.noise_names[2]
    maps = generator.noise(layers={name: 0.0})
    assert [each is None for each in maps] == [other == name for other in generator.noise_names]


def test_a_bent_layer_restarts_nothing_when_only_later_rows_change(generator: LatentGenerator) -> None:
    cache, bends = StageCache(), (Bend("b8.conv0", 0, 1, 2.0, 0.1),)
    ws = generator.styles(generator.latent(3))
    plain = generator.draw(ws, generator.noise())
    bent = generator.draw(ws, generator.noise(), cache=cache, bends=bends)
    assert not torch.allclose(plain, bent)
    ws = ws.clone()
    ws[:, -1] += 1
    again = generator.draw(ws, generator.noise(), cache=cache, bends=bends)
    assert cache.stages_run < len(generator.stages)
    torch.testing.assert_close(again, generator.draw(ws, generator.noise(), bends=bends))


def test_the_average_of_a_file_without_one_is_that_of_many_latents(tmp_path: Path) -> None:
    generator = LatentGenerator.of(load(small_generator(tmp_path / "model.safetensors")))
    stored = generator.average().clone()
    generator.module.mapping.w_avg.zero_()
    torch.testing.assert_close(
        LatentGenerator.of(load(small_generator(tmp_path / "b" / "model.safetensors"))).average(), stored
    )
    torch.testing.assert_close(
        LatentGenerator(generator.module, "stylegan2", {}, "").average(), stored, atol=0.2, rtol=0
    )


def test_a_dcgan_has_one_row_that_is_its_latent(tmp_path: Path) -> None:
    config = DcganConfig(nz=8, widths=(16, 8), nc=3)
    path = save(DcganGenerator(config).eval(), config, tmp_path / "model.safetensors", card={"title": "D"})
    generator = LatentGenerator.of(load(path))
    z = generator.latent(1)
    assert (generator.num_ws, generator.w_dim, generator.resolution) == (1, 8, 16)
    torch.testing.assert_close(generator.draw(generator.styles(z)), generator.module(z))
    with pytest.raises(InputError, match="no style vectors"):
        _ = generator.synthesis


def test_the_input_of_a_stylegan3_is_moved() -> None:
    config = StyleGAN3Config(16, (8, 8, 8, 3), z_dim=8, w_dim=8, mapping_layers=1, num_critical=1)
    generator = LatentGenerator(StyleGAN3Generator(config).eval(), "stylegan3", {}, "")
    ws = generator.styles(generator.latent(0))
    assert not torch.allclose(generator.draw(ws), generator.draw(ws, transform=input_transform(30)))


def test_a_discriminator_is_told_from_a_generator(tmp_path: Path) -> None:
    config = StyleGan2DiscriminatorConfig(resolution=8, channels=(8, 8))
    path = save(
        StyleGan2Discriminator(config).eval(), config, tmp_path / "model.safetensors", card={"title": "D"}
    )
    with pytest.raises(InputError, match=r"a discriminator .* draws no picture"):
        LatentGenerator.of(load(path))
