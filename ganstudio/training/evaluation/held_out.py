"""Keeping a part of a data set apart: a run is never trained on it, and measures itself on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor

from ganstudio.datasets.captions import CaptionDataset
from ganstudio.datasets.unpaired import UnpairedDataset
from ganstudio.datasets.views import Indices
from ganstudio.engine.randomness import Randomness

FEWEST, MOST = 16, 2000
"""Items to keep apart: with fewer no figure means anything, and more make none better."""
_LARGEST_SHARE = 0.1
_RUN = 4
"""Neighbours are kept apart together: frames of a film, or one land in several styles, are much alike."""


class Part:
    """Some items of a data set, as a data set; `held_out` is the part that was kept apart from it, if any."""

    def __init__(self, whole: Any, places: np.ndarray, apart: np.ndarray | None = None) -> None:
        self.whole, self.places, self.apart = whole, places, apart

    @property
    def held_out(self) -> Part | None:
        return None if self.apart is None else Part(self.whole, self.apart)

    def __len__(self) -> int:
        return len(self.places)

    def __getattr__(self, name: str) -> Any:
        # What is no item (kind, size, class names, sentences by place) is that of the whole.
        if name == "whole":
            raise AttributeError(name)
        return getattr(self.whole, name)

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> Any:
        return self.whole.batch(self.places[np.asarray(indices)], size, random)

    def with_features(self, features: Sequence[Tensor]) -> Part:
        """As of a `CaptionDataset`; features are those of the whole."""
        assert isinstance(self.whole, CaptionDataset)
        return Part(self.whole.with_features(features), self.places, self.apart)


class _Beginnings(UnpairedDataset):
    """Two sets of pictures without the end of each."""

    held_out: UnpairedDataset


def keep_apart(dataset: Any, share: float) -> Any:
    """The data set without a part of it, which is its `held_out`; as it is if it is too small for that.

    share: of all items, from 0 for none. At least 16 items are kept apart, but never more than a tenth of
    all, or than `share` if that is more: evenly over the data set and the same each time. Of two unpaired
    sets it is the end of each.
    """
    if share <= 0:
        return dataset
    if isinstance(dataset, UnpairedDataset):
        return _ends_apart(dataset, share)
    count = wanted(len(dataset), share)
    if not count:
        return dataset
    runs = max(count // _RUN, 1)
    starts = (np.linspace(0, len(dataset) // _RUN - 1, runs).astype(int)) * _RUN
    apart = (starts[:, None] + np.arange(_RUN)).ravel()
    return Part(dataset, np.setdiff1d(np.arange(len(dataset)), apart), apart)


def wanted(count: int, share: float) -> int:
    """How many of so many items are kept apart."""
    most = int(count * max(_LARGEST_SHARE, share))
    found = min(max(FEWEST, round(count * share)), MOST)
    return found if found <= most else 0


def _ends_apart(dataset: UnpairedDataset, share: float) -> UnpairedDataset:
    counts = [wanted(len(side), share) for side in (dataset.a, dataset.b)]
    if not all(counts):
        return dataset
    (a, far_a), (b, far_b) = (
        (side[:-count], side[-count:]) for side, count in zip((dataset.a, dataset.b), counts, strict=True)
    )
    settings = {"crops": dataset.crops, "mirror": dataset.mirror, "findings": dataset.findings}
    training = _Beginnings(a.numpy(), b.numpy(), dataset.names, **settings)
    training.held_out = UnpairedDataset(far_a.numpy(), far_b.numpy(), dataset.names, **settings)
    return training
