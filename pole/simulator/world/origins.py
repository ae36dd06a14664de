"""Where names come from: stocks of names by origin, how each is spelled by others, and what its bearers are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypedDict, cast

from pole.simulator.chance import Weighted
from pole.simulator.words import words


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """People who share a stock of names, with their codes of self-defined and officer-observed ethnicity."""

    name: str
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    self_defined: str
    observed: str
    religions: Weighted[str]
    language: str
    spellings: Mapping[str, tuple[str, ...]]
    """Ways in which a name is written by who hears it or copies it."""
    called: Mapping[str, tuple[str, ...]]
    """What bearers of a name are called by those who know them."""
    feminine: Mapping[str, str]
    """Endings of surnames, and what women have instead."""
    family_first: bool
    """The family name is said and often written first."""
    three_names: bool
    """A given name is followed by the father's and the grandfather's, and there is no family name."""

    def given(self, sex: str) -> tuple[str, ...]:
        """Names for men (M) or women (F)."""
        return self.men if sex == "M" else self.women

    def surname_for(self, surname: str, sex: str) -> str:
        """The surname as a man or a woman of the family bears it."""
        for masculine, feminine in self.feminine.items():
            if sex == "F" and surname.endswith(masculine):
                return surname[: -len(masculine)] + feminine
        return surname


_Told = TypedDict(
    "_Told",
    {
        "name": str,
        "share": int,
        "self-defined": str,
        "observed": str,
        "religions": dict[str, int],
        "language": NotRequired[str],
        "men": str,
        "women": str,
        "surnames": str,
        "spellings": str,
        "called": str,
        "feminine": NotRequired[dict[str, str]],
        "family-first": NotRequired[bool],
        "three-names": NotRequired[bool],
    },
)


@cache
def origins() -> Weighted[Origin]:
    """All of them, each as frequent as its share of the people."""
    text = (files("pole.simulator.world") / "origins.toml").read_text("utf-8")
    told = cast("list[_Told]", tomllib.loads(text)["origin"])
    return Weighted((_origin(one), one["share"]) for one in told)


def _origin(told: _Told) -> Origin:
    return Origin(
        name=told["name"],
        men=words(told["men"]),
        women=words(told["women"]),
        surnames=words(told["surnames"]),
        self_defined=told["self-defined"],
        observed=told["observed"],
        religions=Weighted(told["religions"].items()),
        language=told.get("language", "ENGLISH"),
        spellings=_by_name(told["spellings"]),
        called=_by_name(told["called"]),
        feminine=told.get("feminine", {}),
        family_first=told.get("family-first", False),
        three_names=told.get("three-names", False),
    )


def _by_name(text: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(": ") for line in text.strip().splitlines())
    return {name: words(others) for name, _, others in lines}
