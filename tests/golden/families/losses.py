"""Loss functions: values and gradients on given network outputs, by the program they come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from ganstudio.training import conditional, regularizers
from ganstudio.training.divergences import DIVERGENCES
from ganstudio.training.objectives import (
    OBJECTIVES,
    Objective,
    feature_matching,
    kl_to_standard_normal,
    mean_feature_matching,
    over_scales,
    sum_over_scales,
    with_labels,
)
from tests.golden.case import Case

Arrays = dict[str, Tensor]
# Our names of the objectives in the options of each program.
SPADE_MODES = {"original": "non_saturating", "ls": "least_squares", "hinge": "hinge", "w": "wasserstein"}
PIX2PIX_MODES = {"vanilla": "non_saturating", "lsgan": "least_squares", "wgangp": "wasserstein"}
STUDIOGAN_MODES = {
    "vanilla": "non_saturating",
    "logistic": "non_saturating",
    "ls": "half_least_squares",
    "hinge": "hinge",
    "wasserstein": "wasserstein",
}
# The moving averages that the reference was given, if the options do not tell.
LECAM_AVERAGES = re.compile(r"D_real = (-?[\d.]+), D_fake = (-?[\d.]+)")


def run(case: Case, folder: Path) -> Arrays:
    program = case.facts["reference"]["repo"]
    assert program in PROGRAMS, f"the losses of {program} are not known"
    arrays = {
        name: value.clone().requires_grad_(value.is_floating_point()) for name, value in case.arrays.items()
    }
    outputs = PROGRAMS[program](case, arrays)
    for name in case.expected():
        if name.startswith("grad_") and name not in outputs:
            loss, _, variable = name.removeprefix("grad_").partition("_wrt_")
            outputs[name], *_ = torch.autograd.grad(outputs[loss], arrays[variable], retain_graph=True)
    return outputs


def numbered(arrays: Arrays, stem: str) -> list[Tensor]:
    """Those named `stem` and one digit or more, in the order of the digits."""
    numbers = [name.removeprefix(stem) for name in arrays if re.fullmatch(rf"{stem}\d+", name)]
    return [arrays[stem + number] for number in sorted(numbers, key=int)]


def critic(arrays: Arrays) -> Callable[[Tensor], Tensor]:
    def score(x: Tensor) -> Tensor:
        hidden = torch.tanh(x.flatten(1) @ arrays["W1"].T + arrays["b1"])
        return hidden @ arrays["w2"] + arrays["b2"]

    return score


def spade(case: Case, arrays: Arrays) -> Arrays:
    fake, real = numbered(arrays, "fake"), numbered(arrays, "real")
    outputs = {}
    for mode in case.options["gan_modes"]:
        objective = OBJECTIVES[SPADE_MODES[mode]]
        outputs[f"{mode}_d_fake"] = over_scales(objective.d_fake, fake)
        outputs[f"{mode}_d_real"] = over_scales(objective.d_real, real)
        outputs[f"{mode}_g"] = over_scales(objective.g, fake)
    if "ff00" in arrays:
        matching = feature_matching(
            [[*numbered(arrays, f"ff{scale}"), score] for scale, score in enumerate(fake)],
            [[*numbered(arrays, f"rf{scale}"), score] for scale, score in enumerate(real)],
        )
        outputs["feature_matching"] = case.options["lambda_feat"] * matching
    if "mu" in arrays:
        divergence = kl_to_standard_normal(arrays["mu"], arrays["logvar"])
        outputs["kld"] = case.options["lambda_kld"] * divergence
    return outputs


def bicyclegan(case: Case, arrays: Arrays) -> Arrays:
    scales = numbered(arrays, "scale")
    outputs = {}
    for mode, ours in PIX2PIX_MODES.items():
        outputs[f"{mode}_real"] = sum_over_scales(OBJECTIVES[ours].d_real, scales)
        outputs[f"{mode}_fake"] = sum_over_scales(OBJECTIVES[ours].d_fake, scales)
    if "mu" in arrays:
        divergence = kl_to_standard_normal(arrays["mu"], arrays["logvar"])
        outputs["kl"] = case.options["lambda_kl"] * divergence
    return outputs


def pix2pix(case: Case, arrays: Arrays) -> Arrays:
    return pix2pix_penalty(case, arrays) if "W1" in arrays else pix2pix_objectives(case, arrays)


def pix2pix_objectives(case: Case, arrays: Arrays) -> Arrays:
    outputs = {}
    logits = arrays["logits"]
    modes = case.options["gan_mode"]
    for mode in [modes] if isinstance(modes, str) else modes:
        objective = OBJECTIVES[PIX2PIX_MODES[mode]]
        outputs[f"{mode}_real"] = objective.d_real(logits)
        outputs[f"{mode}_fake"] = objective.d_fake(logits)
        if "logits_fake" in arrays:
            outputs[f"d_loss_{mode}"] = 0.5 * objective.discriminator(logits, arrays["logits_fake"])
        if "smoothed_labels" in case.options:
            smoothed = labelled(objective, *case.options["smoothed_labels"])
            outputs[f"{mode}_smoothed_real"] = smoothed.d_real(logits)
            outputs[f"{mode}_smoothed_fake"] = smoothed.d_fake(logits)
    return outputs


def labelled(objective: Objective, real: float, fake: float) -> Objective:
    """pix2pix takes labels for every objective; the critic's loss has no use for them."""
    return objective if objective.name == "wasserstein" else with_labels(objective.name, real, fake)


