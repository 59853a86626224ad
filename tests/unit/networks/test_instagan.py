from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganstudio.networks.instagan import (
    InstaGanConfig,
    InstaGanDiscriminator,
    InstaGanDiscriminatorConfig,
    InstaGanGenerator,
    IteratedConv2d,
    merge_masks,
    select_masks,
    translate_in_passes,
)

PICTURE = torch.linspace(-1, 1, 3 * 16 * 16).mul(7).sin().reshape(1, 3, 16, 16)


def squares(*sizes: int) -> Tensor:
    masks = torch.full((1, len(sizes), 16, 16), -1.0)
    for number, size in enumerate(sizes):
        masks[0, number, :size, :size] = 1
    return masks


@pytest.fixture
def network() -> InstaGanGenerator:
    torch.manual_seed(0)
    return InstaGanGenerator(InstaGanConfig(ngf=2, n_blocks=1)).eval()


def test_an_empty_mask_changes_nothing_and_comes_back(network: InstaGanGenerator) -> None:
    image, masks = network(PICTURE, squares(8, 0, 5))
    without, two = network(PICTURE, squares(8, 5))
    torch.testing.assert_close(image, without)
    torch.testing.assert_close(masks[:, [0, 2]], two)
    assert torch.equal(masks[:, [1]], squares(0))


def test_the_set_has_no_order(network: InstaGanGenerator) -> None:
    image, masks = network(PICTURE, squares(8, 5))
    turned, swapped = network(PICTURE, squares(5, 8))
    torch.testing.assert_close(image, turned)
    torch.testing.assert_close(masks, swapped.flip(1))


def test_a_batch_is_one_image_after_the_other(network: InstaGanGenerator) -> None:
    pictures = torch.cat((PICTURE, PICTURE.flip(3)))
    image, masks = network(pictures, torch.cat((squares(8, 0), squares(5, 9))))
    alone, moved = network(pictures[1:], squares(5, 9))
    torch.testing.assert_close(image[1:], alone)
    torch.testing.assert_close(masks[1:], moved)


def test_without_a_mask_there_is_nothing_to_do(network: InstaGanGenerator) -> None:
    with pytest.raises(ValueError, match="one instance at least"):
        network(PICTURE, squares())


def test_masks_are_chosen_by_size_and_merged() -> None:
    masks = squares(3, 9, 0, 6)
    assert torch.equal(select_masks(masks, 2), masks[:, [1, 3]])
    assert torch.equal(select_masks(masks, 9), masks[:, [1, 3, 0, 2]])
    assert torch.equal(merge_masks(masks), squares(9))


def test_each_pass_translates_the_image_of_the_last(network: InstaGanGenerator) -> None:
    first, large = network(PICTURE, squares(9, 6))
    second, small = network(first, squares(3))
    image, masks = translate_in_passes(network, PICTURE, squares(3, 9, 0, 6), ins_max=4, ins_per=2)
    torch.testing.assert_close(image, second)
    torch.testing.assert_close(masks[:, :3], torch.cat((large, small), dim=1))


def test_only_whole_passes_are_made(network: InstaGanGenerator) -> None:
    image, masks = translate_in_passes(network, PICTURE, squares(3, 9, 6), ins_max=3, ins_per=2)
    torch.testing.assert_close((image, masks), network(PICTURE, squares(9, 6)))


def test_an_image_without_instances_stays(network: InstaGanGenerator) -> None:
    image, masks = translate_in_passes(network, PICTURE, squares(0, 0))
    assert torch.equal(image, PICTURE)
    assert torch.equal(merge_masks(masks), squares(0))


def test_every_call_moves_the_spectral_norm_on_in_eval_mode_too() -> None:
    torch.manual_seed(0)
    conv = IteratedConv2d(3, 4, stride=2, bias=False).eval()
    matrix = conv.weight_bar.detach().flatten(1)
    first = conv(PICTURE)
    for _ in range(40):
        last = conv(PICTURE)
    assert not torch.equal(first, last)
    sigma = torch.dot(conv.weight_u, matrix @ conv.weight_v)
    torch.testing.assert_close(sigma, torch.linalg.matrix_norm(matrix, 2), rtol=1e-3, atol=0)


def test_two_calls_share_one_backward_pass() -> None:
    network = InstaGanDiscriminator(InstaGanDiscriminatorConfig(ndf=2, n_layers=1))
    (network(PICTURE, squares(8, 5)) - network(PICTURE, squares(3, 0))).sum().backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
