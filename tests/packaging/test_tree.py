"""Rules about where files stand, which no tool of the workshop checks."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = [path for top in ("pole", "loaders") for path in (ROOT / top).rglob("*.py")]
CATCH_ALLS = {"utils", "helpers", "common", "misc"}
DEPENDENCIES = {
    "neo4j",
    "graphql",
    "fastapi",
    "strawberry",
    "pydantic",
    "typer",
    "rich",
    "structlog",
    "sqlite3",
    "faker",
}


def test_every_package_says_that_it_is_one() -> None:
    # import-linter does not look into a folder without it, so whatever is inside would import what it likes.
    assert [str(path) for path in {module.parent for module in MODULES} if not (path / "__init__.py").exists()] == []


def test_no_module_is_a_place_for_leftovers() -> None:
    assert [str(module) for module in MODULES if module.stem in CATCH_ALLS] == []


def test_no_module_is_named_after_a_dependency() -> None:
    assert [str(module) for module in MODULES if module.stem in DEPENDENCIES] == []


def test_the_contract_folder_holds_no_python() -> None:
    # A package named graphql would hide graphql-core.
    assert list((ROOT / "graphql").rglob("*.py")) == []
