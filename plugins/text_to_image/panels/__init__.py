"""The sections that the window shows for pictures drawn from words."""
