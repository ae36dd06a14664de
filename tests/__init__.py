"""Claims about the product, each executed."""
