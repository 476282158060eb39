"""Official titles: what kind of act they announce, by their fixed forms alone.

The form of a title decides; its abstract is asked only where one title serves two acts. Values in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.core.signals.items import Clause, Direction, Stage

R, T, E, N = Direction.RELIEF, Direction.TIGHTENING, Direction.ENFORCEMENT, Direction.NEUTRAL
FORCE, ENDED, PROPOSED = Stage.IN_FORCE, Stage.ENDED, Stage.PROPOSED


@dataclass(frozen=True, slots=True)
class Form:
    """A form of official title and the act it stands for."""

    pattern: re.Pattern[str]
    action: str
    direction: Direction
    stage: Stage | None


def _form(pattern: str, action: str, direction: Direction, stage: Stage | None) -> Form:
    return Form(re.compile(pattern, re.IGNORECASE), action, direction, stage)


OFAC: Final = (
    _form(r"\bsettlement|monetary penalt|enforcement (release|action)|finding of violation", "settlement", E, None),
    _form(
        r"\bdesignations? removals?\b|\bdesignations removals?\b|\bremovals? of\b.*\bdesignat", "delisting", R, ENDED
    ),
    _form(r"\bremovals?$|\bdelistings?\b|\bunblocking\b", "delisting", R, ENDED),
    _form(r"\b(revocation|rescission|termination) of\b.*\bgeneral licen[cs]es?", "license_revocation", T, FORCE),
    _form(r"\b(expiration|expiry) of\b.*\bgeneral licen[cs]es?", "license_expiry", T, ENDED),
    _form(r"\bgeneral licen[cs]es?\b", "general_license", R, FORCE),
    _form(r"\blicensing polic|\bstatement of licensing", "guidance", N, FORCE),
    _form(r"\bdesignations?\b(?!s? (update|removal))", "designation", T, FORCE),
    _form(r"\bdesignations? updates?\b|\bchanges to\b.*\bentr|\bupdates? to\b.*\b(entr|list)", "amendment", N, FORCE),
    _form(
        r"\b(expiration|termination)\b.*\bemergency|\b(revocation|termination) of\b.*\b(sanctions|order)"
        r"|\bremoval of\b.*\bregulations",
        "programme_expiry",
        R,
        ENDED,
    ),
    _form(r"\bdetermination to (suspend|waive)|\bwaiver\b", "suspension", R, FORCE),
    _form(r"\bdeterminations?\b|\bidentifications?\b|\bdirectives?\b", "determination", T, FORCE),
    _form(r"\b(executive order|proclamation)\b", "executive_order", T, FORCE),
    _form(r"\breports?\b", "report", N, FORCE),
    _form(r"\bregulat|\brules?\b", "regulation", N, FORCE),
    _form(r"\bfaqs?\b|frequently asked|guidance|advisor|alert|fact sheet|update|notice|changes", "guidance", N, FORCE),
)
"""Clauses of OFAC's Recent Actions; the first form that fits, in this order."""

