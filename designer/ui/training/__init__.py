"""A run as a person starts, steers and watches it, and the process that does it."""
