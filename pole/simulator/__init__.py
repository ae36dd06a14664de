"""A synthetic force, written out as the extracts that loaders read, with the truth beside them."""
