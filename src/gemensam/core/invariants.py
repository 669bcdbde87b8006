# SPDX-License-Identifier: EUPL-1.2
"""What must hold of trail, files, jobs and of what the database refuses."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core import chain, files
from gemensam.core.anchors import anchor_faults
from gemensam.core.database import APP_ROLE, guard_of
from gemensam.core.enums import ImportState
from gemensam.core.models import Import, StoredFile
from gemensam.core.ports import Finding, Invariant

STALLED = """
SELECT j.id, j.task_name FROM procrastinate_jobs j
LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '10 minutes')
"""
WRITES = ("insert", "update", "delete")


def chains_hold() -> Iterator[Finding]:
    for model in chain.chained_models():
        for fault in chain.faults(model):
            where = f"{fault.table} {fault.aggregate} #{fault.seq}"
            yield Finding("chains", where, fault.what)


def anchors_hold() -> Iterator[Finding]:
    for fault in anchor_faults():
        yield Finding("anchors", f"{fault.table} {fault.aggregate}", fault.what)


def files_are_whole() -> Iterator[Finding]:
    """Every kept file is there with the bytes it was stored with, and nothing else is."""
    known = set()
    for stored in StoredFile.objects.filter(kept=True):
        known.add(stored.sha256)
        path = files.path_of(stored.sha256)
        if not path.exists():
            yield Finding(
                "files", stored.name, gettext("it is gone from the file store")
            )
            continue
        with path.open("rb") as source:
            digest, _size = files.digest_of(files.chunks(source))
        if digest != stored.sha256:
            yield Finding(
                "files", stored.name, gettext("its bytes are not those stored")
            )
    for path in files.folder().glob("??/*"):
        if path.name not in known:
            yield Finding("files", path.name, gettext("a file that no row tells of"))


def imports_have_their_file() -> Iterator[Finding]:
    for record in Import.objects.filter(state=ImportState.COMMITTED, file=None):
        yield Finding(
            "imports", str(record), gettext("committed, but nothing was kept of it")
        )


def guards_are_in_force() -> Iterator[Finding]:
    """History cannot be changed by the app: neither by its rights nor past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'O'"
        )
        triggers = set(cursor.fetchall())
        for model in apps.get_models(include_auto_created=True):
            guard, table = guard_of(model), model._meta.db_table  # noqa: SLF001
            cursor.execute(
                "SELECT has_table_privilege(%s, %s, 'UPDATE'), "
                "has_table_privilege(%s, %s, 'DELETE')",
                [APP_ROLE, table, APP_ROLE, table],
            )
            may_update, may_delete = cursor.fetchone() or (True, True)
            if guard.update is not None and may_update:
                yield Finding("guards", table, gettext("the app may change its rows"))
            if not guard.delete and may_delete:
                yield Finding("guards", table, gettext("the app may remove its rows"))
            stopped = guard.update == () or guard.update_only_if
            if stopped and (table, "refuse_update") not in triggers:
                yield Finding(
                    "guards", table, gettext("nothing stops a change of its rows")
                )
            if not guard.delete and (table, "refuse_delete") not in triggers:
                yield Finding(
                    "guards", table, gettext("nothing stops rows from being removed")
                )
            frozen = {(table, f"refuse_frozen_{what}") for what in WRITES}
            if guard.frozen_by and not frozen <= triggers:
                yield Finding(
                    "guards", table, gettext("nothing stops a change of what is frozen")
                )
            if guard.disposed_by and (table, "refuse_kept") not in triggers:
                yield Finding(
                    "guards", table, gettext("nothing stops rows from being removed")
                )


def constraints_are_valid() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE NOT convalidated AND connamespace = 'public'::regnamespace"
        )
        for table, name in cursor.fetchall():
            what = gettext("{name} was never checked").format(name=name)
            yield Finding("constraints", table, what)


def jobs_are_alive() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(STALLED)
        for number, task in cursor.fetchall():
            yield Finding(
                "jobs", f"{task} {number}", gettext("running without a living worker")
            )


INVARIANTS = (
    Invariant("chains", _("Every chain of events is whole and unchanged"), chains_hold),
    Invariant("anchors", _("Every seal over the events still fits"), anchors_hold),
    Invariant("files", _("Every kept file has the bytes it was stored with"), files_are_whole),
    Invariant("imports", _("Every import can be repeated from what was kept"), imports_have_their_file),
    Invariant("guards", _("History cannot be changed by the application"), guards_are_in_force),
    Invariant("constraints", _("Every constraint of the database is in force"), constraints_are_valid),
    Invariant("jobs", _("No job runs without a living worker"), jobs_are_alive),
)  # fmt: skip
