"""Pictures of a network for paper: drawn, asked for, saved and copied."""
