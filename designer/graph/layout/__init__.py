"""Where nodes stand: arranged as a whole, in line with each other, and new ones in room."""
