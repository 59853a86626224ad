"""Writing TOML; the standard library reads it and cannot write it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def to_toml(values: Mapping[str, Any]) -> str:
    """A table of plain values and lists, tables, and lists of tables; None and empty tables are left out."""
    return "\n".join(_lines(values, ())) + "\n"


def _lines(values: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[str]:
    """Plain values first: what stands below a heading belongs to it."""
    for key, value in values.items():
        if value is not None and not isinstance(value, Mapping) and not _is_tables(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in values.items():
        heading = ".".join(map(_key, (*place, key)))
        if isinstance(value, Mapping) and value:
            yield from ("", f"[{heading}]", *_lines(value, (*place, key)))
        elif _is_tables(value):
            for table in value:
                yield from ("", f"[[{heading}]]", *_lines(table, (*place, key)))


def _is_tables(value: Any) -> bool:
    is_list = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    return is_list and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    # JSON's strings are TOML's, except for the character that JSON may leave as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
