"""Pictures from sentences: seeds, words, layers, candidates, selections, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ganstudio import Studio, paths
from ganstudio.api import CheckpointError, GanStudioError, ImageData, InputError, MaskData
from ganstudio.checkpoints.save import save
from ganstudio.clip.model import Clip
from ganstudio.networks.gigagan_upsampler import UpsamplerConfig
from tests.support.clip import small_clip, small_config
from tests.support.models import network

Run = Callable[..., Any]
LAKE = "a lake at night"


def facts(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.data.text["GAN Studio text"])
    return found


def same(one: Any, other: Any) -> bool:
    return int(np.abs(one.data.pixels.astype(int) - other.data.pixels).max()) <= 1


def test_words_and_seeds_make_the_picture_and_are_recorded(run: Run) -> None:
    lake = run(prompt=LAKE, seed=3)
    assert lake.data.size == (32, 32)
    assert same(lake, run(prompt=LAKE, seed=3))
    assert not same(lake, run(prompt=LAKE, seed=4))
    assert not same(lake, run(prompt="a snowy forest", seed=3))
    assert {model.name for model in lake.models} == {"tiny", "worlds-clip"}
    assert lake.provenance.params["prompt"] == LAKE
    assert "lake" not in lake.data.text["GAN Studio text"]
    assert run(prompt=LAKE, size=50).data.size == (50, 50)


def test_the_slider_leads_from_one_prompt_to_the_other(run: Run) -> None:
    other = "a snowy forest"
    assert same(run(prompt=LAKE, to_prompt=other, between=0.0), run(prompt=LAKE))
    assert same(run(prompt=LAKE, to_prompt=other, between=1.0), run(prompt=other))
    half = run(prompt=LAKE, to_prompt=other, between=0.5)
    assert not same(half, run(prompt=LAKE))
    assert same(run(prompt=LAKE, between=0.5), run(prompt=LAKE))


def test_layers_are_told_sentences_of_their_own(run: Run) -> None:
    other = "a snowy forest"
    assert same(run(prompt=LAKE, mix=f"4-={other}"), run(prompt=other))
    assert same(run(prompt=LAKE, mix=f"4-={other}; 4-32={LAKE}"), run(prompt=LAKE))
    plain = run(prompt=LAKE).data.pixels
    assert not np.array_equal(run(prompt=LAKE, mix=f"16-32={other}").data.pixels, plain)
    assert not np.array_equal(run(prompt=LAKE, negative=other).data.pixels, plain)
    assert same(run(prompt=LAKE, negative=other, negative_strength=0), run(prompt=LAKE))


def test_the_best_of_some_is_the_seed_that_is_told(run: Run) -> None:
    best = run(prompt=LAKE, seed=5, candidates=6)
    told = facts(best)
    assert told["score"] == max(told["scores"])
    assert told["seed"] == 5 + told["scores"].index(told["score"])
    assert len(set(told["scores"])) > 1
    assert same(best, run(prompt=LAKE, seed=told["seed"]))
    assert facts(run(model="flat", prompt=LAKE, candidates=2))["judge"] == "worlds-clip"


def test_a_step_of_a_slider_reads_no_text_again(
    run: Run, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    memo: dict[Any, Any] = {}
    run(prompt=LAKE, to_prompt="a snowy forest", memo=memo)

    def fail(*args: Any) -> None:
        raise AssertionError("a text was read again")

    monkeypatch.setattr(Clip, "tokens", fail)
    run(prompt=LAKE, to_prompt="a snowy forest", between=0.4, truncation=0.5, seed=9, memo=memo)
    monkeypatch.setattr("ganstudio.ext.text_to_image.saying.Speaker.picture", fail)
    run(prompt=LAKE, to_prompt="a snowy forest", between=0.4, truncation=0.5, seed=9, feather=3, memo=memo)


def test_an_up_sampler_goes_over_what_was_drawn(run: Run) -> None:
    config = UpsamplerConfig(width=4)
    path = paths.user_models_dir() / "doubler" / "model.safetensors"
    path.parent.mkdir(parents=True)
    save(network(config), config, path, {})
    large = run(prompt=LAKE, enlarge="2x", upsampler="doubler")
    assert large.data.size == (64, 64)
    assert "doubler" in {model.name for model in large.models}
    assert run(prompt=LAKE, enlarge="4x", upsampler="doubler", size=100).data.size == (100, 100)
    with pytest.raises(CheckpointError, match="no model named nowhere"):
        run(prompt=LAKE, enlarge="2x", upsampler="nowhere")


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_selection_is_drawn_into_and_nothing_else(run: Run, channels: int) -> None:
    rng = np.random.default_rng(0)
    image = ImageData(rng.integers(0, 65535, (40, 60, channels), np.uint16))
    mask = MaskData(np.zeros((40, 60), np.uint8))
    mask.alpha[10:30, 5:45] = 255
    made = run(prompt=LAKE, image=image, mask=mask, feather=0).data
    before = np.repeat(image.pixels, 3, axis=2) if channels == 1 else image.pixels
    changed = (made.pixels != before).any(axis=2)
    assert made.pixels.dtype == np.uint16
    assert changed[10:30, 5:45].mean() > 0.99
    assert not changed[mask.alpha == 0].any()
    if channels == 4:
        assert (made.pixels[10:30, 5:45, 3] == 65535).all()
    soft = run(prompt=LAKE, image=image, mask=mask, feather=8).data
    assert (soft.pixels != before).any(axis=2)[6, 20]
    whole = run(prompt=LAKE, image=image).data
    assert whole.size == (60, 40)


def test_an_empty_selection_leaves_the_picture(run: Run) -> None:
    image = ImageData.of(np.random.default_rng(0).random((8, 9, 3)))
    made = run(prompt=LAKE, image=image, mask=MaskData(np.zeros((8, 9), np.uint8)))
    assert np.array_equal(made.data.pixels, image.pixels)


def test_what_has_no_effect_is_noted(run: Run) -> None:
    assert run(prompt="a lake and dragons").notes == ("This model does not know “dragons”.",)
    (note,) = run(prompt="a lake at night " * 30).notes
    assert "too long" in note


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "The prompt is empty"),
        ({"prompt": "dragons"}, "knows no word of the prompt"),
        ({"prompt": LAKE, "to_prompt": "dragons"}, "knows no word of the second prompt"),
        ({"prompt": LAKE, "negative": "🏰"}, "The negative prompt has no words"),
        ({"prompt": LAKE, "mix": "snow"}, "“snow” is no sentence for a layer"),
        ({"prompt": LAKE, "mix": "64=snow"}, "no layer of 64 pixels. There are 4, 8, 16, 32"),
        ({"prompt": LAKE, "mix": "9-7=snow"}, "no layer of 9-7 pixels"),
        ({"prompt": LAKE, "model": "flat", "mix": "4=snow"}, "as a whole"),
        (
            {"prompt": LAKE, "model": "landscape-spade"},
            "family style_spade; this needs gigagan, stylegan2_text or gan_cls",
        ),
        ({"prompt": LAKE, "clip": "landscape-spade"}, "no CLIP model"),
        ({"prompt": LAKE, "model": "flat", "clip": "nowhere"}, "no model named nowhere"),
        ({"prompt": LAKE, "candidates": 65}, "between 1 and 64"),
        ({"prompt": LAKE, "mask": MaskData(np.zeros((4, 4), np.uint8))}, "A mask needs the picture"),
        (
            {
                "prompt": LAKE,
                "image": ImageData.of(np.zeros((4, 4, 3))),
                "mask": MaskData(np.zeros((4, 5), np.uint8)),
            },
            "5 × 4 pixels, the picture 4 × 4",
        ),
    ],
)
def test_bad_values_are_told_in_a_sentence(run: Run, values: dict[str, Any], says: str) -> None:
    with pytest.raises(GanStudioError, match=says) as error:
        run(**values)
    assert "\n" not in str(error.value)


def test_a_text_model_that_does_not_fit_is_told(run: Run, studio: Studio) -> None:
    config = small_config()
    small_clip(
        paths.user_models_dir() / "wide",
        type(config)(**{**vars(config), "text_cfg": {**config.text_cfg, "width": 24}}),
    )
    with pytest.raises(InputError, match="wants texts of 16 numbers, but those of wide have 24"):
        run(prompt=LAKE, clip="wide")
