"""Rows of a table as pictures: what spreadsheets hold, and what is said of what does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ganstudio.document.files import write_label_map
from ganstudio.engine.device import Compute
from ganstudio.errors import InputError
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import single
from ganstudio.operations.planning import Item, plan
from ganstudio.operations.rows import read_rows
from ganstudio.operations.run import read_record
from tests.support.films import SPIN
from tests.support.operations import PAINT, FakeModels, label_map


def planned(
    tmp_path: Path, text: str | bytes, *, name: str = "table.csv", operation: Any = PAINT, **more: Any
) -> list[Item]:
    """The items of a table beside which lies the label map a.png."""
    table = tmp_path / name
    table.write_bytes(text.encode() if isinstance(text, str) else text)
    write_label_map(tmp_path / "a.png", label_map(1))
    values, sweeps = more.pop("values", {}), more.pop("sweeps", {})
    rows = read_rows(table, operation, values, sweeps)
    chain = single(operation, operation.build(dict(rows.plain)))
    suffix = ".gif" if operation is SPIN else ".png"
    return plan(chain, more.pop("inputs", {}), tmp_path / "out", suffix, rows=rows, sweeps=sweeps, **more)


def test_an_empty_cell_leaves_it_to_the_flags_and_no_row_inherits_from_another(tmp_path: Path) -> None:
    text = "label_map,seed,Style,output\na.png,7,noisy,lake.jpg\na.png,,,deep/er\na.png,9,plain,\n"
    items = planned(tmp_path, text, values={"seed": "3"})
    assert [item.name for item in items] == ["lake.jpg", "deep/er.png", "a_0003.png"]
    assert [dict(item.values) for item in items] == [
        {"seed": 7, "style": "noisy"},
        {"seed": 3, "style": "plain"},
        {"seed": 9, "style": "plain"},
    ]
    assert items[0].inputs == {"label_map": tmp_path / "a.png"}


def test_json_lines_keep_their_types_and_may_leave_out_what_others_say(tmp_path: Path) -> None:
    text = '{"count": 3, "seed": 5}\n\n{"seed": 6}\n[1]\n{"seed": [1, 2]}\nno json\n'
    items = planned(tmp_path, text, name="t.jsonl", operation=SPIN)
    assert [dict(item.values) for item in items[:2]] == [{"count": 3, "seed": 5}, {"count": 6, "seed": 6}]
    assert [item.problem[:6] for item in items[2:]] == ["Row 3:", "Row 4:", "Row 5:"]


@pytest.mark.parametrize(
    "text", ["\ufeffseed;count\r\n5;3\r\n", "seed\tcount\n5\t3\n", "\n\nseed,count,,\n5,3,,\n\n"]
)
def test_tables_come_as_spreadsheets_write_them(tmp_path: Path, text: str) -> None:
    (item,) = planned(tmp_path, text, operation=SPIN)
    assert dict(item.values) == {"seed": 5, "count": 3}


def test_bad_rows_are_told_by_their_number_and_the_rest_is_made(tmp_path: Path) -> None:
    text = (
        "label-map,seed,strength,style,output\na.png,1,,,one\nb.png,2,,,\na.png,3,7,,\na.png,4\n"
        "a.png,5,,loud,\na.png,6,,,../out\na.png,x,,,\n,8,,,\na.png,9,,,nine\na.png,1,,,a.txt,more\n"
    )
    items = planned(tmp_path, text)
    batch = Batch(single(PAINT, PAINT.build({})), Compute(), FakeModels())
    (tmp_path / "out").mkdir()
    outcomes = list(batch.run(items))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["nine.png", "one.png"]
    assert read_record(tmp_path / "out" / "nine.png").params["seed"] == 9
    told = [outcome.message for outcome in outcomes if outcome.message]
    assert [message.partition(". ")[0].rstrip(".") for message in told] == [
        "Row 2: There is no file b.png",
        "Row 3: Strength must lie between 0 and 1, not 7",
        "Row 4: it has 2 cells, but there are 5 columns",
        "Row 5: There is no style “loud”",
        "Row 6: “../out” is no name inside the output folder",
        "Row 7: seed needs a whole number, not “x”",
        "Row 8: there is no file for “label_map”",
        "Row 10: it has 6 cells, but there are only 5 columns",
    ]
    again = list(Batch(single(PAINT, PAINT.build({})), Compute(), FakeModels()).run(items))
    assert [outcome.status for outcome in again].count("skipped") == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "table.csv has no rows."),
        ("seed,count\n", "table.csv has no rows."),
        ("seed,cuont\n1,2\n", "has a column “cuont”, which fake.spin does not know. Did you mean count?"),
        ("seed,,count\n1,2,3\n", "Column 2 of table.csv has no title."),
        ("seed,Seed\n1,2\n", "table.csv has two columns “seed”."),
        ("output\na\n", "has no column that says what is to be made"),
        ("seed\n-1\n-2\n", "No row of table.csv can be used. Row 1: Seed must lie between"),
        ("seed\n1\n".encode("utf-16"), "table.csv is not text in UTF-8."),
        (b"seed\n\xff\n", "table.csv is not text in UTF-8."),
        ("seed,output\n1,a\n2,a\n", "Row 1 and Row 2 would become the same output, a.gif."),
    ],
)
def test_a_table_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        planned(tmp_path, text, operation=SPIN)
    assert sentence in str(caught.value)


def test_rows_combine_with_sweeps_and_names(tmp_path: Path) -> None:
    items = planned(tmp_path, "count\n3\n400\n5\n", operation=SPIN, sweeps={"seed": (9, 10)})
    assert [item.name for item in items] == [
        "0001_seed09.gif", "0001_seed10.gif", "0002.gif", "0003_seed09.gif", "0003_seed10.gif",
    ]  # fmt: skip
    assert items[2].problem.startswith("Row 2: Count must lie")
    text = "label_map,style,output\na.png,noisy,x\na.png,plain,\n"
    named = planned(tmp_path, text, sweeps={"seed": (1, 2)}, names="{style}/{label_map}{row}-{seed}")
    assert [item.name for item in named] == [
        "x_seed1.png", "x_seed2.png", "plain/a2-1.png", "plain/a2-2.png",
    ]  # fmt: skip
    with pytest.raises(InputError, match=r"“seed” is a column of table\.csv and has several values"):
        planned(tmp_path, "seed\n3\n", operation=SPIN, sweeps={"seed": (1, 2)})


def test_folders_are_done_with_each_row_unless_rows_name_files(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    for name in ("a", "b"):
        write_label_map(tmp_path / "maps" / f"{name}.png", label_map(1))
    folder = {"label_map": tmp_path / "maps"}
    items = planned(tmp_path, "seed\n3\n4\n", inputs=folder)
    assert [item.name for item in items] == ["a_0001.png", "a_0002.png", "b_0001.png", "b_0002.png"]
    with pytest.raises(InputError, match="must be one file for all rows"):
        planned(tmp_path, "style_image\na.png\n", inputs=folder)
