"""Words as edits, with a CLIP that sees nothing but colours, so that one knows what is to come of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from ganstudio.checkpoints.load import load
from ganstudio.editing import styleclip_facts
from ganstudio.editing.describing import direction_of_texts, distance, optimised, text_change
from ganstudio.editing.generator import LatentGenerator
from ganstudio.editing.style_space import channels_to_rows, style_codes
from ganstudio.editing.styleclip_facts import facts_file, facts_of, measure
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from tests.support.stylegan import small_generator

COLOURS = {"red": (1.0, 0.0, 0.0), "green": (0.0, 1.0, 0.0), "grey": (1.0, 1.0, 1.0)}


class Painter:
    """Texts are colours; a picture is its mean colour."""

    sha256 = "c" * 64

    def encode_text(self, sentences: Sequence[str]) -> Tensor:
        return F.normalize(torch.tensor([COLOURS[sentence] for sentence in sentences]), dim=1)

    def encode_image(self, images: Tensor) -> Tensor:
        return F.normalize(images.mean(dim=(2, 3)) + 2, dim=1)


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> LatentGenerator:
    return LatentGenerator.of(load(small_generator(tmp_path_factory.mktemp("g") / "model.safetensors")))


def seen(generator: LatentGenerator, ws: Tensor) -> Tensor:
    """(N, 3): what CLIP sees."""
    return Painter().encode_image(generator.draw(ws, generator.noise()))


def redness(generator: LatentGenerator, ws: Tensor) -> Tensor:
    """(N,): by how much redder than green pictures are."""
    colours = generator.draw(ws, generator.noise()).mean(dim=(2, 3))
    return colours[:, 0] - colours[:, 1]


def test_a_slider_of_words_moves_pictures_their_way_on_the_whole(generator: LatentGenerator) -> None:
    slider = direction_of_texts(generator, Painter(), "red", "green", name="Redder")
    assert (slider.name, slider.vector.shape) == ("Redder", (generator.num_ws, generator.w_dim))
    ws = torch.cat([generator.styles(generator.latent(seed)) for seed in range(16)])
    step = slider.unit * slider.vector
    there, back = seen(generator, ws + 4 * step), seen(generator, ws - 4 * step)
    change = text_change(Painter(), "red", "green").float()
    moved = (there - back) @ change
    assert float(moved.mean()) > 0.05
    other = direction_of_texts(generator, Painter(), "green", "red")
    torch.testing.assert_close(other.vector, -slider.vector, rtol=0, atol=1e-5)
    lengths = (4 * step).norm(dim=1).mean() / distance(generator)
    assert 0.3 < float(lengths) < 0.9


def test_what_channels_do_is_measured_once_and_again_if_the_file_is_damaged(
    generator: LatentGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(styleclip_facts, "measure", lambda *args, **more: asked.append(1) or measure(*args))
    first, second = (facts_of(generator, Painter()) for _ in range(2))
    assert asked == [1]
    torch.testing.assert_close(first.relevance, second.relevance, rtol=0, atol=1e-3)
    facts_file(generator.sha256, Painter.sha256).write_bytes(b"no facts")
    facts_of(generator, Painter())
    assert asked == [1, 1]


def test_it_can_be_stopped_and_nothing_half_measured_stays(generator: LatentGenerator) -> None:
    token = CancelToken()

    def stop(fraction: float, message: str) -> None:
        if fraction > 0.3:
            token.cancel()

    with pytest.raises(CancelledError):
        facts_of(generator, Painter(), progress=Progress(stop, token))
    assert not facts_file(generator.sha256, Painter.sha256).exists()


def test_channels_that_styles_can_move_alone_are_moved_so(generator: LatentGenerator) -> None:
    network = generator.synthesis
    ws = generator.styles(generator.latent(3))
    wanted = style_codes(network, generator.styles(generator.latent(4))) - style_codes(network, ws)
    deviations = torch.ones(wanted.shape[1])
    rows = channels_to_rows(network, wanted[0], deviations)
    reached = style_codes(network, ws + rows) - style_codes(network, ws)
    assert float(F.cosine_similarity(reached, wanted)) > 0.98


def test_a_search_moves_one_picture_and_not_further_than_it_may(generator: LatentGenerator) -> None:
    ws = generator.styles(generator.latent(5))
    moved = optimised(generator, Painter(), ws, "red", "green", reach=2.0, steps=15)
    back = optimised(generator, Painter(), ws, "red", "green", reach=-2.0, steps=15)
    before, after, other = (float(redness(generator, each)) for each in (ws, moved, back))
    assert other < before < after
    assert float((moved - ws).norm(dim=-1).mean()) <= 2 * 0.15 * distance(generator) * 1.001


def test_texts_that_say_the_same_are_one_sentence(generator: LatentGenerator) -> None:
    with pytest.raises(InputError, match="CLIP finds “red” and “red” the same"):
        direction_of_texts(generator, Painter(), "red", "red")
