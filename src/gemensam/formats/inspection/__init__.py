# SPDX-License-Identifier: EUPL-1.2
"""What is this file? Asked of any file, answered by its content."""

from gemensam.formats.inspection.inspection import Inspection, as_json, exit_code
from gemensam.formats.inspection.looking import inspect

__all__ = ["Inspection", "as_json", "exit_code", "inspect"]
