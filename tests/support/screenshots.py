"""Pictures of every state of the window, to be looked at: `python tests/support/screenshots.py OUT [NAME…]`.

Each picture is made by a process of its own, since scale and language are fixed when Qt starts. Nothing of
the person's own data is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEADLINE_MS = 90_000
_LAKE = "a still lake at dawn, snowy mountains in the middle, in the mist"


@dataclass(frozen=True)
class Shot:
    """Logical size of the window, and what it shows."""

    scene: str
    width: int = 1600
    height: int = 1000
    theme: str = "dark"
    language: str = "en"
    scale: float = 1.0


SHOTS = {
    "start-dark": Shot("start"),
    "start-light": Shot("start", theme="light"),
    "start-small": Shot("start", 1280, 720),
    "start-korean": Shot("start", language="ko"),
    "working-dark": Shot("working"),
    "working-light": Shot("working", theme="light"),
    "working-small": Shot("working", 1280, 720),
    "working-korean": Shot("working", 1280, 720, language="ko"),
    "working-4k": Shot("large", 1920, 1080, scale=2.0),
    "working-4k-300": Shot("working", 1280, 720, scale=3.0),
    "failed": Shot("failed"),
    "failed-light": Shot("failed", 1280, 720, theme="light"),
    "empty": Shot("empty", 1280, 720),
    "busy": Shot("busy", 1280, 720),
    "variations": Shot("variations"),
    "history": Shot("history", 1280, 720),
    "split": Shot("split"),
    "sketch-dark": Shot("sketch"),
    "sketch-light": Shot("sketch", 1280, 720, theme="light"),
    "sketch-small": Shot("sketch", 900, 560),
    "sketch-korean": Shot("sketch", 1280, 720, language="ko"),
    "sketch-4k": Shot("sketch_large", 1920, 1080, scale=2.0),
    "sketch-variations": Shot("sketch_variations"),
    "sketch-drop": Shot("sketch_drop", 1280, 720),
    "palette": Shot("palette"),
    "walkthrough": Shot("walkthrough"),
    "walkthrough-korean": Shot("walkthrough", 1280, 720, language="ko", theme="light"),
    "drop": Shot("drop", 1280, 720),
    "preferences": Shot("preferences"),
    "preferences-korean": Shot("preferences", language="ko", theme="light"),
    "export": Shot("export", theme="light"),
    "new": Shot("new"),
    "details": Shot("details"),
    "models-dark": Shot("models", 1080, 700),
    "models-light": Shot("models", 1080, 700, theme="light"),
    "models-small": Shot("models", 900, 560),
    "models-korean": Shot("models", 1080, 700, language="ko"),
    "models-4k": Shot("models", 1920, 1080, scale=2.0),
    "models-empty": Shot("models_empty", 1080, 700),
    "models-importing": Shot("models_importing", 1080, 700),
    "models-failed": Shot("models_failed", 1080, 700, theme="light"),
    "models-catalogue": Shot("models_catalogue", 1080, 700),
    "models-licence": Shot("models_licence", 1080, 700, theme="light"),
    "season-dark": Shot("season"),
    "season-light": Shot("season", 1280, 720, theme="light"),
    "season-small": Shot("season", 900, 560),
    "season-korean": Shot("season", 1280, 720, language="ko"),
    "season-4k": Shot("season", 1920, 1080, scale=2.0),
    "season-selection": Shot("season_selection", 1280, 720),
    "season-cycle": Shot("season_cycle", 1280, 720),
    "season-recipe": Shot("season_recipe", 1280, 720, theme="light"),
    "latent-dark": Shot("latent"),
    "latent-light": Shot("latent", 1280, 720, theme="light"),
    "latent-small": Shot("latent", 900, 560),
    "latent-korean": Shot("latent", 1280, 720, language="ko"),
    "latent-4k": Shot("latent", 1920, 1080, scale=2.0),
    "latent-mixing": Shot("latent_mixing"),
    "latent-sums": Shot("latent_sums", theme="light"),
    "latent-points": Shot("latent_points"),
    "latent-points-light": Shot("latent_points", 1280, 720, theme="light"),
    "latent-film": Shot("latent_film", 1280, 720),
    "latent-find": Shot("latent_find"),
    "latent-learn": Shot("latent_learn", theme="light"),
    "latent-from-words": Shot("latent_from_words", 1280, 720),
    "latent-from-words-korean": Shot("latent_from_words", 1280, 720, theme="light", language="ko"),
    "latent-photo": Shot("latent_photo"),
    "latent-compare": Shot("latent_compare", 1280, 720),
    "latent-sheet": Shot("latent_sheet"),
    "words-dark": Shot("words"),
    "words-light": Shot("words", 1280, 720, theme="light"),
    "words-small": Shot("words", 900, 560),
    "words-korean": Shot("words", 1280, 720, language="ko"),
    "words-4k": Shot("words", 1920, 1080, scale=2.0),
    "words-empty": Shot("words_empty", 1280, 720),
    "words-unknown": Shot("words_unknown", 1280, 720),
    "words-vocabulary": Shot("words_vocabulary", 1280, 720),
    "words-vocabulary-korean": Shot("words_vocabulary", 1280, 720, theme="light", language="ko"),
    "words-ideas": Shot("words_ideas", 1280, 720),
    "words-history": Shot("words_history", 1280, 720, theme="light"),
    "words-variations": Shot("words_variations", 1280, 900),
    "words-blend": Shot("words_blend", 1280, 900, theme="light"),
    "words-no-model": Shot("words_no_model", 1280, 720),
    "landscapes": Shot("latent_landscapes"),
    "batch-dark": Shot("batch", 1080, 700),
    "batch-light": Shot("batch_paused", 1080, 700, theme="light"),
    "batch-small": Shot("batch", 900, 560),
    "batch-korean": Shot("batch", 1280, 720, language="ko"),
    "batch-4k": Shot("batch", 1920, 1080, scale=2.0),
    "batch-empty": Shot("batch_empty", 1080, 700),
    "batch-planned": Shot("batch_planned", 1080, 700, theme="light"),
    "batch-rows": Shot("batch_rows", 1080, 700),
    "batch-failed": Shot("batch_failures", 1080, 700),
    "batch-recipe": Shot("batch_recipe", 1080, 700),
    "batch-queue": Shot("batch_queue", 1280, 800),
    "batch-help": Shot("batch_queue", 1080, 720),
    "batch-queue-light": Shot("batch_queue", 1080, 700, theme="light"),
    "batch-queue-small": Shot("batch_queue", 860, 560),
    "batch-queue-korean": Shot("batch_queue", 1280, 800, language="ko"),
    "batch-queue-4k": Shot("batch_queue", 1920, 1080, scale=2.0),
    "batch-queue-paused": Shot("batch_queue_paused", 1280, 800),
    "batch-queue-draft": Shot("batch_queue_draft", 1280, 800),
    "batch-queue-failures": Shot("batch_queue_failures", 1280, 800),
    "batch-done": Shot("batch_done", 1080, 700, theme="light"),
    "batch-options": Shot("batch_options", 1080, 900),
    "batch-options-korean": Shot("batch_options", 1080, 900, language="ko", theme="light"),
    "batch-several": Shot("batch_several", 1080, 800),
    "presets-dark": Shot("presets", 1080, 700),
    "presets-light": Shot("presets", 1080, 700, theme="light"),
    "presets-korean": Shot("presets", 1080, 700, language="ko"),
    "presets-small": Shot("presets", 900, 560),
    "presets-4k": Shot("presets", 1920, 1080, scale=2.0),
    "presets-empty": Shot("presets_empty", 1080, 700),
    "presets-missing": Shot("presets_missing", 1080, 700),
    "presets-newer": Shot("presets_newer", 1080, 700, theme="light"),
    "presets-recipe": Shot("presets_recipe", 1080, 700),
    "preset-panel": Shot("preset_panel", 1280, 720),
    "preset-panel-light": Shot("preset_panel", 1280, 720, theme="light"),
    "preset-panel-korean": Shot("preset_panel", 1280, 720, language="ko"),
    "preset-menu": Shot("preset_menu", 1280, 720),
    "preset-save": Shot("preset_save", 1280, 720),
    "train-dark": Shot("train", 1080, 700),
    "train-light": Shot("train", 1080, 700, theme="light"),
    "train-korean": Shot("train", 960, 600, language="ko"),
}


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        return take(arguments[1], Path(arguments[2]))
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name in arguments[1:] or SHOTS:
        shot = SHOTS[name]
        with tempfile.TemporaryDirectory() as home:
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(shot.scale),
                "QT_LOGGING_RULES": "qt.qpa.*=false",
                "GANSTUDIO_HOME": home,
                "GANSTUDIO_THEME": shot.theme,
                "GANSTUDIO_LANGUAGE": shot.language,
                "PYTHONPATH": str(ROOT),
            }
            command = [sys.executable, __file__, "--one", name, str(out / f"{name}.png")]
            failed += subprocess.run(command, env=environment, check=False).returncode != 0
        print(name)
    return failed


def take(name: str, file: Path) -> int:
    """Make one picture in this process."""
    from PySide6.QtGui import QPixmap

    from ganstudio.app import i18n, theme
    from ganstudio.app.errors import ErrorReporter
    from ganstudio.app.main import make_app
    from ganstudio.app.main_window import MainWindow
    from ganstudio.app.studio import AppStudio

    shot, file = SHOTS[name], file.resolve()
    app = make_app()
    studio = AppStudio()
    i18n.install(app, shot.language)
    theme.apply(app, shot.theme)
    fill_recent_files()
    window = MainWindow(studio, ErrorReporter())
    window.resize(shot.width, shot.height)
    window.show()
    wait(50)
    scene = Scene(window, shot)
    over = scene.play(shot.scene)
    wait(300)
    picture = scene.shown.grab()
    if over is not None:
        lay_over(picture, QPixmap(over.grab()), scene.shown.mapFromGlobal(over.pos()))
    picture.save(str(file))
    if window.session.document is not None:
        window.session.document.mark_saved()
    window.close()
    return 0


class Scene:
    """What is done with the window before its picture is taken."""

    def __init__(self, window: object, shot: Shot) -> None:
        self.window = window
        self.shot = shot
        self.shown = window
        """What the picture is of."""

    def play(self, name: str) -> object:
        action: Callable[[], object] = getattr(self, name)
        return action()

    def start(self) -> None:
        self.window.warm_up()
        wait(until=lambda: self.window.studio.compute_if_known is not None)
        self.window.status.refresh()

    def working(self) -> None:
        self._open()
        self._paint("mountain", ((404, 232), (452, 206), (512, 226)), 44)
        self._paint("forest", ((20, 452), (60, 470), (120, 500)), 60)
        self._paint("path", ((330, 511), (352, 452), (420, 400), (511, 372)), 22)
        self._paint("house", ((436, 296), (452, 296)), 26)
        self._drawn()

    def large(self) -> None:
        """A canvas of 4096 × 2304 pixels on a display of 3840 × 2160."""
        from ganstudio.app.documents import label_layer
        from ganstudio.document.document import Document
        from ganstudio.document.files import read_label_map

        labels = read_label_map(ROOT / "plugins/semantic_painting/templates/half-painted.png")
        document = Document(4096, 2304)
        document.adopt((label_layer(labels, (4096, 2304), "Label map"),))
        self.window.files.show(document)
        self.window.plugin.use_operation("semantic_painting.render")
        wait(200)
        self._drawn()

    def failed(self) -> None:
        self._open()
        self._drawn()
        broken = Path(os.environ["GANSTUDIO_HOME"]) / "lake.pth"
        broken.write_bytes(b"no weights at all")
        self.window.plugin.use_model(str(broken))
        wait(until=lambda: self.window.messages.message is not None)

    def empty(self) -> None:
        from ganstudio.app.dialogs.new_document import NewDocument

        self.window.files.make_new(NewDocument(1024, 768, "white", "landscape"))

    def busy(self) -> None:
        import threading

        self._open()
        self._drawn()
        reached, go_on = threading.Event(), threading.Event()

        def work(progress: object) -> None:
            progress.set(0.4, "")
            reached.set()
            go_on.wait(5)

        job = self.window.bridge.run(work, title="Exporting lake.png")
        reached.wait(5)
        wait(300)
        job.cancel()
        self.window.destroyed.connect(go_on.set)

    def variations(self) -> None:
        self.working()
        self._vary()

    def history(self) -> None:
        self.working()
        self.window.docks.reveal("history")

    def split(self) -> None:
        self.working()
        self.window.view.layout_mode = "single"
        self.window.view.before_after = 0.45

    def sketch(self) -> None:
        """The tile's drawing with a line more, and dabs of colour."""
        self._start("sketch_colorization", "colorize")
        self._draw_on_it()

    def sketch_large(self) -> None:
        """The same drawing on 4096 × 4096 pixels."""
        import numpy as np
        from PIL import Image

        from ganstudio.app.sketches import sketch_document
        from ganstudio.document.files import read_image
        from ganstudio.document.image import ImageData

        operation = self.window.studio.registry.operations["sketch_colorization.colorize"]
        drawing = read_image(operation.plugin.folder / operation.plugin.manifest.start[0].template)
        large = Image.fromarray(drawing.rgb()).resize((4096, 4096), Image.Resampling.BICUBIC)
        self.window.files.show(sketch_document(operation, ImageData(np.asarray(large))))
        self.window.session.set_tool("ink")
        self._draw_on_it()

    def sketch_variations(self) -> None:
        self.sketch()
        self._vary()

    def sketch_drop(self) -> None:
        from PySide6.QtCore import QPoint

        self._start("sketch_colorization", "colorize")
        self._drawn()
        drawing = self.window.studio.registry.plugin("sketch_colorization")
        overlay = self.window.drops.overlay
        overlay.show_offers(self.window._offers([drawing.folder / drawing.manifest.start[0].template]))
        overlay.point(QPoint(1100, 300))

    def palette(self) -> None:
        self.working()
        self.window.command_palette.open()
        self.window.command_palette.field.setText("se")

    def walkthrough(self) -> None:
        self.window.help.walk("paint")
        self._drawn()

    def drop(self) -> None:
        from PySide6.QtCore import QPoint

        from ganstudio.app.intake import offers

        self.working()
        picture = ROOT / "plugins/semantic_painting/templates/half-painted.png"
        self.window.drops.overlay.show_offers(offers([picture], has_document=True))
        self.window.drops.overlay.point(QPoint(200, 300))

    def preferences(self) -> object:
        self.working()
        self.window.preferences.open()
        return self._centred(self.window.preferences._dialog)

    def export(self) -> object:
        from ganstudio.app.dialogs.export import ExportDialog

        self.working()
        dialog = ExportDialog((512, 512), has_rendering=True, record="full", parent=self.window)
        dialog.open()
        return self._centred(dialog)

    def new(self) -> object:
        from ganstudio.app.dialogs.new_document import NewDocumentDialog

        self.start()
        dialog = NewDocumentDialog(self.window)
        dialog.open()
        return self._centred(dialog)

    def details(self) -> object:
        from ganstudio.app.widgets.popover import Popover

        self.working()
        self.window.status.open_details()
        wait(100)
        return self.window.status.findChild(Popover)

    def models(self) -> None:
        fill_library()
        models = self._models()
        models.library.choose("zebra")
        models.library.details.render.click()
        wait(until=lambda: models.library.details.keep.isVisible())

    def models_empty(self) -> None:
        models = self._models()
        models.library.filters.choose("user")

    def models_importing(self) -> None:
        """A file that is there already, and a download under way."""
        import threading

        from ganstudio.checkpoints import catalogue, download

        fill_library()
        models = self._models()
        reached, go_on = threading.Event(), threading.Event()

        def work(progress: object) -> None:
            progress.set(0.4, "146 of 364 MB")
            reached.set()
            go_on.wait(5)

        models.arrivals.add([Path(os.environ["GANSTUDIO_HOME"]) / "zebra.pth"])
        wait(until=lambda: bool(models.arriving.rows) and not models.arrivals.running)
        download.download = lambda entry, *, progress: work(progress)
        models.arrivals.fetch(catalogue.entries()[0])
        reached.wait(5)
        wait(300)
        models.destroyed.connect(go_on.set)

    def models_failed(self) -> None:
        fill_library()
        models = self._models()
        broken = Path(os.environ["GANSTUDIO_HOME"]) / "lake.pth"
        broken.write_bytes(b"no weights at all")
        models.import_paths([broken])
        wait(until=lambda: bool(models.arriving.rows) and not models.arrivals.running)

    def models_catalogue(self) -> None:
        models = self._models()
        models.show_page("catalogue")

    def models_licence(self) -> object:
        models = self._models()
        models.show_page("catalogue")
        return self._centred(models.catalogue.act())

    def train(self) -> None:
        """A run that goes on, with one that was stopped and one that was killed."""
        from PIL import Image

        from ganstudio.app.training.runs import runs_dir
        from tests.support.fake_runs import write_run

        picture = ROOT / "plugins/semantic_painting/templates/half-painted.png"
        sheet = Image.open(picture).convert("RGB")
        write_run(runs_dir() / "summer to winter", state="running", alive=False, recipe="cyclegan")
        write_run(runs_dir() / "portraits", state="stopped", alive=False, recipe="stylegan2")
        advice = "The discriminator wins: its losses are near 0.", "Try a lower rate, R1, or DiffAugment."
        folder = write_run(runs_dir() / "facades", warning=advice, sheets=[sheet] * 5)
        self.window.training.ask_before_leaving = lambda leave: False
        self.window.training.open()
        train = self.shown = self.window.training.window
        train.resize(self.shot.width, self.shot.height)
        train.show_run(folder)
        wait(until=lambda: train.run.run is not None)
        train.run.losses.plot.pointed = 1600.0
        wait(500)

    def season(self) -> None:
        self._open("domain_transfer", "transfer")
        self._drawn()
        wait(until=lambda: self.window.plugin.controls is not None)
        wait(500)

    def season_selection(self) -> None:
        """Winter on the right, with a soft edge."""
        from ganstudio.document.tiles import Rect

        self.season()
        document = self.window.session.document
        document.selection.ellipse(Rect(document.width // 3, -60, document.width, document.height + 120))
        self.window.plugin.use_selection()
        self.window.plugin.controls.choose("feather", 60.0)
        self.window.view.layout_mode = "single"
        self._drawn()

    def season_cycle(self) -> None:
        self.season()
        self.window.plugin.use_operation("domain_transfer.cycle")
        wait(until=lambda: self.window.plugin.sheet is not None)
        self.shown = self.window.plugin.sheet

    def season_recipe(self) -> object:
        self.season_selection()
        self.window.recorder.save()
        return self._centred(self.window.recorder.dialog)

    def latent(self) -> object:
        """A face with some sliders moved; the environment variable names another generator."""
        return self._latent({"edits": "Turn=-1.2, Age=0.4"})

    def latent_landscapes(self) -> None:
        self._latent({"model": "landscape-stylegan2", "seed": 25, "noise_strength": 0.5})

    def latent_mixing(self) -> None:
        self._latent({"mix": "0-3=12, 8-=99"})
        self._unfold("mixing")

    def latent_sums(self) -> None:
        self._latent({"base": "1 5 - 7 + 12"})
        self._unfold("arithmetic")

    def latent_points(self) -> None:
        self._latent({})
        self._unfold("points")
        self.window.session.set_tool("points")
        pulls = (((0.4, 0.62), (0.36, 0.58)), ((0.6, 0.62), (0.64, 0.58)), ((0.5, 0.3), (0.5, 0.3)))
        self.window.session.set_points(pulls)

    def latent_film(self) -> None:
        self._latent({})
        film = self._unfold("film")
        for seed, edits in ((1, ""), (7, "Smile=2"), (12, "")):
            film._context.set_params(seed=seed, edits=edits)
            film.add_now()
        self._drawn()
        wait(3000)

    def latent_find(self) -> object:
        self._latent({})
        sliders = self._unfold("sliders")
        sliders.open_find()
        dialog = sliders._dialogs["find"]
        done = lambda: bool(dialog.rows) and not dialog.rows[-1].thumbs[-1].image.isNull()  # noqa: E731
        wait(until=done)
        return self._centred(dialog)

    def latent_learn(self) -> object:
        self._latent({})
        sliders = self._unfold("sliders")
        sliders.open_learn()
        dialog = sliders._dialogs["learn"]
        wait(until=lambda: not dialog.thumbs[-1].image.isNull())
        for index in range(14):
            dialog.tag(index, index % 3 != 0)
        dialog.name.setText("Freckles")
        return self._centred(dialog)

    def latent_from_words(self) -> object:
        self._latent({})
        sliders = self._unfold("sliders")
        sliders.open_words()
        dialog = sliders._dialogs["words"]
        dialog.wanted.setText("a face with glasses")
        dialog.neutral.setText("a face without glasses")
        dialog._set_busy(True)
        dialog.bar.setValue(430)
        dialog._say(
            dialog.tr("The first slider of a model takes a little: CLIP looks at what the model does.")
        )
        return self._centred(dialog)

    def latent_photo(self) -> object:
        from PIL import Image

        self._latent({})
        photo = Path(os.environ["GANSTUDIO_HOME"]) / "photo.png"
        Image.fromarray(self._drawn_layer().image().rgb()).save(photo)
        latent = self._unfold("latent")
        latent.open_photo(photo)
        return self._centred(latent._dialog)

    def latent_compare(self) -> object:
        self._latent({})
        sliders = self._unfold("sliders")
        sliders.open_compare()
        return self._centred(sliders._dialogs["compare"])

    def latent_sheet(self) -> None:
        self._latent({})
        sliders = self._unfold("sliders")
        sliders.open_compare()
        dialog = sliders._dialogs["compare"]
        dialog.draw_sheet()
        wait(until=lambda: sliders._context._result is not None)
        self.shown = sliders._context._result

    def _latent(self, params: dict[str, object]) -> None:
        """The tile of faces with these parameters, and its sections filled."""
        from ganstudio.app import documents

        operation = self.window.studio.registry.operations["latent_editing.sample"]
        model = os.environ.get("GANSTUDIO_SHOWN_GENERATOR")
        of_tile = {} if "model" in params else {"seed": 11, "noise": "none"}
        chosen = {**of_tile, **params, **({"model": model} if model else {})}
        self.window.files.show(documents.alone(operation, chosen))
        self.window.warm_up()
        wait(until=lambda: self.window.plugin.own is not None)
        self._drawn()
        sections = {type(panel).__name__: panel for panel in self.window.plugin.own.panels}
        wait(until=lambda: len(sections["Plane"].map._images) >= 25 or bool(sections["Plane"].map.isHidden()))
        wait(500)

    def _drawn_layer(self) -> object:
        return self.window.session.document.layers[-1]

    def _unfold(self, id: str) -> object:
        """Open one section, fold what stands above it, and come to it."""
        own = self.window.plugin.own
        for name, fold in own.folds.items():
            fold.head.setChecked(name == id)
        wait(300)
        self.window.plugin.ensureWidgetVisible(own.folds[id])
        wait(1500)
        return own.panels[list(own.folds).index(id)]

    def words(self) -> None:
        self._words()

    def _words(self, prompt: str = "", model: str = "landscape-text", **params: object) -> object:
        """A landscape from a sentence; before the starters are there, whatever tiny models draw."""
        from ganstudio.app import documents
        from ganstudio.checkpoints.library import list_models

        if model != "gone" and not any(entry.name == model for entry in list_models()):
            fill_text_models()
        korean = self.shot.language == "ko"
        lake = "새벽 안개에 싸인 잔잔한 호수, 가운데에 눈 덮인 산" if korean else _LAKE
        operation = self.window.studio.registry.operations["text_to_image.generate"]
        values = {"model": model, "prompt": prompt or lake, "seed": 3, **params}
        self.window.files.show(documents.alone(operation, values))
        self.window.warm_up()
        wait(until=lambda: self.window.plugin.own is not None)
        panel = self._words_panel("Prompt")
        wait(until=lambda: panel._knowledge.known is not None or panel._knowledge.problem is not None)
        self._drawn()
        wait(2000)
        return panel

    def words_empty(self) -> None:
        self._words().sentence.box.clear()
        wait(1000)

    def words_unknown(self) -> None:
        self._words("an old person with curly hair and round glasses in a spaceshp")

    def words_vocabulary(self) -> object:
        panel = self._words()
        panel.open_words()
        return self._centred(panel.words)

    def words_ideas(self) -> object:
        panel = self._words()
        panel.open_ideas()
        wait(6000)
        return panel.popover

    def words_history(self) -> object:
        panel = self._words()
        for prompt, seed in (
            ("the open sea at sunset, a sandy beach", 5),
            ("a winter night, three houses", 8),
        ):
            panel._context.set_params(prompt=prompt, seed=seed)
            self._drawn()
            wait(2000)
        panel.open_history()
        wait(300)
        return panel.popover

    def words_variations(self) -> None:
        self._words()
        variations = self._unfold("variations")
        variations.draw_variations()
        wait(until=lambda: len(variations.cells) == 9 and not variations.busy)
        variations.take(7)
        self._drawn()

    def words_blend(self) -> None:
        self._words(to_prompt="a winter night, deep snow", between=0.4, mix="16-64=a pine forest in the fog")
        self._unfold("blend")
        self.window.plugin.own.folds["layers"].head.setChecked(True)
        wait(500)

    def words_no_model(self) -> None:
        import ganstudio.api
        from ganstudio.app import studio

        ganstudio.api.list_models = studio.list_models = list
        self._words(model="gone")

    def _words_panel(self, name: str) -> object:
        return next(panel for panel in self.window.plugin.own.panels if type(panel).__name__ == name)

    def batch_empty(self) -> None:
        self._batch()

    def batch_planned(self) -> None:
        batch = self._batch()
        batch.take_folder(fill_pictures())
        wait(until=lambda: batch.files.files.items)

    def batch_rows(self) -> None:
        batch = self._batch()
        table = Path(tempfile.mkdtemp()) / "valleys.csv"
        rows = "7,smile=2,smiling\n8,age=3,\n9,glasses=2,\n-4,,\n12,hat=3,hats/tall\n"
        table.write_text(f"seed,edits,output\n{rows}", encoding="utf-8")
        batch.use_operation("latent_editing.sample")
        wait(until=lambda: batch.setup.work == "latent_editing.sample")
        batch.setup.take_table(table)
        wait(until=lambda: batch.files.files.items)

    def batch(self, count: int = 9) -> None:
        """At work: stopped at a picture for as long as its photograph takes."""
        batch = self._begun()
        wait(until=lambda: batch.shown.pace.ended >= count)

    def batch_paused(self) -> None:
        self.batch()
        self.shown.runner.pause()
        wait(500)

    def batch_failures(self) -> None:
        batch = self._begun()
        wait(until=lambda: not batch.runner.busy)
        batch.filter.set_value("failed")
        batch.files.want("failed")

    def batch_queue(self) -> None:
        """One at work, two behind it."""
        batch = self._begun()
        self._queue_up(batch, fill_pictures(24, "Alps", 400), {"to": "winter"}, held=True)
        self._queue_up(batch, fill_pictures(12, "small", 800), operation="enlarge.enlarge")
        batch.show_job(batch.runner.queue.current)
        wait(until=lambda: batch.shown.pace.ended >= 9)

    def batch_queue_paused(self) -> None:
        self.batch_queue()
        self.shown.runner.pause()
        wait(500)

    def batch_queue_draft(self) -> None:
        """Three in the queue, and another one that is being set up."""
        self.batch_queue()
        batch = self.shown
        batch.setup.output.fold.head.setChecked(True)
        batch.setup.output.names.setText("{stem}_{factor}x")
        wait(until=lambda: batch.drafting.draft is not None and batch.shown is None)

    def batch_queue_failures(self) -> None:
        """One has ended with two files failed while the next is at work."""
        batch = self._begun(14)
        first = batch.runner.queue.current
        self._queue_up(batch, fill_pictures(12, "small", 800), operation="enlarge.enlarge")
        wait(until=lambda: first.ended)
        batch.show_job(first)
        wait(until=lambda: batch.runner.queue.current.pace.ended >= 2)

    def batch_done(self) -> None:
        batch = self._begun(14)
        wait(until=lambda: not batch.runner.busy)

    def batch_options(self) -> None:
        batch = self._batch()
        options = batch.setup.output
        options.fold.head.setChecked(True)
        options.format.set_value(".jpg")
        options.size_kind.set_value("longest")
        options.colours.set_value("srgb")
        options.names.setText("{to}/{stem}_{index:04}")
        options._turned()
        batch.take_folder(fill_pictures(12))
        wait(until=lambda: batch.drafting.draft is not None)
        area = batch.setup.parentWidget().parentWidget()
        wait(200)
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    def batch_several(self) -> None:
        """Seeds and a season each, of nothing that is read."""
        batch = self._batch()
        batch.use_operation("latent_editing.sample")
        wait(until=lambda: batch.setup.work == "latent_editing.sample")
        batch.setup.several.add("seed", "1-100")
        batch.setup.several.add("truncation", "0.5-0.9:0.2")
        batch.setup.out.take(Path("Pictures/faces"))
        wait(until=lambda: batch.drafting.draft is not None)

    def _queue_up(
        self,
        batch: object,
        folder: Path,
        params: dict[str, object] | None = None,
        operation: str = "domain_transfer.transfer",
        *,
        held: bool = False,
    ) -> None:
        batch.use_operation(operation, params)
        wait(until=lambda: batch.setup.work == operation and batch.setup._params == (params or {}))
        batch.take_folder(folder)
        wait(until=lambda: batch.start.isEnabled())
        batch.begin()
        if held:
            batch.runner.hold(batch.shown)

    def batch_recipe(self) -> None:
        """What was done on the canvas, for a folder of label maps."""
        self._open()
        self._drawn()
        self.window.recorder.run()
        wait(until=lambda: self.window.batch.window is not None and self.window.batch.window.setup.places)
        batch = self._batch()
        batch.take_folder(ROOT / "plugins/semantic_painting/templates")
        wait(until=lambda: batch.files.files.items)

    def presets(self) -> None:
        fill_presets()
        self._presets("late-frost")

    def presets_empty(self) -> None:
        self._presets().filters.choose("own")
        wait(300)

    def presets_missing(self) -> None:
        fill_presets()
        self._presets("alpine-evening")

    def presets_newer(self) -> None:
        fill_presets()
        self._presets("from-tomorrow")

    def presets_recipe(self) -> None:
        fill_presets()
        self._presets("winter-night")

    def preset_panel(self) -> None:
        """Picked, then a value changed."""
        self._open("domain_transfer", "transfer")
        self._drawn()
        self._pick("Deep winter")
        self.window.plugin.controls.set_params({"strength": 0.8})
        self._drawn()

    def preset_menu(self) -> object:
        fill_presets()
        self.preset_panel()
        control = self.window.plugin.presets
        control.menu.popup(control.button.mapToGlobal(control.button.rect().bottomLeft()))
        wait(200)
        return control.menu

    def preset_save(self) -> object:
        fill_presets()
        self.preset_panel()
        self.window.plugin.presets.ask_save()
        dialog = self.window.plugin.presets.dialog
        dialog.name.setText("Late frost")
        dialog.summary.setText("White edges, but the grass stays green.")
        return self._centred(dialog)

    def _pick(self, name: str) -> None:
        presets = self.window.studio.core.presets
        self.window.plugin.pick_preset(presets.find(name))
        wait(until=lambda: self.window.plugin.picked_preset() is not None)
        self._drawn()

    def _presets(self, chosen: str = "") -> object:
        self.window.presets.open()
        presets = self.shown = self.window.presets.window
        presets.resize(self.shot.width, self.shot.height)
        wait(until=lambda: bool(presets.items))
        drawn = lambda: all(item.key in presets.pictures for item in presets.items)  # noqa: E731
        wait(until=drawn)
        key = next((item.key for item in presets.items if item.path.stem == chosen), "")
        presets.choose(key)
        wait(300)
        return presets

    def _begun(self, count: int = 40) -> object:
        batch = self._batch()
        batch.take_folder(fill_pictures(count))
        wait(until=lambda: batch.start.isEnabled())
        batch.begin()
        self.window.batch.ask_before_leaving = lambda leave: False
        return batch

    def _batch(self) -> object:
        self.window.batch.open()
        # Folders are told by short names, which are the same in each picture.
        os.chdir(os.environ["GANSTUDIO_HOME"])
        batch = self.shown = self.window.batch.window
        batch.resize(self.shot.width, self.shot.height)
        wait(until=lambda: bool(batch.setup.places))
        return batch

    def _models(self) -> object:
        self.window.models.open()
        models = self.window.models.window
        models.resize(self.shot.width, self.shot.height)
        wait(until=lambda: bool(models.library.shelf.entries) and bool(models._uses))
        wait(500)
        self.shown = models
        return models

    def _open(self, plugin: str = "semantic_painting", operation: str = "render") -> None:
        registry = self.window.studio.registry
        tile = registry.plugin(plugin).manifest.start[0]
        self.window.files.start(tile, registry.operations[f"{plugin}.{operation}"])
        self.window.warm_up()
        wait(100)

    def _start(self, plugin: str, operation: str) -> None:
        registry = self.window.studio.registry
        tile = next(item for item in registry.plugin(plugin).manifest.start if item.operation == operation)
        self.window.files.start(tile, registry.operations[f"{plugin}.{operation}"])
        self.window.warm_up()
        wait(until=lambda: self.window.plugin.controls is not None)

    def _vary(self) -> None:
        self.window.docks.toggle("filmstrip")
        self.window.plugin.variations()
        wait(500)
        wait(until=lambda: not self.window.studio.jobs.jobs)

    def _draw_on_it(self) -> None:
        """A sun in ink, then two dabs, in parts of the canvas."""
        from math import cos, pi, sin

        from PySide6.QtGui import QColor

        from ganstudio.document.painting import BrushSettings, Stroke
        from ganstudio.document.pen import PenStroke, Touch

        session, document = self.window.session, self.window.session.document
        side = document.width
        pen = PenStroke(
            document, session.paint_layer.id, BrushSettings(size=side / 128, hardness=1), (0, 0, 0, 255)
        )
        turns = [2 * pi * i / 24 for i in range(25)]
        sun = [Touch((0.8 + 0.05 * cos(t)) * side, (0.14 + 0.05 * sin(t)) * side, 0.8) for t in turns]
        pen.begin(sun[0])
        for touch in sun[1:]:
            pen.to(touch)
        pen.end()
        for x, y, name in ((0.8, 0.14, "#f2b544"), (0.35, 0.12, "#d9805a"), (0.25, 0.85, "#4f8a3c")):
            self.window.plugin.controls.hints.use(QColor(name))
            session.set_brush(size=side / 16)
            dab = Stroke(
                document, session.paint_layer.id, session.brush, session.paint_value(session.paint_layer)
            )
            session.set_stroking(True)
            dab.begin(x * side, y * side)
            dab.to((x + 0.03) * side, (y + 0.01) * side)
            dab.end()
            session.set_stroking(False)
        self._drawn()

    def _paint(self, name: str, points: tuple[tuple[int, int], ...], size: float) -> None:
        from ganstudio.document.painting import BrushSettings, Stroke

        session = self.window.session
        index = session.palette.index(name)
        session.set_label_class(index)
        stroke = Stroke(session.document, session.paint_layer.id, BrushSettings(size=size), index)
        stroke.begin(*points[0])
        for point in points[1:]:
            stroke.to(*point)
        stroke.end()

    def _drawn(self) -> None:
        """Wait for the rendering."""
        wait(100)
        done = lambda: self.window.studio.compute_if_known is not None and not self.window.live.busy  # noqa: E731
        wait(until=done)
        wait(200)

    def _centred(self, dialog: object) -> object:
        wait(100)
        middle = self.shown.geometry().center()
        dialog.move(middle.x() - dialog.width() // 2, middle.y() - dialog.height() // 2)
        return dialog


def wait(milliseconds: int = DEADLINE_MS, until: Callable[[], bool] | None = None) -> None:
    """Let the window live, for so long or until something holds."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

    loop = QEventLoop()
    deadline = QDeadlineTimer(milliseconds)
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if deadline.hasExpired() or (until and until()) else None)
    timer.start(20)
    loop.exec()


def lay_over(picture: object, other: object, at: object) -> None:
    """Paint a window of its own onto the picture, dimming what is behind."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPainter

    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
    painter.fillRect(
        QRect(at, other.deviceIndependentSize().toSize()).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 120)
    )
    painter.drawPixmap(at, other)
    painter.end()


def fill_recent_files() -> None:
    """Some projects to continue with."""
    import numpy as np

    from ganstudio.document.document import Document
    from ganstudio.document.image import ImageData
    from ganstudio.document.project import save_project, thumbnail_png
    from ganstudio.document.recent import RecentFiles
    from ganstudio.worlds.landscape import render

    recent, folder = RecentFiles(), Path(os.environ["GANSTUDIO_HOME"]) / "pictures"
    folder.mkdir()
    scenes = (
        ("Evening lake", 5, "autumn", "sunset"),
        ("First snow", 12, "winter", "day"),
        ("Valley", 21, "summer", "dawn"),
    )
    for title, seed, season, hour in scenes:
        document = Document.from_image(ImageData(np.ascontiguousarray(render(seed, 192, season, hour).image)))
        save_project(document, folder / f"{title}.ora")
        recent.add(folder / f"{title}.ora", thumbnail_png(document))


def fill_pictures(count: int = 40, name: str = "holiday", first: int = 0) -> Path:
    """A folder of drawn landscapes; in the first of them two files are none."""
    from PIL import Image

    from ganstudio.worlds.landscape import render

    folder = Path("Pictures") / name
    folder.mkdir(parents=True)
    for seed in range(first, first + count):
        Image.fromarray(render(seed, 192, "summer", "day").image).save(folder / f"IMG_{seed + 1201}.jpg")
    if first:
        return folder
    (folder / "IMG_1207.jpg").write_bytes((folder / "IMG_1208.jpg").read_bytes()[:2000])
    (folder / "IMG_1212.jpg").write_text("This is no picture.")
    return folder


def fill_presets() -> None:
    """Presets and recipes of the person's own: whole ones, one without its model, and one from the future."""
    from ganstudio.operations.contract import InputSpec
    from ganstudio.operations.preset_library import PresetLibrary, own_folder
    from ganstudio.operations.presets import Preset
    from ganstudio.operations.recipe import ModelNeed, Recipe, Step
    from ganstudio.operations.recipe_library import RecipeLibrary

    transfer, presets = "domain_transfer.transfer", PresetLibrary()
    alps = ModelNeed("alps-evening", "4f2a91c07be3" + 52 * "0", "https://example.org/alps")
    for preset in (
        Preset(
            "Late frost",
            transfer,
            {"to": "winter", "strength": 0.5, "keep_colour": 0.3},
            "White edges, but the grass stays green.",
            "0.1.0",
        ),
        Preset(
            "Alpine evening",
            transfer,
            {"to": "night", "model": alps.name},
            "Warm light on the peaks.",
            "0.1.0",
            (alps,),
        ),
    ):
        presets.keep(preset)
    (own_folder() / transfer / "from-tomorrow.toml").write_text('schema = 9\nname = "From tomorrow"\n')
    steps = (
        Step("winter", transfer, {"to": "winter"}, {"image": "image"}, "0.1.0"),
        Step("night", transfer, {"to": "night", "strength": 0.7}, {"image": "winter"}, "0.1.0"),
    )
    RecipeLibrary().keep(
        Recipe("Winter night", (InputSpec("image", "image"),), steps, summary="Snow first, then the dark.")
    )


def fill_text_models() -> None:
    """Tiny generators that draw from words, named as the starters are."""
    from ganstudio import paths
    from tests.support.text_models import small_text_model

    folder = paths.user_models_dir()
    small_text_model(folder, "landscape-text", levels=5)
    small_text_model(folder, "faces-text", world="faces", levels=5)


def fill_library() -> None:
    """Some tiny models of several families, with start values instead of training."""
    import torch

    from ganstudio.checkpoints.families import STANDARD
    from ganstudio.checkpoints.importing import import_file
    from ganstudio.checkpoints.save import export_official
    from ganstudio.networks.cyclegan import ResnetConfig
    from ganstudio.networks.dcgan import DcganConfig
    from ganstudio.networks.spade import SpadeConfig

    folder = Path(os.environ["GANSTUDIO_HOME"])
    for name, config, tags in (
        ("zebra", ResnetConfig(ngf=8, blocks=2), ("animals",)),
        ("bedrooms", DcganConfig(widths=(8, 16, 32, 64)), ()),
        ("coast", SpadeConfig(semantic_nc=3, ngf=2, hidden=4, norm="instance"), ("places",)),
        ("summer to winter in Yosemite", ResnetConfig(ngf=4, blocks=1), ("places",)),
    ):
        torch.manual_seed(1)
        file = folder / f"{name}.pth"
        export_official(STANDARD.of_config(config).build(config).eval(), config, file)
        (folder / "opt.txt").unlink(missing_ok=True)
        import_file(file, tags=tags)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
