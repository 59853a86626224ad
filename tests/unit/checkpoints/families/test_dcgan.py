from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.networks.dcgan import DcganConfig, DcganDiscriminatorConfig, DcganGenerator
from ganstudio.networks.stargan import StarGanConfig, StarGanGenerator
from tests.support.round_trip import assert_round_trip


@pytest.mark.parametrize(
    ("config", "size"),
    [
        (DcganConfig(nz=7, widths=(16, 8, 4, 2)), 64),
        (DcganConfig(nz=5, widths=(24, 12, 6, 4, 3, 2), nc=1), 256),
        (DcganConfig(nz=3, widths=(5, 4), nc=4), 16),
    ],
)
def test_generators_of_any_size_come_back(tmp_path: Path, config: DcganConfig, size: int) -> None:
    def run(network: nn.Module) -> Tensor:
        return network(torch.linspace(-2, 2, 2 * config.nz).view(2, -1))

    assert config.image_size == size
    assert run(DcganGenerator(config)).shape == (2, config.nc, size, size)
    assert_round_trip(tmp_path, config, run)


@pytest.mark.parametrize(
    "config",
    [DcganDiscriminatorConfig((3, 6, 12, 24), nc=1), DcganDiscriminatorConfig((2, 3, 4, 5, 6))],
)
def test_discriminators_come_back(tmp_path: Path, config: DcganDiscriminatorConfig) -> None:
    shape = (2, config.nc, config.image_size, config.image_size)

    def run(network: nn.Module) -> Tensor:
        return network(torch.randn(shape, generator=torch.Generator().manual_seed(0)))

    assert_round_trip(tmp_path, config, run)


def test_files_of_a_torch_that_counted_no_batches_load(tmp_path: Path) -> None:
    network = DcganGenerator(DcganConfig(3, (4, 3, 2, 2))).eval()
    state = {name: tensor for name, tensor in network.state_dict().items() if "num_batches" not in name}
    torch.save(state, tmp_path / "netG.pth")
    z = torch.linspace(-1, 1, 3)[None]
    assert torch.equal(load(tmp_path / "netG.pth").module(z), network(z))


def test_a_stargan_of_the_same_names_is_none() -> None:
    tensors = StarGanGenerator(StarGanConfig(c_dim=2, conv_dim=2, repeat_num=1)).state_dict()
    assert STANDARD.recognise(tensors, "it").id == "stargan"


def test_the_sample_is_drawn_with_the_statistics_of_its_batch() -> None:
    config = DcganConfig(nz=3, widths=(4, 2))
    network = DcganGenerator(config).eval()
    sample = STANDARD.of_config(config).sample
    assert sample is not None
    with torch.inference_mode():
        before = sample(network, config, 1)
        for name, tensor in network.named_buffers():
            if name.endswith("running_mean"):
                tensor.add_(3)
        assert torch.equal(sample(network, config, 1), before)
        assert not torch.equal(sample(network, config, 2), before)
    assert before.shape == (3, 2 * 16, 4 * 16)
    assert not network.main[1].training
