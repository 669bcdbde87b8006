# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gemensam.agreements.enums import TermsKind
from gemensam.agreements.models import Terms
from gemensam.catalogue.models import Service
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.group.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """What is to hold; `price_ore` None: no price per unit."""

    service: Service
    customer: Unit
    kind: TermsKind
    price_ore: int | None
    basis: str
    valid_from: date
    valid_to: date | None = None


def agree(new: NewTerms, *, by: By, at: datetime) -> Terms:
    """Put terms in force from a date. Earlier terms without end are closed the same day;
    the database refuses any other overlap."""
    with transaction.atomic():
        earlier = Terms.objects.filter(
            service=new.service,
            customer=new.customer,
            valid_from__lt=new.valid_from,
            valid_to=None,
        )
        for terms in earlier.select_for_update():
            terms.valid_to = new.valid_from
            terms.save(update_fields=["valid_to"])
        terms = Terms.objects.create(
            service=new.service,
            customer=new.customer,
            kind=new.kind,
            price_ore=new.price_ore,
            basis=new.basis,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
        )
        audit.record(
            terms,
            "terms.agreed",
            by=by,
            at=at,
            facts={
                "service": new.service.code,
                "customer": new.customer,
                "price_ore": new.price_ore,
                "from": new.valid_from,
            },
        )
    return terms
