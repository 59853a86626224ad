"""Pickles and what is made of them, read without running anything: see `ganstudio.checkpoints.unpickle`."""
