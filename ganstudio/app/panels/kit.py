"""The window's own look for panels that plugins bring: its controls, icons and colours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, SignalInstance
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QPushButton, QToolButton, QWidget

from ganstudio.app import file_dialogs, theme
from ganstudio.app.canvas.clipboard import to_qimage
from ganstudio.app.panels import looks
from ganstudio.app.panels.thumbnails import framed
from ganstudio.app.widgets.choice import ComboControl, SegmentedControl
from ganstudio.app.widgets.flow import FlowLayout
from ganstudio.app.widgets.fold import Fold
from ganstudio.app.widgets.number import NumberControl
from ganstudio.app.widgets.popover import Popover
from ganstudio.app.widgets.seed import SeedControl
from ganstudio.app.widgets.suggested import PictureButton
from ganstudio.document.files import read_image
from ganstudio.document.image import ImageData
from ganstudio.params import Range

_HIGHEST_SEED = 2**31 - 1


class Kit(QObject):
    """Makes controls that look and behave as those of the window's forms do.

    Controls of several parts have `value()`, `set_value(v)`, `set_name(name, help)` and the signals
    `changed(v)`, `settled()` (a gesture has ended) and `grabbed(bool)` (a slider is held).
    """

    @property
    def theme_changed(self) -> SignalInstance:
        """For what paints itself."""
        return theme.notifier.changed

    def colour(self, token: str) -> QColor:
        """A colour of the theme: "text", "text_muted", "accent", "accent_soft", "raised", "border" …"""
        return theme.tokens().colour(token)

    def set_icon(self, target: QAbstractButton, name: str, colour: str = "text") -> None:
        """An icon of the window, which follows the theme."""
        theme.set_icon(target, name, colour)

    def pixmap(self, name: str, size: int, colour: str = "text_muted") -> QPixmap:
        return theme.pixmap(name, size, colour)

    def fold(self, title: str, *, open: bool = True) -> Fold:
        """A heading that folds; fill its `body`."""
        return Fold(title, open=open)

    def flow(self, parent: QWidget, spacing: int = 4) -> FlowLayout:
        """A layout that begins a new line where there is no room."""
        return FlowLayout(parent, spacing)

    def number(
        self,
        low: float,
        high: float,
        step: float,
        default: float = 0.0,
        *,
        unit: str = "",
        whole: bool = False,
    ) -> NumberControl:
        """A slider with a field, filled from 0; a double click on the slider goes back to `default`."""
        control = NumberControl(Range(low, high, step, unit), default, whole=whole)
        if control.slider is not None and low < 0 < high:
            control.slider.setProperty("bipolar", True)
            control.slider.zero = round(-low / step)
        return control

    def field(self, step: float = 0.1, default: float = 0.0, *, whole: bool = False) -> NumberControl:
        """A number field alone."""
        control = NumberControl(None, default, whole=whole)
        control.field.setSingleStep(int(step) if whole else step)
        return control

    def seed(self) -> SeedControl:
        """A seed with a die and a lock."""
        return SeedControl(_HIGHEST_SEED)

    def segments(self, values: Sequence[str], titles: Sequence[str]) -> SegmentedControl:
        """One of a few words."""
        return SegmentedControl(values, titles)

    def list(self, values: Sequence[str], titles: Sequence[str]) -> ComboControl:
        """One of several words, from a list that unfolds."""
        return ComboControl(values, titles)

    def tool(self, icon: str, text: str, *, framed: bool = False) -> QToolButton:
        """A button of 28 px with an icon; `text` is its tooltip and what it is called."""
        button = QToolButton()
        if icon:
            theme.set_icon(button, icon)
        button.setFixedSize(28, 28)
        button.setIconSize(QSize(16, 16))
        button.setProperty("framed", framed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(text)
        button.setAccessibleName(text)
        return button

    def button(self, text: str, icon: str = "", *, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("primary", primary)
        if icon:
            theme.set_icon(button, icon, "on_accent" if primary else "text")
        return button

    def picture_button(self, text: str, image: QImage | None = None) -> PictureButton:
        """A square picture with a word below, which can be chosen; `set_picture` takes a later one."""
        return PictureButton(text, QPixmap.fromImage(image) if image else QPixmap(), square=True)

    def popover(self, parent: QWidget) -> Popover:
        """A small panel: fill its `column`, then `open_below` what it belongs to."""
        return Popover(parent)

    def read_picture(self, path: Path) -> QImage:
        """A picture file as the program reads it; on any thread. InputError for what is none."""
        return to_qimage(read_image(path).rgba())

    def image(self, picture: ImageData) -> QImage:
        """A picture as Qt has it; on any thread."""
        return to_qimage(picture.rgba())

    def framed(self, image: QImage, side: int, ratio: float = 1.0) -> QPixmap:
        """A picture as a rounded tile of `side` logical pixels."""
        return framed(image, QSize(side, side), ratio)

    def look_mime(self, operation: str, params: dict[str, object], seed: int, image: QImage) -> QMimeData:
        """What is dragged from thumbnails: how a picture was made."""
        return looks.mime_of(looks.Look(operation, params, seed, image))

    def dropped_look(self, data: QMimeData) -> looks.Look | None:
        """What was dragged here: `operation`, `params`, `seed` and `image`; None for other things."""
        return looks.from_mime(data)

    def ask_picture(self, parent: QWidget, title: str) -> Path | None:
        chosen = file_dialogs.ask_pictures(parent, title)
        return chosen[0] if chosen else None

    def ask_save(self, parent: QWidget, title: str, suggestion: str, suffix: str, kind: str) -> Path | None:
        return file_dialogs.ask_save(parent, title, suggestion, suffix, kind)

    def ask_file(self, parent: QWidget, title: str, kind: str, suffixes: Sequence[str]) -> Path | None:
        """A file of one of these suffixes (".npy")."""
        pattern = " ".join(f"*{suffix}" for suffix in suffixes)
        name, _ = QFileDialog.getOpenFileName(parent, title, "", f"{kind} ({pattern})")
        return Path(name) if name else None
