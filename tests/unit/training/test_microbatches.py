"""A batch in parts: the same result as in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from ganstudio.errors import InputError
from ganstudio.training.trainer import RunOptions, Trainer
from tests.support.toy_recipes import DuelRecipe, LineRecipe, weights


def train(folder: Path, accumulate: int, recipe: DuelRecipe | None = None, steps: int = 8) -> Trainer:
    options = RunOptions(max_steps=steps, precision="32", accumulate=accumulate)
    trainer = Trainer(recipe or DuelRecipe(), folder, options)
    trainer.run()
    return trainer


@pytest.mark.parametrize("parts", [2, 4])
def test_two_players_learn_the_same_in_parts(tmp_path: Path, parts: int) -> None:
    whole, split = train(tmp_path / "whole", 1), train(tmp_path / "split", parts)
    torch.testing.assert_close(weights(split), weights(whole), rtol=0, atol=1e-6)
    assert not torch.equal(weights(whole), weights(train(tmp_path / "longer", 1, steps=9)))


def test_a_run_in_parts_is_resumed_exactly(tmp_path: Path) -> None:
    train(tmp_path / "halves", 2, steps=3)
    assert torch.equal(
        weights(train(tmp_path / "halves", 2, steps=7)), weights(train(tmp_path / "whole", 2, steps=7))
    )


def test_an_error_in_one_part_ends_all(tmp_path: Path) -> None:
    class Failing(DuelRecipe):
        passes = 0

        def backward(self, loss: Tensor, *args: object, **more: object) -> None:
            self.passes += 1
            if self.passes == 6:  # the second part, in the middle of its first step's second half
                raise ArithmeticError("no")
            super().backward(loss)

    with pytest.raises(ArithmeticError, match="no"):
        train(tmp_path, 4, Failing())


def test_a_batch_that_does_not_divide_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="batch of 4 cannot be shared evenly by 3 parts"):
        Trainer(LineRecipe(), tmp_path, RunOptions(precision="32", accumulate=3))
