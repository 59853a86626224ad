"""How good a generator is: what is kept apart to measure it on, what looks at pictures, and figures."""
