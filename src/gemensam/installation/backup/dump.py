# SPDX-License-Identifier: EUPL-1.2
"""pg_dump and pg_restore, told where the database is without showing the password."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gemensam.formats.issues import mark
from gemensam.installation.cluster.binaries import Binaries
from gemensam.installation.disk import FULL, DiskFullError
from gemensam.installation.errors import InstallationError

# A setting that newer programs write first of all and servers before 17 do not know.
UNKNOWN_TO_OLD = "transaction_timeout"
KNOWN_SINCE = 170000

KINDS = {
    "r": "TABLES",
    "S": "SEQUENCES",
    "f": "FUNCTIONS",
    "T": "TYPES",
    "n": "SCHEMAS",
}


class DumpError(InstallationError):
    """PostgreSQL's programs could not write or read a copy of the database."""


class NotEmptyError(InstallationError):
    """A copy goes only into a database that holds nothing."""


def dump_arguments(url: str, *, snapshot: str, programs: Binaries) -> list[str]:
    return [
        programs.program("pg_dump"),
        "--format=custom",
        "--no-password",
        f"--snapshot={snapshot}",
        f"--dbname={_without_password(url)}",
    ]


def dump(url: str, to: Path, *, snapshot: str, programs: Binaries) -> None:
    """Write the database as it was in the snapshot; raises DumpError, DiskFullError."""
    arguments = dump_arguments(url, snapshot=snapshot, programs=programs)
    done = subprocess.run(  # noqa: S603
        [*arguments, f"--file={to}"],
        env=environment(url),
        umask=0o077,
        check=False,
        capture_output=True,
    )
    if done.returncode:
        raise failure(done.stderr, place=to.parent)


def load(file: Path, url: str, *, programs: Binaries) -> None:
    """Fill an empty database from a file; raises NotEmptyError, DumpError,
    DiskFullError.
    """
    prepare_empty(url)
    jobs = min(os.cpu_count() or 1, 4)
    done = subprocess.run(  # noqa: S603
        [*load_arguments(url, programs=programs), f"--jobs={jobs}", str(file)],
        env=environment(url),
        check=False,
        capture_output=True,
    )
    refuse_failed_load(done.returncode, done.stderr, place=file.parent)


def load_arguments(url: str, *, programs: Binaries) -> list[str]:
    strict = [] if _is_old(url) else ["--exit-on-error"]
    return [
        programs.program("pg_restore"),
        "--no-owner",
        "--no-password",
        *strict,
        f"--dbname={_without_password(url)}",
    ]


def prepare_empty(url: str) -> None:
    """Take away rights that new tables would get by default: a copy brings its own,
    and only what it grants is said in it, not what it lacks. Raises NotEmptyError.
    """
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_'"
            " AND n.nspname <> 'information_schema'"
        ).fetchone()
        if found != (0,):
            raise NotEmptyError(
                mark("The database {name} is not empty."),
                mark("Name an empty database; nothing is ever replaced."),
                name=connection.info.dbname,
            )
        rows = connection.execute(
            "SELECT DISTINCT n.nspname, d.defaclobjtype::text, r.rolname"
            " FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace,"
            " aclexplode(d.defaclacl) a JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE d.defaclrole = current_user::regrole AND a.grantee <> d.defaclrole"
        ).fetchall()
        for schema, kind, grantee in rows:
            connection.execute(_revoked(schema, KINDS[kind], grantee))


def _revoked(schema: str | None, kind: str, grantee: str) -> sql.Composed:
    within = sql.SQL("IN SCHEMA {} ").format(sql.Identifier(schema)) if schema else None
    return sql.Composed(
        [
            sql.SQL("ALTER DEFAULT PRIVILEGES "),
            within or sql.SQL(""),
            sql.SQL("REVOKE ALL ON "),
            sql.SQL(kind),
            sql.SQL(" FROM {}").format(sql.Identifier(grantee)),
        ]
    )


def refuse_failed_load(code: int, said: bytes, *, place: Path) -> None:
    """An old server stumbles over one setting it does not know; nothing else passes."""
    errors = [
        line
        for line in said.splitlines()
        if b"error:" in line and UNKNOWN_TO_OLD.encode() not in line
    ]
    if code > 1 or code < 0 or errors or (code and UNKNOWN_TO_OLD.encode() not in said):
        raise failure(said, place=place)


def environment(url: str) -> dict[str, str]:
    """Nothing of ours but the password, where no process list shows it."""
    return {
        "PATH": os.defpath,
        "LC_ALL": "C",
        "PGPASSWORD": str(conninfo_to_dict(url).get("password") or ""),
    }


def failure(said: bytes, *, place: Path) -> InstallationError:
    text = said.decode("utf-8", errors="replace")
    if any(os.strerror(code) in text for code in FULL):
        return DiskFullError(
            mark("The disk became full while the database was copied to {path}."),
            mark("Free some space and try again; nothing half-written is used."),
            path=place,
        )
    return DumpError(
        mark("The database could not be copied: {reason}"),
        mark("Put right what it says and try again; nothing was replaced."),
        reason=_reason(text.splitlines()),
    )


def _reason(lines: Sequence[str]) -> str:
    errors = [line for line in lines if "error:" in line or "FATAL" in line]
    return " ".join(errors[:3] or lines[-3:]) or "the program was ended"


def _without_password(url: str) -> str:
    known = conninfo_to_dict(url)
    return make_conninfo("", **{k: str(v) for k, v in known.items() if k != "password"})


def _is_old(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.info.server_version < KNOWN_SINCE
