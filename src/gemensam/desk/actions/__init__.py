# SPDX-License-Identifier: EUPL-1.2
from gemensam.desk.actions.handling import (
    AlreadyTaken,
    NotAllowedNow,
    answer,
    rate,
    reopen,
    resolve,
    send_message,
    take,
    wait_for_customer,
    write_note,
)
from gemensam.desk.actions.opening import NobodyDelivers, NotOrderable, open_case

__all__ = [
    "AlreadyTaken",
    "NobodyDelivers",
    "NotAllowedNow",
    "NotOrderable",
    "answer",
    "open_case",
    "rate",
    "reopen",
    "resolve",
    "send_message",
    "take",
    "wait_for_customer",
    "write_note",
]
