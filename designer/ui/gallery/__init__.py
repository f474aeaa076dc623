"""Where to begin: the page of examples and of what was open before, each with its picture."""
