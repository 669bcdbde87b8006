# SPDX-License-Identifier: EUPL-1.2
"""The embedded database or a server of one's own: the same addresses either way."""

import psycopg
import pytest

from gemensam.installation.cluster import Server
from gemensam.installation.connection import (
    UnreachableError,
    check_server,
    connections,
)
from gemensam.installation.errors import WrongSettingError
from gemensam.installation.paths import Paths
from gemensam.installation.tell import silent


def test_the_embedded_one(paths: Paths, environ: dict[str, str]) -> None:
    with connections(paths, durable=False, environ=environ, tell=silent) as found:
        assert found.server is not None
        users = []
        for url in (found.app, found.owner, found.reader):
            with psycopg.connect(url) as connection:
                users.append(connection.info.user)
        assert users == ["gemensam_app", "gemensam_owner", "gemensam_reader"]
        assert found.environment() == {
            "GEMENSAM_DATABASE_URL": found.app,
            "GEMENSAM_DATABASE_READER_URL": found.reader,
        }
        owner = found.environment(with_owner=True)["GEMENSAM_DATABASE_OWNER_URL"]
        assert owner == found.owner
        assert found.server.passwords["app"] not in repr(found)


def test_a_server_of_ones_own(
    server: Server, paths: Paths, environ: dict[str, str]
) -> None:
    named = environ | {"GEMENSAM_DATABASE_URL": server.url()}
    with connections(paths, environ=named) as found:
        assert (found.app, found.owner, found.reader) == (server.url(),) * 3
        assert found.server is None
    named["GEMENSAM_DATABASE_OWNER_URL"] = server.url("owner")
    named["GEMENSAM_DATABASE_READER_URL"] = server.url("reader")
    with connections(paths, environ=named) as found:
        assert (found.owner, found.reader) == (
            server.url("owner"),
            server.url("reader"),
        )
    assert not paths.var.exists()


def test_no_address_is_told_without_repeating_it(
    paths: Paths, environ: dict[str, str]
) -> None:
    named = environ | {"GEMENSAM_DATABASE_URL": "nonsense secret"}
    with pytest.raises(WrongSettingError) as found, connections(paths, environ=named):
        pass
    assert "GEMENSAM_DATABASE_URL is not a database address" in str(found.value)
    assert "secret" not in str(found.value)


def test_a_wrong_password_is_told_without_repeating_it(server: Server) -> None:
    wrong = server.url().replace(server.passwords["app"], "guessed")
    with pytest.raises(UnreachableError, match="password authentication") as found:
        check_server(wrong, variable="X")
    assert "guessed" not in str(found.value)


def test_nobody_there_is_told() -> None:
    with pytest.raises(UnreachableError, match="X cannot be used"):
        check_server("postgresql://u:p@127.0.0.1:1/x", variable="X")


def test_another_encoding_is_refused(server: Server) -> None:
    server.create_database("latin")
    server.drop_database("latin")
    with server._admin("postgres") as admin:
        admin.execute(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1"
            " LOCALE_PROVIDER libc LOCALE 'C' OWNER gemensam_owner"
        )
    with pytest.raises(WrongSettingError, match="version 18 with LATIN1"):
        check_server(server.url("owner", "latin"), variable="X")
    server.drop_database("latin")
