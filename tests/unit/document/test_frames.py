from __future__ import annotations

from typing import Any

import pytest

from ganstudio.document.frames import FrameData
from tests.support.films import film, frame


def test_a_film_is_drawn_when_it_is_looked_at() -> None:
    drawn = list[int]()

    def draw(index: int) -> Any:
        drawn.append(index)
        return frame(index)

    made = FrameData((32, 24), 12, 6, draw)
    assert (drawn, len(made), made.seconds) == ([], 6, 0.5)
    shown = iter(made)
    next(shown)
    assert drawn == [0]


@pytest.mark.parametrize("changes", [{"count": 0}, {"fps": 0}, {"fps": float("nan")}, {"size": (0, 4)}])
def test_no_film_is_a_mistake_of_its_maker(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a film needs"):
        film(**changes)
