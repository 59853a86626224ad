"""One recipe per paper on the shared trainer."""
