"""Which models can be edited by their latents; known without the networks' library."""

LATENT_FAMILIES = ("stylegan2", "stylegan3", "stylegan1", "psp", "dcgan", "studiogan")
"""The families of models that draw from a latent, as `checkpoints` names them."""
