"""Text files whose lines have every field at a fixed place."""
