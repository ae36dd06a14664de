"""Extracts that nobody planned for, mapped by what the documentation says and nothing else."""
