"""InstaGAN: "InstaGAN: Instance-aware Image-to-Image Translation".

Mo, Cho and Shin, ICLR 2019, arXiv:1812.10889. Tensor names are those of the authors' release
(sangwoomo/instagan), so that their `latest_net_{G,D}_{A,B}.pth` load strictly. Its `--netG basic` is
CycleGAN's ResNet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Norm = Literal["instance", "batch"]
_SLOPE = 0.2


@dataclass(frozen=True)
class InstaGanConfig:
    """The generator for a set of instances. How many instances there are is no matter to its tensors.

    Trained `ins_per` instances at a time, it takes more of them in passes: see `translate_in_passes`.
    """

    input_nc: int = 3
    output_nc: int = 3
    ngf: int = 64
    n_blocks: int = 9
    norm: Norm = "instance"
    dropout: bool = False


@dataclass(frozen=True)
class InstaGanDiscriminatorConfig:
    """The discriminator, for an image with its set of instances, or (`basic`) for an image alone.

    `sigmoid` ends it in probabilities, as for the loss of the first GANs; without, it is for least squares.
    """

    kind: Literal["set", "basic"] = "set"
    input_nc: int = 3
    ndf: int = 64
    n_layers: int = 3
    norm: Norm = "instance"
    sigmoid: bool = False


class IteratedConv2d(nn.Module):
    """A 4 x 4 convolution divided by its largest singular value, with a power iteration before every call.

    So it is in eval mode too: u and v move on, and a second call gives slightly other values. The tensors
    are those of Christian Cosgrove's spectral normalisation, which the authors use.
    """

    weight_u: Tensor
    weight_v: Tensor

    def __init__(self, in_channels: int, out_channels: int, *, stride: int, bias: bool) -> None:
        super().__init__()
        plain = nn.Conv2d(in_channels, out_channels, 4, bias=bias)
        self.stride = stride
        self.weight_bar, self.bias = plain.weight, plain.bias
        # On the CPU even where the network is built without memory: there, a norm imports for seconds.
        u, v = (torch.randn(n, device="cpu") for n in (out_channels, plain.weight[0].numel()))
        self.register_buffer("weight_u", F.normalize(u, dim=0))
        self.register_buffer("weight_v", F.normalize(v, dim=0))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self._weight(), self.bias, self.stride, padding=1)

    def _weight(self) -> Tensor:
        with torch.autocast(self.weight_bar.device.type, enabled=False):
            matrix = self.weight_bar.flatten(1)
            with torch.no_grad():
                self.weight_v.copy_(F.normalize(torch.mv(matrix.t(), self.weight_u), dim=0, eps=1e-12))
                self.weight_u.copy_(F.normalize(torch.mv(matrix, self.weight_v), dim=0, eps=1e-12))
            # Copies, because the next call changes u and v under the graph of this one.
            u, v = self.weight_u.clone(), self.weight_v.clone()
            return self.weight_bar / torch.dot(u, torch.mv(matrix, v))


class _Spectral(nn.Module):
    """Holds the convolution one level deeper, where the authors' wrapper has it."""

    def __init__(self, in_channels: int, out_channels: int, *, stride: int, bias: bool = True) -> None:
        super().__init__()
        self.module = IteratedConv2d(in_channels, out_channels, stride=stride, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.module(x)
        return result


class ResnetBlock(nn.Module):
    """Two reflected 3 x 3 convolutions with norm, added to what came in."""

    def __init__(self, channels: int, config: InstaGanConfig) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1),
            *_conv(channels, channels, config.norm),
            *([nn.Dropout(0.5)] if config.dropout else []),
            nn.ReflectionPad2d(1),
            *_conv(channels, channels, config.norm)[:2],
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, h, w) -> the same shape."""
        return torch.add(x, self.conv_block(x))


class InstaGanGenerator(nn.Module):
    """Translates an image and the masks of its instances together."""

    def __init__(self, config: InstaGanConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder_img = _encoder(config.input_nc, config)
        self.encoder_seg = _encoder(1, config)
        self.decoder_img = _decoder(2 * config.ngf, config.output_nc, config)
        self.decoder_seg = _decoder(3 * config.ngf, 1, config)

    def forward(self, image: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
        """image (N, input_nc, H, W) in [-1, 1], masks (N, k >= 1, H, W), -1 outside and 1 inside.

        Returns the image (N, output_nc, H, W) and the masks, both in [-1, 1]. H and W are multiples of 4. A
        mask that is -1 everywhere comes back as it is and has no influence; if all of an image's masks are
        so, the first counts all the same, and with instance norm nothing sensible comes of it.
        """
        pairs = [
            self._translate(*one) for one in zip(image.split(1), masks.split(1), strict=True)
        ]  # the set is summed over the batch axis, so that one image goes at a time
        images, translated = zip(*pairs, strict=True)
        return torch.cat(images), torch.cat(translated)

    def _translate(self, image: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
        present = _present(masks)
        of_image = self.encoder_img(image)
        encoded = [self.encoder_seg(masks[:, [index]]) for index in present]
        of_set = torch.stack(encoded).sum(dim=0)
        translated = list(masks.split(1, dim=1))
        for index, of_mask in zip(present, encoded, strict=True):
            translated[index] = self.decoder_seg(torch.cat((of_mask, of_image, of_set), dim=1))
        return self.decoder_img(torch.cat((of_image, of_set), dim=1)), torch.cat(translated, dim=1)


class InstaGanDiscriminator(nn.Module):
    """Scores patches of an image with its set of instances."""

    def __init__(self, config: InstaGanDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        widths = _widths(config)
        self.feature_img = nn.Sequential(*_features(config.input_nc, widths[:-1], config))
        self.feature_seg = nn.Sequential(*_features(1, widths[:-1], config))
        self.classifier = nn.Sequential(
            _Spectral(2 * widths[-2], 2 * widths[-1], stride=1),
            _norm(2 * widths[-1], config.norm),
            nn.LeakyReLU(_SLOPE),
            *_scores(2 * widths[-1], config),
        )

    def forward(self, image: Tensor, masks: Tensor) -> Tensor:
        """image (N, input_nc, H, W) in [-1, 1], masks (N, k >= 1, H, W) of -1 and 1 -> scores (N, 1, h, w).

        A mask that is empty in all images of the batch has no influence.
        """
        of_image = self.feature_img(image)
        # One by one, because each call moves the spectral norm on.
        of_set = torch.stack([self.feature_seg(masks[:, [index]]) for index in _present(masks)]).sum(dim=0)
        scores: Tensor = self.classifier(torch.cat((of_image, of_set), dim=1))
        return scores


class InstaGanBasicDiscriminator(nn.Module):
    """Scores patches of an image alone."""

    def __init__(self, config: InstaGanDiscriminatorConfig) -> None:
        super().__init__()
        self.config = config
        widths = _widths(config)
        self.model = nn.Sequential(
            *_features(config.input_nc, widths[:-1], config),
            _Spectral(widths[-2], widths[-1], stride=1, bias=config.norm == "instance"),
            _norm(widths[-1], config.norm),
            nn.LeakyReLU(_SLOPE),
            *_scores(widths[-1], config),
        )

    def forward(self, image: Tensor) -> Tensor:
        """image (N, input_nc, H, W) in [-1, 1] -> scores (N, 1, h, w)."""
        scores: Tensor = self.model(image)
        return scores


def build_discriminator(config: InstaGanDiscriminatorConfig) -> nn.Module:
    """The discriminator of the config's kind."""
    return InstaGanDiscriminator(config) if config.kind == "set" else InstaGanBasicDiscriminator(config)


