"""One driver to one database: questions that read, transactions that write, and what their failures mean.

A question is one auto-commit query in READ access mode, which the server enforces, with a time limit that it keeps. It
is tried again for a few seconds while the server is away. A transaction that writes is a function that is called again
after deadlocks, lost connections and lost replies to COMMIT. So every such function must be one that may be done twice,
or begin by asking whether it is done (the ledger knows).

The retries are our own, because the driver's leave a lost reply alone and repeat for half a minute what ran out of memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import random
from secrets import token_hex
from threading import Event
from time import monotonic, sleep
from typing import Any, LiteralString, NamedTuple, TypeAlias, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    NotificationDisabledClassification,
    Query,
    Session,
    Transaction,
)
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from pole.errors import AbandonedError, LimitReachedError, PoleError, StoreAwayError

Row: TypeAlias = list[Any]
T = TypeVar("T")
U = TypeVar("U")

BULK_SECONDS = 300.0
"""For whole columns."""
WRITE_SECONDS = 300.0
SCHEMA_SECONDS = 3_600.0
"""For a constraint or index over everything that a database holds."""
CHUNK = 5_000
"""Rows in one statement: from 1,000 to 10,000 the server is as fast."""

_PLANNED_ONCE: LiteralString = "CYPHER replan=skip "
_FETCH = 10_000
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
_TERMINATED = "Neo.ClientError.Transaction.Terminated"
_OF_THE_SERVER = "Neo.DatabaseError."
"""What the server calls its own fault; a database whose disk is full answers so until it is started again."""
_MADE_MEANWHILE = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
"""`IF NOT EXISTS` looks before it makes, so two that make the same at once may both find nothing there."""
_OUT_OF_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
_AWAY = (ServiceUnavailable, SessionExpired)
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0


class Limits(NamedTuple):
    """How long things may take, in seconds."""

    question: float = 10.0
    reading_patience: float = 4.0
    """How long a question is tried again while the server is away."""
    writing_patience: float = 30.0
    """How long a batch is tried again."""


class Asker:
    """Whoever asks a question, and may go away before it is answered."""

    __slots__ = ("_gone", "name")

    def __init__(self) -> None:
        self.name = token_hex(8)
        self._gone = Event()

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._gone.set()

    def is_gone(self) -> bool:
        """Whether no answer is wanted."""
        return self._gone.is_set()


class Unsaid(list[Any]):
    """A list that a driver which words every query for its log, kept or not, says nothing of but its length.

    To word the rows of a batch takes twice as long as to send them, and they are nobody's business.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"[{len(self)} values]"


def _unsaid(value: object) -> object:
    return Unsaid(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]  # any list


class Pen:
    """What a writing function holds: queries inside its transaction.

    The server plans each text once. Every one finds what it names by an index, whatever the server knows of numbers, and
    while an empty database fills, it would plan each of them again and again.
    """

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def rows(self, text: LiteralString, /, **values: object) -> list[Row]:
        """All rows of the answer, which is how an error shows at the query that caused it."""
        sent = {name: _unsaid(value) for name, value in values.items()}
        return [record.values() for record in self._transaction.run(_PLANNED_ONCE + text, sent)]

    def one(self, text: LiteralString, /, **values: object) -> Row:
        """The only row of an answer that always has one."""
        return self.rows(text, **values)[0]

    def each(self, text: LiteralString, rows: Iterable[object]) -> None:
        """Run a text that unwinds `$rows` over all of these, a chunk at a time."""
        whole = list(rows)
        for first in range(0, len(whole), CHUNK):
            self.rows(text, rows=whole[first : first + CHUNK])


