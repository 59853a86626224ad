"""The change that a model makes, on pictures of any kind and size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio import Studio
from ganstudio.api import CancelledError, CancelToken, ImageData, InputError, MaskData, Progress, load_model
from ganstudio.networks.cyclegan import ResnetConfig
from ganstudio.worlds.landscape import render
from tests.plugins.domain_transfer.conftest import add_model, noise

Run = Callable[..., Any]


def difference(one: ImageData, other: ImageData) -> float:
    return float(np.abs(one.rgb().astype(float) - other.rgb()).mean())


@pytest.mark.parametrize(
    ("width", "height", "channels", "deep"),
    [(1, 1, 3, False), (300, 3, 3, False), (45, 70, 4, False), (33, 20, 1, True), (40, 30, 4, True)],
)
def test_size_depth_and_alpha_stay(
    run: Run, tiny: str, width: int, height: int, channels: int, deep: bool
) -> None:
    image = noise(width, height, channels, deep=deep)
    made = run(image=image, model=tiny, to="bright")
    assert made.pixels.shape == (height, width, max(3, channels))
    assert made.pixels.dtype == image.pixels.dtype
    assert not np.array_equal(
        made.pixels[..., :3], np.broadcast_to(image.pixels[..., :3], made.pixels[..., :3].shape)
    )
    if channels == 4:
        assert np.array_equal(made.pixels[..., 3], image.pixels[..., 3])


def test_profile_and_camera_data_stay_but_a_grey_profile_does_not_fit(run: Run, tiny: str) -> None:
    for channels, kept in ((3, b"profile"), (1, None)):
        image = ImageData(noise(16, 16, channels).pixels, b"profile", b"Exif\0\0")
        made = run(image=image, model=tiny, to="bright")
        assert (made.icc, made.exif) == (kept, b"Exif\0\0")


def test_without_detail_and_at_the_models_size_it_is_what_the_network_draws(run: Run, tiny: str) -> None:
    image = noise(64, 48)
    made = run(image=image, model=tiny, to="bright", keep_detail=0.0)
    x = torch.from_numpy(image.pixels.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        bare = load_model(tiny).module(x)[0].permute(1, 2, 0).add(1).mul(127.5).numpy()
    assert np.abs(made.pixels - bare).max() < 1


def test_the_grain_of_a_large_picture_stays_with_keep_detail_alone(
    run: Run, tiny: str, modules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules("transfer"), "translate", lambda ctx, ref, small: small * 0.5)
    image = noise(512, 384)

    def grain(picture: ImageData) -> Any:
        grey = picture.pixels.astype(float).mean(2)
        return (grey[:, 1:] - grey[:, :-1])[:, ::8].ravel()  # inside of blots

    kept, lost = (run(image=image, model=tiny, to="bright", detail=64, keep_detail=k) for k in (1.0, 0.0))
    assert np.corrcoef(grain(kept), grain(image))[0, 1] > 0.95
    assert 0.4 < grain(kept).std() / grain(image).std() < 0.7
    assert abs(np.corrcoef(grain(lost), grain(image))[0, 1]) < 0.4
    assert kept.pixels.mean() == pytest.approx(image.pixels.mean() / 2, abs=2)


def test_bands_leave_no_seams(run: Run, tiny: str, modules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    image = noise(150, 120)
    whole = run(image=image, model=tiny, to="bright", detail=64)
    monkeypatch.setattr(modules("transfer"), "_BAND", 150 * 7)
    banded = run(image=image, model=tiny, to="bright", detail=64)
    assert np.abs(whole.pixels.astype(int) - banded.pixels).max() <= 1


def test_outside_of_the_mask_and_at_strength_0_every_bit_stays(run: Run, tiny: str) -> None:
    image = noise(64, 48, deep=True)
    alpha = np.zeros((48, 64), np.uint8)
    alpha[:, 40:] = 255
    made = run(image=image, model=tiny, to="bright", mask=MaskData(alpha), feather=0.0)
    assert np.array_equal(made.pixels[:, :40], image.pixels[:, :40])
    whole = run(image=image, model=tiny, to="bright")
    assert np.array_equal(made.pixels[:, 40:], whole.pixels[:, 40:])
    assert np.array_equal(run(image=image, model=tiny, to="bright", strength=0.0).pixels, image.pixels)


def test_the_edge_of_the_mask_is_soft_and_other_sizes_are_scaled(run: Run, tiny: str) -> None:
    image = ImageData(np.full((64, 96, 3), 90, np.uint8))
    alpha = np.zeros((32, 48), np.uint8)
    alpha[:, 24:] = 255
    made = run(image=image, model=tiny, to="bright", mask=MaskData(alpha), feather=16.0, keep_detail=1.0)
    change = np.abs(made.pixels[32].astype(int) - 90).sum(1)
    assert change[:20].max() == 0
    assert 0.2 < change[48] / change[90] < 0.8
    with pytest.raises(InputError, match="32 × 48 pixels and the picture 96 × 64, which is another shape"):
        run(image=image, model=tiny, to="bright", mask=MaskData(alpha.T.copy()))


def test_half_strength_looks_half_changed(run: Run, tiny: str, modules: Run) -> None:
    colour = modules("colour")
    image = noise(48, 48)
    whole, half = (run(image=image, model=tiny, to="bright", strength=s).pixels for s in (1.0, 0.5))

    def lab(pixels: Any) -> torch.Tensor:
        return colour.to_oklab(colour.to_linear(torch.from_numpy(pixels / np.float32(255)).permute(2, 0, 1)))

    middle = (lab(whole) + lab(image.pixels)) / 2
    assert float((lab(half) - middle).abs().mean()) < 0.004


def test_keep_colour_keeps_the_hue(run: Run, tiny: str, modules: Run) -> None:
    colour = modules("colour")
    image = ImageData(np.tile(np.array([120, 60, 40], np.uint8), (32, 32, 1)))

    def hue(picture: ImageData) -> float:
        lab = colour.to_oklab(
            colour.to_linear(torch.from_numpy(picture.pixels / np.float32(255)).permute(2, 0, 1))
        )
        return float(torch.atan2(lab[2].mean(), lab[1].mean()))

    kept, free = (run(image=image, model=tiny, to="bright", keep_colour=k) for k in (1.0, 0.0))
    assert abs(hue(kept) - hue(image)) < 0.05 < abs(hue(free) - hue(image))
    assert difference(kept, image) > 3


def test_the_network_runs_once_for_all_strengths_and_masks(studio: Studio, tiny: str) -> None:
    memo: dict[Any, Any] = {}
    image = noise(64, 48)
    runs = []
    model = studio.models(tiny, (), studio.compute)
    model.module.register_forward_hook(lambda *_: runs.append(1))

    def again(image: ImageData = image, **values: Any) -> None:
        studio.run("domain_transfer.transfer", image=image, model=tiny, to="bright", memo=memo, **values)

    again()
    again(strength=0.3, keep_colour=1.0, keep_detail=0.2)
    again(mask=MaskData(np.full((48, 64), 9, np.uint8)), quality="draft")
    again(ImageData(image.pixels.copy()))
    assert len(runs) == 1
    again(noise(64, 48, seed=1))
    assert len(runs) == 2


def test_a_draft_of_a_large_picture_has_its_size_and_looks_alike(run: Run, tiny: str) -> None:
    image = noise(1300, 60, 4)
    draft, full = (run(image=image, model=tiny, to="bright", quality=q, detail=64) for q in ("draft", "full"))
    assert draft.pixels.shape == full.pixels.shape
    assert np.abs(draft.pixels.mean((0, 1)) - full.pixels.mean((0, 1))).max() < 2
    assert np.array_equal(draft.pixels[..., 3], image.pixels[..., 3])


def test_it_stops_between_bands_when_it_is_cancelled(
    run: Run, tiny: str, modules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(modules("transfer"), "_BAND", 64)
    token = CancelToken()
    seen: list[float] = []

    def report(fraction: float, message: str) -> None:
        seen.append(fraction)
        if fraction > 0.6:
            token.cancel()

    with pytest.raises(CancelledError):
        run(image=noise(64, 64), model=tiny, to="bright", progress=Progress(report, token))
    assert seen[-1] < 0.7


def test_what_is_transparent_hardly_counts(run: Run, tiny: str) -> None:
    clear, black = noise(64, 64, 4).pixels.copy(), noise(64, 64, 4).pixels.copy()
    clear[..., 3], black[..., 3] = 255, 255
    clear[:, 32:] = (255, 0, 255, 0)
    black[:, 32:] = (0, 0, 0, 0)
    one, other = (run(image=ImageData(pixels), model=tiny, to="bright").pixels for pixels in (clear, black))
    assert np.array_equal(one[:, :30], other[:, :30])


def test_models_that_cannot_do_it_are_refused_in_a_sentence(run: Run) -> None:
    image = noise(16, 16)
    with pytest.raises(InputError, match="landscape-spade is a model of the family style_spade"):
        run(image=image, model="landscape-spade")
    add_model(
        "hints", "line art", "landscape", back=False, config=ResnetConfig(in_channels=7, ngf=2, blocks=1)
    )
    with pytest.raises(InputError, match="hints turns 7 channels into 3"):
        run(image=image, model="hints", to="landscape")


def test_grey_models_give_grey_pictures(run: Run) -> None:
    add_model("grey", "day", "film", config=ResnetConfig(in_channels=1, out_channels=1, ngf=2, blocks=1))
    made = run(image=noise(32, 32), model="grey", to="film", keep_detail=0.0).pixels.astype(int)
    assert np.ptp(made, axis=2).max() <= 1


def test_the_starter_makes_winter_and_leaves_summer_as_it_is(run: Run) -> None:
    image = ImageData(render(3, 128).image)
    winter, summer = (run(image=image, to=to) for to in ("winter", "summer"))
    grass = (slice(100, 125), slice(30, 90))
    assert winter.pixels[grass].mean((0, 1)).min() > image.pixels[grass].mean((0, 1)).min() + 60
    assert difference(summer, image) < 0.4 * difference(winter, image)
