"""Augmentation of what discriminators see, so that few pictures are enough."""
