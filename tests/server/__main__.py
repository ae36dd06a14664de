"""``python -m tests.server``: a Neo4j server from the command line."""

import argparse
import os
import shlex
import signal
import subprocess
import sys
from types import FrameType

from tests.server.bolt import BoltServer
from tests.server.choice import kept_server, passing_server, sweep
from tests.server.errors import NoServerError, ServerFailedError
from tests.server.jvm import Shape
from tests.server.server import Neo4jServer


def main() -> int:
    """Do what the command line asks; 5 if there is no way to a server."""
    options = _parser().parse_args()
    try:
        return _run(options.command, options.heap) if options.verb == "run" else _kept(options)
    except (NoServerError, ServerFailedError) as error:
        print(f"No Neo4j server: {error}", file=sys.stderr)
        return 5
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.server", description="A local Neo4j server for tests.")
    parser.add_argument("--heap", default="512m", help="of a server that is new (512m)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, purpose in {
        "start": "start the server NAME and print how to reach it",
        "stop": "end it, keeping its data",
        "kill9": "end it as a power cut would",
        "restart": "stop and start it",
        "status": "whether it runs; exit code 3 if not",
        "wipe": "delete its data, constraints and indexes",
        "discard": "end it and remove it",
        "sweep": "end and remove servers that killed test runs left behind",
    }.items():
        verbs.add_parser(verb, help=purpose).add_argument("name", nargs="?", default="local")
    run = verbs.add_parser("run", help="run a command with an empty server of its own in POLE_STORE")
    run.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def _kept(options: argparse.Namespace) -> int:
    if options.verb == "sweep":
        print(f"{sweep()} server(s) removed")
        return 0
    server = kept_server(options.name, Shape(heap=options.heap))
    if options.verb == "status":
        print("running" if server.running() else "stopped")
        return 0 if server.running() else 3
    if options.verb == "wipe":
        server.wipe(schema=True)
        server.disconnect()
        return 0
    {"start": server.start, "stop": server.stop, "kill9": server.kill9, "restart": server.restart}.get(
        options.verb, server.discard
    )()
    if options.verb in ("start", "restart"):
        _announce(server)
    return 0


def _announce(server: BoltServer) -> None:
    """Print lines that a shell can evaluate."""
    for name, value in _test_settings(server).items():
        print(f"export {name}={shlex.quote(value)}")


def _run(command: list[str], heap: str) -> int:
    wanted = command[1:] if command[:1] == ["--"] else command
    print("Starting a local Neo4j server …", file=sys.stderr)
    server = passing_server(Shape(heap=heap))
    try:
        return _call(wanted, server)
    finally:
        server.discard()


def _call(command: list[str], server: Neo4jServer) -> int:
    user, password = server.auth
    settings = {"POLE_STORE": server.uri, "POLE_NEO4J_USER": user, "POLE_NEO4J_PASSWORD": password}
    # Ctrl-C reaches the command as well; it ends in its own time, and then the server does.
    signal.signal(signal.SIGINT, _wait_on)
    return subprocess.run(command, env=os.environ | settings, check=False).returncode


def _wait_on(number: int, frame: FrameType | None) -> None:
    """Let an interruption pass."""


def _test_settings(server: BoltServer) -> dict[str, str]:
    user, password = server.auth
    return {
        "POLE_TEST_NEO4J_URI": server.uri,
        "POLE_TEST_NEO4J_USER": user,
        "POLE_TEST_NEO4J_PASSWORD": password,
    }


if __name__ == "__main__":
    sys.exit(main())
