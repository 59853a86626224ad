"""The Inception network of the FID, against what pytorch-fid's network gives with the same weights."""

from __future__ import annotations

import torch
from torch import Tensor

from ganstudio.networks.inception import FEATURES, Inception, InceptionConfig


def weights(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Start values by the order of the names, so that another network of this layout can have the same."""
    random = torch.Generator().manual_seed(7)
    made = {}
    for name in sorted(state):
        if name.endswith("num_batches_tracked"):
            made[name] = torch.tensor(0)
            continue
        drawn = torch.randn(state[name].shape, generator=random)
        if name.endswith("running_var"):
            made[name] = 0.5 + drawn.abs()
        elif name.endswith("bn.weight"):
            made[name] = 1 + 0.1 * drawn
        else:
            made[name] = drawn * (2 / drawn[0].numel()) ** 0.5 if drawn.dim() == 4 else 0.1 * drawn
    return made


def test_the_features_are_those_of_pytorch_fid() -> None:
    with torch.device("meta"):
        network = Inception(InceptionConfig()).eval()
    network.load_state_dict(weights(network.state_dict()), assign=True)
    pictures = torch.rand(2, 3, 40, 56, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        found = network(2 * pictures[1:] - 1)
    assert found.shape == (1, FEATURES)
    # mseitzer/pytorch-fid 0.3.0, fid_inception_v3, its last block, on the same pictures in [0, 1].
    torch.testing.assert_close(found.sum(1), torch.tensor([663.70593]), rtol=1e-4, atol=0)
    last = torch.tensor([0.0, 2.578519106, 0.277129114])
    torch.testing.assert_close(found[0, -3:], last, rtol=1e-3, atol=1e-4)
