"""The trainer and what recipes share."""
