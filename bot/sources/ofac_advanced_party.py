"""OFAC advanced, parties: a DistinctParty with the places and documents it points to ─▶ drafts of its profiles.

One walk over all elements of a party, each visited by its name: nested loops over some seventy of them, in 130 MB, took
twice as long. Features are put into the words of the CSV's remarks and read by that grammar, so that a change of format
changes no statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed
from bot.sources.draft import Draft, digest
from bot.sources.ofac_advanced_names import LATIN, Spelling, alias_kind
from bot.sources.ofac_advanced_parts import Document, Place
from bot.sources.ofac_advanced_values import Unknown, Values, is_gone, is_true, period, plain, printed
from bot.sources.ofac_advanced_words import SURE_WORDS, PartyWords
from bot.sources.ofac_entities import LOCAL
from bot.sources.ofac_remarks import read_fragment, read_remarks
from bot.sources.xml import Element

STRUCTURE = frozenset(
    {
        *("DistinctParty", "NamePartGroups", "MasterNamePartGroup", "DocumentedNameCountry"),
        *("Start", "End", "From", "To", "Year", "Month", "Day", "DurationMinimum", "DurationMaximum"),
        *("Years", "Months", "Days", "IdentityReference", "IDRegDocumentReference", "SanctionsEntryReference"),
        *("ExRefValue", "DirectURL", "SubLink", "Description", ""),
    }
)
"""Elements that only hold or link others, or that the visit to another one reads; "" is a comment of the XML itself."""

Visit = Callable[[Element], None]


class Party(NamedTuple):
    """A profile as read, its name, whether the file marks it as taken out, and the hash of what it says."""

    draft: Draft
    name: str
    gone: bool
    digest: str


class PartyReader:
    """Walks the parties of one file; `places` and `documents` hold what came before them."""

    def __init__(
        self,
        source: str,
        values: Values,
        places: Mapping[str, Place],
        documents: dict[str, list[Document]],
        unknown: Unknown,
    ) -> None:
        self.source, self.values, self.unknown = source, values, unknown
        self.places, self.documents = places, documents
        self._words = PartyWords(values)
        self._visits = _Visits(self)
        self._start("", EntityType.ORGANIZATION, False)
        self._nobody = self._draft

    def _start(self, ref: str, kind: EntityType, gone: bool) -> None:
        """An empty draft, and nothing said of it yet."""
        self._draft = Draft(self.source, ref, kind, ListKind.NON_SDN)
        self._profile_gone = gone
        self._said: list[str] = [kind]
        self._remarks: list[str] = []
        self._spellings: list[Spelling] = []
        self._ranks: dict[str, int] = {}
        self._identity_primary = True
        self._alias = (NameKind.ALIAS, "", False)
        self._spelling = Spelling(*self._alias, False)
        self._feature = self._words.feature(None)
        self._reliability = ""

    def read(self, party: Element) -> list[Party]:
        """The profiles of a DistinctParty: OFAC's have one each."""
        self._parties: list[Party] = []
        self._party_remarks: list[str] = []
        self._party_gone = is_gone(party)
        self._draft = self._nobody
        visits = self._visits
        for element in party.iter():
            visit = visits[element.tag]
            if visit is not None:
                visit(element)
        self._close()
        if not self._parties:
            self.unknown(("DistinctParty without a Profile",))
        return self._parties

    def visit_profile(self, profile: Element) -> None:
        """A new draft."""
        self._close()
        ref, code = profile.get("ID", ""), profile.get("PartySubTypeID")
        if not ref.isdigit():
            raise Malformed(f"a profile without a number: its ID is {ref[:40]!r}")
        self._start(ref, self._words.party_type(code, ref), self._party_gone or is_gone(profile))

    def _close(self) -> None:
        """The profile that was being read is whole."""
        draft = self._draft
        if draft is self._nobody:
            return
        name = self._name()
        remarks = (*self._party_remarks, *self._remarks)
        for text in remarks:
            draft.items.extend(read_remarks(text))
        self._parties.append(Party(draft, name, self._profile_gone, digest(sorted((*self._said, *remarks)))))

    def visit_comment(self, element: Element) -> None:
        """A remark on the party or on a part of it; nearly all are empty."""
        if not (text := plain(element)):
            return
        match LOCAL[element.getparent().tag]:
            case "DistinctParty":
                self._party_remarks.append(text)
            case "Profile":
                self._remarks.append(text)
            case "ExternalReference":
                pass
            case "FeatureVersion":
                self._draft.fact("remark", f"{self._feature.label}: {text}")
            case "Alias" | "DocumentedName" | "DocumentedNameCountry":
                self._draft.fact("remark", f"Name: {text}")
            case _:
                self._draft.fact("remark", text)

    def visit_identity(self, identity: Element) -> None:
        """An identity, with its documents; a false one gives names that are no party's."""
        self._identity_primary = is_true(identity.get("Primary", "true"))
        if is_true(identity.get("False")):
            self._draft.fact("remark", "One of the identities is marked as false")
        for document in self.documents.pop(identity.get("ID", ""), ()):
            self._draft.items.extend(document.items)
            self._said.append(document.words)

    def visit_alias(self, alias: Element) -> None:
        """The spellings that follow are of this alias."""
        word = self._words.alias_type(alias.get("AliasTypeID"))
        kind = alias_kind(word, is_true(alias.get("LowQuality")), self._draft.ref)
        self._alias = kind, word, self._identity_primary and is_true(alias.get("Primary"))

    def visit_documented_name(self, element: Element) -> None:
        """One spelling of an alias."""
        self._spelling = Spelling(*self._alias, self._words.is_leading(element.get("DocNameStatusID")))
        self._spellings.append(self._spelling)

    def visit_name_part(self, element: Element) -> None:
        """A part of the spelling, with the characters around it that only its parent states."""
        around = element.attrib
        if around:
            self._spelling.around = around.get("LeadingChars", ""), around.get("TrailingChars", "")

    def visit_name_part_value(self, element: Element) -> None:
        """The text of a part of the spelling."""
        spelling, text = self._spelling, element.text
        if not text:
            return
        if spelling.around:
            text, spelling.around = f"{spelling.around[0]}{text}{spelling.around[1]}", None
        spelling.parts.append((element.get("NamePartGroupID", ""), text))
        spelling.script = spelling.script or element.get("ScriptID")

    def visit_name_part_group(self, group: Element) -> None:
        """What the parts of a group are."""
        self._ranks[group.get("ID", "")] = self._words.name_rank(group.get("NamePartTypeID"))

    def _name(self) -> str:
        """All names; of the primary alias one spelling is the name: the leading one, else a Latin one."""
        found: list[tuple[bool, str, str, Spelling]] = []
        for spelling in self._spellings:
            script = self._words.script(spelling.script)
            if text := spelling.text(self._ranks, script):
                found.append((script != LATIN, text, script, spelling))
        found.sort(key=_latin_first)
        leading = [item for item in found if item[3].is_primary]
        name = next((item for item in leading if item[3].is_leading), leading[0] if leading else None)
        items, said = self._draft.items, self._said
        for item in found:
            _, text, script, spelling = item
            kind = NameKind.PRIMARY if item is name else spelling.kind
            items.append(Name(text, kind, script))
            said.append(f"{kind} {spelling.word} {script} {text}")
        return name[1] if name else ""

    def visit_feature(self, feature: Element) -> None:
        """The versions that follow are of this feature."""
        self._feature = self._words.feature(feature.get("FeatureTypeID"))

    def visit_version(self, version: Element) -> None:
        """The values that follow are of this version."""
        self._reliability = self._words.reliability(version.get("ReliabilityID"))

    def visit_detail(self, detail: Element) -> None:
        """A text, or a word of a list."""
        if value := plain(detail) or self._words.detail(detail.get("DetailReferenceID")):
            self._add(value)

    def visit_period(self, element: Element) -> None:
        """A date."""
        if (when := period(element)) is None:
            return
        if LOCAL[element.getparent().tag] != "FeatureVersion":
            self._draft.fact("remark", f"Name: {printed(when)}")
        else:
            self._add(printed(when))

    def visit_location(self, element: Element) -> None:
        """A place: an address, or the value of another feature."""
        place = self.places.get(element.get("LocationID", ""))
        if place is None:
            self.unknown((f"Location {element.get('LocationID')}",))
        elif self._feature.label == "Location":
            lines = place.lines or ((place.country,) if place.country else ())
            self._draft.items.extend(Fact("address", line) for line in lines)
            self._draft.fact("country", place.country)
            self._said += (*lines, place.country)
        elif value := (place.country if self._feature.is_country else "") or place.words:
            self._add(value)

    def _add(self, value: str) -> None:
        """A value of the feature."""
        fact = self._feature.property
        text = f"{self._feature.words} {value}".strip().rstrip(". ")
        self._said.append(f"{text} {self._reliability}")
        if fact:
            self._draft.items.append(Fact(fact, value))
            return
        self._draft.items += read_fragment(text)
        if self._reliability not in SURE_WORDS:
            self._draft.fact("remark", f"{text}: {self._reliability}")

    def visit_reference(self, element: Element) -> None:
        """A pointer to another publication."""
        kind = self.values.word("ExRefType", element.get("ExRefTypeID"))
        text = " ".join(filter(None, map(plain, element.iter())))
        self._draft.fact("remark", f"{kind or 'External reference'}: {text}" if text else "")