class Wire:
    """Lends nothing: every call takes a connection and gives it back. Safe to use from many threads."""

    def __init__(self, driver: Driver, database: str, limits: Limits) -> None:
        self._driver = driver
        self._database = database
        self._limits = limits

    def rows(self, text: LiteralString, /, **values: object) -> list[Row]:
        """The answer to one question. Raises LimitReachedError and StoreAwayError."""
        return self.answer(text, values, Asker())

    def bulk(self, text: LiteralString, /, **values: object) -> list[Row]:
        """The answer to a question that nobody waits for at a screen."""
        return self.answer(text, values, Asker(), BULK_SECONDS)

    def awaited(self, text: LiteralString, /, **values: object) -> list[Row]:
        """The answer to a question of a writer, who outlives a server that is started again."""
        return self.answer(text, values, Asker(), patience=self._limits.writing_patience)

    def one(self, text: LiteralString, /, **values: object) -> Row:
        """The only row of an answer that always has one."""
        return self.rows(text, **values)[0]

    def answer(
        self,
        text: LiteralString,
        values: dict[str, object],
        asker: Asker,
        seconds: float | None = None,
        patience: float | None = None,
    ) -> list[Row]:
        """The answer to one question of somebody who may lose interest. Raises AbandonedError when he has."""
        allowed = seconds or self._limits.question
        query = Query(text, metadata={"asker": asker.name}, timeout=allowed)

        def attempt() -> list[Row]:
            try:
                if not asker.is_gone():
                    with self._session(READ_ACCESS) as session:
                        return [record.values() for record in session.run(query, values)]
            except ClientError as error:
                if error.code != _TERMINATED or not asker.is_gone():
                    raise
            raise AbandonedError("The question was given up before its answer.")

        return _persist(attempt, patience or self._limits.reading_patience, allowed)

    def stop(self, asker: Asker) -> None:
        """End what the server is doing for an asker, as far as it can be reached."""
        asker.leave()
        with suppress(StoreAwayError):
            self.rows(
                "SHOW TRANSACTIONS YIELD transactionId AS id, metaData AS about WHERE about.asker = $asker"
                " TERMINATE TRANSACTIONS id YIELD message RETURN message",
                asker=asker.name,
            )

    def write(self, work: Callable[[Pen], T]) -> T:
        """What `work` answers, once its transaction is kept. It may be called several times."""

        def attempt() -> T:
            with self._writing() as transaction:
                answer = work(Pen(transaction))
                transaction.commit()
                return answer

        return _persist(attempt, self._limits.writing_patience, WRITE_SECONDS)

    def write_and(self, work: Callable[[Pen], T], meanwhile: Callable[[T], U]) -> tuple[T, U]:
        """As `write`; and what `meanwhile` makes of the answer while the server keeps the transaction."""

        def attempt() -> tuple[T, U]:
            with self._writing() as transaction:
                answer = work(Pen(transaction))
                with ThreadPoolExecutor(1, "pole-keeping") as other:
                    kept = other.submit(transaction.commit)
                    made = meanwhile(answer)
                kept.result()
                return answer, made

        return _persist(attempt, self._limits.writing_patience, WRITE_SECONDS)

    def alter(self, text: LiteralString) -> None:
        """Change the schema: a statement that stands alone. What another makes in the same moment is made."""

        def attempt() -> None:
            with self._session(WRITE_ACCESS) as session:
                try:
                    session.run(Query(text, timeout=SCHEMA_SECONDS)).consume()
                except ClientError as error:
                    if error.code != _MADE_MEANWHILE:
                        raise

        _persist(attempt, self._limits.writing_patience, SCHEMA_SECONDS)

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    @contextmanager
    def _writing(self) -> Generator[Transaction]:
        with (
            self._session(WRITE_ACCESS) as session,
            session.begin_transaction(timeout=WRITE_SECONDS) as transaction,
        ):
            yield transaction

    @contextmanager
    def _session(self, access: str) -> Generator[Session]:
        # The driver leaves its settings untyped.
        with self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self._database,
            default_access_mode=access,
            fetch_size=_FETCH,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
        ) as session:
            yield session


def connect(url: str, user: str, password: str, database: str, limits: Limits) -> Wire:
    """A wire to that server; nothing is sent yet. Unknown names are no news: a store begins without links."""
    driver = GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        url,
        auth=(user, password),
        connection_timeout=5.0,
        connection_acquisition_timeout=max(limits.reading_patience, 5.0),
        notifications_disabled_classifications=[NotificationDisabledClassification.UNRECOGNIZED],
    )
    return Wire(driver, database, limits)


def _persist(attempt: Callable[[], T], patience: float, seconds: float) -> T:
    """Try until it succeeds, fails for good, or has failed for as long as patience lasts."""
    first_failure: float | None = None
    pause = _FIRST_PAUSE
    while True:
        try:
            return attempt()
        except (DriverError, Neo4jError) as error:
            now = monotonic()
            first_failure = first_failure or now
            if not _worth_another_try(error) or now + pause > first_failure + patience:
                raise _meaning(error, seconds) from error
        sleep(pause * (0.8 + 0.4 * random()))
        pause = min(2 * pause, _LONGEST_PAUSE)


def _worth_another_try(error: DriverError | Neo4jError) -> bool:
    """What the driver calls retryable, but for two cases in which it errs for us.

    A transaction that ran out of memory will again. One whose COMMIT got no reply may be tried again, for the ledger
    knows whether it was kept.
    """
    if isinstance(error, Neo4jError) and error.code == _OUT_OF_MEMORY:
        return False
    return isinstance(error, IncompleteCommit) or error.is_retryable()


def _meaning(error: DriverError | Neo4jError, seconds: float) -> Exception:
    """The error of ours that says what this one means; itself where it means a fault of the program."""
    if isinstance(error, _AWAY):
        return StoreAwayError("The graph store does not answer: see that the server runs, and try again.")
    if isinstance(error, AuthError):
        return StoreAwayError("The graph store does not accept our user and password: see the settings.")
    if isinstance(error, Neo4jError):
        code = error.code or ""
        if code.startswith(_TIMED_OUT):
            return _time_limit(seconds)
        if code == _TERMINATED:
            return StoreAwayError("The graph store was told to end what it did for us: try again.")
        if code == _OUT_OF_MEMORY:
            return _memory_limit(error)
        if code.startswith(_OF_THE_SERVER):
            return StoreAwayError(
                f"The graph store has an error of its own ({code}): see its log and its disk, start it again."
            )
        if error.is_retryable():
            return StoreAwayError(f"The graph store is too busy ({code}): try again.")
    return error


def _time_limit(seconds: float) -> PoleError:
    remedy = "ask for less at once, or narrow the question"
    return LimitReachedError("The time for one question, in seconds,", seconds, remedy)


def _memory_limit(error: Neo4jError) -> PoleError:
    found = re.search(r"limit ([\d.]+) MiB", error.message or "")
    remedy = "ask for less at once, load in smaller batches, or give the server more memory"
    return LimitReachedError(
        "The server's memory for one transaction, in MiB,", float(found[1]) if found else 0, remedy
    )
