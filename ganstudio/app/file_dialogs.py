"""Asking for files. Tests replace these functions; everything else goes through them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio import paths
from ganstudio.app.i18n import translate
from ganstudio.document.files import readable_suffixes
from ganstudio.operations.tables import SUFFIXES

_LAST_FOLDER = "files/folder"
MODEL_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".pkl", ".model")


def window_state() -> QSettings:
    """Geometry and the like: what belongs to the window and not to the settings."""
    return QSettings(str(paths.config_dir() / "window.ini"), QSettings.Format.IniFormat)


def ask_open(parent: QWidget, folder: Path | None = None) -> list[Path]:
    """Projects and pictures to open."""
    pictures = _pattern(readable_suffixes())
    filters = ";;".join(
        (
            translate("Files", "Projects and pictures ({0})").replace("{0}", f"*.ora {pictures}"),
            translate("Files", "Projects (*.ora)"),
            translate("Files", "Pictures ({0})").replace("{0}", pictures),
        )
    )
    return _open(parent, translate("Files", "Open"), filters, folder)


def ask_pictures(parent: QWidget, title: str) -> list[Path]:
    pictures = _pattern(readable_suffixes())
    return _open(parent, title, translate("Files", "Pictures ({0})").replace("{0}", pictures))


def ask_model(parent: QWidget) -> Path | None:
    """A weight file."""
    pattern = translate("Files", "Models ({0})").replace("{0}", _pattern(MODEL_SUFFIXES))
    chosen = _open(parent, translate("Files", "Open model"), pattern)
    return chosen[0] if chosen else None


def ask_models(parent: QWidget) -> list[Path]:
    """Weight files to import."""
    pattern = translate("Files", "Models ({0})").replace("{0}", _pattern(MODEL_SUFFIXES))
    return _open(parent, translate("Files", "Import models"), pattern)


def ask_archive(parent: QWidget) -> Path | None:
    """A file of pictures to train on."""
    pattern = translate("Files", "Archives of pictures ({0})").replace("{0}", "*.zip *.tar")
    chosen = _open(parent, translate("Files", "Train on a file"), pattern)
    return chosen[0] if chosen else None


def ask_recipe(parent: QWidget) -> Path | None:
    """A recipe to run."""
    chosen = _open(parent, translate("Files", "Open a recipe"), translate("Files", "Recipes (*.toml)"))
    return chosen[0] if chosen else None


def ask_presets(parent: QWidget) -> list[Path]:
    """Presets and recipes to import."""
    title = translate("Files", "Import presets and recipes")
    return _open(parent, title, translate("Files", "Presets and recipes (*.toml)"))


def ask_table(parent: QWidget) -> Path | None:
    """A table whose rows give values and files."""
    kinds = translate("Files", "Tables ({0})").replace("{0}", _pattern(SUFFIXES))
    chosen = _open(parent, translate("Files", "Open a table of values"), kinds)
    return chosen[0] if chosen else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, title, str(_folder()))
    if not name:
        return None
    _remember(Path(name))
    return Path(name)


def ask_save(
    parent: QWidget, title: str, suggestion: str, suffix: str, kind: str, folder: Path | None = None
) -> Path | None:
    """Where to save; the suffix is added where it was left out.

    `folder` is where it belongs by default, in place of where the last file was.
    """
    start = str((folder or _folder()) / f"{suggestion}{suffix}")
    name, _ = QFileDialog.getSaveFileName(parent, title, start, f"{kind} (*{suffix})")
    if not name:
        return None
    path = Path(name)
    if path.parent != folder:
        _remember(path.parent)
    return path if path.suffix else path.with_suffix(suffix)


def _open(parent: QWidget, title: str, filters: str, folder: Path | None = None) -> list[Path]:
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or _folder()), filters)
    chosen = [Path(name) for name in names]
    if chosen:
        _remember(chosen[0].parent)
    return chosen


def _pattern(suffixes: tuple[str, ...]) -> str:
    return " ".join(f"*{suffix}" for suffix in suffixes)


def _folder() -> Path:
    stored = window_state().value(_LAST_FOLDER, "")
    folder = Path(str(stored)) if stored else Path.home()
    return folder if folder.is_dir() else Path.home()


def _remember(folder: Path) -> None:
    window_state().setValue(_LAST_FOLDER, str(folder))
