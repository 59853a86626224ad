from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
import torch
from torch import nn

from ganstudio.checkpoints.registry import Family, Registry, Told, Unknown
from ganstudio.errors import CheckpointError


@dataclass(frozen=True)
class OneConfig:
    size: int = 1


@dataclass(frozen=True)
class TwoConfig:
    size: int = 1


def family(id: str, config: type, *keys: str, without: tuple[str, ...] = ()) -> Family:
    return Family(id, "generator", f"family {id}", config, keys, lambda _: nn.Identity(), without=without)


ONE = family("one", OneConfig, "head", "body|body_orig")
TWO = family("two", TwoConfig, "head", "tail", without=("head.lora",))


def tensors(*names: str) -> dict[str, torch.Tensor]:
    return {name: torch.zeros(1) for name in names}


def test_keys_alternatives_and_forbidden_keys_decide() -> None:
    registry = Registry((ONE, TWO))
    assert registry.recognise(tensors("head", "body_orig", "x"), "file") is ONE
    assert registry.recognise(tensors("head", "tail"), "file") is TWO
    with pytest.raises(CheckpointError, match=r"head\.lora"):
        Registry((TWO,)).recognise(tensors("head", "tail", "head.lora"), "file")


def test_order_is_precedence() -> None:
    both = tensors("head", "body", "tail")
    assert Registry((ONE, TWO)).recognise(both, "file") is ONE
    assert Registry((ONE,)).with_families((TWO,)).recognise(both, "file") is TWO


def test_a_family_claims_by_the_options_what_has_the_keys_of_another() -> None:
    claimant = replace(ONE, claims=lambda tensors, beside: "z" in beside)
    both = tensors("head", "body", "tail")
    registry = Registry((claimant, TWO))
    assert registry.match(both, lambda: {"z": 8}) is claimant
    assert registry.match(both) is TWO
    with pytest.raises(CheckpointError, match=r"nearest to family two, but tail is missing\."):
        registry.recognise(tensors("head", "body"), "file")


def test_a_stranger_is_told_the_nearest_family_and_what_it_lacks() -> None:
    with pytest.raises(CheckpointError, match=r"nearest to family two, but tail is missing\."):
        Registry((family("far", OneConfig, "a", "b", "c"), TWO)).recognise(tensors("head"), "x.pth")


def test_doubled_families_are_errors() -> None:
    with pytest.raises(ValueError, match="two model families"):
        Registry((ONE, family("one", TwoConfig, "x")))
    with pytest.raises(ValueError, match="OneConfig"):
        Registry((ONE, family("other", OneConfig, "x")))


def test_names_that_are_not_registered() -> None:
    registry = Registry((ONE,))
    assert registry.named("one", "generator") is ONE
    assert registry.of_config(OneConfig()) is ONE
    with pytest.raises(CheckpointError, match="nine"):
        registry.named("nine", "generator")
    with pytest.raises(ValueError, match="TwoConfig"):
        registry.of_config(TwoConfig())


def test_what_is_told_is_checked_and_what_is_assumed_is_remembered() -> None:
    unknowns = (
        Unknown("crop_size", "how wide is it?", int),
        Unknown("ratio", "what ratio?", float),
        Unknown("kind", "which kind?", str, ("a", "b")),
    )
    told = Told("x.pth", unknowns, {"ratio": 2, "kind": "c", "other": 1})
    assert told.get("ratio") == 2.0
    assert told.get("crop_size", 256) == 256
    assert told.assumed == ["crop_size"]
    with pytest.raises(CheckpointError, match="which kind"):
        told.get("kind", "a")
    with pytest.raises(CheckpointError, match=r"x\.pth .* how wide .*`crop_size: value`"):
        told.get("crop_size")
    for wrong in ("256", 2.5, True):
        with pytest.raises(CheckpointError, match="how wide"):
            Told("x.pth", unknowns, {"crop_size": wrong}).get("crop_size")
