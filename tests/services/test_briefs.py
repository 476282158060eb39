"""Briefs: what they say, on what they rest, what they leave out; and that nothing in them comes alive."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sqlalchemy import text as sql

from bot.blocks.brief_html import html_of
from bot.blocks.brief_markdown import markdown_of
from bot.blocks.wording import BANNED
from bot.core.audience import Audience
from bot.core.briefs import Count, counts_of, file_stem, parse_brief
from bot.core.changes import ChangesAsked
from bot.core.delta import Op
from bot.core.documents import Document, Footnotes, Grid, Picture, Section, Words, items, line, paragraph
from bot.core.entities import Ref
from bot.core.listings import EntityType
from bot.core.notes import Topic
from bot.core.queries import QueryProblem
from bot.services import notes as notes_service
from bot.services.briefs import Brief, BriefProblem, brief
from bot.services.changes import changes
from storage import decisions, lines
from tests.briefing import PARTY, bank, fill, footnotes_fit, is_well_formed, make_desk
from tests.owing import NOW, SDN, describe, event, listing, load, make_tenant, record

GOLDEN = Path(__file__).parent.parent / "golden" / "briefs"
NOBODY = Audience(0, "cli")
TODAY = NOW.date()
KINDS = ("Example Bank", "programme:RUSSIA-EO14024", "changes since:2026-01-01")
PICTURE = re.compile(r"data:image/\S+?;base64,[A-Za-z0-9+/=]+|picture-[0-9a-f]{8}")


def written(db, text, audience=NOBODY):
    asked = parse_brief(text, TODAY)
    assert not isinstance(asked, QueryProblem), asked
    made = brief(make_desk(db), asked, audience, NOW)
    assert isinstance(made, Brief), made
    return made


def both(made):
    return tuple(file.content.decode() for file in made.files())


@pytest.mark.parametrize("text", KINDS)
def test_a_brief_of_a_fixed_store_is_as_its_golden_file_says(sqlite, text):
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/services/test_briefs.py`, and review the diff."""
    fill(sqlite)
    made = PICTURE.sub("‹picture›", markdown_of(written(sqlite, text).document))
    path = GOLDEN / f"{re.sub('[^a-z]+', '-', text.casefold().split()[0])}.md"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", KINDS)
def test_a_brief_loads_nothing_and_its_footnotes_fit(sqlite, text):
    fill(sqlite)
    markdown, page = both(written(sqlite, text))
    footnotes_fit(markdown)
    tree = is_well_formed(page)
    assert tree.xpath("//h1")
    assert tree.xpath("//h2")
    assert len(tree.xpath("//table")) == len(tree.xpath("//table/caption")) == len(tree.xpath("//table/thead"))
    assert all(th.get("scope") in ("col", "row") for th in tree.iter("th"))
    assert all(image.get("alt") for image in tree.iter("img"))
    assert all(drawn.xpath(".//title") and drawn.xpath(".//desc") for drawn in tree.iter("svg"))
    assert tree.get("lang") == "en"
    said = tree.text_content().casefold()
    assert re.findall(rf"\b(?:{'|'.join(BANNED)})\b", said) == []
    assert "not a clearance" in said or not text.startswith("Example")


def test_a_party_is_told_by_kind_of_list_with_entry_relations_and_note(sqlite):
    fill(sqlite)
    document = written(sqlite, "us-ofac-sdn:1").document
    assert document.title == "EXAMPLE BANK"
    assert document.verdict[0] == "Blocked by US; EU asset freeze."
    assert any("id=1" in note.url and "OFAC entry 1" in note.text for note in document.footnotes)
    text = markdown_of(document)
    assert "Linked To: EXAMPLE HOLDING" in text
    assert "Secondary-sanctions note on the entry, as printed" in text
    assert "sectoral annexes not loaded" in text
    assert "designated 24 Mar 2022" in text


