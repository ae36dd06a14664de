"""Every error a user or an operator can meet, in one tree.

PoleError                          exit 1   something unexpected
├── UsageError                          2   the command or the question is malformed
│   ├── SettingsError                   2   a setting is missing or malformed
│   ├── MappingError                    2   a mapping file is wrong; names file, line and column
│   ├── VocabularyError                 2   a vocabulary file is wrong, or a name is not in it
│   ├── ValueTypeError                  2   no such value type, or it cannot take that format or scheme
│   ├── MarkingError                    2   a text that is no marking
│   ├── PolicyError                     2   the policy file is wrong, or its rules would leak
│   ├── SignInError                     2   the token does not prove who is asking
│   ├── ReasonRequiredError             2   no reason was given for seeing data
│   ├── CursorError                     2   a page cursor is not of this viewer, scope and question
│   └── DocumentError                   2   no saved operation has that id
├── QuarantinedError                    3   done, but some rows are in quarantine
├── RefusedError                        4   understood, and not done
│   ├── GuardError                      4   a load would retire or dispose of too much
│   ├── LeaseHeldError                  4   another loader is writing; names its holder
│   ├── ExtractError                    4   a file is not written as its mapping says, or is cut short
│   ├── ExtractConflictError            4   a known extract number with other content
│   ├── SchemaVersionError              4   the store has a schema this program does not know
│   ├── LimitReachedError               4   a bound on a question; names limit, allowed and remedy
│   ├── AbandonedError                  4   who asked went away before the answer
│   ├── MarkingRefusedError             4   a record above the accredited ceiling, or never to be loaded
│   ├── NotEntitledError                4   the viewer may not ask this kind of question
│   └── TooManyGuessesError             4   too many identifiers asked for that show nothing; says when to ask again
├── ServiceAwayError                    5   something we depend on does not answer
│   ├── StoreAwayError                  5   the graph store
│   ├── DatabaseAwayError               5   a database that a source is pulled from
│   ├── AuditUnavailableError           5   the audit trail cannot be written, so nothing is answered
│   └── IdentityProviderAwayError       5   the keys that verify tokens cannot be fetched
└── NotVisibleError                     6   unknown or forbidden: deliberately the same

A message says what happened and what to do, lists the valid values where there are few, and never holds personal data.
`code` is stable: programs may rely on it, and it is what the API and `--json` show.
"""

from __future__ import annotations

from typing import ClassVar


class PoleError(Exception):
    """Any failure that has a name. `code` is for programs, the message for people, `exit_code` for the shell."""

    code: ClassVar[str] = "unexpected"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(PoleError):
    """The command or the question is malformed; asking it again unchanged fails again."""

    code = "usage"
    exit_code = 2


class SettingsError(UsageError):
    """A setting is missing or malformed; the message names it and says what was expected."""

    code = "settings"


class MappingError(UsageError):
    """A mapping file is wrong at a place. Lines and columns count from 1; a column of 0 means the whole line."""

    code = "mapping"

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: int = 0) -> None:
        where = ":".join([file, *(str(number) for number in (line, column) if number)]) if file else ""
        super().__init__(f"{where}: {message}" if where else message)
        self.problem = message
        self.file = file
        self.line = line
        self.column = column


class VocabularyError(UsageError):
    """A vocabulary file is wrong, or something names a subtype, attribute, link type or role that is not in it."""

    code = "vocabulary"


class ValueTypeError(UsageError):
    """There is no such value type, or it cannot take the format or the code scheme it was given."""

    code = "value-type"


class MarkingError(UsageError):
    """A text that is no classification, handling code, compartment or owner limit; the message lists what is."""

    code = "marking"


class PolicyError(UsageError):
    """The policy file is wrong at a line, or who sees a marking would not see what lies below it."""

    code = "policy"


class SignInError(UsageError):
    """The token is missing, malformed, expired, or not from the issuer and for the audience we trust."""

    code = "sign-in"


class ReasonRequiredError(UsageError):
    """Data is shown only for a stated reason."""

    code = "reason-required"


class CursorError(UsageError):
    """A page cursor belongs to one viewer, scope and question, and this is not it: ask for the first page again."""

    code = "cursor"


class DocumentError(UsageError):
    """No saved operation has that id: the client and the service were not built from the same contract."""

    code = "document"


class QuarantinedError(PoleError):
    """The load is done and some rows are in quarantine. Never shown as a failure: it carries the exit code."""

    code = "quarantined"
    exit_code = 3


class RefusedError(PoleError):
    """Understood and not done, because doing it would break a promise."""

    code = "refused"
    exit_code = 4


class GuardError(RefusedError):
    """A load would retire or dispose of a larger share of what is held than its guard allows."""

    code = "guard"


class LeaseHeldError(RefusedError):
    """One writer at a time, and another one is at work."""

    code = "lease-held"

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} is loading: wait until it is done, or stop it, and run the same command again")
        self.holder = holder


class ExtractError(RefusedError):
    """A file is not written as its mapping says (encoding, columns, trailer), or what is to be written cannot be."""

    code = "extract"


class ExtractConflictError(RefusedError):
    """An extract number that is already loaded arrived with other content."""

    code = "extract-conflict"


class SchemaVersionError(RefusedError):
    """The store was written by a newer program, or was never initialised."""

    code = "schema-version"


class LimitReachedError(RefusedError):
    """A question reached a bound: `limit` names it, `allowed` is its value, `remedy` says how to ask for less."""

    code = "limit-reached"

    def __init__(self, limit: str, allowed: int | float, remedy: str) -> None:
        super().__init__(f"{limit} is limited to {allowed}: {remedy}")
        self.limit = limit
        self.allowed = allowed
        self.remedy = remedy


class AbandonedError(RefusedError):
    """Who asked went away before the answer; nothing was shown. Only the audit trail and metrics ever see it."""

    code = "abandoned"


class MarkingRefusedError(RefusedError):
    """A record above what this system is accredited for, or of a kind that is never loaded."""

    code = "marking-refused"


class NotEntitledError(RefusedError):
    """The viewer may not ask this kind of question, whatever its answer."""

    code = "not-entitled"


class TooManyGuessesError(RefusedError):
    """Too many identifiers were asked for under which the viewer sees nothing; says when to ask again."""

    code = "too-many-guesses"


class ServiceAwayError(PoleError):
    """Something we depend on does not answer; the same command may succeed later."""

    code = "service-away"
    exit_code = 5


class StoreAwayError(ServiceAwayError):
    """The graph store does not answer."""

    code = "store-away"


class DatabaseAwayError(ServiceAwayError):
    """A database that a source is pulled from does not answer, or does not let us in."""

    code = "database-away"


class AuditUnavailableError(ServiceAwayError):
    """The audit trail cannot be written, and without it there is no answer."""

    code = "audit-unavailable"


class IdentityProviderAwayError(ServiceAwayError):
    """The keys that verify tokens cannot be fetched."""

    code = "identity-provider-away"


class NotVisibleError(PoleError):
    """Unknown or forbidden. The two are one answer in words, code and work done, or existence would leak."""

    code = "not-visible"
    exit_code = 6

    def __init__(self) -> None:
        super().__init__("nothing by that reference is visible to you")
