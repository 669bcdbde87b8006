# SPDX-License-Identifier: EUPL-1.2
"""Logs: one line an event, with the request it belongs to, and no personal number."""

import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

from gemensam.core.striking import struck

# Asked for under a name that is not ours: a scan or a wrong address, not a fault.
QUIET = ("django.security.DisallowedHost",)


def scrubbed(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Strike what looks like a personal number, wherever it stands."""
    return {key: _struck(value) for key, value in event.items()}


def _struck(value: Any) -> Any:
    if isinstance(value, str):
        return struck(value)
    if isinstance(value, dict):
        return {key: _struck(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_struck(part) for part in value]
    return value


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    scrubbed,
]


def configure(_settings: dict[str, Any]) -> None:
    """Django's, the libraries' and our own events through the same chain."""
    structlog.configure(
        processors=[
            *SHARED,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "plain": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": SHARED,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.KeyValueRenderer(key_order=["event"]),
                    ],
                }
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "plain"}
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {name: {"level": "CRITICAL"} for name in QUIET},
        }
    )
