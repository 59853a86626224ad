from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ganstudio import paths
from ganstudio.checkpoints import catalogue, hub, library
from ganstudio.checkpoints.catalogue import HubFile
from ganstudio.checkpoints.load import load
from tests.cli.conftest import Command
from tests.support.models import official
from tests.support.serving import Served, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with serving() as served:
        served.files["/x/latest_net_G.pth"] = official(tmp_path / "g.pth").read_bytes()
        yield served


@pytest.fixture
def coco(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue says that COCO's SPADE is on our server."""
    one = replace(catalogue.entry("spade-coco"), url=f"{server.url}/x/latest_net_G.pth")
    monkeypatch.setattr(catalogue, "entries", lambda: (one,))


@pytest.mark.usefixtures("coco")
def test_a_checkpoint_of_the_catalogue_comes_with_its_licence(ganstudio: Command) -> None:
    ran = ganstudio("models", "download", "spade-coco", "--tag", "photos", "--json")
    assert ran.code == 0
    assert "Licence: CC-BY-NC-SA-4.0 (non-commercial use only) https://" in ran.err
    done = json.loads(ran.out)
    assert (done["name"], done["model"]["tags"]) == ("spade-coco", ["photos"])
    card = load(library.find("spade-coco")).card
    assert card["palette"] == "coco_stuff"
    assert card["licence"] == "CC-BY-NC-SA-4.0 (non-commercial use only)"
    assert card["source"] == "https://github.com/NVlabs/SPADE"
    assert not list((paths.cache_dir() / "downloads").iterdir())
    assert "is in the library already, as spade-coco" in ganstudio("models", "download", "spade-coco").out


def test_an_address_can_be_downloaded(ganstudio: Command, server: Served) -> None:
    ran = ganstudio("models", "download", f"{server.url}/x/latest_net_G.pth", "--name", "trees")
    assert (ran.code, ran.err) == (0, "")
    assert "imported as trees." in ran.out
    assert load(library.find("trees")).card["source"].endswith("/x/latest_net_G.pth")


def test_failures_are_one_sentence(ganstudio: Command, server: Served) -> None:
    server.files["/page.pth"] = b"<!doctype html>"
    for words, sentence, code in (
        (["ftp://x/y.pth"], "is no address", 2),
        ([f"{server.url}/none.pth"], "HTTP 404", 6),
        ([f"{server.url}/page.pth"], "is a web page, not a weight file", 6),
        ([f"{server.url}/x/latest_net_G.pth", "--sha256", "0" * 64], "did not arrive as it was published", 6),
        (["hf://owner/repo/model.pth"], "HF_HUB_OFFLINE is set", 6),
        (["spade-cocoa"], "There is spade-coco", 2),
    ):
        ran = ganstudio("models", "download", *words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
        assert sentence in ran.err


def test_a_checkpoint_without_an_address_names_the_page(ganstudio: Command) -> None:
    ran = ganstudio("models", "download", "spade-coco")
    assert (ran.code, ran.out) == (2, "")
    assert "Open the authors' page, https://github.com/NVlabs/SPADE" in ran.err.splitlines()[-1]


def test_support_is_fetched_and_not_imported(
    ganstudio: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cached(file: HubFile) -> Path:
        return tmp_path / file.file

    monkeypatch.setattr(hub, "cached", cached)
    ran = ganstudio("models", "download", "clip-vit-b-32", "--json")
    assert json.loads(ran.out) == {"file": str(tmp_path / "open_clip_model.safetensors")}
    assert "Licence: MIT" in ran.err