def select_masks(masks: Tensor, ins_max: int) -> Tensor:
    """The `ins_max` largest of the masks (1, k, H, W), or all if there are fewer; the largest first."""
    sizes = masks[0].mean(dim=-1).mean(dim=-1)
    return masks[:, sizes.topk(min(ins_max, len(sizes))).indices]


def merge_masks(masks: Tensor) -> Tensor:
    """Masks (N, k, H, W) in [-1, 1] as one (N, 1, H, W): where any of them is."""
    return torch.sum((masks + 1) / 2, dim=1, keepdim=True).clamp(0, 1) * 2 - 1


def translate_in_passes(
    network: InstaGanGenerator, image: Tensor, masks: Tensor, *, ins_max: int = 4, ins_per: int = 2
) -> tuple[Tensor, Tensor]:
    """The authors' test: the largest instances, `ins_per` at a time, each pass on the image of the last.

    image (1, input_nc, H, W), masks (1, k, H, W) -> the image after the last pass, the masks of all passes.
    Only whole passes are made: of `ins_max` instances a rest below `ins_per` stays out, as with the authors.
    An image without an instance comes back as it is.
    """
    chosen = select_masks(masks, ins_max // ins_per * ins_per)
    translated = []
    for some in chosen.split(ins_per, dim=1):
        if bool((some > -1).any()):
            image, moved = network(image, some)
            translated.append(moved)
    return image, torch.cat(translated, dim=1) if translated else chosen


def _present(masks: Tensor) -> list[int]:
    """Which masks are not empty; the first, if all are. ValueError without a mask."""
    if not masks.shape[1]:
        raise ValueError("InstaGAN needs the mask of one instance at least.")
    sizes = (masks + 1).mean(dim=(0, 2, 3))
    return [index for index, size in enumerate(sizes.tolist()) if size > 0] or [0]


def _norm(channels: int, norm: Norm) -> nn.Module:
    return nn.InstanceNorm2d(channels) if norm == "instance" else nn.BatchNorm2d(channels)


def _conv(in_channels: int, out_channels: int, norm: Norm, size: int = 3, stride: int = 1) -> list[nn.Module]:
    """A 3 x 3 convolution that halves pads itself; the others are padded by reflection before."""
    bias = norm == "instance"
    conv = nn.Conv2d(in_channels, out_channels, size, stride, padding=stride - 1, bias=bias)
    return [conv, _norm(out_channels, norm), nn.ReLU()]


def _encoder(in_channels: int, config: InstaGanConfig) -> nn.Sequential:
    width, norm = config.ngf, config.norm
    return nn.Sequential(
        nn.ReflectionPad2d(3),
        *_conv(in_channels, width, norm, size=7),
        *_conv(width, 2 * width, norm, stride=2),
        *_conv(2 * width, 4 * width, norm, stride=2),
        *(ResnetBlock(4 * width, config) for _ in range(config.n_blocks)),
    )


def _decoder(width: int, out_channels: int, config: InstaGanConfig) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (4 * width, 2 * width):
        half = channels // 2
        up = nn.ConvTranspose2d(channels, half, 3, 2, 1, output_padding=1, bias=config.norm == "instance")
        layers += [up, _norm(half, config.norm), nn.ReLU()]
    return nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, out_channels, 7), nn.Tanh())


def _widths(config: InstaGanDiscriminatorConfig) -> list[int]:
    """Output channels of all layers but the last."""
    return [config.ndf * min(2**layer, 8) for layer in range(config.n_layers + 1)]


def _features(
    in_channels: int, widths: list[int], config: InstaGanDiscriminatorConfig
) -> Iterator[nn.Module]:
    """The halving layers, the first without norm."""
    for number, width in enumerate(widths):
        yield _Spectral(in_channels, width, stride=2, bias=number == 0 or config.norm == "instance")
        if number:
            yield _norm(width, config.norm)
        yield nn.LeakyReLU(_SLOPE)
        in_channels = width


def _scores(in_channels: int, config: InstaGanDiscriminatorConfig) -> list[nn.Module]:
    return [_Spectral(in_channels, 1, stride=1), *([nn.Sigmoid()] if config.sigmoid else [])]