def _latin_first(item: tuple[bool, str, str, Spelling]) -> tuple[bool, str]:
    return item[:2]


class _Visits(dict[object, "Visit | None"]):
    """What visits an element of a name, worked out once for each name; None for structure, a report for the unknown."""

    def __init__(self, reader: PartyReader) -> None:
        super().__init__()
        self._reader = reader
        self._known: dict[str, Visit] = {
            "Profile": reader.visit_profile,
            "Comment": reader.visit_comment,
            "Identity": reader.visit_identity,
            "Alias": reader.visit_alias,
            "DocumentedName": reader.visit_documented_name,
            "DocumentedNamePart": reader.visit_name_part,
            "NamePartValue": reader.visit_name_part_value,
            "NamePartGroup": reader.visit_name_part_group,
            "Feature": reader.visit_feature,
            "FeatureVersion": reader.visit_version,
            "VersionDetail": reader.visit_detail,
            "DatePeriod": reader.visit_period,
            "VersionLocation": reader.visit_location,
            "ExternalReference": reader.visit_reference,
        }

    def __missing__(self, tag: object) -> Visit | None:
        name = LOCAL[tag]
        visit = self._known.get(name)
        if visit is None and name not in STRUCTURE:
            visit = self._report
        self[tag] = visit
        return visit

    def _report(self, element: Element) -> None:
        self._reader.unknown((f"{LOCAL[element.getparent().tag]}/{LOCAL[element.tag]}",))
