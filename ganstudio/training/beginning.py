"""The weights that a new run begins with: those of a finished model, or all networks of an earlier run.

A recipe that `grows` may begin with networks for smaller pictures. What they have is taken, what they have
not begins anew: Karras et al., "Progressive Growing of GANs", ICLR 2018, arXiv:1710.10196, section 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from ganstudio.checkpoints.library import find
from ganstudio.checkpoints.tensors import read_tensors
from ganstudio.errors import InputError
from ganstudio.training import run_state

Weights = Mapping[str, Tensor]


def begin_with(ref: str, recipe: Any, averages: Mapping[str, nn.Module]) -> None:
    """Fill the recipe's networks, and the averages of them, from a model or from the folder of a run.

    Models keep no discriminators: those then begin anew. InputError if there is nothing, or it does not fit.
    """
    folder = Path(ref).expanduser()
    if run_state.exists(folder):
        _from_run(folder, recipe, averages)
        return
    for name, path in _files_of(ref, recipe.files).items():
        tensors = {key: tensor.float() for key, tensor in read_tensors(path).items()}
        for network in (recipe.modules[name], averages[name]):
            _fill(network, name, tensors, recipe, str(path))


def _from_run(folder: Path, recipe: Any, averages: Mapping[str, nn.Module]) -> None:
    state = run_state.load(folder)
    if state["recipe"] not in (recipe.name, *recipe.kin):
        raise InputError(f"{folder} is a run of the recipe {state['recipe']}, not {recipe.name}.")
    for networks, kept in ((recipe.modules, state["modules"]), (averages, state["averages"])):
        # What a run trains besides only when a parameter says so begins anew.
        for name, network in networks.items():
            if name in kept:
                _fill(network, name, kept[name], recipe, str(folder))


def _files_of(model: str, files: Mapping[str, str]) -> dict[str, Path]:
    """Where a finished model keeps each network of a recipe; InputError if one is not there."""
    main = find(model)
    found = {
        name: main if stem == "model" else main.with_name(main.name.replace("model", stem, 1))
        for name, stem in files.items()
    }
    missing = next((path for path in found.values() if not path.is_file()), None)
    if missing is not None:
        raise InputError(f"{model} cannot be gone on from: {missing.name} is missing beside it.")
    return found


def _fill(network: nn.Module, name: str, tensors: Weights, recipe: Any, source: str) -> None:
    own = network.state_dict()
    tensors = recipe.fitted(name, tensors) if recipe.grows else tensors
    common = {key: tensor for key, tensor in tensors.items() if key in own}
    new = sorted(own.keys() - common.keys())
    left = tensors.keys() - own.keys()
    differ = [key for key, tensor in common.items() if own[key].shape != tensor.shape]
    if differ or ((new or left) and not (recipe.grows and new and common)):
        raise InputError(
            f"{source} does not fit the {name} of these parameters.",
            hint="Choose the preset and the classes with which it was trained.",
            detail=f"different: {differ}; missing: {new}; left over: {sorted(left)}",
        )
    network.load_state_dict({**own, **common})
    recipe.begun(name, network, new)
