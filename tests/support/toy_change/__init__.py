"""A plugin for tests: two operations that need no network."""
