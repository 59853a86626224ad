"""Domain transfer: a photo's season and hour change (CycleGAN, arXiv:1703.10593; CUT, arXiv:2007.15651)."""
