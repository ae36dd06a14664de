"""The production store: Neo4j over Bolt. `neo4j://host:7687` (one server or a cluster) or `bolt://host:7687`."""

from pole.stores.bolt.store import BoltStore, open_store
from pole.stores.bolt.wire import Limits

__all__ = ["BoltStore", "Limits", "open_store"]
