# SPDX-License-Identifier: EUPL-1.2
"""New services come in a file, with what they begin with; a service ends on a day."""

from datetime import date
from decimal import Decimal

import pytest
from tests.catalogue.services_file import services_in, successions_in
from tests.rig.imported import in_a_test, rows_in, said

from gemensam.catalogue.actions import load_seed
from gemensam.catalogue.models import Delivery, LevelTarget, Service, StandardTime
from gemensam.catalogue.queries import delivery_of, search_services
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent
from gemensam.desk.actions.opening import NotOrderable, offer
from gemensam.group.models import Person, Unit

NEW = "F30;Faktura, e-faktura;ekonomi;faktura;mätare;Antal i filen;KS 2026-7;2026-06-01;;4,5;F04;ja"
JUNE = date(2026, 6, 1)


@pytest.fixture
def seeded(empty: str) -> None:
    assert empty
    in_a_test()
    load_seed(by=CONSOLE, at=clock.now())


@pytest.fixture
def town_hall(lindby: str) -> None:
    assert lindby
    in_a_test()


@pytest.mark.usefixtures("seeded")
def test_a_new_service_begins_with_a_time_and_the_levels_of_another() -> None:
    record = services_in(NEW)
    assert (record.state, said(record)) == ("committed", [])
    assert record.report["counts"]["new"] == 1
    made = Service.objects.get(code="F30")
    assert (made.area_id, made.counting_source, made.orderable) == (
        "finance",
        "meter",
        True,
    )
    assert (made.name_sv, made.name_en) == ("Faktura, e-faktura",) * 2
    assert (made.valid_from, made.valid_to) == (JUNE, None)
    time = StandardTime.objects.get(service=made)
    assert (time.minutes, time.valid_from) == (Decimal("4.5"), JUNE)
    of = {one.service.code: 0 for one in LevelTarget.objects.select_related("service")}
    assert "F30" in of
    held, lent = (
        list(
            LevelTarget.objects.filter(service__code=code)
            .order_by("priority", "measure")
            .values_list("priority", "measure", "amount", "unit", "hours")
        )
        for code in ("F30", "F04")
    )
    assert held == lent
    assert AuditEvent.objects.filter(action="service.made").count() == 1
    again = services_in(NEW.replace(";4,5;", ";;"))
    assert (again.state, said(again)) == ("committed", [])
    assert Service.objects.count() == 70
    assert StandardTime.objects.filter(service=made).count() == 1


@pytest.mark.usefixtures("town_hall")
def test_whoever_delivers_the_area_delivers_what_is_new_in_it() -> None:
    services_in(NEW)
    new, old = (Service.objects.get(code=code) for code in ("F30", "F01"))
    told = [
        list(
            Delivery.objects.filter(service=one)
            .order_by("unit", "valid_from")
            .values_list("unit", "provider", "provided_by", "valid_from", "valid_to")
        )
        for one in (new, old)
    ]
    assert told[0] == told[1]
    assert len({row[2] for row in told[0]}) > 1, "some were cut over to the centre"
    unit = Unit.objects.get(pk=told[0][0][0])
    assert delivery_of(new, unit, on=clock.today()) is not None


@pytest.mark.usefixtures("town_hall")
def test_what_has_ended_or_not_begun_cannot_be_ordered() -> None:
    day = clock.today()
    unit = Unit.objects.get(
        pk=Delivery.objects.filter(service__code="I01").values("unit")[:1]
    )
    name = Service.objects.get(code="I01").name_sv
    services_in(f"I01;;;;;;;;{day};;;")
    ended = Service.objects.get(code="I01")
    assert (ended.valid_to, ended.name_sv) == (day, name)
    with pytest.raises(NotOrderable):
        offer(ended, unit, at=clock.now())
    services_in("I90;Surfplatta;it;plats;abonnemang;Antal;KS 7;2199-01-01;;;;ja")
    with pytest.raises(NotOrderable):
        offer(Service.objects.get(code="I90"), unit, at=clock.now())
    person = Person.objects.first()
    found = {one.code for one in search_services(person, "", area="it", today=day)}
    assert "I01" not in found
    assert "I90" in found, "what is to come is told of"


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("F30;;;;;;;;;;;", ["catalogue.service-lacks"]),
        (NEW.replace(";2026-06-01;;", ";2026-06-01;2026-06-01;"), ["group.period-backwards"]),
        (NEW.replace(";F04;", ";F99;"), ["catalogue.unknown-service"]),
        (NEW.replace("F30", "F 30"), ["catalogue.service-code"]),
        (NEW.replace("F30", "F" * 13), ["catalogue.service-code"]),
        (NEW.replace("ekonomi", "juridik"), ["cell.not-a-choice"]),
        (NEW.replace("4,5", "-1"), ["cell.out-of-range"]),
        ("F02;;it;;;;;;;;;", ["catalogue.service-fixed"]),
        ("F02;;;timme;;;;;;;;", ["catalogue.service-fixed"]),
        ("F02;;;;;;;2026-01-01;;;;", ["catalogue.service-fixed"]),
        ("F02;;;;;;;;2017-06-01;;;", ["group.period-backwards"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_kept(row: str, codes: list[str]) -> None:
    before = list(Service.objects.order_by("pk").values())
    record = services_in(row)
    assert (record.state, said(record)) == ("refused", codes)
    assert list(Service.objects.order_by("pk").values()) == before


@pytest.mark.usefixtures("seeded")
def test_to_keep_less_is_told_and_what_is_kept_is_not_followed_by_what_is_not() -> None:
    kept = Service.objects.filter(confidentiality="hr").earliest("code")
    assert services_in(NEW).state == "committed"
    follows = f"{kept.code};F30;2026-06;100 %;Katalogbeslut"
    record = successions_in(follows)
    assert (record.state, said(record)) == (
        "refused",
        ["catalogue.succession-less-kept"],
    )
    head = "Tjänst;Sekretess;Gäller en person"
    record = rows_in("services", head, ["F30;hr;ja"])
    assert (record.state, said(record)) == ("committed", [])
    assert said(successions_in(follows)) == []
    record = rows_in("services", head, ["F30;öppen;"])
    assert (record.state, said(record)) == ("committed", ["catalogue.service-opened"])


@pytest.mark.usefixtures("seeded")
def test_without_a_standard_time_it_is_told_what_that_means() -> None:
    record = services_in(NEW.replace(";4,5;", ";;"))
    assert (record.state, said(record)) == ("committed", ["catalogue.service-untimed"])


@pytest.mark.usefixtures("seeded")
def test_an_empty_cell_changes_nothing_and_the_trail_keeps_what_was() -> None:
    before = Service.objects.get(code="F02")
    record = services_in("f02;Faktura;;;;;;;2026-06-01;7;;")
    assert (record.state, said(record)) == ("committed", ["catalogue.service-timed"])
    now = Service.objects.get(code="F02")
    assert (now.name_sv, now.valid_to) == ("Faktura", JUNE)
    for field in ("name_en", "unit_sv", "counting_rule_sv", "orderable", "basis"):
        assert getattr(now, field) == getattr(before, field), field
    assert StandardTime.objects.filter(service=now).count() == 1
    trail = AuditEvent.objects.get(action="service.changed")
    assert before.name_sv in str(trail.payload)
