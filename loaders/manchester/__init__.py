"""A published graph of crimes in Greater Manchester: see README.md and mapping.yaml beside this file."""
