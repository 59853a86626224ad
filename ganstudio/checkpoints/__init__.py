"""Finding out what a weight file holds and loading it without running its code."""
