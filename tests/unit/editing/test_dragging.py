"""Points that are dragged, in pictures of a generator that has nothing but places to offer."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from ganstudio.checkpoints.load import load
from ganstudio.editing.dragging import Dragged, Handle, drag, handles_of, handles_text
from ganstudio.editing.generator import LatentGenerator
from ganstudio.errors import CancelledError, InputError
from ganstudio.events import CancelToken, Progress
from tests.support.stylegan import small_generator


@pytest.fixture
def generator(tmp_path: Path) -> LatentGenerator:
    return LatentGenerator.of(load(small_generator(tmp_path / "model.safetensors", resolution=32)))


def distance(generator: LatentGenerator, ws: torch.Tensor, handle: Handle) -> float:
    """How unlike the maps at the target are to what they were at the handle."""
    maps = generator.synthesis.features(ws, 16, generator.noise())

    def at(of: torch.Tensor, x: float, y: float) -> torch.Tensor:
        return of[0, :, int(y * 16), int(x * 16)]

    first = generator.synthesis.features(generator.styles(generator.latent(1)), 16, generator.noise())
    return float((at(maps, handle.to_x, handle.to_y) - at(first, handle.x, handle.y)).abs().sum())


def test_what_is_under_the_handle_comes_nearer_to_the_target(generator: LatentGenerator) -> None:
    ws, handle = generator.styles(generator.latent(1)), Handle(0.3, 0.5, 0.45, 0.5)
    seen: list[Dragged] = []
    result = drag(generator, ws, [handle], noise=generator.noise(), steps=40, seen=seen.append)
    with torch.no_grad():
        assert distance(generator, result.ws, handle) < distance(generator, ws, handle)
    assert seen
    assert not result.ws.requires_grad


def test_rows_behind_the_compared_maps_stay(generator: LatentGenerator) -> None:
    ws = generator.styles(generator.latent(1))
    result = drag(generator, ws, [Handle(0.3, 0.5, 0.6, 0.5)], noise=generator.noise(), steps=3)
    assert torch.equal(result.ws[:, -2:], ws[:, -2:])
    assert not torch.equal(result.ws[:, :2], ws[:, :2])


def test_a_mask_keeps_what_is_outside_it(generator: LatentGenerator) -> None:
    ws, handle = generator.styles(generator.latent(1)), Handle(0.25, 0.5, 0.6, 0.5)
    mask = torch.zeros(32, 32)
    mask[:, :20] = 1
    free = drag(generator, ws, [handle], noise=generator.noise(), steps=20)
    held = drag(generator, ws, [handle], noise=generator.noise(), steps=20, mask=mask)
    before = generator.draw(ws, generator.noise())[..., 24:]
    moved = [
        (generator.draw(each.ws, generator.noise())[..., 24:] - before).abs().mean() for each in (free, held)
    ]
    assert moved[1] < moved[0]


def test_a_handle_at_its_target_takes_no_step(generator: LatentGenerator) -> None:
    result = drag(generator, generator.styles(generator.latent(1)), [Handle(0.5, 0.5, 0.5, 0.5)])
    assert (result.arrived, result.steps) == (True, 0)


def test_styles_made_in_inference_mode_are_dragged_until_it_is_cancelled(
    generator: LatentGenerator,
) -> None:
    with torch.inference_mode():
        ws, noise = generator.styles(generator.latent(1)), generator.noise("random", 3)
    token = CancelToken()
    with pytest.raises(CancelledError):
        drag(
            generator,
            ws,
            [Handle(0.3, 0.5, 0.6, 0.5)],
            noise=noise,
            progress=Progress(token=token),
            seen=lambda _: token.cancel(),
        )


def test_handles_are_read_as_they_were_written() -> None:
    handles = (Handle(0.1, 0.2, 0.3, 0.4), Handle(1, 0, 0.5, 0.25))
    assert handles_of(handles_text(handles)) == handles


@pytest.mark.parametrize("text", ["0.1,0.2", "a,b>c,d", "0.1,0.2>0.3,1.5", "1,2,3>4,5,6"])
def test_what_is_no_handle_is_told(text: str) -> None:
    with pytest.raises(InputError):
        handles_of(text)
