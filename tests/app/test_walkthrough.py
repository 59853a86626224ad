"""Walk-throughs follow what is done with the real tools."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ganstudio.app.walkthrough import CONDITIONS, Step, Walkthrough, load_walkthroughs
from ganstudio.document.document import Document
from ganstudio.document.layers import LabelLayer
from ganstudio.document.tiles import Rect


def test_the_steps_name_targets_and_conditions_that_exist(
    window: object, start: Callable[[], Document]
) -> None:
    start()
    walks = load_walkthroughs()
    assert len(walks) == 4
    for step in (step for walk in walks for step in walk.steps):
        assert step.until.partition(":")[0] in CONDITIONS, step
        assert window._walkthrough_target(step.target, True).isVisibleTo(window), step


def test_their_operations_classes_and_parameters_exist() -> None:
    from ganstudio.document.palettes import load_palette
    from ganstudio.host.registry import Registry
    from ganstudio.params import build

    registry = Registry.standard()
    for walk in load_walkthroughs():
        params = registry.operation(walk.start).params
        for step in walk.steps:
            kind, _, wanted = step.until.partition(":")
            if kind == "class":
                load_palette("landscape").index(wanted)
            elif kind.startswith("param"):
                name, _, value = wanted.partition("=")
                assert build(params, {name: value} if value else {}).model_dump().keys() >= {name}


WALK = Walkthrough(
    "w", "W", "", "toy.render",
    (
        Step("Choose.", "panel:classes", "class:mountain"),
        Step("Paint.", "canvas", "edited"),
        Step("Winter.", "panel:plugin", "param:style=winter-night"),
        Step("Take it back.", "panel:history", "undone"),
        Step("Hide.", "panel:layers", "hidden"),
        Step("End.", "canvas", "read"),
    ),
)  # fmt: skip


def test_each_step_waits_for_its_deed(window: object, start: Callable[[], Document], qtbot: object) -> None:
    document = start()
    guide = window.guide
    guide.begin(WALK)
    reached = lambda text: qtbot.waitUntil(lambda: guide.step is not None and guide.step.say == text)  # noqa: E731
    assert guide.callout.isVisible()
    window.session.set_label_class(5)
    assert guide.step.say == "Choose."
    window.session.set_label_class(3)
    reached("Paint.")
    label = next(layer for layer in document.layers if isinstance(layer, LabelLayer))
    import numpy as np

    document.paint(label.id, Rect(0, 0, 2, 2), np.full((2, 2, 1), 3, np.uint8))
    reached("Winter.")
    qtbot.waitUntil(lambda: window.plugin.controls is not None)
    window.plugin.controls._store("style", "winter-night", "t")
    reached("Take it back.")
    window.session.undo()
    reached("Hide.")
    document.set_layer(label.id, visible=False)
    reached("End.")
    with qtbot.waitSignal(guide.finished) as ended:
        guide.callout.next.click()
    assert ended.args == [True]
    assert not guide.callout.isVisible()


def test_a_step_does_not_fight_for_its_tab(
    window: object, start: Callable[[], Document], qtbot: object
) -> None:
    start()
    window.guide.begin(Walkthrough("w", "W", "", "", (Step("Look.", "panel:plugin", "read"),)))
    qtbot.wait(20)
    window.docks.reveal("layers")
    window.resize(1300, 730)
    qtbot.wait(20)
    assert window.docks.docks["plugin"].widget().visibleRegion().isEmpty()
    assert window.guide.callout.isVisible()
    window.guide.stop()


def test_one_can_leave(window: object, start: Callable[[], Document], qtbot: object) -> None:
    start()
    window.guide.begin(WALK)
    with qtbot.waitSignal(window.guide.finished) as ended:
        window.guide.callout.leave.click()
    assert ended.args == [False]
    assert window.guide.step is None


@pytest.mark.parametrize("size", [(1280, 720), (2000, 1200)])
def test_the_sentence_stays_within_the_window(
    window: object, start: Callable[[], Document], size: tuple[int, int]
) -> None:
    start()
    window.resize(*size)
    for step in (step for walk in load_walkthroughs() for step in walk.steps):
        window.guide.begin(Walkthrough("w", "W", "", "", (step, step)))
        window.guide._place()
        assert window.rect().contains(window.guide.callout.geometry()), step
    window.guide.stop()
