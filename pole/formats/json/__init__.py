"""JSON files, read as a stream, and JSON lines: numbers stay as they are written."""
