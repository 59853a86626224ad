"""Training data drawn by a world, kept beside the run so that a resumed run need not draw it again.

A world has several views, which fit the recipes of several kinds: `landscape` (label maps), and

    landscape:sketch           line drawings of pictures, paired with them: outlines of what there is, edges
                               of the picture, or both; more than half of the lands on a summer day
    landscape:day-night        the same land at both hours in summer, paired; any two hours or seasons go
    landscape:summer-winter    different lands in two seasons by day, unpaired
    landscape:day-night-any    hours in any season, or seasons at any hour
    landscape:captions         pictures with a sentence each
    landscape:words            the same with several sentences in English and Korean
    landscape:seasons          four domains
    landscape:styles           pictures with their season and hour
    landscape:boxes            things with their boxes
    landscape:images           pictures alone

    faces, faces:images        pictures of faces
    faces:captions             with sentences each
    faces:words                with several sentences in English and Korean
    faces:attributes           with their traits: smiling, glasses, beard…

    both                       half lands, half faces, with sentences in English and Korean

Each two hours or seasons are there both paired and unpaired; which, is decided by what a recipe accepts.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from ganstudio import paths
from ganstudio.datasets.boxes import NOTHING, BoxDataset
from ganstudio.datasets.domains import DomainDataset
from ganstudio.datasets.images import ImageDataset
from ganstudio.datasets.label_maps import LabelMapDataset
from ganstudio.datasets.opening import World
from ganstudio.datasets.paired import PairDataset
from ganstudio.datasets.sketches import outlines, sketch
from ganstudio.datasets.source import Dataset, Kind
from ganstudio.datasets.unpaired import UnpairedDataset
from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.training import face_data
from ganstudio.training import world_store as store
from ganstudio.training.described import DescribedDataset, Lazily, sentences_about
from ganstudio.worlds.batch import Job, render_jobs
from ganstudio.worlds.captions import Facts, landscape_facts
from ganstudio.worlds.landscape import CLASSES, HOURS, PALETTE, SEASONS, SIZES, STYLES, Scene

STYLE_GROUPS: dict[str, Sequence[str]] = {"season": SEASONS, "hour": HOURS}
_MOST_OBJECTS = 8
_SAVED_EVERY = 50
Style = tuple[str, str]
WorldSketch = Literal["mixed", "outlines", "edges", "lines"]


def landscape_dataset(
    folder: Path,
    scenes: int,
    *,
    styles_per_scene: int = 4,
    size: int = 256,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> LabelMapDataset:
    """`scenes` seeds from `seed` on, each under some of the 16 styles; the arrays are mapped, not loaded.

    Scenes that `folder` holds already are kept, so that drawing may be interrupted.
    """
    chosen = [_styles(seed + i, styles_per_scene) for i in range(scenes)]
    drawn = _drawn(folder, [(seed + i, tuple(c)) for i, c in enumerate(chosen)], size, workers, progress)
    styles = np.array([[SEASONS.index(s), HOURS.index(h)] for styles in chosen for s, h in styles])
    groups = list(STYLE_GROUPS.values())
    return LabelMapDataset(
        drawn.images, drawn.labels, styles, groups, class_names=CLASSES, palette=PALETTE, **settings
    )


def world_dataset(
    name: str,
    kind: Kind | None = None,
    *,
    folder: Path,
    scenes: int = 2500,
    size: int = 256,
    seed: int = 0,
    sketch: WorldSketch = "mixed",
    workers: int | None = None,
    progress: Progress | None = None,
    **settings: Any,
) -> Dataset:
    """A view of a world, as the head of this file lists them; `kind` must fit it where both are given.

    `folder` keeps what was drawn. `scenes` are the lands to draw; `settings` those of `PictureSet`.
    InputError for an unknown world, view or kind.
    """
    world, _, variant = name.partition(":")
    _check_world(world)
    if scenes < 2:
        raise InputError(f"At least 2 scenes must be drawn, not {scenes}.")
    if world == "both":
        kinds_of(name)
        return _both(kind, folder, scenes, size, seed, workers, progress, settings)
    if world == "faces":
        return face_data.faces_dataset(
            variant, kind, folder, scenes, size, seed, workers=workers, progress=progress, **settings
        )
    if size not in SIZES:
        raise InputError(f"Landscapes are drawn at {SIZES[0]} to {SIZES[-1]} pixels, not {size}.")
    if sketch not in get_args(WorldSketch):
        raise InputError(
            f"There are no line drawings called “{sketch}”.",
            hint=f"There is {', '.join(get_args(WorldSketch))}.",
        )
    make = _view(variant or kind or "", kind)
    return make(_Request(folder, scenes, size, seed, sketch, workers, progress, settings))


def world(
    name: str,
    kind: Kind | None = None,
    *,
    size: int = 256,
    cache: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Dataset:
    """`world_dataset` as `open_dataset` calls it; without `cache` pictures are kept with the program's."""
    unknown = sorted(set(options) - {"scenes", "seed", "sketch", "crops", "mirror"})
    if unknown:
        raise InputError(
            f"A world has no option “{unknown[0]}”.", hint="There is scenes, seed, sketch, crops, mirror."
        )
    folder = cache or paths.cache_dir() / "worlds"
    return world_dataset(name, kind, folder=folder, size=size, workers=workers, progress=progress, **options)


