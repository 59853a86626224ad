"""What the left column of the models window offers to show, and what passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ganstudio.app.i18n import translate
from ganstudio.app.widgets.filter_column import ALL, Row, holds
from ganstudio.checkpoints.catalogue import CatalogueEntry
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name


def library_rows(entries: Sequence[ModelEntry]) -> list[Row]:
    """All, starters, mine, with a problem; then families; then tags."""
    starters = sum(entry.origin == "starter" for entry in entries)
    broken = sum(bool(entry.problem) for entry in entries)
    rows = [
        Row(ALL, translate("ModelFilters", "All"), len(entries)),
        Row("starter", translate("ModelFilters", "Starters"), starters),
        Row("user", translate("ModelFilters", "Mine"), len(entries) - starters),
    ]
    if broken:
        rows.append(Row("problem", translate("ModelFilters", "With a problem"), broken))
    families = Counter(entry.family for entry in entries)
    rows += _family_rows(families)
    tags = Counter(tag for entry in entries for tag in entry.tags)
    if tags:
        rows.append(Row("", translate("ModelFilters", "Tags")))
        rows += [Row(f"tag:{tag}", tag, tags[tag]) for tag in sorted(tags, key=str.casefold)]
    return rows


def catalogue_rows(entries: Sequence[CatalogueEntry]) -> list[Row]:
    free = sum(entry.licence.id != "" and not entry.licence.non_commercial for entry in entries)
    direct = sum(entry.direct for entry in entries)
    return [
        Row(ALL, translate("ModelFilters", "All"), len(entries)),
        Row("direct", translate("ModelFilters", "Downloadable here"), direct),
        Row("commercial", translate("ModelFilters", "Not non-commercial"), free),
        *_family_rows(Counter(entry.family for entry in entries)),
    ]


def _family_rows(families: Counter[str]) -> list[Row]:
    found = [
        Row(f"family:{id}", family_name(id) if id else translate("ModelFilters", "Unknown"), count)
        for id, count in families.items()
    ]
    heading = Row("", translate("ModelFilters", "Families"))
    return [heading, *sorted(found, key=lambda row: (row.key == "family:", row.title.casefold()))]


def shows(entry: ModelEntry, key: str, query: str) -> bool:
    """Whether a model passes the chosen filter, and all words of the query are in what is told of it."""
    kind, _, value = key.partition(":")
    passes = {
        ALL: True,
        "problem": bool(entry.problem),
        "family": entry.family == value,
        "tag": value in entry.tags,
    }.get(kind, entry.origin == kind)
    told = (entry.name, entry.title, *entry.tags, entry.family, family_name(entry.family), entry.source)
    return passes and holds(told, query)


def offers(entry: CatalogueEntry, key: str, query: str) -> bool:
    """The same for a checkpoint of the catalogue."""
    kind, _, value = key.partition(":")
    passes = {
        ALL: True,
        "direct": entry.direct,
        "commercial": entry.licence.id != "" and not entry.licence.non_commercial,
        "family": entry.family == value,
    }[kind]
    told = (entry.id, entry.title, entry.family, family_name(entry.family), entry.authors, entry.paper)
    return passes and holds(told, query)
