"""Directions with a meaning, learned from what scorers see in a generator's own pictures.

For each slider several vectors are tried: the normal of InterFaceGAN's boundary (Shen et al., CVPR 2020,
arXiv:1907.10786), the weights of a ridge regression of the score on the styles, and the mean difference that
the score makes; each as it is and at right angles to other attributes' weights (the paper's section 3.3), on
coarse, middle and fine layers. The one that moves its attribute most for what else it moves is kept. In the
end each is mixed with the others so that what they move along cancels out, where that helps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from ganstudio.editing.directions import Direction
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.interfacegan import project_boundary, train_boundary
from ganstudio.editing.latent_text import ALL, Rows, rows_slice
from ganstudio.errors import InputError
from ganstudio.events import Progress

Scorer = Callable[[Tensor], Tensor]
"""Pictures (N, 3, R, R) in about [-1, 1] to numbers (N, attributes) that rise with the attribute (logits)."""
COARSE, MIDDLE = 8, 32
"""The largest resolution of each (StyleGAN: Karras et al., CVPR 2019, arXiv:1812.04948, section 3.1)."""
REACH, STEPS = 2.0, 3.0
"""A slider goes this many steps either way, and in that moves its attribute by so many deviations."""
FEWEST = 20
_BATCH = 32
_RIDGE = 0.02
_RATIO = 0.2
_FARTHEST = 1.0
"""How far a slider may go, in mean distances of styles from the average one: beyond it pictures break."""
_FAINT = 0.25
"""Deviations that a slider must move its attribute by at its end, or it is none."""
_BEARABLE = 0.1
_DAMPING, _KEPT = 0.1, 0.8
"""Of the mixture of directions, and how much of its effect one must keep in it."""


@dataclass(frozen=True)
class Slider:
    """What a direction is to be called, and which attribute it moves.

    `kin` are attributes that may move along because they say almost the same (a beard and a moustache).
    """

    name: str
    attribute: str
    group: str = ""
    about: str = ""
    kin: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Samples:
    """Styles (N, w_dim) of random latents, and what a scorer saw in their pictures (N, attributes)."""

    styles: Tensor
    scores: Tensor
    attributes: tuple[str, ...]

    @property
    def deviations(self) -> Tensor:
        """(attributes,): one of each score over all pictures; 1 for a score that never changes."""
        found = self.scores.std(dim=0)
        return torch.where(found > 1e-6, found, 1.0)

    @property
    def distance(self) -> float:
        """From the average style, of most."""
        return float((self.styles - self.styles.mean(dim=0)).norm(dim=1).mean())


@dataclass(frozen=True)
class Learned:
    """A direction, and what one step of it does to all attributes, in their deviations.

    `effects`: mean change of each attribute, either way from many pictures. `candidate` says what it is.
    """

    direction: Direction
    attribute: str
    candidate: str
    effects: dict[str, float]


def sample(
    generator: LatentGenerator,
    score: Scorer,
    attributes: Sequence[str],
    count: int,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Samples:
    """Draw `count` pictures of random latents, untruncated and of all classes, and have them scored."""
    styles, scores = [], []
    for ws in (progress or Progress()).steps(
        drawn_styles(generator, count, seed), "drawing", total=-(-count // _BATCH)
    ):
        styles.append(ws[:, 0].float().cpu())
        scores.append(score(generator.draw(ws, generator.noise())).float().cpu())
    return Samples(torch.cat(styles), torch.cat(scores), tuple(attributes))


def drawn_styles(generator: LatentGenerator, count: int, seed: int) -> Iterator[Tensor]:
    """Batches (n, num_ws, w_dim) of `count` random latents' styles; classes take turns."""
    random = torch.Generator().manual_seed(seed)
    for number, start in enumerate(range(0, count, _BATCH)):
        z = torch.randn(min(_BATCH, count - start), generator.z_dim, generator=random).to(generator.device)
        yield generator.styles(z, number % generator.class_count if generator.class_count else None)


