"""Every layout that people have is recognised, and read without renaming a file."""

from __future__ import annotations

import io
import json
import tarfile
import wave
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.datasets.inspect import inspect
from ganstudio.datasets.opening import open_dataset
from ganstudio.datasets.sound import RATE, log_mel, mel_matrix
from ganstudio.errors import InputError

from .conftest import Write


def level(values: torch.Tensor) -> list[int]:
    """The red value 0-255 of each picture of one colour."""
    return [round(float(value)) for value in (values[:, 0].mean((1, 2)) + 1) * 127.5]


def kind_of(path: Path) -> str:
    return inspect(path).kind


def messages(path: Path, **options: object) -> str:
    return "\n".join(finding.message for finding in inspect(path, **options).findings)  # type: ignore[arg-type]


def indices(path: Path, values: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)


def test_a_folder_of_pictures(tmp_path: Path, write: Write) -> None:
    for number in range(3):
        write(f"deep/er/{number}.jpg", (number * 50, 0, 0))
    assert kind_of(tmp_path) == "images"
    data = open_dataset(tmp_path, size=8)
    assert data.kind == "images"
    assert data.batch([0, 1], 8).labels is None


def test_classes_by_folder(tmp_path: Path, write: Write) -> None:
    for name in ("train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "val/cat/3.png"):
        write(name)
    preview = inspect(tmp_path)
    assert (preview.kind, preview.count) == ("labelled_images", 3)
    assert dict(preview.classes) == {"cat": 2, "dog": 1}
    assert len(preview.thumbnails) == 3
    assert preview.thumbnails[0].shape == (96, 96, 3)


def test_classes_by_stylegans_json(tmp_path: Path, write: Write) -> None:
    for number in range(4):
        write(f"00000/img{number}.png")
    labels = [["00000/img0.png", 2], ["00000/img1.png", 0], ["00000/img2.png", [0.5]], ["gone.png", 1]]
    (tmp_path / "dataset.json").write_text(json.dumps({"labels": labels}))
    data = open_dataset(tmp_path, size=8)
    assert data.batch([0, 1], 8).labels.tolist() == [2, 0]
    assert len(data) == 2
    assert sum("no class number" in finding.message for finding in data.findings) == 2
    assert any("gone.png, which is missing" in finding.message for finding in data.findings)


@pytest.mark.parametrize("layout", ["A/{}", "A/train/{}", "train/A/{}", "trainA/{}", "source/{}"])
def test_pairs_by_name(tmp_path: Path, write: Write, layout: str) -> None:
    other = layout.replace("source", "target").replace("A", "B")
    for number in range(4):
        write(layout.format(f"{number}.png"), (number, 0, 0))
        write(other.format(f"{number}.jpg"), (100 + number * 20, 0, 0))
    write(layout.format("alone.png"))
    data = open_dataset(tmp_path, "paired", size=8)
    batch = data.batch(range(4), 8)
    assert level(batch.source) == [0, 1, 2, 3]
    assert np.abs(np.subtract(level(batch.target), [100, 120, 140, 160])).max() <= 2
    assert any("alone.png has no partner" in finding.message for finding in data.findings)
    back = open_dataset(tmp_path, "paired", size=8, direction="BtoA")
    assert torch.equal(back.batch([1], 8).target, data.batch([1], 8).source)


def test_trains_a_and_b_of_the_same_names_are_pairs_of_others_are_not(tmp_path: Path, write: Write) -> None:
    for number in range(3):
        write(f"trainA/{number}.png", (10, 0, 0))
        write(f"trainB/{number}.png", (200, 0, 0))
    assert kind_of(tmp_path) == "paired"
    for number in range(3):
        (tmp_path / f"trainB/{number}.png").rename(tmp_path / f"trainB/other{number}.png")
    assert kind_of(tmp_path) == "unpaired"
    data = open_dataset(tmp_path, size=8)
    assert level(data.batch([0], 8).a) == [10]
    assert level(data.batch([0], 8).b) == [200]


def test_side_by_side_pictures(tmp_path: Path) -> None:
    for number in range(3):
        both = np.zeros((16, 32, 3), np.uint8)
        both[:, :16], both[:, 16:] = number, 255 - number
        indices(tmp_path / "train" / f"{number}.png", both)
    preview = inspect(tmp_path)
    assert preview.kind == "paired"
    assert preview.thumbnails[0].shape == (96, 192, 3)
    batch = open_dataset(tmp_path, size=8).batch([0, 1, 2], 8)
    assert level(batch.source) == [0, 1, 2]
    assert level(batch.target) == [255, 254, 253]


@pytest.mark.parametrize("style", ["edges", "lines"])
def test_sketches_are_drawn_from_photos(tmp_path: Path, style: str) -> None:
    picture = np.full((64, 64, 3), 200, np.uint8)
    picture[16:48, 16:48] = 40
    indices(tmp_path / "square.png", picture)
    assert "neither two folders nor" in messages(tmp_path, kind="paired")
    batch = open_dataset(tmp_path, "paired", size=64, sketch=style).batch([0], 64)
    ink = (1 - batch.source[0, 0]) / 2
    assert ink[:, 12:20].max() > 0.9, "the outline is drawn"
    assert ink[:8].max() == 0, "plain ground stays white"
    assert ink[26:38, 26:38].max() == 0, "and so does a plain dark surface"
    assert batch.target[0, 0, 32, 32] == pytest.approx(40 / 127.5 - 1)


def test_two_named_folders(tmp_path: Path, write: Write) -> None:
    write("horses/1.png", (10, 0, 0))
    write("my zebras/1.png", (20, 0, 0))
    data = open_dataset(tmp_path, "unpaired", size=8, a="horses", b="my zebras")
    assert data.names == ("horses", "my zebras")
    assert sum("holds one picture" in finding.message for finding in data.findings) == 2


def test_captions_beside_the_pictures(tmp_path: Path, write: Write) -> None:
    for name in ("a", "b", "c"):
        write(f"{name}.png")
    (tmp_path / "a.txt").write_text("a red thing\n\nand another\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("  \n")
    data = open_dataset(tmp_path, size=8)
    assert (data.kind, data.captions) == ("captions", (("a red thing", "and another"),))
    told = " ".join(finding.message for finding in data.findings)
    assert "c.png has no sentence" in told
    assert "b.txt is empty" in told


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", 'filepath,title\nx/a.png,"one, two"\nx/b.png,three\nx/c.png,four\nx/a.png,\n'),
        ("t.csv", "x;caption;image\n;one, two;x/a.png\n;three;b.png\n;four;gone.png\n"),
        ("t.tsv", "filepath\ttitle\n/else/where/a.png\tone, two\nx/b.png\tthree\nx/c.png\tfour\n"),
        ("metadata.jsonl", '{"file_name": "x/a.png", "text": "one, two"}\nbroken\n{"file_name": "x/b.png", '
         '"text": ["three"]}\n{"file_name": "x/c.png", "text": ""}\n'),
    ],
)  # fmt: skip
def test_captions_in_a_table(tmp_path: Path, write: Write, name: str, text: str) -> None:
    write("x/a.png")
    write("x/b.png")
    (tmp_path / name).write_text(text)
    data = open_dataset(tmp_path, size=8)
    assert data.captions == (("one, two",), ("three",))
    assert data.findings


