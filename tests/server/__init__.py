"""A real Neo4j Community server for tests and for `make demo STORE=neo4j`.

Which one: the server named by ``POLE_TEST_NEO4J_URI``, else a container if a Docker engine answers, else the jars of
Maven Central on the JDK of this machine (`choice`). Every server of ours has a port and a home of its own, so several
run side by side. From the command line: ``python -m tests.server``.
"""
