"""What authors publish: a list with licences, and beside it what there is to know before a download."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import translate
from ganstudio.app.models.arrivals import Arrival, Arrivals
from ganstudio.app.models.details import paper_address
from ganstudio.app.models.filters import catalogue_rows, offers
from ganstudio.app.models.pieces import FactTable, Nothing, bold, heading, scrolling, vertical_line, widen
from ganstudio.app.models.shelf import Shelf
from ganstudio.app.models.words import licence_name, note_text, size_text
from ganstudio.app.widgets.filter_column import FilterColumn
from ganstudio.checkpoints import catalogue
from ganstudio.checkpoints.catalogue import CatalogueEntry, Licence
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name

_ENTRY = Qt.ItemDataRole.UserRole


class CataloguePage(QWidget):
    """`show_wanted(name)` asks for a model that is in the library already."""

    show_wanted = Signal(str)

    def __init__(self, arrivals: Arrivals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrivals = arrivals
        self._shelf = Shelf()
        self.filters = FilterColumn(self.tr("Search the catalogue"))
        self.rows = _Rows(self)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Catalogue"))
        self.offline = QLabel()
        self.offline.setProperty("role", "notice")
        self.offline.setWordWrap(True)
        self.offline.hide()
        self.nothing = Nothing("search", self.tr("Nothing in the catalogue fits."))
        again = QPushButton(self.tr("Show all"))
        again.clicked.connect(self.filters.reset)
        self.nothing.add(again)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.nothing)
        self.details = CatalogueDetails(arrivals)
        self._lay_out()
        self.filters.changed.connect(self._filter)
        self.filters.down.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.list.activated.connect(lambda _: self.act())
        self.details.acted.connect(self.act)
        arrivals.changed.connect(self._arrival_changed)
        self.filters.set_rows(catalogue_rows(catalogue.entries()))
        self._filter()

    @property
    def current(self) -> CatalogueEntry | None:
        index = self.list.currentIndex()
        return index.data(_ENTRY) if index.isValid() else None

    def show_shelf(self, shelf: Shelf) -> None:
        """Which checkpoints are in the library already."""
        self._shelf = shelf
        self.rows.here = {
            entry.id: mine.name for entry in catalogue.entries() if (mine := in_library(entry, shelf.entries))
        }
        self.list.viewport().update()
        self._show_current()

    def choose(self, id: str) -> bool:
        """Show a checkpoint by its id."""
        self.filters.reset()
        row = next((i for i, entry in enumerate(self.rows.entries) if entry.id == id), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row))
            self.list.scrollTo(self.list.currentIndex(), QListView.ScrollHint.PositionAtCenter)
        return row >= 0

    def act(self) -> QMessageBox | None:
        """What the button says: show it, cancel, ask and download, or open the authors' page."""
        entry = self.current
        if entry is None:
            return None
        running = self._arrivals.fetching(entry.id)
        if entry.id in self.rows.here:
            self.show_wanted.emit(self.rows.here[entry.id])
        elif running is not None:
            self._arrivals.cancel(running)
        elif entry.direct:
            return self._ask(entry)
        else:
            QDesktopServices.openUrl(QUrl(entry.page))
        return None

    def _ask(self, entry: CatalogueEntry) -> QMessageBox:
        """The licence comes before the file."""
        box = QMessageBox(self.window())
        widen(box)
        box.setText(self.tr("Download “{0}”?").replace("{0}", entry.title))
        lines = [self.tr("Licence: {0}").replace("{0}", licence_text(entry.licence)), entry.licence.url]
        if entry.licence.non_commercial:
            lines.append(self.tr("You may not use it for business."))
        lines.append(self.tr("It comes from {0}.").replace("{0}", host_of(entry)))
        box.setInformativeText("\n".join(text for text in lines if text))
        yes = box.addButton(self.tr("Download"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        box.finished.connect(lambda _: self._fetch(entry) if box.clickedButton() is yes else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _fetch(self, entry: CatalogueEntry) -> None:
        self.offline.hide()
        self._arrivals.fetch(entry)

    def _filter(self) -> None:
        current = self.current
        found = [e for e in catalogue.entries() if offers(e, self.filters.key, self.filters.query)]
        self.rows.show(found)
        self.middle.setCurrentIndex(0 if found else 1)
        row = found.index(current) if current in found else 0
        if found:
            self.list.setCurrentIndex(self.rows.index(row))
        self._show_current()

    def _show_current(self) -> None:
        entry = self.current
        self.details.show_entry(entry, self.rows.here.get(entry.id, "") if entry is not None else "")

    def _arrival_changed(self, arrival: Arrival) -> None:
        if arrival.entry is None:
            return
        if arrival.state == "failed" and arrival.message is not None and arrival.path is None:
            text = f"{arrival.message.text} {arrival.message.hint}".strip()
            self.offline.setText(text)
            self.offline.show()
        self.rows.busy = {each.entry.id for each in self._arrivals.running if each.entry is not None}
        self.list.viewport().update()
        if self.current is not None and self.current.id == arrival.entry.id:
            self._show_current()

    def _lay_out(self) -> None:
        centre = QVBoxLayout()
        centre.setContentsMargins(12, 12, 4, 0)
        centre.setSpacing(8)
        centre.addWidget(self.offline)
        centre.addWidget(self.middle, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.filters)
        row.addLayout(centre, 1)
        row.addWidget(vertical_line())
        row.addWidget(self.details)


class CatalogueDetails(QStackedWidget):
    """One checkpoint: who made it, under which licence, and the button."""

    acted = Signal()

    def __init__(self, arrivals: Arrivals, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrivals = arrivals
        self.addWidget(Nothing("download", self.tr("Choose a checkpoint to see its licence.")))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 20)
        column.setSpacing(12)
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._authors = QLabel()
        self._authors.setProperty("role", "muted")
        self._authors.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.acted)
        self._how = QLabel()
        self._how.setProperty("role", "muted")
        self._how.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(self.tr("Download"))
        self.facts = FactTable()
        self._licence = FactTable()
        self._use = QLabel()
        self._use.setWordWrap(True)
        for widget in (self._title, self._authors, self.button, self.bar, self._how):
            column.addWidget(widget)
        column.addWidget(heading(self.tr("Licence")))
        column.addWidget(self._use)
        column.addWidget(self._licence)
        column.addWidget(heading(self.tr("Facts")))
        column.addWidget(self.facts)
        column.addStretch(1)
        area = scrolling(page)
        area.setAccessibleName(self.tr("Details"))
        self.addWidget(area)

    def show_entry(self, entry: CatalogueEntry | None, here: str) -> None:
        """`here` is its name in the library, if it is there."""
        self.setCurrentIndex(0 if entry is None else 1)
        if entry is None:
            return
        self._title.setText(entry.title)
        self._authors.setText(entry.authors)
        self._show_state(entry, here)
        licence = entry.licence
        self._use.setProperty("role", "warning" if licence.non_commercial else "muted")
        self._use.style().polish(self._use)
        self._use.setText(use_text(licence))
        self._licence.clear()
        self._licence.add(self.tr("Licence"), licence_name(licence), link=licence.url)
        self._licence.add(self.tr("For"), note_text(licence) if licence.non_commercial else "")
        self.facts.clear()
        self.facts.add(self.tr("Name"), entry.id)
        self.facts.add(self.tr("Family"), family_name(entry.family))
        self.facts.add(self.tr("Size"), size_text(entry.size))
        self.facts.add(self.tr("Paper"), entry.paper, link=paper_address(entry.paper))
        page = entry.page.removeprefix("https://").rstrip("/")
        self.facts.add(self.tr("Authors’ page"), page, link=entry.page)
        if entry.sha256:
            self.facts.add("SHA-256", f"{entry.sha256[:12]}…", copy=entry.sha256)

    def _show_state(self, entry: CatalogueEntry, here: str) -> None:
        running = self._arrivals.fetching(entry.id)
        size = size_text(entry.size)
        how, icon = "", "download"
        if here:
            text, icon = self.tr("Show in the library"), "model"
            how = self.tr("It is in the library as {0}.").replace("{0}", here)
        elif running is not None:
            text, icon = self.tr("Cancel"), "stop"
            how = running.note or self.tr("Waiting")
        elif entry.direct:
            text = self.tr("Download {0}").replace("{0}", size) if size else self.tr("Download")
            if entry.kind == "support":
                how = self.tr("The program uses it beside the models; it is kept for offline use.")
        else:
            text, icon = self.tr("Open page"), "globe"
            how = self.tr(
                "The authors give it out on their page alone. Download it there, then drop the file here."
            )
        self.button.setText(text)
        self.button.setProperty("primary", running is None)
        self.button.style().polish(self.button)
        theme.set_icon(self.button, icon, "on_accent" if running is None else "text")
        self.bar.setVisible(running is not None)
        self.bar.setValue(round(1000 * running.fraction) if running is not None else 0)
        self._how.setText(how)
        self._how.setVisible(bool(how))


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[CatalogueEntry, ...] = ()
        self.here: dict[str, str] = {}
        self.busy: set[str] = set()

    def show(self, entries: Sequence[CatalogueEntry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                (entry.title, facts_line(entry), licence_name(entry.licence), self.state(entry)[1])
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}\n{entry.authors}\n{licence_text(entry.licence)}"
        return entry if role == _ENTRY else None

    def state(self, entry: CatalogueEntry) -> tuple[str, str]:
        """Icon and word."""
        if entry.id in self.here:
            return "check", self.tr("In the library")
        if entry.id in self.busy:
            return "download", self.tr("Downloading")
        return ("download", self.tr("Download")) if entry.direct else ("globe", self.tr("Open page"))


class _RowDelegate(QStyledItemDelegate):
    """Title and facts at the left; licence and state at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(200, 56)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        tokens, entry, rows = theme.tokens(), index.data(_ENTRY), index.model()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focus = chosen and self.parent().hasFocus()
            painter.setPen(tokens.colour("accent") if focus else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = option.rect.adjusted(12, 8, -12, -8)
        icon, state = rows.state(entry)
        here = icon == "check"
        font = QFont(self.parent().font())
        font.setPixelSize(tokens.caption_px)
        painter.setFont(font)
        colour = "success" if here else "text_muted"
        painter.setPen(tokens.colour(colour))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        lower = QRect(inner.x(), inner.y() + 22, inner.width(), 18)
        painter.drawText(lower, right, state)
        taken = painter.fontMetrics().horizontalAdvance(state) + 22
        theme.icon(icon, colour).paint(
            painter, QRect(QPoint(inner.right() - taken, lower.y() + 1), QSize(16, 16))
        )
        self._draw_pill(painter, inner, entry.licence)
        metrics = painter.fontMetrics()
        painter.setPen(tokens.colour("text_muted"))
        below = lower.adjusted(0, 0, -taken - 12, 0)
        facts = metrics.elidedText(facts_line(entry), Qt.TextElideMode.ElideRight, below.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, left, facts)
        painter.setFont(bold(self.parent().font(), tokens.body_px))
        painter.setPen(tokens.colour("text"))
        pill = metrics.horizontalAdvance(short_licence(entry.licence)) + 28
        above = QRect(inner.x(), inner.y(), inner.width() - pill, 20)
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, above.width())
        painter.drawText(above, left, title)
        painter.restore()

    def _draw_pill(self, painter: QPainter, inner: QRect, licence: Licence) -> None:
        tokens = theme.tokens()
        colour = tokens.colour("warning" if licence.non_commercial else "text_muted")
        words = short_licence(licence)
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        pill = QRectF(inner.right() - width + 0.5, inner.y() + 0.5, width, 18)
        painter.setPen(colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, 9, 9)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


def facts_line(entry: CatalogueEntry) -> str:
    first = entry.authors.split(",")[0].split(" and ")[0]
    several = first != entry.authors
    authors = f"{first} et al." if several else first
    parts = (family_name(entry.family), authors, size_text(entry.size), entry.id)
    return " · ".join(part for part in parts if part)


def short_licence(licence: Licence) -> str:
    """A pill's words: what one may do comes before the licence's name."""
    if licence.non_commercial:
        return translate("ModelWords", "Non-commercial")
    return licence_name(licence)


def licence_text(licence: Licence) -> str:
    note = note_text(licence)
    return f"{licence_name(licence)} ({note})" if note else licence_name(licence)


def use_text(licence: Licence) -> str:
    if licence.non_commercial:
        return translate("ModelWords", "Non-commercial use only.")
    if licence.note and licence.id:
        return f"{note[:1].upper()}{note[1:]}." if (note := note_text(licence)) else ""
    if not licence.id:
        return translate("ModelWords", "The authors’ page tells what may be done with it.")
    return translate("ModelWords", "Commercial use is allowed under its terms.")


def host_of(entry: CatalogueEntry) -> str:
    return "huggingface.co" if entry.hub is not None else QUrl(entry.url).host()


def in_library(entry: CatalogueEntry, models: Sequence[ModelEntry]) -> ModelEntry | None:
    """The model that this checkpoint became: imported under its id, or from its page under its title."""
    for model in models:
        if model.source == entry.page and (model.name == entry.id or model.title == entry.title):
            return model
    return None
