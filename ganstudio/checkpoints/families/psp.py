"""pSp and e4e: `{state_dict: encoder.*, decoder.*; opts; latent_avg}`, encoder and StyleGAN2 as one model."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count, groupby, takewhile
from typing import Any

from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families import stylegan2_rosinality as rosinality
from ganstudio.checkpoints.pictures import sample_labels, sample_picture, side_by_side
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import CheckpointError
from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp import Psp, PspConfig
from ganstudio.networks.psp_encoders import EncoderKind
from ganstudio.networks.stylegan2 import StyleGan2Config

# The names that three repositories have for the encoders; the first of each kind is the one we write.
_KINDS: dict[str, EncoderKind] = {
    "GradualStyleEncoder": "gradual",
    "Encoder4Editing": "progressive",
    "SingleStyleCodeEncoder": "w",
    "BackboneEncoderUsingLastLayerIntoW": "w",
    "WEncoder": "w",
    "BackboneEncoderUsingLastLayerIntoWPlus": "w_plus",
}
LOOSE = ("latent_avg",)
DATASET = Unknown(
    "dataset_type", "on which of the authors' data sets was it trained (cars_... has pictures of 4 : 3)?", str
)
_UNKNOWNS = (
    Unknown(
        "encoder_type",
        "is its encoder that of pSp (GradualStyleEncoder) or of e4e (Encoder4Editing)?",
        str,
        tuple(name for name, kind in _KINDS.items() if kind in ("gradual", "progressive")),
    ),
    Unknown("start_from_latent_avg", "is what its encoder gives added to the average style?", bool),
    DATASET,
)


def _reads(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    # HyperStyle's encoder starts from the average, whatever its options say.
    if facts.get("encoder_type") == "WEncoder":
        return {**facts, "start_from_latent_avg": True}
    return facts


def _infer(tensors: StateDict, told: Told) -> PspConfig:
    from_average = told.get("start_from_latent_avg", "latent_avg" in tensors)
    if from_average and "latent_avg" not in tensors:
        raise CheckpointError(
            f"{told.source} does not hold the average style (latent_avg) that its encoder starts from."
        )
    return PspConfig(
        decoder=rosinality.infer(part(tensors, "decoder."), told),
        encoder=_kind(tensors, told),
        body=_body(tensors),
        from_average=from_average,
        wide=is_wide(told),
    )


def _kind(tensors: StateDict, told: Told) -> EncoderKind:
    if "encoder.latlayer1.weight" in tensors:
        return _KINDS[told.get("encoder_type", "GradualStyleEncoder")]
    return "w_plus" if "encoder.output_layer_2.3.weight" in tensors else "w"


def _body(tensors: StateDict) -> IrSeConfig:
    widths, units = stages(tensors, "encoder.body.{}.res_layer.3.weight")
    stem, in_channels = tensors["encoder.input_layer.0.weight"].shape[:2]
    # The widest unit tells it best: the division is rounded.
    hidden, channels = tensors[f"encoder.body.{sum(units) - 1}.res_layer.5.fc1.weight"].shape[:2]
    return IrSeConfig(
        in_channels=in_channels,
        stem=stem,
        widths=widths,
        units=units,
        reduction=channels // hidden,
    )


def stages(tensors: StateDict, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Widths of a body's stages and how many units they have: a stage goes as far as its width.

    name: that of the convolution that gives a unit its width, with {} for the unit's number.
    """
    names = takewhile(tensors.__contains__, map(name.format, count()))
    runs = [(width, len(list(units))) for width, units in groupby(len(tensors[each]) for each in names)]
    return tuple(width for width, _ in runs), tuple(units for _, units in runs)


def is_wide(told: Told) -> bool:
    """The authors look into the data set's name for this, too."""
    return "cars" in told.get(DATASET.name, "ffhq_encode")


def part(tensors: StateDict, prefix: str) -> StateDict:
    """The tensors below a prefix, without it."""
    return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}


def below(tensors: StateDict, prefix: str) -> StateDict:
    """The same tensors below a prefix."""
    return {f"{prefix}{name}": tensor for name, tensor in tensors.items()}


