"""The train window: a folder becomes a model, in a process that the window starts and follows."""
