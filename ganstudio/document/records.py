"""Layers as JSON records: what a project keeps beside the pixels."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ganstudio.document.layers import (
    BLEND_MODES,
    Box,
    BoxesLayer,
    GeneratedLayer,
    LabelLayer,
    Layer,
    MaskLayer,
    RasterLayer,
)
from ganstudio.document.palettes import load_palette
from ganstudio.document.tiles import TileStore

Record = dict[str, Any]

_COMMON = ("name", "id", "visible", "opacity", "locked", "blend")
_GENERATED = ("operation", "params", "reads", "seed", "model_hash", "stale")


def to_record(layer: Layer) -> Record:
    """All of a layer but its pixels."""
    record = {"kind": layer.kind, **{name: getattr(layer, name) for name in _COMMON}}
    if isinstance(layer, LabelLayer):
        record["palette"] = layer.palette
    elif isinstance(layer, GeneratedLayer):
        record |= {name: getattr(layer, name) for name in _GENERATED}
    elif isinstance(layer, BoxesLayer):
        record["boxes"] = [asdict(box) for box in layer.boxes]
    return record


def from_record(record: Record, tiles: TileStore) -> Layer:
    """The layer of a record, on `tiles` if its kind has any; a broken one raises what it leads to."""
    common = {
        "name": str(record["name"]),
        "id": str(record["id"]),
        "visible": bool(record["visible"]),
        "opacity": min(max(float(record["opacity"]), 0.0), 1.0),
        "locked": bool(record["locked"]),
        "blend": record["blend"],
    }
    if common["blend"] not in BLEND_MODES:
        raise ValueError(f"no blend mode {common['blend']!r}")
    kind = record["kind"]
    if kind == "raster":
        return RasterLayer(**common, tiles=tiles)
    if kind == "mask":
        return MaskLayer(**common, tiles=tiles)
    if kind == "label":
        return LabelLayer(**common, tiles=tiles, palette=load_palette(str(record["palette"])).id)
    if kind == "boxes":
        return BoxesLayer(**common, boxes=tuple(_box(item) for item in record["boxes"]))
    if kind == "generated":
        return GeneratedLayer(
            **common,
            tiles=tiles,
            operation=str(record["operation"]),
            params=dict(record["params"]),
            reads={str(name): str(id) for name, id in record["reads"].items()},
            seed=int(record["seed"]),
            model_hash=str(record["model_hash"]),
            stale=bool(record["stale"]),
        )
    raise ValueError(f"no layers of kind {kind!r}")


def _box(item: Record) -> Box:
    x0, y0, x1, y1 = (float(item[name]) for name in ("x0", "y0", "x1", "y1"))
    return Box(str(item["class_name"]), x0, y0, x1, y1)
