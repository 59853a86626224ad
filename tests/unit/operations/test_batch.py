from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from ganstudio.document.files import read_image, write_image, write_label_map
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import CancelledError, CheckpointError, SaveError
from ganstudio.events import CancelToken, Progress
from ganstudio.operations.batch import Batch, Outcome, write_report
from ganstudio.operations.chain import single
from ganstudio.operations.contract import Context, operation
from ganstudio.operations.planning import plan
from ganstudio.operations.run import read_record
from tests.support.films import SPIN, SpinParams
from tests.support.operations import PAINT, FakeModels, bytes_of, label_map, picture

CHAIN = single(PAINT, PAINT.build({}))


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    folder = tmp_path / "maps"
    folder.mkdir()
    for index, name in enumerate("abc"):
        write_label_map(folder / f"{name}.png", label_map(index, index + 1))
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def batch(
    inputs: dict[str, Path], out: Path, models: FakeModels | None = None, **values: Any
) -> list[Outcome]:
    work = Batch(single(PAINT, PAINT.build(values)), Compute(), models or FakeModels())
    return list(work.run(plan(CHAIN, inputs, out)))


def statuses(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.output: outcome.status for outcome in outcomes}


def test_every_file_becomes_one_of_the_same_name(maps: Path, out: Path) -> None:
    assert statuses(batch({"label_map": maps}, out)) == dict.fromkeys(["a.png", "b.png", "c.png"], "done")
    assert read_image(out / "c.png").rgb()[0, 0, 1] == 20


def test_what_is_there_is_kept_or_replaced_where_that_is_wanted(maps: Path, out: Path) -> None:
    (out / "a.png").write_text("another's file")
    items, chain = plan(CHAIN, {"label_map": maps}, out), single(PAINT, PAINT.build({}))
    kept = list(Batch(chain, Compute(), FakeModels(), existing="keep").run(items))
    assert statuses(kept) == {"a.png": "skipped", "b.png": "done", "c.png": "done"}
    assert (out / "a.png").read_text() == "another's file"
    replaced = list(Batch(chain, Compute(), FakeModels(), existing="replace").run(items))
    assert statuses(replaced) == dict.fromkeys(["a.png", "b.png", "c.png"], "done")
    assert read_image(out / "a.png").rgb()[0, 0, 1] == 0


def test_what_is_made_already_is_skipped_and_untouched(maps: Path, out: Path) -> None:
    batch({"label_map": maps}, out, seed=1)
    (out / "b.png").unlink()
    before = bytes_of(out)
    again = batch({"label_map": maps}, out, seed=1)
    assert statuses(again) == {"a.png": "skipped", "b.png": "done", "c.png": "skipped"}
    assert before.items() <= bytes_of(out).items()


def test_other_parameters_inputs_or_weights_make_it_again(maps: Path, out: Path) -> None:
    batch({"label_map": maps}, out, seed=1)
    assert set(statuses(batch({"label_map": maps}, out, seed=2)).values()) == {"done"}
    write_label_map(maps / "a.png", label_map(7))
    assert statuses(batch({"label_map": maps}, out, seed=2)) == {
        "a.png": "done",
        "b.png": "skipped",
        "c.png": "skipped",
    }
    models = FakeModels()
    models.levels["brown"] = 1
    assert set(statuses(batch({"label_map": maps}, out, models, seed=2)).values()) == {"done"}


def test_a_bad_file_or_a_failing_plugin_spoils_one_output(maps: Path, out: Path) -> None:
    (maps / "a.png").write_bytes(b"no picture")
    write_label_map(maps / "b.png", label_map(10))
    outcomes = batch({"label_map": maps}, out)
    assert statuses(outcomes) == {"a.png": "failed", "b.png": "failed", "c.png": "done"}
    assert "a.png is not an image" in outcomes[0].message
    assert "ZeroDivisionError" in outcomes[1].message


def test_a_damaged_output_is_made_again(maps: Path, out: Path) -> None:
    batch({"label_map": maps}, out)
    (out / "a.png").write_bytes((out / "a.png").read_bytes()[:40])
    assert statuses(batch({"label_map": maps}, out))["a.png"] == "done"


def test_two_folders_are_paired_by_name(maps: Path, out: Path, tmp_path: Path) -> None:
    styles = tmp_path / "styles"
    styles.mkdir()
    write_image(styles / "a.jpg", picture((200, 200, 200), side=16))
    outcomes = batch({"label_map": maps, "style_image": styles}, out)
    assert statuses(outcomes) == {"a.png": "done", "b.png": "failed", "c.png": "failed"}
    assert outcomes[1].message == "There is no file “b” among those for “style_image”."
    assert read_image(out / "a.png").rgb()[0, 0, 0] == 200


def test_one_file_serves_for_all(maps: Path, out: Path, tmp_path: Path) -> None:
    write_image(tmp_path / "style.png", picture((123, 0, 0)))
    batch({"label_map": maps, "style_image": tmp_path / "style.png"}, out)
    assert {read_image(out / f"{name}.png").rgb()[0, 0, 0] for name in "abc"} == {123}


def test_a_missing_model_stops_the_batch(maps: Path, out: Path) -> None:
    with pytest.raises(CheckpointError):
        batch({"label_map": maps}, out, model="gone")


def test_a_folder_that_cannot_be_written_stops_the_batch(maps: Path, tmp_path: Path) -> None:
    with pytest.raises(SaveError):
        batch({"label_map": maps}, tmp_path / "nowhere" / "deep")


