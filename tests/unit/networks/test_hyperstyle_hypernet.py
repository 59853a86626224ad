"""HyperStyle's hypernetwork."""

from __future__ import annotations

from dataclasses import replace

import torch

from ganstudio.networks.hyperstyle_hypernet import (
    Hypernet,
    HypernetConfig,
    KernelShape,
    RefinementBlock,
    SeparableKernel,
    SharedHead,
)

TINY = HypernetConfig(
    layers=(0, 1, 3), shared=(0,), stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), code=4, inner=3
)


@torch.inference_mode()
def test_only_the_refined_layers_get_offsets_of_their_kernels_shape() -> None:
    kernels = {0: KernelShape(4, 4, 3), 1: KernelShape(3, 4, 1), 3: KernelShape(5, 4, 3)}
    network = Hypernet(TINY, kernels).eval()
    offsets = network(torch.zeros(2, 3, 256, 256), torch.ones(2, 3, 256, 256))
    assert {layer: tuple(offset.shape) for layer, offset in offsets.items()} == {
        0: (2, 4, 4, 3, 3),
        1: (2, 3, 4, 1, 1),
        3: (2, 5, 4, 3, 3),
    }


@torch.inference_mode()
def test_the_shared_head_is_one_for_all_layers() -> None:
    kernels = {layer: KernelShape(4, 4, 3) for layer in (0, 2)}
    names = Hypernet(replace(TINY, layers=(0, 2), shared=(0, 2)), kernels).state_dict()
    assert [name for name in names if name.endswith(".w2")] == ["shared_weight_hypernet.w2"]


@torch.inference_mode()
def test_a_plain_block_moves_all_entries_of_a_kernel_alike() -> None:
    offsets = RefinementBlock(KernelShape(5, 4, 3), TINY)(torch.rand(2, 5, 16, 16))
    assert offsets.shape == (2, 5, 4, 3, 3)
    assert (offsets == offsets[..., :1, :1]).all()


@torch.inference_mode()
def test_a_separable_kernel_is_an_outer_product_before_the_last_linear_layers() -> None:
    kernel = SeparableKernel(KernelShape(outputs=5, inputs=2, size=3), code=4)
    code = torch.rand(2, 4, 1, 1)
    rows = kernel.make_kernel_out(code.flatten(1)).view(2, 3, 3, 5)
    columns = kernel.make_kernel_in(code.flatten(1)).view(2, 3, 3, 2)
    product = torch.einsum("nxyo,nxyi->noixy", rows, columns)
    mixed = torch.einsum("noixy,ji->nojxy", product, kernel.kernel_linear_in.weight)
    mixed = mixed + kernel.kernel_linear_in.bias.view(1, 1, 2, 1, 1)
    mixed = torch.einsum("noixy,po->npixy", mixed, kernel.kernel_linear_out.weight)
    mixed = mixed + kernel.kernel_linear_out.bias.view(1, 5, 1, 1, 1)
    torch.testing.assert_close(kernel(code), mixed)


@torch.inference_mode()
def test_the_shared_head_reads_rows_for_inputs_as_outputs() -> None:
    head = SharedHead(code=3, channels=2)
    code = torch.rand(1, 3)
    hidden = (code @ head.w2 + head.b2).view(2, 3)
    rows = hidden @ head.w1 + head.b1
    torch.testing.assert_close(head(code)[0, 1].flatten(), rows[1])
