"""What a layer's parameters come to: its styles, for what works on them outside an operation."""

from __future__ import annotations

from typing import Any

from ganstudio.api import LATENT_TEXT, Progress, latent_of

from .models import known_of
from .previews import OPERATION

_FROM_NOTHING = (OPERATION, "latent_editing.mix")


def latent_text_of(context: Any, params: Any, progress: Progress | None = None) -> str:
    """The latent of a picture as text, "w:…"; not for the UI thread. InputError as drawing it raises it."""
    values = {name: value for name, value in params.model_dump().items() if name != "size"}
    drawn = context.studio.run(context.operation, quality="draft", progress=progress, **values)
    text: str = drawn.data.text[LATENT_TEXT]
    return text


def styles_of(context: Any, params: Any) -> Any:
    """ws (1, num_ws, w_dim) on the generator's device; not for the UI thread.

    An operation that reads a photo has none without it: those of a seed stand for them.
    """
    generator = known_of(context.studio, str(params.model)).generator
    if context.operation in _FROM_NOTHING:
        text = latent_text_of(context, params)
    else:
        drawn = context.studio.run(OPERATION, quality="draft", model=str(params.model))
        text = drawn.data.text[LATENT_TEXT]
    return latent_of(text, generator.num_ws, generator.w_dim).to(generator.device)
