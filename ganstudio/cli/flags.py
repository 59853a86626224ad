"""Commands whose flags are made from declared parameters and inputs."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.errors import InputError

if TYPE_CHECKING:
    from ganstudio.operations.contract import InputSpec, Operation
    from ganstudio.operations.recipe import Recipe
    from ganstudio.params import ParameterSpec

Handler = Callable[..., int | None]
"""Called with what was given; its keyword-only parameters become flags too. Returns an exit code or None."""

# A command that takes whatever follows the operation's name, to be read when the operation is known.
FORWARDING = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}

_INPUTS = {"image": "picture", "label_map": "label map", "mask": "mask"}
_NUMBERS: dict[str, Callable[[str], object]] = {"int": int, "seed": int, "float": float}
_METAVARS = {"int": "INTEGER", "float": "NUMBER", "seed": "INTEGER", "model": "NAME|FILE", "text": "TEXT"}
_SEVERAL = {
    "int": "INTEGER|1-9|1,5,9",
    "seed": "INTEGER|1-9|1,5,9",
    "float": "NUMBER|0,0.5,1",
    "choice": "CHOICE|CHOICE,CHOICE",
    "gallery": "CHOICE|CHOICE,CHOICE",
}


def operation_app(operation: Operation, handler: Handler, *, folders: bool = False) -> typer.Typer:
    """The command of an operation. With `folders`, inputs are folders or single files, and parameters may
    have several values (see `operations.sweep`).

    The handler gets the operation, the given inputs (name to path) and the given parameters.
    """
    from ganstudio.params import specs

    return _inputs_app(operation, f"{operation.title}.", specs(operation.params), handler, folders)


def recipe_app(recipe: Recipe, handler: Handler, *, folders: bool = False) -> typer.Typer:
    """The command of a recipe: its inputs are its flags. The handler gets it in place of an operation."""
    return _inputs_app(recipe, f"{recipe.summary or recipe.name}", (), handler, folders)


def _inputs_app(
    work: Operation | Recipe, title: str, known: Sequence[ParameterSpec], handler: Handler, folders: bool
) -> typer.Typer:
    def handle(values: dict[str, Any], **rest: Any) -> int | None:
        found = {spec.name: rest.pop(spec.name) for spec in work.inputs}
        inputs = {name: path for name, path in found.items() if path is not None}
        return handler(work, inputs, values, **rest)

    inputs = [_input_flag(spec, folders) for spec in work.inputs]
    more = [*inputs, *_own_flags(handler)]
    return parameters_app(title, known, handle, more=more, several=folders)


def parameters_app(
    title: str,
    known: Sequence[ParameterSpec],
    handler: Handler,
    *,
    more: Sequence[inspect.Parameter] = (),
    several: bool = False,
) -> typer.Typer:
    """A typer application of one command with a flag for every parameter, `more` flags and the handler's own.

    With `several`, numbers and choices may also be lists and ranges, which the handler reads. It gets the
    given parameters as a dictionary of texts, and all other flags by name.
    """

    def command(**values: Any) -> int | None:
        from ganstudio.operations.sweep import is_several

        assigned = assigned_values(values.pop("set", None), known)
        flags = {spec.name: values.pop(spec.name) for spec in known if not spec.advanced}
        given = {name: value for name, value in flags.items() if value is not None} | assigned
        for spec in known:
            if not (several and is_several(given.get(spec.name), spec)):
                _check(spec, given.get(spec.name))
        return handler(given, **values)

    flags = [_parameter_flag(spec, several) for spec in known if not spec.advanced]
    rare = [_set_flag(known)] if known else []
    signature = inspect.Signature([*more, *flags, *rare, *_own_flags(handler)])
    vars(command)["__signature__"] = signature
    command.__annotations__ = {}
    command.__doc__ = title
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(command)
    return app


def run_app(app: typer.Typer, words: Sequence[str], prog: str) -> int:
    """Run a one-command application on the words that followed `prog`; returns the exit code."""
    code = app(list(words), prog_name=prog, standalone_mode=False)
    return code if isinstance(code, int) else 0


def describe(spec: ParameterSpec) -> str:
    """Help text of a parameter: what it does, what it takes, what it is when left out."""
    parts = [spec.help.rstrip(".") + "." if spec.help else f"{spec.label}."]
    if spec.range is not None and spec.kind != "seed":
        unit = f" {spec.range.unit}" if spec.range.unit else ""
        parts.append(f"{spec.range.low:g} to {spec.range.high:g}{unit}.")
    if spec.choices:
        parts.append(f"One of {', '.join(spec.choices)}.")
    if suggestions := spec.suggestions:
        parts.append(f"For example {', '.join(suggestions)}.")
    if spec.families:
        parts.append(f"Of the family {' or '.join(spec.families)}.")
    if spec.required:
        parts.append("Needed.")
    elif spec.default is not None:
        parts.append(f"If left out: {_plain(spec.default)}.")
    return " ".join(parts)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(getattr(value, "value", value))


def _flag(name: str, kind: Any, option: Any, default: Any = None) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option]
    )


def _input_flag(spec: InputSpec, folders: bool) -> inspect.Parameter:
    what = _INPUTS[spec.kind]
    text = f"The {what}." if spec.required else f"A {what}, if wanted."
    if folders:
        text = f"Folder of {what}s, or one file for all{'' if spec.required else '; may be left out'}."
    option = typer.Option(
        spec.flag, metavar="DIR|FILE" if folders else "FILE", help=text, rich_help_panel="Inputs"
    )
    # A batch may name its one folder without a flag, so it says itself what is missing.
    if spec.required and not folders:
        return _flag(spec.name, Path, option, inspect.Parameter.empty)
    return _flag(spec.name, Path | None, option)


def _own_flags(handler: Handler) -> list[inspect.Parameter]:
    """The keyword-only parameters of a handler, whose module imports what it works on for type checkers."""
    hints = typing.get_type_hints(handler, localns={"Operation": Any, "Recipe": Any}, include_extras=True)
    return [
        parameter.replace(annotation=hints[parameter.name])
        for parameter in inspect.signature(handler).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]


def _parameter_flag(spec: ParameterSpec, several: bool) -> inspect.Parameter:
    look: dict[str, Any] = {"help": describe(spec), "show_default": False, "rich_help_panel": "Parameters"}
    if spec.kind == "bool":
        return _flag(spec.name, bool | None, typer.Option(f"{spec.flag}/--no-{spec.flag[2:]}", **look))
    metavar = _METAVARS.get(spec.kind, "CHOICE")
    if several:
        metavar = _SEVERAL.get(spec.kind, metavar)
    return _flag(spec.name, str | None, typer.Option(spec.flag, metavar=metavar, **look))


def _set_flag(known: Sequence[ParameterSpec]) -> inspect.Parameter:
    rare = [f"{spec.name}: {describe(spec)}" for spec in known if spec.advanced]
    text = " ".join(["Set any parameter.", *rare])
    option = typer.Option("--set", metavar="NAME=VALUE", help=text, rich_help_panel="Parameters")
    return _flag("set", list[str] | None, option)


def assigned_values(words: Sequence[str] | None, known: Sequence[ParameterSpec]) -> dict[str, str]:
    from ganstudio.operations.suggest import did_you_mean

    names = [spec.name for spec in known]
    values = {}
    for word in words or ():
        name, equals, value = word.partition("=")
        name = name.replace("-", "_")
        if not equals:
            raise InputError(f"--set {word} has no value.", hint="Write --set name=value.")
        if name not in names:
            raise InputError(f"There is no parameter “{name}”.", hint=did_you_mean(name, names))
        values[name] = value
    return values


def _check(spec: ParameterSpec, value: Any) -> None:
    """What a flag's own name says better than the parameter class: a wrong choice, or no number."""
    from ganstudio.operations.suggest import did_you_mean

    if value is None:
        return
    if spec.choices and value not in spec.choices:
        raise InputError(f"{spec.flag} has no choice “{value}”.", hint=did_you_mean(str(value), spec.choices))
    kind = _NUMBERS.get(spec.kind)
    if kind is not None:
        try:
            kind(value)
        except ValueError:
            what = "a number" if kind is float else "a whole number"
            raise InputError(f"{spec.flag} needs {what}, not “{value}”.") from None
