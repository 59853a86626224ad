"""Training data that a world draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.datasets.opening import open_dataset
from ganstudio.datasets.sketches import sketch
from ganstudio.datasets.source import Kind
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from ganstudio.training import data_source, world_data
from ganstudio.training.data_source import DataSource
from ganstudio.training.launch import recipe_named
from ganstudio.worlds.batch import render_jobs
from ganstudio.worlds.faces import attributes as face_of
from ganstudio.worlds.faces import captions as face_captions
from ganstudio.worlds.faces import render as render_face
from ganstudio.worlds.faces import traits
from ganstudio.worlds.landscape import HOURS, SEASONS, render


def draw(folder: Path, progress: Progress | None = None) -> world_data.LabelMapDataset:
    return world_data.landscape_dataset(
        folder, 3, styles_per_scene=2, size=64, seed=5, workers=1, progress=progress
    )


def test_pictures_labels_and_styles_belong_together(tmp_path: Path) -> None:
    data = draw(tmp_path)
    assert len(data) == 6
    season, hour = data.styles[3].tolist()
    scene = render(6, 64, SEASONS[season], HOURS[hour])
    assert np.array_equal(data.images[3].numpy(), scene.image)
    assert np.array_equal(data.labels[3].numpy(), scene.labels)


def test_the_second_time_nothing_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw(tmp_path).images.clone()
    jobs: list[object] = []
    monkeypatch.setattr(world_data, "render_jobs", lambda j, *_: jobs.extend(j) or iter(()))
    assert np.array_equal(first.numpy(), draw(tmp_path).images.numpy())
    assert not jobs


def test_an_interrupted_drawing_is_taken_up(tmp_path: Path) -> None:
    token = CancelToken()

    def stop(fraction: float, _: str) -> None:
        if fraction > 0.4:
            token.cancel()

    with pytest.raises(CancelledError):
        draw(tmp_path, Progress(stop, token))
    whole = draw(tmp_path)
    assert whole.images.numpy().any((1, 2, 3)).all()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder, so that views of the same pictures draw them once."""
    return tmp_path_factory.mktemp("world")


def view(folder: Path, name: str, kind: Kind | None = None, scenes: int = 2, **options: object) -> Any:
    settings: dict[str, Any] = {"folder": folder, "scenes": scenes, "size": 64, "workers": 1, **options}
    return world_data.world_dataset(name, kind, **settings)


def test_sketches_are_those_of_photos(drawn: Path) -> None:
    data = view(drawn, "landscape:sketch", sketch="edges")
    assert data.kind == "paired"
    assert np.array_equal(data.source[1].numpy(), sketch(data.target[1].numpy(), "edges"))
    again = view(drawn, "landscape", "paired", sketch="edges")
    assert np.array_equal(again.source.numpy(), data.source.numpy())


def test_a_worlds_own_line_drawings_are_of_several_pens_and_each_time_the_same(drawn: Path) -> None:
    mixed = view(drawn, "landscape:sketch")
    scene = render(1, 64, *world_data._styles(1, 1)[0])
    expected = world_data.line_drawing(scene.image, scene.labels, "mixed", 1)
    assert np.array_equal(mixed.source[1].numpy(), expected)
    outlined = [world_data.line_drawing(scene.image, scene.labels, "outlines", seed) for seed in range(4)]
    assert len({float(drawing.mean()) for drawing in outlined}) == 4
    with pytest.raises(InputError, match="no line drawings called “oil”"):
        view(drawn, "landscape:sketch", sketch="oil")


def test_captions_and_boxes_belong_to_their_pictures(drawn: Path) -> None:
    captions, boxes = view(drawn, "landscape:captions"), view(drawn, "landscape", "boxes")
    season, hour = world_data._styles(1, 1)[0]
    scene = render(1, 64, season, hour)
    assert np.array_equal(captions.images[1].numpy(), scene.image)
    assert captions.captions[1] == (scene.caption,)
    box = scene.boxes[0]
    expected = np.array([box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0]) / 64
    assert np.allclose(boxes.boxes[1, 0].numpy(), expected)
    assert boxes.class_names[int(boxes.classes[1, 0])] == box.class_name


def test_day_and_night_are_of_one_land_or_of_two(drawn: Path) -> None:
    pairs = view(drawn, "landscape:day-night")
    assert np.array_equal(pairs.source[1].numpy(), render(1, 64, "summer", "day").image)
    assert np.array_equal(pairs.target[1].numpy(), render(1, 64, "summer", "night").image)
    apart = view(drawn, "landscape:day-night", "unpaired")
    assert np.array_equal(apart.a[0].numpy(), render(0, 64, "summer", "day").image)
    assert np.array_equal(apart.b[0].numpy(), render(1, 64, "summer", "night").image)
    assert apart.names == ("day", "night")


