"""Two designs side by side, with what differs marked in both."""

from designer.ui.comparison.window import Comparison

__all__ = ["Comparison"]
