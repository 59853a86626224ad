from __future__ import annotations

import pytest
import torch
from torch import nn

from ganstudio.networks.stargan import InstanceNorm, StarGanConfig, StarGanGenerator, domain_labels

PHOTO = torch.linspace(-1, 1, 2 * 3 * 16 * 16).sin().reshape(2, 3, 16, 16)
TWO_SETS = StarGanConfig(c_dim=7, conv_dim=2, repeat_num=1, c2_dim=2)


def test_labels_of_one_data_set() -> None:
    config = StarGanConfig(c_dim=4)
    assert domain_labels(config, [2]).tolist() == [[0, 0, 1, 0]]
    assert domain_labels(config, [0, 3]).tolist() == [[1, 0, 0, 1]]


def test_labels_of_two_say_which_is_meant() -> None:
    assert TWO_SETS.domain_count == 5
    assert domain_labels(TWO_SETS, [2]).tolist() == [[0, 0, 1, 0, 0, 1, 0]]
    assert domain_labels(TWO_SETS, [3]).tolist() == [[0, 0, 0, 1, 0, 0, 1]]
    with pytest.raises(ValueError, match="two data sets"):
        domain_labels(TWO_SETS, [2, 3])


def test_names_must_be_as_many_as_domains() -> None:
    with pytest.raises(ValueError, match="5 domains have 7 names"):
        StarGanConfig(c_dim=7, c2_dim=2, domains=tuple("abcdefg"))


def test_either_mode_normalises_an_image_by_itself() -> None:
    torch.manual_seed(0)
    network = StarGanGenerator(TWO_SETS)
    labels = domain_labels(TWO_SETS, [1]).expand(2, -1)
    with torch.inference_mode():
        alone = network.eval()(PHOTO[:1], labels[:1])
        together = network(PHOTO, labels)
        running = network(PHOTO, labels, running_statistics=True)
        training = network.train()(PHOTO, labels)
    torch.testing.assert_close(together[:1], alone)
    torch.testing.assert_close(training, together)
    assert (running - together).abs().max() > 0.01


def test_the_norm_is_that_of_torch_and_moves_in_training_alone() -> None:
    ours, theirs = InstanceNorm(3), nn.InstanceNorm2d(3, affine=True, track_running_stats=True)
    torch.testing.assert_close(ours(PHOTO), theirs(PHOTO))
    torch.testing.assert_close(ours.running_var, theirs.running_var)
    ours.eval()(PHOTO)
    torch.testing.assert_close(ours(PHOTO, running=True), theirs.eval()(PHOTO))
    torch.testing.assert_close(ours.running_mean, theirs.running_mean)