TITLES: Final = (
    _form(r"\binformation collection|\bcomment request\b|\bwebinars?\b", "administration", N, None),
    _form(r"\bden(ial|ying) (of )?(all )?export privileges|\btemporary denial\b", "denial_order", E, None),
    _form(r"imposition of (a )?monetary penalt|\bpenalty notice\b|\bdisclosure notice\b", "penalty", E, None),
    _form(r"\bsettlement agreement\b|\bcharging letter\b", "settlement", E, None),
    _form(
        r"\b(removals?|deletions?) (of .{1,80} )?from (the )?(entity|unverified|.{0,30}\blist)", "delisting", R, ENDED
    ),
    _form(r"\badditions?\b.{0,60}\bto (the )?entity list|\baddition of\b.{0,60}\bentity list", "entity_list", T, FORCE),
    _form(r"\bcontinuation of the national emergency", "renewal", N, FORCE),
    _form(
        r"\b(termination|expiration|revocation)\b.{0,40}\b(national )?emergency|\brevocation of .{0,60}\bsanctions\b"
        r"|\btermination of .{0,60}\bsanctions\b",
        "programme_removal",
        R,
        ENDED,
    ),
    _form(r"\brevocation of\b.{0,60}\b(designation|foreign terrorist)|\bunblocking of\b", "delisting", R, ENDED),
    _form(r"\brevocation of\b.{0,60}\blicen[cs]es?\b", "license_revocation", T, FORCE),
    _form(r"\bgeneral licen[cs]es? (no\.? ?)?(\d|int/)|\bweb general licen[cs]es?\b", "general_license", R, FORCE),
    _form(
        r"\b(suspen(d|sion)|waiv(e|er)|defer)\w*\b.{0,60}\b(sanctions|affiliates|controls)\b", "suspension", R, FORCE
    ),
    _form(r"^(the )?(relaxing|easing|removing|relaxation of|removal of)\b", "easing", R, FORCE),
    _form(r"^blocking property\b|\bblocking (the )?property of\b|^prohibiting\b", "executive_order", T, FORCE),
    _form(r"^(imposing|imposition of)\b.{0,60}\b(measures|sanctions|tariffs)\b", "designation", T, FORCE),
    _form(r"^expansion of\b|\btaking additional steps\b|\badditional (sanctions|measures)\b", "regulation", T, FORCE),
    _form(r"\bdetermination (pursuant|under)\b|^publication of .{0,60}\bdetermination", "determination", T, FORCE),
    _form(r"\bdesignations? of\b|^foreign terrorist organization designation", "designation", T, FORCE),
    _form(r"^notices? of .{0,40}\bsanctions actions?\b", "designation", T, FORCE),
    _form(r"^implementation of (additional )?(export controls|sanctions)", "regulation", T, FORCE),
    _form(r"^(\S+ ){1,8}sanctions regulations\.?$|^updating\b.{0,60}\bofac\b", "regulation", N, FORCE),
    _form(r"\brevisions? to the unverified list\b|\bcorrections? to\b|^corrigendum\b", "amendment", N, FORCE),
)
"""Titles of the Federal Register, gov.uk and the like."""

EU_ACTS: Final = (
    _form(r"^corrigendum\b", "correction", N, FORCE),
    _form(r"\brepealing\b", "repeal", R, ENDED),
    _form(r"^proposal\b|^joint proposal\b", "proposal", T, PROPOSED),
    _form(r"^notice for the attention\b|^notice\b", "guidance", N, None),
    _form(r"\bimplementing (regulation|decision)\b", "designation", T, FORCE),
    _form(r"\b(amending|concerning)\b", "act", N, FORCE),
)
"""Acts of the Official Journal; whether an amending act adds, renews or eases is not in its title."""

EU_ACT: Final = re.compile(
    r"^(corrigendum|proposal|joint proposal|notice for the attention|council|commission) ?"
    r".{0,400}(\(cfsp\)|restrictive measures)",
    re.IGNORECASE | re.DOTALL,
)

OFAC_CLAUSE: Final = re.compile(
    r"-related\b.{0,60}\b(Designation|General Licen|Determination)|^[A-Z][\w'.-]+( [A-Z][\w'.-]+){0,4} Designations?\b"
    r"|\bCounter (Terrorism|Narcotics)\b.{0,40}\b(Designation|Licen)|^Issuance of\b"
    r"|^Publication of .{0,60}(FAQ|Frequently)"
    r"|^Settlement Agreement\b|^Designations? Removals?\b"
)

