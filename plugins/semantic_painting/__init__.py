"""Semantic painting: label maps become pictures (SPADE, arXiv:1903.07291)."""
