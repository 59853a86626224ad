"""Preferences: every setting takes effect at once; there is nothing to confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio import paths
from ganstudio.app import i18n
from ganstudio.app.i18n import plugin_text
from ganstudio.app.studio import AppStudio
from ganstudio.app.widgets.choice import choice_control
from ganstudio.app.widgets.control import Control, quiet_spin_box
from ganstudio.settings import Settings

GENERAL, SPEED, PLUGINS, MODELS = range(4)


class PreferencesDialog(QDialog):
    """`changed(name, value)` with every change; the caller stores it."""

    changed = Signal(str, object)
    models_wanted = Signal()

    def __init__(self, studio: AppStudio, devices: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.setWindowTitle(self.tr("Preferences"))
        self.resize(720, 480)
        self.sections = QListWidget()
        self.sections.setFixedWidth(168)
        self.sections.setAccessibleName(self.tr("Sections"))
        self.pages = QStackedWidget()
        for title, page in (
            (self.tr("General"), self._general(studio.settings)),
            (self.tr("Speed and memory"), self._speed(studio.settings, devices)),
            (self.tr("Plugins"), self._plugins()),
            (self.tr("Models"), self._models()),
        ):
            self.sections.addItem(title)
            self.pages.addWidget(_scrolling(page))
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(GENERAL)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 16, 0, 12)
        row.setSpacing(16)
        row.addWidget(self.sections)
        row.addWidget(self.pages, 1)

    def open_at(self, section: int) -> None:
        self.sections.setCurrentRow(section)
        self.show()
        self.raise_()

    def _general(self, settings: Settings) -> QWidget:
        page = _Page()
        themes = {"system": self.tr("As the desktop"), "dark": self.tr("Dark"), "light": self.tr("Light")}
        page.add(self.tr("Theme"), self._choice("theme", themes, settings.theme))
        languages = {"system": self.tr("As the desktop"), **i18n.LANGUAGES}
        page.add(
            self.tr("Language"),
            self._choice("language", languages, settings.language),
            self.tr("Takes effect at the next start."),
        )
        page.add(
            self.tr("Autosave"),
            self._number("autosave_seconds", settings.autosave_seconds, 5, 3600, " s"),
            self.tr("How often a copy is kept, for the case that the program or the computer stops."),
        )
        records = {
            "full": self.tr("All of it"),
            "private": self.tr("No paths, texts and pictures"),
            "none": self.tr("Nothing"),
        }
        page.add(
            self.tr("Exported files say"),
            self._choice("record", records, settings.record),
            self.tr(
                "How they were made: operation, values, seed and model. From all of it, they can be repeated."
            ),
        )
        page.add(
            self.tr("Beside them"),
            self._switch("sidecar", self.tr("The same as a file of its own"), settings.sidecar),
        )
        page.add_button(self.tr("Open the folder with my data"), lambda: _open_folder(str(paths.data_dir())))
        return page

    def _speed(self, settings: Settings, devices: tuple[str, ...]) -> QWidget:
        page = _Page()
        known = {"auto": self.tr("The best there is"), **{name: name.upper() for name in devices}}
        known.setdefault(settings.device, settings.device)
        page.add(self.tr("Device"), self._choice("device", known, settings.device))
        precisions = {"auto": self.tr("The faster one"), "fp32": "32 bit", "bf16": "bfloat16"}
        page.add(self.tr("Precision"), self._choice("precision", precisions, settings.precision))
        page.add(
            self.tr("CPU threads"),
            self._number("threads", settings.threads, 0, 256, ""),
            self.tr("0 takes all cores."),
        )
        page.add(
            self.tr("Kept models"),
            self._number("model_cache_megabytes", settings.model_cache_megabytes, 64, 262144, " MB"),
            self.tr("Memory for models that were used before."),
        )
        page.add(
            self.tr("History"),
            self._number("undo_megabytes", settings.undo_megabytes, 16, 65536, " MB"),
            self.tr("Memory for steps that can be taken back."),
        )
        return page

    def _plugins(self) -> QWidget:
        page = _Page()
        for plugin in self._studio.registry.plugins:
            manifest = plugin.manifest
            title = f"{plugin_text(manifest.name)}  {manifest.version}"
            page.add_item(title, plugin_text(manifest.summary), str(plugin.folder))
        for broken in self._studio.registry.broken:
            page.add_item(broken.folder.name, broken.error, str(broken.folder), wrong=True)
        page.add_button(
            self.tr("Open the folder for plugins"), lambda: _open_folder(str(paths.user_plugins_dir()))
        )
        return page

    def _models(self) -> QWidget:
        page = _Page()
        page.add_item(
            self.tr("Models have a window of their own."),
            self.tr("It lists, imports, downloads and exports them, and says what each is used for."),
            "",
        )
        page.add_button(self.tr("Open the models window"), self._open_models, near=True)
        page.add_button(
            self.tr("Open the folder for models"), lambda: _open_folder(str(paths.user_models_dir()))
        )
        return page

    def _open_models(self) -> None:
        self.close()
        self.models_wanted.emit()

    def _choice(self, name: str, titles: dict[str, str], value: str) -> Control:
        control = choice_control(tuple(titles), titles.__getitem__)
        control.set_value(value)
        control.changed.connect(lambda chosen: self.changed.emit(name, chosen))
        return control

    def _number(self, name: str, value: int, low: int, high: int, unit: str) -> QSpinBox:
        field = QSpinBox()
        field.setRange(low, high)
        field.setSuffix(unit)
        field.setValue(value)
        field.setKeyboardTracking(False)
        quiet_spin_box(field)
        field.valueChanged.connect(lambda number: self.changed.emit(name, number))
        return field

    def _switch(self, name: str, text: str, on: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(on)
        box.toggled.connect(lambda value: self.changed.emit(name, value))
        return box


class _Page(QWidget):
    """Rows of label and control, each with a sentence below."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 120)
        self._grid.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 20, 8)
        self._column.setSpacing(8)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)

    def add(self, label: str, control: QWidget, help: str = "") -> None:
        row = self._grid.rowCount()
        words = QLabel(label)
        words.setBuddy(control)
        control.setAccessibleName(label)
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(control, row, 1)
        self._grid.setRowMinimumHeight(row + 1, 8)
        if not help:
            return
        note = QLabel(help)
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        note.setContentsMargins(0, 0, 0, 8)
        self._grid.addWidget(note, row + 1, 1)

    def add_item(self, title: str, text: str, small: str, *, wrong: bool = False) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(2)
        for words, role in ((title, "heading"), (text, "danger" if wrong else "muted"), (small, "caption")):
            label = QLabel(words)
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
            label.setVisible(bool(words))
        self._column.insertWidget(self._column.count() - 1, card)

    def add_button(self, text: str, action: Callable[[], Any], *, near: bool = False) -> None:
        """At the bottom of the page, or `near` what stands above."""
        button = QPushButton(text)
        button.clicked.connect(action)
        place = self._column.count() - 1 if near else self._column.count()
        self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignLeft)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _open_folder(folder: str) -> None:
    paths.Path(folder).mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
