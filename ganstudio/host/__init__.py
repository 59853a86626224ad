"""Finding and activating plugins."""
