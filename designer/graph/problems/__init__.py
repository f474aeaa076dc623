"""What is wrong or doubtful with a network beyond a layer's own rules, and what mends it."""
