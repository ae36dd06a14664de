"""The systems of the force. Each hears what happens in the world and keeps books of it, in its own words and numbers."""
