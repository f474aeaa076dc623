"""What a network costs: parameters and memory, multiply-accumulates, receptive fields."""
