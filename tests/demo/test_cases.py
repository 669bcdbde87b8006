# SPDX-License-Identifier: EUPL-1.2
import re
from collections import Counter
from datetime import UTC

import numpy as np
import pytest

from gemensam.demo.cases.arrivals import now_of
from gemensam.demo.cases.life import NOTHING, done_by_month
from gemensam.demo.cases.local import HEADER
from gemensam.demo.cases.subjects import category_of
from gemensam.demo.lists.subjects import SLOTS, SUBJECTS
from gemensam.demo.manifest import Manifest
from gemensam.demo.people import Role
from gemensam.demo.services import TEAMS
from gemensam.demo.world import World
from gemensam.formats.eventlog import Trace, read_log
from gemensam.formats.issues import IssueLog, Severity

ORDER = (
    "opened", "assigned", "waits", "answered", "resumed", "resolved", "reopened",
    "resolved_again", "closed",
)  # fmt: skip


def traces(written: Manifest) -> list[Trace]:
    found: list[Trace] = []
    for file in written.files:
        if file.kind == "cases" and file.options["system"] == "desk":
            with file.path.open("rb") as source:
                log = IssueLog()
                found += list(read_log(source, log=log, zone=UTC))
                assert [i.code for i in log if i.severity is not Severity.INFO] == []
    return found


def test_steps_follow_each_other_and_none_lies_ahead(lindby: World) -> None:
    cases, now = lindby.cases, now_of(lindby.scene)
    latest = np.zeros(len(cases), dtype=np.int64)
    for name in ORDER:
        moment = getattr(cases, name)
        happened = moment != NOTHING
        assert np.all(moment[happened] >= latest[happened]), name
        assert np.all(moment[happened] <= now)
        latest = np.where(happened, moment, latest)
    assert np.all((cases.agent >= 0) | (cases.assigned == NOTHING))


def test_the_centre_is_as_busy_and_as_good_as_wished(lindby: World) -> None:
    cases, scene = lindby.cases, lindby.scene
    assert len(cases) >= 60_000
    still_open = cases.resolved == NOTHING
    assert 90 <= still_open.sum() <= 190
    waiting = still_open & (cases.waits != NOTHING) & (cases.answered == NOTHING)
    assert waiting.any()
    assert (still_open & cases.late).any()
    month = cases.opened.astype("M8[us]").astype("M8[M]").astype(np.int64)
    early, late = month <= month.min() + 4, month >= month.max() - 1
    assert 1 - cases.late[early].mean() == pytest.approx(0.875, abs=0.02)
    assert 1 - cases.late[late].mean() == pytest.approx(0.945, abs=0.015)
    assert 0.15 <= (cases.waits != NOTHING).mean() <= 0.25
    assert (cases.reopened != NOTHING).mean() == pytest.approx(0.04, abs=0.01)
    done = ~still_open
    assert (cases.rating[done] > 0).mean() == pytest.approx(0.40, abs=0.02)
    means = [cases.rating[part & (cases.rating > 0)].mean() for part in (early, late)]
    assert means[0] == pytest.approx(3.9, abs=0.1)
    assert means[1] == pytest.approx(4.15, abs=0.1)
    team = scene.services.team[cases.service]
    share = [
        cases.late[team == n].mean() for n in range(len(TEAMS)) if (team == n).any()
    ]
    payroll = [t.code for t in TEAMS].index("HR1")
    assert cases.late[team == payroll].mean() == max(share)


def test_volume_of_the_centre_is_what_was_done(lindby: World) -> None:
    by_case = lindby.scene.services.by_case
    count = lindby.scene.timeline.count
    done = done_by_month(lindby.scene, lindby.cases)[:, by_case, :count]
    assert np.array_equal(lindby.truth.volume[1][:, by_case], done)


def test_no_case_comes_before_the_unit_has_moved(lindby: World) -> None:
    scene, cases = lindby.scene, lindby.cases
    assert scene.plan is not None
    dates = np.array(
        [[day.toordinal() for day in row] for row in scene.plan.dates(120)]
    )
    moved = dates[cases.unit, scene.services.area[cases.service]]
    day = cases.opened.astype("M8[us]").astype("M8[D]").astype(np.int64) + 719_163
    assert np.all(day >= moved)


