# SPDX-License-Identifier: EUPL-1.2
from tests.site.conftest import as_someone

__all__ = ["as_someone"]
