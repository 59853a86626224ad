"""Presets at the top of a panel: which one is used, what was changed since, and saving another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ganstudio.app import theme
from ganstudio.app.bridge import Bridge
from ganstudio.app.i18n import plugin_text
from ganstudio.app.panels.generated import GeneratedControls
from ganstudio.app.presets.save_dialog import PresetWish, SavePresetDialog
from ganstudio.app.studio import AppStudio
from ganstudio.errors import GanStudioError, InputError
from ganstudio.events import Progress
from ganstudio.operations.contract import OperationParams
from ganstudio.operations.preset_library import Kept, own_folder, slug_of
from ganstudio.operations.presets import Preset, preset_of
from ganstudio.params import seed_names, specs

_LABEL_WIDTH = 84
_DOT_WIDTH = 16


@dataclass(frozen=True)
class Pick:
    """A preset that was given to a layer, with the layer's parameters before and after."""

    preset: Preset
    path: Path | None
    own: bool
    before: OperationParams | None
    after: OperationParams
    previous: Pick | None = None
    """What was in use before, which undo comes back to."""

    @classmethod
    def following(
        cls,
        previous: Pick | None,
        preset: Preset,
        path: Path | None,
        *,
        before: OperationParams,
        after: OperationParams,
    ) -> Pick:
        """The next one; to go back to a preset is to have used it all the time."""
        own = path is not None and path.is_relative_to(own_folder())
        if previous is not None and (previous.preset, previous.path) == (preset, path):
            return replace(previous, after=after)
        return cls(preset, path, own, before, after, previous)

    def in_use(self, now: OperationParams) -> Pick | None:
        """The one that counts with these parameters; None where all were undone."""
        undone = now == self.before and self.before != self.after
        if not undone:
            return self
        return self.previous.in_use(now) if self.previous is not None else None

    @property
    def title(self) -> str:
        return self.preset.name if self.own else plugin_text(self.preset.name)

    def changes(self, now: OperationParams) -> list[str]:
        """Labels of what is other than the preset left it; a seed that it does not name may be any."""
        free = set(seed_names(type(now))) - set(self.preset.params)
        return [
            plugin_text(spec.label)
            for spec in specs(type(now))
            if spec.name not in free and getattr(now, spec.name) != getattr(self.after, spec.name)
        ]


