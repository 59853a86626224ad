"""The batch window: the same to a whole folder, behind the canvas, and it can be watched and paused."""
