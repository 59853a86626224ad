"""The table of commands, menu by menu. Titles are translated where they are shown (context "Commands")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ganstudio.app import conditions as when
from ganstudio.app.actions import Command

SEPARATOR = Command("", "", "")


def _menu(title: str, *rows: Command) -> Iterator[Command]:
    """Give rows their menu, "View/Panels" being a submenu, and number the sections between separators."""
    section = 0
    for row in rows:
        if row is SEPARATOR:
            section += 1
        else:
            yield replace(row, menu=title, section=section)


_FILE = (
    Command("file.new", "New…", "files.new", "Ctrl+N", "new"),
    Command("file.open", "Open…", "files.open", "Ctrl+O", "folder"),
    Command("file.import", "Import picture as layer…", "files.import_layer", "", "import", when.has_document),
    SEPARATOR,
    Command("file.save", "Save", "files.save", "Ctrl+S", "save", when.needs_saving),
    Command("file.save_as", "Save as…", "files.save_as", "Ctrl+Shift+S", "", when.has_document),
    Command("file.export", "Export picture…", "export.picture", "Ctrl+E", "export", when.has_document),
    Command("file.export_labels", "Export label map…", "export.labels", "", "", when.has_label_layer),
    SEPARATOR,
    Command("file.close", "Close picture", "files.close", "Ctrl+W", "", when.has_document),
    SEPARATOR,
    Command("app.models", "Models…", "models.open", "Ctrl+Shift+M", "model"),
    Command("app.presets", "Presets and recipes…", "presets.open", "Ctrl+Shift+P", "preset"),
    Command("app.train", "Train a model…", "training.open", "Ctrl+Shift+R", "train"),
    Command("app.batch", "Do the same to a folder…", "batch.open", "Ctrl+Shift+B", "batch"),
    Command("app.preferences", "Preferences…", "preferences.open", "Ctrl+,", "settings"),
    Command("app.quit", "Quit", "window.close", "Ctrl+Q", "power"),
)
_EDIT = (
    Command("edit.undo", "Undo", "session.undo", "Ctrl+Z", "undo", when.can_undo),
    Command("edit.redo", "Redo", "session.redo", "Ctrl+Shift+Z | Ctrl+Y", "redo", when.can_redo),
    SEPARATOR,
    Command("edit.cut", "Cut", "session.cut", "Ctrl+X", "cut", when.has_pixels),
    Command("edit.copy", "Copy", "session.copy", "Ctrl+C", "copy", when.has_pixels),
    Command("edit.paste", "Paste", "edits.paste", "Ctrl+V", "paste"),
    Command("edit.clear", "Clear", "session.clear", "Del", "", when.has_pixels),
    SEPARATOR,
    Command("edit.swap_colours", "Swap colours", "session.swap_colours", "X", "swap"),
    Command("brush.larger", "Larger brush", "session.grow_brush", "]", args=(1,)),
    Command("brush.smaller", "Smaller brush", "session.grow_brush", "[", args=(-1,)),
)
_IMAGE = (
    Command(
        "image.resize", "Resize canvas…", "edits.resize_canvas", "Ctrl+Alt+C", "resize", when.has_document
    ),
    Command("image.crop", "Crop to selection", "edits.crop", "", "crop", when.has_selection),
)
_LAYER = (
    Command(
        "layer.raster",
        "New raster layer",
        "session.add_raster_layer",
        "Ctrl+Shift+N",
        "plus",
        when.has_document,
    ),
    Command("layer.label", "New label map", "session.add_label_layer", "", "label-map", when.has_document),
    SEPARATOR,
    Command(
        "layer.duplicate", "Duplicate layer", "session.duplicate_layer", "Ctrl+J", "duplicate", when.has_layer
    ),
    Command("layer.rasterise", "Convert to raster layer", "edits.rasterise", "", "image", when.has_generated),
    Command("layer.delete", "Delete layer", "session.delete_layer", "Shift+Del", "trash", when.has_layer),
    SEPARATOR,
    Command("layer.raise", "Move layer up", "session.raise_layer", "Ctrl+]", "up", when.can_raise),
    Command(
        "layer.lower", "Move layer down", "session.raise_layer", "Ctrl+[", "down", when.can_lower, args=(-1,)
    ),
)
_SELECT = (
    Command("select.all", "Select all", "session.select_all", "Ctrl+A", "", when.has_document),
    Command("select.none", "Deselect", "session.deselect", "Ctrl+D", "deselect", when.has_selection),
    Command(
        "select.invert", "Invert selection", "session.invert_selection", "Ctrl+I", "invert", when.has_document
    ),
)
_GENERATE = (
    Command("generate.again", "Render again", "plugin.render", "Ctrl+R", "refresh", when.has_rendering),
    Command("generate.seed", "Throw a new seed", "plugin.throw_seed", "Ctrl+T", "dice", when.has_rendering),
    Command(
        "generate.variations",
        "Make variations",
        "plugin.variations",
        "Ctrl+Shift+T",
        "filmstrip",
        when.has_rendering,
    ),
    Command(
        "generate.selection",
        "Only inside the selection",
        "plugin.use_selection",
        "Ctrl+Alt+M",
        "select-ellipse",
        when.can_mask,
    ),
    SEPARATOR,
    Command("generate.record", "Save as recipe…", "recorder.save", "", "save", when.has_rendering),
    Command("generate.folder", "Do this to a folder…", "recorder.run", "", "batch", when.has_rendering),
)
_VIEW = (
    Command("view.zoom_in", "Zoom in", "view.zoom_in", "Ctrl+= | +", "zoom", when.has_document),
    Command("view.zoom_out", "Zoom out", "view.zoom_out", "Ctrl+- | -", "", when.has_document),
    Command("view.fit", "Fit in window", "view.fit", "Ctrl+0", "fit", when.has_document),
    Command("view.actual", "Actual size", "view.actual_size", "Ctrl+1", "", when.has_document),
    SEPARATOR,
    Command(
        "view.side",
        "Side by side",
        "edits.toggle_side_by_side",
        "V",
        "panels",
        when.can_compare,
        when.is_side_by_side,
    ),
    Command(
        "view.split",
        "Before and after",
        "edits.toggle_split",
        "Ctrl+\\",
        "split",
        when.can_compare,
        when.splits,
    ),
    Command(
        "view.grid", "Pixel grid", "edits.toggle_grid", "Ctrl+'", "grid", when.has_document, when.shows_grid
    ),
    Command(
        "view.rulers",
        "Rulers",
        "edits.toggle_rulers",
        "Ctrl+Alt+R",
        "ruler",
        when.has_document,
        when.shows_rulers,
    ),
    SEPARATOR,
    Command(
        "view.hide", "Hide all panels", "docks.toggle_all", "Tab", "panels", when.has_document, when.hides_all
    ),
    Command(
        "view.fullscreen",
        "Fullscreen",
        "window.toggle_fullscreen",
        "F | F11",
        "fullscreen",
        checked=when.is_fullscreen,
    ),
)
_TOOLS = tuple(
    Command(
        f"tool.{tool}",
        title,
        "session.set_tool",
        key,
        icon,
        when.can_pull_points if tool == "points" else None,
        when.tool_is(tool),
        (tool,),
    )
    for tool, title, key, icon in (
        ("brush", "Brush", "B", "brush"),
        ("ink", "Ink", "P", "ink"),
        ("eraser", "Eraser", "E", "eraser"),
        ("fill", "Fill", "G", "fill"),
        ("line", "Line", "L", "line"),
        ("rectangle", "Rectangle", "R", "rectangle"),
        ("ellipse", "Ellipse", "O", "ellipse"),
        ("eyedropper", "Eyedropper", "I", "eyedropper"),
        ("select_rectangle", "Select a rectangle", "M", "select-rectangle"),
        ("select_ellipse", "Select an ellipse", "Shift+M", "select-ellipse"),
        ("points", "Move points", "D", "points"),
        ("hand", "Hand", "H", "hand"),
        ("zoom", "Zoom", "Z", "zoom"),
    )
)
_PANELS = tuple(
    Command(
        f"panel.{id}", title, "docks.toggle", key, icon, when.has_document, when.panel_is_shown(id), (id,)
    )
    for id, title, key, icon in (
        ("tools", "Tools", "", "brush"),
        ("options", "Tool options", "", "settings"),
        ("classes", "Classes", "F5", "palette"),
        ("plugin", "Plugin", "F6", "plugin"),
        ("layers", "Layers", "F7", "layers"),
        ("history", "History", "F8", "history"),
        ("filmstrip", "Filmstrip", "F9", "filmstrip"),
    )
)
_THEME = tuple(
    Command(f"theme.{id}", title, "preferences.set_theme", checked=when.theme_is(id), args=(id,))
    for id, title in (("dark", "Dark"), ("light", "Light"), ("system", "As the desktop"))
)
_HELP = (
    Command("help.find", "Find a command…", "command_palette.open", "Ctrl+K", "search"),
    Command("help.keys", "Keyboard shortcuts", "help.shortcuts", "F1", "keyboard"),
    Command("help.plugins", "Plugins and models", "preferences.open_plugins", "", "plugin"),
    Command("help.about", "About GAN Studio", "help.about", "", "info"),
)
HIDDEN = (
    Command("file.clear_recent", "Clear the list of recent files", "files.clear_recent"),
    Command("view.reset", "Put all panels back", "docks.reset"),
    Command("app.catalogue", "Download models…", "models.open_catalogue", "", "download"),
    Command("app.free_memory", "Free the memory of loaded models", "window.free_models", "", "memory"),
)
"""Commands that only the command palette offers."""

COMMANDS: tuple[Command, ...] = (
    *_menu("File", *_FILE),
    *_menu("Edit", *_EDIT),
    *_menu("Image", *_IMAGE),
    *_menu("Layer", *_LAYER),
    *_menu("Select", *_SELECT),
    *_menu("Generate", *_GENERATE),
    *_menu("View", *_VIEW),
    *_menu("View/Tools", *_TOOLS),
    *_menu("View/Panels", *_PANELS),
    *_menu("View/Theme", *_THEME),
    *_menu("Help", *_HELP),
    *HIDDEN,
)
