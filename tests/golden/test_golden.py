"""Every golden case through detect, load and forward (or the function it names), by its family.

`pytest tests/golden --golden-root DIR` takes the cases below DIR instead of those in the repository.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from tests.golden.case import Case, find_cases
from tests.golden.export import assert_exports

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    root: Path = metafunc.config.getoption("--golden-root") or HERE / "cases"
    cases = find_cases(root)
    assert cases, f"no case.json below {root}"
    metafunc.parametrize("case", cases, ids=[str(case.folder.relative_to(root)) for case in cases])


def adapter(family: str) -> Callable[[Case, Path], dict[str, Tensor]]:
    path = HERE / "families" / f"{family}.py"
    assert path.exists(), f"the model family {family} is not known"
    spec = importlib.util.spec_from_file_location(f"golden_{family}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.run


def test_case(case: Case, tmp_path: Path) -> None:
    outputs = adapter(case.family)(case, tmp_path)
    assert case.expected(), "the case expects nothing"
    for name, expected in case.expected().items():
        absolute, relative = case.tolerance(name)
        torch.testing.assert_close(
            outputs[name].detach().to(expected.dtype),
            expected,
            atol=absolute,
            rtol=relative,
            msg=lambda text, name=name: f"{name}: {text}",
        )
    assert_exports(tmp_path)
