"""Value types: each kind of value owns how it is cleaned, shown, looked up and compared.

    outcome = value_type("pnc").clean("81/34U")      # Cleaned("1981/0000034U"), Rejected(…) or Absent(…)

`clean` never raises and never changes a cleaned value; what was received is the caller's to keep.
"""

from pole.model.values.code import CodeEntry, Scheme
from pole.model.values.outcome import Absent, Agreement, Cleaned, Outcome, PartedType, Rejected, SoughtType, ValueType
from pole.model.values.registry import VALUE_TYPES, is_sought, takes_parts, value_type

__all__ = [
    "VALUE_TYPES",
    "Absent",
    "Agreement",
    "Cleaned",
    "CodeEntry",
    "Outcome",
    "PartedType",
    "Rejected",
    "Scheme",
    "SoughtType",
    "ValueType",
    "is_sought",
    "takes_parts",
    "value_type",
]
