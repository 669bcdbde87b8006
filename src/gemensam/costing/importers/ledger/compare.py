# SPDX-License-Identifier: EUPL-1.2
"""Is a voucher new, the same as before, or another under the same number?"""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b

from gemensam.costing.models import Ledger, Voucher
from gemensam.formats.sie.records import Voucher as FileVoucher

Identity = tuple[str, str, int]


class Standing(Enum):
    NEW = "new"
    SAME = "same"
    OTHER = "other"


@dataclass(slots=True)
class Known:
    """What a ledger holds already: identity → digest of the content."""

    digests: dict[Identity, bytes]
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: int = 0

    @classmethod
    def of(cls, ledger: Ledger | None) -> "Known":
        if ledger is None:
            return cls({})
        rows = Voucher.objects.filter(ledger=ledger, superseded_at=None).values_list(
            "series", "number", "occurrence", "digest"
        )
        return cls(
            {
                (series, number, occurrence): bytes(digest)
                for series, number, occurrence, digest in rows.iterator(20_000)
            }
        )

    def place(self, voucher: FileVoucher) -> tuple[Identity, bytes, Standing]:
        """Identity and digest of a voucher of the file, and how it stands to the known.

        Files repeat a number (one series used twice, numbers left empty): the n-th of a
        number is the n-th of it next time too.
        """
        key = (voucher.series, voucher.number)
        self.seen[key] += 1
        identity = (*key, self.seen[key])
        digest = content_digest(voucher)
        before = self.digests.get(identity)
        if before is None:
            return identity, digest, Standing.NEW
        self.met += 1
        return identity, digest, Standing.SAME if before == digest else Standing.OTHER

    @property
    def missing(self) -> int:
        """How many of the known the file did not have."""
        return len(self.digests) - self.met


def content_digest(voucher: FileVoucher) -> bytes:
    """A digest of all a voucher says of money: date, text, and its rows in order."""
    parts = [f"{voucher.date}|{voucher.text}"]
    parts += [f"{row[0]}|{row[1]}|{row[2]}|{row[4]}" for row in voucher.rows]
    return blake2b("\n".join(parts).encode(), digest_size=16).digest()
