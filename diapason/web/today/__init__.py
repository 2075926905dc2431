"""What the screen Today is made of: one module for each part, each with few queries."""