def learn(
    generator: LatentGenerator,
    score: Scorer,
    samples: Samples,
    sliders: Sequence[Slider],
    *,
    probes: int = 16,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[Learned]:
    """A direction for each slider whose attribute can be moved; `probes` pictures try every vector."""
    progress = progress or Progress()
    unknown = next((each.attribute for each in sliders if each.attribute not in samples.attributes), None)
    if unknown is not None:
        raise InputError(f"Nothing scores “{unknown}”.", hint=f"There is {', '.join(samples.attributes)}.")
    ws = torch.cat(list(drawn_styles(generator, probes, seed)))
    trial = _Trial(generator, score, samples, ws)
    found = []
    for number, slider in enumerate(sliders):
        part = progress.sub(number / len(sliders), (number + 1) / len(sliders))
        made = _learned(trial, slider, part)
        if made is not None:
            found.append(made)
    kin = {slider.name: slider.kin for slider in sliders}
    return [_freed(trial, found, i, kin[each.direction.name]) for i, each in enumerate(found)]


def from_labels(
    generator: LatentGenerator, seeds: Sequence[int], labels: Sequence[float], name: str, *, about: str = ""
) -> Direction:
    """A direction from a person's own labels of seeds: numbers, or 0 and 1.

    One step is a quarter of the way over the styles that there are. InputError if labels are too few or all
    the same.
    """
    if len(seeds) < FEWEST:
        raise InputError(
            f"{len(seeds)} labelled pictures are too few.", hint=f"At least {FEWEST} are wanted."
        )
    values = torch.tensor(labels, dtype=torch.float32)
    if not bool(values.isfinite().all()) or float(values.std()) < 1e-9:
        raise InputError("The labels are all the same.", hint="Label some pictures with and some without it.")
    styles = torch.cat([generator.styles(generator.latent(seed))[:, 0].float().cpu() for seed in seeds])
    # With few samples the plane between them says little more than where they happen to lie.
    weights = ridge_weights(styles, values[:, None], ridge=0.3)[0]
    unit = weights / weights.norm().clamp(min=1e-12)
    random = torch.cat(list(drawn_styles(generator, 512, 0)))[:, 0].float().cpu()
    deviation = float((random @ unit).std())
    return Direction(name, unit, unit=deviation, about=about)


def ridge_weights(styles: Tensor, scores: Tensor, *, ridge: float = _RIDGE) -> Tensor:
    """(attributes, w_dim): by how much each score rises for a small step, from styles (N, w_dim).

    `ridge` is a share of the mean variance of the styles.
    """
    centred = (styles - styles.mean(dim=0)).double()
    wanted = (scores - scores.mean(dim=0)).double()
    covariance = centred.T @ centred / len(centred)
    damped = covariance + ridge * covariance.diagonal().mean() * torch.eye(len(covariance)).double()
    weights: Tensor = torch.linalg.solve(damped, centred.T @ wanted / len(centred)).T.float()
    return weights


def row_ranges(generator: LatentGenerator) -> dict[str, Rows]:
    """Runs of rows by what they are called; "all" alone where layers cannot be told apart."""
    last = generator.num_ws - 1
    sizes = [0] * generator.num_ws
    for stage in generator.stages:
        for row in range(stage.first_w, stage.first_w + stage.num_ws):
            sizes[row] = max(sizes[row], stage.resolution)
    coarse = sum(size <= COARSE for size in sizes)
    middle = sum(size <= MIDDLE for size in sizes)
    ranges: dict[str, Rows] = {
        "all": (0, None),
        "coarse": (0, coarse - 1),
        "middle": (coarse, middle - 1),
        "fine": (middle, None),
        "coarse and middle": (0, middle - 1),
        "middle and fine": (coarse, None),
    }
    kept: dict[str, Rows] = {}
    seen = set()
    for name, (first, end) in ranges.items():
        span = (first, last if end is None else end)
        if span[0] <= span[1] and span not in seen:
            seen.add(span)
            kept[name] = (first, end)
    return kept


def effects_of(
    generator: LatentGenerator,
    score: Scorer,
    samples: Samples,
    direction: Direction,
    steps: float,
    *,
    probes: int = 32,
    seed: int = 1,
) -> dict[str, float]:
    """By how many deviations so many steps of a direction in W move each attribute, in the mean."""
    ws = torch.cat(list(drawn_styles(generator, probes, seed)))
    trial = _Trial(generator, score, samples, ws)
    moved = trial.effects(direction.vector, direction.rows, steps * direction.unit).mean(dim=0)
    return dict(zip(samples.attributes, moved.tolist(), strict=True))


@dataclass(eq=False)
class _Trial:
    """Pictures on which vectors are tried."""

    generator: LatentGenerator
    score: Scorer
    samples: Samples
    ws: Tensor

    def effects(self, vector: Tensor, rows: Rows, length: float) -> Tensor:
        """(probes, attributes): half of what lies between a step back and one forth, in deviations."""
        step = torch.zeros_like(self.ws)
        step[:, rows_slice(rows, self.generator.num_ws)] = (vector * length).to(self.ws)
        both = torch.cat([self.ws + step, self.ws - step])
        noise = self.generator.noise()
        scores = [self.score(self.generator.draw(part, noise)).float().cpu() for part in both.split(_BATCH)]
        forth, back = torch.cat(scores).chunk(2)
        return (forth - back) / 2 / self.samples.deviations


def _learned(trial: _Trial, slider: Slider, progress: Progress) -> Learned | None:
    names = trial.samples.attributes
    own = names.index(slider.attribute)
    others = [i for i, name in enumerate(names) if i != own and name not in slider.kin]
    farthest = _FARTHEST * trial.samples.distance
    made = candidates(trial.samples, own, others)
    ranges = row_ranges(trial.generator)

    def tried(pairs: Sequence[tuple[str, str]], part: Progress) -> list[tuple[float, str, str]]:
        """Best first; trying all pairs of vectors and rows would take three times as long."""
        found = []
        for label, where in part.steps(pairs, slider.name):
            effects = trial.effects(made[label], ranges[where], farthest / 2)
            found.append((selectivity(effects, own, others), label, where))
        return sorted(found, reverse=True)

    whole = tried([(label, "all") for label in made], progress.sub(0, 0.4))
    parts = [(label, where) for _, label, _ in whole[:2] for where in ranges if where != "all"]
    _, label, where = max(whole[0], *tried(parts, progress.sub(0.4, 0.9)))
    vector, rows = made[label], ranges[where]
    length = _length(trial, vector, rows, own, farthest)
    effects = trial.effects(vector, rows, length).mean(dim=0)
    if float(effects[own]) < _FAINT:
        return None
    direction = Direction(
        slider.name,
        vector,
        rows=rows,
        unit=length / STEPS,
        low=-STEPS,
        high=STEPS,
        group=slider.group,
        about=slider.about,
    )
    told = {name: round(float(effect) / STEPS, 4) for name, effect in zip(names, effects, strict=True)}
    return Learned(direction, slider.attribute, f"{label}, {where} rows", told)


def _freed(trial: _Trial, found: Sequence[Learned], which: int, kin: Sequence[str]) -> Learned:
    """The direction mixed with the others, if that moves less besides and its own attribute hardly less.

    What small steps do adds up, so the shares are a damped least squares fit of what all directions do to
    what this one ought to do: its own attribute, and nothing else but its kin.
    """
    learned, names = found[which], trial.samples.attributes
    own = names.index(learned.attribute)
    seen = [i for i, name in enumerate(names) if name not in kin or i == own]
    effects = torch.tensor([[each.effects[name] for name in names] for each in found])[:, seen]
    wanted = torch.zeros(len(seen))
    wanted[seen.index(own)] = effects[which, seen.index(own)]
    products = effects @ effects.T
    damped = products + _DAMPING * products.diagonal().mean() * torch.eye(len(found))
    steps = torch.stack([_step(each.direction, trial.generator.num_ws) for each in found])
    mixed = torch.einsum("i,ijk->jk", torch.linalg.solve(damped, effects @ wanted), steps)
    if float(mixed.norm()) < 1e-9:
        return learned
    length = float(steps[which].norm())
    vector = mixed / mixed.norm()
    moved = trial.effects(vector, ALL, STEPS * length).mean(dim=0) / STEPS
    before = torch.tensor([learned.effects[name] for name in names])
    others = [i for i in seen if i != own]
    besides, besides_before = (each[others].square().mean() for each in (moved, before))
    if moved[own] < _KEPT * before[own] or besides >= besides_before:
        return learned
    return Learned(
        replace(learned.direction, vector=vector, rows=ALL, unit=length),
        learned.attribute,
        f"{learned.candidate}, mixed",
        {name: round(float(effect), 4) for name, effect in zip(names, moved, strict=True)},
    )


def _step(direction: Direction, num_ws: int) -> Tensor:
    """One step of a direction on all rows, (num_ws, w_dim)."""
    step = torch.zeros(num_ws, direction.width)
    step[rows_slice(direction.rows, num_ws)] = direction.vector.float() * direction.unit
    return step


def selectivity(effects: Tensor, own: int, others: Sequence[int]) -> float:
    """How much a vector moves its own attribute for what it moves of others; effects (probes, attributes).

    What changes now this way and now that cancels out; one attribute that always moves along counts for more
    than many that hardly do.
    """
    means = effects.mean(dim=0)
    moved = float(means[own])
    besides = float(means[list(others)].square().mean().sqrt()) if others else 0.0
    # What hardly moves anything is no good slider, however clean; more than the reach is of no more use.
    return min(moved, REACH / 2) * moved / (besides + _BEARABLE) if moved > 0 else moved


def candidates(samples: Samples, own: int, others: Sequence[int]) -> dict[str, Tensor]:
    """Unit vectors (w_dim,) by what they are; those that nothing is left of are left out."""
    centred = samples.styles - samples.styles.mean(dim=0)
    scores = (samples.scores - samples.scores.mean(dim=0)) / samples.deviations
    weights = ridge_weights(samples.styles, scores)
    plain = {
        "boundary": train_boundary(samples.styles, samples.scores[:, own], ratio=_RATIO)[0],
        "ridge": weights[own],
        "mean difference": centred.T @ scores[:, own] / len(centred),
    }
    found = {name: vector / vector.norm() for name, vector in plain.items() if float(vector.norm()) > 1e-9}
    conditions = [weights[i][None] for i in others if float(weights[i].norm()) > 1e-9]
    for name, vector in list(found.items()):
        try:
            rest = project_boundary(vector[None], *conditions)[0]
        except ValueError:
            continue
        found[f"{name}, conditioned"] = rest
    return found


def _length(trial: _Trial, vector: Tensor, rows: Rows, own: int, farthest: float) -> float:
    """How far the end of the slider lies: where the attribute has moved by REACH, or as far as it may."""
    low, high = 0.0, farthest
    if float(trial.effects(vector, rows, high)[:, own].mean()) <= REACH:
        return high
    for _ in range(5):
        middle = (low + high) / 2
        moved = float(trial.effects(vector, rows, middle)[:, own].mean())
        low, high = (middle, high) if moved < REACH else (low, middle)
    return high