WORLDS: dict[str, World] = {"landscape": world, "faces": world, "both": world}
"""What `open_dataset` may be given as its `worlds`."""


def _check_world(name: str) -> None:
    if name not in WORLDS:
        raise InputError(f"There is no world “{name}”.", hint=f"There is {', '.join(WORLDS)}.")


@dataclass(frozen=True)
class _Request:
    """What every view needs to know."""

    folder: Path
    scenes: int
    size: int
    seed: int
    sketch: WorldSketch
    workers: int | None
    progress: Progress | None
    settings: dict[str, Any]

    def draw(self, view: str, jobs: Sequence[Job]) -> _Drawn:
        return _drawn(self.place(view), jobs, self.size, self.workers, self.progress)

    def place(self, view: str) -> Path:
        """A folder of its own for each request: arrays that another run has mapped must keep their shape."""
        return self.folder / f"{view}-{self.scenes}x{self.size}-{self.seed}"

    def any_style(self) -> list[Job]:
        """Each land once, in one style by chance."""
        seeds = range(self.seed, self.seed + self.scenes)
        return [(seed, (_styles(seed, 1)[0],)) for seed in seeds]

    def most_by_summer_day(self) -> list[Job]:
        """Each land once, more than half on a summer day, the others in one style by chance.

        L1 paints the median of what may be (Isola et al. 2017, section 3.2): where nobody says which season
        it is, that is then a style and not the grey between all sixteen.
        """
        return [
            (seed, (("summer", "day"),) if np.random.default_rng((seed, 9)).random() < 0.55 else styles)
            for seed, styles in self.any_style()
        ]


Maker = Callable[[_Request], Dataset]


def kinds_of(name: str) -> tuple[Kind, ...]:
    """The kinds of data set that a world, or a view of it, can be; the natural one first.

    InputError for an unknown world or view.
    """
    world, colon, variant = name.partition(":")
    _check_world(world)
    if world == "faces":
        return face_data.kinds_of(variant)
    if world == "both":
        if variant not in ("", "captions", "words"):
            raise InputError(f"Both worlds together have no view “{variant}”.", hint="There is words.")
        return ("captions",)
    if not colon:
        return ("label_maps", "images", "paired", "unpaired", "captions", "domains", "boxes", "attributes")
    return _fitting(variant)[0]


def _view(variant: str, kind: Kind | None) -> Maker:
    """The function that makes this view; the name of a kind stands for its first view."""
    fits, makers = _fitting(variant)
    if kind is not None and kind not in fits:
        raise InputError(f"The view “{variant}” is of the kind {' or '.join(fits)}, not {kind}.")
    return makers[fits.index(kind or fits[0])]


