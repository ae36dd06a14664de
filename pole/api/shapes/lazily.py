"""Types that refer to each other in a circle: they are looked up when the schema is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from pole.api.shapes.entity import Entity
    from pole.api.shapes.record import Record, RecordConnection
    from pole.api.shapes.relationship import (
        Hop,
        Link,
        Relationship,
        RelationshipConnection,
        RelationshipCount,
    )

AnEntity = Annotated["Entity", strawberry.lazy("pole.api.shapes.entity")]
ARecord = Annotated["Record", strawberry.lazy("pole.api.shapes.record")]
ARecordConnection = Annotated["RecordConnection", strawberry.lazy("pole.api.shapes.record")]
ALink = Annotated["Link", strawberry.lazy("pole.api.shapes.relationship")]
ARelationship = Annotated["Relationship", strawberry.lazy("pole.api.shapes.relationship")]
ARelationshipConnection = Annotated["RelationshipConnection", strawberry.lazy("pole.api.shapes.relationship")]
ARelationshipCount = Annotated["RelationshipCount", strawberry.lazy("pole.api.shapes.relationship")]
AHop = Annotated["Hop", strawberry.lazy("pole.api.shapes.relationship")]
