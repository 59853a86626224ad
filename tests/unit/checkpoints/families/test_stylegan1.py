from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from ganstudio.checkpoints.contents import StateDict
from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.families import STANDARD, stylegan1_rosinality, stylegan1_tensorflow
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.registry import Told
from ganstudio.checkpoints.save import export_official
from ganstudio.errors import CheckpointError, SaveError
from ganstudio.networks.stylegan1 import StyleGAN1Config, StyleGAN1Generator
from ganstudio.networks.stylegan1_discriminator import StyleGAN1Discriminator, StyleGAN1DiscriminatorConfig
from tests.support.round_trip import assert_round_trip

SMALL = StyleGAN1Config(
    channels=(8, 6, 4), z_dim=5, w_dim=7, mapping_width=6, mapping_layers=3, truncation_cutoff=2
)
PORT = replace(SMALL, stored_noise=False, norm_eps=1e-5)
ROSINALITY = replace(
    PORT, **stylegan1_rosinality.FIXED, z_dim=6, w_dim=6, mapping_width=6, fused_from=8, channels=(8, 6, 4)
)
CRITIC = StyleGAN1DiscriminatorConfig(channels=(8, 6, 4), hidden=5, rgb_activation=False)


def draw(network: Any) -> Tensor:
    generator = torch.Generator().manual_seed(5)
    config = network.config
    z = torch.randn(2, config.z_dim, generator=generator)
    c = torch.eye(config.c_dim)[:2] if config.c_dim else None
    with torch.inference_mode():
        return network(z, c, truncation_psi=0.7, noise_mode="random", generator=generator)


def judge(network: Any) -> Tensor:
    images = torch.randn(4, 3, 16, 16, generator=torch.Generator().manual_seed(5))
    config = network.config
    with torch.inference_mode():
        return network(
            images[:, : config.img_channels], torch.eye(config.c_dim)[:4] if config.c_dim else None
        )


def randomised(network: nn.Module) -> nn.Module:
    torch.manual_seed(2)
    for tensor in network.state_dict().values():
        tensor.copy_(torch.randn_like(tensor))
    return network.eval()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"c_dim": 3},
        {"blur": None, "img_channels": 1},
        {"use_noise": False, "channels": (4,), "mapping_layers": 1, "mapping_width": 7, "blur": None},
    ],
)
def test_round_trip_of_the_port(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert_round_trip(tmp_path, replace(PORT, **changes), draw, told={"truncation_cutoff": 2})


def test_round_trip_of_rare_options(tmp_path: Path) -> None:
    config = replace(PORT, activation="relu", equalized=False, pixel_norm=True, instance_norm=False)
    config = replace(config, normalize_latents=False, mapping_lr_multiplier=0.1)
    told = {"nonlinearity": "relu", "use_wscale": False, "use_pixel_norm": True, "use_instance_norm": False}
    told |= {"normalize_latents": False, "mapping_lrmul": 0.1, "truncation_cutoff": 2}
    assert_round_trip(tmp_path, config, draw, told=told)


@pytest.mark.parametrize("fused_from", [8, 16, None])
def test_round_trip_of_rosinality(tmp_path: Path, fused_from: int | None) -> None:
    def plain(network: Any) -> Tensor:
        # The layout has no average, nor a bias of its own for the constant.
        z = torch.randn(2, 6, generator=torch.Generator().manual_seed(5))
        with torch.inference_mode():
            return network(z, noise_mode="random", generator=torch.Generator().manual_seed(6))

    config = replace(ROSINALITY, fused_from=fused_from)
    assert_round_trip(tmp_path, config, plain, layout="rosinality", atol=1e-4)


@pytest.mark.parametrize(
    "changes", [{}, {"c_dim": 5, "label_planes": True}, {"blur": None, "img_channels": 1}]
)
def test_round_trip_of_the_discriminator(tmp_path: Path, changes: dict[str, Any]) -> None:
    config = replace(CRITIC, **changes)
    assert_round_trip(tmp_path, config, judge, told={"mbstd_group_size": 4})


def to_tensorflow(state: StateDict, config: StyleGAN1Config) -> StateDict:
    """The authors' variables, without those of the smaller outputs where the network never grew."""
    depth = len(config.channels) - 1
    out: StateDict = {"lod": torch.tensor(config.lod), "dlatent_avg": state["truncation.avg_latent"]}
    if config.c_dim:
        out["G_mapping/LabelConcat/weight"] = state["class_embedding.weight"]
    for i in range(config.mapping_layers):
        out[f"G_mapping/Dense{i}/weight"] = state[f"g_mapping.map.dense{i}.weight"].t()
        out[f"G_mapping/Dense{i}/bias"] = state[f"g_mapping.map.dense{i}.bias"]
    for layer in range(2 * depth + 2):
        size, second = divmod(layer, 2)
        ours = f"g_synthesis.{f'blocks.{size - 1}' if size else 'init_block'}"
        first, other = ("Conv0_up", "Conv1") if size else ("Const", "Conv")
        theirs = f"G_synthesis/{4 << size}x{4 << size}/{other if second else first}"
        conv = f"{ours}.{('conv1' if size else 'conv') if second else 'conv0_up'}"
        if layer:
            out[f"{theirs}/weight"] = state[f"{conv}.weight"].permute(2, 3, 1, 0)
        else:
            out[f"{theirs}/const"] = state[f"{ours}.const"]
        out[f"{theirs}/bias"] = state[f"{conv}.bias" if layer else f"{ours}.bias"]
        epilogue = f"{ours}.epi{second + 1}"
        out[f"{theirs}/Noise/weight"] = state[f"{epilogue}.top_epi.noise.weight"]
        out[f"{theirs}/StyleMod/weight"] = state[f"{epilogue}.style_mod.lin.weight"].t()
        out[f"{theirs}/StyleMod/bias"] = state[f"{epilogue}.style_mod.lin.bias"]
        out[f"G_synthesis/noise{layer}"] = state[f"{epilogue}.top_epi.noise.constant"]
    for size in range(depth + 1):
        out[f"G_synthesis/ToRGB_lod{depth - size}/weight"] = state[
            f"g_synthesis.to_rgb.{size}.weight"
        ].permute(2, 3, 1, 0)
        out[f"G_synthesis/ToRGB_lod{depth - size}/bias"] = state[f"g_synthesis.to_rgb.{size}.bias"]
    return out


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, {}),
        ({"c_dim": 3, "lod": 0.25}, {}),
        ({"fused_from": 8, "blur": None}, {"fused_scale": "always", "blur_filter": ()}),
        ({"fused_from": None, "mapping_lr_multiplier": 0.1}, {"fused_scale": "never", "mapping_lrmul": 0.1}),
    ],
)
def test_variables_of_tensorflow(tmp_path: Path, changes: dict[str, Any], told: dict[str, Any]) -> None:
    config = replace(SMALL, **changes)
    network = randomised(StyleGAN1Generator(config))
    path = tmp_path / "network.pth"
    torch.save(to_tensorflow(network.state_dict(), config), path)
    told = {"truncation_cutoff": 2, **told}
    found = detect(path, told)
    assert (found.family.layout, found.config) == ("tensorflow", config)
    torch.testing.assert_close(draw(load(path, overrides=told).module), draw(network))