def test_what_is_done_stays_when_the_caller_stops(maps: Path, out: Path) -> None:
    work = Batch(CHAIN, Compute(), FakeModels(), at_once=1)
    outcomes = work.run(plan(CHAIN, {"label_map": maps}, out))
    assert next(outcomes).output == "a.png"
    outcomes.close()
    # The next one was computed while the first was written.
    assert sorted(path.name for path in out.iterdir()) == ["a.png", "b.png"]
    assert not list(out.glob(".*"))


def test_what_ends_a_batch_leaves_none_untold(maps: Path, out: Path) -> None:
    token = CancelToken()
    items = plan(CHAIN, {"label_map": maps}, out)
    outcomes = Batch(CHAIN, Compute(), FakeModels(), at_once=1).run(items, Progress(token=token))
    told = [next(outcomes)]
    token.cancel()
    told.append(next(outcomes))
    with pytest.raises(CancelledError):
        next(outcomes)
    assert {path.name for path in out.iterdir()} == {outcome.output for outcome in told}


def test_what_a_killed_batch_left_half_written_goes(maps: Path, out: Path) -> None:
    names = ["a.png.x1", "a.png.x2", "mine.png.x3"]
    left, fresh, other = (out / f".{name}.part" for name in names)
    for file in (left, fresh, other):
        file.write_bytes(b"half")
    for file in (left, other):
        os.utime(file, (1, 1))
    batch({"label_map": maps}, out)
    assert sorted(path.name for path in out.glob(".*")) == [fresh.name, other.name]


def test_reports_as_lines_as_table_and_with_counts(tmp_path: Path) -> None:
    outcomes = [Outcome("a.png", "done", 0.5), Outcome("b.png", "failed", 0.1, "It is, alas, empty.")]
    write_report(outcomes, tmp_path / "report.jsonl")
    lines = (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["done", "failed"]
    write_report(outcomes, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8") as file:
        assert [row["message"] for row in csv.DictReader(file)] == ["", "It is, alas, empty."]
    write_report(outcomes, tmp_path / "report.json")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (told["done"], told["skipped"], told["failed"], told["total"]) == (1, 0, 1, 2)
    assert told["outcomes"][1]["message"] == "It is, alas, empty."


def test_a_report_is_a_page_that_needs_nothing_else(maps: Path, out: Path) -> None:
    items = plan(single(PAINT, PAINT.build({})), {"label_map": maps}, out)
    outcomes = batch({"label_map": maps}, out)
    outcomes.append(Outcome("<b>.png", "failed", 0.1, "It is <i>, alas, empty."))
    write_report(outcomes, out / "report.html", items=items, title="Paint & more", seconds=90)
    text = (out / "report.html").read_text(encoding="utf-8")
    done = sum(outcome.status == "done" for outcome in outcomes)
    assert text.count("data:image/webp;base64,") == done > 0
    assert ">&lt;b&gt;.png<td>It is &lt;i&gt;, alas, empty." in text
    assert "<h1>Paint &amp; more</h1>" in text
    assert "1 min 30 s" in text
    assert "http" not in text


def test_seeds_are_made_one_each_and_those_that_are_there_skipped(out: Path, maps: Path) -> None:
    chain = single(PAINT, PAINT.build({"style": "noisy"}))

    def ran(seeds: range) -> list[Outcome]:
        items = plan(chain, {"label_map": maps / "b.png"}, out, sweeps={"seed": seeds})
        return list(Batch(chain, Compute(), FakeModels()).run(items))

    assert statuses(ran(range(2))) == {"b_seed0.png": "done", "b_seed1.png": "done"}
    assert read_record(out / "b_seed1.png").params["seed"] == 1
    assert statuses(ran(range(1, 3))) == {"b_seed1.png": "skipped", "b_seed2.png": "done"}
    pictures = {read_image(path).pixels.tobytes() for path in out.iterdir()}
    assert len(pictures) == 3


def test_many_seeds_are_not_begun_before_their_turn(out: Path) -> None:
    began = list[int]()

    def notes(params: SpinParams, ctx: Context) -> ImageData:
        began.append(params.seed)
        return picture((params.seed % 256, 0, 0))

    op = operation("fake.note", "Note", notes)
    chain = single(op, op.build({}))
    items = plan(chain, {}, out, sweeps={"seed": range(10_000)})
    outcomes = Batch(chain, Compute(), FakeModels(), at_once=1).run(items)
    assert [next(outcomes).output for _ in range(3)] == ["seed0000.png", "seed0001.png", "seed0002.png"]
    outcomes.close()
    assert len(began) <= 5


def test_films_are_made_one_by_one_and_one_that_fails_spoils_no_other(out: Path) -> None:
    chain = single(SPIN, SPIN.build({}))
    items = plan(chain, {}, out, ".gif", sweeps={"fails_at": (-1, 2, 7)})
    outcomes = list(Batch(chain, Compute(), FakeModels()).run(items))
    assert [outcome.status for outcome in outcomes] == ["done", "failed", "done"]
    assert "the wheel came off" in outcomes[1].message
    assert sorted(path.name for path in out.iterdir()) == ["fails_at-1.gif", "fails_at07.gif"]
    again = list(Batch(chain, Compute(), FakeModels()).run(items))
    assert [outcome.status for outcome in again] == ["skipped", "failed", "skipped"]
