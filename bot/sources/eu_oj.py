"""EU: the annexes of the acts in the Official Journal, as OpenSanctions transcribes them, one file per act.

files ─▶ rows (`eu_oj_rows`) ─▶ parties (`eu_oj_parties`) ─▶ listings (`eu_oj_listing`)

A consolidated file holds one framework act as it stands; an amendment file what one act adds or changes. A row of
an amendment counts as long as the consolidated text does not say the same: see `listed_by_act`.
"""

from __future__ import annotations

from datetime import timedelta

from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.eu_oj_listing import listed_by_act, listing_of
from bot.sources.eu_oj_parties import parties_of
from bot.sources.eu_oj_rows import Row, read_rows
from bot.sources.source import Assertions, Contents, Source

__all__ = ["ID", "LABEL", "SOURCE", "listed_by_act", "parse"]

ID = "eu-oj"
LABEL = "EU acts"

OBSERVED = frozenset(
    [
        *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "measure", "legal_basis"),
        *("reason", "birth_date", "birth_place", "nationality", "country", "gender", "address", "identifier"),
        *("position", "remark", "website", "email", "phone", "notice", "vessel_flag"),
        *("listed_on", "in_force_from", "printed:oj"),
    ]
)


def parse(contents: Contents) -> ParsedList:
    """The list that the files of a delivery make together."""
    found = Collector(ID, "csv", OBSERVED)
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for part, raw in recognise(ID, contents).items():
        kind = part.partition(":")[0]
        read, unknown = read_rows(raw, kind)
        act = f"{kind} {read[0].amending or read[0].act}" if read else ""
        if act and act in seen:
            raise Malformed(f"two files of the same act in one delivery: {seen[act]} and {raw.name}")
        seen[act] = raw.name
        rows += read
        found.unknown(unknown)
    for party in parties_of(rows):
        found.take(listing_of(ID, party))
    return found.parsed()


SOURCE = Source(
    id=ID,
    title="Annexes of EU restrictive measures, transcribed from the Official Journal",
    label=LABEL,
    publisher="OpenSanctions (transcription); Official Journal of the European Union (text)",
    authority="EU Official Journal",
    licence=(
        "Transcription by OpenSanctions: CC BY-NC 4.0, not for commercial use; "
        "text of the acts: European Commission reuse policy, Decision 2011/833/EU, reuse with attribution"
    ),
    home="https://eur-lex.europa.eu/oj/direct-access.html",
    urls={},
    parse=parse,
    every=timedelta(days=1),
    stale_after=timedelta(days=14),
    assertions=Assertions(max_entries=50_000, filled={"programme": 1.0, "measure": 1.0, "legal_basis": 1.0}),
    max_bytes=50_000_000,
    opt_in=True,
)
