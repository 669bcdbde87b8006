# SPDX-License-Identifier: EUPL-1.2
"""A document is kept with its PDF as it was made, in one transaction; nothing changes it."""

from datetime import datetime

from django.db import models, transaction

from gemensam.core import audit, files
from gemensam.core.by import By
from gemensam.core.documents.blocks import Document, as_json
from gemensam.core.documents.paper import on_paper
from gemensam.core.models import KeptDocument


def keep(
    document: Document, *, kind: str, subject: models.Model | str, by: By, at: datetime
) -> KeptDocument:
    """Set the document and keep it under `kind` (a room's word) and its `subject`.

    Raises NotOnPaperError; then nothing was kept.
    """
    pdf = on_paper(document)
    about = audit.name_of(subject)
    with transaction.atomic():
        stored = files.keep(
            [pdf], name=f"{document.title} {document.dated:%Y-%m-%d}.pdf", at=at
        )
        made = KeptDocument.objects.create(
            kind=kind,
            subject=about,
            title=document.title,
            dated=document.dated,
            content=as_json(document),
            pdf=stored,
            made_at=at,
            made_by_id=by.account,
        )
        audit.record(
            made,
            "document.kept",
            by=by,
            at=at,
            facts={"kind": kind, "subject": about, "sha256": stored.sha256},
        )
    return made


def kept_pdf(kept: KeptDocument) -> bytes:
    """The PDF as it was made. Raises DamagedFile rather than give other bytes."""
    with files.opened(kept.pdf) as source:
        return source.read()
