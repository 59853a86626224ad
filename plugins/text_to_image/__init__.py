"""Text to picture: a sentence becomes a picture (GAN-CLS, GigaGAN)."""
