"""ICIS custody and case: see README.md and mapping.yaml beside this file."""
