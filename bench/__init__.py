"""Measured against a named rival in the same run, as ratios: a time alone says more of the machine than of the code."""