def average(tensor: Tensor, rows: int) -> Tensor:
    """The average style (rows, w_dim), from one row or from all."""
    return tensor.view(-1, tensor.shape[-1]).expand(rows, -1).contiguous()


def is_ours(tensors: StateDict) -> bool:
    """The file was written by this program, with the decoder's names as they are in the network."""
    return "decoder.synthesis.b4.const" in tensors


def decoder(tensors: StateDict, config: StyleGan2Config) -> StateDict:
    """The generator's state dict, from the authors' `decoder.*` and the average, if the file has one."""
    loose = {name: tensors[name] for name in LOOSE if name in tensors}
    return rosinality.convert({**part(tensors, "decoder."), **loose}, config)


def _convert(tensors: StateDict, config: PspConfig) -> StateDict:
    if is_ours(tensors):
        return tensors
    converted = {
        **below(part(tensors, "encoder."), "encoder."),
        **below(decoder(tensors, config.decoder), "decoder."),
    }
    if config.from_average:
        converted["latent_avg"] = average(tensors["latent_avg"], config.decoder.num_ws)
    return converted


def _export(state: StateDict, config: PspConfig) -> dict[str, Any]:
    names = {
        **below(part(state, "encoder."), "encoder."),
        **below(rosinality.export(part(state, "decoder."), config.decoder), "decoder."),
    }
    record: dict[str, Any] = {"state_dict": names, "opts": _options(config)}
    return {**record, "latent_avg": state["latent_avg"]} if config.from_average else record


def _options(config: PspConfig) -> dict[str, Any]:
    """Both repositories read their options from here alone."""
    return {
        "encoder_type": next(name for name, kind in _KINDS.items() if kind == config.encoder),
        "start_from_latent_avg": config.from_average,
        "dataset_type": "cars_encode" if config.wide else "ffhq_encode",
        "input_nc": config.body.in_channels,
        "label_nc": 0 if config.body.in_channels == 3 else config.body.in_channels,
        "learn_in_w": False,
        "n_styles": config.decoder.num_ws,
        "output_size": config.decoder.resolution,
        "stylegan_size": config.decoder.resolution,
        "device": "cpu",
        "checkpoint_path": None,
    }


def _sample(network: Psp, config: PspConfig, seed: int) -> Tensor:
    """A photo, sketch or label map beside what encoder and decoder make of it."""
    channels, size = config.body.in_channels, config.input_size
    if channels == 3:
        shown = image = sample_picture("photo", size)
    elif channels == 1:
        shown = sample_picture("drawing", size, channels=1)
        image = (shown + 1) / 2
    else:
        labels = sample_labels(size, channels)
        image = F.one_hot(labels[:, 0], channels).permute(0, 3, 1, 2).float()
        shown = labels / (channels - 1) * 2 - 1
    return side_by_side(shown, small(network.decode(network(image)), config.wide))


def small(picture: Tensor, wide: bool) -> Tensor:
    """The decoder's picture at the size of the input and without bars."""
    if wide:
        bar = picture.shape[-2] // 8
        picture = picture[..., bar : picture.shape[-2] - bar, :]
    scale = max(1, picture.shape[-1] // 256)
    return F.avg_pool2d(picture, scale)


FAMILIES = (
    Family(
        id="psp",
        role="encoder",
        title="the StyleGAN2 encoder of pSp or e4e",
        config=PspConfig,
        keys=(
            "encoder.input_layer.0.weight",
            "encoder.body.0.res_layer.5.fc1.weight",
            "encoder.latlayer1.weight|encoder.linear.weight",
            "encoder.styles.0.linear.weight|encoder.linear.weight",
            "decoder.conv1.conv.modulation.weight",
            "decoder.to_rgb1.conv.weight",
        ),
        build=Psp,
        infer=_infer,
        loose=LOOSE,
        unknowns=_UNKNOWNS,
        reads=_reads,
        convert=_convert,
        export=_export,
        sample=_sample,
        paper="Richardson et al., CVPR 2021, arXiv:2008.00951; Tov et al., SIGGRAPH 2021, arXiv:2102.02766",
    ),
)
