"""The command line: the window, or what the app can do without one.

Each command imports what it needs when it runs, so that a quick one is quick.
"""

from designer.cli.main import main

__all__ = ["main"]
