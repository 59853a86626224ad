"""StyleGAN3: "Alias-Free Generative Adversarial Networks".

Karras, Aittala, Laine, Härkönen, Hellsten, Lehtinen and Aila, NeurIPS 2021, arXiv:2106.12423. Tensor names
are those of NVlabs/stylegan3. Its discriminator is StyleGAN2's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.networks.staged import Noise, Stage, State
from ganstudio.networks.stylegan2_layers import (
    ACTIVATIONS,
    FullyConnectedLayer,
    MappingConfig,
    MappingNetwork,
)
from ganstudio.networks.stylegan3_filters import Band, Resampling, cutoffs, resamplings
from ganstudio.networks.upfirdn import upfirdn2d


@dataclass(frozen=True)
class StyleGAN3Config:
    """`channels` are what the layers leave, the last the image's colours (see `layer_channels`).

    Translation equivariance (T) has 3 x 3 kernels; rotation equivariance (R) has 1 x 1 kernels and radial
    filters. `filter_size` counts taps per sample of the lower rate, `margin_size` pixels beyond each side.
    """

    resolution: int
    channels: tuple[int, ...]
    z_dim: int = 512
    c_dim: int = 0
    w_dim: int = 512
    mapping_layers: int = 2
    mapping_lr_multiplier: float = 0.01
    num_critical: int = 2
    first_cutoff: float = 2.0
    first_stopband: float = 2**2.1
    last_stopband_rel: float = 2**0.3
    margin_size: int = 10
    conv_kernel: int = 3
    filter_size: int = 6
    lrelu_upsampling: int = 2
    use_radial_filters: bool = False
    conv_clamp: float | None = 256.0
    output_scale: float = 0.25

    @property
    def num_layers(self) -> int:
        """Layers between the Fourier features and the one to colours."""
        return len(self.channels) - 1

    @property
    def num_ws(self) -> int:
        return len(self.channels) + 1

    @property
    def img_channels(self) -> int:
        return self.channels[-1]


def layer_channels(
    config: StyleGAN3Config, channel_base: int = 32768, channel_max: int = 512
) -> tuple[int, ...]:
    """The channels that the authors give to networks of this geometry."""
    widths = (round(min(channel_base / 2 / cutoff, channel_max)) for cutoff in cutoffs(config))
    return (*list(widths)[:-1], config.img_channels)


def input_transform(angle: float = 0.0, translation: tuple[float, float] = (0.0, 0.0)) -> Tensor:
    """The matrix (3, 3) for the input layer that turns and shifts the image.

    angle: degrees; translation: right and down, in widths of the image.
    """
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    right, down = translation
    forward = torch.tensor([[cosine, sine, right], [-sine, cosine, down], [0.0, 0.0, 1.0]], device="cpu")
    return forward.inverse()


class SynthesisInput(nn.Module):
    """Fourier features of a disc of frequencies, turned and shifted as the first style vector says."""

    transform: Tensor
    freqs: Tensor
    phases: Tensor

    def __init__(self, w_dim: int, channels: int, band: Band) -> None:
        super().__init__()
        self.band = band
        # On the CPU even where the network is built without memory: there, arithmetic imports for seconds.
        freqs = torch.randn(channels, 2, device="cpu")
        radii = freqs.square().sum(dim=1, keepdim=True).sqrt()
        freqs = freqs / (radii * radii.square().exp().pow(0.25)) * band.cutoff
        self.weight = nn.Parameter(torch.randn(channels, channels))
        self.affine = FullyConnectedLayer(w_dim, 4)
        if not self.weight.is_meta:
            with torch.no_grad():
                self.affine.weight.zero_()
                self.affine.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))
        self.register_buffer("transform", torch.eye(3, device="cpu"))
        self.register_buffer("freqs", freqs)
        self.register_buffer("phases", torch.rand(channels, device="cpu") - 0.5)

    def forward(self, w: Tensor, transform: Tensor | None = None) -> Tensor:
        """w (N, w_dim) -> (N, channels, size, size).

        transform: (3, 3) or (N, 3, 3), what `input_transform` makes; without it the stored matrix acts.
        """
        own = self._own_transform(w)
        matrix = own @ (self.transform if transform is None else transform.to(own))
        phases = self.phases + (self.freqs @ matrix[:, :2, 2:]).squeeze(2)
        freqs = self.freqs @ matrix[:, :2, :2]
        # Frequencies that a scaling transform makes too high for the sampling rate fade out.
        band, nyquist = self.band, self.band.rate / 2
        loudness = (1 - (freqs.norm(dim=2) - band.cutoff) / (nyquist - band.cutoff)).clamp(0, 1)
        features = self._grid(w) @ freqs.transpose(1, 2)[:, None] + phases[:, None, None]
        features = torch.sin(features * (2 * math.pi)) * loudness[:, None, None]
        maps: Tensor = features @ (self.weight / math.sqrt(len(self.weight))).t()
        return maps.permute(0, 3, 1, 2)

    def _own_transform(self, w: Tensor) -> Tensor:
        """(N, 3, 3): the rotation and the shift that the network has learnt."""
        t: Tensor = self.affine(w)
        cosine, sine, x, y = (t / t[:, :2].norm(dim=1, keepdim=True)).unbind(1)
        zero, one = torch.zeros_like(x), torch.ones_like(x)
        rotation = torch.stack((cosine, -sine, zero, sine, cosine, zero, zero, zero, one), 1)
        shift = torch.stack((one, zero, -x, zero, one, -y, zero, zero, one), 1)
        return rotation.view(-1, 3, 3) @ shift.view(-1, 3, 3)

    def _grid(self, w: Tensor) -> Tensor:
        """(1, size, size, 2): x and y of the samples in image widths, the image's middle at 0."""
        extent = 0.5 * self.band.size / self.band.rate
        theta = w.new_tensor([[[extent, 0.0, 0.0], [0.0, extent, 0.0]]])
        return F.affine_grid(theta, [1, 1, self.band.size, self.band.size], align_corners=False)


