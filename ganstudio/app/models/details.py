"""Everything about the chosen model, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.i18n import plugin_text
from ganstudio.app.models.pieces import FactTable, Nothing, Picture, TagLine, Title, heading, scrolling
from ganstudio.app.models.sampling import Sample
from ganstudio.app.models.shelf import Facts, Use
from ganstudio.app.models.unknowns import Unknowns
from ganstudio.app.models.words import role_text, size_text, step_text
from ganstudio.app.widgets.message_bar import Message
from ganstudio.checkpoints.library import ModelEntry
from ganstudio.checkpoints.names import family_name


class Details(QStackedWidget):
    """Shows an entry at once, and the facts that take longer when they are there."""

    sample_wanted = Signal(object)
    sample_unwanted = Signal()
    thumbnail_wanted = Signal(object)
    canvas_wanted = Signal(object)
    use_wanted = Signal(object, str, bool)
    renamed = Signal(object, str)
    tagged = Signal(object, object)
    answered = Signal(object, str, str)
    export_wanted = Signal(object, str)
    verify_wanted = Signal(object)
    folder_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: ModelEntry | None = None
        self._facts: Facts | None = None
        self._sample: Sample | None = None
        self._uses: tuple[Use, ...] = ()
        self._defaults: Mapping[str, str] = {}
        self.addWidget(Nothing("model", self.tr("Choose a model to see what it is.")))
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 16, 16, 20)
        self._column.setSpacing(12)
        self._make_picture()
        self._make_head()
        self._make_actions()
        self._make_unknowns()
        self._make_rest()
        self._column.addStretch(1)
        self.area = scrolling(page)
        self.area.setAccessibleName(self.tr("Details"))
        self.addWidget(self.area)

    # Making it

    def _make_picture(self) -> None:
        self.picture = Picture()
        self._column.addWidget(self.picture)
        self.render = QPushButton(self.tr("Test render"))
        theme.set_icon(self.render, "play")
        self.render.clicked.connect(self._render)
        self._told = QLabel()
        self._told.setProperty("role", "caption")
        self._told.hide()
        self.keep = QPushButton(self.tr("Use as thumbnail"))
        self.keep.setProperty("link", True)
        self.keep.clicked.connect(lambda: self.thumbnail_wanted.emit(self._sample))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.render)
        row.addStretch(1)
        row.addWidget(self.keep)
        both = QVBoxLayout()
        both.setSpacing(4)
        both.addLayout(row)
        both.addWidget(self._told)
        self._column.addLayout(both)

    def _make_head(self) -> None:
        self.title = Title()
        self.title.renamed.connect(lambda text: self.renamed.emit(self.entry, text))
        self._problem = self._words("danger")
        self._summary = self._words("muted")
        for widget in (self.title, self._problem, self._summary):
            self._column.addWidget(widget)

    def _make_actions(self) -> None:
        self.canvas = QPushButton(self.tr("Open in canvas"))
        theme.set_icon(self.canvas, "generated", "on_accent")
        self.canvas.setProperty("primary", True)
        self.canvas.clicked.connect(lambda: self.canvas_wanted.emit(self.entry))
        self.use = QPushButton(self.tr("Use for…"))
        self.use.setMenu(QMenu(self.use))
        self.export = QPushButton(self.tr("Export…"))
        self.export.setMenu(QMenu(self.export))
        self.verify = QPushButton(self.tr("Verify"))
        self.verify.setToolTip(self.tr("Compare the file with the SHA-256 that was recorded at its import"))
        self.verify.clicked.connect(lambda: self.verify_wanted.emit(self.entry))
        self.folder = self._tool("folder", self.tr("Show in folder"))
        self.folder.clicked.connect(lambda: self.folder_wanted.emit(self.entry))
        self.remove = self._tool("trash", self.tr("Remove…"))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.entry))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((first, (self.canvas, self.use)), (second, (self.export, self.verify))):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1)
        second.addWidget(self.folder)
        second.addWidget(self.remove)
        both = QVBoxLayout()
        both.setSpacing(8)
        both.addLayout(first)
        both.addLayout(second)
        self._unused = self._words("muted")
        self._unused.setText(self.tr("No plugin renders with a model of this family yet."))
        both.addWidget(self._unused)
        self._column.addLayout(both)

    def _make_unknowns(self) -> None:
        self._unknown_box = QWidget()
        column = QVBoxLayout(self._unknown_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading(self.tr("What is not known")))
        text = self._words("muted")
        text.setText(self.tr("The file does not tell this. A wrong answer gives wrong pictures, or none."))
        column.addWidget(text)
        self.unknowns = Unknowns()
        self.unknowns.answered.connect(lambda name, text: self.answered.emit(self.entry, name, text))
        column.addWidget(self.unknowns)
        self._column.addWidget(self._unknown_box)

    def _make_rest(self) -> None:
        self._column.addWidget(heading(self.tr("Facts")))
        self.facts = FactTable()
        self._column.addWidget(self.facts)
        self._notes = self._words("muted")
        self._column.addWidget(self._notes)
        self._tags_heading = heading(self.tr("Tags"))
        self._column.addWidget(self._tags_heading)
        self.tags = TagLine()
        self.tags.changed.connect(lambda tags: self.tagged.emit(self.entry, tags))
        self._column.addWidget(self.tags)

    def _words(self, role: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, icon)
        button.setProperty("framed", True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    # Showing

    def show_entry(
        self,
        entry: ModelEntry | None,
        image: QImage,
        uses: Sequence[Use],
        defaults: Mapping[str, str],
    ) -> None:
        """`image` is the thumbnail; a test render of the same model stays."""
        same = entry is not None and self.entry is not None and entry.name == self.entry.name
        if same and (entry, tuple(uses), defaults) == (self.entry, self._uses, self._defaults):
            if self._sample is None:
                self.picture.show_image(image)
            self._tick_uses(entry)
            return
        self.entry, self._uses, self._defaults = entry, tuple(uses), defaults
        self.setCurrentIndex(0 if entry is None else 1)
        if entry is None:
            self._facts = self._sample = None
            return
        if not same:
            self._facts = self._sample = None
            self.area.verticalScrollBar().setValue(0)
            self.picture.set_busy(None)
            self._say("")
        if self._sample is None:
            self.picture.show_image(image)
        self._show_words(entry)
        self._show_uses(entry)
        self._refresh()

    def show_facts(self, facts: Facts) -> None:
        """Facts of another model come too late and are dropped."""
        if self.entry is not None and facts.name == self.entry.name and facts != self._facts:
            self._facts = facts
            self._refresh()

    def show_sampling(self, name: str, fraction: float, step: str) -> None:
        if self.entry is not None and name == self.entry.name:
            self.picture.set_busy(fraction)
            self._say(step_text(step))
            self._refresh_render(busy=True)

    def show_sample(self, sample: Sample) -> None:
        if self.entry is None or sample.name != self.entry.name:
            return
        self._sample = sample
        self.picture.set_busy(None)
        self.picture.show_image(sample.image)
        seconds = f"{sample.seconds:.1f} s" if sample.seconds < 10 else f"{sample.seconds:.0f} s"
        self._say(self.tr("Seed {0} · {1}").replace("{0}", str(sample.seed)).replace("{1}", seconds))
        self._refresh_render(busy=False)

    def show_sample_failure(self, name: str, message: Message | None) -> None:
        if self.entry is not None and name == self.entry.name:
            self.picture.set_busy(None)
            self._say("")
            self._refresh_render(busy=False)

    def _show_words(self, entry: ModelEntry) -> None:
        mine = entry.origin == "user"
        fixed = self.tr("This model came with the program; it cannot be renamed or removed.")
        self.title.show_title(entry.title, "" if mine else fixed)
        self._problem.setText(f"{entry.problem[:1].upper()}{entry.problem[1:]}".rstrip(".") + ".")
        self._problem.setVisible(bool(entry.problem))
        self._summary.setText(entry.summary)
        self._summary.setVisible(bool(entry.summary))
        self.remove.setEnabled(mine)
        self.remove.setToolTip(self.tr("Remove…") if mine else fixed)
        self.verify.setEnabled(True)
        self.tags.show_tags(entry.tags)
        for widget in (self.tags, self._tags_heading):
            widget.setVisible(mine)

    def _show_uses(self, entry: ModelEntry) -> None:
        taking = [use for use in self._uses if entry.family in use.families]
        choosing = [use for use in taking if entry.family in use.defaults]
        whole = bool(taking) and not entry.problem
        for button, uses in ((self.canvas, taking), (self.use, choosing)):
            button.setEnabled(whole)
            button.setVisible(bool(uses))
        self._unused.setVisible(bool(self._uses and entry.family) and not taking and not entry.problem)
        menu = self.use.menu()
        menu.clear()
        for use in choosing:
            action = menu.addAction(plugin_text(use.title))
            action.setCheckable(True)
            action.setData(use.operation)
            operation = use.operation
            action.triggered.connect(lambda on, id=operation: self.use_wanted.emit(self.entry, id, on))
        self._tick_uses(entry)
        self.use.setToolTip(self.tr("Make it the model that is used where none is named"))

    def _tick_uses(self, entry: ModelEntry) -> None:
        """A tick at what it is the default for; choosing may have failed."""
        for action in self.use.menu().actions():
            action.setChecked(self._defaults.get(action.data()) == entry.name)

    def _refresh(self) -> None:
        """Everything that the slower facts change."""
        entry, facts = self.entry, self._facts
        assert entry is not None
        questions = facts.questions if facts is not None else ()
        self.unknowns.show_questions(questions, mine=entry.origin == "user")
        self._unknown_box.setVisible(bool(questions))
        self._fill_facts(entry, facts)
        self._notes.setText(" ".join(facts.notes) if facts is not None else "")
        self._notes.setVisible(bool(facts is not None and facts.notes))
        menu = self.export.menu()
        menu.clear()
        for layout in facts.layouts if facts is not None else ():
            action = menu.addAction(self._layout_text(layout))
            action.triggered.connect(lambda _, each=layout: self.export_wanted.emit(self.entry, each))
        self.export.setEnabled(not menu.isEmpty() and not entry.problem)
        self._refresh_render(busy=self.picture.busy)
        self._column.activate()

    def _refresh_render(self, *, busy: bool) -> None:
        entry = self.entry
        assert entry is not None
        draws = self._facts is None or self._facts.draws
        self.render.setText(self.tr("Stop") if busy else self.tr("Test render"))
        theme.set_icon(self.render, "stop" if busy else "play")
        self.render.setEnabled(busy or (draws and not entry.problem))
        none = self.tr("This kind of network draws no picture by itself.")
        self.render.setToolTip(self.tr("Draw with a new seed") if draws else none)
        in_folder = entry.path.name.startswith("model.")
        self.keep.setVisible(self._sample is not None and not busy and entry.origin == "user" and in_folder)

    def _render(self) -> None:
        if self.picture.busy:
            self.sample_unwanted.emit()
        else:
            self.sample_wanted.emit(self.entry)

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def _layout_text(self, layout: str) -> str:
        words = {
            "safetensors": self.tr("As safetensors, with its card"),
            "official": self.tr("As the authors’ code loads it"),
        }
        return words.get(layout) or self.tr("In the layout “{0}”").replace("{0}", layout)

    def _fill_facts(self, entry: ModelEntry, facts: Facts | None) -> None:
        table, known = self.facts, facts or Facts(entry.name)
        table.clear()
        if entry.name != entry.title:
            table.add(self.tr("Name"), entry.name)
        table.add(self.tr("Family"), family_name(entry.family))
        table.add(self.tr("Network"), role_text(entry.role))
        table.add(self.tr("Paper"), known.paper, link=paper_address(known.paper))
        table.add(self.tr("Layout"), known.layout)
        table.add(self.tr("Size"), size_text(entry.size))
        locale = QLocale()
        table.add(self.tr("Numbers"), locale.toString(known.numbers) if known.numbers else "")
        table.add(self.tr("Tensors"), locale.toString(known.tensors) if known.tensors else "")
        table.add(self.tr("Further networks"), ", ".join(entry.parts))
        table.add(self.tr("Licence"), entry.licence)
        is_link = entry.source.startswith(("https://", "http://"))
        table.add(self.tr("Source"), _short(entry.source), link=entry.source if is_link else "")
        table.add(self.tr("Original file"), known.file)
        table.add(self.tr("Linked file"), str(entry.link) if entry.link is not None else "")
        if entry.sha256:
            table.add("SHA-256", f"{entry.sha256[:12]}…", copy=entry.sha256)
        if known.added is not None:
            when = locale.toString(known.added, QLocale.FormatType.ShortFormat)
            table.add(self.tr("Imported"), when)


def paper_address(paper: str) -> str:
    """The page of a paper that names its arXiv number."""
    _, _, number = paper.partition("arXiv:")
    return f"https://arxiv.org/abs/{number.split()[0].rstrip('.,;)')}" if number.strip() else ""


def _short(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
