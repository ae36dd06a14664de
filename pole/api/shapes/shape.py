"""How a GraphQL type is declared: which answers of the services it shows, and where a field is not read by its own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

Shape = TypeVar("Shape", bound=type)

SHOWN: dict[type, tuple[type, ...]] = {}
"""Every shape with the answers it shows. A test holds each plain field against them."""


def shows(*answers: type, when: Callable[[Any], bool] | None = None) -> Callable[[Shape], Shape]:
    """A type whose objects are these answers, as the services made them.

    `when` tells such an answer from those of the other types of an interface; `member` shapes need none.
    """

    def declare(shape: Shape) -> Shape:
        if when is not None:
            shape.is_type_of = staticmethod(lambda answer, _info: isinstance(answer, answers) and when(answer))  # type: ignore[attr-defined]  # read by strawberry
        SHOWN[shape] = answers
        return strawberry.type(shape)

    return declare


def always(_answer: object) -> bool:
    """For `when`: the class of an answer is enough to know its type in a union."""
    return True


def named(name: str) -> Any:
    """A plain field that the contract calls otherwise."""
    return strawberry.field(name=name)


def by(resolver: Callable[..., object], name: str | None = None) -> Any:
    """A field that a function answers: of the answer (`root`), the operation (`info`) and the field's arguments."""
    return strawberry.field(resolver=resolver, name=name)
