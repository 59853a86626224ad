"""Pictures with sentences: a .txt beside each, a CSV or JSONL, or WebDataset tars as open_clip reads them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.datasets.base import Batch, PictureSet, stored
from ganstudio.datasets.columns import PictureColumn
from ganstudio.datasets.decoding import decode
from ganstudio.datasets.findings import each, shortened
from ganstudio.datasets.reading import Fit
from ganstudio.datasets.source import Array, Finding, Kind, Listing, Row, Table
from ganstudio.datasets.tree import PICTURES, DataFile, Tree, tar_tree
from ganstudio.datasets.views import Indices, pictures
from ganstudio.engine.randomness import Randomness
from ganstudio.errors import InputError
from ganstudio.events import Progress

_PICTURE_COLUMNS = (
    "filepath", "file_name", "filename", "file", "image", "image_path", "img", "path", "image_file", "jpg",
)  # fmt: skip
_TEXT_COLUMNS = (
    "title",
    "caption",
    "text",
    "captions",
    "description",
    "prompt",
    "sentence",
    "txt",
    "comment",
)
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
_SHARD = re.compile(r"\{(\d+)\.\.(\d+)\}")

Pair = tuple[DataFile, tuple[str, ...]]


@dataclass(frozen=True)
class CaptionBatch(Batch):
    """images (N, 3, S, S) in [-1, 1]; a sentence each; features (N, D) of the sentences, or None."""

    images: Tensor
    captions: list[str]
    features: Tensor | None = None


class CaptionDataset(PictureSet):
    """images (N, S, S, 3) uint8; one or several sentences for each; features of each, if computed."""

    kind: Kind = "captions"

    def __init__(
        self,
        images: Array,
        captions: Sequence[str | Sequence[str]],
        features: Sequence[Tensor] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.images = stored(images)
        self.captions = tuple((text,) if isinstance(text, str) else tuple(text) for text in captions)
        self.features = features

    def __len__(self) -> int:
        return len(self.images)

    @property
    def size(self) -> int:
        return int(self.images.shape[1])

    def with_features(self, features: Sequence[Tensor]) -> CaptionDataset:
        """The same with what a text encoder made of the sentences: for each picture (its sentences, D)."""
        if [len(each) for each in features] != [len(texts) for texts in self.captions]:
            raise ValueError("there must be a row of features for each sentence")
        made = CaptionDataset.__new__(CaptionDataset)
        made.__dict__.update(self.__dict__, features=features)
        return made

    def batch(self, indices: Indices, size: int, random: Randomness | None = None) -> CaptionBatch:
        """One of each picture's sentences, by chance; the first without `random`."""
        images = pictures(self.images, indices, self.views(indices, size, random))
        share = np.zeros(len(indices)) if random is None else random.rand(len(indices)).numpy()
        places = [int(index) for index in indices]
        which = [int(s * len(self.captions[i])) for i, s in zip(places, share, strict=True)]
        captions = [self.captions[i][w] for i, w in zip(places, which, strict=True)]
        if self.features is None:
            return CaptionBatch(images, captions)
        rows = [self.features[i][w] for i, w in zip(places, which, strict=True)]
        return CaptionBatch(images, captions, torch.stack(rows))


def recognise(tree: Tree) -> tuple[Kind, float]:
    """Tars of pictures and texts, tables with the right columns, or sentences beside the pictures."""
    if any(file.suffix == ".tar" for file in tree.files.values()) and not tree.pictures:
        return "captions", 0.95
    if tree.pictures:
        stems = {str(PurePosixPath(name).with_suffix("")) for name in tree.files if name.endswith(".txt")}
        ours = [str(PurePosixPath(tree.name_of[file]).with_suffix("")) for file in tree.pictures]
        if sum(stem in stems for stem in ours) * 2 >= len(ours):
            return "captions", 0.8
        if _table(tree) is not None:
            return "captions", 0.75
    return "captions", 0.0


