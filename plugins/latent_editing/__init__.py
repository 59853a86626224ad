"""Latent editing: seeds, sliders, style mixing and more for generators that draw from a latent."""
