# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.importers.budget import BudgetMoveImporter

IMPORTERS = (BudgetMoveImporter(),)
