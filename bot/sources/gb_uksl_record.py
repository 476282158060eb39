"""UK record: what the UK Sanctions List says of one designation, whether its file is a table or XML.

rows (a cross product of names, addresses, births …) · elements ─▶ each thing once
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.core.snapshots import Malformed
from bot.sources.draft import digest

ID = "gb-uksl"

NAME_PARTS = ("name1", "name2", "name3", "name4", "name5", "name6")
ADDRESS_LINES = tuple(f"addressline{number}" for number in range(1, 7))

GROUPS: dict[str, tuple[str, ...]] = {
    "name": (*NAME_PARTS, "nametype", "aliasstrength"),
    "original": ("namenonlatinscript", "nonlatinscripttype", "nonlatinscriptlanguage"),
    "address": (*ADDRESS_LINES, "addresspostalcode", "addresscountry"),
    "passport": ("passportnumber", "passportadditionalinformation"),
    "national": ("nationalidentifiernumber", "nationalidentifieradditionalinformation"),
    "birthplace": ("townofbirth", "countryofbirth"),
}
"""Fields that belong together."""

SINGLE = (
    *("lastupdated", "datedesignated", "uniqueid", "ofsigroupid", "unreferencenumber", "regimename", "designationtype"),
    *("designationsource", "sanctionsimposed", "otherinformation", "ukstatementofreasons", "title", "phonenumber"),
    *("website", "emailaddress", "dob", "nationality", "position", "gender", "typeofentity", "subsidiary"),
    *("parentcompany", "businessregistrationnumber", "imonumber", "currentowneroperator", "previousowneroperator"),
    *("currentbelievedflagofship", "previousflag", "typeofship", "tonnageofship", "lengthofship", "yearbuilt", "hin"),
    "indicator",
)
"""Fields that stand for themselves; an entry may have several values of most."""

OTHER_WORDS = {
    "individualentityship": "designationtype",
    "grouptype": "designationtype",
    "postcode": "addresspostalcode",
    "nationalityies": "nationality",
    "subsidiaries": "subsidiary",
    "parentcompanies": "parentcompany",
    "businessregistrationnumbers": "businessregistrationnumber",
    "currentowneroperators": "currentowneroperator",
    "previousowneroperators": "previousowneroperator",
    "previousflags": "previousflag",
    "hullidentificationnumberhin": "hin",
    "hullidentificationnumber": "hin",
    "dateofbirth": "dob",
    "regime": "regimename",
}
"""What a field is called in another layout."""

FIELDS = frozenset(SINGLE).union(*GROUPS.values())
GROUP_OF = {field: group for group, fields in GROUPS.items() for field in fields}


@lru_cache(maxsize=1024)
def field_of(word: str) -> str:
    """The field that a column or element means, whatever its case and spacing; it may be unknown."""
    key = re.sub(r"[\W_]+", "", word).casefold()
    return OTHER_WORDS.get(key, key)


class Record:
    """Collects one designation; each value is kept once, however often the file repeats it."""

    __slots__ = ("_groups", "_singles", "ref")

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self._groups: dict[str, dict[tuple[str, ...], None]] = {}
        self._singles: dict[str, dict[str, None]] = {}

    def add(self, values: Mapping[str, str]) -> None:
        """Take the filled fields of one row or element."""
        for group in {GROUP_OF[field] for field, value in values.items() if value and field in GROUP_OF}:
            found = tuple(values.get(field, "") for field in GROUPS[group])
            self._groups.setdefault(group, {})[found] = None
        for field, value in values.items():
            if value and field not in GROUP_OF:
                self._singles.setdefault(field, {})[value] = None

    def each(self, group: str) -> list[dict[str, str]]:
        """The sets of fields of a group, in a canonical order."""
        return [dict(zip(GROUPS[group], found, strict=True)) for found in sorted(self._groups.get(group, ()))]

    def values(self, field: str) -> list[str]:
        """The values of one field, in a canonical order."""
        return sorted(self._singles.get(field, ()))

    def one(self, field: str) -> str:
        """The value of a field that has one meaning; Malformed when the file gives it two."""
        found = self.values(field)
        if len(found) > 1:
            raise Malformed(f"entry {self.ref} has {len(found)} different values of {field}: {' · '.join(found)[:120]}")
        return found[0] if found else ""

    def digest(self) -> str:
        """The hash of all that is printed, without the order and the repetitions of the file."""
        return digest(sorted(self._printed()))

    def _printed(self) -> Iterable[str]:
        for group, entries in self._groups.items():
            yield from (f"{group}={'|'.join(found)}" for found in entries)
        for field, values in self._singles.items():
            yield from (f"{field}={value}" for value in values)
