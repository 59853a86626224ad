"""The picture on screen, and the tools that work on it."""