def _fitting(variant: str) -> tuple[tuple[Kind, ...], tuple[Maker, ...]]:
    """The kinds that a view can be, and what makes each."""
    aliases = {
        "": "label_maps", "paired": "sketch", "unpaired": "summer-winter",
        "domains": "seasons", "attributes": "styles",
    }  # fmt: skip
    variant = aliases.get(variant, variant)
    sides = sides_of(variant)
    if sides is not None:
        made = tuple(_two_sides(variant, sides, paired) for paired in (True, False))
        # The hour changes the light alone; seasons are the classic of unpaired translation.
        natural: tuple[Kind, Kind] = ("paired", "unpaired")
        return (natural, made) if sides.names[0] in HOURS else (natural[::-1], made[::-1])
    if variant not in _VIEWS:
        known = [*_VIEWS, "day-night", "summer-winter"]
        near = difflib.get_close_matches(variant, known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There is {', '.join(known)}."
        raise InputError(f"The landscape has no view “{variant}”.", hint=hint)
    kind, maker = _VIEWS[variant]
    return (kind,), (maker,)


def _label_maps(request: _Request) -> LabelMapDataset:
    return landscape_dataset(
        request.place("label_maps"),
        request.scenes,
        size=request.size,
        seed=request.seed,
        workers=request.workers,
        progress=request.progress,
        **request.settings,
    )


def _images(request: _Request) -> ImageDataset:
    return ImageDataset(request.draw("images", request.any_style()).images, **request.settings)


def _captions(request: _Request) -> DescribedDataset:
    drawn = request.draw("images", request.any_style())
    captions = [(str(record["caption"]),) for record in drawn.records]
    return DescribedDataset(drawn.images, captions, _facts(request, drawn), **request.settings)


def _words(request: _Request) -> DescribedDataset:
    """The same lands with sentences that also tell right from left, which a mirror would swap."""
    drawn = request.draw("images", request.any_style())
    facts = _facts(request, drawn)
    captions = Lazily(len(facts), lambda place: sentences_about(facts[place], request.seed + place))
    return DescribedDataset(drawn.images, captions, facts, **{"mirror": False, **request.settings})


def _facts(request: _Request, drawn: _Drawn) -> Lazily[dict[str, str]]:
    lands = request.any_style()

    def known(place: int) -> dict[str, str]:
        seed, styles = lands[place]
        return landscape_facts(seed, drawn.labels[place], *styles[0])

    return Lazily(len(lands), known)


def _both(
    kind: Kind | None,
    folder: Path,
    scenes: int,
    size: int,
    seed: int,
    workers: int | None,
    progress: Progress | None,
    settings: dict[str, Any],
) -> DescribedDataset:
    """Lands first, then faces, half of the scenes each."""
    if kind not in (None, "captions"):
        raise InputError(f"Both worlds together are of the kind captions, not {kind}.")
    progress = progress or Progress()
    parts: list[Any] = [
        world_dataset(
            f"{name}:words",
            folder=folder,
            scenes=max(scenes // 2, 2),
            size=size,
            seed=seed,
            workers=workers,
            progress=progress.sub(place / 2, (place + 1) / 2),
        )
        for place, name in enumerate(("landscape", "faces"))
    ]
    counts = [len(part) for part in parts]
    images = store.mapped(folder / f"both-{scenes}x{size}-{seed}.npy", (sum(counts), size, size, 3))
    for start, part in zip((0, counts[0]), parts, strict=True):
        images[start : start + len(part)] = part.images.numpy()

    def at(place: int) -> tuple[Any, int]:
        return (parts[0], place) if place < counts[0] else (parts[1], place - counts[0])

    def captions(place: int) -> Sequence[str]:
        part, inside = at(place)
        return part.captions[inside]  # type: ignore[no-any-return]

    def facts(place: int) -> Facts:
        part, inside = at(place)
        return part.facts[inside]  # type: ignore[no-any-return]

    count = sum(counts)
    settings = {"mirror": False, **settings}
    return DescribedDataset(images, Lazily(count, captions), Lazily(count, facts), **settings)


def _boxes(request: _Request) -> BoxDataset:
    """The eight largest things of each land."""
    drawn = request.draw("images", request.any_style())
    boxes = np.zeros((len(drawn.records), _MOST_OBJECTS, 4), np.float32)
    classes = np.zeros((len(drawn.records), _MOST_OBJECTS), np.int64)
    for place, record in enumerate(drawn.records):
        for slot, (name, x0, y0, x1, y1) in enumerate(record["boxes"][:_MOST_OBJECTS]):
            boxes[place, slot] = np.array([x0, y0, x1 - x0, y1 - y0]) / request.size
            classes[place, slot] = CLASSES.index(name) + 1
    return BoxDataset(drawn.images, boxes, classes, (NOTHING, *CLASSES), **request.settings)


def _sketches(request: _Request) -> PairDataset:
    drawn = request.draw("sketched", request.most_by_summer_day())
    lines = _sketched(request.place("sketched"), drawn, request)
    return PairDataset(lines, drawn.images, **request.settings)


def _seasons(request: _Request) -> DomainDataset:
    """Different lands for each season, by day."""
    jobs: list[Job] = [
        (request.seed + i, ((SEASONS[i % len(SEASONS)], "day"),)) for i in range(request.scenes)
    ]
    labels = np.eye(len(SEASONS), dtype=np.float32)[np.arange(request.scenes) % len(SEASONS)]
    return DomainDataset(request.draw("seasons", jobs).images, labels, SEASONS, **request.settings)


def _described(request: _Request) -> DomainDataset:
    """Each land once, in a season at an hour."""
    images = request.draw("images", request.any_style()).images
    styles = [_styles(request.seed + i, 1)[0] for i in range(request.scenes)]
    named = [[name in style for name in (*SEASONS, *HOURS)] for style in styles]
    groups = (SEASONS, HOURS)
    return DomainDataset(images, np.array(named), (*SEASONS, *HOURS), False, groups, **request.settings)


_VIEWS: dict[str, tuple[Kind, Maker]] = {
    "label_maps": ("label_maps", _label_maps),
    "images": ("images", _images),
    "captions": ("captions", _captions),
    "words": ("captions", _words),
    "boxes": ("boxes", _boxes),
    "sketch": ("paired", _sketches),
    "seasons": ("domains", _seasons),
    "styles": ("attributes", _described),
}


@dataclass(frozen=True)
class Sides:
    """Two seasons or two hours, and whether the other of the two, hour or season, is any or as usual."""

    names: tuple[str, str]
    any: bool = False

    def styles(self, seed: int) -> tuple[Style, Style]:
        """Season and hour of both sides for a land: in summer or by day, or as its seed says."""
        seasons = self.names[0] in SEASONS
        other = "day" if seasons else "summer"
        if self.any:
            other = str(np.random.default_rng((seed, 8)).choice(HOURS if seasons else SEASONS))
        first, second = ((name, other) if seasons else (other, name) for name in self.names)
        return first, second


def sides_of(variant: str) -> Sides | None:
    """The two sides of a view's name, as `day-night` or `day-night-any`; None if it is another view."""
    first, *others = variant.removesuffix("-any").split("-")
    if len(others) == 1 and any({first, *others} <= set(group) for group in (SEASONS, HOURS)):
        return Sides((first, others[0]), variant.endswith("-any"))
    return None


def _two_sides(view: str, sides: Sides, paired: bool) -> Maker:
    """Paired: each land in both styles; unpaired: half of the lands in each."""

    def pairs(request: _Request) -> PairDataset:
        seeds = range(request.seed, request.seed + request.scenes)
        images = request.draw(view, [(seed, sides.styles(seed)) for seed in seeds]).images
        return PairDataset(images[0::2], images[1::2], **request.settings)

    def apart(request: _Request) -> UnpairedDataset:
        half = request.scenes // 2
        seeds = range(request.seed, request.seed + 2 * half)
        jobs: list[Job] = [(seed, (sides.styles(seed)[i >= half],)) for i, seed in enumerate(seeds)]
        images = request.draw(f"{view} unpaired", jobs).images
        return UnpairedDataset(images[:half], images[half:], sides.names, **request.settings)

    return pairs if paired else apart


@dataclass(frozen=True)
class _Drawn:
    """images (N, S, S, 3), labels (N, S, S), and a caption and boxes for each."""

    images: np.ndarray
    labels: np.ndarray
    records: list[dict[str, Any]]


def _drawn(
    folder: Path, jobs: Sequence[Job], size: int, workers: int | None, progress: Progress | None
) -> _Drawn:
    """Every job's scenes, in order; those that `folder` holds already are not drawn again."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = np.cumsum([0, *(len(styles) for _, styles in jobs)])
    count = int(starts[-1])
    images = store.mapped(folder / "images.npy", (count, size, size, 3))
    labels = store.mapped(folder / "labels.npy", (count, size, size))
    key = {"size": size, "jobs": [[seed, *map(list, styles)] for seed, styles in jobs]}
    records = store.records_of(folder, key)
    done = int(np.searchsorted(starts, len(records), "right")) - 1
    del records[int(starts[done]) :]
    todo = range(len(records), count)
    scenes = render_jobs(jobs[done:], size, workers)
    for at, scene in (progress or Progress()).steps(
        zip(todo, scenes, strict=True), "drawing", total=len(todo)
    ):
        images[at], labels[at] = scene.image, scene.labels
        records.append(_record(scene))
        if at + 1 == starts[done + 1]:
            done += 1
            if done % _SAVED_EVERY == 0 or done == len(jobs):
                store.mark_done(folder, key, records)
    return _Drawn(images, labels, records)


def _record(scene: Scene) -> dict[str, Any]:
    boxes = [[box.class_name, box.x0, box.y0, box.x1, box.y1] for box in scene.boxes]
    return {"caption": scene.caption, "boxes": boxes}


def _sketched(folder: Path, drawn: _Drawn, request: _Request) -> np.ndarray:
    """Line drawings of all pictures, kept beside them."""
    made = store.mapped(folder / f"{request.sketch}.npy", drawn.images.shape)
    key = {"of": store.key_of(folder), "style": request.sketch}
    if store.read(folder / f"{request.sketch}.json") == key:
        return made
    places = range(len(made))
    for place in (request.progress or Progress()).steps(places, "drawing lines"):
        made[place] = line_drawing(drawn.images[place], drawn.labels[place], request.sketch, place)
    store.write(folder / f"{request.sketch}.json", key)
    return made


def line_drawing(image: np.ndarray, labels: np.ndarray, style: WorldSketch, seed: int = 0) -> np.ndarray:
    """Dark lines on white (H, W, 3) of a picture (H, W, 3) of the world with its label map (H, W).

    "outlines" and "mixed" vary with the seed, as people's pens do; "mixed" is for half of the seeds the
    outlines alone, for the others the edges of the picture with or without outlines.
    """
    random = np.random.default_rng((seed, 11))
    pen, kind = random.uniform(0.8, 2.2) * len(labels) / 128, random.random()
    if style in ("edges", "lines"):
        return sketch(np.asarray(image), style)
    contours = outlines(np.asarray(labels), pen)
    if style == "outlines" or kind < 0.5:
        return contours
    edges = sketch(np.asarray(image), "edges")
    return edges if kind < 0.75 else np.minimum(edges, contours)


def _styles(seed: int, count: int) -> list[Style]:
    picked = np.random.default_rng((seed, 7)).choice(len(STYLES), count, replace=False)
    return [STYLES[int(i)] for i in picked]
