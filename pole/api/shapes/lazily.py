"""Types by which the contract comes back to where it began: a statement has a record, a record has statements.

They are looked up by name when the schema is put together. No Python reads the fields of a shape, so to a type checker
these may be anything, and no module here imports one that imports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, TypeAlias

import strawberry

if TYPE_CHECKING:
    AnEntity: TypeAlias = Any
    ARecord: TypeAlias = Any
    ALink: TypeAlias = Any
else:
    AnEntity = Annotated[ForwardRef("Entity"), strawberry.lazy("pole.api.shapes.entity")]
    ARecord = Annotated[ForwardRef("Record"), strawberry.lazy("pole.api.shapes.record")]
    ALink = Annotated[ForwardRef("Link"), strawberry.lazy("pole.api.shapes.relationship")]
