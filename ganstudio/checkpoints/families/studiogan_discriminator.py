"""PyTorch-StudioGAN's discriminators: `model=D-best-weights-step=N.pth`, a record with a `state_dict`."""

from __future__ import annotations

from typing import Any, get_args

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.families.studiogan_tensors import SIZES, blocks, deep_stages, has, reads, shape
from ganstudio.checkpoints.registry import Family, Told, Unknown
from ganstudio.errors import CheckpointError
from ganstudio.networks.conditional import Auxiliary, Conditioning, HeadConfig
from ganstudio.networks.studiogan import Activation, Backbone
from ganstudio.networks.studiogan_biggan_deep import LEGACY_WIDTHS, STUDIOGAN_WIDTHS
from ganstudio.networks.studiogan_discriminator import StudioDiscriminator, StudioDiscriminatorConfig

# The numbers of classes in the data sets that the authors train on.
_PUBLISHED_CLASSES = (10, 100, 200, 1000)

_UNKNOWNS = (
    Unknown("MODEL.d_act_fn", "which activation has it?", str, get_args(Activation)),
    Unknown("MODEL.d_cond_mtd", "how is it conditioned on classes?", str, get_args(Conditioning)),
    Unknown("MODEL.aux_cls_type", "which auxiliary classifier has it?", str, get_args(Auxiliary)),
    Unknown("MODEL.normalize_d_embed", "does it normalise its embeddings?", bool),
)


def _infer(tensors: StateDict, told: Told) -> StudioDiscriminatorConfig:
    names, attention = blocks(tensors)
    spectral, depth = "linear1.weight_orig" in tensors, 1
    backbone: Backbone
    if "input_conv.bias" in tensors:
        backbone = _deep_backbone(tensors, names)
        tables = LEGACY_WIDTHS if backbone == "big_resnet_deep_legacy" else STUDIOGAN_WIDTHS
        size, depth, base = deep_stages(tensors, names, tables, lambda a, b, step: (b if step else a, b))
    elif "conv1.bias" in tensors:
        backbone, size, base = "deep_conv", 32, 64
    else:
        backbone, size = "resnet", SIZES[len(names) - 4]
        base = shape(tensors, "blocks.0.0.conv2d1")[0] // (2 if size == 32 else 1)
    return StudioDiscriminatorConfig(
        backbone=backbone,
        img_size=size,
        conv_dim=base,
        spectral=spectral,
        attention=tuple(place // depth for place in attention),
        activation=told.get("MODEL.d_act_fn", "ReLU"),
        depth=depth,
        heads=_heads(tensors, told),
    )


def _deep_backbone(tensors: StateDict, names: list[str]) -> Backbone:
    """A learned shortcut is as wide as its block; in the legacy form it makes only what is appended."""
    for name in names:
        if has(tensors, f"{name}.conv2d0"):
            wide = shape(tensors, f"{name}.conv2d0")[0] == shape(tensors, f"{name}.conv2d4")[0]
            return "big_resnet_deep_studiogan" if wide else "big_resnet_deep_legacy"
    return "big_resnet_deep_legacy"


def _heads(tensors: StateDict, told: Told) -> HeadConfig:
    scores = shape(tensors, "linear1")[0]
    codes: dict[str, Any] = {}
    if has(tensors, "info_discrete_linear"):
        codes["code_logits"] = shape(tensors, "info_discrete_linear")[0]
    if has(tensors, "info_conti_mu_linear"):
        codes["codes"] = shape(tensors, "info_conti_mu_linear")[0]
    classifier, table = has(tensors, "linear2"), has(tensors, "embedding")
    if not classifier and not table:
        if scores == 1:
            return HeadConfig("W/O", **codes)
        several = _conditioning(told, "MD" if scores in _PUBLISHED_CLASSES else "MH", ("MD", "MH"))
        return HeadConfig(several, scores - (several == "MH"), **codes)
    rows = shape(tensors, "embedding" if table else "linear2")[0]
    auxiliary: Auxiliary = "TAC"
    if not has(tensors, "linear_mi"):
        auxiliary = told.get("MODEL.aux_cls_type", "W/O")
    classes = rows // 2 if auxiliary == "ADC" else rows
    if not classifier:
        return HeadConfig("PD", classes, auxiliary, **codes)
    if not table:
        normalize = told.get("MODEL.normalize_d_embed", False)
        return HeadConfig("AC", classes, auxiliary, normalize=normalize, **codes)
    return HeadConfig(
        _conditioning(told, "2C", ("2C", "D2DCE")),
        classes,
        auxiliary,
        embed_dim=shape(tensors, "linear2")[0],
        normalize=told.get("MODEL.normalize_d_embed", True),
        **codes,
    )


def _conditioning(told: Told, default: Conditioning, possible: tuple[Conditioning, ...]) -> Conditioning:
    """Which of the ways that have the same tensors; CheckpointError if another one is told."""
    method: Conditioning = told.get("MODEL.d_cond_mtd", default)
    if method not in possible:
        raise CheckpointError(
            f"The options beside {told.source} are of another model: its tensors do not allow {method}.",
            hint=f"MODEL.d_cond_mtd can be {' or '.join(possible)}.",
        )
    return method


def _options(config: StudioDiscriminatorConfig) -> dict[str, Any]:
    heads = config.heads
    return {
        "MODEL.backbone": config.backbone,
        "MODEL.d_conv_dim": config.conv_dim,
        "MODEL.d_depth": config.depth,
        "MODEL.apply_d_sn": config.spectral,
        "MODEL.attn_d_loc": list(config.attention),
        "MODEL.d_act_fn": config.activation,
        "MODEL.d_cond_mtd": heads.conditioning,
        "MODEL.aux_cls_type": heads.auxiliary,
        "MODEL.d_embed_dim": heads.embed_dim,
        "MODEL.normalize_d_embed": heads.normalize,
        "DATA.img_size": config.img_size,
        "DATA.num_classes": heads.num_classes,
    }


DISCRIMINATOR = Family(
    id="studiogan",
    role="discriminator",
    title="a PyTorch-StudioGAN discriminator",
    config=StudioDiscriminatorConfig,
    keys=(
        "linear1.bias",
        "blocks.0.0.conv0.bias|blocks.0.0.conv2d1.bias",
        "blocks.0.0.conv1.bias|blocks.0.0.conv2d2.bias",
    ),
    without=("linear0.bias",),
    build=StudioDiscriminator,
    infer=_infer,
    unknowns=_UNKNOWNS,
    reads=reads,
    export=lambda state, config: {"state_dict": state},
    options=_options,
    paper="Kang, Shin and Park, TPAMI 2023, arXiv:2206.09479",
)
