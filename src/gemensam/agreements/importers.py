# SPDX-License-Identifier: EUPL-1.2
"""Terms as a table: price per unit of a service for a customer from a date."""

from django.utils.translation import gettext_lazy as _

from gemensam.agreements.actions import NewTerms, agree
from gemensam.agreements.enums import TermsKind
from gemensam.agreements.models import Terms
from gemensam.catalogue.models import Service
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import Choice, Code, Column, Day, Money, TableSpec, Text
from gemensam.group.enums import EntityKind
from gemensam.group.importers.lookup import Lookup

UNKNOWN_SERVICE = IssueKind(
    "agreements.unknown-service",
    Severity.ERROR,
    mark("There is no service {code}."),
    mark("Use a code of the service catalogue."),
)
KINDS = {"interim": TermsKind.INTERIM.value, "avtal": "agreement"}


class TermsImporter(TableImporter):
    kind = "terms"
    label = _("Terms and prices")
    describes = _("What holds between the centre and its customers, from when.")
    spec = TableSpec(
        columns=(
            Column(name="service", type=Code(), header="Tjänst", required=True),
            Column(name="customer", type=Code(), header="Kund", required=True),
            Column(name="price", type=Money(low=0), header="Pris", unit="kr"),
            Column(
                name="kind",
                type=Choice(options=("interim", "agreement"), names=KINDS),
                header="Slag",
                required=True,
            ),
            Column(name="valid_from", type=Day(), header="Från", required=True),
            Column(name="valid_to", type=Day(), header="Till"),
            Column(name="basis", type=Text(longest=400), header="Grund", required=True),
        ),
        key=("service", "customer", "valid_from"),
    )

    def plan(self, reading: Reading) -> "TermsPlan":
        return TermsPlan(reading)


class TermsPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._services = {one.code: one for one in Service.objects.all()}
        self._known = set(
            Terms.objects.values_list("service__code", "customer_id", "valid_from")
        )
        self._new: list[NewTerms] = []

    def take(self, row: Said) -> None:
        service = self._services.get(row.text("service").upper())
        customer = self._lookup.unit(row.text("customer"), row.line)
        if service is None:
            self._reading.log.add(UNKNOWN_SERVICE, row.line, code=row.text("service"))
        if service is None or customer is None:
            return
        start = row.day("valid_from")
        if (service.code, customer.pk, start) in self._known:
            self._reading.count("same")
            return
        kind = TermsKind.INTERIM
        if row.text("kind") == "agreement":
            own = customer.legal_entity.kind == EntityKind.MUNICIPALITY
            kind = TermsKind.UNDERSTANDING if own else TermsKind.CONTRACT
        self._reading.count("new")
        self._new.append(
            NewTerms(
                service=service,
                customer=customer,
                kind=kind,
                price_ore=row.maybe_whole("price"),
                basis=row.text("basis"),
                valid_from=start,
                valid_to=row.maybe_day("valid_to"),
            )
        )

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        for terms in self._new:
            agree(terms, by=by, at=self._reading.at)


IMPORTERS = (TermsImporter(),)
