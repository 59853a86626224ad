"""Findings that many files share, told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ganstudio.datasets.source import Finding, Level
from ganstudio.datasets.tree import DataFile, Tree

_MOST = 20


def shortened(findings: Sequence[Finding], most: int = _MOST) -> tuple[Finding, ...]:
    """The first of each level, and one finding that counts the rest."""
    counts = Counter(finding.level for finding in findings)
    kept = [
        finding
        for level in counts
        for finding in islice((finding for finding in findings if finding.level == level), most)
    ]
    for level, count in counts.items():
        if count > most:
            kept.append(Finding(level, f"… and {count - most} more like these.", count=count - most))
    return tuple(kept)


def each(level: Level, files: Iterable[DataFile], text: str) -> tuple[Finding, ...]:
    """One finding per file, at most twenty; `text` goes on behind its name."""
    return shortened([Finding(level, f"{file.name} {text}", file.shown) for file in files])


def refused(tree: Tree) -> tuple[Finding, ...]:
    """Members that an archive must not have."""
    return shortened(
        [
            Finding("warning", f"The archive's “{name}” would lie outside it and is not read.", tree.root)
            for name in tree.refused
        ]
    )
