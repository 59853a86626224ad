"""What a file is and what can be done with it, known before it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, UnidentifiedImageError

from ganstudio.app.i18n import translate
from ganstudio.document.files import readable_suffixes

Kind = Literal["project", "image", "label_map", "model", "plugin", "folder", "recipe", "unknown"]
What = Literal[
    "open",
    "add_layers",
    "use_labels",
    "open_labels",
    "load_model",
    "add_model",
    "add_plugin",
    "browse",
    "start",
    "colour_drawing",
    "make_sketch",
    "batch",
    "run_recipe",
    "use_settings",
    "add_preset",
    "use_preset",
    "refuse",
]

_MODELS = (".safetensors", ".pth", ".pt", ".ckpt", ".pkl", ".model")


@dataclass(frozen=True)
class Offer:
    """One thing that can be done with what is dropped: a sentence for the person, and what it means."""

    what: What
    text: str
    icon: str
    operation: str = ""
    """For "start": which operation is to draw on the picture."""


def kind_of(path: Path) -> Kind:
    """Judged by name and, for pictures, by the first bytes; what may not be read, by name alone."""
    if _is(Path.is_dir, path):
        return _kind_of_folder(path)
    suffix = path.suffix.lower()
    if suffix == ".ora":
        return "project"
    if suffix in _MODELS or path.name.endswith(".safetensors.index.json"):
        return "model"
    if suffix == ".toml":
        return "plugin" if path.name == "plugin.toml" else "recipe"
    if suffix in readable_suffixes():
        return "label_map" if _has_indices(path) else "image"
    return "unknown"


def offers(paths: Sequence[Path], *, has_document: bool, starts: Sequence[Offer] = ()) -> tuple[Offer, ...]:
    """What can be done with these files, the likeliest first; `starts` are for a picture alone."""
    kinds = {kind_of(path) for path in paths}
    if not paths or kinds == {"unknown"}:
        return (_refusal(paths),)
    if kinds <= {"image", "label_map"}:
        found = _picture_offers(len(paths), "label_map" in kinds, has_document)
        return (*found, *(starts if len(paths) == 1 and kinds == {"image"} else ()))
    kind = kind_of(paths[0])
    single: dict[Kind, Offer] = {
        "project": Offer("open", translate("Drop", "Open this project"), "folder"),
        "plugin": Offer("add_plugin", translate("Drop", "Add this plugin"), "plugin"),
        "recipe": Offer("run_recipe", translate("Drop", "Run this recipe on a folder"), "batch"),
    }
    if kind == "model":
        return _model_offers(has_document)
    if kind == "folder":
        browse = Offer("browse", translate("Drop", "Choose pictures from this folder"), "folder")
        return (browse, Offer("batch", translate("Drop", "Do the same to all its pictures"), "batch"))
    return (single.get(kind) or _refusal(paths),)


def _picture_offers(count: int, labels: bool, has_document: bool) -> tuple[Offer, ...]:
    several = count > 1
    add = translate("Drop", "Add as layers") if several else translate("Drop", "Add as layer")
    if not has_document:
        open = Offer("open", translate("Drop", "Open as new picture"), "image")
        as_labels = Offer("open_labels", translate("Drop", "Open as label map"), "label-map")
        return (as_labels, open) if labels else (open,)
    found = [
        Offer("add_layers", add, "layers"),
        Offer("open", translate("Drop", "Open as new picture"), "image"),
    ]
    if not several:
        found.insert(
            0 if labels else 1, Offer("use_labels", translate("Drop", "Use as label map"), "label-map")
        )
    return tuple(found)


def _model_offers(has_document: bool) -> tuple[Offer, ...]:
    add = Offer("add_model", translate("Drop", "Add to my models"), "model")
    use = Offer("load_model", translate("Drop", "Render with this model"), "generated")
    return (use, add) if has_document else (add,)


def _refusal(paths: Sequence[Path]) -> Offer:
    name = paths[0].name if paths else ""
    text = translate("Drop", "“{0}” is no picture, project, model or plugin").replace("{0}", name)
    return Offer("refuse", text, "error")


def _kind_of_folder(path: Path) -> Kind:
    if _is(Path.is_file, path / "plugin.toml"):
        return "plugin"
    names = ("model.safetensors", "model.safetensors.index.json")
    return "model" if any(_is(Path.is_file, path / name) for name in names) else "folder"


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    """Nothing is there where one may not look."""
    try:
        return kind(path)
    except PermissionError:
        return False


def _has_indices(path: Path) -> bool:
    """Whether a picture stores numbers of a colour table, as label maps do."""
    try:
        with Image.open(path) as image:
            return image.format == "PNG" and image.mode == "P"
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
