"""Presets and recipes in the window: a library of both, and the choice of a preset in a panel."""
