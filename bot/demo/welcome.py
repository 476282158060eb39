"""Welcome: the first message of the demo, which says what to try."""

from __future__ import annotations

from bot.blocks.kit import Message, context, divider, header, message, section
from bot.demo.samples import NOTICE

TRY = (
    ("`/sanctions check Sberbank`", "what the lists say about a bank; only you see the answer, *Share* shows it here"),
    ("`/sanctions check Ivanov`", "several people of that name: you choose, the bot does not guess"),
    ("`/sanctions check Tim Cook`", "not on the lists loaded, and what that does not mean"),
    ("`/sanctions check imo:9299719`", "a ship by its number"),
    ("`@Sanctions Desk SMP Bank`", "ask in the open, also inside a thread"),
    (
        "`/sanctions watch us-ofac-sdn:9000004`",
        "an invented man, by his number: have this channel told when something changes",
    ),
    ("`/sanctions demo-refresh`", "publish the next version of the lists, and look at #sanctions-alerts"),
)


def welcome() -> Message:
    """What to try, in the order in which it is fun."""
    lines = "\n".join(f"• {what}: {why}" for what, why in TRY)
    return message(
        "Welcome to the demo of Sanctions Desk. Try: /sanctions check Sberbank",
        [
            header("Welcome to the demo of Sanctions Desk"),
            section(f"A Slack on your own machine, with a policy team in it. Type into the box below:\n{lines}"),
            divider(),
            section(
                "Marta is the desk's admin (`/sanctions settings`), Jonas a lead; #cabinet is private. "
                "The channel #sanctions-alerts watches `programme:RUSSIA-EO14024`. `/sanctions help` lists the rest."
            ),
            context(NOTICE, "Nothing leaves this machine; nothing is kept when you stop the demo."),
        ],
    )
