"""Example: turns pictures towards one colour."""
