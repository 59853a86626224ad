"""The models window: what is in the library, what authors publish, and what one does with both."""
