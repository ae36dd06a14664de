"""Who may see what, for which reason, and that it is written down."""