class SynthesisLayer(nn.Module):
    """A modulated convolution and a leaky ReLU at a higher sampling rate, or the layer to colours."""

    up_filter: Tensor | None
    down_filter: Tensor | None
    magnitude_ema: Tensor

    def __init__(
        self, config: StyleGAN3Config, in_channels: int, out_channels: int, plan: Resampling, *, torgb: bool
    ) -> None:
        super().__init__()
        self.plan, self.clamp, self.torgb = plan, config.conv_clamp, torgb
        self.affine = FullyConnectedLayer(config.w_dim, in_channels, bias_init=1.0)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, plan.kernel, plan.kernel))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.register_buffer("magnitude_ema", torch.ones(()))
        self.register_buffer("up_filter", plan.up_filter())
        self.register_buffer("down_filter", plan.down_filter())

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """x (N, in_channels, h, h), w (N, w_dim) -> (N, out_channels, H, H)."""
        plan = self.plan
        weight, styles, scale = self._modulation(self.affine(w))
        x = F.conv2d(x * styles[:, :, None, None], weight, padding=plan.kernel - 1)
        x = torch.addcmul(self.bias[:, None, None], x, scale[:, :, None, None])
        activation = ACTIVATIONS["linear" if self.torgb else "lrelu"]
        # The activation lets a positive factor through, so the filter can bring in its gain as well.
        gain = plan.up * plan.up * activation.gain
        if gain != 1 or any(plan.padding):
            x = upfirdn2d(x, self.up_filter, up=plan.up, padding=plan.padding, gain=gain)
        x = activation.finish(x, 1.0, self.clamp)
        if plan.down > 1:
            x = upfirdn2d(x, self.down_filter, down=plan.down)
        return x

    def _modulation(self, styles: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Weights, factors of the input's channels (N, in_channels), and of the output's (N, out_channels).

        Together they are what the authors do to the weights of each sample.
        """
        input_gain = self.magnitude_ema.rsqrt()
        if self.torgb:
            styles = styles / math.sqrt(self.weight[0].numel())
            return self.weight, styles, input_gain.expand(len(styles), len(self.weight))
        weight = self.weight * self.weight.square().mean((1, 2, 3), keepdim=True).rsqrt()
        # One mean over the batch: demodulation cancels all but its 1e-8.
        styles = styles * styles.square().mean().rsqrt()
        energy = F.linear(styles.square(), weight.square().sum((2, 3)))
        return weight, styles, (energy + 1e-8).rsqrt() * input_gain


class SynthesisNetwork(nn.Module):
    """Style vectors to images, in stages of one layer each (see `ganstudio.networks.staged`).

    Row 0 of the style vectors moves and turns the input, row i + 1 belongs to layer i.
    """

    def __init__(self, config: StyleGAN3Config) -> None:
        super().__init__()
        self.config = config
        self.num_ws = config.num_ws
        plans, widths = resamplings(config), (config.channels[0], *config.channels)
        self.input = SynthesisInput(config.w_dim, widths[0], plans[0].before)
        stages = []
        for i, plan in enumerate(plans):
            name = f"L{i}_{plan.after.size}_{widths[i + 1]}"
            torgb = i == config.num_layers
            self.add_module(name, SynthesisLayer(config, widths[i], widths[i + 1], plan, torgb=torgb))
            stages.append(Stage(name, i + 1, 1, plan.after.size))
        self.stages = tuple(stages)

    def forward(
        self,
        ws: Tensor,
        noise_mode: str = "const",
        *,
        noise: Noise | None = None,
        generator: torch.Generator | None = None,
        transform: Tensor | None = None,
    ) -> Tensor:
        """ws (N, num_ws, w_dim) -> images (N, img_channels, H, W) in about [-1, 1].

        transform: (3, 3) or (N, 3, 3) for the input layer, see `input_transform`. There is no noise: what is
        said of it is for callers that treat all StyleGANs alike.
        """
        state = self.start(ws, transform)
        for i in range(len(self.stages)):
            state = self.run_stage(i, state, ws, [])
        return self.image(state)

    def noise(
        self, mode: str = "const", batch: int = 1, generator: torch.Generator | None = None
    ) -> list[Tensor | None]:
        """No layer takes noise."""
        return []

    def start(self, ws: Tensor, transform: Tensor | None = None) -> State:
        """The input's maps (N, C, h, h)."""
        return (self.input(ws[:, 0], transform),)

    def run_stage(self, index: int, state: State, ws: Tensor, noise: Noise) -> State:
        """The maps after one layer."""
        layer = self.get_submodule(self.stages[index].name)
        return (layer(state[0], ws[:, index + 1]),)

    def image(self, state: State) -> Tensor:
        """Images (N, img_channels, H, W), about [-1, 1]."""
        x = state[0]
        assert x is not None
        return x * self.config.output_scale


class StyleGAN3Generator(nn.Module):
    """Latents (and classes) to images."""

    def __init__(self, config: StyleGAN3Config) -> None:
        super().__init__()
        self.config = config
        mapping = MappingConfig(
            z_dim=config.z_dim,
            c_dim=config.c_dim,
            w_dim=config.w_dim,
            layers=config.mapping_layers,
            lr_multiplier=config.mapping_lr_multiplier,
        )
        self.mapping = MappingNetwork(mapping, config.num_ws, w_avg=True)
        self.synthesis = SynthesisNetwork(config)

    def forward(
        self,
        z: Tensor,
        c: Tensor | None = None,
        truncation_psi: float = 1.0,
        truncation_cutoff: int | None = None,
        noise_mode: str = "const",
        generator: torch.Generator | None = None,
        transform: Tensor | None = None,
    ) -> Tensor:
        """z (N, z_dim), c (N, c_dim) -> images (N, img_channels, H, W) in about [-1, 1]; no noise acts."""
        ws = self.mapping(z, c, truncation_psi, truncation_cutoff)
        images: Tensor = self.synthesis(ws, transform=transform)
        return images
