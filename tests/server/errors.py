"""Why there is no server to test against."""


class NoServerError(Exception):
    """No way of getting a Neo4j server worked; the text says what was tried and what is missing."""


class ServerFailedError(Exception):
    """A server that should run does not; the text ends with the last lines of its log."""
