"""Every error has a code of its own, an exit code of its group and a line on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pole.errors
from pole.errors import LeaseHeldError, LimitReachedError, MappingError, NotVisibleError, PoleError

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z-]+)` \| (\d) \| `(\w+)` \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
EXIT_CODES = range(1, 7)


def family(error: type[PoleError]) -> list[type[PoleError]]:
    """The class and all made from it, in the order of the module."""
    return [error, *(member for child in error.__subclasses__() for member in family(child))]


ERRORS = [error for error in family(PoleError) if error.__module__ == pole.errors.__name__]


def test_the_page_lists_every_error_in_order_with_its_codes() -> None:
    assert [row[:3] for row in ROWS] == [(e.code, str(e.exit_code), e.__name__) for e in ERRORS]


def test_the_page_explains_every_exit_code() -> None:
    assert {error.exit_code for error in ERRORS} == set(EXIT_CODES)
    assert all(f"\n| {code} | " in PAGE for code in (0, *EXIT_CODES))


def test_no_error_lives_outside_the_tree() -> None:
    assert family(PoleError) == ERRORS


def test_codes_are_unique() -> None:
    codes = [error.code for error in ERRORS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", ERRORS)
def test_the_tree_at_the_top_of_the_module_draws_it_with_its_exit_code(error: type[PoleError]) -> None:
    assert re.search(rf"\b{error.__name__} +(exit )?{error.exit_code} ", pole.errors.__doc__ or "")


def test_a_mapping_error_stands_at_its_place() -> None:
    assert MappingError("no such key", file="mapping.yaml", line=3, column=7).message == "mapping.yaml:3:7: no such key"
    assert MappingError("not UTF-8", file="mapping.yaml").message == "mapping.yaml: not UTF-8"
    assert MappingError("no such key").message == "no such key"


def test_a_limit_tells_its_remedy() -> None:
    error = LimitReachedError("first", 200, "ask for a smaller page")
    assert error.message == "first is limited to 200: ask for a smaller page"
    assert (error.limit, error.allowed, error.remedy) == ("first", 200, "ask for a smaller page")


def test_a_second_loader_is_told_who_is_at_work() -> None:
    assert "ada@loader-1:42" in LeaseHeldError("ada@loader-1:42 since 2026-11-02T01:00:00Z").message


def test_not_visible_says_the_same_whatever_was_asked() -> None:
    assert NotVisibleError().message == NotVisibleError().message
    assert not NotVisibleError.__init__.__code__.co_argcount - 1
