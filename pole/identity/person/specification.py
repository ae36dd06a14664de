"""The comparisons and a model as a specification for Splink 5 (DuckDB): for its training, and to check our weights by its own.

Nothing here needs Splink; it takes the settings as plain data, and profiles as rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pole.identity.person.comparisons import COMPARISONS, FREQUENCIES, Comparison
from pole.identity.person.model import Model
from pole.identity.person.profile import Profile

LISTS: Final = ("called", "surname_words")
"""Fields that hold several texts."""


def settings(model: Model) -> dict[str, Any]:
    """Splink's settings. Without blocking rules: candidates are ours."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record",
        "probability_two_random_records_match": 1 / (1 + 2**-model.prior),
        "comparisons": [_comparison(one, model) for one in COMPARISONS],
        "blocking_rules_to_generate_predictions": [],
    }


def row(record: str, profile: Profile) -> dict[str, Any]:
    """A profile as a row: what is not stated is null."""
    stated = {field: value if value else None for field, value in profile._asdict().items()}
    return {"record": record, **stated, **{field: list(getattr(profile, field)) for field in LISTS}}


def frequencies(model: Model, profiles: Mapping[str, Profile]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(field, table) of how frequent each value is by the model, for every value that the profiles state."""
    for field in FREQUENCIES:
        values = sorted({getattr(profile, field) for profile in profiles.values()} - {""})
        yield field, [{field: value, f"tf_{field}": model.frequency(field, value)} for value in values]


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    rates = model.rates[comparison.name]
    levels: list[dict[str, Any]] = [{"sql_condition": comparison.lacking.sql, "is_null_level": True}]
    for level, rate in zip(comparison.levels, rates, strict=False):
        asked: dict[str, Any] = {"sql_condition": level.test.sql, "label_for_charts": level.words}
        if level.frequency:
            asked |= {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
        levels.append(asked | _probabilities(rate.m, rate.u))
    levels.append({"sql_condition": "ELSE", "label_for_charts": "different", **_probabilities(*rates[-1])})
    return {"output_column_name": comparison.name.replace(" ", "_").replace("-", ""), "comparison_levels": levels}


def _probabilities(m: float, u: float) -> dict[str, float]:
    return {"m_probability": m, "u_probability": u}
