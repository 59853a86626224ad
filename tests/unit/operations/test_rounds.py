"""Pictures of one size computed together: the same files, in the same order, as one after another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
import torch

from ganstudio.document.files import read_image, write_image
from ganstudio.document.image import ImageData
from ganstudio.engine.device import Compute
from ganstudio.errors import CheckpointError, InputError
from ganstudio.operations.batch import Batch
from ganstudio.operations.chain import single
from ganstudio.operations.contract import Context, Operation, OperationParams, operation
from ganstudio.operations.planning import Item, plan
from ganstudio.operations.replay import difference, replay
from ganstudio.operations.rounds import rounds
from ganstudio.operations.run import read_record
from ganstudio.params import Range
from tests.support.operations import FakeModels

SIDES = (8, 8, 12, 8, 12, 8, 8, 16)


class Params(OperationParams):
    shift: Annotated[int, Range(0, 9)] = 0


def network(x: torch.Tensor) -> torch.Tensor:
    """As some kernels: not quite the same for a picture alone."""
    return 255 - x if len(x) == 1 else 254 - x


def invert(params: Params, ctx: Context, *, image: ImageData) -> ImageData:
    if image.pixels[0, 0, 0] == 13:
        raise InputError("Thirteen cannot be done.")
    if image.pixels[0, 0, 0] == 66:
        ctx.model("gone")
    x = torch.from_numpy(image.pixels.astype(np.float32)).permute(2, 0, 1)[None]
    y = ctx.forward(network, x) - params.shift
    return ImageData(y[0].permute(1, 2, 0).numpy().astype(np.uint8))


INVERT = operation("fake.invert", "Invert", invert, plugin_version="1")
CHAIN = single(INVERT, INVERT.build({}))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    for number, side in enumerate(SIDES):
        write_image(tmp_path / "in" / f"{number}.png", ImageData(np.full((side, side, 3), number, np.uint8)))
    return tmp_path / "in"


def planned(photos: Path, **sweeps: Any) -> list[Item]:
    return plan(CHAIN, {"image": photos}, photos.parent / "out", sweeps=sweeps or None)


def batch(at_once: int, **values: Any) -> Batch:
    return Batch(CHAIN, Compute(), FakeModels(), at_once=at_once, **values)


def test_a_round_has_one_size_and_the_first_that_is_left(photos: Path) -> None:
    with ThreadPoolExecutor(1) as hands:
        found = list(rounds(planned(photos), Compute(), 3, hands))
    assert found == [(0, 1, 3), (2, 4), (5, 6), (7,)]


def test_those_of_one_size_are_computed_together_and_told_of_in_their_order(photos: Path) -> None:
    outcomes = list(batch(3).run(planned(photos)))
    assert [outcome.output for outcome in outcomes] == [f"{number}.png" for number in range(len(SIDES))]
    shared = {number: read_record(photos.parent / "out" / f"{number}.png").stacks for number in range(8)}
    assert shared == {0: (3,), 1: (3,), 3: (3,), 2: (2,), 4: (2,), 5: (2,), 6: (2,), 7: ()}
    for number, side in enumerate(SIDES):
        made = read_image(photos.parent / "out" / f"{number}.png")
        assert made.size == (side, side)
        assert made.pixels[0, 0, 0] == (255 if number == 7 else 254) - number


def find(_: str) -> Operation:
    return INVERT


def test_what_was_computed_together_is_made_again_to_the_bit(photos: Path) -> None:
    list(batch(3).run(planned(photos)))
    path = photos.parent / "out" / "4.png"
    again = replay(path, find, compute=lambda _: Compute(), models=FakeModels())
    assert isinstance(again.result.data, ImageData)
    found = difference(read_image(path), again.result.data)
    assert found is not None
    assert found.none
    assert again.result.provenance.stacks == (2,)


def test_one_that_fails_spoils_no_other_of_its_round(photos: Path) -> None:
    write_image(photos / "1.png", ImageData(np.full((8, 8, 3), 13, np.uint8)))
    (photos / "3.png").write_bytes(b"")
    statuses = {outcome.output: outcome.status for outcome in batch(8).run(planned(photos))}
    assert statuses.pop("1.png") == statuses.pop("3.png") == "failed"
    assert set(statuses.values()) == {"done"}
    again = [outcome.status for outcome in batch(8).run(planned(photos))]
    assert again.count("skipped") == len(SIDES) - 2


def test_what_ends_the_batch_leaves_none_of_its_round_untold(photos: Path) -> None:
    write_image(photos / "1.png", ImageData(np.full((8, 8, 3), 66, np.uint8)))
    outcomes = batch(3).run(planned(photos))
    told = [next(outcomes).output, next(outcomes).output]
    with pytest.raises(CheckpointError):
        next(outcomes)
    assert told == ["0.png", "3.png"]
    assert sorted(path.name for path in (photos.parent / "out").iterdir()) == told


def test_values_may_differ_within_a_round(photos: Path) -> None:
    items = planned(photos, shift=(0, 5))
    assert {outcome.status for outcome in batch(4).run(items)} == {"done"}
    assert read_image(photos.parent / "out" / "0_shift0.png").pixels[0, 0, 0] == 254
    assert read_image(photos.parent / "out" / "0_shift5.png").pixels[0, 0, 0] == 249


def test_left_to_the_program_large_pictures_are_computed_alone(photos: Path) -> None:
    write_image(photos / "0.png", ImageData(np.zeros((600, 600, 1), np.uint8)))
    write_image(photos / "1.png", ImageData(np.zeros((600, 600, 1), np.uint8)))
    with ThreadPoolExecutor(1) as hands:
        found = list(rounds(planned(photos), Compute(), 0, hands))
    assert found == [(0,), (1,), (2, 4), (3, 5, 6), (7,)]
