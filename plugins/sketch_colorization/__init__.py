"""Sketch colouring: line drawings become pictures (pix2pix, arXiv:1611.07004)."""
