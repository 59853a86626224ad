"""Directions in the latent space of a generator: how they are found, and how one is followed."""
