"""Pictures with attributes that they have or lack: CelebA's list_attr_celeba, as text or CSV."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.domains import prepare
from ganstudio.datasets.findings import each, shortened
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import DataFile, Tree
from ganstudio.errors import InputError

STARGAN = ("Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young")
"""The five that StarGAN (Choi et al., CVPR 2018, arXiv:1711.09020) was trained on."""
_LISTS = ("list_attr_celeba.txt", "list_attr_celeba.csv", "list_attr_celeba_hq.txt", "attributes.txt")
_LISTS_TOO = ("CelebAMask-HQ-attribute-anno.txt", "attributes.csv")

__all__ = ["STARGAN", "prepare", "recognise", "scan"]


def recognise(tree: Tree) -> tuple[Kind, float]:
    return "attributes", 1.0 if tree.named(*_LISTS, *_LISTS_TOO) and tree.pictures else 0.0


def scan(tree: Tree, *, attributes: Sequence[str] = (), fit: Fit = "crop") -> Listing:
    """Each picture with 1 or 0 for each of `attributes`: by default StarGAN's five, or all if they lack."""
    file = tree.named(*_LISTS, *_LISTS_TOO)
    if file is None:
        raise InputError(f"{tree.root} holds no list_attr_celeba.txt.")
    known, lines = _read(file)
    names = tuple(attributes) or (STARGAN if set(STARGAN) <= set(known) else known)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3) or known[:5]
            raise InputError(f"There is no attribute “{name}”.", hint=f"There is {', '.join(near)}.")
    columns = [known.index(name) for name in names]
    by_name = {PurePosixPath(picture.name).name: picture for picture in tree.pictures}
    by_stem = {PurePosixPath(name).stem: picture for name, picture in by_name.items()}
    rows: list[Row] = []
    findings: list[Finding] = []
    missing = 0
    for number, words in lines:
        picture = by_name.get(words[0]) or by_stem.get(PurePosixPath(words[0]).stem)
        values = words[1:]
        if picture is None:
            missing += 1
        elif len(values) != len(known) or not set(values) <= {"1", "-1", "0"}:
            message = f"{file.name}, line {number}: not {len(known)} values of 1 and -1; left out."
            findings.append(Finding("warning", message, file.shown))
        else:
            rows.append(Row(((picture,),), tuple(int(values[column] == "1") for column in columns)))
    if not rows:
        raise InputError(f"No picture in {tree.root} is named in {file.name}.")
    told = {row.cells[0][0] for row in rows}
    findings += each("warning", (p for p in tree.pictures if p not in told), "has no attributes; left out.")
    if missing:
        findings.append(
            Finding("note", f"{file.name} names {missing} pictures that are not here.", None, missing)
        )
    classes = Counter({name: sum(row.value[i] for row in rows) for i, name in enumerate(names)})
    findings += [Finding("warning", f"No picture has “{name}”.") for name in names if not classes[name]]
    return Listing(
        "attributes",
        tree.root,
        {"": Table((PictureColumn(fit=fit),), tuple(rows))},
        shortened(findings),
        classes,
        {"source": file.name, "attributes": f"{len(names)} of {len(known)}"},
        {"names": names},
    )


def _read(file: DataFile) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Names of the attributes, and the words of each line with its number."""
    comma = file.suffix == ".csv"
    lines = file.read_text().splitlines()
    split = [[w.strip() for w in line.split(",")] if comma else line.split() for line in lines]
    start = 0 if comma else next((i for i, words in enumerate(split[:2]) if len(words) > 1), 0)
    if len(split) <= start + 1 or not split[start]:
        raise InputError(f"{file.name} lists no attributes.")
    header = split[start][1:] if comma else split[start]
    rows = [(number, words) for number, words in enumerate(split, 1) if number > start + 1 and words]
    if not comma and len(rows[0][1]) == len(header):
        header = header[1:]  # a title above the names of the files
    return tuple(header), rows
