"""Paint a label map, render it, and see how the picture was made. Every block fits into a notebook's cell."""

import numpy as np

import ganstudio.api as gs

# What there is to run, and with which models.
assert "semantic_painting.render" in gs.operations()
print([model.name for model in gs.models("spade")])

# A lake below the sky, painted by numbers: 64 px are enough to look at.
classes = {item.name.lower(): index for index, item in enumerate(gs.load_palette("landscape").classes)}
indices = np.full((64, 64), classes["grass"], np.uint8)
indices[:28] = classes["sky"]
indices[44:] = classes["water"]
lake = gs.LabelData(indices, "landscape")

# In a notebook the last line of a cell shows the picture.
night = gs.run("semantic_painting.render", label_map=lake, style="winter-night", seed=3)
gs.save(night, "night.png")

# Results go into further operations.
seasons = [
    gs.run("semantic_painting.render", label_map=lake, style=f"{name}-day")
    for name in ("spring", "summer", "autumn", "winter")
]
gs.save(gs.grid(seasons), "seasons.png")

# Values that belong together have a name: those that come with plugins, and your own.
print([preset.name for preset in gs.presets("semantic_painting.render")])
dawn = gs.run("semantic_painting.render", label_map=lake, preset="Winter dawn", variety=0.0)
gs.keep_preset("Winter dawn, plain", dawn, summary="The average look.")
assert gs.preset("Winter dawn, plain").params["style"] == "winter-dawn"

# The file says how it was made, and is made again from that.
record = gs.inspect("night.png")
print(record.operation, record.params["style"], [model.name for model in record.models])
again = gs.replay("night.png", "again.png")
print("the same pixels" if again.equal else f"differs by up to {again.difference}")
