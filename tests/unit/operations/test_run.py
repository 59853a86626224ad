from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganstudio.document.files import read_image, read_label_map
from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.engine.device import Compute
from ganstudio.errors import CancelledError, InputError, OutOfMemoryError, PluginError, SaveError
from ganstudio.events import CancelToken, Progress
from ganstudio.operations.contract import Context, Operation, OperationParams, operation
from ganstudio.operations.recording import Recording
from ganstudio.operations.run import Result, check_suffix, read_record, run, save_result
from ganstudio.operations.sources import Source
from ganstudio.provenance import KEY, ModelRecord
from tests.support.films import SPIN, SpinParams, frame
from tests.support.operations import PAINT, FakeModels, label_map, picture


def painted(inputs: dict[str, Any] | None = None, op: Operation = PAINT, **values: Any) -> Result:
    given = {"label_map": label_map(1, 2)} if inputs is None else inputs
    return run(op, op.build(values), given, compute=Compute(), models=FakeModels())


def with_function(function: Any) -> Operation:
    return replace(PAINT, function=function)


def test_a_run_gives_data_and_its_record() -> None:
    result = painted(style="noisy", seed=3)
    assert isinstance(result.data, ImageData)
    assert result.data.size == (8, 4)
    record = result.provenance
    assert (record.operation, record.plugin_version) == ("fake.paint", "1.0")
    assert record.params == {"model": "brown", "style": "noisy", "seed": 3, "strength": 1.0}
    assert record.models == (ModelRecord("brown", FakeModels().sha256("brown")),)
    assert (record.device, record.precision) == ("cpu", "float32")
    assert record.inputs.keys() == {"label_map"}


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({}, "needs the input “label_map”"),
        ({"label_map": picture((1, 2, 3))}, "must be of kind label_map"),
        ({"label_map": label_map(1), "style_imag": picture((0, 0, 0))}, "Did you mean style_image?"),
    ],
)
def test_wrong_inputs_are_told(inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        painted(inputs)


def test_an_exception_of_the_plugin_becomes_one_sentence_with_the_rest_as_detail() -> None:
    with pytest.raises(PluginError) as caught:
        painted({"label_map": label_map(10)})
    expected = "The plugin fake failed in “paint”: ZeroDivisionError: paths lead nowhere."
    assert str(caught.value) == expected
    assert "Traceback" in caught.value.detail


def test_our_own_errors_come_through() -> None:
    with pytest.raises(InputError, match="Houses cannot be painted"):
        painted({"label_map": label_map(11)})


def test_a_result_of_another_kind_is_the_plugins_fault() -> None:
    with pytest.raises(PluginError, match="returned LabelData, not image"):
        painted(op=with_function(lambda params, ctx, **inputs: inputs["label_map"]))


def test_a_cancelled_run_does_not_deliver() -> None:
    token = CancelToken()

    def cancels(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        token.cancel()
        return picture((0, 0, 0))

    with pytest.raises(CancelledError):
        run(
            with_function(cancels),
            PAINT.build({}),
            {"label_map": label_map(1)},
            compute=Compute(),
            models=FakeModels(),
            progress=Progress(token=token),
        )


def test_short_memory_frees_models_and_asks_for_tiles() -> None:
    tiles: list[int | None] = []

    def hungry(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        tiles.append(ctx.tile)
        if ctx.tile != 512:
            raise RuntimeError("DefaultCPUAllocator: not enough memory")
        return picture((1, 1, 1))

    models = FakeModels()
    op = with_function(hungry)
    run(op, op.build({}), {"label_map": label_map(1)}, compute=Compute(), models=models)
    assert tiles == [None, None, 512]
    assert models.freed == 2


def test_memory_that_never_suffices_is_one_sentence() -> None:
    def hungry(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        raise MemoryError

    with pytest.raises(OutOfMemoryError):
        painted(op=with_function(hungry))


def test_the_memo_is_the_operations_own_between_runs() -> None:
    def counts(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        ctx.memo["runs"] = ctx.memo.get("runs", 0) + 1
        return picture((ctx.memo["runs"], 0, 0))

    memo: dict[Any, Any] = {}
    op = with_function(counts)
    for _ in range(2):
        run(op, op.build({}), {"label_map": label_map(1)}, compute=Compute(), models=FakeModels(), memo=memo)
    assert memo == {"runs": 2}


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif"])
def test_every_format_carries_the_record(tmp_path: Path, suffix: str) -> None:
    result = painted(seed=5)
    save_result(result, tmp_path / f"out{suffix}")
    assert read_record(tmp_path / f"out{suffix}") == result.provenance


def test_a_jpeg_without_room_for_the_input_keeps_the_record(tmp_path: Path) -> None:
    noise = np.random.Generator(np.random.PCG64(0)).integers(0, 9, (400, 400), np.uint8)
    result = painted({"label_map": LabelData(noise, "landscape")})
    assert len(result.provenance.inputs["label_map"].embedded) > 60_000
    save_result(result, tmp_path / "out.jpg")
    record = read_record(tmp_path / "out.jpg")
    assert record.inputs["label_map"].embedded == ""
    assert record.params == result.provenance.params


def test_the_record_can_be_left_out_and_old_ones_do_not_stay(tmp_path: Path) -> None:
    def passes_text_on(params: Any, ctx: Context, **inputs: Any) -> ImageData:
        return replace(picture((9, 9, 9)), text={KEY: "older", "Author": "me"})

    result = painted(op=with_function(passes_text_on))
    save_result(result, tmp_path / "out.png", recording=Recording("none"))
    assert dict(read_image(tmp_path / "out.png").text) == {"Author": "me"}
    with pytest.raises(InputError, match=r"out.png carries no record"):
        read_record(tmp_path / "out.png")


class NoParams(OperationParams):
    pass


def make_labels(params: NoParams, ctx: Context) -> LabelData:
    return label_map(3, 9)


def make_mask(params: NoParams, ctx: Context) -> MaskData:
    return MaskData(np.arange(16, dtype=np.uint8).reshape(4, 4))


def test_label_maps_are_saved_exactly_and_carry_the_record(tmp_path: Path) -> None:
    result = painted({}, operation("fake.labels", "Labels", make_labels))
    save_result(result, tmp_path / "out.png")
    assert read_label_map(tmp_path / "out.png") == result.data
    assert read_record(tmp_path / "out.png").operation == "fake.labels"
    with pytest.raises(SaveError, match="cannot hold a label map"):
        save_result(result, tmp_path / "out.jpg")


def test_masks_are_saved_as_grey_pictures(tmp_path: Path) -> None:
    result = painted({}, operation("fake.mask", "Mask", make_mask))
    save_result(result, tmp_path / "out.png")
    assert np.array_equal(read_image(tmp_path / "out.png").pixels[..., 0], np.arange(16).reshape(4, 4))


def test_sources_may_be_given_with_their_files(tmp_path: Path) -> None:
    source = Source(label_map(1), tmp_path / "missing.png")
    assert painted({"label_map": source}).sources["label_map"] is source


def spun(**values: Any) -> Result:
    return run(SPIN, SPIN.build(values), {}, compute=Compute(), models=FakeModels())


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "frames"])
def test_a_film_is_drawn_when_it_is_saved_and_carries_its_record(tmp_path: Path, name: str) -> None:
    result = spun(seed=2)
    told = list[str]()
    save_result(result, tmp_path / name, progress=Progress(lambda _, message: told.append(message)))
    assert told[-1] == "frame 6 of 6"
    assert read_record(tmp_path / name) == result.provenance
    save_result(result, tmp_path / f"bare-{name}", recording=Recording("none"))
    with pytest.raises(InputError, match="carries no record"):
        read_record(tmp_path / f"bare-{name}")


def test_a_film_that_fails_on_its_way_is_the_plugins_fault_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="The plugin fake failed in “spin”: ZeroDivisionError: the wheel"):
        save_result(spun(fails_at=3), tmp_path / "a.gif")
    with pytest.raises(InputError, match="cannot turn so far"):
        save_result(spun(count=100), tmp_path / "a.webp")
    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_another_size_is_the_plugins_fault(tmp_path: Path) -> None:
    def grows(params: SpinParams, ctx: Context) -> FrameData:
        return FrameData((8, 8), 5, 3, lambda index: frame(index, (8, 8 + index)))

    op = operation("fake.grow", "Grow", grows)
    result = run(op, op.build({}), {}, compute=Compute(), models=FakeModels())
    with pytest.raises(PluginError, match=r"drew a frame of \(9, 8, 3\) uint8, not 8 × 8 × 3"):
        save_result(result, tmp_path / "a.gif")


def test_where_a_film_can_be_saved() -> None:
    check_suffix("frames", Path("a.gif"))
    for output, path in (("frames", "a.png"), ("image", "a.gif")):
        with pytest.raises(SaveError, match="has no suffix"):
            check_suffix(output, Path(path))  # type: ignore[arg-type]
