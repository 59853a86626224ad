"""The train window: a folder becomes a model in a process of its own, which this window starts and follows."""
