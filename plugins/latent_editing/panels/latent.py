"""The latent itself: from a photo, copied, pasted, and two of them held against each other."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.api import ImageData, InputError, Progress, is_latent, terms_of

from .drawing import latent_text_of
from .models import Models
from .photo_dialog import PhotoDialog
from .thumbs import Thumb

_THUMB = 40
_MADE_OF = ("seed", "base", "space", "x", "y", "edits", "mix", "truncation", "class_name")


class Latent(QWidget):
    """Stands above the sliders: what the picture comes from, and the way to another one."""

    @staticmethod
    def suits(params: Any) -> bool:
        return {"base", "edits", "mix", "x", "y"} <= set(params.model_fields)

    def __init__(self, context: Any) -> None:
        super().__init__()
        self._context = context
        self._kept: tuple[dict[str, Any], ImageData] | None = None
        self._before_hold: ImageData | None = None
        self._dialog: PhotoDialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_tools())
        self.origin_row = self._make_origin()
        column.addWidget(self.origin_row)
        context.changed.connect(self._show)
        self._show()

    def _make_tools(self) -> QHBoxLayout:
        kit = self._context.kit
        row = QHBoxLayout()
        row.setSpacing(0)
        self.photo = kit.button(self.tr("From a photo…"), "image")
        self.photo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.photo.setToolTip(self.tr("Find the latent with which the model draws a photo"))
        self.photo.clicked.connect(self.ask_photo)
        self.copy = kit.tool("copy", self.tr("Copy the latent as text"))
        self.copy.clicked.connect(self.copy_latent)
        self.paste = kit.tool("paste", self.tr("Paste a latent, or seeds such as 3 4 - 7 + 12"))
        self.paste.clicked.connect(self.paste_latent)
        self.keep = kit.tool("pin", self.tr("Keep this picture to compare with"))
        self.keep.clicked.connect(self.keep_this)
        self.compare = kit.tool("compare", self.tr("Hold to see the kept picture"))
        self.compare.pressed.connect(self._hold)
        self.compare.released.connect(self._let_go)
        row.addWidget(self.photo, 1)
        row.addSpacing(4)
        for button in (self.copy, self.paste, self.keep, self.compare):
            row.addWidget(button)
        return row

    def _make_origin(self) -> QWidget:
        """What the picture comes from when it is no seed, and what is kept beside it."""
        kit = self._context.kit
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.origin = QLabel()
        self.origin.setProperty("role", "caption")
        self.origin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.home = kit.tool("home", self.tr("Back to the seed"))
        self.home.clicked.connect(lambda: self._context.set_params(base=""))
        self.thumb = Thumb(self._context, _THUMB, self.tr("Kept for comparison; press to go back to it"))
        self.thumb.clicked.connect(self.use_kept)
        row.addWidget(self.thumb)
        row.addWidget(self.origin, 1)
        row.addWidget(self.home)
        return holder

    def _show(self) -> None:
        base = self._context.params.base
        words = ""
        if is_latent(base):
            words = self.tr("From a latent of its own")
        elif base:
            words = self.tr("From {0}").format(base)
        self.origin.setText(words)
        self.home.setVisible(bool(base))
        self.thumb.setVisible(self._kept is not None)
        self.compare.setEnabled(self._kept is not None)
        self.origin_row.setVisible(bool(base) or self._kept is not None)

    # Copy and paste

    def copy_latent(self) -> None:
        context, params = self._context, self._context.params

        def work(progress: Progress) -> str:
            return latent_text_of(context, params, progress)

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            context.tell(self.tr("The latent is on the clipboard."))

        context.work(work, title=self.tr("Reading the latent"), done=done, quiet=True)

    def paste_latent(self) -> None:
        self.take_text(QGuiApplication.clipboard().text().strip())

    def take_text(self, text: str) -> None:
        """A copied latent replaces all that makes the present one; sums of seeds only the seed."""
        try:
            if not is_latent(text):
                terms_of(text)
        except InputError:
            self._context.fail(
                InputError(
                    self.tr("There is no latent on the clipboard."),
                    hint=self.tr("A latent begins with w: and is copied by the button beside this one."),
                )
            )
            return
        rest = {"edits": "", "mix": "", "x": 0.0, "y": 0.0} if is_latent(text) else {}
        self._context.set_params(base=text, **rest)

    # Two against each other

    def keep_this(self) -> None:
        picture = self._context.picture()
        if picture is not None:
            values = self._context.params.model_dump()
            self._kept = {name: values[name] for name in _MADE_OF}, picture
            self.thumb.set_image(self._context.kit.image(picture).scaled(_THUMB * 2, _THUMB * 2))
            self._show()

    def use_kept(self) -> None:
        if self._kept is not None:
            self._context.set_params(**self._kept[0])

    def _hold(self) -> None:
        if self._kept is not None:
            self._before_hold = self._context.picture()
            self._context.show(self._kept[1])

    def _let_go(self) -> None:
        before, self._before_hold = self._before_hold, None
        if before is not None:
            self._context.show(before)

    # From a photo

    def ask_photo(self) -> None:
        path = self._context.kit.ask_picture(self, self.tr("Open a photo"))
        if path is not None:
            self.open_photo(path)

    def open_photo(self, path: Any) -> None:
        """A window with the photo, in which the eyes are pointed at."""
        known = Models.of(self._context).known
        faces = known is not None and known.draws_faces
        dialog = self._dialog = PhotoDialog(self._context, path, self._take, self.window(), draws_faces=faces)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _take(self, latent: str) -> None:
        self._context.set_params(base=latent, edits="", mix="", x=0.0, y=0.0)