def test_who_is_not_found_or_may_be_several_gets_no_brief(sqlite):
    people = (
        replace(listing(ref, name=f"DOE, John {name}"), type=EntityType.PERSON)
        for ref, name in (("1", "A"), ("2", "B"))
    )
    load(sqlite, *people)
    desk = make_desk(sqlite)
    none = brief(desk, parse_brief("Zebulon Quxworthy", TODAY), NOBODY, NOW)
    assert isinstance(none, BriefProblem)
    assert "not a clearance" in none.text
    several = brief(desk, parse_brief("John Doe", TODAY), NOBODY, NOW)
    assert isinstance(several, BriefProblem)
    assert {match.caption for match in several.matches} == {"DOE, John A", "DOE, John B"}
    unknown = brief(desk, parse_brief("programme:NO-SUCH-CODE", TODAY), NOBODY, NOW)
    assert isinstance(unknown, BriefProblem)


def test_an_unlinked_entry_of_the_same_name_is_not_called_no_entry(sqlite):
    load(sqlite, bank())
    load(sqlite, bank("eu-fsf", kind=bank().list_kind, ref="77"))
    document = written(sqlite, "us-ofac-sdn:1").document
    assert not any("No entry found on" in said and "EU" in said for said in document.verdict)
    assert "not linked by any identifier" in markdown_of(document)


@pytest.mark.parametrize("text", KINDS)
def test_sample_data_says_so_first(sqlite, text):
    load(sqlite, bank())
    with sqlite.write() as session:
        session.execute(sql("UPDATE snapshot SET origin = 'sample'"))
    made = written(sqlite, text)
    markdown, page = both(made)
    assert markdown.startswith("> **SAMPLE DATA")
    assert page.index("SAMPLE DATA") < page.index("<h1")
    assert all(file.name.startswith("sample-brief-") for file in made.files())
    assert all(file.title.startswith("SAMPLE DATA") for file in made.files())


@pytest.mark.parametrize("programme", ["", "RUSSIA-EO14024"])
def test_counts_of_charts_are_those_of_the_database(db, programme):
    fill(db)
    told = counts_of(changes(db, ChangesAsked(programme=programme)))
    assert told == (
        Count("2026-01", "US", 1, 0),
        Count("2026-03", "EU", 1, 0),
        Count("2026-03", "US", 1, 1),
    )
    query = "SELECT count(*) FROM event WHERE source = 'us-ofac-sdn' AND op = :op AND state = 'confirmed'"
    with db.read() as session:
        for op, field in (("ADD", "added"), ("DEL", "removed")):
            counted = session.execute(sql(query), {"op": op}).scalar_one()
            assert counted == sum(getattr(each, field) for each in told if each.issuer == "US")
    kind = "programme:RUSSIA-EO14024" if programme else "changes"
    drawn = [b for s in written(db, f"{kind} since:2026-01-01").document.sections for b in s.blocks]
    (figures,) = (b for b in drawn if isinstance(b, Grid) and "Recorded changes" in b.caption)
    assert [tuple(cell.text for cell in row) for row in figures.rows] == [
        (each.period, each.issuer, str(each.added), str(each.removed)) for each in told
    ]
    (picture,) = (b for b in drawn if isinstance(b, Picture) and b.svg and "Recorded" in b.alt)
    assert picture.svg.count("<rect") >= 4


def test_a_pending_removal_is_counted_as_none_and_named_to_nobody(sqlite):
    fill(sqlite)
    text = markdown_of(written(sqlite, "changes since:2026-01-01").document)
    assert "1 absent (not yet confirmed)" in text
    assert "1 absent, not yet confirmed: names are told to those who watch the party, until it is confirmed" in text
    assert "Party 5" not in text
    assert "Party 4" in text


