"""What every server on this JDK starts from: a database already made, and the classes already loaded once.

Made once per version of Java and Neo4j, in about twenty seconds; it saves each later start half of its time.
"""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.server.homes import ROOT, free_port, locked
from tests.server.jars import VERSION, Java, fetch_jars, find_java
from tests.server.jvm import JvmEngine, Program, Shape
from tests.server.server import Neo4jServer


@dataclass(frozen=True)
class Seed:
    """A folder with `data/`, the password it was made with, and the archive of classes."""

    folder: Path
    java: Java
    jars: Path

    @property
    def password(self) -> str:
        """The password of the user neo4j in `data/`."""
        return (self.folder / "password").read_text()

    def grow(self, home: Path, port: int, shape: Shape) -> JvmEngine:
        """The engine of `home`, its data copied from the seed if it has none."""
        if not (home / "data").exists():
            shutil.copytree(self.folder / "data", home / "data")
        flags = () if shape.steady else (f"-XX:SharedArchiveFile={self.folder}/classes.jsa",)
        return JvmEngine(Program(self.java, self.jars, flags), home, port, self.password, shape)


def seed() -> Seed:
    """The seed for this machine's JDK, made now if need be. Raises `NoServerError` without Java or Maven."""
    java = find_java()
    jars = fetch_jars()
    folder = ROOT / f"seed-{VERSION}-java-{java.version}"
    with locked(ROOT / "seed.lock"):
        if not folder.exists():
            _make(folder, java, jars)
    return Seed(folder, java, jars)


def _make(folder: Path, java: Java, jars: Path) -> None:
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    password = secrets.token_hex(8)
    JvmEngine(Program(java, jars), partial, free_port(), password).set_password()
    flags = (f"-XX:ArchiveClassesAtExit={partial}/classes.jsa",)
    server = Neo4jServer(JvmEngine(Program(java, jars, flags), partial, free_port(), password))
    server.start()
    server.stop()
    (partial / "password").write_text(password)
    partial.rename(folder)
