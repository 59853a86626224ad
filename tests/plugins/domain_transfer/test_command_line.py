"""`ganstudio run` and `batch` as a person types them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.api import ImageData
from ganstudio.cli.main import main
from ganstudio.document.files import read_image, write_image
from tests.plugins.domain_transfer.conftest import noise


def ganstudio(*words: object) -> int:
    def no_window(files: Sequence[Path]) -> int:
        raise AssertionError("a window was to be opened")

    return main([str(word) for word in words], no_window)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_DEVICE", "cpu")
    monkeypatch.setenv("GANSTUDIO_PRECISION", "fp32")


def test_a_masked_transfer_and_its_replay(tmp_path: Path) -> None:
    write_image(tmp_path / "p.png", noise(48, 32))
    alpha = np.zeros((32, 48), np.uint8)
    alpha[:, :20] = 255
    Image.fromarray(alpha).save(tmp_path / "m.png")
    out, again = tmp_path / "out.png", tmp_path / "again.png"
    words = ("--image", tmp_path / "p.png", "--to", "winter", "--strength", 0.8, "--mask", tmp_path / "m.png")
    assert ganstudio("run", "domain_transfer.transfer", *words, "--feather", 4, "-o", out) == 0
    assert np.array_equal(read_image(out).pixels[:, 30:], noise(48, 32).pixels[:, 30:])
    assert not np.array_equal(read_image(out).pixels, noise(48, 32).pixels)
    assert ganstudio("replay", out, "-o", again) == 0
    assert np.array_equal(read_image(again).pixels, read_image(out).pixels)


def test_a_folder_goes_on_after_a_bad_picture(
    tmp_path: Path, tiny: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "bad.jpg").write_bytes(b"no picture")
    Image.fromarray(noise(24, 16).rgb()).convert("CMYK").save(folder / "printed.jpg")
    write_image(folder / "deep.png", ImageData(noise(20, 20, 4, deep=True).pixels))
    code = ganstudio("batch", "domain_transfer.transfer", "--image", folder, "--to", "bright", "-o", out)
    assert code == 1
    assert sorted(path.name for path in out.iterdir()) == ["deep.png", "printed.png"]
    assert read_image(out / "deep.png").pixels.dtype == np.uint16
    assert "bad.png failed" in capsys.readouterr().err
