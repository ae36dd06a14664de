"""Command and control: see README.md and mapping.yaml beside this file."""
