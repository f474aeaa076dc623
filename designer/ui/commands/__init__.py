"""The command palette: every command of the window, found by its words."""
