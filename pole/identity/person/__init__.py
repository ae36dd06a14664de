"""Which records are one person, by evidence: profiles, candidates, edges, clusters. Pure and in memory; docs/identity.md."""
