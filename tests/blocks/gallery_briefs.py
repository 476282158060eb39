"""Gallery of briefs and exports: the word to who asked, the messages that files hang under, and a brief itself."""

from __future__ import annotations

from collections.abc import Callable

from bot.blocks import briefs
from bot.blocks.kit import Message
from bot.core.documents import Document, Footnotes, Grid, Section, Words, paragraph
from bot.core.exports import ExportAsked
from tests.blocks.make import party

VERDICT = ("Blocked by US; EU asset freeze.", "No entry found on: UK · UN. This is not a clearance.")
AS_OF = "As of 24 Nov 2025 12:00 UTC. Lists: US SDN 24 Nov 2025 · EU asset freezes 20 Nov 2025."


def document(*, internal: bool = False, sample: bool = False) -> Document:
    """A brief of two sections."""
    notes = Footnotes()
    mark = notes.cite("https://example.org/list", "An official list, list of 24 Nov 2025")
    law = Section("Law", (Grid("What each list says", ("Authority", "Measure"), ((Words("US"), Words("x", mark)),)),))
    team = Section("Team", (paragraph("A note."),), internal=True)
    banner = "SAMPLE DATA, not for compliance." if sample else ""
    return Document("NORDWIND BANK", VERDICT, AS_OF, banner, (law, team) if internal else (law,), notes.all())


MESSAGES: dict[str, Callable[[], Message]] = {
    "brief_cover": lambda: briefs.cover(document()),
    "brief_cover_internal": lambda: briefs.cover(document(internal=True)),
    "brief_cover_sample": lambda: briefs.cover(document(sample=True)),
    "brief_sent": lambda: briefs.brief_sent(document(), asked_notes=False, public=False),
    "brief_sent_with_notes": lambda: briefs.brief_sent(document(internal=True), asked_notes=True, public=False),
    "brief_sent_to_guest": lambda: briefs.brief_sent(document(), asked_notes=True, public=True),
    "brief_which_party": lambda: briefs.which("“Nordwind” does not say which party.", [party(), party()]),
    "brief_unreadable": lambda: briefs.unreadable("since: “soon” is not a date."),
    "brief_file_missing": briefs.file_missing,
    "export_cover": lambda: briefs.export_cover(ExportAsked("changes"), 397, sample=False),
    "export_cover_notes": lambda: briefs.export_cover(ExportAsked("notes", "json"), 1, sample=True),
    "export_sent": lambda: briefs.export_sent(ExportAsked("listings"), 15_401, aloud=False),
    "export_sent_aloud": lambda: briefs.export_sent(ExportAsked("notes"), 3, aloud=True),
    "export_empty": lambda: briefs.export_empty(ExportAsked("decisions")),
}
