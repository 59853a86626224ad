"""Recipes small enough to be checked to the bit. As a program: one process of a run, for tests that kill it
or share it: `python -m tests.support.toy_recipes NAME FOLDER [OPTION=VALUE ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ganstudio.__main__ import leave
from ganstudio.engine.randomness import Randomness
from ganstudio.networks.blocks import linear
from ganstudio.params import Parameters
from ganstudio.training.recipe import RecipeBase
from ganstudio.training.trainer import RunOptions, Trainer


class ToyRecipe(RecipeBase):
    averaged = ("net",)
    batch_size = 4
    item_count = 10
    ema_half_life = 100.0
    params = Parameters()

    def batch(self, indices: Any) -> Tensor:
        return torch.as_tensor(indices).float()[:, None] / 10

    def sample(self, averages: Mapping[str, nn.Module]) -> Tensor:
        return torch.zeros(3, 4, 4)

    def export(self, folder: Path, averages: Mapping[str, nn.Module], record: Mapping[str, Any]) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "steps").write_text(str(record["steps"]))


class LineRecipe(ToyRecipe):
    """Fits y = 2x; dropout makes it depend on the random state."""

    name = "line"

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.net = nn.Sequential(nn.Linear(1, 8), nn.Dropout(), nn.Linear(8, 1))
        self.modules: dict[str, nn.Module] = {"net": self.net}
        self.optimisers = {"net": torch.optim.Adam(self.net.parameters(), lr=0.01)}

    def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
        loss = (self.net(batch) - 2 * batch).square().mean()
        self.backward(loss)
        self.sync(self.net.parameters())
        self.optimisers["net"].step()
        self.optimisers["net"].zero_grad()
        return {"loss": loss.detach()}


class DuelRecipe(ToyRecipe):
    """A GAN of two layers each: two updates per step, the second with what the first changed; augmented data,
    noise, a spectral norm that moves with every pass, and gradients that are left lying about."""

    name = "duel"

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.random = Randomness()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
        self.judge = nn.Sequential(linear(1, 8, spectral=True), nn.Tanh(), linear(8, 1, spectral=True))
        self.modules: dict[str, nn.Module] = {"net": self.net, "judge": self.judge}
        self.optimisers = {
            name: torch.optim.Adam(module.parameters(), lr=0.01) for name, module in self.modules.items()
        }

    def batch(self, indices: Any) -> Tensor:
        return super().batch(indices) + 0.1 * self.random.randn(len(indices), 1)

    def step(self, batch: Tensor, step: int) -> Mapping[str, Tensor]:
        fake = self.net(self.random.randn(len(batch), 2))
        self.optimisers["judge"].zero_grad()
        d = F.softplus(-self.judge(batch)).mean() + F.softplus(self.judge(fake.detach())).mean()
        self.backward(d)
        self.sync(self.judge.parameters())
        self.optimisers["judge"].step()
        self.optimisers["net"].zero_grad()
        g = F.softplus(-self.judge(fake)).mean()
        self.backward(g)
        self.sync(self.net.parameters())
        self.optimisers["net"].step()
        return {"d": d.detach(), "g": g.detach()}


RECIPES: dict[str, type[LineRecipe] | type[DuelRecipe]] = {"line": LineRecipe, "duel": DuelRecipe}


def weights(trainer: Trainer) -> Tensor:
    modules = trainer.recipe.modules.values()
    return torch.cat([value.flatten() for module in modules for value in module.state_dict().values()])


def main() -> None:
    from ganstudio.training.processes import described, joined

    torch.set_num_threads(1)
    name, folder, *changes = sys.argv[1:]
    options = RunOptions(precision="32", **dict(change.split("=") for change in changes))  # type: ignore[arg-type]
    with joined(described(os.environ), "cpu") as processes:
        trainer = Trainer(RECIPES[name](), Path(folder), options, processes=processes)
        trainer.run()
        if processes.leads:
            torch.save(weights(trainer), Path(folder) / "weights.pt")
    leave(0)


if __name__ == "__main__":
    main()
