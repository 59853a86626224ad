"""One file per paper: modules and their config, without I/O or device choice."""
