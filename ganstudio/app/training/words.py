"""Kinds of data, states of runs, presets and figures, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from ganstudio.app.i18n import translate
from ganstudio.app.status_bar import time_left
from ganstudio.training.launch import RecipeEntry

ICONS = {
    "images": "image",
    "labelled_images": "layers",
    "paired": "split",
    "unpaired": "swap",
    "label_maps": "label-map",
    "captions": "pencil",
    "domains": "boxes",
    "attributes": "check",
    "boxes": "rectangle",
    "masks": "mask",
    "audio": "play",
}

# As their papers call them, in every language.
_FIGURES = {
    "fid": "FID",
    "fid_style": "FID-style",
    "kid": "KID",
    "kid_style": "KID-style",
    "l1": "L1",
    "psnr": "PSNR",
    "ssim": "SSIM",
    "miou": "mIoU",
    "clip_score": "CLIP score",
    "r1": "R1",
    "r2": "R2",
    "kld": "KL",
}


def figure_title(name: str) -> str:
    """A column of a run's log, for people."""
    return _FIGURES.get(name, name.replace("_", " "))


def kind_title(kind: str) -> str:
    words = {
        "images": translate("Training", "Pictures"),
        "labelled_images": translate("Training", "Pictures with classes"),
        "paired": translate("Training", "Pairs of pictures"),
        "unpaired": translate("Training", "Two sets of pictures"),
        "label_maps": translate("Training", "Pictures with label maps"),
        "captions": translate("Training", "Pictures with captions"),
        "domains": translate("Training", "Several domains"),
        "attributes": translate("Training", "Pictures with attributes"),
        "boxes": translate("Training", "Pictures with boxes"),
        "masks": translate("Training", "Pictures with masks"),
        "audio": translate("Training", "Pictures with sound"),
    }
    return words.get(kind, kind)


def recipe_title(entry: RecipeEntry) -> tuple[str, str]:
    """The paper's name, and what such a model does."""
    does = {
        "spade": translate("Training", "Paints a picture from a label map"),
        "segmenter": translate("Training", "Finds the label map of a picture"),
        "classifier": translate("Training", "Names what a picture shows, one of your classes"),
        "pix2pix": translate("Training", "Turns one picture into its partner"),
        "cyclegan": translate("Training", "Turns pictures of one set into the other’s, and back"),
        "stylegan2": translate("Training", "Makes new pictures like yours"),
        "latent_encoder": translate("Training", "Finds the styles with which a generator draws a picture"),
        "clip": translate("Training", "Tells which sentences and pictures belong together"),
        "dcgan": translate("Training", "Makes new small pictures like yours, fast"),
        "gan_cls": translate("Training", "Makes pictures from sentences, in the manner of 2016"),
        "gigagan": translate("Training", "Makes pictures from sentences, guided by CLIP"),
        "stylegan2_text": translate("Training", "Makes pictures from sentences, by a StyleGAN2 and CLIP"),
        "upsampler": translate("Training", "Makes pictures larger, with the detail that they lack"),
    }
    name, _, rest = entry.title.partition(":")
    return name.strip(), does.get(entry.name, rest.strip())


def refusal(entry: RecipeEntry) -> str:
    """Why a recipe cannot use the chosen data."""
    wanted = translate("Training", " or ").join(kind_title(kind).lower() for kind in entry.accepts)
    return translate("Training", "Needs {0}").replace("{0}", wanted)


def preset_title(preset: str) -> str:
    words = {
        "tiny": translate("Training", "Tiny"),
        "small": translate("Training", "Small"),
        "paper": translate("Training", "Paper"),
    }
    return words.get(preset, preset)


def preset_meaning(preset: str) -> str:
    words = {
        "tiny": translate("Training", "Minutes on a CPU. Shows that your data works; pictures stay rough."),
        "small": translate("Training", "A night on a CPU, or any GPU. Good for a style of your own."),
        "paper": translate("Training", "As the authors trained: days on a large GPU. Not for a CPU."),
    }
    return words.get(preset, "")


def state_title(state: str) -> str:
    words = {
        "starting": translate("Training", "Getting ready"),
        "running": translate("Training", "Training"),
        "paused": translate("Training", "Paused"),
        "waiting": translate("Training", "Waiting for room on the disk"),
        "finished": translate("Training", "Finished"),
        "stopped": translate("Training", "Stopped"),
        "failed": translate("Training", "Failed"),
        "interrupted": translate("Training", "Interrupted"),
    }
    return words.get(state, state)


def state_colour(state: str) -> str:
    """A token of the theme."""
    colours = {
        "starting": "warning",
        "running": "success",
        "paused": "warning",
        "waiting": "danger",
        "failed": "danger",
        "interrupted": "danger",
    }
    return colours.get(state, "text_muted")


def duration(seconds: float) -> str:
    """Time that has passed."""
    if seconds < 90:
        return translate("Training", "{0} s").replace("{0}", str(round(seconds)))
    if seconds < 5400:
        return translate("Training", "{0} min").replace("{0}", str(round(seconds / 60)))
    return translate("Training", "{0} h").replace("{0}", f"{seconds / 3600:.1f}")


def left(seconds: float | None) -> str:
    """Time that is left, hours where minutes would be many."""
    if seconds is None:
        return translate("Training", "no limit")
    if seconds < 5400:
        return time_left(seconds)
    return translate("Training", "{0} h left").replace("{0}", f"{seconds / 3600:.1f}")


def pace(images_per_second: float) -> str:
    if not images_per_second:
        return "–"
    digits = 0 if images_per_second >= 20 else 1 if images_per_second >= 1 else 2
    return f"{images_per_second:.{digits}f}"


def gigabytes(memory: dict[str, int]) -> str:
    used, total = memory.get("used", 0), memory.get("total", 0)
    if not used:
        return "–"
    return f"{used / 1e9:.1f} / {total / 1e9:.0f} GB" if total else f"{used / 1e9:.1f} GB"


def size_list(sizes: Sequence[tuple[tuple[int, int], int]], total: int) -> str:
    """The commonest sizes, and how many others there are."""
    shown = [f"{width} × {height}" for (width, height), _ in sizes[:2]]
    if total > len(shown):
        shown.append(translate("Training", "{0} more").replace("{0}", str(total - len(shown))))
    return ", ".join(shown) or "–"
