"""The desktop window; Qt lives here alone."""
