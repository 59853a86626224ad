"""The filmstrip: variations of the rendering and the favourites among them; a click makes it look so."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganstudio.app import theme
from ganstudio.app.live import LiveRenderer
from ganstudio.app.panels import looks
from ganstudio.app.panels.look_list import LookList, LookModel
from ganstudio.app.panels.looks import Look
from ganstudio.app.session import EditorSession

COUNT = 8
"""How many variations are drawn at a time."""


class FilmstripPanel(QWidget):
    """A button that draws variations, and the strip."""

    def __init__(self, session: EditorSession, live: LiveRenderer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._live = live
        self.model = LookModel(session, self)
        self.list = LookList(self.model)
        self._button = QPushButton()
        self._button.clicked.connect(self._clicked)
        self._note = QLabel()
        self._note.setProperty("role", "caption")
        self._note.setWordWrap(True)
        self._drawing = False
        self._lay_out()
        self.list.chosen.connect(self._use)
        self.list.starred.connect(self._star)
        live.variation_ready.connect(self.model.add_variation)
        live.variations_ended.connect(self._ended)
        live.variations_started.connect(self._started)
        for signal in (session.document_changed, session.layers_changed, session.active_layer_changed):
            signal.connect(self._refresh)
        theme.notifier.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addStretch(1)
        side.addWidget(self._button)
        side.addWidget(self._note)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 4)
        row.setSpacing(16)
        row.addLayout(side)
        row.addWidget(self.list, 1)
        self._button.setFixedWidth(136)
        self._note.setFixedWidth(136)

    def _clicked(self) -> None:
        if self._drawing:
            self._live.stop_variations()
        elif self.model.layer is not None:
            self._live.variations(self.model.layer.id, COUNT)

    def _started(self, layer_id: str, count: int) -> None:
        self._drawing = True
        self.model.begin_variations(count)
        self._refresh()

    def _ended(self) -> None:
        self._drawing = False
        self.model.end_variations()
        self._refresh()

    def _use(self, look: Look) -> None:
        layer = self.model.layer
        if layer is not None and not look.image.isNull():
            self._session.set_layer(layer.id, **look.properties(layer))

    def _star(self, look: Look) -> None:
        kept = looks.favourites(self._session.document) if self._session.document is not None else []
        self.model.set_favourite(look, not any(other.same(look) for other in kept))

    def _refresh(self) -> None:
        there = self.model.layer is not None
        self._button.setEnabled(there)
        self._button.setText(self.tr("Stop") if self._drawing else self.tr("Make variations"))
        theme.set_icon(self._button, "stop" if self._drawing else "dice")
        if there:
            self._note.setText(self.tr("A click uses one, the star keeps it."))
        else:
            self._note.setText(self.tr("Variations need a generated layer."))
