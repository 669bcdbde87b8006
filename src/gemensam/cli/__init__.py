# SPDX-License-Identifier: EUPL-1.2
"""The command line. Exit codes: 0 done; 1 done, and something is wrong with what was
looked at; 2 it could not be done as asked; from 69 on the machine is in the way
(`installation.errors.ExitCode`)."""

from gemensam.cli.entry import main

__all__ = ["main"]
