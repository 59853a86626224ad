"""Any CLIP model on the disk as one object, and the vocabulary of our own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch

from ganstudio import paths
from ganstudio.checkpoints.families import STANDARD
from ganstudio.checkpoints.families.open_clip import OpenClipConfig
from ganstudio.clip import STARTER, load_clip
from ganstudio.clip.loading import starter_config, tokenizer_of, vocabulary_file
from ganstudio.clip.merges import file_of, learn_merges
from ganstudio.clip.words import unknown_words
from ganstudio.errors import CheckpointError, InputError
from ganstudio.worlds.captions import corpus
from tests.support.clip import SMALL, small_clip

PLAIN = {**SMALL, "text_cfg": {**SMALL["text_cfg"], "context_length": 77, "vocab_size": 49408}}


def test_a_model_of_the_library_is_loaded_by_its_name() -> None:
    small_clip(paths.user_models_dir() / "my-clip", words=["lake", "호수가"])
    clip = load_clip("my-clip", "ViT-B-32")
    assert (clip.name, clip.dim, clip.token_dim, clip.side) == ("open_clip/my-clip", 8, 16, 32)
    assert len(clip.sha256) == 64
    texts = clip.encode_text(["a lake", "호수가 있는 풍경", ""])
    assert texts.norm(dim=1).tolist() == pytest.approx([1, 1, 1])
    assert clip(["a lake"])[0].tolist() == pytest.approx(texts[0].tolist(), abs=1e-5)
    assert clip.encode_text([]).shape == (0, 8)
    tokens = clip.tokens(["a lake", ""])
    assert tokens.shape == (2, 12, 16)
    assert (tokens != 0).any(dim=2).sum(dim=1).tolist() == [4, 2]
    assert clip.unknown_words("Lakes, 호수는 skyscraper") == ("skyscraper",)


def test_pictures_of_any_size_are_encoded_and_gradients_reach_them(tmp_path: Path) -> None:
    clip = load_clip(small_clip(tmp_path))
    images = (torch.rand(2, 3, 48, 40) * 2 - 1).requires_grad_()
    vectors = clip.encode_image(images)
    assert vectors.norm(dim=1).tolist() == pytest.approx([1, 1])
    (vectors * torch.arange(8.0)).sum().backward()
    assert images.grad is not None and images.grad.abs().sum() > 0


def test_tokens_are_enough_to_know_the_sentence(tmp_path: Path) -> None:
    clip = load_clip(small_clip(tmp_path))
    sentences = ["a lake", "호수가 있는 풍경", ""]
    torch.testing.assert_close(clip.summaries(clip.tokens(sentences)), clip.encode_text(sentences))


def test_sentences_that_are_too_long_are_told(tmp_path: Path) -> None:
    clip = load_clip(small_clip(tmp_path))
    tokens = clip.tokenize(["a lake", "a lake " * 10_000, "\u202b \x00 🏔", ""])
    assert tokens.truncated.tolist() == [False, True, tokens.truncated[2], False]
    assert tokens.ids.shape == (4, 12)
    assert tokens.ids[1].max() == tokens.ids[1, -1]  # the end is still there


def test_what_wants_another_width_is_told_so(tmp_path: Path) -> None:
    clip = load_clip(small_clip(tmp_path))
    clip.check_width(8, "The generator")
    with pytest.raises(InputError, match="The generator wants texts of 512 numbers"):
        clip.check_width(512, "The generator")


def test_weights_of_open_clip_are_loaded_by_its_name_or_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import open_clip

    monkeypatch.setitem(open_clip.factory._MODEL_CONFIGS, "small-clip", PLAIN)
    torch.save(open_clip.create_model("small-clip", load_weights=False).state_dict(), tmp_path / "clip.pt")
    named = load_clip(tmp_path / "clip.pt", "small-clip")
    assert (named.name, named.context, named.words) == ("open_clip/small-clip", 77, None)
    assert named.unknown_words("anything") == ()
    with pytest.raises(InputError, match="does not say which CLIP model"):
        load_clip(tmp_path / "clip.pt")
    hub = tmp_path / "hub"
    hub.mkdir()
    (tmp_path / "clip.pt").rename(hub / "open_clip_pytorch_model.bin")
    (hub / "open_clip_config.json").write_text(json.dumps({"model_cfg": PLAIN}))
    from_folder = load_clip(hub)
    assert torch.equal(from_folder.encode_text(["a lake"]), named.encode_text(["a lake"]))
    (hub / "open_clip_config.json").write_text('{"model_cfg": {"embed_dim": 3}}')
    with pytest.raises(InputError, match="describes no CLIP model"):
        load_clip(hub)


def test_what_is_no_clip_or_another_one_is_told(tmp_path: Path) -> None:
    torch.save({"x": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(InputError, match="knows no model"):
        load_clip(tmp_path / "other.pt", "no-such-model")
    with pytest.raises(InputError, match="tokenizer"):
        load_clip(tmp_path / "other.pt", "xlm-roberta-base-ViT-B-32")
    with pytest.raises(InputError, match="no such file"):
        load_clip(tmp_path / "none.pt", "ViT-B-32")
    with pytest.raises(InputError, match="is no CLIP model"):
        load_clip("landscape-classifier")


def test_a_model_of_another_vocabulary_is_refused(tmp_path: Path) -> None:
    config = OpenClipConfig(**SMALL, vocabulary=STARTER, vocabulary_sha256="0" * 64)
    with pytest.raises(CheckpointError, match="another vocabulary"):
        load_clip(small_clip(tmp_path, config))


def test_the_starter_is_small_and_its_vocabulary_fits() -> None:
    config = starter_config()
    with torch.device("meta"):
        network = STANDARD.of_config(config).build(config)
    assert sum(parameter.numel() for parameter in network.parameters()) <= 3_000_000
    assert tokenizer_of(config).vocab_size == config.text_cfg["vocab_size"]


def test_the_shipped_vocabulary_is_what_the_captions_give() -> None:
    learned = file_of(learn_merges(corpus(), starter_config().text_cfg["vocab_size"]))
    assert gzip.decompress(learned) == gzip.decompress(vocabulary_file().read_bytes())


def test_korean_is_split_into_words_whatever_form_its_syllables_have() -> None:
    tokenizer = tokenizer_of(starter_config())
    composed = tokenizer.encode("호수가 있는 풍경")
    assert [tokenizer.decode([each]).strip() for each in composed] == ["호수가", "있는", "풍경"]
    assert tokenizer.encode("\u1112\u1169수가 있는 풍경") == composed  # NFD
    assert tokenizer.decode(tokenizer.encode("자동차 🏔")).split() == ["자동차", "🏔"]


def test_merges_are_the_most_frequent_pairs_first() -> None:
    assert learn_merges(["aab aab ab"], 516) == [("a", "b</w>"), ("a", "ab</w>")]


def test_words_count_as_known_in_other_forms() -> None:
    known = {"lake", "house", "호수가", "집이", "물"}
    assert unknown_words("Lakes house 호수를 집은 물이 산이 산이", known) == ("산이",)
