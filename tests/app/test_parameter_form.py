"""The form is the parameter class: a control for every parameter, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ganstudio.app.widgets.model_picker import ModelChoice
from ganstudio.app.widgets.number import NumberControl
from ganstudio.app.widgets.parameter_form import FormContext, ParameterForm
from ganstudio.host.registry import Registry
from ganstudio.params import ModelRef, Parameters, accepts, build, specs

TOY = Path(__file__).parents[1] / "support" / "toy_plugin"
OTHER: dict[str, Any] = {
    "style": "winter-night",
    "seed": 12,
    "gain": 0.35,
    "steps": 7,
    "mode": "striped",
    "fails": True,
    "title": "lake",
    "offset": -0.5,
    "model": "mine",
}


@pytest.fixture
def params() -> type:
    return Registry.of_folder(TOY).operation("toy.render").params


@pytest.fixture
def form(qtbot: object, params: type) -> ParameterForm:
    models = (ModelChoice("mine", "My model", "spade"), ModelChoice("other", "Other", "spade"))
    made = ParameterForm(specs(params), FormContext(TOY, lambda families: models))
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_parameter_has_a_control_that_shows_its_default(form: ParameterForm, params: type) -> None:
    assert list(form.controls) == list(params.model_fields)
    assert build(params, form.values()) == params()
    assert all(dot.isHidden() for dot in form.dots.values())


def test_every_control_shows_a_value_and_gives_it_back(form: ParameterForm, params: type) -> None:
    form.set_values(OTHER)
    assert form.values() == OTHER
    assert build(params, form.values()) == params(**OTHER)
    assert not any(dot.isHidden() for dot in form.dots.values())


@pytest.mark.parametrize("name", OTHER)
def test_the_dot_goes_back_to_the_default(form: ParameterForm, params: type, name: str) -> None:
    form.set_values(OTHER)
    told: list[tuple[str, Any]] = []
    form.changed.connect(lambda name, value, gesture: told.append((name, value)))
    form.dots[name].click()
    default = params.model_fields[name].default
    assert told == [(name, default)]
    assert form.controls[name].value() == default
    assert form.dots[name].isHidden()


def test_every_control_is_named_for_those_who_do_not_see_it(form: ParameterForm) -> None:
    assert all(control.accessibleName() for control in form.controls.values())


def test_a_drag_is_one_gesture_and_the_next_another(form: ParameterForm) -> None:
    gestures: list[int] = []
    form.changed.connect(lambda name, value, gesture: gestures.append(gesture))
    slider = form.controls["gain"].slider
    for _ in range(2):
        slider.sliderPressed.emit()
        for step in (3, 4, 5):
            slider.setValue(slider.value() + step)
        slider.sliderReleased.emit()
    assert len(gestures) == 6
    assert gestures[0] == gestures[2] != gestures[3] == gestures[5]


def test_typed_numbers_and_slider_agree(form: ParameterForm) -> None:
    control = form.controls["gain"]
    control.field.setValue(1.5)
    assert control.slider.value() == 30
    control.slider.setValue(7)
    assert control.value() == pytest.approx(0.35)


def test_a_double_click_on_the_slider_resets(form: ParameterForm, qtbot: object) -> None:
    form.set_values({"gain": 0.2})
    qtbot.mouseDClick(form.controls["gain"].slider, Qt.MouseButton.LeftButton)
    assert form.controls["gain"].value() == 1.0


def test_the_wheel_scrolls_past_what_is_not_chosen(form: ParameterForm, qapp: QApplication) -> None:
    control: NumberControl = form.controls["steps"]

    def turn() -> None:
        middle = QPointF(control.field.rect().center())
        qapp.sendEvent(
            control.field,
            QWheelEvent(
                middle,
                control.field.mapToGlobal(middle),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    turn()
    assert control.value() == 3
    control.field.setFocus()
    turn()
    assert control.value() == 4


def test_the_die_gives_another_seed_unless_it_is_locked(form: ParameterForm) -> None:
    control = form.controls["seed"]
    thrown = set()
    for _ in range(5):
        before = control.value()
        control.die.click()
        assert control.value() != before
        thrown.add(control.value())
    control.lock.setChecked(True)
    kept = control.value()
    control.throw()
    assert control.value() == kept
    assert not control.die.isEnabled()


def test_a_model_file_that_is_not_in_the_library_is_shown_by_its_name(form: ParameterForm) -> None:
    picker = form.controls["model"]
    picker.choose("/models/lake.pth")
    assert picker.value() == "/models/lake.pth"
    assert picker.combo.currentText() == "lake.pth"


def test_typing_half_a_model_name_does_not_change_the_model(form: ParameterForm) -> None:
    picker = form.controls["model"]
    picker.set_value("mine")
    picker.combo.lineEdit().setText("oth")
    picker.combo.lineEdit().editingFinished.emit()
    assert picker.value() == "mine"
    assert picker.combo.currentText() == "My model"


def test_no_model_is_called_what_it_means(qtbot: object) -> None:
    class Params(Parameters):
        found: Annotated[ModelRef | None, accepts("spade", unset="The one that fits")] = None
        plain: Annotated[ModelRef | None, accepts("spade")] = None

    form = ParameterForm(specs(Params))
    qtbot.addWidget(form)
    shown = [form.controls[name].combo.currentText() for name in ("found", "plain")]
    assert shown == ["The one that fits", "None"]


def test_a_choice_among_numbers_shows_its_default_without_a_dot(qtbot: object) -> None:
    class Enlarging(Parameters):
        factor: Annotated[Literal[2, 4], BeforeValidator(int)] = 2

    made = ParameterForm(specs(Enlarging))
    qtbot.addWidget(made)
    made.set_values({})
    assert made.controls["factor"].value() == "2"
    assert made.dots["factor"].isHidden()
    made.set_values({"factor": 4})
    assert build(Enlarging, made.values()).factor == 4
    assert not made.dots["factor"].isHidden()
