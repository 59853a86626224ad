from __future__ import annotations

import pytest
import torch
from torch import nn

from ganstudio.networks.pix2pix import UnetConfig, UnetGenerator, authors_test_mode

# Numbers are the golden cases' business (tests/golden); here is what they do not reach.


@pytest.mark.parametrize(("depth", "multiple"), [(5, 32), (7, 128), (8, 256)])
def test_sides_are_multiples_of_all_halvings(depth: int, multiple: int) -> None:
    assert UnetConfig(depth=depth).multiple == multiple


def test_any_multiple_will_do() -> None:
    network = UnetGenerator(UnetConfig(1, 2, ngf=1, depth=5)).eval()
    with torch.inference_mode():
        assert network(torch.zeros(2, 1, 32, 96)).shape == (2, 2, 32, 96)


def test_the_order_of_a_skip_matters() -> None:
    first, last = (
        UnetGenerator(UnetConfig(ngf=1, depth=5, norm="none", decoder_first=order)) for order in (True, False)
    )
    last.load_state_dict(first.state_dict())
    image = torch.rand(1, 3, 32, 32)
    assert not torch.allclose(first.eval()(image), last.eval()(image))


def test_the_authors_test_mode_drops_features_and_normalises_by_the_batch() -> None:
    network = UnetGenerator(UnetConfig(ngf=2, depth=6)).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    image = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        quiet = network(image)
        with authors_test_mode(network):
            torch.manual_seed(3)
            one = network(image)
            other = network(image)
            torch.manual_seed(3)
            assert torch.equal(network(image), one)
        assert not torch.equal(one, other)
        assert not torch.allclose(quiet, one)
        assert torch.equal(network(image), quiet)
    assert not any(module.training for module in network.modules())
    torch.testing.assert_close(dict(network.state_dict()), before)


def test_dropout_acts_where_the_network_is_widest() -> None:
    network = UnetGenerator(UnetConfig(ngf=1, depth=8))
    assert sum(isinstance(module, nn.Dropout) for module in network.modules()) == 3