def test_the_names_of_a_brief_the_rest_and_the_absent_are_all_its_entries(sqlite):
    fill(sqlite)
    march = NOW - timedelta(days=1)
    record(sqlite, *(event(str(100 + n), at=march, list_date=march.date()) for n in range(30)))
    document = written(sqlite, "changes since:2026-01-01").document
    (names,) = (section for section in document.sections if section.title == "Names")
    (grid,) = (block for block in names.blocks if isinstance(block, Grid))
    said = markdown_of(document)
    assert len(grid.rows) == 25
    assert "9 more: “export changes” has all." in said  # of 34 named: 33 added, 1 removed
    assert "1 absent, not yet confirmed:" in said


def test_a_record_that_begins_later_than_asked_says_so(sqlite):
    fill(sqlite)
    document = written(sqlite, "changes since:2020-01-01").document
    assert any("Our record begins later" in said for said in document.verdict)
    assert not any("Our record begins" in said for said in written(sqlite, "changes since:2026-03-02").document.verdict)


def test_a_programme_counts_draws_and_tells_the_same_changes_by_the_day_of_recording(sqlite):
    load(sqlite, listing("1"))
    old = date(2024, 5, 10)
    record(sqlite, *(event(ref, list_date=old) for ref in "12"), event("3", Op.DEL, list_date=old, state="confirmed"))
    begun = written(sqlite, "programme:RUSSIA-EO14024").document
    assert begun.verdict[1].startswith("Recorded since 2 Mar 2026, when our record began: 2 added, 1 removed.")
    (told,) = (section for section in begun.sections if section.title.startswith("What"))
    (grid,) = (block for block in told.blocks if isinstance(block, Grid))
    assert told.title == "What we recorded since 2 Mar 2026"
    assert "2 added · 1 removed" in grid.rows[0][2].text
    assert "Added and removed" in {section.title for section in begun.sections}
    assert "First copy here: US SDN list of 1 Mar 2026." in markdown_of(begun)
    before = markdown_of(written(sqlite, "programme:RUSSIA-EO14024 since:2024-05-01 until:2024-06-01").document)
    assert "Recorded from 1 May 2024 to 1 Jun 2024: 0 added, 0 removed." in before
    assert "Our record begins later than that: US SDN 2 Mar 2026." in before
    assert "Nothing is recorded in this time" in before


def keep(db, tenant, text, channel="C1", visibility="", user="U1", **about):
    audience = Audience(tenant, "ephemeral", channel, private=channel.startswith("G"), user=user)
    subject = about.get("subject", Ref(source=SDN, ref="1"))
    asked = notes_service.NoteAsked(subject, text, user, f"click {text}", visibility)
    assert isinstance(notes_service.keep_note(db, audience, asked, NOW), notes_service.Kept)


@pytest.fixture
def team(db):
    fill(db)
    tenant = make_tenant(db)
    describe(db, tenant, "C1")
    describe(db, tenant, "G1", private=True)
    keep(db, tenant, "asked the embassy")
    keep(db, tenant, "zebra of the cabinet", "G1")
    keep(db, tenant, "mauve for me alone", visibility="private")
    keep(db, tenant, "programme remark", subject=Topic("programme", "RUSSIA-EO14024"))
    keep(db, tenant, "action remark", subject=Topic("action", "a-2"))
    for reason, channel, visibility, scope in (
        ("another register number", "C1", "team", ""),
        ("zebra reason", "G1", "channel", "G1"),
    ):
        made = decisions.NewDecision(
            tenant, PARTY, SDN, "1", f"s {reason}", "Sber AM", "different", reason, {}, "U1", channel, visibility, scope,
            f"click {reason}", None,
        )  # fmt: skip
        with db.write() as session:
            assert decisions.add_decision(session, made, 0, NOW)
    with db.write() as session:
        lines.set_line(session, tenant, "entity", PARTY, "No change in law.", "U9", TODAY, None, "U9", NOW)
    return db, tenant


