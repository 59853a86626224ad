from __future__ import annotations

import json
from pathlib import Path

import pytest

from ganstudio.document.files import read_image, write_image
from ganstudio.document.image import ImageData
from tests.cli.conftest import Command
from tests.support.operations import picture


@pytest.fixture
def made(ganstudio: Command, tinter: Path, grey: Path) -> Path:
    """A picture tinted by the command line."""
    out = grey.with_name("made.png")
    assert ganstudio("run", "tinter.tint", "--image", grey, "--colour", "green", "-o", out).code == 0
    return out


def test_replay_gives_the_same_file(ganstudio: Command, made: Path) -> None:
    ran = ganstudio("replay", made, "-o", made.with_name("again.png"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("; the same pixels as made.png\n")
    assert made.with_name("again.png").read_bytes() == made.read_bytes()


def test_replay_says_how_far_a_changed_picture_is_apart(ganstudio: Command, made: Path) -> None:
    image = read_image(made)
    pixels = image.pixels.copy()
    pixels[0, 0, 1] -= 9
    write_image(made, ImageData(pixels), text=dict(image.text))
    words = ["replay", made, "-o", made, "--force"]
    told = json.loads(ganstudio(*words, "--json").out)
    assert (told["equal"], told["largest_difference"]) == (False, 9)
    assert 0 < told["differing"] < 0.1
    assert json.loads(ganstudio(*words, "--json").out)["equal"]


def test_the_threads_of_then_make_the_picture_again(ganstudio: Command, made: Path) -> None:
    image = read_image(made)
    record = json.loads(image.text["ganstudio"])
    record |= {"threads": record["threads"] + 1}
    write_image(made, image, text={"ganstudio": json.dumps(record)})
    again = made.with_name("again.png")
    assert ganstudio("replay", made, "-o", again).err == ""
    assert json.loads(ganstudio("info", again, "--json").out)["threads"] == record["threads"]
    write_image(made, image, text={"ganstudio": json.dumps(record | {"threads": 9999})})
    assert "made by 9999 threads" in ganstudio("replay", made, "-o", again).err


def test_replay_does_not_replace_the_picture_by_accident(ganstudio: Command, made: Path) -> None:
    ran = ganstudio("replay", made, "-o", made)
    assert ran.code == 2
    assert "would be replaced" in ran.err


def test_replay_says_which_input_has_changed(ganstudio: Command, made: Path, grey: Path) -> None:
    write_image(grey, picture((91, 90, 90)))
    ran = ganstudio("replay", made, "-o", made.with_name("again.png"))
    assert ran.code == 2
    assert ran.err == f"error: The input “image” is not what it was: {grey} has changed since.\n"
    assert not made.with_name("again.png").exists()


def test_another_precision_is_warned_of(
    ganstudio: Command, tinter: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tinter / "plugin.toml"
    manifest.write_text(manifest.read_text().replace('version = "0.1.0"', 'version = "0.2.0"'))
    ran = ganstudio("replay", made, "-o", made.with_name("again.png"))
    assert ran.code == 0
    assert ran.err == "warning: It was made by version 0.1.0 of the plugin and now by 0.2.0.\n"


def test_info_for_people_and_programs(ganstudio: Command, made: Path) -> None:
    text = ganstudio("info", made).out
    assert "tinter.tint" in text
    assert "colour" in text
    assert "green" in text
    assert "grey.png" in text
    told = json.loads(ganstudio("info", made, "--json").out)
    assert told["params"] == {"colour": "green", "strength": 0.5}
    assert (told["device"], told["precision"]) == ("cpu", "float32")


def test_a_picture_without_a_record(ganstudio: Command, grey: Path) -> None:
    ran = ganstudio("info", grey)
    assert (ran.code, ran.err) == (2, "error: grey.png carries no record of how it was made.\n")


def test_no_provenance_leaves_no_trace(ganstudio: Command, tinter: Path, grey: Path) -> None:
    out = grey.with_name("out.png")
    ran = ganstudio("run", "tinter.tint", "--image", grey, "-o", out, "--no-provenance")
    assert ran.code == 0
    assert dict(read_image(out).text) == {}


def test_inspect_is_what_info_is(ganstudio: Command, made: Path) -> None:
    assert ganstudio("inspect", made, "--json").out == ganstudio("info", made, "--json").out


def test_a_private_picture_tells_what_it_does_not(ganstudio: Command, tinter: Path, grey: Path) -> None:
    out = grey.with_name("out.png")
    words = ["run", "tinter.tint", "--image", grey, "-o", out, "--record", "private"]
    assert ganstudio(*words).code == 0
    assert str(grey.parent).encode() not in out.read_bytes()
    assert "left out" in ganstudio("inspect", out).out
    ran = ganstudio("replay", out, "-o", grey.with_name("again.png"))
    assert ran.code == 2
    assert "its record is private and leaves out the input “image”" in ran.err


def test_the_record_beside_a_picture_makes_it_again(ganstudio: Command, tinter: Path, grey: Path) -> None:
    out, again = grey.with_name("out.bmp"), grey.with_name("again.bmp")
    assert ganstudio("run", "tinter.tint", "--image", grey, "-o", out, "--sidecar").code == 0
    for file in (out, grey.with_name("out.bmp.json")):
        ran = ganstudio("replay", file, "-o", again, "--force")
        assert ran.out.endswith("; the same pixels as out.bmp\n"), ran.err


def test_a_sidecar_of_nothing_is_refused(ganstudio: Command, tinter: Path, grey: Path) -> None:
    out = grey.with_name("out.png")
    ran = ganstudio("run", "tinter.tint", "--image", grey, "-o", out, "--record", "none", "--sidecar")
    assert (ran.code, out.exists()) == (2, False)
    assert "there is nothing for a sidecar" in ran.err


def test_to_sign_takes_certificate_and_key(ganstudio: Command, tinter: Path, grey: Path) -> None:
    out = grey.with_name("out.png")
    ran = ganstudio("run", "tinter.tint", "--image", grey, "-o", out, "--sign", "cert.pem")
    assert (ran.code, out.exists()) == (2, False)
    assert "--sign CERT.pem and --key KEY.pem are both needed" in ran.err


def test_pixels_that_differ_on_the_same_device_are_not_expected(ganstudio: Command, made: Path) -> None:
    image = read_image(made)
    pixels = image.pixels.copy()
    pixels[0, 0, 1] -= 1
    write_image(made, ImageData(pixels), text=dict(image.text))
    again = made.with_name("again.png")
    assert "where none was expected" in ganstudio("replay", made, "-o", again).out
    record = json.loads(image.text["ganstudio"]) | {"device": "cuda", "threads": 0}
    write_image(made, ImageData(pixels), text={"ganstudio": json.dumps(record)})
    assert "within the 2 that another computation may bring" in ganstudio("replay", made, "-o", again).out
    told = json.loads(ganstudio("replay", made, "-o", again, "--json").out)
    assert (told["equal"], told["as_expected"], told["tolerance"]) == (False, True, 2)
