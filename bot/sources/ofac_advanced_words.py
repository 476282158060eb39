"""OFAC advanced, words: what the codes inside a party mean."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.listings import EntityType
from bot.core.snapshots import Malformed
from bot.sources.ofac_advanced_names import rank_of, script_code
from bot.sources.ofac_advanced_parts import NO_WORD
from bot.sources.ofac_advanced_values import Values, remembered
from bot.sources.ofac_entities import FEATURE_FACTS, FEATURE_WORDS, SURE

SUBTYPES = {"vessel": EntityType.VESSEL, "aircraft": EntityType.AIRCRAFT}
PARTY_TYPES = {
    "individual": EntityType.PERSON,
    "entity": EntityType.ORGANIZATION,
    "other entity": EntityType.ORGANIZATION,
}
"""A party's subtype says what a vehicle is; of the others it is "Unknown", and its type decides."""


SURE_WORDS = NO_WORD.union(word.lower() for word in SURE)
"""Reliabilities that raise no doubt."""


class Feature(NamedTuple):
    """What a type of feature is: its label, the property of its value, or the words that introduce it in remarks."""

    label: str
    property: str
    words: str
    is_country: bool


class PartyWords:
    """What the codes inside a party mean, each worked out once for a file."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.alias_type = remembered(lambda code: values.word("AliasType", code))
        self.name_rank = remembered(lambda code: rank_of(values.word("NamePartType", code)))
        self.is_leading = remembered(lambda code: values.word("DocNameStatus", code).lower().startswith("primary"))
        self.script = remembered(lambda code: script_code(values, code))
        self.detail = remembered(lambda code: values.word("DetailReference", code))
        self.feature = remembered(self._feature)
        self.reliability = remembered(lambda code: values.word("Reliability", code).lower())
        self._party_type = remembered(self._typed)

    def party_type(self, code: str | None, ref: str) -> EntityType:
        """What a profile of this subtype is."""
        found, words = self._party_type(code)
        if found is None:
            raise Malformed(f"entry {ref} is of the unknown type {words[:40]!r}")
        return found

    def _typed(self, code: str | None) -> tuple[EntityType | None, str]:
        word = self._values.word("PartySubType", code)
        general = self._values.word("PartyType", self._values.attribute("PartySubType", code, "PartyTypeID"))
        found = SUBTYPES.get(word.lower()) or PARTY_TYPES.get(general.lower()) or PARTY_TYPES.get(word.lower())
        return found, f"{general} {word}".strip()

    def _feature(self, code: str | None) -> Feature:
        label = self._values.word("FeatureType", code)
        is_country = "country" in label.lower() or label.lower().startswith("nationality")
        return Feature(label, FEATURE_FACTS.get(label.upper(), ""), FEATURE_WORDS.get(label, label), is_country)
