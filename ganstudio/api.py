"""The one facade: what plugins see, and notebooks with `import ganstudio.api as gs`. What is not here is not
promised to stay.

Importing it imports no torch; names that need it are fetched when they are first used. `run`, `batch`,
`open`, `save`, `inspect`, `replay`, `train`, `models`, `operations`, `presets`, `preset`, `keep_preset`,
`grid` and `studio` are for notebooks, described in `ganstudio.host.scripting`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ganstudio.checkpoints.library import ModelEntry, list_models
from ganstudio.datasets.sketches import SketchStyle
from ganstudio.datasets.sketches import sketch as line_drawing
from ganstudio.document import lettering
from ganstudio.document.frames import FrameData
from ganstudio.document.image import ImageData, LabelData, MaskData
from ganstudio.document.palettes import NO_CLASS, LabelClass, Palette, load_palette, palette_ids
from ganstudio.document.remap import remap
from ganstudio.editing.families import LATENT_FAMILIES, TEXT_FAMILIES
from ganstudio.editing.timeline import Keyframe, Timeline
from ganstudio.editing.timeline import keyframes as timed_keyframes
from ganstudio.engine.device import Compute
from ganstudio.engine.tiling import run_tiled
from ganstudio.errors import (
    CancelledError,
    CheckpointError,
    GanStudioError,
    InputError,
    OutOfMemoryError,
    PluginError,
    SaveError,
)
from ganstudio.events import CancelToken, Progress
from ganstudio.operations.contract import Context, OperationParams
from ganstudio.operations.sweep import whole_numbers
from ganstudio.params import (
    Accepts,
    Advanced,
    Gallery,
    Group,
    Help,
    Label,
    ModelRef,
    Range,
    Seed,
    Suggestions,
    accepts,
    build,
    formerly,
)

if TYPE_CHECKING:
    from ganstudio.checkpoints.load import LoadedModel
    from ganstudio.clip.conditioning import Reader as TextReader
    from ganstudio.clip.conditioning import reader_for as text_reader
    from ganstudio.clip.conditioning import reader_of as text_judge
    from ganstudio.clip.prompts import PromptCheck, PromptWord
    from ganstudio.clip.prompts import checked as checked_prompt
    from ganstudio.clip.vocabulary import Vocabulary, WordGroup, vocabulary_of, vocabulary_of_model
    from ganstudio.editing.alignment import FACES_EYES, FFHQ_EYES, alignment, cut_out, put_back
    from ganstudio.editing.describing import direction_of_texts
    from ganstudio.editing.describing import optimised as describe_optimised
    from ganstudio.editing.directions import (
        Direction,
        DirectionFile,
        directions_of,
        edited,
        is_in_z,
        read_directions,
        write_directions,
    )
    from ganstudio.editing.directions import keep as keep_direction
    from ganstudio.editing.directions import own_file as own_direction_file
    from ganstudio.editing.dragging import Dragged, handles_of, handles_text
    from ganstudio.editing.dragging import drag as drag_points
    from ganstudio.editing.finding import find_directions, independent
    from ganstudio.editing.generator import LATENT_TEXT, LatentGenerator
    from ganstudio.editing.inside import activations
    from ganstudio.editing.latent_text import (
        Edit,
        Mixed,
        Term,
        bends_of,
        edits_of,
        edits_text,
        is_latent,
        latent_of,
        latent_text,
        mix_of,
        mix_text,
        rows_slice,
        terms_of,
        terms_text,
    )
    from ganstudio.editing.linear_svm import linear_svm
    from ganstudio.editing.projection import encoder_beside, project
    from ganstudio.editing.text_generator import Said, TextGenerator
    from ganstudio.host.scripting import (
        Replayed,
        batch,
        grid,
        inspect,
        keep_preset,
        models,
        open,
        operations,
        preset,
        presets,
        replay,
        run,
        save,
        studio,
        train,
    )
    from ganstudio.networks.pix2pix import authors_test_mode
    from ganstudio.networks.slerp import slerp_of_any_length
    from ganstudio.networks.spade import prepare_semantics
    from ganstudio.networks.staged import StageCache
    from ganstudio.networks.stylegan3 import input_transform
    from ganstudio.training.colour_hints import HINT_CHANNELS
    from ganstudio.training.feature_nets import own_perceptual_loss

API_VERSION = "0.1"
"""Plugins name the version they were written for: the first number must agree, the second may be lower."""

__all__ = [
    "API_VERSION",
    "FACES_EYES",
    "FFHQ_EYES",
    "HINT_CHANNELS",
    "LATENT_FAMILIES",
    "LATENT_TEXT",
    "NO_CLASS",
    "TEXT_FAMILIES",
    "Accepts",
    "Advanced",
    "CancelToken",
    "CancelledError",
    "CheckpointError",
    "Compute",
    "Context",
    "Direction",
    "DirectionFile",
    "Dragged",
    "Edit",
    "FrameData",
    "Gallery",
    "GanStudioError",
    "Group",
    "Help",
    "ImageData",
    "InputError",
    "Keyframe",
    "Label",
    "LabelClass",
    "LabelData",
    "LatentGenerator",
    "LoadedModel",
    "MaskData",
    "Mixed",
    "ModelEntry",
    "ModelRef",
    "OperationParams",
    "OutOfMemoryError",
    "Palette",
    "PluginError",
    "Progress",
    "PromptCheck",
    "PromptWord",
    "Range",
    "Replayed",
    "Said",
    "SaveError",
    "Seed",
    "SketchStyle",
    "StageCache",
    "Suggestions",
    "Term",
    "TextGenerator",
    "TextReader",
    "Timeline",
    "Vocabulary",
    "WordGroup",
    "accepts",
    "activations",
    "alignment",
    "authors_test_mode",
    "batch",
    "bends_of",
    "build",
    "checked_prompt",
    "cut_out",
    "describe_optimised",
    "direction_of_texts",
    "directions_of",
    "drag_points",
    "edited",
    "edits_of",
    "edits_text",
    "encoder_beside",
    "enlarged",
    "find_directions",
    "formerly",
    "grid",
    "handles_of",
    "handles_text",
    "independent",
    "input_transform",
    "inspect",
    "is_in_z",
    "is_latent",
    "keep_direction",
    "keep_preset",
    "known_words",
    "latent_of",
    "latent_text",
    "lettering",
    "line_drawing",
    "linear_svm",
    "list_models",
    "load_model",
    "load_palette",
    "mix_of",
    "mix_text",
    "model_card",
    "models",
    "open",
    "operations",
    "own_direction_file",
    "own_perceptual_loss",
    "palette_ids",
    "prepare_semantics",
    "preset",
    "presets",
    "project",
    "prompt_check",
    "put_back",
    "read_directions",
    "remap",
    "replay",
    "rows_slice",
    "run",
    "run_tiled",
    "save",
    "slerp_of_any_length",
    "studio",
    "terms_of",
    "terms_text",
    "text_judge",
    "text_reader",
    "timed_keyframes",
    "train",
    "vocabulary_of",
    "vocabulary_of_model",
    "whole_numbers",
    "write_directions",
]

_NEED_TORCH = {
    "describe_optimised": "ganstudio.editing.describing",
    "direction_of_texts": "ganstudio.editing.describing",
    "TextReader": "ganstudio.clip.conditioning",
    "text_reader": "ganstudio.clip.conditioning",
    "text_judge": "ganstudio.clip.conditioning",
    "PromptCheck": "ganstudio.clip.prompts",
    "PromptWord": "ganstudio.clip.prompts",
    "checked_prompt": "ganstudio.clip.prompts",
    "Vocabulary": "ganstudio.clip.vocabulary",
    "WordGroup": "ganstudio.clip.vocabulary",
    "vocabulary_of": "ganstudio.clip.vocabulary",
    "vocabulary_of_model": "ganstudio.clip.vocabulary",
    "Said": "ganstudio.editing.text_generator",
    "TextGenerator": "ganstudio.editing.text_generator",
    "find_directions": "ganstudio.editing.finding",
    "independent": "ganstudio.editing.finding",
    "DirectionFile": "ganstudio.editing.directions",
    "linear_svm": "ganstudio.editing.linear_svm",
    "own_direction_file": "ganstudio.editing.directions",
    "write_directions": "ganstudio.editing.directions",
    "FACES_EYES": "ganstudio.editing.alignment",
    "FFHQ_EYES": "ganstudio.editing.alignment",
    "alignment": "ganstudio.editing.alignment",
    "cut_out": "ganstudio.editing.alignment",
    "put_back": "ganstudio.editing.alignment",
    "encoder_beside": "ganstudio.editing.projection",
    "project": "ganstudio.editing.projection",
    "own_perceptual_loss": "ganstudio.training.feature_nets",
    "activations": "ganstudio.editing.inside",
    "Dragged": "ganstudio.editing.dragging",
    "drag_points": "ganstudio.editing.dragging",
    "handles_of": "ganstudio.editing.dragging",
    "handles_text": "ganstudio.editing.dragging",
    "LATENT_TEXT": "ganstudio.editing.generator",
    "LatentGenerator": "ganstudio.editing.generator",
    "StageCache": "ganstudio.networks.staged",
    "Direction": "ganstudio.editing.directions",
    "directions_of": "ganstudio.editing.directions",
    "edited": "ganstudio.editing.directions",
    "is_in_z": "ganstudio.editing.directions",
    "read_directions": "ganstudio.editing.directions",
    "keep_direction": "ganstudio.editing.directions",
    "Edit": "ganstudio.editing.latent_text",
    "bends_of": "ganstudio.editing.latent_text",
    "edits_of": "ganstudio.editing.latent_text",
    "edits_text": "ganstudio.editing.latent_text",
    "is_latent": "ganstudio.editing.latent_text",
    "latent_of": "ganstudio.editing.latent_text",
    "latent_text": "ganstudio.editing.latent_text",
    "mix_of": "ganstudio.editing.latent_text",
    "mix_text": "ganstudio.editing.latent_text",
    "Mixed": "ganstudio.editing.latent_text",
    "rows_slice": "ganstudio.editing.latent_text",
    "terms_of": "ganstudio.editing.latent_text",
    "terms_text": "ganstudio.editing.latent_text",
    "Term": "ganstudio.editing.latent_text",
    "input_transform": "ganstudio.networks.stylegan3",
    "HINT_CHANNELS": "ganstudio.training.colour_hints",
    "LoadedModel": "ganstudio.checkpoints.load",
    "authors_test_mode": "ganstudio.networks.pix2pix",
    "slerp_of_any_length": "ganstudio.networks.slerp",
    "prepare_semantics": "ganstudio.networks.spade",
}

_NAMES_THERE = {
    "describe_optimised": "optimised",
    "drag_points": "drag",
    "keep_direction": "keep",
    "own_direction_file": "own_file",
    "TextReader": "Reader",
    "text_reader": "reader_for",
    "text_judge": "reader_of",
    "checked_prompt": "checked",
}


_FOR_SCRIPTS = (
    *("Replayed", "batch", "grid", "inspect", "keep_preset", "models", "open", "operations", "preset"),
    *("presets", "replay", "run", "save", "studio", "train"),
)


def __getattr__(name: str) -> Any:
    # It lies above this room, which only hands it out.
    if name in _FOR_SCRIPTS:
        return getattr(import_module("ganstudio.host.scripting"), name)
    if name not in _NEED_TORCH:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_NEED_TORCH[name]), _NAMES_THERE.get(name, name))


def model_card(ref: str) -> dict[str, Any]:
    """The card of a model, by its name or path, read without its weights; empty if it has none.

    InputError when there is no such model, CheckpointError when its card is damaged.
    """
    from ganstudio.checkpoints.card import card_in_header, read_card
    from ganstudio.checkpoints.library import find

    path = find(ref)
    return read_card(path) or card_in_header(path)


def load_model(ref: str) -> LoadedModel:
    """A model by its name in the library or the path of its weight file, on the CPU.

    Operations use `ctx.model` instead, which keeps it in memory and puts it on the right device.
    """
    from ganstudio.checkpoints.library import find
    from ganstudio.checkpoints.load import load

    return load(find(ref))


def enlarged(
    image: ImageData,
    ctx: Context,
    *,
    model: str = "worlds-upsampler",
    factor: int = 2,
    strength: float = 1.0,
    mirrored: bool = True,
) -> ImageData:
    """A picture `factor` (2 or 4) times as large, with its depth, alpha, profile and texts; in tiles.

    model: of the family `gigagan_upsampler`; one that doubles goes over the picture twice for 4.
    strength: in [0, 1], how much of what it draws is taken, the rest being bicubic; 0 needs no model.
    mirrored: take the mean of what it draws of the picture and of its mirror images, which leaves no grid.
    InputError where the model cannot make this factor, CheckpointError where there is no such model.
    """
    from ganstudio.editing.enlarging import enlarge

    network = ctx.model(model, "gigagan_upsampler").module if strength > 0 else None
    return enlarge(
        image,
        network,
        factor,
        strength=strength,
        mirrored=mirrored,
        compute=ctx.compute,
        tile=ctx.tile,
        progress=ctx.progress,
        forward=ctx.forward,
    )


def prompt_check(model: str, prompt: str, clip: str = "") -> PromptCheck:
    """Which words of a prompt a generator of pictures from sentences knows, with their places in the text.

    Found on cards, so fast enough for every keystroke. `clip` is another text model than the generator was
    trained with. InputError where there is no such model.
    """
    from ganstudio.clip.prompts import check
    from ganstudio.clip.vocabulary import vocabulary_of_model

    return check(prompt, vocabulary_of_model(model, clip))


def known_words(model: str, clip: str = "") -> tuple[WordGroup, ...]:
    """The words that a generator of pictures from sentences knows, grouped by meaning; () if nobody knows.

    InputError where there is no such model.
    """
    from ganstudio.clip.vocabulary import vocabulary_of_model

    found = vocabulary_of_model(model, clip)
    return () if found is None else found.groups()