@pytest.mark.parametrize("name", ["day-night", "summer-autumn", "day-sunset", "summer-winter-any"])
def test_the_recipe_decides_whether_two_sides_are_paired(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world_data, "render_jobs", lambda jobs, size, _: render_jobs(jobs, size, 1))
    source = DataSource(world=f"landscape:{name}", size=64, scenes=2)
    kinds = {}
    for recipe in ("pix2pix", "cyclegan"):
        entry = recipe_named(recipe)
        params = entry.params_class()(preset="tiny")
        kinds[recipe] = data_source.load(source, entry, params, tmp_path / recipe).kind
    assert kinds == {"pix2pix": "paired", "cyclegan": "unpaired"}


def test_sides_may_be_taken_at_any_hour(tmp_path: Path) -> None:
    pairs = view(tmp_path, "landscape:summer-winter-any", "paired", scenes=4)
    sides = world_data.Sides(("summer", "winter"), any=True)
    hours = {sides.styles(seed)[0][1] for seed in range(4)}
    assert len(hours) > 1
    for seed in range(4):
        summer, winter = sides.styles(seed)
        assert summer[1] == winter[1]
        assert np.array_equal(pairs.target[seed].numpy(), render(seed, 64, *winter).image)


def test_the_natural_kind_comes_first() -> None:
    assert world_data.kinds_of("landscape")[0] == "label_maps"
    assert world_data.kinds_of("landscape:summer-winter")[0] == "unpaired"
    assert world_data.kinds_of("landscape:day-night")[0] == "paired"


def test_seasons_are_domains(drawn: Path) -> None:
    data = view(drawn, "landscape:seasons", scenes=4)
    assert (data.kind, data.names) == ("domains", SEASONS)
    assert np.array_equal(data.labels.numpy(), np.eye(4))


def test_styles_are_the_season_and_the_hour(drawn: Path) -> None:
    data = view(drawn, "landscape:styles")
    assert (data.kind, data.groups) == ("attributes", (SEASONS, HOURS))
    season, hour = world_data._styles(1, 1)[0]
    assert np.array_equal(data.images[1].numpy(), render(1, 64, season, hour).image)
    assert [name for name, on in zip(data.names, data.labels[1], strict=True) if on] == [season, hour]


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        ("moon", None, "There is no world “moon”"),
        ("landscape:sketsh", None, "Did you mean sketch"),
        ("landscape:sketch", "captions", "of the kind paired, not captions"),
        ("landscape", "audio", "no view “audio”"),
    ],
)
def test_a_view_that_is_none_is_named(tmp_path: Path, name: str, kind: Kind | None, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        view(tmp_path, name, kind)


def test_one_call_opens_worlds_and_folders(drawn: Path) -> None:
    data = open_dataset(
        "landscape:sketch", size=64, cache=drawn, worlds=world_data.WORLDS, scenes=2, workers=1, crops=0.0
    )
    assert (data.kind, len(data)) == ("paired", 2)
    with pytest.raises(InputError, match="no option “scene”"):
        open_dataset("landscape", worlds=world_data.WORLDS, scene=2)
    with pytest.raises(InputError, match="landscape does not exist"):
        open_dataset("landscape")


def test_faces_come_as_pictures_captions_and_traits_of_the_same_drawing(tmp_path: Path) -> None:
    def faces(name: str, kind: Kind | None = None) -> Any:
        return world_data.world_dataset(name, kind, folder=tmp_path, scenes=2, size=64, seed=9, workers=1)

    images, told, known = faces("faces"), faces("faces:captions"), faces("faces", "attributes")
    assert (images.kind, told.kind, known.kind) == ("images", "captions", "attributes")
    # A mirror would swap what words and traits say of right and left.
    assert (images.mirror, told.mirror, known.mirror) == (True, False, False)
    assert np.array_equal(images.images[1], render_face(10, 64))
    assert np.array_equal(images.images, known.images)
    assert told.captions[1] == tuple(face_captions(face_of(10)))
    assert known.labels[1].tolist() == traits(face_of(10)).tolist()
    assert world_data.kinds_of("faces:captions") == ("captions",)
    with pytest.raises(InputError, match="faces have no view “sketch”"):
        faces("faces:sketch")
    with pytest.raises(InputError, match="not label_maps"):
        faces("faces", "label_maps")
