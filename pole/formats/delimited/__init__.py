"""Text files of rows whose fields are set apart by a delimiter."""
