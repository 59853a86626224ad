"""The picture being edited: layers, tiles, selection, history and project files."""
