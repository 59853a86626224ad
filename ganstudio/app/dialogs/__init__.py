"""Small windows that ask for something."""
