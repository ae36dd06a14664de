"""From extract to graph: a mapping made executable, and a file loaded exactly once."""
