# SPDX-License-Identifier: EUPL-1.2
"""Who may do what in the embedded server, and who can reach it at all."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from gemensam.installation.cluster import Role, Server
from gemensam.installation.cluster.scram import matches, verifier
from gemensam.installation.cluster.server import BadNameError

Eventually = Callable[..., None]


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    server.create_database("rights")
    with psycopg.connect(server.url("owner", "rights")) as owner:
        owner.execute("CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY)")
    yield "rights"
    server.drop_database("rights")


@pytest.fixture(scope="module")
def unchanged(server: Server) -> Iterator[str]:
    """For tests in which nothing may succeed."""
    server.create_database("unchanged")
    with psycopg.connect(server.url("owner", "unchanged")) as owner:
        owner.execute("CREATE TABLE event (id bigint)")
    yield "unchanged"
    server.drop_database("unchanged")


def test_only_the_app_lays_rows_aside(server: Server, unchanged: str) -> None:
    """In a temporary table, gone with its transaction; the reader has no need of one."""
    laid = "CREATE TEMPORARY TABLE mine (id int) ON COMMIT DROP"
    with psycopg.connect(server.url("app", unchanged)) as app:
        app.execute(laid)
    with (
        psycopg.connect(server.url("reader", unchanged)) as reader,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        reader.execute(laid)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE event ADD COLUMN more int",
        "DROP TABLE event",
        "TRUNCATE event",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1",
        "CREATE EXTENSION pg_trgm",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "COPY event TO '/tmp/event'",
    ],
)
@pytest.mark.parametrize("role", ["app", "reader"])
def test_app_and_reader_make_and_alter_nothing(
    server: Server, unchanged: str, role: Role, statement: str
) -> None:
    with psycopg.connect(server.url(role, unchanged), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)


def test_each_role_may_do_its_own_work(server: Server, database: str) -> None:
    with psycopg.connect(server.url("app", database)) as app:
        app.execute("INSERT INTO event DEFAULT VALUES")
        app.execute("INSERT INTO event DEFAULT VALUES")
        app.execute("DELETE FROM event WHERE id = 1")
        app.execute("UPDATE event SET id = DEFAULT")
    with psycopg.connect(server.url("reader", database)) as reader:
        assert reader.execute("SELECT id FROM event").fetchall() == [(3,)]
        with pytest.raises(errors.ReadOnlySqlTransaction):
            reader.execute("DELETE FROM event")
    with psycopg.connect(server.url("owner", database)) as owner:
        owner.execute("CREATE EXTENSION pg_trgm")
        owner.execute("DROP TABLE event")


def test_roles_hold_others_up_only_so_long(server: Server) -> None:
    asked = (
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')"
    )
    found = {}
    for role in ("owner", "app", "reader"):
        with psycopg.connect(server.url(role)) as connection:
            found[role] = connection.execute(asked).fetchone()
    assert found == {
        "owner": ("0", "30s", "0"),
        "app": ("1min", "15s", "2min"),
        "reader": ("5min", "0", "5min"),
    }


def test_everybody_else_has_no_right_at_all(server: Server) -> None:
    with psycopg.connect(server.url()) as app:
        rights = app.execute(
            "SELECT a.privilege_type FROM pg_namespace, aclexplode(nspacl) a"
            " WHERE nspname = 'public' AND a.grantee = 0"
            " UNION ALL SELECT a.privilege_type FROM pg_database, aclexplode(datacl) a"
            " WHERE datname <> 'template0' AND a.grantee = 0"
        ).fetchall()
    assert rights == []


def test_nobody_gets_in_without_the_password(server: Server) -> None:
    wrong = server.url().replace(server.passwords["app"], "guessed")
    with pytest.raises(
        psycopg.OperationalError, match="password authentication failed"
    ):
        psycopg.connect(wrong)


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_the_roles_stay_out_of_the_servers_own_databases(
    server: Server, database: str
) -> None:
    for role in ("owner", "app", "reader"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(server.url(role, database))


def test_the_server_is_private_and_sound(server: Server) -> None:
    names = "listen_addresses", "data_checksums", "unix_socket_permissions"
    with psycopg.connect(server.url()) as app:
        shown = [app.execute(f"SHOW {name}").fetchone() for name in names]
        locale = app.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding)"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert shown == [("",), ("on",), ("0700",)]
    assert locale == ("b", "C.UTF-8", "UTF8")


def test_the_server_listens_on_no_port(server: Server) -> None:
    """Asked of the kernel: which TCP sockets does the process that serves us hold?"""
    with psycopg.connect(server.url()) as app:
        row = app.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        postmaster = Path(f"/proc/{row[0]}/stat").read_text().rsplit(")")[1].split()[1]
    inodes = {str(link.readlink()) for link in Path(f"/proc/{postmaster}/fd").iterdir()}
    listed = [
        f"socket:[{line.split()[9]}]"
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{postmaster}/net/{table}").read_text().splitlines()[1:]
    ]
    assert any(name.startswith("socket:") for name in inodes)
    assert inodes.isdisjoint(listed)


def test_folders_are_closed_to_others(server: Server) -> None:
    cluster = server.socket.parent
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in (cluster / "data", cluster / "log", cluster / "socket")
    }
    assert modes == {"data": 0o700, "log": 0o700, "socket": 0o700}
    keys = cluster.parent / "keys"
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((keys / "postgres.json").stat().st_mode) == 0o600


def test_the_log_never_holds_what_is_in_a_row(
    server: Server, database: str, eventually: Eventually
) -> None:
    number, last = "19121212-1212", "no_such_database"
    with psycopg.connect(server.url("owner", database), autocommit=True) as owner:
        owner.execute("CREATE TABLE person (number text PRIMARY KEY)")
        insert = sql.SQL("INSERT INTO person VALUES ({})").format(number)
        owner.execute(insert)
        with pytest.raises(errors.UniqueViolation, match=number):
            owner.execute(insert)
        with pytest.raises(errors.InvalidTextRepresentation, match=number):
            owner.execute(sql.SQL("SELECT {}::int").format(sql.Literal(number)))
    with closing(psycopg.connect(server.url("owner", database))) as ended:
        ended.pgconn.send_query(f"SELECT pg_sleep(60), '{number}'".encode())
        with psycopg.connect(server.url("owner")) as other:
            end = "SELECT pg_terminate_backend(%s, 5000)"
            assert other.execute(end, [ended.info.backend_pid]).fetchone() == (True,)
    with pytest.raises(psycopg.OperationalError, match=last):
        psycopg.connect(server.url("owner", last))

    def told() -> str:
        logs = (server.socket.parent / "log").iterdir()
        return "".join(log.read_text() for log in logs)

    # A process of its own writes the log: all that came before the last is there with it.
    eventually(lambda: last in told())
    assert "terminating connection" in told()
    assert number not in told()


def test_another_process_can_be_told_of_it(server: Server) -> None:
    code = (
        "import sys; from gemensam.installation.cluster import Server\n"
        "server = Server.from_text(sys.argv[1])\n"
        "server.create_database('told'); print(server.started_here)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, server.as_text()],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
    psycopg.connect(server.url("app", "told")).close()
    server.drop_database("told")
    assert server.passwords["app"] not in repr(server)


def test_a_copy_of_a_database_keeps_rows_and_rights(
    server: Server, database: str
) -> None:
    with psycopg.connect(server.url("app", database)) as app:
        app.execute("INSERT INTO event DEFAULT VALUES")
    server.create_database("copied", template=database)
    try:
        with psycopg.connect(server.url("app", "copied")) as app:
            assert app.execute("SELECT id FROM event").fetchall() == [(1,)]
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute("CREATE TABLE mine (id int)")
    finally:
        server.drop_database("copied")
    assert "copied" not in server.databases()


def names(server: Server, *databases: str) -> list[str]:
    """What each database says it was called when it was made."""
    said = []
    for database in databases:
        with psycopg.connect(server.url("app", database)) as app:
            row = app.execute("SELECT name FROM called").fetchone()
            said.append(row[0] if row else "")
    return said


@pytest.fixture
def pair(server: Server) -> Iterator[None]:
    for name in ("first", "second"):
        server.create_database(name)
        with psycopg.connect(server.url("owner", name)) as owner:
            owner.execute("CREATE TABLE called AS SELECT current_database() AS name")
    yield
    for name in ("first", "second", "kept"):
        server.drop_database(name)


@pytest.mark.usefixtures("pair")
def test_a_swap_ends_open_connections_and_keeps_what_was_there(server: Server) -> None:
    with psycopg.connect(server.url("app", "first")) as open_one:
        server.swap_in("second", name="first", keep_as="kept")
        with pytest.raises(psycopg.OperationalError):
            open_one.execute("SELECT 1")
    assert names(server, "first", "kept") == ["second", "first"]
    assert "second" not in server.databases()


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("new", "keep_as", "error"),
    [
        ("second", "gemensam", errors.DuplicateDatabase),  # the first renaming fails
        ("first", "kept", errors.InvalidCatalogName),  # the second does
        ("missing", "kept", errors.InvalidCatalogName),  # before any
    ],
)
def test_a_failed_swap_changes_nothing(
    server: Server, new: str, keep_as: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        server.swap_in(new, name="first", keep_as=keep_as)
    assert names(server, "first", "second") == ["first", "second"]


@pytest.mark.parametrize(
    "name", ["postgres", "template0", "å", "A", "a b", 'a"', "", "1"]
)
def test_strange_names_are_refused(server: Server, name: str) -> None:
    for refused in (server.create_database, server.drop_database):
        with pytest.raises(BadNameError, match="small letters"):
            refused(name)


def test_a_verifier_is_what_rfc_7677_says() -> None:
    """Salt and password of the example in RFC 7677, section 3; the server signature
    there follows from the stored server key, which is checked here."""
    import base64
    import hashlib
    import hmac

    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    made = verifier("pencil", salt=salt)
    server_key = base64.b64decode(made.rsplit(":", 1)[1])
    said = (
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )
    signature = hmac.digest(server_key, said.encode(), hashlib.sha256)
    assert base64.b64encode(signature).decode() == (
        "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
    )


def test_a_verifier_knows_its_password() -> None:
    assert matches("one", verifier("one"))
    assert not matches("other", verifier("one"))
    assert not matches("one", None)
    assert not matches("one", "md5abc")
