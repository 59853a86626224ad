from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest

from ganstudio.cli.flags import describe, operation_app, parameters_app, run_app
from ganstudio.errors import InputError
from ganstudio.operations.contract import OperationParams
from ganstudio.params import Advanced, Help, ModelRef, Range, Seed, accepts, specs
from tests.support.operations import PAINT


class Params(OperationParams):
    mode: Annotated[Literal["fast", "fine"], Help("How to do it.")] = "fast"
    rounds: Annotated[int, Range(1, 9, unit="turns")] = 3
    gain: float = 0.5
    smooth: bool = True
    seed: Annotated[int, Seed()] = 0
    model: Annotated[ModelRef, accepts("spade", "pix2pix")] = ModelRef("landscape-spade")
    note: str | None = None
    rare_thing: Annotated[int, Range(0, 4), Advanced()] = 1


def given(*words: str) -> dict[str, Any]:
    """What a handler is called with."""
    found: list[dict[str, Any]] = []
    app = parameters_app("Test.", specs(Params), lambda values: found.append(values))
    run_app(app, words, "test")
    return found[0]


def test_only_what_was_given_is_handed_on() -> None:
    assert given() == {}
    assert given("--mode", "fine", "--rounds", "2", "--gain", "-1", "--note", "x y") == {
        "mode": "fine",
        "rounds": "2",
        "gain": "-1",
        "note": "x y",
    }


def test_switches_and_rare_parameters() -> None:
    assert given("--no-smooth", "--set", "rare_thing=3") == {"smooth": False, "rare_thing": "3"}
    assert given("--smooth", "--set", "rare-thing=4", "--set", "note=a=b") == {
        "smooth": True,
        "rare_thing": "4",
        "note": "a=b",
    }


def test_rare_parameters_have_no_flag_of_their_own() -> None:
    with pytest.raises(Exception, match="No such option: --rare-thing"):
        given("--rare-thing", "3")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--mode", "fien"], r"--mode has no choice “fien”. Did you mean fine\?"),
        (["--rounds", "2.5"], "--rounds needs a whole number"),
        (["--set", "mode=slow"], "--mode has no choice “slow”"),
        (["--set", "raer_thing=2"], r"no parameter “raer_thing”. Did you mean rare_thing\?"),
    ],
)
def test_mistakes_are_found_before_the_handler(words: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        given(*words)


def test_descriptions_tell_what_a_parameter_takes() -> None:
    texts = {spec.name: describe(spec) for spec in specs(Params)}
    assert texts == {
        "mode": "How to do it. One of fast, fine. If left out: fast.",
        "rounds": "Rounds. 1 to 9 turns. If left out: 3.",
        "gain": "Gain. If left out: 0.5.",
        "smooth": "Smooth. If left out: yes.",
        "seed": "Seed. If left out: 0.",
        "model": "Model. Of the family spade or pix2pix. If left out: landscape-spade.",
        "note": "Note.",
        "rare_thing": "Rare thing. 0 to 4. If left out: 1.",
    }


def test_an_operations_inputs_are_flags_too() -> None:
    found: list[tuple[Any, ...]] = []

    def handler(operation: Any, inputs: dict[str, Any], values: dict[str, Any], *, loud: bool = False) -> int:
        found.append((operation.id, {name: str(path) for name, path in inputs.items()}, values, loud))
        return 5

    app = operation_app(PAINT, handler)
    assert run_app(app, ["--label-map", "l.png", "--seed", "3", "--loud"], "test") == 5
    assert found == [("fake.paint", {"label_map": "l.png"}, {"seed": "3"}, True)]
    with pytest.raises(Exception, match="label_map"):
        run_app(app, [], "test")
