"""Training data that a world draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress
from ganstudio.training import world_data
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
