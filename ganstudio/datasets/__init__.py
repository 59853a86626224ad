"""Readers for the data sets people have."""