def test_what_the_team_wrote_is_left_out_unless_asked_for(team):
    db, tenant = team
    reader = Audience(tenant, "dm", user="U1")
    text = "".join(both(written(db, "Example Bank", reader)))
    assert not any(word in text for word in ("embassy", "No change in law", "zebra", "mauve", "Internal", "register"))
    told = "".join(both(written(db, "Example Bank notes:yes", reader)))
    assert all(word in told for word in ("asked the embassy", "mauve for me alone", "No change in law.", "Internal"))
    assert (
        "Different party (our assessment, a colleague, 2 Mar 2026), asked about “Sber AM”: “another register number”."
        in told
    )
    assert "zebra" not in told
    assert "programme remark" in markdown_of(written(db, "programme:RUSSIA-EO14024 notes:yes", reader).document)
    assert "action remark" in markdown_of(written(db, "changes since:2026-01-01 notes:yes", reader).document)


@pytest.mark.parametrize(
    "reader",
    [
        Audience(1, "dm", user="U2", guest=True),
        Audience(1, "dm", user="U2", externally_shared=True),
        Audience(2, "dm", user="U1"),
    ],
)
@pytest.mark.parametrize("text", KINDS)
def test_guests_outsiders_and_other_teams_get_public_data_whatever_they_ask_for(team, reader, text):
    db, _ = team
    told = "".join(both(written(db, f"{text} notes:yes", reader)))
    assert not any(word in told for word in ("embassy", "No change in law", "zebra", "mauve", "remark", "register"))


def test_a_colleague_gets_no_note_of_another_alone(team):
    db, tenant = team
    told = markdown_of(written(db, "Example Bank notes:yes", Audience(tenant, "dm", user="U2")).document)
    assert "asked the embassy" in told
    assert "mauve" not in told
    assert "zebra" not in told


def test_a_note_of_tags_alone_comes_last_in_a_brief(team):
    db, tenant = team
    keep(db, tenant, "#bank")
    told = markdown_of(written(db, "Example Bank notes:yes", Audience(tenant, "dm", user="U1")).document)
    assert told.index("asked the embassy") < told.index("bank”")


def test_a_note_of_a_private_channel_is_in_a_brief_only_there(team):
    db, tenant = team
    there = Audience(tenant, "cli", "G1", private=True, user="U1")
    assert "zebra" in markdown_of(written(db, "Example Bank notes:yes", there).document)


HOSTILE_PARTS = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        "![x](http://evil.example/p.png)",
        "[click](javascript:alert(1))",
        "http://evil.example www.evil.example a@evil.example",
        "| a | b |\n| - | - |",
        "# heading",
        "1. item",
        "- item",
        "> quoted",
        "```\ncode",
        "[^1]: mine",
        "[^1]",
        "*a* _b_ ~c~ `d` $x$",
        "&lt;b&gt; &amp;",
        ":smile: @channel <!channel>",
        "\u202egnp.exe\u202c\u200b",
        "[picture-1]: http://evil.example",
        "\\",
        "|",
        "---",
        "setext\n===",
        '" onmouseover="x',
    ]
)
HOSTILE = st.text(max_size=80) | st.lists(HOSTILE_PARTS | st.text(max_size=3), max_size=4).map("".join)


def document_of(text):
    notes = Footnotes()
    mark = notes.cite("https://example.org/a?b=1&c=<2>\"'", text)
    picture = Picture(text, text, '<svg viewBox="0 0 1 1" role="img"><title>t</title><desc>d</desc></svg>')
    first = Section(
        text,
        (
            paragraph(Words(text, mark)),
            items([text, line(text, Words(text, strong=True))]),
            Grid(text, (text, "b"), ((Words(text), Words(text, mark)),)),
            picture,
        ),
    )
    return Document(text, (text, text), text, text, (first, replace(first, internal=True)), notes.all())


