"""What networks learn from: labelled pictures, as numpy arrays."""
