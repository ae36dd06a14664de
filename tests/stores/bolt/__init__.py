"""What is true of the Neo4j store alone."""
