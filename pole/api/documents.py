"""Saved operations: what may be asked by everybody, known by the hash of its text.

A client sends `{"documentId": "sha256:…", "variables": {…}}`. Whoever sends the text itself asks the same: it is the
text that is trusted, not the way it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from graphql import OperationDefinitionNode, parse

from pole.errors import DocumentError


def document_id(text: str) -> str:
    """How a document is named, in requests and in the audit trail."""
    return f"sha256:{sha256(text.encode('utf-8')).hexdigest()}"


class SavedDocuments:
    """The manifest."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` by file name; each holds one named operation."""
        self.by_id: Mapping[str, str] = {document_id(text): text for text in texts.values()}
        self.names: Mapping[str, str] = {document_id(text): _operation_name(text) for text in texts.values()}

    def text(self, id_: str) -> str:
        """The document of this id. Raises DocumentError."""
        found = self.by_id.get(id_)
        if found is None:
            raise DocumentError("No saved operation has this documentId; the manifest at /graphql/operations has all.")
        return found

    def name_of(self, text: str) -> str | None:
        """The operation that a saved document holds; None for any other text."""
        return self.names.get(document_id(text))


def _operation_name(text: str) -> str:
    named = [d.name.value for d in parse(text).definitions if isinstance(d, OperationDefinitionNode) and d.name]
    return ", ".join(named)
