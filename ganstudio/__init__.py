"""GAN Studio: a desktop image editor in which GANs are the tools.

>>> from ganstudio import Studio
>>> studio = Studio()
>>> result = studio.run("semantic_painting.render", label_map="lake.png", style="winter-night")
>>> studio.save(result, "lake-in-winter.png")
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Every room imports this package; only who asks for `Studio` gets what lies above.
    if name == "Studio":
        return import_module("ganstudio.host.studio").Studio
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
