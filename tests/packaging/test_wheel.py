"""The wheel is the product: it carries its data and needs nothing but what it asks for."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".py", ".pyc"}


def run(*command: str | Path, folder: Path, **settings: str) -> str:
    """What the command prints, run with an environment that knows nothing of this tree."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("POLE_", "PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(command, cwd=folder, env=kept | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return next(folder.glob("pole-*.whl"))


def data_files(top: str) -> set[str]:
    """Tracked files below `top` that are not Python."""
    listed = run("git", "ls-files", "-z", top, folder=ROOT).split("\0")
    return {name for name in listed if name and Path(name).suffix not in LEFT_OUT and (ROOT / name).exists()}


def test_the_wheel_carries_vocabulary_mappings_pages_and_contract(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    contract = {name.replace("graphql/", "pole/api/contract/", 1) for name in data_files("graphql")}
    wanted = data_files("pole") | data_files("loaders") | contract
    assert wanted - packed == set()


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"pole", "loaders"}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_demo_runs_from_the_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment, empty = tmp_path / "environment", tmp_path / "empty"
    empty.mkdir()
    uv = [sys.executable, "-m", "uv", "--quiet"]
    python = environment / "bin" / "python"
    run(*uv, "venv", "--python", sys.executable, environment, folder=empty)
    pins = ROOT / "requirements" / "run.txt"
    run(*uv, "pip", "install", "--python", python, "--require-hashes", "-r", pins, folder=empty)
    run(*uv, "pip", "install", "--python", python, "--no-deps", wheel, folder=empty)
    run(*uv, "pip", "check", "--python", python, folder=empty)
    pole = environment / "bin" / "pole"
    assert "demo" in run(pole, "--help", folder=empty, HOME=str(empty))
    assert run(pole, "demo", "--once", folder=empty, HOME=str(empty)).strip()