def scan(tree: Tree, *, table: str = "", fit: Fit = "crop") -> Listing:
    """Pictures with their sentences; `table` names the CSV or JSONL where there are several.

    A text file holds a sentence on each line. Pictures without a sentence are findings, and left out.
    """
    tars = [file for file in tree.files.values() if file.suffix == ".tar"]
    if tars and not tree.pictures:
        pairs, findings = _from_tars(tars)
        source = f"{len(tars)} WebDataset tars"
    elif table or not any(name.endswith(".txt") for name in tree.files):
        file = tree.files.get(table) if table else _table(tree)
        if file is None:
            raise InputError(
                f"{tree.root} holds no sentences for its pictures.",
                hint="Put a .txt beside each, or a CSV or JSONL with the columns filepath and caption.",
            )
        pairs, findings = _from_table(tree, file)
        source = file.name
    else:
        pairs, findings = _from_texts(tree, [(file, tree.name_of[file]) for file in tree.pictures])
        source = "a text file beside each picture"
    if not pairs:
        raise InputError(f"{tree.root} holds no picture with a sentence.", hint=_first(findings))
    rows = tuple(Row(((file,),), texts) for file, texts in pairs)
    words = sum(len(text.split()) for _, texts in pairs for text in texts)
    count = sum(len(texts) for _, texts in pairs)
    facts = {"source": source, "sentences": str(count), "words in a sentence": f"{words / count:.1f}"}
    table_of = Table((PictureColumn(fit=fit),), rows)
    return Listing("captions", tree.root, {"": table_of}, findings, facts=facts)


def prepare(
    listing: Listing,
    size: int,
    cache: Path | None = None,
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    **settings: Any,
) -> CaptionDataset:
    """Decode at `size`; `settings` are those of `PictureSet`."""
    made = decode(listing.tables[""], size, cache, progress=progress, workers=workers)
    captions = [row.value for row in made.rows]
    findings = (*listing.findings, *made.findings)
    return CaptionDataset(made.arrays["images"], captions, findings=findings, **settings)


def expanded_shards(path: Path) -> list[Path]:
    """The tars that a name such as `data-{0000..0012}.tar` stands for."""
    found = _SHARD.search(path.name)
    if found is None:
        return [path]
    first, last = int(found[1]), int(found[2])
    if not first <= last < first + 100_000:
        raise InputError(f"{path.name} stands for no sensible number of files.")
    names = (f"{number:0{len(found[1])}d}" for number in range(first, last + 1))
    return [path.with_name(path.name[: found.start()] + name + path.name[found.end() :]) for name in names]


def shards_tree(path: Path) -> Tree:
    """Several tars as one tree; missing ones are an InputError."""
    files = {}
    for shard in expanded_shards(path):
        if not shard.is_file():
            raise InputError(f"{shard} does not exist.")
        facts = shard.stat()
        files[shard.name] = DataFile(shard.name, shard, facts.st_size, facts.st_mtime_ns)
    return Tree(path.parent, files)


def _from_texts(tree: Tree, named: Sequence[tuple[DataFile, str]]) -> tuple[list[Pair], tuple[Finding, ...]]:
    pairs, without, empty = [], [], []
    for file, name in named:
        beside = str(PurePosixPath(name).with_suffix(""))
        text = tree.files.get(f"{beside}.txt") or tree.files.get(f"{beside}.caption")
        text = text or tree.files.get(f"{beside}.json")
        if text is None:
            without.append(file)
        elif texts := _sentences(text):
            pairs.append((file, texts))
        else:
            empty.append(text)
    return pairs, (
        *each("warning", without, "has no sentence; it is left out."),
        *each("warning", empty, "is empty; its picture is left out."),
    )


