# SPDX-License-Identifier: EUPL-1.2
"""Is the port free, and does the page behind it answer? Asked before and after starting."""

import errno
import http.client
import socket

from gemensam.formats.issues import mark
from gemensam.installation.errors import (
    ExitCode,
    InstallationError,
    NotAllowedError,
    WrongSettingError,
)

LOCALHOST = "127.0.0.1"


class PortInUseError(InstallationError):
    """Another program listens there."""

    exit_code = ExitCode.UNAVAILABLE


def port_is_free(port: int, host: str = LOCALHOST) -> bool:
    """May we listen there? Raises NotAllowedError and WrongSettingError."""
    if not 0 < port < 1 << 16:  # the system would quietly take the rest of it
        raise _no_address(port, host, "no such port")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as asked:
            # As servers do: a port whose last connections linger is not in use.
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind(address)
            asked.listen(1)
    except PermissionError as error:
        raise NotAllowedError(
            mark("User rights do not allow listening on port {port}."),
            mark("Choose a port from 1024 up, and let the proxy in front have {port}."),
            port=port,
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise _no_address(port, host, error.strerror or str(error)) from error
    return True


def _no_address(port: int, host: str, reason: str) -> WrongSettingError:
    return WrongSettingError(
        mark("Nothing can listen on {host}, port {port}: {reason}."),
        mark("Name an address of this machine, and a port from 1 to 65535."),
        host=host,
        port=port,
        reason=reason,
    )


def require_free_port(port: int, host: str = LOCALHOST) -> None:
    """Raises PortInUseError, NotAllowedError, WrongSettingError."""
    if not port_is_free(port, host):
        raise PortInUseError(
            mark("Port {port} on {host} is in use by another program."),
            mark("Stop that program, or choose another port with --port."),
            port=port,
            host=host,
        )


def page_answers(port: int, path: str = "/health", host: str = LOCALHOST) -> bool:
    """Does GET answer 200 within two seconds? Never raises."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