def test_captions_in_webdataset_tars(tmp_path: Path, write: Write) -> None:
    picture = write("p.png").read_bytes()
    (tmp_path / "p.png").unlink()
    for shard in range(2):
        with tarfile.open(tmp_path / f"data-{shard:03d}.tar", "w") as tar:
            record = json.dumps({"caption": f"json {shard}"}).encode()
            members = {
                "0.png": picture,
                "0.txt": b"text",
                "0.json": b"{}",
                "1.png": picture,
                "1.json": record,
            }
            for name, content in {**members, "2.png": picture}.items():
                info = tarfile.TarInfo(f"{shard}{name}")
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    for path in (tmp_path, tmp_path / "data-{000..001}.tar"):
        data = open_dataset(path, size=8)
        assert data.captions == (("text",), ("json 0",), ("text",), ("json 1",))
        assert "has no sentence" in data.findings[0].message
    with pytest.raises(InputError, match=r"data-002\.tar does not exist"):
        open_dataset(tmp_path / "data-{000..002}.tar")


def test_domains_by_folder(tmp_path: Path, write: Write) -> None:
    for name in ("b/1.png", "a/1.png", "a/2.png", "loose.png"):
        write(name)
    data = open_dataset(tmp_path, "domains", size=8)
    assert data.names == ("a", "b")
    assert data.labels.tolist() == [[1, 0], [1, 0], [0, 1]]
    told = " ".join(finding.message for finding in data.findings)
    assert "“b” has one picture" in told
    assert "loose.png lies in no domain" in told
    chosen = open_dataset(tmp_path, "domains", size=8, domains="b,a")
    assert chosen.names == ("b", "a")
    with pytest.raises(InputError, match="no domain “c”"):
        open_dataset(tmp_path, "domains", size=8, domains=("a", "c"))


