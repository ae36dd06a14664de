"""One promise, several keepers: every test here runs on each store."""
