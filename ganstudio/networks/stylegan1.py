"""StyleGAN: "A Style-Based Generator Architecture for Generative Adversarial Networks".

Karras, Laine and Aila, CVPR 2019, arXiv:1812.04948; NVlabs/stylegan. Tensor names are those of the PyTorch
port huangzh13/StyleGAN.pytorch, which follows the TensorFlow original layer by layer. The places where
that port and rosinality/style-based-gan-pytorch compute something else are switches in the config.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Literal, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.staged import Noise, Stage, State, run_stages
from ganstudio.networks.stylegan2_layers import normalise_second_moment

Activation = Literal["lrelu", "relu"]
NoiseMode = Literal["const", "random", "none"]
BLUR = (0.25, 0.5, 0.25)
CHANNELS = (512, 512, 512, 512, 256, 128, 64, 32, 16)
ACTIVATIONS: dict[Activation, Callable[[Tensor], Tensor]] = {
    "lrelu": lambda x: F.leaky_relu(x, 0.2),
    "relu": F.relu,
}


@dataclass(frozen=True)
class StyleGAN1Config:
    """The generator; `channels` are the widths of the maps of 4, 8, 16 ... pixels.

    `fused_from` is the first size whose convolution up-samples by itself. That is no mere speed-up: it turns
    the kernel by 180 degrees. None never does. `bias_before_blur`: the border is another one then.
    `lod` is how far progressive growing still had to go: 0 draws all pixels, 1 half as many each way, 0.5
    blends both. `stored_noise`: there are constant noise maps. `shared_noise`: both layers of a size take
    the same map. `truncation_cutoff`: the authors pull this many of the first layers towards the average
    (None: all).
    """

    channels: tuple[int, ...] = CHANNELS
    img_channels: int = 3
    z_dim: int = 512
    c_dim: int = 0
    w_dim: int = 512
    mapping_layers: int = 8
    mapping_width: int = 512
    mapping_lr_multiplier: float = 0.01
    normalize_latents: bool = True
    activation: Activation = "lrelu"
    equalized: bool = True
    use_noise: bool = True
    stored_noise: bool = True
    shared_noise: bool = False
    pixel_norm: bool = False
    instance_norm: bool = True
    norm_eps: float = 1e-8
    blur: tuple[float, ...] | None = BLUR
    bias_before_blur: bool = False
    fused_from: int | None = 128
    lod: float = 0.0
    truncation_cutoff: int | None = 8

    @property
    def resolution(self) -> int:
        """Pixels of a side when it is fully grown."""
        return 2 << len(self.channels)

    @property
    def num_ws(self) -> int:
        """Layers, two for each size, each with its own style vector."""
        return 2 * len(self.channels)


def stage_of_lod(lod: float, depth: int) -> tuple[int, float]:
    """Index of the size that is drawn, and its share of the picture; the smaller size has the rest.

    `depth` is the index of the largest size.
    """
    lod = min(max(lod, 0.0), float(depth))
    whole = math.floor(lod)
    return depth - whole, 1.0 - (lod - whole)


class EqualizedLinear(nn.Module):
    """Weights of unit variance, scaled as He's initialisation would while it runs."""

    def __init__(
        self, inputs: int, outputs: int, *, gain: float, equalized: bool, lr_multiplier: float = 1.0
    ) -> None:
        super().__init__()
        he = gain / math.sqrt(inputs)
        self.weight = nn.Parameter(
            torch.randn(outputs, inputs).mul_((1.0 if equalized else he) / lr_multiplier)
        )
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.weight_gain = (he if equalized else 1.0) * lr_multiplier
        self.bias_gain = lr_multiplier

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs) -> (N, outputs)."""
        return F.linear(x, self.weight * self.weight_gain, self.bias * self.bias_gain)


class EqualizedConv2d(nn.Module):
    """The same for a convolution that keeps the size."""

    def __init__(self, inputs: int, outputs: int, size: int, *, gain: float, equalized: bool) -> None:
        super().__init__()
        he = gain / math.sqrt(inputs * size * size)
        self.weight = nn.Parameter(torch.randn(outputs, inputs, size, size).mul_(1.0 if equalized else he))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.weight_gain = he if equalized else 1.0

    def scaled(self) -> Tensor:
        return self.weight * self.weight_gain

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, h, w)."""
        return F.conv2d(x, self.scaled(), self.bias, padding=self.weight.shape[-1] // 2)


class UpsamplingConv2d(EqualizedConv2d):
    """Twice the size, then 3 x 3, then the blur."""

    def __init__(self, inputs: int, outputs: int, config: StyleGAN1Config, size: int) -> None:
        super().__init__(inputs, outputs, 3, gain=math.sqrt(2), equalized=config.equalized)
        self.blur, self.bias_first = config.blur, config.bias_before_blur
        self.fused = config.fused_from is not None and size >= config.fused_from

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, h, w) -> (N, outputs, 2h, 2w)."""
        bias = self.bias if self.bias_first else None
        if self.fused:
            x = F.conv_transpose2d(x, smeared(self.scaled().transpose(0, 1)), bias, stride=2, padding=1)
        else:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = F.conv2d(x, self.scaled(), bias, padding=1)
        x = blurred(x, self.blur)
        return x if self.bias_first else x + self.bias.view(-1, 1, 1)


def smeared(kernel: Tensor) -> Tensor:
    """A 3 x 3 kernel summed over the 2 x 2 pixels that nearest-neighbour sampling makes equal: 4 x 4."""
    wide = F.pad(kernel, (1, 1, 1, 1))
    return wide[..., 1:, 1:] + wide[..., :-1, 1:] + wide[..., 1:, :-1] + wide[..., :-1, :-1]


def blurred(x: Tensor, taps: tuple[float, ...] | None) -> Tensor:
    if taps is None:
        return x
    row = x.new_tensor(taps)
    kernel = torch.outer(row, row).expand(x.shape[1], 1, -1, -1)
    return F.conv2d(x, kernel, padding=len(taps) // 2, groups=x.shape[1])


class NoiseLayer(nn.Module):
    """One map for all channels, by a strength for each."""

    constant: Tensor | None

    def __init__(self, channels: int, size: int, stored: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels))
        self.register_buffer("constant", torch.randn(1, 1, size, size) if stored else None)

    def forward(self, x: Tensor, noise: Tensor) -> Tensor:
        """x (N, channels, h, w), noise (1 or N, 1, h, w)."""
        return torch.addcmul(x, self.weight.view(-1, 1, 1), noise)


class StyleMod(nn.Module):
    """Adaptive instance normalisation without the normalisation: scale and shift from the style."""

    def __init__(self, channels: int, config: StyleGAN1Config) -> None:
        super().__init__()
        self.lin = EqualizedLinear(config.w_dim, 2 * channels, gain=1.0, equalized=config.equalized)

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """x (N, channels, h, w), w (N, w_dim)."""
        scale, shift = self.lin(w)[..., None, None].chunk(2, dim=1)
        return torch.addcmul(shift, x, scale + 1)


class LayerEpilogue(nn.Module):
    """What follows each convolution: noise, activation, normalisation, style."""

    def __init__(self, channels: int, size: int, config: StyleGAN1Config) -> None:
        super().__init__()
        self.config = config
        layers = {"noise": NoiseLayer(channels, size, config.stored_noise)} if config.use_noise else {}
        self.top_epi = nn.ModuleDict(layers)
        self.style_mod = StyleMod(channels, config)

    def forward(self, x: Tensor, w: Tensor, noise: Tensor | None) -> Tensor:
        """x (N, channels, h, w), w (N, w_dim), noise (1 or N, 1, h, w) or None for none."""
        if noise is not None and self.config.use_noise:
            x = self.top_epi["noise"](x, noise)
        x = ACTIVATIONS[self.config.activation](x)
        if self.config.pixel_norm:
            x = normalise_second_moment(x)
        if self.config.instance_norm:
            x = F.instance_norm(x, eps=self.config.norm_eps)
        styled: Tensor = self.style_mod(x, w)
        return styled


class InputBlock(nn.Module):
    """4 x 4 pixels: a learned constant in place of the first convolution."""

    def __init__(self, config: StyleGAN1Config) -> None:
        super().__init__()
        width = config.channels[0]
        self.const = nn.Parameter(torch.ones(1, width, 4, 4))
        self.bias = nn.Parameter(torch.zeros(width))
        self.epi1 = LayerEpilogue(width, 4, config)
        self.conv = EqualizedConv2d(width, width, 3, gain=math.sqrt(2), equalized=config.equalized)
        self.epi2 = LayerEpilogue(width, 4, config)

    def first(self, x: Tensor) -> Tensor:
        return x + self.bias.view(-1, 1, 1)

    def second(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        return y


class SynthesisBlock(nn.Module):
    """The two layers of one size from 8 pixels up."""

    def __init__(self, inputs: int, width: int, size: int, config: StyleGAN1Config) -> None:
        super().__init__()
        self.conv0_up = UpsamplingConv2d(inputs, width, config, size)
        self.epi1 = LayerEpilogue(width, size, config)
        self.conv1 = EqualizedConv2d(width, width, 3, gain=math.sqrt(2), equalized=config.equalized)
        self.epi2 = LayerEpilogue(width, size, config)

    def first(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv0_up(x)
        return y

    def second(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv1(x)
        return y


class MappingNetwork(nn.Module):
    """Latents to style vectors."""

    def __init__(self, config: StyleGAN1Config) -> None:
        super().__init__()
        self.config = config
        widths = [config.z_dim * (2 if config.c_dim else 1)]
        widths += [config.mapping_width] * (config.mapping_layers - 1) + [config.w_dim]
        self.map = nn.ModuleDict(
            {
                f"dense{i}": EqualizedLinear(
                    widths[i],
                    widths[i + 1],
                    gain=math.sqrt(2),
                    equalized=config.equalized,
                    lr_multiplier=config.mapping_lr_multiplier,
                )
                for i in range(config.mapping_layers)
            }
        )

    def forward(self, z: Tensor) -> Tensor:
        """Latents (N, z_dim), with classes (N, 2 z_dim) -> (N, w_dim)."""
        x = normalise_second_moment(z) if self.config.normalize_latents else z
        for layer in self.map.values():
            x = ACTIVATIONS[self.config.activation](layer(x))
        return x


class SynthesisNetwork(nn.Module):
    """Style vectors to images, in stages of one layer each (see `ganstudio.networks.staged`).

    The state is the layer's feature maps and those of the size before, which blend in while it grows.
    """

    def __init__(self, config: StyleGAN1Config) -> None:
        super().__init__()
        self.config = config
        widths = config.channels
        self.init_block = InputBlock(config)
        self.blocks = nn.ModuleList(
            SynthesisBlock(widths[i], widths[i + 1], 8 << i, config) for i in range(len(widths) - 1)
        )
        self.to_rgb = nn.ModuleList(
            EqualizedConv2d(width, config.img_channels, 1, gain=1.0, equalized=config.equalized)
            for width in widths
        )
        self.num_ws = config.num_ws
        noises = int(config.use_noise)
        self.stages = tuple(
            Stage(_layer_name(i), i, 1, 4 << i // 2, noises) for i in range(self._layers(config.lod))
        )

    def _layers(self, lod: float) -> int:
        return 2 * stage_of_lod(lod, len(self.blocks))[0] + 2

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "const",
        *,
        noise: Noise | None = None,
        generator: torch.Generator | None = None,
        lod: float | None = None,
    ) -> Tensor:
        """ws (N, num_ws, w_dim) -> images (N, img_channels, H, W) in about [-1, 1].

        `noise` gives the maps themselves (see the method `noise`), `generator` (on the CPU) is where random
        ones come from. H and W are the size that `lod`, by default the config's, draws.
        """
        lod = self.config.lod if lod is None else lod
        maps = self.noise(noise_mode, len(ws), generator, lod) if noise is None else noise
        state = self.start(ws)
        for i in range(self._layers(lod)):
            state = self.run_stage(i, state, ws, maps[i : i + 1])
        return self._image(state, lod)

    def noise(
        self,
        mode: NoiseMode = "const",
        batch: int = 1,
        generator: torch.Generator | None = None,
        lod: float | None = None,
    ) -> list[Tensor | None]:
        """One noise map for each layer that takes noise, in the order of the stages.

        "const" is the network's own, (1, 1, h, w), or None where the file had none; "random" draws
        (batch, 1, h, w); "none" is None for each.
        """
        count = self._layers(self.config.lod if lod is None else lod) * self.config.use_noise
        if mode == "const":
            layers = (layer for layer in self.modules() if isinstance(layer, NoiseLayer))
            return [layer.constant for layer in islice(layers, count)]
        if mode == "none":
            return [None] * count
        maps = [torch.randn(batch, 1, 4 << i // 2, 4 << i // 2, generator=generator) for i in range(count)]
        if self.config.shared_noise:
            maps[1::2] = maps[::2]
        return [noise.to(self.init_block.const) for noise in maps]

    def start(self, ws: Tensor) -> State:
        return self.init_block.const.expand(len(ws), -1, -1, -1), None

    def run_stage(self, index: int, state: State, ws: Tensor, noise: Noise) -> State:
        """(feature maps, those of the size before) -> the same after one layer."""
        x, before = state
        assert x is not None
        size, second = divmod(index, 2)
        own = noise[0] if noise else None
        block = cast(SynthesisBlock, self.blocks[size - 1]) if size else self.init_block
        if second:
            return block.epi2(block.second(x), ws[:, index], own), before
        return block.epi1(block.first(x), ws[:, index], own), x

    def image(self, state: State) -> Tensor:
        """Images (N, img_channels, H, W), about [-1, 1]."""
        return self._image(state, self.config.lod)

    def _image(self, state: State, lod: float) -> Tensor:
        x, before = state
        assert x is not None
        index, share = stage_of_lod(lod, len(self.blocks))
        image: Tensor = self.to_rgb[index](x)
        if share == 1.0 or index == 0:
            return image
        smaller = F.interpolate(self.to_rgb[index - 1](before), scale_factor=2.0, mode="nearest")
        return smaller.lerp(image, share)

    def features(self, ws: Tensor, resolution: int, noise: Noise = ()) -> Tensor:
        """The feature maps (N, C, resolution, resolution) behind the last layer of that size."""
        for i, (features, _) in enumerate(run_stages(self, ws, noise)):
            if i % 2 and self.stages[i].resolution == resolution:
                assert features is not None
                return features
        raise ValueError(f"this network has no feature maps of {resolution} pixels")


def _layer_name(index: int) -> str:
    """The path of a layer's convolution below the synthesis network."""
    size, second = divmod(index, 2)
    if not size:
        return "init_block.conv" if second else "init_block.const"
    return f"blocks.{size - 1}.{'conv1' if second else 'conv0_up'}"


