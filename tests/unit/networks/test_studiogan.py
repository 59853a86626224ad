"""PyTorch-StudioGAN's networks: what their golden cases do not hold."""

from __future__ import annotations

import pytest
import torch

from ganstudio.networks.conditional import HeadConfig, SelfAttention
from ganstudio.networks.studiogan import StudioGenerator, StudioGeneratorConfig
from ganstudio.networks.studiogan_discriminator import StudioDiscriminator, StudioDiscriminatorConfig

PICTURES = torch.linspace(-1, 1, 2 * 3 * 32 * 32).reshape(2, 3, 32, 32)
LABELS = torch.tensor([0, 1])


@torch.inference_mode()
@pytest.mark.parametrize("img_size", [32, 64, 128, 256])
def test_the_picture_has_the_size_of_the_config(img_size: int) -> None:
    config = StudioGeneratorConfig(img_size=img_size, num_classes=0, conv_dim=1, z_dim=4)
    assert StudioGenerator(config).eval()(torch.zeros(1, 4)).shape == (1, 3, img_size, img_size)


def test_missing_classes_are_named() -> None:
    with pytest.raises(ValueError, match="needs a class"):
        StudioGenerator(StudioGeneratorConfig(conv_dim=1))(torch.zeros(1, 128))
    judge = StudioDiscriminator(StudioDiscriminatorConfig(conv_dim=4, heads=HeadConfig("PD", 3)))
    with pytest.raises(ValueError, match="conditioned by PD"):
        judge(PICTURES)


def test_a_latent_vector_that_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="not split among 4 stages"):
        StudioGenerator(StudioGeneratorConfig(backbone="big_resnet", z_dim=10, shared_dim=2))


def test_attention_starts_as_the_identity() -> None:
    x = torch.linspace(-1, 1, 8 * 16).reshape(1, 8, 4, 4)
    assert torch.equal(SelfAttention(8, spectral=False)(x), x)


@torch.inference_mode()
def test_generated_images_have_other_classes_for_a_discriminative_classifier() -> None:
    heads = HeadConfig("2C", 3, "ADC", embed_dim=4)
    judge = StudioDiscriminator(StudioDiscriminatorConfig(conv_dim=4, heads=heads)).eval()
    real, fake = judge(PICTURES, LABELS), judge(PICTURES, LABELS, generated=True)
    assert torch.equal(real.embedding, fake.embedding)
    assert not torch.equal(real.proxy, fake.proxy)


@torch.inference_mode()
def test_embeddings_lie_on_the_unit_sphere_if_normalised() -> None:
    heads = HeadConfig("D2DCE", 3, embed_dim=4, normalize=True)
    verdict = StudioDiscriminator(StudioDiscriminatorConfig(conv_dim=4, heads=heads)).eval()(PICTURES, LABELS)
    torch.testing.assert_close(verdict.embedding.norm(dim=1), torch.ones(2))
    torch.testing.assert_close(verdict.proxy.norm(dim=1), torch.ones(2))


@torch.inference_mode()
def test_one_picture_gets_one_score() -> None:
    config = StudioDiscriminatorConfig(conv_dim=4, heads=HeadConfig("MH", 3))
    assert StudioDiscriminator(config).eval()(PICTURES[:1]).score.shape == (1, 4)
    assert StudioDiscriminator(StudioDiscriminatorConfig(conv_dim=4)).eval()(PICTURES[:1]).score.shape == (1,)
