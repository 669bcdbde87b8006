# SPDX-License-Identifier: EUPL-1.2
import csv
import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.demo.conftest import SMALL, TODAY
from tests.rig.heard import Heard

from gemensam.demo.files import columns
from gemensam.demo.generate import generate
from gemensam.demo.manifest import Manifest
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import TableSpec, opened_table
from gemensam.installation.tell import silent

HEADERS = {
    "juridiska_personer.csv": "Organisationsnummer;Namn;Form;Kontoplan;"
    "Räkenskapsårets första månad;Avdragsrätt moms",
    "efterfoljare.csv": "Från enhet;Till enhet;Datum;Andel;Grund",
    "koppling.csv": "Register;Organisationsnummer;Kod;Benämning;Enhetskod;"
    "Giltig från;Giltig till",
    "team.csv": "Teamkod;Team;Område;Utförare (enhetskod)",
    "personer.csv": "E-post;Namn;Befattning;Enhetskod;Skyddade uppgifter",
    "roller.csv": "E-post;Roll;Enhetskod;Område;Team;Från;Till",
    "tidsstudie_2025-10.csv": "Personnummer;Inbjuden;Besvarad;Aktivitet;Andel",
    "volymer_2025.csv": "Månad;Tjänst;Mätarkod;Antal;Personer",
    "mappning.csv": "Ordning;Organisationsnummer;Konto;Ansvar;Verksamhet;Projekt;"
    "Behandling;Tjänst;Anmärkning",
    "index.csv": "År;Lön;Pris;Källa",
    "leveranser.csv": "Enhetskod;Område;Utförare;Från;Till",
    "villkor.csv": "Tjänst;Kund;Pris;Slag;Från;Till;Grund",
}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def sheet(path: Path, spec: TableSpec) -> list[dict[str, Any]]:
    log = IssueLog()
    with path.open("rb") as source, opened_table(source, spec, log=log) as rows:
        found = [dict(row.values) for row in rows]
    assert len(log) == 0
    return found


def units_of(folder: Path) -> list[dict[str, Any]]:
    return sheet(folder / "organisation.xlsx", columns.UNITS)


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_headers_are_those_of_the_importers(
    folder: Path, name: str, header: str
) -> None:
    with (folder / name).open(encoding="utf-8-sig") as source:
        assert source.readline().rstrip("\n") == header