PREFIX: Final = re.compile(
    r"^(?P<kind>guidance|notice|news story|news|press release|speech|statutory guidance|policy paper|research"
    r"|transparency data|official statistics|collection|form|consultation outcome|open consultation|decision):\s*",
    re.IGNORECASE,
)
OPEN: Final = re.compile(r"^(open )?consultation:", re.IGNORECASE)
ENTRIES: Final = re.compile(
    r"\bentr(y|ies)\b.{0,40}?\b(?P<verb>added|removed|deleted|amended|corrected)", re.IGNORECASE
)
AMENDED: Final = re.compile(r"\b(amend|correct|updat)\w* .{0,40}?\bentr(y|ies)\b", re.IGNORECASE)

HOSTS: Final = {
    "ofac.treasury.gov": "US",
    "treasury.gov": "US",
    "federalregister.gov": "US",
    "whitehouse.gov": "US",
    "state.gov": "US",
    "bis.gov": "US",
    "bis.doc.gov": "US",
    "gov.uk": "UK",
    "legislation.gov.uk": "UK",
    "europa.eu": "EU",
    "press.un.org": "UN",
    "un.org": "UN",
    "international.gc.ca": "CA",
    "dfat.gov.au": "AU",
    "admin.ch": "CH",
}
"""Hosts of authorities, and whose measures they publish; a host under one of them counts too."""


def issuer_of_host(host: str) -> str:
    """The authority behind a host ("" for none)."""
    parts = host.split(".")
    return next((HOSTS[name] for n in range(len(parts)) if (name := ".".join(parts[n:])) in HOSTS), "")


@dataclass(frozen=True, slots=True)
class Structure:
    """What the form of an official title says; `relevant` is False for an authority's own housekeeping."""

    action: str
    direction: Direction
    stage: Stage | None
    rule: str
    clauses: tuple[Clause, ...] = ()
    relevant: bool = True
    jurisdiction: str = ""


def split_clauses(title: str) -> list[str]:
    """The acts of a compound title."""
    return [part for each in title.split(";") if (part := each.strip(" .\t\n"))]


def ofac_clauses(title: str) -> list[Clause]:
    """The acts of one of OFAC's Recent Actions; targets are for `targets` to fill."""
    return [clause for part in split_clauses(title) for clause in _ofac_clause(part)]


def _ofac_clause(text: str) -> Iterator[Clause]:
    form = next((form for form in OFAC if form.pattern.search(text)), None)
    if form is None:
        yield Clause(text, "other", N, FORCE, ())
    else:
        yield Clause(text, form.action, form.direction, form.stage, ())


def main_clause(clauses: tuple[Clause, ...]) -> Clause:
    """The clause whose direction the whole item carries: the first that changes something, else the first."""
    return next((clause for clause in clauses if clause.direction is not N), clauses[0])


AGENCIES: Final = re.compile(
    r"environmental protection agency|nuclear regulatory|federal communications|medicare"
    r"|\b(epa|nrc|fcc|clia|faa|usda)\b"
    r"|customs and border protection|department of labor|homeland security|food and drug",
    re.IGNORECASE,
)
"""Authorities whose "sanctions", "waivers" and "general licences" are other things."""


def structure(title: str, summary: str, host: str) -> Structure | None:
    """What the title's form says, or None when it has no official form."""
    issuer = issuer_of_host(host)
    parts = split_clauses(title)
    if not parts:
        return None
    if host.endswith("ofac.treasury.gov") or all(OFAC_CLAUSE.search(part) for part in parts):
        clauses = tuple(ofac_clauses(title))
        main = main_clause(clauses)
        return Structure(main.action, main.direction, main.stage, "form of an OFAC title", clauses, True, "US")
    if EU_ACT.search(title):
        return _by_forms(title, EU_ACTS, "form of an EU act", "EU")
    if AGENCIES.search(f"{title} {summary}") and "foreign assets control" not in summary.lower():
        return Structure("administration", N, None, "another authority's business", relevant=False) if issuer else None
    bare = PREFIX.sub("", title)
    counted = ENTRIES.search(title) or AMENDED.search(title)
    if counted:
        return _entries(counted, issuer)
    found = _by_forms(bare, TITLES, "form of an official title", issuer)
    if found is None:
        return _prefixed(title, issuer, summary)
    if not issuer and not _is_title_case(bare):
        return None
    if not issuer and found.action in NEED_WORDS and not _is_us_title(bare):
        return None
    if found.action == "administration":
        return replace(found, relevant=False)
    if not found.jurisdiction:
        found = replace(found, jurisdiction="UK" if found.action == "penalty" or "INT/" in title else "US")
    return _by_abstract(found, bare, summary)


