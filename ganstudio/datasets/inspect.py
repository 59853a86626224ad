"""A look at a folder before training on it: what it is, how much, and what is wrong with which file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio.datasets.columns import LabelColumn
from ganstudio.datasets.decoding import remark
from ganstudio.datasets.findings import shortened
from ganstudio.datasets.kinds import list_data
from ganstudio.datasets.label_folders import count_classes
from ganstudio.datasets.reading import Header, read_header
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Preview, Row, Table
from ganstudio.datasets.tree import PICTURES, DataFile
from ganstudio.errors import InputError
from ganstudio.events import Progress

THUMBNAILS = 24
THUMBNAIL_SIDE = 96
_SAMPLE = 96
_CHUNK = 256
_MODES = {
    "L": "grey", "LA": "grey with transparency", "1": "black and white", "P": "palette pictures",
    "CMYK": "CMYK", "I": "of 16 bits", "I;16": "of 16 bits", "I;16B": "of 16 bits",
    "RGBA": "partly transparent",
    "F": "floating-point", "LAB": "in Lab colours", "YCbCr": "in YCbCr", "HSV": "in HSV",
}  # fmt: skip


def inspect(
    path: Path,
    kind: Kind | None = None,
    *,
    progress: Progress | None = None,
    thorough: bool = False,
    size: int = 0,
    **options: Any,
) -> Preview:
    """Read the headers of all pictures and decode a sample, or with `thorough` everything.

    `size` is the side to train at: pictures that would be enlarged are then a finding. What makes a folder
    unusable is an error among the findings; InputError is only for a path that does not exist.
    """
    progress = progress or Progress()
    try:
        listing = list_data(path, kind, progress=progress, **options)
    except InputError as error:
        if not Path(path).exists():
            raise
        return Preview(kind or "images", Path(path), 0, findings=(Finding("error", str(error), Path(path)),))
    sizes, header_findings, broken = _headers(listing, size, progress.sub(0, 0.5))
    thumbnails, seen, decoded_findings = _decoded(listing, thorough, broken, progress.sub(0.5, 1))
    findings = [*listing.findings, *header_findings, *decoded_findings]
    sides = [sum(not _is_broken(row, broken) for row in table.rows) for table in listing.tables.values()]
    count = max(sides) if all(sides) else 0
    if not count:
        findings.insert(0, Finding("error", "Not one of the pictures can be read.", listing.root))
    return Preview(
        listing.kind,
        listing.root,
        count,
        sizes,
        listing.classes if listing.classes else seen,
        thumbnails,
        tuple(findings),
        {**listing.facts, **_counts(listing)},
    )


def _is_broken(row: Row, broken: set[DataFile]) -> bool:
    return any(file in broken for cell in row.cells for file in cell)


def _counts(listing: Listing) -> dict[str, str]:
    if len(listing.tables) < 2:
        return {}
    return {name: f"{len(table.rows)} pictures" for name, table in listing.tables.items()}


def _headers(
    listing: Listing, size: int, progress: Progress
) -> tuple[Counter[tuple[int, int]], list[Finding], set[DataFile]]:
    """Sizes of the pictures themselves (not of label maps and masks), and what their headers reveal."""
    files = list(
        dict.fromkeys(
            row.cells[at][0]
            for table in listing.tables.values()
            for at, column in enumerate(table.columns)
            if len(column.shape(1)) == 3 and column.shape(1)[2] == 3
            for row in table.rows
            if row.cells[at] and row.cells[at][0].suffix in PICTURES
        )
    )
    sizes: Counter[tuple[int, int]] = Counter()
    modes: dict[str, list[DataFile]] = {}
    small: list[DataFile] = []
    bad: dict[DataFile, str] = {}
    for file, header in zip(files, _in_parallel(_header_or_error, files, progress, "looking"), strict=True):
        if isinstance(header, str):
            bad[file] = header
            continue
        sizes[header.size] += 1
        modes.setdefault(_MODES.get(header.mode, ""), []).append(file)
        if min(header.size) < size:
            small.append(file)
    findings = [Finding("warning", f"{text} It is left out.", file.shown) for file, text in bad.items()]
    findings = list(shortened(findings))
    for words, members in modes.items():
        if words:
            findings.append(_about(members, f"{words}; they become RGB"))
    if len(sizes) > 1:
        (width, height), most = sizes.most_common(1)[0]
        message = (
            f"Pictures have {len(sizes)} sizes; most ({most}) are {width} × {height}. All become squares."
        )
        findings.append(Finding("note", message, None, sum(sizes.values()) - most))
    if small:
        findings.append(_about(small, f"smaller than {size} px and will be enlarged", "warning"))
    return sizes, findings, set(bad)


def _about(files: Sequence[DataFile], what: str, level: Any = "note") -> Finding:
    many = f"{len(files)} pictures are" if len(files) > 1 else f"{files[0].name} is"
    return Finding(level, f"{many} {what}.", files[0].shown, len(files))


def _header_or_error(file: DataFile) -> Header | str:
    try:
        return read_header(file)
    except InputError as error:
        return error.message


def _in_parallel(work: Any, items: Sequence[Any], progress: Progress, verb: str) -> Iterable[Any]:
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:
        for start in range(0, len(items), _CHUNK):
            progress.set(start / len(items), f"{verb} at {start} of {len(items)}")
            yield from pool.map(work, items[start : start + _CHUNK])
    progress.set(1.0)


def _decoded(
    listing: Listing, thorough: bool, broken: set[DataFile], progress: Progress
) -> tuple[tuple[Array, ...], Counter[str], list[Finding]]:
    """Thumbnails, pixels of each class, and what only decoding shows."""
    thumbnails: list[Array] = []
    findings: list[Finding] = []
    seen: Counter[str] = Counter()
    names = listing.extra.get("class_names", ())
    share = THUMBNAILS // max(1, len(listing.tables))
    for place, table in enumerate(listing.tables.values()):
        good = [row for row in table.rows if not _is_broken(row, broken)]
        rows = good if thorough else _spread(good, _SAMPLE)
        shown = {id(row) for row in _spread(rows, share)}
        part = progress.sub(place / len(listing.tables), (place + 1) / len(listing.tables))

        def read(row: Row, table: Table = table) -> tuple[list[Array], list[str], str]:
            told: list[str] = []
            try:
                pairs = zip(table.columns, row.cells, strict=True)
                return [c.read(cell, THUMBNAIL_SIDE, told.append) for c, cell in pairs], told, ""
            except InputError as error:
                return [], told, error.message

        for row, (arrays, told, failure) in zip(
            rows, _in_parallel(read, rows, part, "decoding"), strict=True
        ):
            if failure:
                findings.append(Finding("warning", f"{failure} It is left out.", row.cells[0][0].shown))
                continue
            findings += [remark(row, text) for text in told]
            for column, array in zip(table.columns, arrays, strict=True):
                if isinstance(column, LabelColumn):
                    seen += count_classes(array, names)
            if id(row) in shown:
                parts = zip(table.columns, arrays, strict=True)
                thumbnails.append(np.hstack([column.show(array) for column, array in parts]))
    return tuple(thumbnails), seen, list(shortened(findings))


def _spread(rows: Sequence[Row], most: int) -> Sequence[Row]:
    """At most so many, from all over."""
    if len(rows) <= most:
        return rows
    return [rows[int(place)] for place in np.linspace(0, len(rows) - 1, most)]


def contact_sheet(preview: Preview, columns: int = 6) -> Image.Image:
    """The thumbnails in rows, as one picture."""
    shown = preview.thumbnails
    width = max((thumbnail.shape[1] for thumbnail in shown), default=1)
    rows = -(-len(shown) // columns) or 1
    sheet = Image.new("RGB", (width * min(columns, max(1, len(shown))), THUMBNAIL_SIDE * rows), "white")
    for place, thumbnail in enumerate(shown):
        sheet.paste(Image.fromarray(thumbnail), (place % columns * width, place // columns * THUMBNAIL_SIDE))
    return sheet