def pix2pix_penalty(case: Case, arrays: Arrays) -> Arrays:
    real, fake, options = arrays["real"], arrays["fake"], case.options
    points = {"mixed": regularizers.between(real, fake, arrays["alpha"]), "real": real, "fake": fake}
    outputs = {}
    for name, images in points.items():
        penalty = regularizers.gradient_penalty(critic(arrays), images, target=options["constant"])
        outputs[f"penalty_{name}"] = options["lambda_gp"] * penalty
        outputs[f"gradients_{name}"] = regularizers.score_gradients(critic(arrays), images)
    return outputs


def stargan(case: Case, arrays: Arrays) -> Arrays:
    score, options = critic(arrays), case.options
    points = regularizers.between(arrays["real"], arrays["fake"], arrays["alpha"])
    penalty = regularizers.gradient_penalty(score, points)
    celeba = conditional.attributes(arrays["logits"], arrays["attributes"].float())
    players = OBJECTIVES["wasserstein"].discriminator(score(arrays["real"]), score(arrays["fake"]))
    return {
        "gradient_penalty": penalty,
        "cls_celeba": celeba,
        "cls_rafd": conditional.classification(arrays["logits"], arrays["classes"]),
        "d_loss": players + options["lambda_cls"] * celeba + options["lambda_gp"] * penalty,
    }


def studiogan(case: Case, arrays: Arrays) -> Arrays:
    if "W1" in arrays:
        return studiogan_penalties(arrays)
    outputs = {}
    if {"real", "fake"} <= arrays.keys():
        outputs |= studiogan_players(case, arrays["real"], arrays["fake"])
    if "mh" in arrays:
        outputs["mh_crammer_singer"] = conditional.multi_hinge(arrays["mh"], arrays["label"])
    if "h_real" in arrays:
        outputs["feature_matching"] = mean_feature_matching(arrays["h_fake"], arrays["h_real"])
    return outputs | (studiogan_classes(case, arrays) if "proxy" in arrays else {})


def studiogan_players(case: Case, real: Tensor, fake: Tensor) -> Arrays:
    outputs = {}
    for mode, ours in STUDIOGAN_MODES.items():
        outputs[f"d_{mode}"] = OBJECTIVES[ours].discriminator(real, fake)
        outputs[f"g_{mode}"] = OBJECTIVES[ours].g(fake)
    if "lecam" in case.expected():
        told = LECAM_AVERAGES.search(case.facts["arrays"]["lecam"]["meaning"])
        average_real, average_fake = (
            (case.options["D_real"], case.options["D_fake"])
            if "D_real" in case.options
            else map(float, told.groups())
        )
        outputs["lecam"] = regularizers.lecam(
            real, fake, average_real=average_real, average_fake=average_fake
        )
    return outputs


