"""When a command can be used and when it is on: questions that the table asks of the window's parts."""

from __future__ import annotations

from ganstudio.app.actions import Condition, Parts
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer, LabelLayer, PixelLayer


def document(parts: Parts) -> Document | None:
    found: Document | None = parts["session"].document
    return found


def has_document(parts: Parts) -> bool:
    return document(parts) is not None


def has_layer(parts: Parts) -> bool:
    return parts["session"].active_layer is not None


def has_pixels(parts: Parts) -> bool:
    return isinstance(parts["session"].active_layer, PixelLayer)


def has_generated(parts: Parts) -> bool:
    return isinstance(parts["session"].active_layer, GeneratedLayer)


def has_rendering(parts: Parts) -> bool:
    """Whether there is a generated layer for the plugin panel to show."""
    current = document(parts)
    return current is not None and any(isinstance(layer, GeneratedLayer) for layer in current.layers)


def can_raise(parts: Parts) -> bool:
    current = document(parts)
    return has_layer(parts) and current is not None and current.layers[-1] is not current.active


def can_lower(parts: Parts) -> bool:
    current = document(parts)
    return has_layer(parts) and current is not None and current.layers[0] is not current.active


def has_label_layer(parts: Parts) -> bool:
    current = document(parts)
    return current is not None and any(isinstance(layer, LabelLayer) for layer in current.layers)


def has_selection(parts: Parts) -> bool:
    current = document(parts)
    return current is not None and not current.selection.is_everything


def can_pull_points(parts: Parts) -> bool:
    """Whether a panel of the rendering does something with points that are put on the picture."""
    own = parts["plugin"].own
    return own is not None and any(getattr(panel, "uses_points", False) for panel in own.panels)


def can_mask(parts: Parts) -> bool:
    """Whether something is selected and the rendering can be kept inside it."""
    controls = parts["plugin"].controls
    masks = controls is not None and any(spec.kind == "mask" for spec in controls.operation.inputs)
    return masks and has_selection(parts)


def can_undo(parts: Parts) -> bool:
    current = document(parts)
    return current is not None and current.history.can_undo


def can_redo(parts: Parts) -> bool:
    current = document(parts)
    return current is not None and current.history.can_redo


def needs_saving(parts: Parts) -> bool:
    current = document(parts)
    return current is not None and (current.modified or current.path is None)


def tool_is(tool: str) -> Condition:
    return lambda parts: parts["session"].tool == tool


def panel_is_shown(name: str) -> Condition:
    return lambda parts: parts["docks"].is_shown(name)


def can_compare(parts: Parts) -> bool:
    return has_document(parts) and bool(parts["view"].can_compare)


def splits(parts: Parts) -> bool:
    return can_compare(parts) and parts["view"].before_after is not None


def is_side_by_side(parts: Parts) -> bool:
    return bool(parts["view"].layout_mode == "side_by_side")


def shows_grid(parts: Parts) -> bool:
    return bool(parts["view"].show_grid)


def shows_rulers(parts: Parts) -> bool:
    return bool(parts["view"].show_rulers)


def is_fullscreen(parts: Parts) -> bool:
    return bool(parts["window"].isFullScreen())


def hides_all(parts: Parts) -> bool:
    return bool(parts["docks"].all_hidden)


def theme_is(name: str) -> Condition:
    return lambda parts: parts["preferences"].theme == name
