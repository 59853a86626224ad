from __future__ import annotations

import pytest

from ganstudio.errors import CancelledError
from ganstudio.events import CancelToken, Progress


@pytest.fixture
def told() -> list[tuple[float, str]]:
    return []


def recording(told: list[tuple[float, str]], token: CancelToken | None = None) -> Progress:
    return Progress(lambda fraction, message: told.append((round(fraction, 6), message)), token)


def test_nobody_has_to_listen() -> None:
    progress = Progress()
    progress.set(0.5, "half")
    assert list(progress.sub(0, 0.5).steps("ab")) == ["a", "b"]
    assert not progress.cancelled


def test_a_child_reports_within_its_range(told: list[tuple[float, str]]) -> None:
    child = recording(told).sub(0.5, 1.0).sub(0.0, 0.5)
    child.set(0.0, "begin")
    child.set(1.0, "end")
    assert told == [(0.5, "begin"), (0.75, "end")]


def test_fractions_stay_in_their_range(told: list[tuple[float, str]]) -> None:
    recording(told).set(7.0)
    recording(told).set(-1.0)
    assert told == [(1.0, ""), (0.0, "")]


def test_steps_report_before_each_item_and_at_the_end(told: list[tuple[float, str]]) -> None:
    assert list(recording(told).steps([10, 20], "work")) == [10, 20]
    assert told == [(0.0, "work"), (0.5, "work"), (1.0, "work")]


def test_steps_of_something_without_length(told: list[tuple[float, str]]) -> None:
    assert list(recording(told).steps(iter("abcd"), total=4)) == list("abcd")
    assert [fraction for fraction, _ in told] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_cancelling_stops_everything_that_shares_the_token(told: list[tuple[float, str]]) -> None:
    token = CancelToken()
    progress = recording(told, token)
    seen = []
    with pytest.raises(CancelledError):
        for item in progress.sub(0, 0.5).steps(range(10)):
            seen.append(item)
            if item == 2:
                token.cancel()
    assert seen == [0, 1, 2]
    assert progress.cancelled
    for work in (progress.check, lambda: progress.set(1.0)):
        with pytest.raises(CancelledError):
            work()
