from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ganstudio import paths
from ganstudio.checkpoints import catalogue
from ganstudio.checkpoints.catalogue import CatalogueEntry, Licence, entries, entry
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.library.changes import check_name
from ganstudio.document.palettes import palette_ids
from ganstudio.errors import InputError


@pytest.mark.parametrize("one", entries(), ids=lambda one: one.id)
def test_every_entry_says_what_a_person_must_know(one: CatalogueEntry) -> None:
    assert check_name(one.id) == one.id == one.id.lower()
    assert all((one.title, one.family, one.authors, one.paper, one.licence.text))
    for address in filter(None, (one.page, one.url, one.licence.url)):
        assert urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname
    assert one.licence.id or "page" in one.licence.note
    assert not (one.url and one.hub)
    assert one.direct or (one.page in one.how and "import it" in one.how)
    assert one.sha256 == "" or len(one.sha256) == 64
    assert one.details.get("palette", "ade20k") in palette_ids()
    if urlsplit(one.url).hostname in ("nvlabs-fi-cdn.nvidia.com", "api.ngc.nvidia.com"):
        assert one.licence.non_commercial


def test_ids_are_unique_and_families_known() -> None:
    ids = [one.id for one in entries()]
    assert len(set(ids)) == len(ids) > 80
    known = {family.id for family in STANDARD} | {"open_clip"}
    assert {one.family for one in entries()} <= known


def test_an_unknown_id_is_told_its_neighbours() -> None:
    assert entry("spade-coco").details["palette"] == "coco_stuff"
    with pytest.raises(InputError, match=r"no spade-cocoa\. There is spade-coco"):
        entry("spade-cocoa")
    with pytest.raises(InputError, match="lists them"):
        entry("0123456789")


@pytest.mark.parametrize(
    ("licence", "text"),
    [
        (Licence("MIT"), "MIT"),
        (Licence("X", non_commercial=True), "X (non-commercial use only)"),
        (Licence("X", note="for tests", non_commercial=True), "X (non-commercial use only; for tests)"),
        (Licence("", note="see the page"), "unknown (see the page)"),
    ],
)
def test_a_licence_is_one_line(licence: Licence, text: str) -> None:
    assert licence.text == text


def test_what_a_source_shares_its_checkpoints_can_replace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {"family": "spade", "licence": "free", "authors": "A", "page": "https://a", "base": "https://a/"}
    record = {
        "licences": {"free": {"id": "CC0-1.0"}, "other": {"id": "MIT"}},
        "sources": [
            {
                **shared,
                "checkpoints": [
                    {"id": "a", "title": "A", "file": "a.pth"},
                    {"id": "b", "title": "B", "licence": "other", "hub": {"repo": "o/r", "file": "b.pth"}},
                ],
            }
        ],
    }
    (tmp_path / "catalogue.json").write_text(json.dumps(record))
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path)
    monkeypatch.setattr(catalogue, "entries", catalogue.entries.__wrapped__)
    one, two = catalogue.entry("a"), catalogue.entry("b")
    assert (one.url, one.licence.id, one.hub) == ("https://a/a.pth", "CC0-1.0", None)
    assert (two.url, two.licence.id, two.hub.repo if two.hub else "") == ("", "MIT", "o/r")
