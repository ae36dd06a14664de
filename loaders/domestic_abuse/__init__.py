"""Domestic-abuse risk assessments: see README.md and mapping.yaml beside this file."""