@given(HOSTILE)
def test_nothing_from_outside_comes_alive_in_html(text):
    tree = is_well_formed(html_of(document_of(text)))
    assert {a.get("href") for a in tree.iter("a")} == {"#f1", "#r1", "https://example.org/a?b=1&c=%3C2%3E%22%27"}
    assert {e.tag for e in tree.body.iter()} <= {
        "body",
        "main",
        "header",
        "section",
        "footer",
        "h1",
        "h2",
        "p",
        "span",
        "strong",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "svg",
        "title",
        "desc",
        "figcaption",
        "sup",
        "a",
    }


@settings(max_examples=300)
@given(HOSTILE)
def test_nothing_from_outside_comes_alive_in_markdown(text):
    document = document_of(text)
    made = markdown_of(document)
    body = "\n".join(row for row in made.splitlines() if not row.startswith(("[^1]:", "[picture-")))
    body = body.replace("[^1]", "")
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    kinds = {token.type for token in _all(parser.parse(body))}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close"),
        *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close"),
        *("th_open", "th_close", "td_open", "td_close", "em_open", "em_close", "html_inline", "softbreak"),
        *("blockquote_open", "blockquote_close"),
    }, body
    tokens = list(_all(parser.parse(body)))
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<!-- -->"}
    assert sum(token.type == "heading_open" for token in tokens) == 3 if document.title.strip() else True
    assert sum(token.type == "tr_open" for token in tokens) == 4
    assert re.search(r"(?<!\\)(?:https?|ftp|javascript):", body) is None


def _all(tokens):
    for token in tokens:
        yield token
        yield from token.children or ()


@given(st.text(max_size=120))
def test_a_files_name_is_plain_whatever_the_party_is_called(text):
    assert re.fullmatch(r"brief-[a-z0-9]+(-[a-z0-9]+)*-2026-03-02", file_stem(text, TODAY))


@given(
    st.text(max_size=60)
    | st.sampled_from(["javascript:alert(1)", "data:text/html,x", "https://u:p@h/", "//h/x", "http://["])
)
def test_only_plain_web_addresses_become_footnotes(url):
    notes = Footnotes()
    numbers = notes.cite(url, "a document")
    assert bool(numbers) == bool(notes.all())
    assert all(re.match(r"https?://[^\s<>\"']+$", note.url) for note in notes.all())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say what the brief is on"),
        ("Bank notes:perhaps", "yes or no"),
        ("programme:RUS since:soon", "since:"),
        ("programme:RUS since:2026-03-01 until:2026-01-01", "before"),
        ("programme:RUS since:2030-01-01", "future"),
        ("programme:RUS since:2001-01-01", "ten years"),
        ("Bank until:2026-01-01", "until:"),
        ("changes sinc:2026-01-01", "since:"),
        ("changes whenever", "no period"),
    ],
)
def test_what_cannot_be_read_says_what_would_work(text, words):
    read = parse_brief(text, TODAY)
    assert isinstance(read, QueryProblem)
    assert words in read.text


def test_periods_and_filters_are_read():
    assert parse_brief("changes", TODAY).since == TODAY - timedelta(days=30)
    asked = parse_brief("changes since:2026-01-01 until:2026-02-01 issuer:eu notes:yes", TODAY)
    assert (asked.kind, asked.changes.issuer, asked.until, asked.notes) == ("changes", "EU", date(2026, 2, 1), True)
    assert parse_brief("programme:rus", TODAY).what == "RUS"
    assert parse_brief('"Changes Limited"', TODAY).kind == "party"


def test_a_programme_without_its_word_is_understood(sqlite):
    fill(sqlite)
    assert written(sqlite, "russia-eo14024").document.title == "Programme RUSSIA-EO14024"


def test_the_ledger_tells_who_took_a_brief_away(team):
    db, tenant = team
    written(db, "Example Bank notes:yes", Audience(tenant, "dm", user="U1"))
    with db.read() as session:
        kinds = [row[0] for row in session.execute(sql("SELECT kind FROM ledger ORDER BY number"))]
    assert kinds[-1] == "export"
