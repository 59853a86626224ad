"""GAN Studio: a desktop image editor in which GANs are the tools."""

__version__ = "0.1.0"
