# SPDX-License-Identifier: EUPL-1.2
"""The packs of a month are made when it is closed and kept as they were made; a month
closed again is told in a new edition, which says what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.enums import PackKind, PackReader
from gemensam.benefits.models import MonthClose, Pack
from gemensam.benefits.queries.packs import (
    Ground,
    Told,
    administration_page,
    differences,
    ground_of,
    steering_page,
)
from gemensam.benefits.queries.packs.administration import tops_of
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.unit import units_told
from gemensam.core import audit, chain, clock, files
from gemensam.core.by import By
from gemensam.core.canonical import digest_of
from gemensam.core.database import allow_long_statements
from gemensam.core.documents import (
    Block,
    Document,
    Paragraph,
    Stamp,
    as_json,
    from_json,
    on_paper,
)
from gemensam.ui.templatetags.figures import day, number

SHOWN_DIFFERENCES = 4
FITS = {
    PackKind.UNIT: "half",
    PackKind.ADMINISTRATION: "page",
    PackKind.STEERING: "page",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is told of what, to whom."""

    kind: PackKind
    unit: int | None
    reader: PackReader
    told: Told


def make_packs(close: MonthClose, *, by: By, at: datetime) -> int:
    """Make every pack of a closed month at once, from one reading of the figures; answers
    how many. Run again, or for a close that was opened since, it makes none."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        allow_long_statements()
        chain.lock_aggregate(f"benefits.packs:{close.month}")
        now = MonthClose.objects.get(pk=close.pk)
        if now.reopened_at is not None or Pack.objects.filter(close=now).exists():
            return 0
        ground = ground_of(now.month, at=at)
        if ground is None:
            return 0
        earlier = _earlier(now)
        made = Pack.objects.bulk_create(
            _kept(ground, one, now, earlier.get(_key_of(one)), by=by)
            for one in _subjects(ground)
        )
        facts = {"month": now.month, "packs": len(made)}
        audit.record(now, "packs.made", by=by, at=at, facts=facts)
    return len(made)


Key = tuple[str, int | None, str]


def _key_of(one: Subject) -> Key:
    return one.kind.value, one.unit, one.reader.value


def _earlier(close: MonthClose) -> dict[Key, Pack]:
    """The last edition of each pack of the month, of closes before."""
    packs = Pack.objects.filter(month=close.month).order_by("edition")
    return {(one.kind, one.unit_id, one.reader): one for one in packs}


def _subjects(ground: Ground) -> Iterator[Subject]:
    known = evidence_of(ground.month)
    for reader in PackReader:
        for unit, told in units_told(ground, reader).items():
            yield Subject(PackKind.UNIT, unit, reader, told)
        for top in tops_of(ground):
            page = administration_page(ground, top, reader, known)
            if page:
                yield Subject(PackKind.ADMINISTRATION, top, reader, page)
    page = steering_page(ground, known)
    yield Subject(PackKind.STEERING, None, PackReader.GROUP, page)


def _kept(
    ground: Ground, one: Subject, close: MonthClose, earlier: Pack | None, *, by: By
) -> Pack:
    told, edition = one.told, earlier.edition + 1 if earlier else 1
    differs = differences(earlier.figures, told.facts) if earlier else []
    document = Document(
        title=told.title,
        subtitle=_subtitle(ground, told, edition),
        author=ground.author,
        language=settings.LANGUAGE_CODE,
        dated=clock.local(ground.at).date(),
        blocks=(*(_new_edition(earlier, differs) if earlier else ()), *told.blocks),
        fits=FITS[one.kind],
    )
    content = as_json(document)
    figures = [fact.as_json() for fact in told.facts]
    return Pack(
        close=close,
        month=close.month,
        kind=one.kind,
        unit_id=one.unit,
        reader=one.reader,
        edition=edition,
        baseline=ground.baseline,
        title=told.title[:240],
        content=content,
        figures=figures,
        digest=digest_of({"content": content, "figures": figures}),
        differs=bool(differs) if earlier else None,
        made_at=ground.at,
        made_by_id=by.account,
    )


def _subtitle(ground: Ground, told: Told, edition: int) -> str:
    against = (
        _("baseline version {number}").format(number=ground.baseline.number)
        if ground.baseline
        else _("no baseline")
    )
    known = _("as known {day}").format(day=day(clock.local(ground.at)))
    which = _("edition {number}").format(number=number(edition))
    return f"{told.about} · {known} · {which} · {against}"


def _new_edition(earlier: Pack, differs: list[str]) -> Iterator[Block]:
    """Why there is another edition, and what of the figures it changed."""
    yield Stamp(
        text=_("Replaces edition {number} of {day}: {reason}").format(
            number=number(earlier.edition),
            day=day(clock.local(earlier.made_at)),
            reason=earlier.close.reason or "–",
        )
    )
    if not differs:
        yield Paragraph(text=_("No figure differs from the edition before."))
        return
    shown, left = differs[:SHOWN_DIFFERENCES], len(differs) - SHOWN_DIFFERENCES
    text = _("What differs: {differences}").format(differences="; ".join(shown))
    if left > 0:
        more = ngettext("{n} figure more", "{n} figures more", left)
        text += "; " + more.format(n=number(left))
    yield Paragraph(text=text + ".")


# ------------------------------------------------------------------------ on paper


def file_pdf(pack: Pack, *, by: By, at: datetime) -> Pack:
    """The pack with its PDF, made from the description once and kept from then on."""
    if pack.pdf_id is not None:
        return pack
    with transaction.atomic():
        locked = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
        if locked.pdf_id is None:
            name = f"{locked.title} {locked.edition}.pdf"
            pdf = on_paper(from_json(locked.content))
            locked.pdf = files.keep([pdf], name=name, at=at)
            locked.save(update_fields=["pdf"])
            facts = {"sha256": locked.pdf.sha256, "edition": locked.edition}
            audit.record(locked, "pack.filed", by=by, at=at, facts=facts)
    return locked


def file_all(close: MonthClose, *, by: By, at: datetime) -> int:
    """File what goes to those who answer for it, and the steering group's page; what was
    filed is left alone. Answers how many were."""
    waiting = Pack.objects.filter(close=close, pdf=None).exclude(
        reader=PackReader.GROUP, kind__in=(PackKind.UNIT, PackKind.ADMINISTRATION)
    )
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    for number_of in numbers:
        file_pdf(Pack.objects.get(pk=number_of), by=by, at=at)
    return len(numbers)
