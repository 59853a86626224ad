from __future__ import annotations

import json
import sys

import pytest
import torch

from ganstudio import paths
from ganstudio.engine import device
from ganstudio.errors import InputError
from ganstudio.settings import Settings


@pytest.fixture
def remembered() -> None:
    """A remembered measurement whose bf16 is twice as fast as fp32."""
    paths.cache_dir().mkdir(parents=True)
    known = {"machine": device._machine(), "fp32_ms": 10.0, "bf16_ms": 5.0}
    (paths.cache_dir() / "device.json").write_text(json.dumps(known))


@pytest.mark.parametrize(("bf16_ms", "precision"), [(5.0, "bfloat16"), (9.8, "float32"), (30.0, "float32")])
def test_bf16_must_be_worth_its_digits(bf16_ms: float, precision: str) -> None:
    assert device.Measurement(10.0, bf16_ms).faster == precision


@pytest.mark.usefixtures("remembered")
def test_the_measured_precision_is_chosen_and_settings_overrule_it() -> None:
    assert device.choose(Settings(device="cpu")).dtype == "bfloat16"
    chosen = device.choose(Settings(device="cpu", precision="fp32"))
    assert (chosen.dtype, chosen.description) == ("float32", "CPU, fp32")


def test_measuring_happens_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = device.measured()
    assert first.fp32_ms > 0
    assert first.bf16_ms > 0
    monkeypatch.setattr(device, "measure", lambda: pytest.fail("measured again"))
    assert device.measured() == first


@pytest.mark.usefixtures("remembered")
def test_another_machine_measures_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_machine", lambda: "another")
    monkeypatch.setattr(device, "measure", lambda: device.Measurement(1.0, 2.0))
    assert device.measured() == device.Measurement(1.0, 2.0)


def test_measuring_stops_when_its_time_is_up() -> None:
    calls = 0

    def clock() -> float:
        nonlocal calls
        calls += 1
        return calls * 1.0

    device.measure(clock)
    assert calls < 15  # two turns, not all of them


def test_a_missing_device_is_named() -> None:
    with pytest.raises(InputError, match=r"“cuda:77”.*cpu"):
        device.choose(Settings(device="cuda:77"))


def test_threads_follow_the_setting() -> None:
    device.choose(Settings(device="cpu", precision="fp32", threads=1))
    assert torch.get_num_threads() == 1


def test_autocast_computes_in_the_chosen_precision() -> None:
    layer, x = torch.nn.Linear(2, 2), torch.ones(1, 2)
    with device.Compute(dtype="bfloat16").inference():
        assert layer(x).dtype == torch.bfloat16
    with device.Compute(dtype="float32").autocast():
        out = layer(x)
    assert out.dtype == torch.float32
    assert out.requires_grad


def test_the_cpu_stands_in_for_a_device_with_the_same_precision() -> None:
    gpu = device.Compute("cuda:0", "bfloat16", channels_last=True, description="Some GPU, bf16")
    threads = torch.get_num_threads()
    assert gpu.on_cpu() == device.Compute("cpu", "bfloat16", description="CPU, bf16", threads=threads)


def test_the_threads_of_then_are_given_back() -> None:
    before = torch.get_num_threads()
    with device.Compute(threads=before + 1).on_its_threads():
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before


@pytest.mark.parametrize(
    ("bf16", "precision", "channels_last"), [(True, "bfloat16", True), (False, "float32", False)]
)
def test_a_gpu_is_preferred_and_uses_bf16_where_it_has_it(
    monkeypatch: pytest.MonkeyPatch, bf16: bool, precision: str, channels_last: bool
) -> None:
    monkeypatch.setattr(device, "available", lambda: ("cuda:0", "cpu"))
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: bf16)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda name: f"GPU {name}")
    for wish in ("auto", "cuda", "cuda:0"):
        chosen = device.choose(Settings(device=wish))
        assert (chosen.device, chosen.dtype, chosen.channels_last) == ("cuda:0", precision, channels_last)
        assert chosen.description.startswith("GPU cuda:0, ")


def test_memory_of_the_cpu_is_told_in_bytes() -> None:
    memory = device.Compute().memory()
    assert all(amount > 10**7 for amount in memory.values())
    if sys.platform == "linux":
        assert memory["used"] < memory["total"]