class _Picker(QPushButton):
    """Looks as a list does that unfolds: its words at the left, shortened where there is no room.

    A style sheet has no say in where the words of a button with a menu stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("picker", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        text, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        area = self.rect().adjusted(9, 0, -24, 0)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(theme.tokens().colour("text"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic
        painter.drawText(area, flags, shown)


class PresetControl(QWidget):
    """One for each layer that is shown; `picks` are kept by layer while the document is open."""

    failed = Signal(object)
    manage_wanted = Signal()

    def __init__(
        self,
        controls: GeneratedControls,
        studio: AppStudio,
        bridge: Bridge,
        picks: dict[str, Pick],
        take: Callable[[Kept], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controls, self._studio, self._bridge = controls, studio, bridge
        self._picks, self._take = picks, take
        self.dialog: SavePresetDialog | None = None
        label = QLabel(self.tr("Preset"))
        label.setFixedWidth(_LABEL_WIDTH)
        self.button = _Picker()
        self.menu = QMenu(self.button)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        label.setBuddy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, _DOT_WIDTH + 4, 0)
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(self.button, 1)
        self.refresh()

    @property
    def pick(self) -> Pick | None:
        """What is in use; None once it was undone."""
        pick, now = self._picks.get(self._controls.layer_id), self._now()
        return pick.in_use(now) if pick is not None and now is not None else None

    def refresh(self) -> None:
        """Show what is in use, and whether it was changed since."""
        pick, now = self.pick, self._now()
        if pick is None or now is None:
            self._say(self.tr("Choose or save…"), self.tr("Values that belong together, under a name"))
            return
        changes = pick.changes(now)
        told = plugin_text(pick.preset.summary) if not pick.own else pick.preset.summary
        if changes:
            told = self.tr("Changed since: {0}").replace("{0}", ", ".join(changes))
        words = self.tr("{0} · changed") if changes else "{0}"
        self._say(words.replace("{0}", pick.title), told)

    def fill(self) -> None:
        """The menu, made when it opens: presets come and go."""
        self.menu.clear()
        found, _ = self._studio.core.presets.all(self._controls.operation.id)
        pick, now = self.pick, self._now()
        for own in (True, False):
            for kept in (each for each in found if each.own is own):
                self._add_preset(kept, pick)
            self.menu.addSeparator()
        if pick is not None and now is not None and pick.changes(now):
            name = f"“{pick.title}”"
            back = self.menu.addAction(self.tr("Back to {0}").replace("{0}", name))
            theme.set_icon(back, "reset")
            kept = Kept(pick.preset, pick.path or Path(), pick.own)
            back.triggered.connect(lambda: self._take(kept))
            if pick.own and pick.path is not None:
                renew = self.menu.addAction(self.tr("Put these values into {0}").replace("{0}", name))
                seeded = bool(set(seed_names(type(now))) & set(pick.preset.params))
                wish = PresetWish(pick.preset.name, pick.preset.summary, seeded, replaces=True)
                theme.set_icon(renew, "refresh")
                renew.triggered.connect(lambda: self.save(wish))
            self.menu.addSeparator()
        save = self.menu.addAction(self.tr("Save these values as a preset…"), self.ask_save)
        theme.set_icon(save, "save")
        manage = self.menu.addAction(self.tr("Manage presets…"), self.manage_wanted.emit)
        theme.set_icon(manage, "preset")

    def ask_save(self) -> None:
        id = self._controls.operation.id
        presets = self._studio.core.presets

        def refused(name: str) -> str:
            try:
                slug_of(name)
            except InputError:
                return self.tr("A name has letters or digits.")
            return ""

        pick = self.pick
        dialog = self.dialog = SavePresetDialog(
            pick.title if pick is not None and pick.own else "",
            taken=lambda name: presets.place_of(name, id).exists(),
            refused=refused,
            has_seed=bool(seed_names(self._controls.operation.params)),
            parent=self.window(),
        )
        dialog.accepted.connect(lambda: self.save(dialog.wish()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, wish: PresetWish) -> None:
        """Off the UI thread: digests of models are read."""
        operation, params = self._controls.operation, self._now()
        if params is None:
            return

        def work(progress: Progress) -> Kept:
            made = preset_of(operation, params, self._studio.models, name=wish.name, summary=wish.summary)
            if not wish.with_seed:
                seeds = seed_names(operation.params)
                made = replace(
                    made, params={name: value for name, value in made.params.items() if name not in seeds}
                )
            return Kept(made, self._studio.core.presets.keep(made, replace=wish.replaces), own=True)

        layer_id, picks = self._controls.layer_id, self._picks

        def done(kept: Kept) -> None:
            picks[layer_id] = Pick(kept.preset, kept.path, True, None, params)
            self.refresh()

        title = self.tr("Saving the preset {0}").replace("{0}", wish.name)
        self._bridge.run(work, title=title, done=done, failed=self.failed.emit, quiet=True)

    def _add_preset(self, kept: Kept, pick: Pick | None) -> None:
        preset = kept.preset
        title, told = (
            (preset.name, preset.summary)
            if kept.own
            else (plugin_text(preset.name), plugin_text(preset.summary))
        )
        action = QAction(title.replace("&", "&&"), self.menu)
        action.setToolTip(told or title)
        if pick is not None and pick.path == kept.path:
            theme.set_icon(action, "check", "accent")
        action.triggered.connect(lambda: self._take(kept))
        self.menu.addAction(action)

    def _now(self) -> OperationParams | None:
        """The parameters as they are; None while they cannot be built."""
        try:
            return self._controls.params()
        except GanStudioError:
            return None

    def _say(self, text: str, told: str) -> None:
        self.button.setText(text.replace("&", "&&"))
        self.button.setToolTip(told)
        self.button.setAccessibleName(self.tr("Preset: {0}").replace("{0}", text))
        self.button.setAccessibleDescription(told)
