"""One declaration, many faces: none of them may know more or less than the others."""

from __future__ import annotations

import pytest
import typer

from ganstudio.cli.flags import operation_app
from ganstudio.engine.device import Compute
from ganstudio.host.registry import Registry
from ganstudio.operations.run import Result
from ganstudio.params import specs
from tests.support.operations import picture

REGISTRY = Registry.standard()
BUNDLED = [id for id, info in REGISTRY.operations.items() if info.plugin.origin == "bundled"]


def test_there_are_bundled_operations() -> None:
    assert {"semantic_painting.render", "semantic_painting.extract"} <= set(BUNDLED)


@pytest.mark.parametrize("id", BUNDLED)
def test_flags_and_record_hold_exactly_the_parameters(id: str) -> None:
    operation = REGISTRY.operation(id)
    declared = specs(operation.params)
    command = typer.main.get_command(operation_app(operation, lambda *given: None))
    flags = {name for item in command.params for name in item.opts}
    assert flags - {"--help", "--set"} == {
        *(spec.flag for spec in declared if not spec.advanced),
        *(spec.flag for spec in operation.inputs),
    }
    (set_help,) = [item.help for item in command.params if "--set" in item.opts]
    assert all(f"{spec.name}: " in set_help for spec in declared if spec.advanced)

    params = operation.build({spec.name: spec.default for spec in declared})
    result = Result(picture((0, 0, 0)), operation, params, {}, (), Compute())
    assert list(result.provenance.params) == [spec.name for spec in declared]
    assert operation.build(result.provenance.params) == params


@pytest.mark.parametrize("id", BUNDLED)
def test_manifest_and_signature_agree(id: str) -> None:
    manifest, operation = REGISTRY.operations[id].manifest, REGISTRY.operation(id)
    assert (manifest.title, manifest.output) == (operation.title, operation.output)
    assert [name.removesuffix("?") for name in manifest.inputs] == [spec.name for spec in operation.inputs]
