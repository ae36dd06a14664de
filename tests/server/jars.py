"""The JDK of this machine and the server's jars, fetched once into the project's own folder."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.server.errors import NoServerError
from tests.server.homes import ROOT, locked

VERSION = "5.26.30"
"""The long-term-support release that production is documented for."""
OLDEST_JAVA = 17
_POM = Path(__file__).with_name("pom.xml")


@dataclass(frozen=True)
class Java:
    """A `java` program and its full version."""

    program: str
    version: str


def find_java() -> Java:
    """The JDK of ``JAVA_HOME``, else `java` on the path. Raises `NoServerError` if it is absent or too old."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/java" if home else shutil.which("java")
    if program is None or not Path(program).exists():
        raise NoServerError(f"no Java {OLDEST_JAVA} or later on the path or in JAVA_HOME")
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "((\d+)[^"]*)"', told)
    if found is None or int(found[2]) < OLDEST_JAVA:
        raise NoServerError(f"{program} is not Java {OLDEST_JAVA} or later: {told.splitlines()[:1]}")
    return Java(program, found[1])


def fetch_jars() -> Path:
    """The folder of the server's jars, filled by Maven the first time. Raises `NoServerError` where Maven cannot."""
    folder = ROOT / f"lib-{VERSION}"
    with locked(ROOT / "lib.lock"):
        if not folder.exists():
            _copy_dependencies(folder)
    return folder


def _copy_dependencies(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NoServerError("no Maven (mvn) on the path to fetch the server's jars")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    command = [maven, "-q", "-B", "-C", "-f", str(_POM), f"-Dneo4j.version={VERSION}"]
    command += ["dependency:copy-dependencies", f"-DoutputDirectory={partial}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoServerError(f"Maven could not fetch Neo4j {VERSION}:\n{done.stdout[-2000:]}{done.stderr[-500:]}")
    partial.rename(folder)
