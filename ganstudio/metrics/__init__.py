"""Figures that judge generated images."""
