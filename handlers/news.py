"""News in Slack: the verb that tells the stories of a period."""

from __future__ import annotations

from bot.blocks import news as news_blocks
from bot.blocks import problems
from bot.core.audience import Surface
from bot.core.news_asked import parse_news
from bot.core.queries import QueryProblem
from bot.services.news_asked import find_news
from bot.services.replies import Reply
from handlers.context import Asker
from handlers.verbs import Command


def _news(asker: Asker, text: str, surface: Surface) -> Reply:
    asked = parse_news(text, asker.now)
    if isinstance(asked, QueryProblem):
        return Reply(problems.plain_problem(asked.text))
    return Reply(news_blocks.news_card(find_news(asker.desk, asked, asker.audience(surface))))


COMMANDS: tuple[Command, ...] = (
    Command(
        "news",
        "news [PROGRAMME | NAME | words] [7d] [issuer: country: direction: stage:]",
        "What is reported or officially announced: each story once, with its stage and source.",
        _news,
        examples=("news", "news Russia 7d direction:relief", "news Rosneft", "news issuer:uk stage:in_force"),
    ),
)
