"""Nothing that a file names is looked up, imported or called, however it is wrapped."""

from __future__ import annotations

import builtins
import importlib
import os
import pickle
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from ganstudio.checkpoints.tensors import read_weights
from ganstudio.checkpoints.unpickle import read_pickle
from ganstudio.errors import CheckpointError
from tests.support.hostile import NAMES, cases_in_files, nonsense, ways
from tests.support.small_files import (
    legacy_around,
    members_of,
    old_tar,
    torch_legacy,
    torch_zip,
    zip_of,
    zip_with_pickle,
)


class Ran(BaseException):
    """Not an Exception, so that nobody takes it for damage."""


@pytest.fixture(autouse=True)
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a file would have to use fails at once, and nothing appears in the folder."""

    def ran(*args: Any, **kwargs: Any) -> Any:
        raise Ran(repr(args)[:200])

    monkeypatch.chdir(tmp_path)
    for place, names in (
        (os, ("system", "popen", "remove")),
        (subprocess, ("Popen",)),
        (builtins, ("eval", "exec", "compile")),
        (importlib, ("import_module",)),
        (pickle, ("loads", "load", "Unpickler")),
        (torch, ("load",)),
    ):
        for name in names:
            monkeypatch.setattr(place, name, ran)
    yield
    monkeypatch.undo()
    assert not (tmp_path / "trace").exists()


def refusal(data: bytes) -> str:
    path = Path("file.pth")
    path.write_bytes(data)
    with pytest.raises(CheckpointError) as caught:
        read_pickle(path)
    message = caught.value.message
    assert message.startswith("file.pth ") and message.endswith(".") and "\n" not in message
    return message


def test_every_name_in_every_way_is_refused_by_its_name() -> None:
    corpus = cases_in_files()
    assert len(corpus) > 1000
    for kind, (data, told) in corpus.items():
        message = refusal(data)
        assert "was not opened, because it" in message, kind
        assert told in message, kind


WRAPPED: dict[str, Callable[[bytes], bytes]] = {
    "zip": lambda inner: zip_with_pickle(torch_zip({}), inner),
    "legacy": lambda inner: legacy_around(torch_legacy({}))[1](inner),
    "tar": lambda inner: old_tar(pickled=inner),
    "in place of the magic number": lambda inner: inner + torch_legacy({}),
}


@pytest.mark.parametrize("container", list(WRAPPED))
def test_every_container_refuses_by_name(container: str) -> None:
    for dotted in NAMES[::7]:
        message = refusal(WRAPPED[container](ways(dotted)["reduce"]))
        assert f"wants to run {dotted}." in f"{message}.", dotted


@pytest.mark.parametrize("kind", list(nonsense()))
def test_misuse_of_what_is_allowed_is_damage(kind: str) -> None:
    assert "damaged" in refusal(nonsense()[kind])


def test_the_extension_registry_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import copyreg

    copyreg.add_extension("os", "system", 240)
    try:
        assert "240" in refusal(b"\x80\x02\x82\xf0\x8c\x05touch\x85R.")
    finally:
        copyreg.remove_extension("os", "system", 240)


def test_programs_of_torch_are_told_from_weights() -> None:
    zipped = members_of(torch_zip({}))
    script = {**zipped, "archive/constants.pkl": b"\x80\x02).", "archive/code/net.py": b"import os"}
    assert "a TorchScript archive, which is a program" in refusal(zip_of(script))
    package = {"p/.data/extern_modules": b"os", "p/m/x.pkl": b"\x80\x02N."}
    assert "torch.package, which is a program" in refusal(zip_of(package))


def test_the_sentence_for_a_person_is_whole() -> None:
    path = Path("net.pkl")
    path.write_bytes(ways("os.system")["reduce"])
    with pytest.raises(CheckpointError) as caught:
        read_weights(path)
    assert caught.value.message == "net.pkl was not opened, because it wants to run os.system."
    assert caught.value.hint.startswith("Only tensors and plain values are read")
