"""Values computed from the statements that agree on them. Conflicts are shown, not resolved away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pole.access.session import Inquiry
from pole.model.currency import Currency
from pole.model.values import ValueType, value_type
from pole.model.vocabulary import AttributeType
from pole.service.answers.facts import AttributeView, ValueView
from pole.service.origins import count_origins, count_records
from pole.service.stated import Stated, statement_view


def attribute_views(
    inquiry: Inquiry, stated: Iterable[Stated], names: Sequence[str] | None = None
) -> tuple[AttributeView, ...]:
    """Each attribute with all its values, in the order of the vocabulary."""
    by_name: dict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        if names is None or one.statement.attribute in names:
            by_name[one.statement.attribute].append(one)
    return tuple(_attribute(inquiry, name, by_name[name]) for name in inquiry.vocabulary.in_order(by_name))


def _attribute(inquiry: Inquiry, name: str, stated: list[Stated]) -> AttributeView:
    attribute = inquiry.vocabulary.attributes.get(name)
    groups: dict[tuple[str | None, str], list[Stated]] = defaultdict(list)
    unusable: list[Stated] = []
    for one in stated:
        if one.statement.value is None:
            unusable.append(one)
        else:
            groups[(one.statement.scheme, kind_of_value(attribute).key(one.statement.value))].append(one)
    values = sorted((_value(inquiry, attribute, group) for group in groups.values()), key=_value_order)
    current = [v for v in values if v.currency is Currency.CURRENT]
    return AttributeView(
        name=name,
        label=attribute.label if attribute else name,
        conflicting=bool(attribute and attribute.single and len(current) > 1),
        values=tuple(values),
        unusable=tuple(statement_view(inquiry, one) for one in unusable),
    )


def _value_order(value: ValueView) -> tuple[bool, int, int, str]:
    return (value.currency is not Currency.CURRENT, -value.origins, -value.agreeing, value.value)


def _value(inquiry: Inquiry, attribute: AttributeType | None, stated: list[Stated]) -> ValueView:
    ordered = sorted(stated, key=lambda one: one.record.id)
    ordered.sort(key=lambda one: one.record.received, reverse=True)
    first = ordered[0].statement
    value = first.value or ""
    code = value if attribute is not None and attribute.value == "code" else None
    return ValueView(
        value=value,
        display=_display(inquiry, attribute, first.scheme, value),
        code=code,
        agreeing=count_records(one.record for one in ordered),
        origins=count_origins(one.record for one in ordered),
        currency=_currency(inquiry, ordered),
        statements=tuple(statement_view(inquiry, one) for one in ordered),
    )


def _currency(inquiry: Inquiry, stated: list[Stated]) -> Currency:
    """Former when every statement of it was replaced or has ended by today."""
    today = inquiry.now.date().isoformat()
    held = any(s.statement.former is None and not (s.statement.ends and s.statement.ends[:10] < today) for s in stated)
    return Currency.CURRENT if held else Currency.FORMER


def _display(inquiry: Inquiry, attribute: AttributeType | None, scheme: str | None, value: str) -> str:
    if attribute is None:
        return value
    if attribute.value == "code":
        name = scheme or attribute.scheme or ""
        coded = inquiry.vocabulary.schemes.get(name)
        code = coded.codes.get(value) if coded is not None else None
        return value if code is None else code.label
    return kind_of_value(attribute).format(value)


def kind_of_value(attribute: AttributeType | None) -> ValueType:
    """Coded values are compared by their code, whatever the scheme."""
    name = "text" if attribute is None or attribute.value == "code" else attribute.value
    return _made(name)


@lru_cache(maxsize=128)
def _made(name: str) -> ValueType:
    return value_type(name)
