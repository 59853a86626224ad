from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ganstudio.document.files import write_image, write_label_map
from ganstudio.errors import InputError
from ganstudio.operations.chain import single
from ganstudio.operations.planning import Item, plan
from tests.support.films import SPIN
from tests.support.operations import PAINT, label_map, picture

CHAIN = single(PAINT, PAINT.build({"seed": 3}))


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """a, b, and c and b deeper."""
    folder = tmp_path / "maps"
    (folder / "deep").mkdir(parents=True)
    for name in ("a", "b", "deep/b", "deep/c"):
        write_label_map(folder / f"{name}.png", label_map(1))
    (folder / "words.txt").write_text("none")
    return folder


def names(items: list[Item]) -> list[str]:
    return [item.name for item in items]


def test_sub_folders_are_kept_if_asked_for(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert names(plan(CHAIN, {"label_map": maps}, out)) == ["a.png", "b.png"]
    items = plan(CHAIN, {"label_map": maps}, out, recursive=True)
    assert names(items) == ["a.png", "b.png", "deep/b.png", "deep/c.png"]
    assert items[3].output == out / "deep" / "c.png"
    assert not out.exists()


def test_a_pattern_of_files_stands_for_a_folder(maps: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert names(plan(CHAIN, {"label_map": maps / "**" / "b.*"}, out)) == ["b.png", "deep/b.png"]
    assert names(plan(CHAIN, {"label_map": maps / "*" / "[bc].png"}, out)) == ["deep/b.png", "deep/c.png"]
    with pytest.raises(InputError, match=r"x\*\.png matches no pictures"):
        plan(CHAIN, {"label_map": maps / "x*.png"}, out)


def test_what_lies_in_the_output_folder_is_not_read(maps: Path) -> None:
    items = plan(CHAIN, {"label_map": maps}, maps / "deep", recursive=True)
    assert names(items) == ["a.png", "b.png"]


def test_names_are_made_from_a_pattern(maps: Path, tmp_path: Path) -> None:
    items = plan(
        CHAIN, {"label_map": maps}, tmp_path / "out", recursive=True, names="{stem}_{seed:02}_{index}"
    )
    assert names(items) == ["a_03_1.png", "b_03_2.png", "deep/b_03_3.png", "deep/c_03_4.png"]
    with pytest.raises(InputError, match=r"a\.png and b\.png would become the same output, 3\.png"):
        plan(CHAIN, {"label_map": maps}, tmp_path / "out", names="{seed}")


def test_no_output_replaces_what_is_read(maps: Path) -> None:
    (maps / "maps").mkdir()
    write_label_map(maps / "maps" / "a.png", label_map(2))
    with pytest.raises(InputError, match=r"a\.png is an input and would be replaced"):
        plan(CHAIN, {"label_map": maps}, maps.parent, recursive=True)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda maps: {}, "needs --label-map"),
        (lambda maps: {"label_map": maps / "a.png"}, "at least one folder"),
        (lambda maps: {"label_map": maps / "none"}, "does not exist"),
        (lambda maps: {"label_map": maps.parent / "empty"}, "holds no pictures"),
        (lambda maps: {"label_map": maps.parent / "out"}, "needs a folder of its own"),
        (lambda maps: {"label_map": maps.parent / "twice"}, "would become the same output"),
        (lambda maps: {"label_mapp": maps}, "Did you mean label_map"),
    ],
)
def test_inputs_that_make_no_batch(make: Any, message: str, maps: Path, tmp_path: Path) -> None:
    for folder in ("empty", "twice", "out"):
        (tmp_path / folder).mkdir()
    for name in ("a.png", "a.jpg"):
        write_image(tmp_path / "twice" / name, picture((0, 0, 0), side=16))
    with pytest.raises(InputError) as caught:
        plan(CHAIN, make(maps), tmp_path / "out")
    assert message in str(caught.value)


def test_each_file_is_done_with_each_value(maps: Path, tmp_path: Path) -> None:
    items = plan(CHAIN, {"label_map": maps}, tmp_path / "out", sweeps={"seed": (9, 10)})
    assert names(items) == ["a_seed09.png", "a_seed10.png", "b_seed09.png", "b_seed10.png"]
    assert [item.values["seed"] for item in items] == [9, 10, 9, 10]
    one = plan(CHAIN, {"label_map": maps / "a.png"}, tmp_path / "out", sweeps={"seed": (1, 2)})
    assert names(one) == ["a_seed1.png", "a_seed2.png"]


def test_values_need_no_file_where_the_operation_needs_none(tmp_path: Path) -> None:
    chain = single(SPIN, SPIN.build({}))
    items = plan(chain, {}, tmp_path, ".gif", sweeps={"seed": range(9998, 10001)})
    assert names(items) == ["seed09998.gif", "seed09999.gif", "seed10000.gif"]
    items = plan(chain, {}, tmp_path, ".gif", sweeps={"seed": (5,)}, names="{count}/{seed:03}")
    assert names(items) == ["6/005.gif"]


@pytest.mark.parametrize(
    ("sweeps", "pattern", "sentence"),
    [
        ({}, "{stem}", "only one picture to make: fake.spin needs no folder. Give a parameter several"),
        ({"seed": (1, 2)}, "{count}", "seed 1 and seed 2 would become the same output, 6.gif. Put {seed}"),
        ({"seed": (1, 2**31)}, "{stem}", "Seed must lie between 0 and"),
        ({"seed": range(99_999), "count": (1, 2)}, "{stem}", "These are 199998 pictures; a batch makes at"),
    ],
)
def test_values_that_make_no_batch(tmp_path: Path, sweeps: Any, pattern: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        plan(single(SPIN, SPIN.build({})), {}, tmp_path, ".gif", sweeps=sweeps, names=pattern)
    assert sentence in str(caught.value)


def test_a_file_whose_output_would_have_too_long_a_name_is_a_problem_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a" * 130, "b"):
        write_label_map(tmp_path / "in" / f"{name}.png", label_map(1))
    items = plan(CHAIN, {"label_map": tmp_path / "in"}, tmp_path / "out", names="{stem}_{stem}")
    assert [item.name for item in items] == ["a" * 60 + "….png", "b_b.png"]
    assert "would have 265 bytes, of which 240 fit" in items[0].problem
    assert not items[1].problem


def test_capitals_make_no_other_file_where_disks_do_not_mind_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "A"):
        write_label_map(tmp_path / "in" / f"{name}.png", label_map(1))
    if len(list((tmp_path / "in").iterdir())) < 2:
        pytest.skip("this disk does not mind them itself")
    assert len(plan(CHAIN, {"label_map": tmp_path / "in"}, tmp_path / "out")) == 2
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(InputError, match="would become the same output"):
        plan(CHAIN, {"label_map": tmp_path / "in"}, tmp_path / "out")
