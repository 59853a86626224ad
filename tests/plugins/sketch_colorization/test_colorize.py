"""Colouring drawings, on tiny networks whose weights are known or drawn by a seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio import Studio
from ganstudio.api import ImageData, InputError
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.save import save
from ganstudio.errors import CheckpointError
from ganstudio.networks.bicyclegan import BicycleConfig
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.networks.patchgan import PatchDiscriminatorConfig
from ganstudio.networks.pix2pix import UnetConfig
from ganstudio.settings import Settings
from tests.support.models import network

Run = Callable[..., Any]
HINTED = UnetConfig(7, ngf=4, depth=6, norm="instance")
PLAIN = UnetConfig(3, ngf=4, depth=6, norm="instance")


@pytest.fixture
def studio() -> Studio:
    return Studio(Settings(device="cpu", precision="fp32"))


@pytest.fixture
def colorize(studio: Studio) -> Run:
    def call(**values: Any) -> ImageData:
        values = {"detail": 64} | values
        return studio.run("sketch_colorization.colorize", **values).data  # type: ignore[return-value]

    return call


@pytest.fixture
def model(tmp_path: Path) -> Callable[..., str]:
    """A checkpoint of a tiny network of this configuration."""

    def make(
        config: Any, card: dict[str, Any] | None = None, change: Callable[[nn.Module], None] | None = None
    ) -> str:
        built = network(config)
        # Start values of 0.02 give pictures of one grey, in which nothing could be seen.
        for name, tensor in built.state_dict().items():
            if tensor.dim() == 4:
                tensor.mul_(4 if "model.3" in name else 2)
        if change is not None:
            change(built)
        path = tmp_path / f"{STANDARD.of_config(config).id}-{len(list(tmp_path.iterdir()))}.safetensors"
        save(built, config, path, card=card or {"title": "Tiny"})
        return str(path)

    return make


def drawing(width: int = 96, height: int = 64) -> ImageData:
    """A house on white paper."""
    grey = np.full((height, width), 255, np.uint8)
    grey[height // 4 : -4, width // 4 : width // 4 + 3] = 0
    grey[height // 4 : -4, -width // 4 : -width // 4 + 3] = 0
    grey[height // 4 : height // 4 + 3, width // 4 : -width // 4 + 3] = 0
    return ImageData(np.repeat(grey[..., None], 3, axis=2))


def dab(colour: tuple[int, int, int], width: int = 96, height: int = 64) -> ImageData:
    """One dab in the middle of the house."""
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[height // 2 : height // 2 + 14, width // 2 - 7 : width // 2 + 7] = (*colour, 255)
    return ImageData(pixels)


def inside(picture: ImageData) -> np.ndarray:
    height, width = picture.height, picture.width
    return picture.rgb()[height // 2 : height // 2 + 14, width // 2 - 7 : width // 2 + 7].mean((0, 1))


@pytest.mark.parametrize(
    "config",
    [
        PLAIN,
        HINTED,
        UnetConfig(1, ngf=4, depth=6),
        ResnetConfig(3, ngf=4, blocks=1),
        ResnetConfig(5, ngf=4, blocks=1, dropout=True),
        ResnetConfig(3, out_channels=1, ngf=4, blocks=1),
        BicycleConfig(3, ngf=4, depth=6, z_dim=4),
        BicycleConfig(1, ngf=4, depth=6, z_dim=4, where_add="input", norm="batch"),
    ],
    ids=lambda config: f"{type(config).__name__}{config.in_channels}{config.out_channels}",
)
def test_any_image_to_image_model_gives_a_picture_of_the_sketchs_size(
    colorize: Run, model: Run, config: Any
) -> None:
    picture = colorize(model=model(config), sketch=drawing(93, 67), hints=dab((200, 30, 30), 40, 50))
    assert picture.pixels.shape == (67, 93, 3)
    assert np.ptp(picture.pixels) > 20


def test_seeds_vary_by_dropout_and_variety_turns_it_off(colorize: Run, model: Run) -> None:
    path = model(HINTED)
    first, again, other = (colorize(model=path, sketch=drawing(), seed=s, moods=0).pixels for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    still = [colorize(model=path, sketch=drawing(), seed=s, variety=0, moods=0).pixels for s in (1, 2)]
    assert np.array_equal(*still)


def test_variations_have_a_light_of_their_own_but_dabs_keep_their_colour(colorize: Run, model: Run) -> None:
    path, red = model(HINTED), np.array([220, 40, 40])
    own, lit, other = (
        colorize(model=path, sketch=drawing(), hints=dab(tuple(red)), variety=0, moods=1, seed=s)
        for s in (0, 1, 2)
    )
    plain = colorize(model=path, sketch=drawing(), hints=dab(tuple(red)), variety=0, moods=0, seed=1)
    assert np.array_equal(own.pixels, plain.pixels), "variation 0 is as the model painted it"
    tops = [picture.rgb()[:12].mean((0, 1)) for picture in (own, lit, other)]
    assert min(np.abs(tops[0] - tops[1]).max(), np.abs(tops[1] - tops[2]).max()) > 8
    for picture in (own, lit, other):
        assert np.abs(inside(picture) - red).max() < 30


def test_seeds_vary_by_the_latent_of_bicyclegan(colorize: Run, model: Run) -> None:
    path = model(BicycleConfig(3, ngf=4, depth=6, z_dim=4))
    first, again, other = (colorize(model=path, sketch=drawing(), seed=s).pixels for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_run_leaves_the_shared_network_and_the_random_numbers_as_they_were(
    studio: Studio, model: Run
) -> None:
    path = model(HINTED)
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    studio.run("sketch_colorization.colorize", model=path, sketch=drawing(), variety=0.4, detail=64)
    assert torch.equal(torch.rand(1), expected)
    module = studio.models(path, ("pix2pix",), studio.compute).module
    assert {layer.p for layer in module.modules() if isinstance(layer, nn.Dropout)} == {0.5}
    assert not any(layer.training for layer in module.modules())


@pytest.mark.parametrize("config", [HINTED, PLAIN], ids=["knows hints", "knows none"])
def test_dabs_are_obeyed_where_they_lie_and_within_the_lines(colorize: Run, model: Run, config: Any) -> None:
    path = model(config)
    red = np.array([220, 40, 40])
    plain, hinted, ignored = (
        colorize(model=path, sketch=drawing(), hints=dab(tuple(red)), hint_strength=s, variety=0)
        if s is not None
        else colorize(model=path, sketch=drawing(), variety=0)
        for s in (None, 1.0, 0.0)
    )
    assert np.abs(inside(hinted) - red).max() < 30 < np.abs(inside(plain) - red).max()
    assert np.array_equal(ignored.pixels, plain.pixels)
    if config is PLAIN:
        change = np.abs(hinted.rgb().astype(int) - plain.rgb()).mean(2)
        assert change[20:60, 30:70].mean() > 4 * change[:12].mean()


def test_hints_reach_the_network_as_it_was_trained(colorize: Run, model: Run) -> None:
    seen: list[torch.Tensor] = []
    path = model(HINTED)
    studio = Studio(Settings(device="cpu", precision="fp32"))
    studio.models(path, ("pix2pix",), studio.compute).module.register_forward_pre_hook(
        lambda module, given: seen.append(given[0])
    )
    studio.run(
        "sketch_colorization.colorize",
        model=path, sketch=drawing(64, 64), hints=dab((255, 0, 0), 128, 128), detail=64, cleaning="none",
    )  # fmt: skip
    (given,) = seen
    assert given.shape == (1, 7, 64, 64)
    assert given[0, :3, 0].eq(1).all(), "paper is white"
    assert given[0, :3, 40, 16].eq(-1).all(), "ink is black"
    assert given[0, 3:, 34, 32].tolist() == [1, 1, -1, -1]
    assert given[0, 3:, 5, 5].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("config", "card", "sides"),
    [
        (ResnetConfig(3, ngf=4, blocks=1), {"training": {"params": {"size": 64}}}, {"full": 96, "draft": 64}),
        (ResnetConfig(3, ngf=4, blocks=1), {"training": {"params": "?"}}, {"full": 256, "draft": 256}),
        (UnetConfig(3, ngf=4, depth=6), {"training": {"params": {"size": 64}}}, {"full": 128, "draft": 64}),
    ],
    ids=["local", "unknown", "of whole multiples"],
)
def test_a_model_paints_near_the_size_that_it_knows(
    studio: Studio, model: Run, config: Any, card: dict[str, Any], sides: dict[str, int]
) -> None:
    path = model(config, {"title": "Tiny"} | card)
    seen: list[int] = []
    studio.models(path, (), studio.compute).module.register_forward_pre_hook(
        lambda module, given: seen.append(given[0].shape[-1])
    )
    for quality in sides:
        studio.run("sketch_colorization.colorize", model=path, sketch=drawing(500, 500), quality=quality)
    assert seen == list(sides.values())


def test_light_lines_on_dark_paper_are_turned_round(colorize: Run, model: Run) -> None:
    path = model(PLAIN)
    dark = ImageData(255 - drawing().pixels)
    assert np.array_equal(
        colorize(model=path, sketch=drawing()).pixels, colorize(model=path, sketch=dark).pixels
    )


def test_a_card_may_say_that_the_model_knows_light_lines(colorize: Run, model: Run) -> None:
    def copies(built: nn.Module) -> None:
        built.forward = lambda x: x  # type: ignore[assignment]

    seen: dict[str, float] = {}
    for ink in ("dark", "light"):
        path = model(PLAIN, {"title": "Tiny", "ink": ink})
        studio = Studio(Settings(device="cpu", precision="fp32"))
        copies(studio.models(path, ("pix2pix",), studio.compute).module)
        picture = studio.run("sketch_colorization.colorize", model=path, sketch=drawing(), detail=96).data
        seen[ink] = float(picture.rgb()[2, 2].mean())
    assert seen == {"dark": 255, "light": 0}


def test_what_is_transparent_is_white_paper(colorize: Run, model: Run) -> None:
    path = model(PLAIN)
    ink = np.zeros((64, 96, 4), np.uint8)
    ink[..., 3] = 255 - drawing().pixels[..., 0]
    assert np.array_equal(
        colorize(model=path, sketch=ImageData(ink)).pixels, colorize(model=path, sketch=drawing()).pixels
    )


def test_a_palette_picture_gives_its_colours(colorize: Run, model: Run) -> None:
    path = model(HINTED)
    sunset = np.zeros((32, 32, 3), np.uint8)
    sunset[:16], sunset[16:] = (230, 120, 60), (120, 40, 60)
    plain = colorize(model=path, sketch=drawing())
    followed = colorize(model=path, sketch=drawing(), palette=ImageData(sunset))
    weak = colorize(model=path, sketch=drawing(), palette=ImageData(sunset), palette_strength=0)
    wanted = sunset.mean((0, 1))
    off = [np.abs(picture.rgb().mean((0, 1)) - wanted).max() for picture in (plain, followed)]
    assert off[1] < 25 < off[0]
    assert np.array_equal(weak.pixels, plain.pixels)


def test_shown_lines_are_those_of_the_drawing_at_its_own_size(colorize: Run, model: Run) -> None:
    big = ImageData(np.kron(drawing().pixels, np.ones((5, 5, 1), np.uint8)))
    picture = colorize(model=model(PLAIN), sketch=big, lines=1.0).rgb()
    ink = big.pixels[..., 0] == 0
    assert picture.shape == big.pixels.shape
    assert picture[ink].max() == 0
    assert picture[~ink].mean() > 40


def test_tiles_keep_the_light_of_the_whole_picture(
    colorize: Run, model: Run, monkeypatch: pytest.MonkeyPatch, studio: Studio
) -> None:
    path = model(ResnetConfig(3, ngf=4, blocks=1))
    sketch = drawing(512, 512)
    whole = studio.run("sketch_colorization.colorize", model=path, sketch=sketch, detail=512).data.rgb()
    import sys

    monkeypatch.setattr(sys.modules["ganstudio.ext.sketch_colorization.painter"], "TILE", 256)
    tiled = studio.run("sketch_colorization.colorize", model=path, sketch=sketch, detail=512).data.rgb()
    step = np.abs(np.diff(tiled.astype(int), axis=1)).mean((0, 2))
    seams = step[[191, 192, 255, 256]]
    assert not np.array_equal(whole, tiled)
    assert seams.max() < np.percentile(step, 98) + 1
    means = [picture.reshape(8, 64, 8, 64, 3).mean((1, 3)) for picture in (whole, tiled)]
    assert np.abs(means[0] - means[1]).max() < 24


def test_a_slider_that_the_network_does_not_know_does_not_run_it_again(studio: Studio, model: Run) -> None:
    path = model(HINTED)
    calls: list[int] = []
    studio.models(path, ("pix2pix",), studio.compute).module.register_forward_hook(lambda *_: calls.append(1))
    memo: dict[Any, Any] = {}
    sketch = drawing()
    for values in ({}, {"lines": 0.5}, {"moods": 0.9}, {"hint_strength": 0.5}):
        studio.run("sketch_colorization.colorize", model=path, sketch=sketch, memo=memo, **values)
    assert len(calls) == 1
    studio.run("sketch_colorization.colorize", model=path, sketch=sketch, seed=4, memo=memo)
    assert len(calls) == 2


def test_hints_alone_colour_an_empty_sheet(colorize: Run, model: Run) -> None:
    white = ImageData(np.full((64, 96, 3), 255, np.uint8))
    assert colorize(model=model(HINTED), sketch=white, hints=dab((20, 200, 30))).size == (96, 64)


@pytest.mark.parametrize(
    "pixels",
    [np.full((64, 96, 3), 255), np.zeros((64, 96, 3)), np.zeros((64, 96, 4)), np.full((1, 1, 1), 40)],
    ids=["white", "black", "transparent", "one pixel"],
)
def test_a_sketch_without_lines_is_refused_in_a_sentence(
    colorize: Run, model: Run, pixels: np.ndarray
) -> None:
    with pytest.raises(InputError, match="The sketch is empty"):
        colorize(model=model(PLAIN), sketch=ImageData(pixels.astype(np.uint8)))


def test_deep_grey_and_thin_sketches_work(colorize: Run, model: Run) -> None:
    path = model(PLAIN)
    deep = ImageData(drawing().pixels[..., :1].astype(np.uint16) * 257)
    assert np.array_equal(
        colorize(model=path, sketch=deep).pixels, colorize(model=path, sketch=drawing()).pixels
    )
    line = np.full((2, 300, 3), 255, np.uint8)
    line[:, 100:104] = 0
    assert colorize(model=path, sketch=ImageData(line)).size == (300, 2)


def test_a_photo_is_drawn_first(colorize: Run, model: Run) -> None:
    rows, columns = np.mgrid[:96, :96]
    photo = np.stack([rows * 2, columns * 2, 255 - rows], -1).astype(np.uint8)
    photo[30:60, 30:60] = (240, 200, 20)
    assert colorize(model=model(PLAIN), sketch=ImageData(photo)).size == (96, 96)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (UnetConfig(12, ngf=4, depth=6), "takes pictures of 12 channels"),
        (UnetConfig(3, out_channels=2, ngf=4, depth=6), "gives 2 channels"),
        (PatchDiscriminatorConfig(3, 4), "family patchgan"),
    ],
    ids=["channels in", "channels out", "discriminator"],
)
def test_a_model_that_colours_no_drawing_is_refused(
    colorize: Run, model: Run, config: Any, words: str
) -> None:
    with pytest.raises((InputError, CheckpointError), match=words):
        colorize(model=model(config), sketch=drawing())


def test_the_other_direction_of_a_model_is_its_second_file(colorize: Run, tmp_path: Path, home: Path) -> None:
    from ganstudio import paths

    folder = paths.user_models_dir() / "pair"
    folder.mkdir(parents=True)
    for seed, stem in enumerate(("model", "backward")):
        config = ResnetConfig(ngf=4, blocks=1)
        save(network(config, seed), config, folder / f"{stem}.safetensors", card={"title": "Pair"})
    there, back = (
        colorize(model="pair", sketch=drawing(), direction=way).pixels for way in ("forward", "backward")
    )
    assert not np.array_equal(there, back)
    with pytest.raises(InputError, match=r"model\.safetensors translates one way only"):
        colorize(model=str(folder / "model.safetensors"), sketch=drawing(), direction="backward")
