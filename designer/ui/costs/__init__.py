"""What a network costs, for the eyes: the table, the colours on the canvas, the budget."""
