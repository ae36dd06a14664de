"""GraphQL over HTTP: the questions of `pole.service`, asked by programs and in GraphiQL."""
