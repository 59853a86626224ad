"""Makes the pictures that the program ships, with the program: run after a starter model has changed.

python tests/support/shipped_pictures.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from ganstudio import Studio
from ganstudio.api import ImageData, LabelData
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.load import load
from ganstudio.checkpoints.thumbnail import write_thumbnail
from ganstudio.datasets.sketches import outlines
from ganstudio.document.files import read_label_map
from ganstudio.settings import Settings
from ganstudio.worlds.landscape import HOURS, SEASONS, render, render_styles

SUPPORT = Path(__file__).resolve().parent
ROOT = SUPPORT.parents[1]
PLUGIN = ROOT / "plugins" / "semantic_painting"
CHANGING = ROOT / "plugins" / "domain_transfer"
COLOURING = ROOT / "plugins" / "sketch_colorization"
THUMBNAIL, TILE, LOOK, WORLD_SEED = 96, (512, 308), (144, 108), 25
# Of no scene that the starters were trained on; the places (x, y) lie in sky, cloud, rock, grass and water.
DRAWN_SEED = 1_000_003
CHANGED_SEED = 1_000_109
DREAMING = ROOT / "plugins" / "latent_editing"
DREAMT: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "faces": ({"model": "faces-stylegan2", "noise": "none"}, (5, 3)),
    "landscapes": ({"model": "landscape-stylegan2", "noise_strength": 0.5}, (4, 3)),
}
WRITING = ROOT / "plugins" / "text_to_image"
WRITERS = {"landscape": "landscape-text", "faces": "faces-text"}
WRITTEN_SEED = 3
LAKE = ROOT / "resources" / "examples" / "frozen-lake"
LAKE_SIDE = 256
RESAMPLING = Image.Resampling.LANCZOS
DABS = ((60, 125), (330, 185), (70, 235), (300, 250), (185, 345), (430, 440), (60, 470), (110, 390))


def main() -> None:
    studio = Studio(Settings(device="cpu", precision="fp32"))
    labels = read_label_map(PLUGIN / "templates" / "half-painted.png", "landscape")

    def paint(style: str) -> Image.Image:
        return Image.fromarray(
            studio.run("semantic_painting.render", label_map=labels, style=style).data.rgb()
        )

    for season in SEASONS:
        for hour in HOURS:
            picture = paint(f"{season}-{hour}").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
            picture.save(PLUGIN / "styles" / f"{season}-{hour}.webp", quality=80, method=6)
    start_tile(labels, paint("summer-day")).save(PLUGIN / "start.webp", quality=85, method=6)
    colour_sketch(studio)
    change_season(studio)
    dream_up(studio)
    write_pictures(studio)
    frozen_lake(studio)
    batch_window()
    world_sheet().save(ROOT / "resources" / "help" / "world.png", optimize=True)
    for weights in (ROOT / "resources" / "models").glob("*/model.safetensors"):
        model = load(weights)
        family = STANDARD.named(model.family, model.role)
        write_thumbnail(family, model.config, model.module, weights.with_name("thumbnail.webp"))


def start_tile(labels: LabelData, picture: Image.Image) -> Image.Image:
    """The label map on the left turns into its picture on the right."""
    return halves(Image.fromarray(labels.colourised()), picture)


def colour_sketch(studio: Studio, model: str = "landscape-sketch") -> None:
    """The drawing that the start tile of sketch colouring opens, its dabs of colour, and the tile."""
    scene = render(DRAWN_SEED, 512)
    drawing = Image.fromarray(outlines(scene.labels, 3.5))
    hints = Image.new("RGBA", drawing.size)
    for x, y in DABS:
        red, green, blue = (int(v) for v in scene.image[y - 8 : y + 8, x - 8 : x + 8].mean((0, 1)))
        ImageDraw.Draw(hints).ellipse((x - 13, y - 13, x + 13, y + 13), (red, green, blue, 255))
    (COLOURING / "templates").mkdir(exist_ok=True)
    drawing.convert("L").save(COLOURING / "templates" / "drawing.png", optimize=True)
    hints.save(COLOURING / "templates" / "hints.png", optimize=True)
    result = studio.run(
        "sketch_colorization.colorize",
        sketch=COLOURING / "templates" / "drawing.png",
        hints=COLOURING / "templates" / "hints.png",
        model=model,
    )
    given = drawing.convert("RGBA")
    given.alpha_composite(hints)
    tile = halves(given.convert("RGB"), Image.fromarray(result.data.rgb()))
    tile.save(COLOURING / "start.webp", quality=85, method=6)


def change_season(studio: Studio) -> None:
    """The picture that the start tile of changing seasons opens, the tile, and the looks to choose from."""
    (CHANGING / "templates").mkdir(exist_ok=True)
    template = CHANGING / "templates" / "summer.webp"
    Image.fromarray(render(CHANGED_SEED, 512).image).save(template, quality=92, method=6)
    winter = studio.run("domain_transfer.transfer", image=template, to="winter").data
    tile = halves(Image.open(template).convert("RGB"), Image.fromarray(winter.rgb()))
    tile.save(CHANGING / "start.webp", quality=85, method=6)
    styles = {season: (season, "day") for season in SEASONS} | {hour: ("summer", hour) for hour in HOURS}
    for name, (season, hour) in styles.items():
        look = Image.fromarray(render(CHANGED_SEED, 256, season, hour).image)
        look = look.resize(LOOK, Image.Resampling.LANCZOS, (0, 32, 256, 224))
        look.save(CHANGING / "looks" / f"{name}.webp", quality=80, method=6)


def dream_up(studio: Studio) -> None:
    """The start tiles of latent editing: a wall of pictures of the first seeds."""
    for name, (values, (across, down)) in DREAMT.items():
        pictures = [studio.run("latent_editing.sample", seed=i, **values).data for i in range(across * down)]
        wall(pictures, across, down).save(DREAMING / f"start-{name}.webp", quality=88, method=6)


def write_pictures(studio: Studio) -> None:
    """The start tiles of text to picture: what its first sentences give, a wall for each world."""
    sentences = studio.registry.resolve("text_to_image", "panels.ideas:ENGLISH")
    for world, texts in sentences.items():
        values = {"model": WRITERS[world], "seed": WRITTEN_SEED, "noise_strength": 0.5, "enlarge": "2x"}
        run = partial(studio.run, "text_to_image.generate", **values)
        pictures = [run(prompt=text).data for text in texts]
        wall(pictures, 4, 3).save(WRITING / f"start-{world}.webp", quality=88, method=6)


def frozen_lake(studio: Studio) -> None:
    """Above the outlines of mountains, below what the recipe beside them makes of each."""
    columns = []
    for outline in sorted((LAKE / "where").glob("*.png")):
        lake = studio.run_recipe(LAKE / "recipe.toml", where=outline).data
        parts = [Image.open(outline).convert("RGB"), Image.fromarray(lake.rgb())]
        side = (LAKE_SIDE, LAKE_SIDE)
        columns.append(np.concatenate([np.asarray(each.resize(side, RESAMPLING)) for each in parts]))
    sheet = Image.fromarray(np.concatenate(columns, axis=1))
    sheet.save(ROOT / "resources" / "help" / "frozen-lake.webp", quality=88, method=6)


def batch_window() -> None:
    """The batch window at work, for the help."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(SUPPORT / "screenshots.py"), folder, "batch-help"]
        subprocess.run(command, check=True)
        window = Image.open(Path(folder) / "batch-help.png").convert("RGB")
        window.save(ROOT / "resources" / "help" / "batch.webp", quality=86, method=6)


