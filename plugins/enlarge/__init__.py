"""Pictures twice or four times as large, with the detail that they lack (GigaGAN's up-sampler)."""
