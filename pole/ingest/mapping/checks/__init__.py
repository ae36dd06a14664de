"""What must hold of a mapping beyond its shape: every name exists and fits, and no marking gives anything away."""
