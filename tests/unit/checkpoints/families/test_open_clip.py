"""CLIP comes back as it was saved.

Not by `assert_round_trip`: nobody else's layout tells all of its config, so it is known by our card alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError

TEXT = {"context_length": 12, "vocab_size": 600, "width": 16, "heads": 2, "layers": 1}
RESNET = {"image_size": 32, "layers": [1, 1, 1, 1], "width": 2, "head_width": 16}
TRANSFORMER = {"image_size": 32, "layers": 1, "width": 16, "head_width": 8, "patch_size": 16}


@torch.no_grad()
@pytest.mark.parametrize("vision", [RESNET, TRANSFORMER], ids=["resnet", "transformer"])
def test_what_is_saved_encodes_the_same(vision: dict[str, int], tmp_path: Path) -> None:
    config = OpenClipConfig(8, vision, TEXT)
    torch.manual_seed(1)
    network = STANDARD.of_config(config).build(config).eval()
    loaded = load(save(network, config, tmp_path / "model.safetensors", {}))
    assert (loaded.family, loaded.config) == ("open_clip", config)
    ids = torch.tensor([[598, 5, 6, 599, *[0] * 8]])
    images = torch.rand(1, 3, 32, 32)
    torch.testing.assert_close(loaded.module.encode_text(ids), network.encode_text(ids))
    torch.testing.assert_close(loaded.module.encode_image(images), network.encode_image(images))
    # What comes after the end of the sentence is not looked at.
    ids[0, 4:] = 7
    torch.testing.assert_close(loaded.module.encode_text(ids), network.encode_text(ids))


def test_without_its_card_it_is_told_what_is_missing(tmp_path: Path) -> None:
    config = OpenClipConfig(8, RESNET, TEXT)
    torch.save(STANDARD.of_config(config).build(config).state_dict(), tmp_path / "clip.pt")
    with pytest.raises(CheckpointError, match="looks like CLIP, but its model card is missing"):
        load(tmp_path / "clip.pt")
