"""What nobody else answers is acknowledged, or Slack would send it again; what breaks is logged and owned up to.

What broke before it was acknowledged comes again from Slack, or from the person who clicked: it is forgotten here, so
that it is acted on then.
"""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse, Respond

from bot.blocks import problems
from handlers.context import tell

log = logging.getLogger(__name__)
ANYTHING = re.compile(".*")


def register(app: App) -> None:
    """Listen last, to everything."""

    @app.event(ANYTHING)
    def on_event() -> None:
        """Bolt acknowledges events by itself once a listener takes them."""

    @app.action(ANYTHING)
    def on_action(ack: Ack) -> None:
        ack()

    @app.options(ANYTHING)
    def on_options(ack: Ack) -> None:
        ack(options=[])

    @app.view(ANYTHING)
    def on_view(ack: Ack) -> None:
        ack()

    @app.view_closed(ANYTHING)
    def on_closed(ack: Ack) -> None:
        ack()

    @app.shortcut(ANYTHING)
    def on_shortcut(ack: Ack) -> None:
        ack()

    @app.command(ANYTHING)
    def on_command(ack: Ack) -> None:
        ack()

    @app.error
    def on_error(
        error: Exception, respond: Respond, body: dict[str, Any], context: BoltContext, response: BoltResponse | None
    ) -> None:
        reference = secrets.token_hex(4)
        log.error("listener failed, reference %s, type %s", reference, body.get("type"), exc_info=error)
        if response is not None and response.status >= 500 and "forget" in context:
            context["forget"]()
        if body.get("response_url"):
            tell(respond, problems.unexpected(reference))
