"""Whole loads of each physical form, into a real store."""
