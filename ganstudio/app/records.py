"""How the rendering in a document was made, as the record that a file carries."""

from __future__ import annotations

from ganstudio.app.studio import AppStudio
from ganstudio.document.document import Document
from ganstudio.document.layers import GeneratedLayer
from ganstudio.events import Progress
from ganstudio.operations.chain import prepare
from ganstudio.operations.from_document import recipe_of, value_of
from ganstudio.operations.recording import FULL, Recording
from ganstudio.provenance import Provenance

__all__ = ["record_of", "value_of"]


def record_of(
    document: Document,
    layer: GeneratedLayer,
    studio: AppStudio,
    progress: Progress,
    recording: Recording = FULL,
) -> Provenance | None:
    """Draw the layer and what it reads once more, in full: the record of that. Not for the UI thread.

    None where nothing is to be recorded.

    Raises GanStudioError when it cannot be drawn here, say because its plugin or model is not there.
    """
    recipe = recipe_of(document, layer, studio.operation, studio.models, open_layers=())
    chain = prepare(recipe, studio.operation)
    result = chain.run({}, compute=studio.compute, models=studio.models, progress=progress)
    return result.recorded(recording)