def studiogan_classes(case: Case, arrays: Arrays) -> Arrays:
    embed, proxy, label = (arrays[name] for name in ("embed", "proxy", "label"))
    cool = {"temperature": case.options["temperature_2c"]}
    outputs = {
        "ac": conditional.classification(arrays["cls_output"], label),
        "c2": conditional.contrastive(embed, proxy, label, **cool),
        "d2dce": conditional.data_to_data(
            embed,
            proxy,
            label,
            temperature=case.options["temperature_d2dce"],
            margin=case.options["m_p"],
        ),
    }
    if "embed_raw" in arrays:
        outputs["c2_raw"] = conditional.contrastive(arrays["embed_raw"], proxy, label, **cool)
    return outputs


def studiogan_penalties(arrays: Arrays) -> Arrays:
    score, real, fake, alpha = critic(arrays), arrays["real"], arrays["fake"], arrays["alpha"]
    mixed = regularizers.between(real, fake, alpha)
    outputs = {
        "gp": regularizers.gradient_penalty(score, mixed),
        "maxgp": regularizers.max_gradient_penalty(score, mixed),
        "r1": regularizers.zero_centred_penalty(score, real),
    }
    if "noise" in arrays:
        points = regularizers.around(real, alpha, arrays["noise"])
        outputs["dragan"] = regularizers.gradient_penalty(score, points)
    return outputs


def f_gan(case: Case, arrays: Arrays) -> Arrays:
    real, fake = arrays["v_real"], arrays["v_fake"]
    outputs = {}
    for name in case.options["divergences"]:
        divergence, stem = DIVERGENCES[name], name.lower().replace("-", "_")
        activated = divergence.activation(fake)
        outputs |= {
            f"{stem}_activation": activated,
            f"{stem}_conjugate": divergence.conjugate(activated),
            f"{stem}_d_loss": divergence.discriminator(real, fake),
            f"{stem}_g_loss": divergence.generator(fake),
            f"{stem}_g_loss_tricky": divergence.generator_heuristic(fake),
        }
    return outputs


def gan_cls(case: Case, arrays: Arrays) -> Arrays:
    options = case.options
    real_label = 1 + options["label_smoothing"]
    right, fake = arrays["p_right"], arrays["p_fake"]
    outputs = {
        "real_loss": conditional.cross_entropy_with(right, real_label),
        "fake_loss": conditional.cross_entropy_with(fake, 0.0),
        "d_loss": conditional.matching_aware(right, fake, real_label=real_label),
        "g_loss": conditional.text_to_image(
            fake,
            (arrays["act_fake"], arrays["act_real"]),
            (arrays["img_fake"], arrays["img_real"]),
            feature_weight=options["l2_coef"],
            pixel_weight=options["l1_coef"],
        ),
    }
    if "p_wrong" in arrays:
        wrong = arrays["p_wrong"]
        outputs["wrong_loss"] = conditional.cross_entropy_with(wrong, 0.0)
        outputs["d_loss_cls"] = conditional.matching_aware(right, fake, wrong, real_label=real_label)
    return outputs


def instagan(case: Case, arrays: Arrays) -> Arrays:
    source, target = arrays["masks_src"], arrays["masks_tgt"]
    weight = regularizers.context_weight(source, target)
    return {
        "merged": regularizers.union_of_masks(source),
        "weight": weight,
        "context_loss": regularizers.context_preserving(arrays["src"], arrays["tgt"], weight),
    }


PROGRAMS = {
    "NVlabs/SPADE": spade,
    "junyanz/BicycleGAN": bicyclegan,
    "junyanz/pytorch-CycleGAN-and-pix2pix": pix2pix,
    "yunjey/stargan": stargan,
    "POSTECH-CVLab/PyTorch-StudioGAN": studiogan,
    "LynnHo/f-GAN-Tensorflow": f_gan,
    "aelnouby/Text-to-Image-Synthesis": gan_cls,
    "sangwoomo/instagan": instagan,
}
