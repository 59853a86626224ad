"""PyTorch-StudioGAN: the record that its training leaves and its YAML file; pictures and verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
import yaml
from torch import Tensor, nn

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.networks.blocks import batch_statistics
from ganstudio.networks.studiogan import StudioGeneratorConfig
from ganstudio.networks.studiogan_discriminator import StudioDiscriminatorConfig
from tests.golden.case import Case

DATA = ("img_size", "num_classes")
# Our names of what the authors' discriminators return.
VERDICTS = {
    "h": "features",
    "adv_output": "score",
    "cls_output": "class_logits",
    "embed": "embedding",
    "proxy": "proxy",
    "mi_cls_output": "twin_logits",
    "mi_embed": "twin_embedding",
    "mi_proxy": "twin_proxy",
    "info_discrete_c_logits": "code_logits",
    "info_conti_mu": "code_mean",
    "info_conti_var": "code_variance",
}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    role, options = case.facts["part"], case.options
    path = weight_file(case, folder)
    write_yaml(options, folder / "configs.yaml")
    found = detect(path)
    assert (found.family.id, found.role) == ("studiogan", role)
    (assert_generator if role == "generator" else assert_discriminator)(found.config, options)
    network = load(path).module
    network.train(case.facts["mode"] == "train")
    with torch.inference_mode():
        return (generator if role == "generator" else discriminator)(network, case)


def weight_file(case: Case, folder: Path) -> Path:
    """The authors' record; some cases bring one that training left."""
    name = case.facts["official_file_name"].split(" ")[0].strip("':,")
    path = folder / name
    if (case.folder / name).exists():
        path.write_bytes((case.folder / name).read_bytes())
    else:
        torch.save({"state_dict": case.state_dict(), "optimizer": {"state": {}, "param_groups": []}}, path)
    return path


def write_yaml(options: dict[str, Any], path: Path) -> None:
    sections: dict[str, dict[str, Any]] = {"DATA": {}, "MODEL": {}}
    for name, value in options.items():
        sections["DATA" if name in DATA else "MODEL"][name] = value
    path.write_text(yaml.safe_dump(sections))


def attention(options: dict[str, Any], player: str) -> tuple[int, ...]:
    return tuple(options[f"attn_{player}_loc"]) if options.get("apply_attn") else ()


def assert_generator(config: StudioGeneratorConfig, options: dict[str, Any]) -> None:
    conditional = options["g_cond_mtd"] == "cBN"
    assert (config.backbone, config.z_dim) == (options["backbone"], options["z_dim"])
    assert config.spectral == options["apply_g_sn"]
    assert config.num_classes == (options["num_classes"] if conditional else 0)
    assert config.attention == attention(options, "g")
    assert config.activation == options["g_act_fn"]
    if config.backbone != "deep_conv":  # its size and its widths are fixed, whatever the options say
        assert (config.img_size, config.conv_dim) == (options["img_size"], options["g_conv_dim"])
    if config.big and conditional:
        assert config.shared_dim == options["g_shared_dim"]


def assert_discriminator(config: StudioDiscriminatorConfig, options: dict[str, Any]) -> None:
    heads = config.heads
    assert config.backbone == {"big_resnet": "resnet"}.get(options["backbone"], options["backbone"])
    assert config.spectral == options["apply_d_sn"]
    assert config.attention == attention(options, "d")
    assert config.activation == options["d_act_fn"]
    assert (heads.conditioning, heads.auxiliary) == (options["d_cond_mtd"], options["aux_cls_type"])
    if config.backbone != "deep_conv":
        assert (config.img_size, config.conv_dim) == (options["img_size"], options["d_conv_dim"])
    if heads.conditioning != "W/O":
        assert heads.num_classes == options["num_classes"]
    if heads.conditioning in ("2C", "D2DCE"):
        assert heads.embed_dim == options["d_embed_dim"]
    if heads.conditioning in ("AC", "2C", "D2DCE"):
        assert heads.normalize == options["normalize_d_embed"]


def generator(network: nn.Module, case: Case) -> dict[str, Tensor]:
    given = (case.arrays["z"], case.arrays.get("label"))
    outputs = {"image": network(*given)}
    if "image_batch_statistics" in case.expected():
        with batch_statistics(network):
            outputs["image_batch_statistics"] = network(*given)
    return outputs


def discriminator(network: nn.Module, case: Case) -> dict[str, Tensor]:
    generated = case.options.get("adc_fake", False)
    verdict = network(case.arrays["x"], case.arrays.get("label"), generated=generated)
    return {name: getattr(verdict, ours) for name, ours in VERDICTS.items()}
