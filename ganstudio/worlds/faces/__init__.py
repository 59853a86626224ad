"""The world of faces: friendly figures of clay, of which everything is known.

A record of attributes (`Attributes`) decides every pixel: a seed gives one (`attributes`), `with_` changes
some of it with everything else fixed, `render` draws it. Pictures are aligned by the eyes, as FFHQ is.
"""

from ganstudio.worlds.faces.describe import COLUMNS, TRAITS, captions, table, traits
from ganstudio.worlds.faces.record import CHOICES, NUMBERS, RANGES, Attributes, attributes, with_
from ganstudio.worlds.faces.scene import SIZES, Face, eyes, render, render_batch, render_face

__all__ = [
    "CHOICES", "COLUMNS", "NUMBERS", "RANGES", "SIZES", "TRAITS", "Attributes", "Face", "attributes",
    "captions", "eyes", "render", "render_batch", "render_face", "table", "traits", "with_",
]  # fmt: skip