def test_network_that_never_grew_has_no_smaller_outputs(tmp_path: Path) -> None:
    network = randomised(StyleGAN1Generator(SMALL))
    variables = to_tensorflow(network.state_dict(), SMALL)
    grown = {
        name: tensor for name, tensor in variables.items() if not name.startswith("G_synthesis/ToRGB_lod")
    }
    grown |= {name: tensor for name, tensor in variables.items() if "ToRGB_lod0" in name}
    path = tmp_path / "network.pth"
    torch.save(grown, path)
    module = load(path, overrides={"truncation_cutoff": 2}).module
    torch.testing.assert_close(draw(module), draw(network))


def test_discriminator_of_tensorflow(tmp_path: Path) -> None:
    config = StyleGAN1DiscriminatorConfig(channels=(8, 6, 4), hidden=5, c_dim=3)
    network = randomised(StyleGAN1Discriminator(config))
    variables: StateDict = {"lod": torch.zeros(())}
    for name, tensor in network.state_dict().items():
        part, *rest = name.split(".")
        if part == "from_rgb":
            new = f"FromRGB_lod{rest[0]}/{rest[1]}"
        else:
            size = 4 if part == "final_block" else 16 >> int(rest.pop(0))
            new = f"{size}x{size}/{rest[0].capitalize()}/{rest[1]}"
        if tensor.dim() == 4:
            tensor = tensor.permute(2, 3, 1, 0)
        variables[new] = tensor.t() if tensor.dim() == 2 else tensor
    path = tmp_path / "network.pth"
    torch.save(variables, path)
    found = detect(path)
    assert (found.role, found.family.layout, found.config) == ("discriminator", "tensorflow", config)
    images, c = torch.randn(4, 3, 16, 16), torch.eye(3)[[0, 1, 2, 0]]
    with torch.inference_mode():
        torch.testing.assert_close(load(path).module(images, c), network(images, c))


