"""What people call model families. Imports no torch, so that lists can be shown at once."""

from __future__ import annotations

FAMILY_NAMES = {
    "bicyclegan": "BicycleGAN",
    "classifier": "Classifier",
    "cut": "CUT",
    "cyclegan": "CycleGAN / pix2pix ResNet",
    "dcgan": "DCGAN",
    "fast_neural_style": "Fast neural style",
    "gan_cls": "GAN-CLS",
    "gigagan": "GigaGAN",
    "gigagan_upsampler": "Up-sampler",
    "hyperstyle": "HyperStyle",
    "instagan": "InstaGAN",
    "latent_encoder": "Latent encoder",
    "lostgan": "LostGAN",
    "open_clip": "OpenCLIP",
    "patchgan": "PatchGAN",
    "pix2pix": "pix2pix U-Net",
    "pixelgan": "Pixel discriminator",
    "psp": "pSp / e4e",
    "segmenter": "Segmenter",
    "spade": "SPADE",
    "stargan": "StarGAN",
    "studiogan": "StudioGAN",
    "style_spade": "Style SPADE",
    "stylegan1": "StyleGAN",
    "stylegan2": "StyleGAN2",
    "stylegan2_text": "StyleGAN2 with sentences",
    "stylegan3": "StyleGAN3",
}


def family_name(id: str) -> str:
    """The name of a family; one that a plugin adds goes by its id until it is named here."""
    return FAMILY_NAMES.get(id, id)
