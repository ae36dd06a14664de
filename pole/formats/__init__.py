"""Physical layouts: one description of how a source writes its files, which both reads and writes them."""