@pytest.mark.parametrize("activated", [False, True])
def test_discriminator_of_rosinality(tmp_path: Path, activated: bool) -> None:
    config = replace(CRITIC, hidden=8, rgb_activation=activated, widens_first=True, mbstd_group=None)
    network = randomised(StyleGAN1Discriminator(config))
    port: StateDict = {}
    for name, tensor in network.state_dict().items():
        kind = "weight_orig" if name.endswith("weight") else "bias"
        if found := re.match(r"from_rgb\.(\d)", name):
            port[f"from_rgb.{found[1]}.{'0.' if activated else ''}conv.{kind}"] = tensor
        elif found := re.match(r"blocks\.(\d)\.conv0", name):
            port[f"progression.{found[1]}.conv1.0.conv.{kind}"] = tensor
        elif found := re.match(r"blocks\.0\.conv1_down\.(\w+)", name):
            port[f"progression.0.conv2.1.{found[1]}"] = tensor  # fused
        elif name.startswith("blocks.1"):
            port[f"progression.1.conv2.1.conv.{kind}"] = tensor
        elif "dense0" in name:
            port[f"progression.2.conv2.0.conv.{kind}"] = (
                tensor.view(8, 8, 4, 4) if tensor.dim() == 2 else tensor
            )
        elif "dense1" in name:
            port[f"linear.linear.{kind}"] = tensor / 2**0.5 if tensor.dim() == 2 else tensor
        else:
            port[f"progression.2.conv1.0.conv.{kind}"] = tensor
    for i in range(2):
        port |= {
            f"progression.{i}.conv2.0.{kind}": torch.ones(6, 1, 3, 3) for kind in ("weight", "weight_flip")
        }
    path = tmp_path / "train_step-7.model"
    torch.save({"generator": {}, "discriminator": port}, path)
    found = detect(path, part="discriminator")
    assert (found.family.layout, found.config) == ("rosinality", config)
    torch.testing.assert_close(judge(load(path, part="discriminator").module), judge(network))


def test_a_pickle_tells_all_that_it_does_not_record() -> None:
    network = StyleGAN1Generator(SMALL)
    family = next(f for f in STANDARD if (f.id, f.layout, f.role) == ("stylegan1", "tensorflow", "generator"))
    for recorded, fused, blur in (
        ({}, 128, (0.25, 0.5, 0.25)),
        ({"fused_scale": True, "blur_filter": None}, 8, None),
    ):
        told = Told("a.pkl", family.unknowns, stylegan1_tensorflow.reads({"init_kwargs": recorded}))
        config = family.infer(to_tensorflow(network.state_dict(), SMALL), told)
        assert (config.fused_from, config.blur, config.truncation_cutoff) == (fused, blur, 8)
        assert not told.assumed


@pytest.mark.parametrize("layout", ["", "rosinality"])
def test_untrained_sizes_are_not_drawn(tmp_path: Path, layout: str) -> None:
    config = ROSINALITY if layout else PORT
    network = randomised(StyleGAN1Generator(config))
    network.g_synthesis.blocks[-1].conv1.bias.data.zero_()
    path = tmp_path / "network.pth"
    export_official(network, config, path, layout=layout)
    found = detect(path)
    assert found.config.lod == 1.0 and "size" in found.unknown
    assert draw(load(path).module).shape == (2, 3, 8, 8)
    assert detect(path, {"size": 16}).config.lod == 0.0
    with pytest.raises(CheckpointError, match="cannot draw 12 pixels"):
        detect(path, {"size": 12})


def test_unknown_average_is_estimated_from_latents(tmp_path: Path) -> None:
    network = randomised(StyleGAN1Generator(PORT))
    path = tmp_path / "network.pth"
    state = network.state_dict()
    del state["truncation.avg_latent"]
    torch.save(state, path)
    first, second = (load(path).module for _ in range(2))
    assert torch.equal(first.truncation.avg_latent, second.truncation.avg_latent)
    with torch.inference_mode():
        average = network.g_mapping(torch.randn(20000, 5)).mean(0)
    torch.testing.assert_close(
        first.truncation.avg_latent, average, atol=0.05 * float(average.std()), rtol=0.0
    )


def test_first_version_of_rosinality_is_refused(tmp_path: Path) -> None:
    network = randomised(StyleGAN1Generator(ROSINALITY))
    state = stylegan1_rosinality.export(network.state_dict(), ROSINALITY)["g_running"]
    state["generator.progression.1.conv1.conv.weight_orig"] = torch.zeros(6, 8, 3, 3)
    torch.save(state, tmp_path / "old.model")
    with pytest.raises(CheckpointError, match=r"conv1\.conv\.weight_orig is there"):
        detect(tmp_path / "old.model")


def test_layouts_refuse_what_they_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="bias_before_blur"):
        export_official(StyleGAN1Generator(ROSINALITY), ROSINALITY, tmp_path / "a.pth")
    with pytest.raises(SaveError, match="mapping_lr_multiplier"):
        export_official(StyleGAN1Generator(PORT), PORT, tmp_path / "a.pth", layout="rosinality")


def test_samples() -> None:
    family = STANDARD.of_config(PORT)
    network = StyleGAN1Generator(replace(PORT, c_dim=3)).eval()
    pictures = [family.sample(network, network.config, seed) for seed in (1, 1, 2)]
    assert pictures[0].shape == (3, 32, 64) and pictures[0].abs().max() <= 1
    assert torch.equal(pictures[0], pictures[1]) and not torch.equal(pictures[0], pictures[2])
