"""Metrics on given features, predictions and latents, by the name of the case."""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.detect import detect
from ganstudio.checkpoints.load import load
from ganstudio.metrics.frechet import frechet_distance, moments
from ganstudio.metrics.inception_score import inception_score
from ganstudio.metrics.kernel import squared_mmd
from ganstudio.metrics.path_length import (
    filtered_mean,
    latents_on_path,
    path_distances,
    percentiles,
    prepare,
)
from ganstudio.metrics.precision_recall import precision_recall
from ganstudio.metrics.separability import (
    conditional_entropy,
    joint_distribution,
    most_confident,
    separability,
)
from ganstudio.networks.slerp import slerp
from ganstudio.networks.stylegan2 import StyleGan2Generator
from tests.golden.case import Case


def run(case: Case, folder: Path) -> dict[str, Tensor]:
    """Which metric it is, the expected arrays tell: the name of the case may be any."""
    names = case.expected().keys()
    metric = next(metric for sign, metric in METRICS.items() if sign in names)
    with torch.inference_mode():
        return metric(case, folder)


def feature_metrics(case: Case, folder: Path) -> dict[str, Tensor]:
    arrays = case.arrays
    real, generated = arrays["real_features"], arrays["gen_features"]
    biased = [moments(real), moments(generated)]
    unbiased = [moments(real, unbiased=True), moments(generated, unbiased=True)]
    pairs = zip(arrays["kid_real_idx"], arrays["kid_gen_idx"], strict=True)
    distances = [squared_mmd(real[a], generated[b]) for a, b in pairs]
    splits = int(told(case, "inception_score_mean", r"(\d+) splits"))
    mean, deviation = inception_score(arrays["gen_probs"], splits=splits)
    outputs = {
        "mean_real": biased[0].mean,
        "cov_real": biased[0].covariance,
        "mean_gen": biased[1].mean,
        "cov_gen": biased[1].covariance,
        "fid": frechet_distance(*biased),
        "fid_unbiased_cov": frechet_distance(*unbiased),
        "kid": sum(distances) / len(distances),
        "inception_score_mean": mean,
        "inception_score_std": deviation,
    }
    for neighbours in {int(k) for k in re.findall(r"precision_k(\d+)", " ".join(case.expected()))}:
        precision, recall = precision_recall(real, generated, neighbours=neighbours)
        outputs |= {f"precision_k{neighbours}": precision, f"recall_k{neighbours}": recall}
    return {name: torch.as_tensor(value, dtype=torch.float64) for name, value in outputs.items()}


def linear_separability(case: Case, folder: Path) -> dict[str, Tensor]:
    arrays = case.arrays
    count = arrays["svm_outputs_z"].shape[1]
    kept = [most_confident(predictions, count) for predictions in arrays["predictions"]]
    targets = [
        predictions[index].argmax(1) for predictions, index in zip(arrays["predictions"], kept, strict=True)
    ]
    outputs = {"kept_indices": torch.stack(kept)}
    for space in ("z", "w"):
        pairs = zip(arrays[f"svm_outputs_{space}"], targets, strict=True)
        joint = [joint_distribution(sides, classes) for sides, classes in pairs]
        entropies = torch.tensor([conditional_entropy(table) for table in joint], dtype=torch.float64)
        outputs |= {
            f"joint_{space}": torch.stack(joint),
            f"cond_entropy_{space}": entropies,
            f"score_{space}": torch.tensor(separability(entropies)),
        }
    return outputs


def path_length(case: Case, folder: Path) -> dict[str, Tensor]:
    z0, z1, t = (case.arrays[name] for name in ("z0", "z1", "t"))
    network = generator(case, folder).double()
    epsilon = float(told(case, "dist_z_full", r"eps=([\d.]+\d)"))
    position = t[:, None]
    outputs = {"slerp_t": slerp(z0, z1, position), "slerp_t_eps": slerp(z0, z1, position + epsilon)}
    for name in case.expected():
        if step := re.fullmatch(r"dist_([zw])_(full|crop)", name):
            latents = latents_on_path(
                network.mapping, z0.double(), z1.double(), t.double(), space=step[1], epsilon=epsilon
            )
            crop = step[2] == "crop"
            before, after = (stub_features(prepare(network.synthesis(ws), crop=crop)) for ws in latents)
            outputs[name] = path_distances(before, after, epsilon=epsilon)
    distances = case.arrays["distances"]
    low, high = percentiles(distances.double())
    kept = ((distances >= low) & (distances <= high)).sum()
    figures = {"ppl_lo": low, "ppl_hi": high, "ppl_filtered_mean": filtered_mean(distances), "ppl_kept": kept}
    return {**outputs, **{name: torch.as_tensor(value) for name, value in figures.items()}}


def stub_features(images: Tensor) -> Tensor:
    """What the case takes in place of LPIPS: pooled pixels."""
    side = images.shape[-1] * images.shape[-2]
    return F.avg_pool2d(images, 2).flatten(1) / side**0.5


def generator(case: Case, folder: Path) -> StyleGan2Generator:
    """The case's StyleGAN2: its state dict in a file, and beside it the arguments of its constructor."""
    path = folder / "G.pt"
    torch.save(case.state_dict(), path)
    constructor = json.loads(re.search(r"constructor (\{.*\})", case.facts["weights"]["layout"])[1])
    arguments = {"class_name": "training.networks.Generator", **constructor}
    (folder / "training_options.json").write_text(json.dumps({"G_kwargs": arguments}))
    found = detect(path)
    assert (found.family.id, found.role) == ("stylegan2", "generator")
    assert found.config.resolution == constructor["img_resolution"]
    assert found.config.clamp == constructor["synthesis_kwargs"].get("conv_clamp")
    return load(path).module


def told(case: Case, array: str, pattern: str) -> str:
    """A number that the case gives in words only."""
    found = re.search(pattern, case.facts["arrays"][array]["meaning"])
    assert found, f"{array} does not tell {pattern}"
    return found[1]


METRICS = {"fid": feature_metrics, "joint_w": linear_separability, "slerp_t": path_length}
