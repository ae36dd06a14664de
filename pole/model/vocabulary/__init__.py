"""What may be said, as data: subtypes, attributes, link types with their roles, warnings and code lists.

The YAML files beside this one are the vocabulary; `load_vocabulary` reads and checks them, and `reference_page` turns
them into `docs/reference/vocabulary.md`.
"""

from pole.model.vocabulary.catalogue import Vocabulary
from pole.model.vocabulary.loading import load_vocabulary
from pole.model.vocabulary.page import reference_page
from pole.model.vocabulary.terms import (
    ANY_LINK,
    STANDING_LINK,
    WARNING,
    AttributeType,
    Code,
    CodeScheme,
    Connects,
    Former,
    Identifier,
    LinkType,
    Role,
    Subtype,
    Travel,
    WarningClass,
    WarningType,
)

__all__ = [
    "ANY_LINK",
    "STANDING_LINK",
    "WARNING",
    "AttributeType",
    "Code",
    "CodeScheme",
    "Connects",
    "Former",
    "Identifier",
    "LinkType",
    "Role",
    "Subtype",
    "Travel",
    "Vocabulary",
    "WarningClass",
    "WarningType",
    "load_vocabulary",
    "reference_page",
]
