"""What of latent editing is seen and dragged, section by section."""
