"""A Neo4j server as a test sees it: a URI, a sign-in, and a way to empty it."""

from typing import LiteralString, cast

from neo4j import Driver, GraphDatabase, NotificationDisabledClassification, Query

_MOST_AT_ONCE = 20_000
"""Nodes that one transaction deletes without fear for a 512 MB heap."""
_WIPE_SECONDS = 900.0


def connect(uri: str, auth: tuple[str, str], patience: float) -> Driver:
    """A driver that gives up after `patience` seconds of retrying rather than thirty; unknown names are no news to it."""
    # The driver leaves its settings untyped.
    return GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        uri,
        auth=auth,
        max_transaction_retry_time=patience,
        connection_acquisition_timeout=patience + 3,
        notifications_disabled_classifications=[NotificationDisabledClassification.UNRECOGNIZED],
    )


class BoltServer:
    """A server that answers on `uri` to `auth` (user, password); perhaps one that others run."""

    def __init__(self, uri: str, auth: tuple[str, str]) -> None:
        self.uri = uri
        self.auth = auth
        self._own_driver: Driver | None = None

    def driver(self) -> Driver:
        """A new driver, the caller's to close, that gives up after two seconds of retrying."""
        return connect(self.uri, self.auth, patience=2)

    def wipe(self, *, schema: bool = False) -> None:
        """Delete every node and relationship; with `schema`, every constraint and index as well."""
        nodes = int(self._ask("MATCH (n) RETURN count(n) AS n")[0]["n"])
        if nodes > _MOST_AT_ONCE:
            kept = self._wipe_schema()
            self._delete_in_pieces()
            for statement in () if schema else kept:
                self._alone(statement)
            self._ask("CALL db.awaitIndexes(300)")
            return
        if nodes:
            self._ask("MATCH (n) DETACH DELETE n")
        if schema:
            self._wipe_schema()

    def holding(self, text: str) -> list[str]:
        """Labels and types of the nodes and relationships that have a text anywhere in their properties."""
        found = self._ask(
            "CALL () { MATCH (n) RETURN labels(n)[0] AS what, properties(n) AS has"
            " UNION ALL MATCH ()-[r]->() RETURN type(r) AS what, properties(r) AS has }"
            " WITH what, [name IN keys(has) WHERE toStringOrNull(has[name]) CONTAINS $text] AS named,"
            " [name IN keys(has) WHERE valueType(has[name]) STARTS WITH 'LIST<STRING'"
            " AND any(part IN has[name] WHERE part CONTAINS $text)] AS listed"
            " WHERE size(named) + size(listed) > 0 RETURN DISTINCT what ORDER BY what",
            text=text,
        )
        return [str(row["what"]) for row in found]

    def disconnect(self) -> None:
        """Close the connection that `wipe` keeps open between tests."""
        if self._own_driver is not None:
            self._own_driver.close()
            self._own_driver = None

    def _wipe_schema(self) -> list[LiteralString]:
        """Drop every constraint and index; the statements that make them again."""
        made = [
            *self._ask("SHOW CONSTRAINTS YIELD createStatement AS text"),
            *self._ask(
                "SHOW INDEXES YIELD type, owningConstraint, createStatement AS text"
                " WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN text"
            ),
        ]
        for row in self._ask("SHOW CONSTRAINTS YIELD name"):
            self._ask("DROP CONSTRAINT $name", name=row["name"])
        for row in self._ask("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            self._ask("DROP INDEX $name", name=row["name"])
        return cast(list[LiteralString], [row["text"] for row in made])  # the server's own words

    def _delete_in_pieces(self) -> None:
        """Relationships first, and no index to keep: a node with many would take more memory than a small server has."""
        self._alone("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS")
        self._alone("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS")

    def _alone(self, text: LiteralString) -> None:
        """Run what stands in no transaction of ours, for as long as it takes."""
        with self._driver().session() as session:  # pyright: ignore[reportUnknownMemberType]
            session.run(Query(text, timeout=_WIPE_SECONDS)).consume()

    def _ask(self, query: LiteralString, **parameters: str | int) -> list[dict[str, str | int]]:
        return [record.data() for record in self._driver().execute_query(query, dict(parameters)).records]

    def _driver(self) -> Driver:
        if self._own_driver is None:
            self._own_driver = self.driver()
        return self._own_driver
