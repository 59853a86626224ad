"""Which models draw from a latent or a sentence; known without the networks' library."""

LATENT_FAMILIES = ("stylegan2", "stylegan3", "stylegan1", "psp", "dcgan", "studiogan")
"""The families of models that draw from a latent, as `checkpoints` names them."""
TEXT_FAMILIES = ("gigagan", "stylegan2_text", "gan_cls")
"""Those of models that draw from a sentence."""
