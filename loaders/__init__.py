"""One folder a source: what its extract looks like, said in mapping.yaml, and in Python only what YAML cannot say."""
