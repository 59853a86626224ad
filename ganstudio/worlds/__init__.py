"""Procedural data sets drawn by our own code."""
