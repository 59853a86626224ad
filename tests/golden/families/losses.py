"""Loss functions: values and gradients on given network outputs, by the name of the case."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ganstudio.training.objectives import OBJECTIVES, feature_matching, kl_to_standard_normal, over_scales
from tests.golden.case import Case

SPADE_MODES = {"original": "non_saturating", "ls": "least_squares", "hinge": "hinge", "w": "wasserstein"}


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    name = case.facts["case"]
    assert name in CASES, f"the losses of {name} are not known"
    arrays = {key: value.clone().requires_grad_() for key, value in case.arrays.items()}
    return CASES[name](case, arrays)


def spade_losses(case: Case, arrays: dict[str, Tensor]) -> dict[str, Tensor]:
    scales = range(case.options["num_D"])
    fake = [arrays[f"fake{i}"] for i in scales]
    real = [arrays[f"real{i}"] for i in scales]
    outputs = {}
    for mode in case.options["gan_modes"]:
        objective = OBJECTIVES[SPADE_MODES[mode]]
        for part, score, maps in (
            ("d_fake", objective.d_fake, fake),
            ("d_real", objective.d_real, real),
            ("g", objective.g, fake),
        ):
            outputs[f"{mode}_{part}"] = over_scales(score, maps)
    for name in case.expected():
        if name.startswith("grad_"):
            loss, _, variable = name.removeprefix("grad_").partition("_wrt_")
            outputs[name], *_ = torch.autograd.grad(outputs[loss], arrays[variable], retain_graph=True)
    features = [[*(arrays[f"{kind}f{i}{j}"] for j in range(2)), fake[i]] for kind in "fr" for i in scales]
    matching = feature_matching(features[: len(scales)], features[len(scales) :])
    outputs["feature_matching"] = case.options["lambda_feat"] * matching
    divergence = kl_to_standard_normal(arrays["mu"], arrays["logvar"])
    outputs["kld"] = case.options["lambda_kld"] * divergence
    return outputs


CASES = {"spade_losses": spade_losses}