def _is_title_case(title: str) -> bool:
    """Whether a title is set as official titles are; most sentences of news are not."""
    words = [
        word for word in re.findall(r"[^\W\d_]{4,}", title) if word.lower() not in ("with", "from", "under", "into")
    ]
    return sum(1 for word in words if word[:1].isupper()) >= 0.7 * len(words)


def _is_us_title(title: str) -> bool:
    return bool(
        re.search(r"\b(regulations?$|regulations web|pursuant to|specially designated|matter of|ofac)\b", title, re.I)
    )


def _by_forms(title: str, forms: tuple[Form, ...], rule: str, issuer: str) -> Structure | None:
    for form in forms:
        if form.pattern.search(title):
            return Structure(form.action, form.direction, form.stage, rule, jurisdiction=issuer)
    return None


def _entries(found: re.Match[str], issuer: str) -> Structure | None:
    issuer = issuer or ("UK" if "UK" in found.string or "consolidated list" in found.string else "")
    verb = (found.groupdict().get("verb") or "amended").lower()
    rule = "entries of a list"
    if verb == "added":
        return Structure("designation", T, FORCE, rule, jurisdiction=issuer)
    if verb in ("removed", "deleted"):
        return Structure("delisting", R, ENDED, rule, jurisdiction=issuer)
    return Structure("amendment", N, FORCE, rule, jurisdiction=issuer)


def _prefixed(title: str, issuer: str, summary: str) -> Structure | None:
    prefix = PREFIX.match(title)
    issuer = issuer or ("UK" if prefix else "")
    about = f"{title} {summary}".lower()
    if "sanction" not in about and "ofsi" not in about:
        return None
    if OPEN.match(title):
        return Structure("consultation", N, None, "prefix of a notice", jurisdiction=issuer)
    is_guidance = prefix is not None and prefix["kind"].lower() in ("guidance", "statutory guidance")
    if is_guidance or (issuer == "UK" and re.search(r"\bguidance\b|\bfaqs?\b", title, re.IGNORECASE)):
        return Structure("guidance", N, FORCE, "prefix of a notice", jurisdiction=issuer)
    return None


NEED_WORDS: Final = frozenset({"regulation", "designation", "suspension", "easing", "determination"})
"""Acts whose titles, away from an authority's own pages, must say by their words whose they are."""

REMOVES_REGULATIONS: Final = re.compile(r"\bremov\w+ from the code of federal regulations|\btermination of the", re.I)
REMOVES_NAMES: Final = re.compile(r"\b(has|have) (been )?(removed|unblocked)\b|\bare (being )?removed\b", re.IGNORECASE)
PLACES_NAMES: Final = re.compile(r"\bplaced on\b|\bblocked\b|\bdesignat", re.IGNORECASE)


def _by_abstract(found: Structure, title: str, summary: str) -> Structure:
    """Two acts that one title serves, told apart by the abstract."""
    text = f"{title} {summary}"
    if found.action == "regulation" and found.direction is N and REMOVES_REGULATIONS.search(text):
        return replace(found, action="programme_removal", direction=R, stage=ENDED)
    is_notice = title.lower().startswith("notice")
    if found.action == "designation" and is_notice and REMOVES_NAMES.search(text) and not PLACES_NAMES.search(summary):
        return replace(found, action="delisting", direction=R, stage=ENDED)
    return found
