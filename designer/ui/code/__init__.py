"""The design as Python to read, and Python of a person's own to type."""