def test_the_log_tells_each_case_with_its_attributes(
    written: Manifest, small: World
) -> None:
    found = traces(written)
    assert len(found) == len(small.cases)
    assert len({trace.case for trace in found}) == len(found)
    codes = set(small.scene.services.codes)
    for trace in found:
        assert re.fullmatch(r"SC-20\d\d-\d{6}", trace.case)
        assert trace.attributes["tjanst"] in codes
        assert trace.attributes["kanal"] in {"portal", "e-post", "telefon"}
        assert trace.attributes["prioritet"] in {1, 2, 3, 4}
        assert trace.attributes["rubrik"]
        assert trace.events[0].activity == "Inkommet"
        instants = [event.instant for event in trace.events]
        assert None not in instants
        assert instants == sorted(instants, key=str)


def test_some_finished_cases_lack_their_closing(
    written: Manifest, small: World
) -> None:
    told = sum(
        event.activity == "Stängt"
        for trace in traces(written)
        for event in trace.events
    )
    closed = int((small.cases.closed != NOTHING).sum())
    assert 1 - told / closed == pytest.approx(0.08, abs=0.02)
    resolved = sum(
        any(event.activity == "Löst" for event in trace.events)
        for trace in traces(written)
    )
    assert resolved == int((small.cases.resolved != NOTHING).sum())


def test_agents_sign_in_and_belong_to_the_team(written: Manifest, small: World) -> None:
    people = (written.files[0].path.parent / "personer.csv").read_text("utf-8-sig")
    roles = (written.files[0].path.parent / "roller.csv").read_text("utf-8-sig")
    known = {line.split(";")[0] for line in people.splitlines()[1:]}
    team_of = {
        (row[0], row[4]) for row in (line.split(";") for line in roles.splitlines()[1:])
    }
    used = {
        (event.resource, str(event.attributes["org:group"]))
        for trace in traces(written)
        for event in trace.events
        if event.resource
    }
    assert {agent for agent, _ in used} <= known
    assert used <= team_of
    assert (small.spells.role == Role.CENTRE).any()


def test_local_tickets_come_from_an_old_system(written: Manifest) -> None:
    files = [f for f in written.files if f.options.get("system") == "foreign"]
    assert [file.path.name for file in files] == [
        "arenden_lokala_it_2025.csv",
        "arenden_lokala_it_2026.csv",
    ]
    text = files[0].path.read_bytes().decode("cp1252")
    rows = [line.split(";") for line in text.split("\r\n")[:-1]]
    assert tuple(rows[0]) == HEADER
    unclosed = sum(row[2] == "" for row in rows[1:]) / len(rows[1:])
    assert unclosed == pytest.approx(0.08, abs=0.025)
    for row in rows[1:]:
        assert row[1] <= row[3]
        assert row[2] == "" or row[2] >= row[1]
    assert len({row[0] for row in rows}) == len(rows)


def test_every_case_service_has_subjects_and_every_slot_has_words(small: World) -> None:
    services = small.scene.services
    counted = {
        c for c, s in zip(services.codes, services.source, strict=True) if s == "case"
    }
    assert set(SUBJECTS) == counted
    slots = {
        slot
        for texts in SUBJECTS.values()
        for text in texts
        for slot in re.findall(r"\{(\w+)\}", text)
    }
    assert slots - set(SLOTS) == {"role", "past", "next"}
    assert all(len(set(texts)) == len(texts) >= 4 for texts in SUBJECTS.values())


def test_subjects_vary(written: Manifest) -> None:
    subjects = Counter(str(trace.attributes["rubrik"]) for trace in traces(written))
    assert len(subjects) > 500
    assert subjects.most_common(1)[0][1] < 0.04 * subjects.total()
    assert not any("{" in text for text in subjects)


@pytest.mark.parametrize(
    ("subject", "category"),
    [
        ("Skrivaren på plan 2 skriver inte ut", "Skrivare"),
        ("Låst konto", "Inloggning"),
        ("Inget nät i matsalen", "Nätverk"),
        ("Byta mobil, lärare", "Telefoni"),
        ("Delad brevlåda syns inte", "Övrigt"),
    ],
)
def test_the_old_system_had_its_own_categories(subject: str, category: str) -> None:
    assert category_of(subject) == category
