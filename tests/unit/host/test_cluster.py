"""What an actor of a cluster does, in this process: Ray only calls it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from ganstudio.host.cluster import Job, Worker, _recipe
from ganstudio.host.studio import Studio
from ganstudio.operations.planning import Item
from ganstudio.operations.recipe import ModelNeed
from ganstudio.settings import Settings
from tests.support.operations import picture
from tests.support.plugins import make_plugin


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Job, list[Item]]:
    """Three pictures to be tinted; the second is none."""
    make_plugin("tinter")
    monkeypatch.chdir(tmp_path)
    for name in ("in", "out"):
        Path(name).mkdir()
    for name in "abc":
        write_image(Path("in") / f"{name}.png", picture((90, 90, 90)))
    Path("in/b.png").write_bytes(b"no picture")
    studio = Studio(Settings(device="cpu", precision="fp32"))
    chain = studio.chain("tinter.tint", colour="green")
    items = studio.plan_batch(chain, "out", image="in")
    job = Job(_recipe(chain, studio), studio.settings.model_dump(), studio.recording, Path.cwd())
    return job, items


def told(job: Job, items: list[Item]) -> list[object]:
    """As it goes to and comes from another machine."""
    worker = Worker(pickle.loads(pickle.dumps(job)))
    rows = worker({"item": [pickle.dumps(item) for item in items]})
    return [pickle.loads(row) for row in rows["told"]]


def test_an_actor_makes_what_is_missing_and_says_what_is_wrong(work: tuple[Job, list[Item]]) -> None:
    job, items = work
    assert [outcome.status for outcome in told(job, items)] == ["done", "failed", "done"]
    red, green, _ = read_image(Path("out/a.png")).rgb()[0, 0]
    assert green > red
    Path("out/c.png").unlink()
    assert [outcome.status for outcome in told(job, items)] == ["skipped", "failed", "done"]


def test_a_studio_alone_takes_for_its_own_what_actors_made(work: tuple[Job, list[Item]]) -> None:
    told(*work)
    alone = Studio(Settings(device="cpu", precision="fp32")).batch(
        "tinter.tint", "out", image="in", colour="green"
    )
    assert [outcome.status for outcome in alone] == ["skipped", "failed", "skipped"]


def test_a_machine_that_differs_ends_the_batch_in_one_sentence(work: tuple[Job, list[Item]]) -> None:
    job, items = work
    recipe = job.recipe
    older = replace(recipe, steps=tuple(replace(step, plugin_version="0.0.9") for step in recipe.steps))
    (error,) = told(replace(job, recipe=older), items)
    assert "was recorded with version 0.0.9 of its plugin" in str(error)
    other = replace(recipe, models=(ModelNeed("landscape-spade", "0" * 64),))
    (error,) = told(replace(job, recipe=other), items)
    assert "The model landscape-spade has other weights" in str(error)
    (error,) = told(replace(job, folder=Path("/nowhere/at/all")), items)
    assert "has no folder /nowhere/at/all" in str(error)
    assert not list(Path("out").iterdir())
