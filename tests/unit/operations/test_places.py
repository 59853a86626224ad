from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest

from ganstudio.document.files import write_label_map
from ganstudio.engine.device import Compute
from ganstudio.errors import SaveError
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import single
from ganstudio.operations.places import Place, is_url, place_of, run_at
from ganstudio.operations.planning import plan
from ganstudio.operations.recording import Recording
from tests.support.operations import PAINT, FakeModels, label_map

URL = "memory://pictures/today"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., dict[str, str]]]:
    """Makes forty pictures at the place; gives what became of each."""
    (tmp_path / "maps" / "sub").mkdir(parents=True)
    for number in range(40):
        write_label_map(tmp_path / "maps" / "sub" / f"{number:02}.png", label_map(number % 9, 1))

    def make(recording: Recording = Recording(), **values: object) -> dict[str, str]:
        chain = single(PAINT, PAINT.build(values))
        items = plan(chain, {"label_map": tmp_path / "maps"}, Path("elsewhere"), recursive=True)
        batch = Batch(chain, Compute(), FakeModels(), recording=recording)
        return {outcome.output: outcome.status for outcome in run_at(Place(URL), items, batch.run)}

    yield make
    fsspec.filesystem("memory").store.clear()


def names() -> list[str]:
    system = fsspec.filesystem("memory")
    return sorted(path.removeprefix("/pictures/today/") for path in system.find("/pictures"))


def test_what_is_made_lies_at_the_place_alone(run: Callable[..., dict[str, str]]) -> None:
    assert set(run().values()) == {"done"}
    assert names() == [f"sub/{number:02}.png" for number in range(40)]
    assert not Path("elsewhere").exists()


def test_only_what_is_missing_or_was_made_otherwise_is_made(run: Callable[..., dict[str, str]]) -> None:
    run()
    fsspec.filesystem("memory").rm("/pictures/today/sub/07.png")
    again = run()
    assert [name for name, status in again.items() if status == "done"] == ["sub/07.png"]
    assert set(run(seed=2).values()) == {"done"}


def test_records_beside_the_files_come_along(run: Callable[..., dict[str, str]]) -> None:
    beside = Recording(sidecar=True)
    run(beside)
    assert "sub/39.png.json" in names()
    assert set(run(beside).values()) == {"skipped"}


def test_a_place_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(SaveError, match="nowhere://x cannot be reached"):
        Place("nowhere://x").check()


def test_a_place_that_vanishes_ends_the_batch_and_leaves_no_half_file(
    run: Callable[..., dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    system = fsspec.filesystem("memory")

    def gone(*args: object, **kwargs: object) -> None:
        raise OSError("the network is down")

    monkeypatch.setattr(type(system), "mv", gone)
    with pytest.raises(SaveError, match="could not be saved: the network is down"):
        run()
    assert not [name for name in names() if not name.rpartition("/")[2].startswith(".")]


@pytest.mark.parametrize("place", ["s3://bucket/x", "gs://bucket", "memory://x", "file:///tmp/x"])
def test_urls_are_told_from_paths(place: str) -> None:
    assert is_url(place)
    assert place_of(place)[1] == Place(place)


@pytest.mark.parametrize("path", ["out", "/tmp/out", "C:\\out", "c:/out", "./a:b"])
def test_paths_are_no_urls(path: str) -> None:
    assert place_of(path) == (Path(path), None)
