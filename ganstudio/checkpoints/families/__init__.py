"""The model families that the program knows by itself, in their order of precedence."""

from __future__ import annotations

from ganstudio.checkpoints.families import (
    bicyclegan,
    classifier,
    cut,
    dcgan,
    fast_neural_style,
    gan_cls,
    gigagan,
    gigagan_upsampler,
    hyperstyle,
    instagan,
    latent_encoder,
    lostgan,
    open_clip,
    pix2pix,
    psp,
    segmenter,
    spade,
    stargan,
    studiogan,
    style_spade,
    stylegan1,
    stylegan2,
    stylegan2_rosinality,
    stylegan2_text,
    stylegan2_tf,
    stylegan3,
)
from ganstudio.checkpoints.registry import Registry

STANDARD = Registry(
    (
        *spade.FAMILIES,
        *style_spade.FAMILIES,
        *segmenter.FAMILIES,
        *classifier.FAMILIES,
        *latent_encoder.FAMILIES,
        *open_clip.FAMILIES,
        *lostgan.FAMILIES,
        *instagan.FAMILIES,
        *stargan.FAMILIES,
        *fast_neural_style.FAMILIES,
        *studiogan.FAMILIES,
        *stylegan1.FAMILIES,
        *stylegan2.FAMILIES,
        *stylegan2_rosinality.FAMILIES,
        *stylegan2_text.FAMILIES,
        *psp.FAMILIES,
        *hyperstyle.FAMILIES,
        *stylegan2_tf.FAMILIES,
        *stylegan3.FAMILIES,
        *gan_cls.FAMILIES,
        *gigagan.FAMILIES,
        *gigagan_upsampler.FAMILIES,
        *dcgan.FAMILIES,
        # One form of BicycleGAN has the keys of a pix2pix U-Net. We save PatchGANs as pix2pix does.
        *bicyclegan.FAMILIES,
        *pix2pix.FAMILIES,
        *cut.FAMILIES,
    )
)
