"""Which model is taken for what a person wants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio import paths
from ganstudio.api import InputError
from ganstudio.checkpoints.importing import import_file
from ganstudio.checkpoints.questions import tell
from ganstudio.checkpoints.save import export_official
from ganstudio.host.registry import Registry
from ganstudio.params import specs
from tests.plugins.domain_transfer.conftest import TINY, add_model, noise
from tests.support.models import network

Run = Callable[..., Any]


def test_both_ways_of_a_pair_are_found_by_their_names(modules: Run, tiny: str) -> None:
    domains = modules("domains")
    (there,), (back,) = domains.ways_to("bright"), domains.ways_to(" DULL ")
    assert (there.ref, there.back, there.source) == ("tiny", "tiny/backward", "dull")
    assert (back.ref, back.back, back.source) == ("tiny/backward", "tiny", "bright")


def test_a_models_domains_are_offered_while_it_is_there(tiny: str) -> None:
    operation = Registry.standard().operation("domain_transfer.transfer")
    to = next(spec for spec in specs(operation.params) if spec.name == "to")
    assert {"winter", "summer"} <= set(to.suggestions)
    assert "dusk" not in to.suggestions
    add_model("later", "dawn", "dusk")
    assert {"dawn", "dusk"} <= set(to.suggestions)


def test_the_starters_come_first_so_that_records_keep_their_meaning(modules: Run) -> None:
    add_model("mine", "summer", "winter")
    assert all(way.ref.startswith("landscape-") for way in modules("domains").ways_to("winter"))
    assert modules("domains").way_of("mine", "winter", "auto").ref == "mine"


def test_what_no_model_makes_is_told_with_what_there_is(run: Run, tiny: str) -> None:
    with pytest.raises(InputError, match="No model in the library makes “mud”") as caught:
        run(image=noise(8, 8), to="mud")
    assert "winter" in caught.value.hint
    assert "bright" in caught.value.hint
    with pytest.raises(InputError, match="tiny makes bright or dull of a picture, not “winter”"):
        run(image=noise(8, 8), to="winter", model=tiny)


def test_of_two_ways_the_one_that_begins_where_the_picture_is(
    modules: Run, run: Run, monkeypatch: Any
) -> None:
    domains, translation = modules("domains"), modules("translation")
    autumn, winter = (domains.Way(f"{s}-summer", f"summer-{s}", s, "summer") for s in ("autumn", "winter"))
    # The way back leaves pictures as they are of which it would make them.
    drawn = {"summer-autumn": 0.4, "summer-winter": 0.9}
    monkeypatch.setattr(translation, "translate", lambda ctx, ref, small: small * 0 + drawn[ref])
    for brightness, expected in ((100, autumn), (230, winter)):
        image = noise(8, 8)
        image.pixels[:] = brightness
        assert translation.likeliest(None, (autumn, winter), image) is expected


def test_a_foreign_checkpoint_is_asked_once_what_its_pictures_show(tmp_path: Path, run: Run) -> None:
    for index, letter in enumerate("AB"):
        export_official(network(TINY, index), TINY, tmp_path / f"latest_net_G_{letter}.pth")
    found = import_file(tmp_path / "latest_net_G_A.pth", name="animals")
    assert {"source_domain", "target_domain"} <= {question.name for question in found.questions}
    import_file(tmp_path / "latest_net_G_B.pth", name="animals/backward")
    image = noise(32, 32)
    # It works without an answer, by direction.
    there, back = (run(image=image, model="animals", direction=d).pixels for d in ("forward", "backward"))
    assert not np.array_equal(there, back)
    tell("animals", {"source_domain": "horse", "target_domain": "zebra"})
    assert np.array_equal(run(image=image, to="zebra").pixels, there)
    assert np.array_equal(run(image=image, to="horse").pixels, back)


def test_a_file_anywhere_finds_its_way_back_beside_it(run: Run, tiny: str, tmp_path: Path) -> None:
    moved = (paths.user_models_dir() / tiny).rename(tmp_path / "elsewhere")
    image = noise(32, 32)
    there = run(image=image, model=str(moved), to="bright")
    back = run(image=image, model=str(moved / "model.safetensors"), to="dull")
    assert not np.array_equal(there.pixels, back.pixels)


def test_a_model_of_one_way_says_so(run: Run) -> None:
    add_model("single", "day", "fog", back=False)
    for values in ({"direction": "backward"}, {"name": "cycle", "to": "fog"}):
        with pytest.raises(InputError, match="single translates one way only"):
            run(**{"name": "transfer", "image": noise(8, 8), "model": "single", **values})
