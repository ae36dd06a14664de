"""Child abuse investigation unit: see README.md and mapping.yaml beside this file."""
