"""Files in which rows stand inside each other, and each holds its values in a tree: XML and JSON."""
