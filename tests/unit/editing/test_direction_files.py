"""Files of directions: our own, those that others publish, and those that are neither."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.editing.directions import (
    Direction,
    DirectionFile,
    directions_of,
    edited,
    keep,
    read_directions,
    write_directions,
)
from ganstudio.editing.latent_text import Edit
from ganstudio.errors import InputError

SMILE = Direction(
    "Smile", torch.arange(8.0), rows=(2, 5), unit=0.5, low=-2, high=4, group="Face", about="Up."
)
TURN = Direction("Turn left", torch.randn(6, 8))


def test_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "directions.safetensors"
    write_directions(path, DirectionFile((SMILE, TURN), "Faces", "ab" * 32, {"method": "SeFa"}))
    file = read_directions(path)
    assert (file.title, file.model_sha256, file.how) == ("Faces", "ab" * 32, {"method": "SeFa"})
    smile, turn = file.directions
    assert (smile.rows, smile.unit, smile.low, smile.high, smile.about) == ((2, 5), 0.5, -2, 4, "Up.")
    assert torch.equal(turn.vector, TURN.vector)
    assert file.named("turn LEFT") is turn


def test_an_edit_moves_the_rows_it_names_or_those_of_the_direction() -> None:
    ws = torch.zeros(1, 6, 8)
    moved = edited(ws, [Edit("smile", 2.0)], [SMILE])
    assert torch.equal(moved[0, 2:], SMILE.vector.expand(4, -1))
    assert not moved[0, :2].any()
    assert not edited(ws, [Edit("smile", 2.0, (0, 0))], [SMILE])[0, 1:].any()
    assert torch.equal(edited(ws, [Edit("Turn left", 1.0)], [TURN])[0], TURN.vector)


def test_directions_that_do_not_fit_or_are_unknown_are_told() -> None:
    with pytest.raises(InputError, match="8 numbers, the model has 4"):
        edited(torch.zeros(1, 6, 4), [Edit("smile", 1.0)], [SMILE])
    with pytest.raises(InputError, match=r"no direction “hat”\. There are Smile"):
        edited(torch.zeros(1, 6, 8), [Edit("hat", 1.0)], [SMILE])


@pytest.mark.parametrize("suffix", ["npy", "npz", "pt", "eigvec.pt"])
def test_published_boundaries_are_read(tmp_path: Path, suffix: str) -> None:
    vectors, path = np.random.default_rng(0).normal(size=(2, 8)), tmp_path / f"age.{suffix}"
    if suffix == "npy":
        np.save(path, vectors)
    elif suffix == "npz":
        np.savez(path, lat_comp=vectors)
    elif suffix == "pt":
        torch.save(torch.from_numpy(vectors), path)
    else:
        torch.save({"eigvec": torch.from_numpy(vectors).T}, path)
    found = read_directions(path).directions
    assert len(found) == 2
    np.testing.assert_allclose(found[1].vector.numpy(), vectors[1], rtol=1e-6)


@pytest.mark.parametrize("content", [b"", b"not an array", b"\x80\x04K\x01."])
@pytest.mark.parametrize("suffix", ["npy", "pt", "safetensors"])
def test_what_holds_no_directions_is_told(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"file.{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputError, match="directions"):
        read_directions(path)


def test_objects_in_arrays_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "file.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError):
        read_directions(path)


def test_numbers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.npy"
    np.save(path, np.array([1.0, np.nan]))
    with pytest.raises(InputError, match="finite"):
        read_directions(path)


def test_own_directions_come_before_those_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    model = tmp_path / "model" / "model.safetensors"
    model.parent.mkdir()
    write_directions(model.with_name("directions.safetensors"), DirectionFile((SMILE, TURN)))
    own = Direction("smile", torch.ones(8))
    keep(own, "12" * 32)
    keep(Direction("Hat", torch.ones(8)), "12" * 32)
    found = directions_of(model, "12" * 32)
    assert [item.name for item in found] == ["smile", "Hat", "Turn left"]
    assert torch.equal(found[0].vector, own.vector)
    (tmp_path / "home" / "data" / "directions" / f"{'12' * 8}.safetensors").write_bytes(b"damaged")
    assert [item.name for item in directions_of(model, "12" * 32)] == ["Smile", "Turn left"]
