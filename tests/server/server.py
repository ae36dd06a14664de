"""A server of our own: started, stopped, killed and started again on the same address."""

import time
from collections.abc import Callable
from typing import Protocol

from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.server.bolt import BoltServer, connect
from tests.server.errors import ServerFailedError

_READY_SECONDS = 120.0


class Engine(Protocol):
    """What a server runs in: a Java process here, or a container."""

    port: int
    password: str

    def launch(self) -> None: ...
    def running(self) -> bool: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...
    def discard(self) -> None: ...
    def last_words(self) -> str: ...
    def admin(self, *arguments: str) -> str: ...
    def freeze(self) -> None: ...
    def thaw(self) -> None: ...
    def fill_disk(self) -> None: ...


class Neo4jServer(BoltServer):
    """A server that tests may kill. Every method returns when what it says is so."""

    def __init__(self, engine: Engine, clear_up: Callable[[], None] = lambda: None) -> None:
        super().__init__(f"neo4j://127.0.0.1:{engine.port}", ("neo4j", engine.password))
        self._engine = engine
        self._clear_up = clear_up

    def start(self) -> None:
        """Start it if it does not run, and wait until it answers. Raises `ServerFailedError` with its last words."""
        if not self._engine.running():
            self._engine.launch()
        deadline = time.monotonic() + _READY_SECONDS
        while not self._answers():
            if not self._engine.running():
                raise ServerFailedError(f"the server ended while starting:\n{self._engine.last_words()}")
            if time.monotonic() > deadline:
                raise ServerFailedError(f"no answer after {_READY_SECONDS:.0f} s:\n{self._engine.last_words()}")
            time.sleep(0.1)

    def running(self) -> bool:
        """Whether its process lives, ready or not."""
        return self._engine.running()

    def stop(self) -> None:
        """End it in order: what it holds is on disk."""
        self.disconnect()
        if self._engine.running():
            self._engine.stop()

    def kill9(self) -> None:
        """End it as a power cut would, in the middle of whatever it does."""
        if self._engine.running():
            self._engine.kill()
        self.disconnect()

    def stand_still(self, seconds: float) -> None:
        """Let it do nothing at all for a while, as a machine does that swaps or is moved. Raises `NoServerError`."""
        self._engine.freeze()
        time.sleep(seconds)
        self._engine.thaw()

    def fill_disk(self) -> None:
        """From now until it is started anew, no file of it may grow: what it meets when its disk is full.

        Raises `NoServerError` where that cannot be had.
        """
        self._engine.fill_disk()

    def restart(self) -> None:
        """Stop it in order and start it again, on the same address with the same data."""
        self.stop()
        self.start()

    def admin(self, *arguments: str) -> str:
        """What `neo4j-admin` prints, with the server stopped; it stays so. Raises `NoServerError` where there is none."""
        self.stop()
        return self._engine.admin(*arguments)

    def discard(self) -> None:
        """End it and remove everything of it."""
        self.kill9()
        self._engine.discard()
        self._clear_up()

    def _answers(self) -> bool:
        """A Bolt handshake and one answered query; an open port is not yet a database."""
        try:
            with connect(f"bolt://127.0.0.1:{self._engine.port}", self.auth, patience=0) as driver:
                driver.execute_query("RETURN 1")
        except AuthError:
            raise
        except (DriverError, Neo4jError):
            return False
        return True
