"""The contract itself: its text, its operations, and what public tools find when they try it."""
