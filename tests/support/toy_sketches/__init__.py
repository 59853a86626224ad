"""A plugin for tests: drawings are coloured and cleaned without a network."""