class Truncation(nn.Module):
    """The average of the style vectors, and the truncation trick (appendix B)."""

    avg_latent: Tensor

    def __init__(self, w_dim: int) -> None:
        super().__init__()
        self.register_buffer("avg_latent", torch.zeros(w_dim))

    def forward(self, ws: Tensor, psi: float, cutoff: int) -> Tensor:
        """The first `cutoff` rows of ws (N, num_ws, w_dim) at `psi` of their way from the average."""
        return torch.cat((self.avg_latent.lerp(ws[:, :cutoff], psi), ws[:, cutoff:]), dim=1)


class StyleGAN1Generator(nn.Module):
    """Latents (and classes) to images."""

    def __init__(self, config: StyleGAN1Config) -> None:
        super().__init__()
        self.config = config
        if config.c_dim:
            self.class_embedding = nn.Embedding(config.c_dim, config.z_dim)
        self.g_mapping = MappingNetwork(config)
        self.g_synthesis = SynthesisNetwork(config)
        self.truncation = Truncation(config.w_dim)

    @property
    def synthesis(self) -> SynthesisNetwork:
        return self.g_synthesis

    def mapping(
        self,
        z: Tensor,
        c: Tensor | None = None,
        truncation_psi: float = 1.0,
        truncation_cutoff: int | None = None,
    ) -> Tensor:
        """z (N, z_dim), c (N, c_dim) one-hot -> style vectors (N, num_ws, w_dim).

        Without `truncation_cutoff`, as many layers are truncated as the config says.
        """
        if self.config.c_dim:
            if c is None:
                raise ValueError("a conditional generator needs classes")
            z = torch.cat((z, c @ self.class_embedding.weight), dim=1)
        ws: Tensor = self.g_mapping(z)[:, None].expand(-1, self.config.num_ws, -1)
        if truncation_psi == 1.0:
            return ws
        cutoff = self.config.truncation_cutoff if truncation_cutoff is None else truncation_cutoff
        truncated: Tensor = self.truncation(
            ws, truncation_psi, self.config.num_ws if cutoff is None else cutoff
        )
        return truncated

    def forward(
        self,
        z: Tensor,
        c: Tensor | None = None,
        truncation_psi: float = 1.0,
        truncation_cutoff: int | None = None,
        noise_mode: NoiseMode = "const",
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """z (N, z_dim), c (N, c_dim) one-hot -> images (N, img_channels, H, W) in about [-1, 1]."""
        ws = self.mapping(z, c, truncation_psi, truncation_cutoff)
        images: Tensor = self.g_synthesis(ws, noise_mode, generator=generator)
        return images
