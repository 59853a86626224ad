from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from ganstudio.networks.blocks import (
    SpectralConv2d,
    SpectralConvTranspose2d,
    SpectralEmbedding,
    SpectralLinear,
    SpectralWeight,
    batch_statistics,
    conv2d,
    fold_spectral_norm,
)

PICTURE = torch.linspace(-1, 1, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)


def torch_twin(conv: SpectralConv2d) -> nn.Module:
    """torch's own spectral norm with the same tensors."""
    twin = torch.nn.utils.spectral_norm(nn.Conv2d(3, 5, 3, padding=1))
    state = conv.state_dict()
    state._metadata[""]["spectral_norm"] = {"weight.version": 1}
    twin.load_state_dict(state)
    return twin


@pytest.mark.parametrize("training", [True, False])
def test_outputs_and_gradients_are_those_of_torch(training: bool) -> None:
    conv = SpectralConv2d(3, 5, 3, padding=1)
    twin = torch_twin(conv).train(training)
    conv.train(training)
    for _ in range(2):
        ours, theirs = conv(PICTURE), twin(PICTURE)
        torch.testing.assert_close(ours, theirs)
    ours.square().sum().backward()
    theirs.square().sum().backward()
    torch.testing.assert_close(conv.weight_orig.grad, twin.weight_orig.grad)
    torch.testing.assert_close(conv.weight_u, twin.weight_u)


def test_sigma_comes_from_the_stored_vectors_and_eval_leaves_them() -> None:
    conv = SpectralConv2d(3, 5, 3).eval()
    u, v = torch.eye(5)[0], torch.eye(27)[0]
    conv.weight_u.copy_(u)
    conv.weight_v.copy_(v)
    conv(PICTURE)
    assert torch.equal(conv.weight_u, u)
    sigma = u @ conv.weight_orig.flatten(1) @ v
    assert not torch.isclose(sigma, torch.linalg.matrix_norm(conv.weight_orig.flatten(1), 2), rtol=0.01)
    torch.testing.assert_close(conv.weight(), conv.weight_orig / sigma)


def test_a_new_network_is_tame_in_eval_mode() -> None:
    conv = SpectralConv2d(64, 64, 3).eval()
    assert 0.9 < torch.linalg.matrix_norm(conv.weight().flatten(1), 2) < 1.2


def test_training_converges_to_the_largest_singular_value() -> None:
    conv = SpectralConv2d(3, 5, 3)
    for _ in range(100):
        conv(PICTURE)
    torch.testing.assert_close(torch.linalg.matrix_norm(conv.weight().flatten(1), 2), torch.tensor(1.0))


def test_a_copy_made_between_forward_and_backward_is_its_own() -> None:
    conv = SpectralConv2d(3, 5, 3)
    result = conv(PICTURE)
    twin = copy.deepcopy(conv)
    conv(PICTURE)  # moves u and v under the first graph
    result.sum().backward()
    assert conv.weight_orig.grad is not None
    assert twin.weight_orig.grad is None
    assert not torch.equal(twin.weight_u, conv.weight_u)


def test_sigma_is_computed_in_full_precision_under_autocast() -> None:
    conv = SpectralConv2d(3, 5, 3).eval()
    exact = conv.weight()
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(conv.weight(), exact)
        assert conv(PICTURE).dtype is torch.bfloat16


def test_the_layout_of_torch_0_4_gives_the_weight_it_stored() -> None:
    conv = SpectralConv2d(3, 5, 3)
    conv(PICTURE)
    state = conv.state_dict()
    stored = state["weight_orig"] / 1.7
    old = {k: v for k, v in state.items() if k != "weight_v"} | {"weight": stored}
    loaded = SpectralConv2d(3, 5, 3).eval()
    loaded.load_state_dict(old)
    torch.testing.assert_close(loaded.weight(), stored)


def test_folding_changes_nothing_in_eval_mode() -> None:
    network = nn.Sequential(
        conv2d(3, 4, 3, padding=1, spectral=True),
        nn.Sequential(nn.ReLU(), conv2d(4, 4, 4, stride=2, bias=False, spectral=True)),
    ).eval()
    before = network(PICTURE)
    names = [name for name, _ in fold_spectral_norm(network).named_parameters()]
    assert names == ["0.weight", "0.bias", "1.1.weight"]
    torch.testing.assert_close(network(PICTURE), before)


@pytest.mark.parametrize(
    ("ours", "plain", "x"),
    [
        (SpectralLinear(5, 3), nn.Linear(5, 3), torch.linspace(-1, 1, 10).reshape(2, 5)),
        (SpectralEmbedding(4, 3), nn.Embedding(4, 3), torch.tensor([3, 0, 1])),
        (
            SpectralConvTranspose2d(3, 5, 4, stride=2, padding=1, bias=False),
            nn.ConvTranspose2d(3, 5, 4, 2, 1, bias=False),
            PICTURE,
        ),
    ],
    ids=["linear", "embedding", "transposed convolution"],
)
def test_other_layers_are_those_of_torch_as_well(ours: SpectralWeight, plain: nn.Module, x: Tensor) -> None:
    twin = torch.nn.utils.spectral_norm(plain)
    state = ours.state_dict()
    state._metadata[""]["spectral_norm"] = {"weight.version": 1}
    twin.load_state_dict(state)
    torch.testing.assert_close(ours(x), twin(x))
    torch.testing.assert_close(ours.eval()(x), twin.eval()(x))
    torch.testing.assert_close(ours.weight_v, twin.weight_v)


def test_batch_statistics_are_those_of_training_and_leave_nothing_behind() -> None:
    network = nn.Sequential(nn.BatchNorm2d(3), nn.Dropout(0.9)).eval()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    with batch_statistics(network):
        normalised = network(PICTURE)
    torch.testing.assert_close(normalised.mean(dim=(0, 2, 3)), torch.zeros(3), atol=1e-5, rtol=0)
    assert not torch.equal(network(PICTURE), normalised)
    assert not any(module.training for module in network.modules())
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, before[name])
