"""Every source, from its files to records: what must come out of them."""
