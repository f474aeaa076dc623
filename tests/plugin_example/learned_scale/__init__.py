"""A learned scale for each channel, for PyTorch and for Network Designer."""
