"""Loaded by every Python that is started with this folder on its path: only this machine can be reached.

Whatever else is tried fails, as it would without a network, and is written down in the file NETWORK_LOG names.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

_HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None)


def _refused(what: str, host: object) -> OSError:
    with open(os.environ["NETWORK_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{what} {host}\n")
    return OSError(101, f"the network is off: {what} {host}")


def _only_here(name: str) -> Callable[..., Any]:
    original = getattr(socket.socket, name)

    def reach(self: socket.socket, *arguments: Any) -> Any:  # noqa: ANN401 - as the original
        address = arguments[-1]
        if self.family != socket.AF_UNIX and address[0] not in _HERE:
            raise _refused(name, address[0])
        return original(self, *arguments)

    return reach


def _known_only(name: str) -> Callable[..., Any]:
    original = getattr(socket, name)

    def look_up(host: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the original
        told = host.decode() if isinstance(host, bytes) else host
        if told not in (*_HERE, socket.gethostname()):
            raise _refused(name, told)
        return original(host, *arguments, **named)

    return look_up


if "NETWORK_LOG" in os.environ:
    for _name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, _name, _only_here(_name))
    for _name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        setattr(socket, _name, _known_only(_name))