@pytest.mark.parametrize("comma", [False, True])
def test_celebas_attributes(tmp_path: Path, write: Write, comma: bool) -> None:
    for number in (1, 2, 3):
        write(f"img_align_celeba/00000{number}.jpg")
    lines = ["000001.jpg  1 -1  1", "000002.jpg -1 -1 -1", "000003.jpg 1 -1", "000004.jpg 1 1 1"]
    if comma:
        rows = ["image_id,Young,Bald,Male", *(",".join(line.split()) for line in lines)]
    else:
        rows = ["4", "Young Bald Male", *lines]
    (tmp_path / f"list_attr_celeba.{'csv' if comma else 'txt'}").write_text("\n".join(rows) + "\n")
    data = open_dataset(tmp_path, size=8)
    assert (data.kind, data.names) == ("attributes", ("Young", "Bald", "Male"))
    assert data.labels.tolist() == [[1, 0, 1], [0, 0, 0]]
    told = " ".join(finding.message for finding in data.findings)
    assert "not 3 values" in told
    assert "1 pictures that are not here" in told
    assert "No picture has “Bald”" in told
    assert open_dataset(tmp_path, size=8, attributes="Male").labels.tolist() == [[1], [0]]
    with pytest.raises(InputError, match=r"no attribute “Mael”\. There is Male"):
        open_dataset(tmp_path, size=8, attributes="Mael")


def test_cocos_boxes(tmp_path: Path, write: Write) -> None:
    for name in ("a.png", "b.png"):
        write(f"images/{name}", size=(40, 20))
    record = {
        "images": [
            {"id": i, "file_name": name, "width": 40, "height": 20}
            for i, name in enumerate(("a.png", "b.png", "gone.png"))
        ],
        "categories": [{"id": 7, "name": "dog"}, {"id": 3, "name": "cat"}],
        "annotations": [
            {"image_id": 0, "category_id": 3, "bbox": [0, 0, 10, 10]},
            {"image_id": 0, "category_id": 7, "bbox": [20, 0, 40, 20]},
            {"image_id": 0, "category_id": 3, "bbox": [0, 0, 1, 1]},
            {"image_id": 0, "category_id": 99, "bbox": [0, 0, 9, 9]},
            {"image_id": 0, "category_id": 3, "bbox": [0, 0, None, 9]},
            {"image_id": 0, "category_id": 3, "bbox": [0, 0, 40, 20], "iscrowd": 1},
        ],
    }
    (tmp_path / "instances_train2017.json").write_text(json.dumps(record))
    data = open_dataset(tmp_path, size=8, most_objects="3")
    assert (data.kind, data.class_names) == ("boxes", ("(nothing)", "cat", "dog"))
    batch = data.batch([0], 8)
    assert batch.classes.tolist() == [[2, 1, 0]]
    assert torch.allclose(batch.boxes[0, :2], torch.tensor([[0.5, 0, 0.5, 1], [0, 0, 0.25, 0.5]]))
    told = " ".join(finding.message for finding in data.findings)
    for part in (
        "gone.png",
        "an unknown class",
        "no four numbers",
        "leaves the picture",
        "1 pictures have no box",
    ):
        assert part in told