def _sentences(file: DataFile) -> tuple[str, ...]:
    """The lines of a text file, or the caption in a JSON file of img2dataset; none if unreadable."""
    try:
        content = file.read_text()
        if file.suffix == ".json":
            record = json.loads(content)
            content = next((str(record[key]) for key in _TEXT_COLUMNS if record.get(key)), "")
    except (InputError, ValueError, AttributeError, TypeError):
        return ()
    return tuple(line.strip() for line in content.splitlines() if line.strip())


def _from_tars(tars: Sequence[DataFile]) -> tuple[list[Pair], tuple[Finding, ...]]:
    pairs: list[Pair] = []
    findings: list[Finding] = []
    for tar in tars:
        if tar.member:
            raise InputError(f"{tar.name} lies inside another archive.", hint="Unpack that first.")
        try:
            inside = tar_tree(tar.path)
        except (InputError, OSError) as error:
            findings.append(
                Finding("warning", f"{tar.name} cannot be read and is left out: {error}", tar.path)
            )
            continue
        named = [(file, inside.name_of[file]) for file in inside.pictures]
        found, said = _from_texts(inside, named)
        pairs += found
        findings += said
    return pairs, shortened(findings)


def _table(tree: Tree) -> DataFile | None:
    """The first table with a column of pictures and one of sentences, those nearest to the root first."""
    tables = [file for file in tree.files.values() if file.suffix in _TABLES]
    for file in sorted(tables, key=lambda f: (f.name.count("/"), f.name))[:20]:
        first = next(iter(_records(file)), None)
        if first and _key(first, _PICTURE_COLUMNS) and _key(first, _TEXT_COLUMNS):
            return file
    return None


def _records(file: DataFile) -> Iterator[dict[str, Any]]:
    """Rows of a CSV (comma, tab or semicolon) or JSONL; lines that are neither are left out."""
    try:
        content = file.read_text()
    except InputError:
        return
    if file.suffix in (".jsonl", ".ndjson"):
        for line in content.splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict):
                yield record
        return
    header = content.split("\n", 1)[0]
    delimiter = max("\t,;|", key=header.count)
    try:
        yield from csv.DictReader(io.StringIO(content), delimiter=delimiter)
    except csv.Error:
        return


def _key(record: dict[str, Any], names: Sequence[str]) -> str | None:
    lowered = {str(key).strip().lower(): key for key in record if key is not None}
    return next((lowered[name] for name in names if name in lowered), None)


def _from_table(tree: Tree, file: DataFile) -> tuple[list[Pair], tuple[Finding, ...]]:
    by_name: dict[str, DataFile] = {}
    for name, held in tree.files.items():
        if held.suffix in PICTURES:
            by_name.setdefault(PurePosixPath(name).name, held)
            by_name.setdefault(PurePosixPath(name).stem, held)
    texts: dict[DataFile, list[str]] = {}
    findings = []
    for number, record in enumerate(_records(file), 2 if file.suffix in (".csv", ".tsv") else 1):
        picture_key, text_key = _key(record, _PICTURE_COLUMNS), _key(record, _TEXT_COLUMNS)
        if picture_key is None or text_key is None:
            raise InputError(f"{file.name} has no column of pictures and one of sentences.")
        name = str(record[picture_key] or "").replace("\\", "/")
        picture = tree.files.get(name) or by_name.get(PurePosixPath(name).name)
        said = record[text_key]
        sentences = [str(text).strip() for text in (said if isinstance(said, list) else [said or ""])]
        if picture is None:
            findings.append(
                Finding("warning", f"{file.name}, line {number}: {name or 'nothing'} is missing.", file.shown)
            )
        elif not any(sentences):
            message = f"{file.name}, line {number}: the sentence is empty; it is left out."
            findings.append(Finding("warning", message, file.shown))
        else:
            texts.setdefault(picture, []).extend(text for text in sentences if text)
    return [(picture, tuple(said)) for picture, said in texts.items()], shortened(findings)


def _first(findings: Sequence[Finding]) -> str:
    return findings[0].message if findings else ""
