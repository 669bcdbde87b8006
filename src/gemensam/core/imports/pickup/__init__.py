# SPDX-License-Identifier: EUPL-1.2
"""Files that other systems put into a folder: looked into every few minutes.

A folder for each kind of file, `inbox/ledger/`; below it, where an importer asks for
something beside the file, one for each answer, `inbox/tickets/source=topdesk/`. A file is
taken when it is whole: as large and as old at two looks. It then goes the way of any other
file: received, read, and imported, or left for a person to decide. Nobody is asked where
a person has imported such a file from that source before, its columns are the ones
remembered, it was read without errors, and its importer says that it may come `unattended`.

What became of it stands in a text beside it in `done`, `waiting` or `refused`. Of a kind
with personal numbers only the text is left there: the original is removed as soon as its
pseudonymised copy is kept, and before it is read.

Killed at any time, the next look goes on where it was: each step is a transaction of its
own, and what is done with a file is told by the state of its import.
"""

from gemensam.core.imports.pickup.folders import answers
from gemensam.core.imports.pickup.looking import Looked, look, waiting

__all__ = ["Looked", "answers", "look", "waiting"]
