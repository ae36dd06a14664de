"""A server as a Java process of our own: launched, stopped, killed, and found again through its home."""

import contextlib
import fcntl
import os
import resource
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.server.errors import ServerFailedError
from tests.server.homes import is_held
from tests.server.jars import Java

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_FLAGS = (
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+DisableExplicitGC",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    "--enable-native-access=ALL-UNNAMED",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
)
_QUICK = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
"""Half the processor time and two thirds of the memory of a start: what a test wants."""
_STEADY = ("-XX:+UseG1GC",)
"""What a server that is measured runs with."""
_STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Shape:
    """How big a server is, and whether it is made for starting quickly or for running steadily."""

    heap: str = "512m"
    page_cache: str = "64m"
    steady: bool = False


SMALL = Shape()


@dataclass(frozen=True)
class Program:
    """What to run: Java, the jars, and flags of this machine (the archive of loaded classes, say)."""

    java: Java
    jars: Path
    flags: Sequence[str] = ()

    def command(self, shape: Shape, main: str, *arguments: str) -> list[str]:
        """The command line of `main` with that heap."""
        kind = _STEADY if shape.steady else _QUICK
        heap = (f"-Xms{shape.heap}", f"-Xmx{shape.heap}")
        return [self.java.program, *_FLAGS, *kind, *self.flags, *heap, "-cp", f"{self.jars}/*", main, *arguments]


class JvmEngine:
    """One home, one port, at most one process. The process holds a lock in its home for as long as it lives."""

    def __init__(self, program: Program, home: Path, port: int, password: str, shape: Shape = SMALL) -> None:
        self.port = port
        self.password = password
        self._program = program
        self._home = home
        self._shape = shape
        self._alive = home / "alive.lock"
        self._child: subprocess.Popen[bytes] | None = None

    def set_password(self) -> None:
        """Write the password into a home that has never been started."""
        self.admin("dbms", "set-initial-password", self.password)

    def admin(self, *arguments: str) -> str:
        """What `neo4j-admin` prints, run on a home whose server is stopped."""
        self._configure()
        command = self._program.command(SMALL, "org.neo4j.cli.AdminTool", *arguments)
        settings = {"NEO4J_HOME": str(self._home), "NEO4J_CONF": str(self._home / "conf")}
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ServerFailedError(f"neo4j-admin {arguments[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return done.stdout

    def launch(self) -> None:
        """Start the process and return at once; it is ready later."""
        self._configure()
        home = f"--home-dir={self._home}"
        main = "org.neo4j.server.CommunityEntryPoint"
        command = self._program.command(self._shape, main, home, f"--config-dir={self._home}/conf", "--console-mode")
        with self._alive.open("a") as alive, self._log.open("ab") as log:
            fcntl.flock(alive, fcntl.LOCK_EX)
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[alive.fileno()],
            )
        (self._home / "pid").write_text(str(self._child.pid))

    def running(self) -> bool:
        """Whether the process lives, whoever started it."""
        return is_held(self._alive)

    def stop(self) -> None:
        """Ask the process to end and wait until it has."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop the process where it is."""
        os.kill(int((self._home / "pid").read_text()), signal.SIGSTOP)

    def fill_disk(self) -> None:
        """No file may grow beyond what the newest log of transactions has now; those before it may have been longer."""
        logs = (self._home / "data" / "transactions" / "neo4j").glob("neostore.transaction.db.*")
        newest = max(logs, key=lambda path: int(path.suffix[1:]))
        most = (newest.stat().st_size, resource.RLIM_INFINITY)
        resource.prlimit(int((self._home / "pid").read_text()), resource.RLIMIT_FSIZE, most)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(int((self._home / "pid").read_text()), signal.SIGCONT)

    def discard(self) -> None:
        """Nothing is left behind outside the home."""

    def last_words(self) -> str:
        """The end of what the process printed."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:]) if self._log.exists() else ""

    def _signal(self, which: signal.Signals) -> None:
        if self.running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int((self._home / "pid").read_text()), which)
        deadline = time.monotonic() + _STOP_SECONDS
        while self.running():
            if time.monotonic() > deadline:
                raise ServerFailedError(f"still running {_STOP_SECONDS:.0f} s after {which.name}: {self._home}")
            time.sleep(0.02)
        if self._child is not None:
            self._child.wait()
            self._child = None

    @property
    def _log(self) -> Path:
        return self._home / "logs" / "console.log"

    def _configure(self) -> None:
        for folder in ("conf", "data", "logs", "import", "plugins"):
            (self._home / folder).mkdir(parents=True, exist_ok=True)
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            # A neo4j:// client goes where the server says it is, and by default it says port 7687.
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": self._shape.page_cache,
            "db.tx_log.rotation.size": "32m",
            "db.tx_log.preallocate": "false",
            "db.tx_log.rotation.retention_policy": "1 hours 256M",
            "db.transaction.timeout": "120s",
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self._home / "conf" / "neo4j.conf").write_text(lines)
