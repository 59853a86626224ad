"""Recipes by name, and starting a run from plain parameters: what command line and trainer panel share."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.errors import InputError
from ganstudio.events import Progress
from ganstudio.params import Parameters

if TYPE_CHECKING:
    from ganstudio.training.options import RunOptions
    from ganstudio.training.processes import Processes
    from ganstudio.training.run_folder import RunFile
    from ganstudio.training.trainer import Listener, Trainer


_FINDINGS = 5
"""Things that are wrong with the data, told one by one when a run begins."""


@dataclass(frozen=True)
class RecipeEntry:
    """Where a recipe and its parameters are defined, imported only when used; what data it accepts."""

    name: str
    title: str
    module: str
    recipe: str
    params: str
    accepts: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    """Values of parameters that the name stands for, which nobody may give otherwise."""

    def params_class(self) -> type[Parameters]:
        cls: type[Parameters] = getattr(import_module(self.module), self.params)
        return cls

    def recipe_class(self) -> Callable[..., Any]:
        made: Callable[..., Any] = getattr(import_module(self.module), self.recipe)
        return made

    def check(self, kind: str) -> None:
        """InputError if data of this kind is nothing for this recipe."""
        if kind not in self.accepts:
            wanted = " or ".join(name.replace("_", " ") for name in self.accepts)
            raise InputError(f"{self.title} trains on {wanted}, not on {kind.replace('_', ' ')}.")


RECIPES = {
    entry.name: entry
    for entry in (
        RecipeEntry(
            "spade",
            "SPADE: label map to picture",
            "ganstudio.training.recipes.spade",
            "SpadeRecipe",
            "SpadeParams",
            ("label_maps",),
        ),
        RecipeEntry(
            "segmenter",
            "U-Net: picture to label map",
            "ganstudio.training.recipes.segmenter",
            "SegmenterRecipe",
            "SegmenterParams",
            ("label_maps",),
        ),
        RecipeEntry(
            "classifier",
            "Classifier: picture to the name of what it shows",
            "ganstudio.training.recipes.classifier",
            "ClassifierRecipe",
            "ClassifierParams",
            ("labelled_images", "domains", "attributes"),
        ),
        RecipeEntry(
            "clip",
            "CLIP: which sentences and pictures belong together",
            "ganstudio.training.recipes.clip",
            "ClipRecipe",
            "ClipParams",
            ("captions",),
        ),
        RecipeEntry(
            "pix2pix",
            "pix2pix: picture to picture, from pairs",
            "ganstudio.training.recipes.pix2pix",
            "Pix2pixRecipe",
            "Pix2pixParams",
            ("paired",),
        ),
        RecipeEntry(
            "cyclegan",
            "CycleGAN: one kind of picture to another and back",
            "ganstudio.training.recipes.cyclegan",
            "CycleganRecipe",
            "CycleganParams",
            ("unpaired",),
        ),
        RecipeEntry(
            "dcgan",
            "DCGAN: small new pictures like yours",
            "ganstudio.training.recipes.dcgan",
            "DcganRecipe",
            "DcganParams",
            ("images", "labelled_images"),
        ),
        RecipeEntry(
            "stylegan2",
            "StyleGAN2-ADA: new pictures like yours",
            "ganstudio.training.recipes.stylegan2",
            "StyleGan2Recipe",
            "StyleGan2Params",
            ("images", "labelled_images"),
        ),
        RecipeEntry(
            "latent_encoder",
            "Latent encoder: picture to the styles of a generator",
            "ganstudio.training.recipes.latent_encoder",
            "LatentEncoderRecipe",
            "LatentEncoderParams",
            ("images", "labelled_images"),
        ),
        RecipeEntry(
            "gan_cls",
            "GAN-CLS: sentence to picture",
            "ganstudio.training.recipes.gan_cls",
            "GanClsRecipe",
            "GanClsParams",
            ("captions",),
        ),
        RecipeEntry(
            "gigagan",
            "GigaGAN: sentence to picture",
            "ganstudio.training.recipes.gigagan",
            "GigaGanRecipe",
            "GigaGanParams",
            ("captions",),
        ),
        RecipeEntry(
            "stylegan2_text",
            "StyleGAN2 with sentences: sentence to picture",
            "ganstudio.training.recipes.stylegan2_text",
            "TextStyleGan2Recipe",
            "TextStyleGan2Params",
            ("captions",),
        ),
        RecipeEntry(
            "upsampler",
            "Up-sampler: small picture to large picture",
            "ganstudio.training.recipes.upsampler",
            "UpsamplerRecipe",
            "UpsamplerParams",
            ("images", "labelled_images", "captions"),
        ),
    )
}


_LINE = {
    "gan_int": "GAN-INT: sentence to picture, taught between sentences as well",
    "gan_int_cls": "GAN-INT-CLS: sentence to picture, by the means of both",
}
"""What Reed et al. 2016 compare, arXiv:1605.05396: one recipe under the names that people know."""
OTHER_NAMES = {
    name: replace(RECIPES["gan_cls"], title=title, given={"variant": name}) for name, title in _LINE.items()
}
"""A run by one of these is a run of the recipe that its entry names."""


def recipe_named(name: str) -> RecipeEntry:
    """With underscores or hyphens; InputError."""
    plain = name.replace("-", "_")
    known = {**RECIPES, **OTHER_NAMES}
    if plain not in known:
        raise InputError(f"There is no recipe “{name}”.", hint=f"There are {', '.join(known)}.")
    return known[plain]


def prepare(
    entry: RecipeEntry,
    params: Parameters,
    dataset: Any,
    folder: Path,
    options: RunOptions,
    *,
    extra: Mapping[str, Any] | None = None,
    device: str = "cpu",
    vgg: Path | None = None,
    start_from: str = "",
    progress: Progress | None = None,
    processes: Processes | None = None,
    run_file: RunFile | None = None,
    listener: Listener | None = None,
) -> Trainer:
    """A trainer ready to run, or to go on if `folder` holds a run; `run_file` is written into it.

    The recipe is made as `Recipe(params, dataset, device=..., **extra)`, where `extra` is what this kind of
    data brings (`brought`). A part of the data is held out, as `options` say, or as they said when the run in
    the folder began. `vgg` is the network of the perceptual loss, if it is to be another one than the
    parameters name. `start_from` names a model or a run, with whose weights a new run begins (see
    `beginning`). `listener` hears of every event. Raises InputError for data that the recipe cannot use.
    """
    import torch

    from ganstudio.training import run_state
    from ganstudio.training.evaluation.held_out import keep_apart
    from ganstudio.training.processes import ALONE
    from ganstudio.training.trainer import Trainer

    entry.check(getattr(dataset, "kind", entry.accepts[0]))
    make = entry.recipe_class()
    share = _share_held_out(folder, options)
    options = options.model_copy(update={"held_out": share})
    if run_file is not None:
        run_file = replace(run_file, options={**run_file.options, "held_out": share})
    dataset = keep_apart(dataset, share)
    torch.manual_seed(options.seed)
    given = dict(extra or {})
    network = str(getattr(params, "perceptual", "") if vgg is None else vgg)
    if network:
        if "perceptual" not in inspect.signature(make).parameters:
            raise InputError(f"{entry.title} has no perceptual loss.", hint="Leave out --vgg.")
        given["perceptual"] = _perceptual(network)
    recipe = make(params, dataset, device=device, **given)
    recipe.features = options.features
    notes = _notes(recipe, dataset, share)
    trainer = Trainer(
        recipe,
        folder,
        options,
        device=device,
        progress=progress,
        processes=processes or ALONE,
        run_file=run_file,
        notes=notes,
        listener=listener,
    )
    if start_from and not run_state.exists(folder):
        from ganstudio.training.beginning import begin_with

        begin_with(start_from, recipe, trainer.averages)
    return trainer


def _share_held_out(folder: Path, options: RunOptions) -> float:
    """What was held out when the run began stays so; before this could be chosen, nothing was."""
    from ganstudio.training import run_state
    from ganstudio.training.run_folder import RUN_FILE, read_run_file

    if not run_state.exists(folder) or not (folder / RUN_FILE).is_file():
        return options.held_out
    return float(read_run_file(folder).options.get("held_out", 0.0))


def _notes(recipe: Any, dataset: Any, share: float) -> tuple[str, ...]:
    """What is wrong with the data, and what is measured on it; InputError if that cannot be done."""
    return (*_left_out(dataset), *_too_few(recipe), *_measuring(recipe, dataset, share))


def _left_out(dataset: Any) -> tuple[str, ...]:
    found = [each for each in getattr(dataset, "findings", ()) if each.level != "note"]
    told = tuple(each.message for each in found[:_FINDINGS])
    rest = sum(each.count for each in found[_FINDINGS:])
    return (*told, f"… and {rest} more; `ganstudio data inspect` tells of each.") if rest else told


def _too_few(recipe: Any) -> tuple[str, ...]:
    count, batch = recipe.item_count, recipe.batch_size
    if count >= batch:
        return ()
    items = "the only item" if count == 1 else f"each of the {count} items"
    return (f"A batch of {batch} holds {items} more than once; a model soon knows so few by heart.",)


def _measuring(recipe: Any, dataset: Any, share: float) -> tuple[str, ...]:
    if not share:
        return ()
    apart = getattr(dataset, "held_out", None)
    if apart is None:
        return (
            "There is too little data to spare some for measuring: there will be no metrics, and nothing "
            "tells whether pictures are learned by heart. A larger held_out spares some.",
        )
    told = f"{len(apart)} items are held out for measuring; {len(dataset)} are trained on."
    from ganstudio.training.evaluation.during import measured
    from ganstudio.training.evaluation.observers import observer_of

    if getattr(type(recipe), "metrics", None) is not measured:
        return (told,)
    recipe.observed_by = observer_of(recipe.features, getattr(recipe.params, "clip_model", "")).name
    return (told, f"Pictures are compared by the features of {recipe.observed_by}.")


def brought(dataset: Any, *, palette: str = "") -> dict[str, Any]:
    """What a data set says to a recipe besides its batches: for label maps the classes of their palette."""
    from ganstudio.document.palettes import load_palette

    if hasattr(dataset, "extra") or getattr(dataset, "kind", "label_maps") != "label_maps":
        return dict(getattr(dataset, "extra", {}))
    palette = palette or "landscape"
    return {"classes": len(load_palette(palette).classes), "palette": palette}


def _perceptual(network: str) -> Any:
    """On a VGG's file, or on our own net; InputError or CheckpointError if it is neither."""
    from ganstudio.training.feature_nets import features_of
    from ganstudio.training.perceptual import PerceptualLoss

    path = None if network == "own" else Path(network).expanduser()
    if path is not None and not path.is_file():
        raise InputError(
            f"There is no file {path} for the perceptual loss.", hint="Or write own for our own net."
        )
    return PerceptualLoss(features_of(path))
