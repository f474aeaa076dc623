"""Adding by search: what is typed beside the pointer stands there, wired."""
