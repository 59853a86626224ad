"""TensorFlow's variables are made here from our own networks, by the inverse of what the reader does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.checkpoints.contents import Network, StateDict
from ganstudio.checkpoints.detect import detect, identify
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.save import export_official
from ganstudio.checkpoints.tensors import WeightFile
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.networks.stylegan2 import StyleGan2Config, StyleGan2Generator
from ganstudio.networks.stylegan2_discriminator import StyleGan2Discriminator, StyleGan2DiscriminatorConfig
from ganstudio.networks.stylegan2_layers import MappingConfig, normalise_second_moment

CONFIG = StyleGan2Config(16, (6, 5, 4), MappingConfig(z_dim=7, w_dim=8, layers=2))
CRITIC = StyleGan2DiscriminatorConfig(16, (6, 5, 4))
LAYERS = {"conv0": "Conv0_up", "conv1": "Conv1", "torgb": "ToRGB", "skip": "Skip"}
EPILOGUE = {"conv": "4x4/Conv", "fc": "4x4/Dense0", "out": "Output", "fromrgb": "4x4/FromRGB"}
DISCRIMINATOR_LAYERS = {"conv0": "Conv0", "conv1": "Conv1_down", "fromrgb": "FromRGB", "skip": "Skip"}


def randomised(network: Any) -> Any:
    torch.manual_seed(2)
    for name, tensor in network.state_dict().items():
        if not name.endswith("resample_filter"):
            tensor.copy_(torch.randn(tensor.shape))
    return network.eval()


def matrix(tensor: Tensor) -> Tensor:
    return tensor.t() if tensor.dim() == 2 else tensor.permute(2, 3, 1, 0)


def variables(network: StyleGan2Generator) -> StateDict:
    found: StateDict = {}
    for name, tensor in network.state_dict().items():
        path = name.split(".")
        if name == "mapping.w_avg":
            found["dlatent_avg"] = tensor
        elif path[0] == "mapping":
            layer = "LabelEmbed" if path[1] == "embed" else f"Dense{path[1][2:]}"
            found[f"G_mapping/{layer}/{path[2]}"] = matrix(tensor) if path[2] == "weight" else tensor
        elif path[-1] == "const":
            found["G_synthesis/4x4/Const/const"] = tensor[None]
        elif path[-1] != "resample_filter":
            found |= synthesis_variable(int(path[1][1:]), path[2], ".".join(path[3:]), tensor)
    return found


def synthesis_variable(size: int, layer: str, kind: str, tensor: Tensor) -> StateDict:
    if kind == "noise_const":
        index = 2 * size.bit_length() - 7 + (layer == "conv1")
        return {f"G_synthesis/noise{index if size > 4 else 0}": tensor[None, None]}
    where = f"G_synthesis/{size}x{size}/{LAYERS[layer] if (size, layer) != (4, 'conv1') else 'Conv'}"
    if kind == "affine.weight":
        return {f"{where}/mod_weight": tensor.t()}
    if kind == "affine.bias":
        return {f"{where}/mod_bias": tensor - 1}
    if kind == "weight":
        return {f"{where}/weight": matrix(tensor.flip(2, 3) if layer == "conv0" else tensor)}
    return {f"{where}/{kind}": tensor}


def critic_variables(network: StyleGan2Discriminator) -> StateDict:
    found: StateDict = {}
    for name, tensor in network.state_dict().items():
        block, layer, kind = name.split(".") if name.count(".") == 2 else (name, "", "resample_filter")
        if kind == "resample_filter":
            continue
        if block == "mapping":
            where = "LabelEmbed" if layer == "embed" else f"Mapping{layer[2:]}"
        elif block == "b4":
            where = EPILOGUE[layer]
        else:
            where = f"{block[1:]}x{block[1:]}/{DISCRIMINATOR_LAYERS[layer]}"
        found[f"{where}/{kind}"] = tensor if kind == "bias" else matrix(tensor)
    return found


def saved(folder: Path, tensors: StateDict, options: Any = None) -> Path:
    torch.save({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / "network.pth")
    if options is not None:
        (folder / "training_options.json").write_text(json.dumps(options))
    return folder / "network.pth"


@pytest.mark.parametrize(
    ("changes", "arguments"),
    [
        ({}, {}),
        ({"architecture": "resnet", "clamp": 0.5}, {"conv_clamp": 0.5}),
        ({"architecture": "orig", "w_avg": False}, {"conv_clamp": None}),
        ({"use_noise": False, "taps": (1.0, 1.0)}, {"resample_kernel": None}),
        (
            {"taps": (1.0, 2.0, 1.0), "activation": "relu"},
            {"resample_kernel": [1, 2, 1], "nonlinearity": "relu"},
        ),
        (
            {"mapping": MappingConfig(7, 3, 8, 3, 5, 9, "relu", 0.1)},
            {"mapping_lrmul": 0.1, "mapping_nonlinearity": "relu"},
        ),
    ],
)
def test_generator(changes: Any, arguments: Any, tmp_path: Path) -> None:
    config = replace(CONFIG, **changes)
    network = randomised(StyleGan2Generator(config))
    path = saved(tmp_path, variables(network), {"G_args": {"func_name": "G_main", **arguments}})
    found = detect(path)
    assert (found.family.layout, found.config, found.unknown) == ("tensorflow", config, ())
    torch.testing.assert_close(load(path).module.state_dict(), network.state_dict())


@pytest.mark.parametrize(
    ("changes", "function", "arguments"),
    [
        ({}, "training.networks_stylegan2.D_stylegan2", {}),
        ({"group_size": None, "architecture": "skip"}, "training.networks.D_main", {}),
        ({"group_size": 2, "architecture": "orig"}, "training.networks.D_main", {"mbstd_group_size": 2}),
        ({"c_dim": 3, "group_size": None, "mapping": MappingConfig(0, 3, 9, 0)}, "D_main", {}),
        (
            {"c_dim": 3, "mapping": MappingConfig(0, 3, 9, 2, lr_multiplier=0.1), "clamp": 3.0},
            "D_main",
            {"mbstd_group_size": 4, "conv_clamp": 3},
        ),
        ({"c_dim": 3, "mbstd_channels": 0}, "training.networks_stylegan2.D_stylegan2", {}),
        (
            {"activation": "relu", "final_activation": "relu", "taps": (1.0, 2.0, 1.0)},
            "D_stylegan2",
            {"nonlinearity": "relu", "resample_kernel": [1, 2, 1]},
        ),
    ],
)
def test_discriminator(changes: Any, function: str, arguments: Any, tmp_path: Path) -> None:
    config = replace(CRITIC, **changes)
    network = randomised(StyleGan2Discriminator(config))
    path = saved(tmp_path, critic_variables(network), {"D_args": {"func_name": function, **arguments}})
    found = detect(path)
    assert (found.family.layout, found.config, found.unknown) == ("tensorflow", config, ())
    torch.testing.assert_close(load(path).module.state_dict(), network.state_dict())


def test_a_pickle_tells_what_deviates() -> None:
    tensors = variables(StyleGan2Generator(CONFIG))
    facts = {"version": 5, "init_kwargs": {"conv_clamp": 256, "resolution": 16}, "build_func_name": "G_main"}
    found = identify(WeightFile({"Gs": Network(tensors, facts)}, {}), Path("network.pkl"))
    assert (found.config, found.unknown) == (replace(CONFIG, clamp=256.0), ())
    tensors = critic_variables(StyleGan2Discriminator(CRITIC))
    for function, group in (("D_stylegan2", 4), ("D_main", None)):
        facts = {"init_kwargs": {}, "build_func_name": function}
        found = identify(WeightFile({"D": Network(tensors, facts)}, {}), Path("network.pkl"))
        assert (found.config, found.unknown) == (replace(CRITIC, group_size=group), ())


def test_variables_alone_leave_little_open(tmp_path: Path) -> None:
    found = detect(saved(tmp_path, variables(StyleGan2Generator(CONFIG))))
    assert (found.config, found.unknown) == (CONFIG, ("mapping_lrmul", "conv_clamp"))


def test_the_first_repository_normalises_latent_and_label_together(tmp_path: Path) -> None:
    torch.manual_seed(0)
    config = replace(CONFIG, mapping=MappingConfig(7, 3, 8, 1, 7))
    tensors = variables(randomised(StyleGan2Generator(config)))
    del tensors["G_mapping/LabelEmbed/weight"], tensors["G_mapping/LabelEmbed/bias"]
    labels = tensors["G_mapping/LabelConcat/weight"] = torch.randn(3, 7)
    mapping = load(saved(tmp_path, tensors)).module.mapping
    assert mapping.config == replace(config.mapping, joint_normalisation=True)
    z, c = torch.randn(2, 7), torch.eye(3)[:2]
    x = normalise_second_moment(torch.cat([z, c @ labels], dim=1))
    dense, bias = tensors["G_mapping/Dense0/weight"], tensors["G_mapping/Dense0/bias"]
    expected = torch.nn.functional.leaky_relu(x @ dense * 0.01 / 14**0.5 + 0.01 * bias, 0.2) * 2**0.5
    torch.testing.assert_close(mapping(z, c)[:, 0], expected)


def grown(tensors: StateDict, colours: str, lod: float = 0.0) -> StateDict:
    """As configurations B to D name their colours."""
    renamed = {name.replace(f"16x16/{colours}/", f"{colours}_lod0/"): t for name, t in tensors.items()}
    inner = next(name for name in renamed if name.endswith(f"{colours}_lod0/weight"))
    renamed[inner.replace("lod0", "lod1")] = torch.ones(1, 1, 3, 5)
    return {**renamed, "lod": torch.tensor(lod)}


def test_networks_that_grew(tmp_path: Path) -> None:
    config = replace(CONFIG, architecture="orig")
    network = randomised(StyleGan2Generator(config))
    tensors = {**grown(variables(network), "ToRGB"), "G_synthesis/lod": torch.tensor(0.0)}
    path = saved(tmp_path, tensors)
    assert detect(path).config == config
    torch.testing.assert_close(load(path).module.state_dict(), network.state_dict())
    critic = randomised(StyleGan2Discriminator(replace(CRITIC, architecture="orig")))
    path = saved(tmp_path, grown(critic_variables(critic), "FromRGB"))
    assert detect(path).config == critic.config
    torch.testing.assert_close(load(path).module.state_dict(), critic.state_dict())


def test_an_unfinished_growth_is_refused(tmp_path: Path) -> None:
    tensors = variables(StyleGan2Generator(replace(CONFIG, architecture="orig")))
    with pytest.raises(CheckpointError, match="before it had grown"):
        detect(saved(tmp_path, grown(tensors, "ToRGB", lod=1.5)))


def test_strange_variables_are_refused(tmp_path: Path) -> None:
    for tensors in (
        {**variables(StyleGan2Generator(CONFIG)), "pagan": torch.ones(1)},
        {**critic_variables(StyleGan2Discriminator(CRITIC)), "8x8/Conv0/sn": torch.ones(1, 5)},
    ):
        with pytest.raises(CheckpointError, match="looks like the StyleGAN2"):
            load(saved(tmp_path, tensors))


def test_latents_must_be_normalised(tmp_path: Path) -> None:
    options = {"G_args": {"normalize_latents": False}}
    with pytest.raises(CheckpointError, match="not normalised"):
        detect(saved(tmp_path, variables(StyleGan2Generator(CONFIG)), options))


def test_tensorflow_files_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no other program's layout"):
        export_official(StyleGan2Generator(CONFIG), CONFIG, tmp_path / "n.pth", layout="tensorflow")
