# SPDX-License-Identifier: EUPL-1.2
"""From the embedded database to a server of one's own, or back: the same checks."""

import subprocess
import tempfile
from pathlib import Path

from gemensam.formats.issues import mark
from gemensam.installation.backup.dump import (
    dump_arguments,
    environment,
    failure,
    load_arguments,
    prepare_empty,
    refuse_failed_load,
)
from gemensam.installation.backup.shape import Shape, require_equal, shape_of, snapshot
from gemensam.installation.cluster.binaries import Binaries
from gemensam.installation.tell import Tell, silent


def move_database(
    from_url: str, to_url: str, *, programs: Binaries, progress: Tell = silent
) -> Shape:
    """Copy everything into an empty database, both seen by their owners; the roles that
    have rights must exist there. Nothing touches the disk between. Stop web and worker
    first: what is written after the start of the copy stays behind.

    Returns what both hold now. Raises NotEmptyError, DumpError, NotEqualError.
    """
    prepare_empty(to_url)
    progress(mark("Copying the database …"))
    with snapshot(from_url) as (name, original), tempfile.TemporaryFile() as said:
        with (
            subprocess.Popen(  # noqa: S603
                dump_arguments(from_url, snapshot=name, programs=programs),
                env=environment(from_url),
                stdout=subprocess.PIPE,
                stderr=said,
            ) as dumping,
            subprocess.Popen(  # noqa: S603
                load_arguments(to_url, programs=programs),
                env=environment(to_url),
                stdin=dumping.stdout,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            ) as loading,
        ):
            if dumping.stdout is not None:
                dumping.stdout.close()  # so that it notices when the other end dies
            complaint = loading.communicate()[1]
        said.seek(0)
        words = said.read()
        if dumping.returncode > 0 and b"Broken pipe" not in words:
            raise failure(
                words, place=Path()
            )  # what the other end says follows from it
        refuse_failed_load(loading.returncode, complaint, place=Path())
        if dumping.returncode:
            raise failure(words, place=Path())
    progress(mark("Comparing …"))
    require_equal(shape_of(to_url), original)
    return original
