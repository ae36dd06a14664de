"""GraphQL over real HTTP, against a real embedded store."""
