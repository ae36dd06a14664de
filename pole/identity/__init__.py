"""Which key sets are one real thing, in each visibility: a pure function of what is live."""
