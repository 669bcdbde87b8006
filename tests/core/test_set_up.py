# SPDX-License-Identifier: EUPL-1.2
"""A server has read its pages before anyone asks for one."""

from typing import Any

from django.template import engines

from gemensam.core.set_up import warm_up


def test_every_template_of_ours_is_compiled() -> None:
    engine: Any = engines["django"]
    cached = engine.engine.template_loaders[0]
    while not hasattr(cached, "get_template_cache"):
        (cached,) = cached.loaders
    cached.reset()
    warm_up()
    held = {template.name for template in cached.get_template_cache.values()}
    assert {"benefits/month.html", "ui/page.html", "desk/order.html"} <= held
