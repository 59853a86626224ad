"""Photos as latents, points that are dragged, and layers that are looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio import Studio, paths
from ganstudio.api import LATENT_TEXT, ImageData, InputError
from ganstudio.checkpoints.save import save
from ganstudio.networks.hyperstyle import HyperStyle, HyperStyleConfig
from ganstudio.networks.hyperstyle_hypernet import HypernetConfig
from ganstudio.networks.ir_se import IrSeConfig
from ganstudio.networks.psp import Psp, PspConfig
from ganstudio.networks.stylegan2 import StyleGan2Config
from ganstudio.networks.stylegan2_layers import MappingConfig

Run = Callable[..., Any]
SMALL = StyleGan2Config(16, (4, 4, 2), MappingConfig(z_dim=5, w_dim=5, layers=1), w_avg=False)
QUICK = {"steps": 10, "features": False}


def test_the_latent_of_a_drawn_picture_draws_it_again(run: Run) -> None:
    picture = run(seed=3, truncation=0.5)
    far, near = (run("project", image=picture, **{**QUICK, "steps": steps}) for steps in (0, 100))

    def distance(found: ImageData) -> float:
        return float(np.abs(found.pixels.astype(int) - picture.pixels).mean())

    assert distance(near) < distance(far) / 2
    again = run(base=near.text[LATENT_TEXT])
    assert np.abs(again.pixels.astype(int) - near.pixels).max() <= 2


def test_a_photo_without_edits_stays_what_it_is(run: Run, photo: ImageData) -> None:
    same = run("edit", image=photo, keep_detail=1.0, **QUICK)
    assert np.array_equal(same.pixels, photo.pixels)
    changed = run("edit", image=photo, keep_detail=1.0, edits="smile=3", **QUICK)
    assert not np.array_equal(changed.pixels, same.pixels)
    assert np.array_equal(changed.pixels[:, :8], photo.pixels[:, :8])


def test_a_slider_on_a_photo_does_not_look_for_the_latent_again(
    studio: Studio, tiny: str, photo: ImageData
) -> None:
    memo: dict[Any, Any] = {}
    kept = []
    for steps in (0, 1):
        studio.run("latent_editing.edit", model=tiny, image=photo, edits=f"smile={steps}", memo=memo, **QUICK)
        kept.append(memo["found"][1])
    assert kept[0] is kept[1]


@pytest.mark.parametrize("shape", [(20, 30, 1), (20, 30, 4)])
def test_grey_transparent_and_deep_pictures_are_taken(run: Run, shape: tuple[int, ...]) -> None:
    deep = ImageData(np.random.default_rng(0).integers(0, 65535, shape, dtype=np.uint16))
    found = run("edit", image=deep, **QUICK)
    assert found.size == (30, 20)
    assert (found.pixels.shape[2] == 4) == (shape[2] == 4)


def test_eyes_decide_what_is_cut_out(run: Run, photo: ImageData) -> None:
    level = run("project", image=photo, eyes="0.3,0.5 0.6,0.5", **QUICK)
    turned = run("project", image=photo, eyes="0.3,0.4 0.6,0.6", **QUICK)
    assert not np.array_equal(level.pixels, turned.pixels)


def test_a_drag_gives_styles_that_draw_its_picture(run: Run) -> None:
    moved = run("drag", seed=3, handles="0.3,0.5>0.6,0.5", steps=3)
    assert np.abs(run(base=moved.text[LATENT_TEXT]).pixels.astype(int) - moved.pixels).max() <= 2
    assert not np.array_equal(moved.pixels, run(seed=3).pixels)
    assert moved.text["GAN Studio handles"].endswith(">0.6,0.5")


def test_a_layer_is_shown_as_tiles_with_its_figures(run: Run) -> None:
    sheet = run("inside", seed=3, layer="b16.conv1", count=4)
    figures = json.loads(sheet.text["GAN Studio layer"])
    assert (figures["layer"], figures["channels"], figures["side"]) == ("b16.conv1", 16, 16)
    assert sheet.width > 2 * 64


@pytest.mark.parametrize(
    ("operation", "values", "says"),
    [
        ("project", {"image": ImageData.of(np.zeros((1, 1, 3)))}, "1 × 1 pixels is too small"),
        ("project", {"eyes": "left"}, "no places of two eyes"),
        ("project", {"eyes": "0.5,0.5 0.5,0.5"}, "eyes lie on the same place"),
        ("drag", {"handles": ""}, "no handle to drag"),
        ("drag", {"handles": "0.1>0.2"}, "is no handle"),
        ("drag", {"handles": "0.1,0.1>0.2,0.2", "bend": "b8.conv0*2"}, "cannot be dragged"),
        ("inside", {"layer": "b999"}, "no layer called"),
        ("inside", {"first": 500}, "none from 500 on"),
    ],
)
def test_bad_values_are_told_in_a_sentence(
    run: Run, photo: ImageData, operation: str, values: dict[str, Any], says: str
) -> None:
    given = {"image": photo} if operation == "project" else {}
    with pytest.raises(InputError, match=says):
        run(operation, **{**given, **values})


def test_a_hyperstyle_fits_the_generators_weights_to_the_photo(run: Run, photo: ImageData) -> None:
    with pytest.raises(InputError, match="needs the encoder it was trained with"):
        run("project", image=photo, refine=_hyperstyle(), **QUICK)
    given = {"image": photo, "encoder": _w_encoder(), **QUICK}
    plain, fitted = run("project", **given | {"refine": "hyper"}), run("project", image=photo, **QUICK)
    assert plain.size == (16, 16)
    assert plain.size != fitted.size
    moved = run("edit", **given, refine="hyper", edits="", keep_detail=0.0)
    assert moved.size == photo.size


def _hyperstyle() -> str:
    config = HyperStyleConfig(
        decoder=SMALL,
        hypernet=HypernetConfig(
            layers=(0, 3), shared=(0,), stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), code=4, inner=3
        ),
    )
    save(HyperStyle(config).eval(), config, _place("hyper"), card={"title": "H"})
    return "hyper"


def _w_encoder() -> str:
    config = PspConfig(SMALL, "w", IrSeConfig(stem=2, widths=(2, 3, 4, 5), units=(1, 1, 1, 1), reduction=1))
    save(Psp(config).eval(), config, _place("guess"), card={"title": "E"})
    return "guess"


def _place(name: str) -> Path:
    folder = paths.user_models_dir() / name
    folder.mkdir(parents=True)
    return folder / "model.safetensors"