def test_the_same_seed_gives_the_same_bytes(written: Manifest, tmp_path: Path) -> None:
    again = generate(tmp_path / "files", settings=SMALL, progress=silent)
    assert [f.path.name for f in again.files] == [f.path.name for f in written.files]
    for one, other in zip(written.files, again.files, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes(), one.path.name
    assert written.truth.read_bytes() == again.truth.read_bytes()
    assert written.truth.parent == written.files[0].path.parent.parent


def test_another_seed_gives_another_municipality(made, small: World) -> None:
    other = made(replace(SMALL, seed=2))
    assert other.truth.cost.sum() != small.truth.cost.sum()


def test_everything_is_imported_in_an_order_that_works(written: Manifest) -> None:
    kinds = list(dict.fromkeys(file.kind for file in written.files))
    assert kinds == [
        "entities", "units", "successions", "bridge", "teams", "people", "roles",
        "deliveries", "terms", "mapping", "index", "staff", "survey", "ledger",
        "volumes", "cases", "telephony", "presence",
    ]  # fmt: skip
    assert all(file.path.is_file() for file in written.files)
    surveys = [file.options for file in written.files if file.kind == "survey"]
    assert surveys == [
        {"month": "2025-10", "from": "2025-01", "to": "2025-12"},
        {"month": "2026-04", "from": "2026-01", "to": "2026-06"},
        {"month": "2026-09", "from": "2026-07", "to": "2026-11"},
    ]


def test_calls_are_told_day_by_day_and_the_truth_by_month(
    written: Manifest, folder: Path
) -> None:
    truth = json.loads(written.truth.read_text(encoding="utf-8"))["telephony"]
    queues = {"Ekonomiservice": "finance", "Löneservice": "hr"}
    for path in sorted(folder.glob("telefoni_*.csv")):
        rows = table(path)
        month = path.stem[-7:]
        assert {row["Datum"][:7] for row in rows} == {month}
        for row in rows:
            answered, gone = int(row["Besvarade samtal"]), int(row["Tappade samtal"])
            assert answered + gone == int(row["Inkomna samtal"])
            assert int(row["Besvarade inom 60 s"]) <= answered
        for area in ("finance", "hr", "it"):
            own = (one for one in rows if queues.get(one["Könamn"], "it") == area)
            assert sum(int(one["Inkomna samtal"]) for one in own) == truth[area][month]
    assert len(truth["it"]) == len(list(folder.glob("telefoni_*.csv"))) > 10


def test_every_unit_hangs_under_one_that_exists(folder: Path) -> None:
    rows = units_of(folder)
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    roots = [row for row in rows if row["parent"] is None]
    assert [row["code"] for row in roots] == ["LKK"]
    assert {row["parent"] for row in rows if row["parent"]} <= set(codes)
    assert {row["kind"] for row in rows} == {
        "Koncern", "Förvaltning", "Bolag", "Verksamhetsområde", "Enhet",
        "Stödavdelning", "Servicecenter",
    }  # fmt: skip


def test_codes_in_other_registers_lead_to_units(folder: Path) -> None:
    codes = {row["code"] for row in units_of(folder)}
    for name, column in (
        ("koppling.csv", "Enhetskod"),
        ("personer.csv", "Enhetskod"),
        ("leveranser.csv", "Enhetskod"),
        ("leveranser.csv", "Utförare"),
        ("villkor.csv", "Kund"),
        ("team.csv", "Utförare (enhetskod)"),
        ("flyttplan.csv", "Enhetskod"),
    ):
        assert {row[column] for row in table(folder / name)} <= codes, (name, column)


def test_a_register_says_one_thing_at_a_time(folder: Path) -> None:
    periods: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for row in table(folder / "koppling.csv"):
        key = (row["Register"], row["Organisationsnummer"], row["Kod"])
        span = (row["Giltig från"], row["Giltig till"] or "9999")
        periods.setdefault(key, []).append(span)
    for code, spans in periods.items():
        spans.sort()
        for one, following in pairwise(spans):
            assert one[1] <= following[0], code


def test_some_codes_are_in_no_bridge(folder: Path) -> None:
    bridge = table(folder / "koppling.csv")
    known = {(row["Register"], row["Kod"]) for row in bridge}
    staff = sheet(folder / "personal_2026.xlsx", columns.STAFF)
    hr = {str(row["hr_code"]) for row in staff} - {
        c for r, c in known if r == "Personal"
    }
    assert hr == {"30-2995"}
    volumes = table(folder / "volymer_2026.csv")
    meters = {row["Mätarkod"] for row in volumes}
    lost = meters - {code for register, code in known if register == "Mätare"}
    assert all(meter.endswith("-B") for meter in lost)


def test_successors_take_over_everything(folder: Path) -> None:
    shares: dict[str, float] = {}
    rows = table(folder / "efterfoljare.csv")
    for row in rows:
        part = float(row["Andel"].removesuffix(" %").replace(",", "."))
        shares[row["Från enhet"]] = shares.get(row["Från enhet"], 0) + part
    assert set(shares.values()) == {100.0}
    days = {row["Datum"] for row in rows}
    assert "2027-01-01" in days
    ends = {row["code"]: row["ends"] for row in units_of(folder)}
    for row in rows:
        assert ends[row["Från enhet"]] == date.fromisoformat(row["Datum"])
        assert ends[row["Till enhet"]] is None


def test_the_roster_holds_everybody_with_pay_and_place(
    folder: Path, small: World
) -> None:
    rows = sheet(folder / "personal_2025.xlsx", columns.STAFF)
    monthly = [row for row in rows if row["form"] == "Månadsavlönad"]
    assert len({row["person"] for row in monthly}) >= 255
    for row in rows:
        assert row["begins"].year - int(str(row["person"])[:4]) >= 19
        assert (row["monthly"] is None) == (row["form"] == "Timavlönad")
        assert (row["hourly"] is None) == (row["form"] == "Månadsavlönad")
        assert row["begins"] < date(2026, 1, 1)
        assert row["ends"] is None or row["ends"] > date(2025, 1, 1)
    bridge = table(folder / "koppling.csv")
    centres = {row["Kod"] for row in bridge if row["Register"] == "Ekonomi"}
    assert {row["centre"] for row in rows} <= centres
    assert len(small.spells) > 0


def test_a_merger_ends_employments_in_one_unit_and_begins_them_in_another(
    folder: Path,
) -> None:
    merged = [
        row for row in table(folder / "efterfoljare.csv") if row["Datum"] < "2027"
    ]
    staff = sheet(folder / "personal_2026.xlsx", columns.STAFF)
    bridge = {
        row["Enhetskod"]: row["Kod"]
        for row in table(folder / "koppling.csv")
        if row["Register"] == "Personal"
    }
    for row in merged:
        day = date.fromisoformat(row["Datum"])
        old, new = bridge[row["Från enhet"]], bridge[row["Till enhet"]]
        left = {r["person"] for r in staff if r["hr_code"] == old and r["ends"] == day}
        came = {
            r["person"] for r in staff if r["hr_code"] == new and r["begins"] == day
        }
        assert left
        assert left <= came
        assert not any(r["ends"] is None for r in staff if r["hr_code"] == old)
    assert merged


def test_surveys_add_up_and_silence_is_a_row(folder: Path) -> None:
    people: dict[str, list[dict[str, str]]] = {}
    for row in table(folder / "tidsstudie_2026-04.csv"):
        people.setdefault(row["Personnummer"], []).append(row)
    silent = 0
    for rows in people.values():
        if not rows[0]["Besvarad"]:
            silent += 1
            assert len(rows) == 1
            assert (rows[0]["Aktivitet"], rows[0]["Andel"]) == ("", "")
            continue
        given = sum(
            float(row["Andel"].removesuffix(" %").replace(",", ".")) for row in rows
        )
        assert given == pytest.approx(100)
        assert len({row["Aktivitet"] for row in rows}) == len(rows)
    assert 0.1 < silent / len(people) < 0.55


def test_volumes_tell_what_was_counted(folder: Path, small: World) -> None:
    total = sum(int(row["Antal"]) for row in table(folder / "volymer_2025.csv"))
    assert total == small.counted[:, :, :12].sum()
    personal = dict(
        zip(small.scene.services.codes, small.scene.services.personal, strict=True)
    )
    for row in table(folder / "volymer_2025.csv"):
        assert (row["Personer"] != "") == personal[row["Tjänst"]]


def test_prices_do_not_overlap(folder: Path, small: World) -> None:
    rows = table(folder / "villkor.csv")
    keys = [(row["Tjänst"], row["Kund"], row["Från"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert {row["Kund"] for row in rows} == {
        owner.code for owner in small.scene.organisation.owners
    }
    kinds = {(row["Kund"], row["Slag"]) for row in rows}
    assert ("LBO", "avtal") in kinds
    assert ("BUF", "interim") in kinds
    assert ("BUF", "avtal") not in kinds


def test_the_faces_have_accounts_and_their_roles(
    written: Manifest, folder: Path
) -> None:
    roles = {(row["E-post"], row["Roll"]) for row in table(folder / "roller.csv")}
    people = {row["E-post"] for row in table(folder / "personer.csv")}
    assert [face.role for face in written.faces] == [
        "programledare", "controller", "enhetschef", "handläggare", "handläggare",
        "teamledare", "servicecenterchef", "styrgrupp", "bolags-vd", "facklig",
        "administratör",
    ]  # fmt: skip
    for face in written.faces:
        assert face.address in people
        assert (face.address, face.role) in roles
    assert written.faces[2].title == "Rektor"
    assert written.faces[8].title == "Vd Lindbybostäder"


def test_everybody_who_has_a_role_signs_in_once(folder: Path) -> None:
    people = [row["E-post"] for row in table(folder / "personer.csv")]
    assert len(people) == len(set(people))
    roles = table(folder / "roller.csv")
    assert {row["E-post"] for row in roles} <= set(people)
    keys = [tuple(row.values())[:6] for row in roles]
    assert len(keys) == len(set(keys))


def test_the_truth_tells_what_the_world_holds(written: Manifest, small: World) -> None:
    told = json.loads(written.truth.read_text(encoding="utf-8"))
    facts = small.truth
    assert told["cost"]["total"] == facts.cost.sum(axis=(0, 1, 2)).tolist()
    parts = [told["cost"]["by_area"][area] for area in ("finance", "hr", "it")]
    assert [sum(month) for month in zip(*parts, strict=True)] == told["cost"]["total"]
    cells = told["cost"]["by_service_and_owner"].values()
    whole = sum(sum(cell["local"]) + sum(cell["centre"]) for cell in cells)
    assert whole == sum(told["cost"]["total"])
    assert told["one_off"] == facts.one_off.tolist()
    moves = told["moves"]
    effects = [wave["yearly_effect"] or 0 for wave in moves["waves"]]
    rate = told["saving"]["run_rate"]
    whole = sum(effects) + moves["left_in_departments"]
    assert whole == pytest.approx(rate["saving"] * 4, abs=3)  # each is rounded
    year = told["saving"]["calendar_year_to_date"]
    assert year["net_saving"] == year["saving"] - year["one_off"]
    assert (
        sum(part["baseline"] for part in year["by_area"].values()) == year["baseline"]
    )
    assert told["settings"]["seed"] == 1
    assert told["planted"][0]["unit"] == "SBF-EK"


@pytest.mark.parametrize(
    ("stage", "absent", "present"),
    [
        (Stage.PRESTUDY, {"teams", "terms"}, {"mapping", "survey", "ledger"}),
        (Stage.DESIGN, {"teams"}, {"terms"}),
        (Stage.PILOT, set(), {"teams", "terms"}),
    ],
)
def test_a_stage_holds_what_exists_then(
    tmp_path: Path, stage: Stage, absent: set[str], present: set[str]
) -> None:
    made = generate(
        tmp_path / "files",
        settings=Settings(today=TODAY, scale=0.03, at=stage),
        progress=silent,
    )
    kinds = {file.kind for file in made.files}
    assert not kinds & absent
    assert present <= kinds
    desks = [f for f in made.files if f.options.get("system") == "desk"]
    assert bool(desks) == (stage is Stage.PILOT)
    told = json.loads(made.truth.read_text(encoding="utf-8"))
    assert told["saving"].get("run_rate") is None
    moved = [switch for switch in made.switches if switch.date <= TODAY]
    assert bool(moved) == (stage is Stage.PILOT)


@pytest.mark.parametrize(
    ("today", "months"),
    [(date(2026, 1, 5), 1), (date(2024, 7, 31), 9)],
)
def test_any_day_and_age_can_be_made(today: date, months: int, tmp_path: Path) -> None:
    told = Heard()
    made = generate(
        tmp_path / "files",
        settings=Settings(today=today, scale=0.02, months=months, seed=5),
        progress=told.tell,
    )
    assert made.today == today
    assert len(told) == 6
    assert made.files


def test_where_the_municipal_office_is_small_somebody_else_administers(
    tmp_path: Path,
) -> None:
    """The office of seed 1201 has too few people for all roles."""
    small = Settings(today=date(2026, 1, 15), seed=1201, scale=0.05, at=Stage.PRESTUDY)
    generate(tmp_path / "files", settings=small, progress=silent)
    roles = table(tmp_path / "files" / "roller.csv")
    assert [one["Roll"] for one in roles].count("administratör") == 1
