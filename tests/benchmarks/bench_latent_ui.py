"""Whether the window stays awake while a slider of latent editing is dragged.

    python -m tests.benchmarks.bench_latent_ui [--size 256] [--width 64] [--steps 60]

A main window without a screen shows a picture drawn from a latent by a random StyleGAN2 of `width` channels.
One slider is dragged in steps of a frame; a timer of 2 ms sees how long the event loop was away, and how long
the UI thread itself was at work in that time. On a machine where others hold the cores it is away because of
them, too: the same is measured before, with nothing to do.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["GANSTUDIO_HOME"] = tempfile.mkdtemp()

import torch
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ganstudio import paths
from ganstudio.__main__ import leave
from ganstudio.app import documents
from ganstudio.app.errors import ErrorReporter
from ganstudio.app.main_window import MainWindow
from ganstudio.app.studio import AppStudio
from ganstudio.editing.directions import Direction, DirectionFile, write_directions
from ganstudio.settings import Settings
from tests.support.stylegan import small_generator

FRAME_MS = 16
PATIENCE_MS = 300_000


class Probe:
    """Milliseconds between the beats of a timer that should come every two, and what of them was our work."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.works: list[float] = []
        self._worked = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Probe:
        self._clock.start()
        self._worked = time.thread_time()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        self.waits.append(self._clock.nsecsElapsed() / 1e6)
        worked = time.thread_time()
        self.works.append((worked - self._worked) * 1000)
        self._worked = worked
        self._clock.restart()

    @property
    def told(self) -> str:
        late = sum(wait > FRAME_MS for wait in self.waits)
        busy = sum(work > FRAME_MS for work in self.works)
        return (
            f"away {max(self.waits):.1f} ms at most, {late} of {len(self.waits)} times over {FRAME_MS} ms; "
            f"at work {max(self.works):.1f} ms at most, {busy} times over {FRAME_MS} ms"
        )


def wait(until: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not until():
        if clock.elapsed() > PATIENCE_MS:
            raise TimeoutError("the window never came to rest")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def rest(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def model(size: int, width: int) -> str:
    path = small_generator(
        paths.user_models_dir() / "bench" / "model.safetensors", resolution=size, width=width
    )
    write_directions(
        path.with_name("directions.safetensors"), DirectionFile((Direction("Slider", torch.ones(8)),))
    )
    return "bench"


def opened(studio: AppStudio, name: str) -> tuple[Any, float]:
    """The window with its first picture, and the seconds from opening the document to seeing it."""
    window: Any = MainWindow(studio, ErrorReporter())
    window.resize(1600, 1000)
    window.show()
    operation = studio.registry.operations["latent_editing.sample"]
    seen: list[float] = []
    window.live.finished.connect(lambda *_: seen.append(time.perf_counter()))
    started = time.perf_counter()
    window.files.show(documents.alone(operation, {"model": name}))
    wait(lambda: bool(seen))
    wait(lambda: window.plugin.own is not None and not window.live.busy)
    return window, seen[0] - started


def slider_of(window: Any) -> Any:
    def sliders() -> Any:
        return next(panel for panel in window.plugin.own.panels if type(panel).__name__ == "Sliders")

    wait(lambda: bool(sliders().rows))
    return sliders().rows["Slider"].control.slider


def drag(window: Any, slider: Any, steps: int) -> tuple[Probe, int, float]:
    """The probe, the pictures that came while the hand moved, and seconds until the last one came."""
    frames: list[int] = []
    window.live.finished.connect(lambda *_: frames.append(1))
    low, high = slider.minimum(), slider.maximum()
    with Probe() as probe:
        slider.setSliderDown(True)
        for step in range(1, steps + 1):
            slider.setValue(low + (high - low) * step // steps)
            rest(FRAME_MS)
        during, released = len(frames), time.perf_counter()
        slider.setSliderDown(False)
        wait(lambda: not window.live.busy and not any(layer.stale for layer in window.live._generated()))
    return probe, during, time.perf_counter() - released


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, default=256, help="pixels a side")
    parser.add_argument("--width", type=int, default=64, help="channels of every layer")
    parser.add_argument("--steps", type=int, default=60)
    options = parser.parse_args()
    application = QApplication([])
    studio = AppStudio(Settings())
    name = model(options.size, options.width)
    window, first = opened(studio, name)
    print(
        f"{studio.compute.description}, {torch.get_num_threads()} threads, {options.size} px, load {load()}"
    )
    print(f"first picture after {first:.2f} s, with loading torch's kernels and the model")
    slider = slider_of(window)
    rest(500)
    with Probe() as idle:
        rest(options.steps * FRAME_MS)
    print(f"at rest: {idle.told}")
    probe, during, settled = drag(window, slider, options.steps)
    print(f"dragged: {probe.told}")
    print(f"{options.steps} steps, {during} pictures while the hand moved, the last {settled:.2f} s after it")
    window.session.document.mark_saved()
    window.close()
    studio.shutdown()
    application.processEvents()
    leave(0)


def load() -> str:
    """How many others want the processor."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
