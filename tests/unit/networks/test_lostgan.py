from __future__ import annotations

import pytest
import torch
from torch import Tensor

from ganstudio.networks.lostgan import PADDING_BOX, LostGanConfig, LostGanGenerator, place_masks

SMALL = LostGanConfig(num_classes=4, ch=1, embedding=4, image_size=64)


def inputs(*boxes: tuple[float, ...], labels: tuple[int, ...]) -> tuple[Tensor, ...]:
    z = torch.linspace(-1, 1, 128).expand(1, len(boxes), -1)
    return z, torch.tensor([boxes]), torch.tensor([labels]), torch.linspace(-1, 1, 128)[None]


def test_a_mask_fills_its_box_and_nothing_else() -> None:
    # Left, top, width, height: the middle half across, the upper half down.
    placed = place_masks(torch.ones(1, 1, 16, 16), torch.tensor([[[0.25, 0.0, 0.5, 0.5]]]), 64)
    assert placed.shape == (1, 1, 64, 64)
    assert placed[0, 0, :31, 17:47].min() > 0.99
    assert placed[0, 0, 34:].max() == 0
    assert placed[0, 0, :, :14].max() == 0
    assert placed[0, 0, :, 50:].max() == 0


def test_the_corners_of_old_torch_reach_the_border() -> None:
    whole = torch.tensor([[[0.0, 0.0, 1.0, 1.0]]])
    ones = torch.ones(1, 1, 16, 16)
    assert place_masks(ones, whole, 64).min() > 0.99
    assert place_masks(ones, whole, 64, align_corners=False)[0, 0, 0, 0] < 0.5


def test_padding_objects_are_seen_nowhere_and_change_nothing() -> None:
    torch.manual_seed(0)
    network = LostGanGenerator(SMALL).eval()
    box = (0.1, 0.2, 0.5, 0.6)
    with torch.inference_mode():
        alone = network(*inputs(box, labels=(2,)))
        padded = network(*inputs(box, PADDING_BOX, labels=(2, 0)))
        other = network(*inputs(box, labels=(3,)))
    torch.testing.assert_close(padded, alone)
    assert (other - alone).abs().max() > 1e-4


@pytest.mark.parametrize(("version", "size"), [(2, 64), (1, 256)])
def test_sizes_that_the_authors_have_not_are_refused(version: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"no size of {size} pixels"):
        LostGanConfig(version=version, image_size=size)
