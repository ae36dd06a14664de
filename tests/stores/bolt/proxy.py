"""A TCP proxy that cuts a connection at the worst moment: the server has committed, and the client does not hear it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread

_COMMIT = bytes.fromhex("0002b0120000")
"""A COMMIT message of the Bolt protocol in one chunk of two bytes, with its end."""


class LosingProxy:
    """Passes bytes on until it has passed on so many COMMITs as `losses` says it loses the replies of."""

    def __init__(self, host: str, port: int, losses: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.lost = 0
        self._losses = losses
        _start(self._accept)

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            _start(partial(self._pump, client, server))

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        """From client to server here, the other way in a thread that this one can make deaf."""
        deaf = [False]
        _start(lambda: _copy(server, client, deaf))
        while data := _received(client):
            losing = _COMMIT in data and self.lost < self._losses
            if losing:
                self.lost += 1
                deaf[0] = True
            server.sendall(data)
        _hang_up(server)


def _copy(server: socket.socket, client: socket.socket, deaf: list[bool]) -> None:
    """From server to client; once deaf, wait for the reply, so that the server is done, and hang up instead."""
    while data := _received(server):
        if deaf[0]:
            break
        client.sendall(data)
    _hang_up(client)


def _hang_up(end: socket.socket) -> None:
    """Closing alone does not tell the other side while another thread still reads."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(65_536)
    except OSError:
        return b""


def _start(work: Callable[[], None]) -> None:
    Thread(target=work, daemon=True).start()