def test_instagans_masks(tmp_path: Path, write: Write) -> None:
    for side in "AB":
        for number in range(2):
            write(f"train{side}/x{number}.png")
        write(f"train{side}_seg/x0_1.png", 255, mode="L")
        write(f"train{side}_seg/x0_0.png", 0, mode="L")
    data = open_dataset(tmp_path, size=8)
    assert data.kind == "masks"
    assert len(data) == 1
    masks = data.batch([0], 8).a_masks
    assert [float(plane) for plane in masks.mean((0, 2, 3))] == [-1, 1, -1, -1]
    assert "x1.png has no mask" in data.findings[0].message


def sound(path: Path, samples: np.ndarray, rate: int = RATE, width: int = 2) -> None:
    scaled = np.round(samples * ((1 << (8 * width - 1)) - 1)).astype(np.int64)
    data = (scaled + (128 if width == 1 else 0)).astype("<i8").view(np.uint8).reshape(-1, 8)[:, :width]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(data.tobytes())


def test_sounds_with_pictures(tmp_path: Path, write: Write) -> None:
    seconds = np.arange(22050) / 22050
    for width in (1, 2, 3, 4):
        write(f"{width}.png")
        sound(tmp_path / f"{width}.wav", 0.5 * np.sin(2 * np.pi * 1000 * seconds), 22050, width)
    for name in ("mp", "bad", "alone", "quiet"):
        write(f"{name}.png")
    (tmp_path / "mp.mp3").write_bytes(b"ID3")
    (tmp_path / "bad.wav").write_bytes(b"RIFF....")
    sound(tmp_path / "quiet.wav", np.zeros(100))
    data = open_dataset(tmp_path, size=32, seconds="1")
    assert (data.kind, len(data)) == ("audio", 5)
    spectrograms = data.batch([0, 1, 2, 3], 32).spectrograms
    loudest = spectrograms[:, 0, :, 16].argmax(1)
    mel = 2595 * np.log10(1 + np.array([1000, 8000]) / 700)
    expected = 32 - mel[0] / mel[1] * 33
    assert np.abs(loudest.numpy() - expected).max() <= 1
    told = " ".join(finding.message for finding in data.findings)
    for part in (
        "mp.mp3 is no WAV",
        "bad.wav is no WAV",
        "alone.png has no recording",
        "quiet.wav: the recording is silent",
    ):
        assert part in told


def test_no_mel_band_is_deaf() -> None:
    for bands in (16, 64, 128, 256):
        assert (mel_matrix(bands).sum(1) > 0).all()
    assert log_mel(torch.zeros(RATE), 64).max() == 0


@pytest.mark.parametrize("path", ["nowhere", ""])
def test_what_is_not_there_is_one_sentence(tmp_path: Path, path: str) -> None:
    if path:
        with pytest.raises(InputError, match="does not exist"):
            inspect(tmp_path / path)
    with pytest.raises(InputError, match=r"does not exist|holds nothing"):
        open_dataset(tmp_path / path)


def test_mistaken_options_are_named(tmp_path: Path, write: Write) -> None:
    write("a.png")
    for options, sentence in (
        ({"split": "x", "directoin": 1}, "no option “directoin”"),
        ({"fit": "stretch"}, "crop or squash"),
        ({"kind": "image"}, "Did you mean images"),
        ({"kind": "paired", "sketch": "oil"}, "edges or lines"),
        ({"kind": "audio", "seconds": "long"}, "is a number, not “long”"),
        ({"size": 1}, "8 to 4096"),
    ):
        with pytest.raises(InputError, match=sentence):
            open_dataset(tmp_path, **options)  # type: ignore[arg-type]
