"""`python -m designer` and the command `designer`."""

import sys

from designer.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
