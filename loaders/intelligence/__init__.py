"""Intelligence reports: see README.md and mapping.yaml beside this file."""
