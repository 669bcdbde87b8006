# SPDX-License-Identifier: EUPL-1.2
"""Children that do not outlive their parent, not even one killed with -9."""

import os
import sys
from collections.abc import Sequence

# Run in the child, which then becomes the program. Not `preexec_fn`: code that runs in
# a fork of a process with threads can wait for ever for a lock nobody holds any more.
# The kernel forgets the wish when a process changes user, hence the order; ctypes is
# loaded first because the new user may not be able to read Python's files.
CODE = """
import ctypes, os, sys
signum, parent, user, group = map(int, sys.argv[1:5])
library = ctypes.CDLL(None)
if user >= 0:
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
if sys.platform == "linux":
    library.prctl(1, signum)  # PR_SET_PDEATHSIG in linux/prctl.h
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)
try:
    os.execvp(sys.argv[5], sys.argv[5:])
except OSError as error:
    sys.stderr.write(f"{sys.argv[5]}: {error.strerror}\\n")
    os._exit(127)
"""


def tied(
    argv: Sequence[str], signum: int, *, user: int = -1, group: int = -1
) -> list[str]:
    """The program so that the kernel sends it `signum` when the *thread* that starts it
    ends, however it ends; as another user if root says so. Linux only: elsewhere the
    program just runs.

    Start it only in a thread that lives as long as it should.
    """
    wish = (signum, os.getpid(), user, group)
    before = [sys.executable, "-I", "-S", "-c", CODE]
    return [*before, *(str(int(one)) for one in wish), *argv]