def wall(pictures: Sequence[ImageData], across: int, down: int) -> Image.Image:
    """Pictures side by side, each cut to the shape of its place, as large as a tile."""
    width, height = -(-TILE[0] // across), -(-TILE[1] // down)
    made = Image.new("RGB", TILE)
    for i, picture in enumerate(pictures[: across * down]):
        short = picture.width * height / width
        box = (0, (picture.height - short) / 2, picture.width, (picture.height + short) / 2)
        cell = Image.fromarray(picture.rgb()).resize((width, height), Image.Resampling.LANCZOS, box)
        made.paste(cell, (i % across * width, i // across * height))
    return made


def halves(given: Image.Image, picture: Image.Image) -> Image.Image:
    """What was given on the left, what was made of it on the right, along a slanted border."""
    width, height = TILE
    top = (picture.height - picture.width * height // width) // 2
    box = (0, top, picture.width, top + picture.width * height // width)
    right = np.asarray(picture.resize(TILE, Image.Resampling.LANCZOS, box))
    left = np.asarray(given.resize(TILE, Image.Resampling.NEAREST, box))
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    border = x - width * 0.42 + (y - height / 2) * 0.25
    mixed = np.where((border < 0)[..., None], left, right)
    mixed[np.abs(border) < 1.5] = 255
    return Image.fromarray(mixed)


def world_sheet() -> Image.Image:
    """One scene in four styles, and its label map."""
    styles = [("spring", "dawn"), ("summer", "day"), ("autumn", "sunset"), ("winter", "night")]
    scenes = render_styles(WORLD_SEED, 256, styles)
    labels = LabelData(scenes[0].labels, "landscape").colourised()
    return Image.fromarray(np.concatenate([*(scene.image for scene in scenes), labels], axis=1))


if __name__ == "__main__":
    main()
