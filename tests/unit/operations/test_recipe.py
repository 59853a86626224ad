from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ganstudio.errors import InputError
from ganstudio.operations.contract import InputSpec
from ganstudio.operations.recipe import Recipe, Step, new_id
from ganstudio.operations.sources import Source
from tests.support.operations import picture
from tests.support.recipes import painting

SPEC = InputSpec("image", "image")


def test_steps_that_lead_nowhere_are_not_needed() -> None:
    assert [step.id for step in painting().needed] == ["paint", "shift", "read", "again"]
    assert [step.id for step in replace(painting(), output="shift").needed] == ["paint", "shift"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": ()}, "has no steps"),
        ({"output": "pain"}, "which is no step. Did you mean paint"),
        ({"steps": (Step("a", "x", {}, {"image": "a"}),)}, "“a” reads itself"),
        (
            {"steps": (Step("a", "x", {}, {"image": "b"}), Step("b", "x", {}, {"image": "a"}))},
            "“a” reads “b”, which is made after it",
        ),
        (
            {"steps": (Step("a", "x", {}, {"image": "labelmap"}),)},
            "nor a step. Did you mean label_map|neither",
        ),
        ({"steps": (Step("label_map", "x"),)}, "Two things in the recipe are called “label_map”"),
        ({"steps": (Step("Ä", "x"),)}, "cannot name a step"),
        ({"inputs": (SPEC, SPEC)}, "Two inputs of the recipe are called “image”"),
        ({"inputs": (InputSpec("output", "image"),)}, "cannot be called “output”"),
        ({"constants": {"label_map": Source(picture((1, 2, 3)))}}, "Two inputs"),
    ],
)
def test_recipes_that_do_not_fit_together(changes: dict[str, Any], message: str) -> None:
    values = {**vars(painting()), "output": "", **changes}
    with pytest.raises(InputError, match=message):
        Recipe(**values)


def test_steps_are_named_after_their_operations() -> None:
    assert new_id("plugin.tint", ()) == "tint"
    assert new_id("plugin.tint", ("tint", "tint_2")) == "tint_3"
