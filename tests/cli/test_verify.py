# SPDX-License-Identifier: EUPL-1.2
"""Every invariant finds a fault planted past all that would have stopped it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from django.db import connection, connections, transaction

import pytest
from tests.rig.connected import connected, disconnected
from tests.rig.databases import Databases

import gemensam.settings
from gemensam.core import files
from gemensam.core.models import StoredFile
from gemensam.core.ports import invariants

Plant = Callable[[], None]


@pytest.fixture
def as_owner(databases: Databases, django_db_blocker: object) -> Iterator[None]:
    """Lindby as the owner of the database sees it: someone who can get past everything.
    All is taken back."""
    name = databases.of("lindby")
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        stack.enter_context(connected(databases, name))
        disconnected()
        stack.callback(disconnected)
        owner = gemensam.settings._database(databases.server.url("owner", name))
        connections["default"].settings_dict.update(owner)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def sql(*statements: str) -> Plant:
    def plant() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return plant


def without_triggers(table: str, *statements: str) -> Plant:
    return sql(f"ALTER TABLE {table} DISABLE TRIGGER USER", *statements)


def altered_file() -> None:
    path = files.path_of(StoredFile.objects.filter(kept=True).first().sha256)  # type: ignore[union-attr]
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")


def half_an_answer() -> None:
    """An answer of 60 %, in a round that is closed with an address left in it."""
    from datetime import date

    from gemensam.core import clock
    from gemensam.surveys.models import (
        Invitation,
        Option,
        Question,
        Response,
        ResponseShare,
        Round,
        Subject,
    )

    day, at = date(2026, 1, 1), clock.now()
    round_ = Round.objects.create(
        kind="pulse", title="x", state="closed", recipients="employees", about_from=day,
        about_to=day, opens_on=day, closes_on=date(2026, 1, 2), contact="x",
        union_notice="x", union_noticed_on=day, made_at=at,
    )  # fmt: skip
    question = Question.objects.create(
        round=round_, order=0, kind="shares", text_sv="x"
    )
    option = Option.objects.create(
        question=question, order=0, code="x", group="x", group_sv="x", label_sv="x"
    )
    invitation = Invitation.objects.create(
        round=round_, email="kvar@lindby.test", made_at=at
    )
    subject = Subject.objects.create(round=round_, invitation=invitation, key="x")
    response = Response.objects.create(subject=subject, question=question, at=at)
    ResponseShare.objects.create(response=response, option=option, percent=60)


def answers_left() -> None:
    """Answers that are said to have been disposed of, and are there."""
    from gemensam.core import clock
    from gemensam.surveys.models import Round

    half_an_answer()
    Round.objects.update(disposed_at=clock.now())


FIRST_CELL = (
    "(SELECT min(c.id) FROM outcomes_cell c JOIN outcomes_scenarioversion s "
    "ON s.id = c.scenario_id WHERE c.superseded_at IS NULL AND c.source = 'costing' "
    "AND s.frozen_at IS NULL)"
)
SIGNED = "(SELECT scenario_id FROM costing_frozenbaseline)"
PLANTED: dict[str, Plant] = {
    "savings": without_triggers(
        "programme_caseversion",
        "UPDATE programme_caseversion SET digest = repeat('0', 64)",
    ),
    "waterfall": without_triggers(
        "programme_caseversion",
        "UPDATE programme_caseversion SET content = jsonb_set(content, "
        "'{result,waterfall,1,whole,target}', '1')",
    ),
    "vouchers": without_triggers(
        "costing_ledgerrow",
        "UPDATE costing_ledgerrow SET amount_ore = amount_ore + 1 "
        "WHERE id = (SELECT min(id) FROM costing_ledgerrow)",
    ),
    "rows": without_triggers(
        "costing_ledgerrow",
        "UPDATE costing_ledgerrow SET month = '1999-01-01' "
        "WHERE id = (SELECT min(id) FROM costing_ledgerrow)",
    ),
    "turnover": without_triggers(
        "costing_ledgerturnover",
        "UPDATE costing_ledgerturnover SET amount_ore = amount_ore + 1 "
        "WHERE id = (SELECT min(id) FROM costing_ledgerturnover)",
    ),
    "reconciled": without_triggers(
        "outcomes_cell",
        f"UPDATE outcomes_cell SET cost_ore = cost_ore + 1 WHERE id = {FIRST_CELL}",
    ),
    "frozen": without_triggers(
        "outcomes_cell",
        "UPDATE outcomes_cell SET volume = volume + 0.01 WHERE id = (SELECT min(id) "
        f"FROM outcomes_cell WHERE volume > 0 AND scenario_id = {SIGNED})",
    ),
    "shares": without_triggers(
        "costing_surveyanswer",
        "UPDATE costing_surveyanswer SET share = share + 0.5 WHERE id = "
        "(SELECT min(id) FROM costing_surveyanswer WHERE share < 0.4)",
    ),
    "disposal": without_triggers(
        "costing_surveyanswer",
        "DELETE FROM costing_surveyanswer WHERE round_id = "
        "(SELECT min(round_id) FROM costing_surveyanswer)",
    ),
    "disposed": answers_left,
    "answers": half_an_answer,
    "addresses": half_an_answer,
    "cells": sql(
        "DO $$ DECLARE one text; BEGIN "
        "FOR one IN SELECT indexname FROM pg_indexes WHERE tablename = 'outcomes_cell' "
        "AND indexdef LIKE 'CREATE UNIQUE%' AND indexname NOT LIKE '%pkey' LOOP "
        "BEGIN EXECUTE 'ALTER TABLE outcomes_cell DROP CONSTRAINT ' || quote_ident(one); "
        "EXCEPTION WHEN undefined_object THEN "
        "EXECUTE 'DROP INDEX ' || quote_ident(one); END; END LOOP; END $$",
        "CREATE TEMP TABLE twin AS SELECT * FROM outcomes_cell "
        f"WHERE id = {FIRST_CELL}",
        "UPDATE twin SET id = (SELECT max(id) + 1 FROM outcomes_cell)",
        "INSERT INTO outcomes_cell SELECT * FROM twin",
    ),
    "sums": without_triggers(
        "outcomes_monthsum",
        "UPDATE outcomes_monthsum SET volume = volume + 0.01 WHERE id = (SELECT min(id) "
        "FROM outcomes_monthsum WHERE volume > 0 AND level IS NULL)",
    ),
    "columns": without_triggers(
        "outcomes_monthcolumns",
        "UPDATE outcomes_monthcolumns SET cells = substring(cells from 41) WHERE id = "
        "(SELECT min(id) FROM outcomes_monthcolumns)",
    ),
    "since": without_triggers(
        "outcomes_monthsum",
        "UPDATE outcomes_monthsum SET since = since - interval '1 second' WHERE id = "
        "(SELECT min(id) FROM outcomes_monthsum)",
    ),
    "calls": without_triggers(
        "telephony_calls",
        "UPDATE telephony_calls SET ends = ends + 45 WHERE id = (SELECT id FROM "
        "telephony_calls WHERE superseded_at IS NULL ORDER BY ends DESC LIMIT 1)",
    ),
    "packs": without_triggers(
        "benefits_pack",
        "UPDATE benefits_pack SET figures = '[]' WHERE id = "
        "(SELECT min(id) FROM benefits_pack)",
    ),
    "measures": without_triggers(
        "outcomes_cell",
        "UPDATE outcomes_cell SET on_time = judged + 1 WHERE id = (SELECT min(id) "
        "FROM outcomes_cell WHERE superseded_at IS NULL AND judged > 0)",
    ),
    "protection": without_triggers(
        "outcomes_protectedcell",
        "DELETE FROM outcomes_protectedcell WHERE id = (SELECT min(p.id) FROM "
        "outcomes_protectedcell p JOIN outcomes_cell c USING "
        "(scenario_id, month, service_id, unit_id) WHERE c.superseded_at IS NULL "
        "AND c.persons BETWEEN 1 AND 4)",
    ),
    "partition": without_triggers(
        "outcomes_protectedcell",
        "DELETE FROM outcomes_protectedcell p USING (SELECT scenario_id, month, "
        "service_id, shown_node_id, min(id) AS kept FROM outcomes_protectedcell "
        "WHERE level = 1 GROUP BY 1, 2, 3, 4 LIMIT 1) g WHERE p.level = 1 AND "
        "(p.scenario_id, p.month, p.service_id, p.shown_node_id) = "
        "(g.scenario_id, g.month, g.service_id, g.shown_node_id) AND p.id <> g.kept",
    ),
    "cases": without_triggers(
        "desk_case",
        "UPDATE desk_case SET status = 'new' WHERE id = "
        "(SELECT min(id) FROM desk_case WHERE status = 'taken')",
    ),
    "confidentiality": without_triggers(
        "desk_case",
        "UPDATE desk_case SET confidentiality = 'open' WHERE id = "
        "(SELECT min(id) FROM desk_case WHERE confidentiality = 'hr')",
    ),
    "tree": sql(
        "ALTER TABLE group_placement DISABLE TRIGGER USER",
        "UPDATE group_placement p SET parent_id = c.unit_id FROM group_placement c "
        "WHERE c.parent_id = p.unit_id AND p.parent_id IS NOT NULL AND c.valid_to IS NULL",
    ),
    "successions": without_triggers(
        "group_unitsuccession",
        "UPDATE group_unitsuccession SET share = share / 2 WHERE id = "
        "(SELECT min(id) FROM group_unitsuccession)",
    ),
    "service_shares": sql(
        "INSERT INTO catalogue_servicesuccession (predecessor_id, successor_id, date, "
        "share, basis, recorded_at) SELECT min(id), max(id), '2026-06-01', 0.4, 'x', "
        "now() FROM catalogue_service",
    ),
    "service_months": sql(
        "INSERT INTO catalogue_servicesuccession (predecessor_id, successor_id, date, "
        "share, basis, recorded_at) SELECT min(id), max(id), '2026-06-15', 1, 'x', "
        "now() FROM catalogue_service",
    ),
    "authorities": without_triggers(
        "group_unit",
        "UPDATE group_unit SET authority_id = (SELECT a.id FROM group_authority a "
        "WHERE a.legal_entity_id <> group_unit.legal_entity_id LIMIT 1) "
        "WHERE id = (SELECT min(id) FROM group_unit)",
    ),
    "chains": without_triggers(
        "core_auditevent",
        "UPDATE core_auditevent SET at = at + interval '1 second' WHERE id = "
        "(SELECT min(id) FROM core_auditevent)",
    ),
    "anchors": without_triggers(
        "core_auditevent",
        "DELETE FROM core_auditevent WHERE id = (SELECT max(id) FROM core_auditevent)",
    ),
    "files": altered_file,
    "imports": without_triggers(
        "core_import",
        "UPDATE core_import SET file_id = NULL WHERE id = (SELECT min(id) "
        "FROM core_import WHERE file_id IS NOT NULL AND state = 'committed')",
    ),
    "guards": sql("GRANT UPDATE ON core_auditevent TO gemensam_app"),
    "constraints": sql(
        "ALTER TABLE group_unit ADD CONSTRAINT planted CHECK (id > 0) NOT VALID"
    ),
    "jobs": sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
        "VALUES ('default', 'planted', 'doing')"
    ),
}


def test_every_invariant_has_a_planted_fault() -> None:
    assert {one.key for one in invariants()} == PLANTED.keys()


@pytest.mark.usefixtures("lindby")
def test_what_was_built_has_no_fault() -> None:
    found = [finding for one in invariants() for finding in one.check()]
    assert found == []


RUNS = f"(SELECT id FROM costing_costrun WHERE scenario_id = {SIGNED})"
TOUCHED = {
    "a draw": without_triggers(
        "outcomes_costdraws",
        "UPDATE outcomes_costdraws SET draws = draws || draws WHERE id = (SELECT "
        f"min(id) FROM outcomes_costdraws WHERE scenario_id = {SIGNED})",
    ),
    "an explanation": without_triggers(
        "costing_poolshare",
        "UPDATE costing_poolshare SET answered = answered + 1 WHERE id = (SELECT "
        f"min(id) FROM costing_poolshare WHERE run_id IN {RUNS})",
    ),
    "a row added": without_triggers(
        "costing_reconciled",
        "INSERT INTO costing_reconciled (run_id, ledger_id, category, amount_ore) "
        "SELECT run_id, ledger_id, 'planted', 0 FROM costing_reconciled WHERE id = "
        f"(SELECT min(id) FROM costing_reconciled WHERE run_id IN {RUNS})",
    ),
    "a cell gone": without_triggers(
        "outcomes_cell",
        "UPDATE outcomes_cell SET superseded_at = now() WHERE id = (SELECT min(id) "
        f"FROM outcomes_cell WHERE cost_ore IS NULL AND scenario_id = {SIGNED})",
    ),
    "their words": without_triggers(
        "costing_frozenbaseline", "UPDATE costing_frozenbaseline SET words = 'Nej.'"
    ),
    "thawed": without_triggers(
        "outcomes_scenarioversion",
        "UPDATE outcomes_scenarioversion SET frozen_at = NULL",
    ),
    "frozen without a word": without_triggers(
        "outcomes_scenarioversion",
        "INSERT INTO outcomes_scenarioversion (kind, number, name, created_at, frozen_at)"
        " VALUES ('baseline', 9, '', now(), now())",
    ),
}


@pytest.mark.usefixtures("as_owner")
@pytest.mark.parametrize("what", TOUCHED)
def test_whatever_is_done_to_a_frozen_baseline_is_found(what: str) -> None:
    invariant = next(one for one in invariants() if one.key == "frozen")
    assert not list(invariant.check())
    TOUCHED[what]()
    assert list(invariant.check())


@pytest.mark.usefixtures("as_owner")
@pytest.mark.parametrize("key", PLANTED)
def test_a_planted_fault_is_found(key: str) -> None:
    invariant = next(one for one in invariants() if one.key == key)
    kept = (
        {path: path.read_bytes() for path in files.folder().glob("??/*")}
        if key == "files"
        else {}
    )
    try:
        PLANTED[key]()
        found = list(invariant.check())
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert found, f"{key} found nothing"
    assert all(finding.invariant == key for finding in found)
    assert all(finding.where and finding.what for finding in found)
