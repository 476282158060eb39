"""Words: classes of words that tell little about who is meant, with how much each counts."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


class WordClass(IntEnum):
    """What a word of a name does in it."""

    PLAIN = 0
    LEGAL = 1
    FILLER = 2
    TITLE = 3
    GENERIC = 4
    PLACE = 5
    NOISE = 6
    INITIAL = 7


FACTOR: Final[dict[WordClass, float]] = {
    WordClass.PLAIN: 1.0,
    WordClass.LEGAL: 0.02,
    WordClass.FILLER: 0.06,
    WordClass.TITLE: 0.06,
    WordClass.GENERIC: 0.45,
    WordClass.PLACE: 0.5,
    WordClass.NOISE: 0.1,
    WordClass.INITIAL: 0.2,
}
"""How much a word of each class counts beside a plain one of the same rarity."""

LEGAL: Final = _set(
    """
    llc jsc inc ltd limited co company corp corporation incorporated gmbh sa ag spa srl plc bv nv oy ab doo sal fze
    fzco fzc fz dmcc kg lp llp pjsc ojsc cjsc ooo oao zao pao ao pvt private pte sacv cv coltd ltda eirl sas sti sdn
    bhd joint stock public open closed liability obschestvo obshchestvo ogranichennoi ogranichennoy otvetstvennostyu
    aktsionernoe aktsionernoye publichnoe publichnoye sociedad sociedade societatea societate societa responsabilidad
    responsabilidade responsabilita raspundere limitada limitata anonima anonimo anonyme gesellschaft beschrankter
    haftung aktiengesellschaft spolka odpowiedzialnoscia ograniczona akcyjna akciova spolecnost spolocnost rucenim
    omezenym obmedzenym korlatolt felelossegu tarsasag reszvenytarsasag kft nyrt zrt rt osakeyhtio aktiebolag
    naamloze vennootschap besloten aktsiaselts osauhing akcine bendrove uzdaroji sabiedriba akciju druzba omejeno
    odgovornostjo drustvo ogranicenom odgovornoscu dionicko delnicka
    otkrytoe zakrytoe obshestvo sirketi anonim fzllc eood ood sro
    """
)
"""Legal forms in Latin letters; further ones are found by the register of forms."""

FILLER: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "de",
        "la",
        "du",
        "des",
        "del",
        "da",
        "di",
        "do",
        "e",
        "y",
        "et",
        "und",
        "i",
        "le",
        "los",
        "las",
        "der",
        "die",
        "das",
        "von",
        "van",
        "s",
    ]
)
PARTICLES: Final = frozenset(
    [
        "al",
        "el",
        "ul",
        "ur",
        "ad",
        "as",
        "ash",
        "an",
        "bin",
        "ben",
        "ibn",
        "bint",
        "abu",
        "von",
        "van",
        "der",
        "de",
        "la",
        "di",
        "da",
        "du",
        "del",
        "y",
        "e",
        "i",
    ]
)
"""Small words of personal names."""

TITLES: Final = _set(
    """
    mr mrs ms miss dr haji hajji hadji haj hajj al-haj alhaj sheikh shaykh sheik shaikh mullah mollah mawlawi maulavi
    maulawi mawlana general gen colonel col major maj lt lieutenant captain capt prof professor eng engineer sir jr sr
    sayyid sayyed sayed seyed seyyed ayatollah hojjatoleslam excellency he his hrh brigadier admiral president qari
    mufti ustad hafiz
    """
)
VESSEL_PREFIXES: Final = _set("mv mt ms ss mts")
GENERIC: Final = _set(
    """
    group groups holding holdings bank banking international trading trade general industries industry industrial
    company enterprise enterprises services service investment investments management development technology
    technologies engineering construction shipping marine maritime oil gas petroleum petrochemical energy transport
    transportation logistics export import commercial financial finance insurance institute institution
    university organization organisation association foundation fund center centre factory plant office agency
    committee ministry department union party movement front army military concern research scientific
    production product products systems system solutions supply national state federal central state-owned global
    world worldwide airlines airline airways air aviation lines line foreign economic technical equipment machine
    machinery
    building branch subsidiary affiliate network brigade brigades battalion corps force forces command security police
    """
)
"""Words of business and office: they tell the trade, not the party."""

NOISE: Final = _set("attn client director beneficiary dob born passport fnu lnu unknown aka fka nee")
PLACES: Final = _set(
    """
    russia russian federation rf ukraine belarus iran airan iranian islamic republic iraq syria syrian arab lebanon
    libya korea korean democratic peoples people china chinese hong kong hongkong cuba cuban venezuela myanmar
    burma sudan
    turkey turkiye uae emirates dubai cyprus switzerland swiss germany german france french austria england british
    london moscow moscow europe european asia asian africa african america american middle east far north south west
    eastern western northern southern azerbaijan armenia georgia kazakhstan kyrgyzstan uzbekistan tajikistan serbia
    singapore india pakistan afghanistan afghan panama malta colombia mexico
    """
)
"""Countries and regions: a name that differs only in these is often a branch."""


def person_class(word: str) -> WordClass:
    """The class of a word in a personal name."""
    if len(word) == 1 and word.isalpha():
        return WordClass.INITIAL
    if word in PARTICLES:
        return WordClass.FILLER
    if word in TITLES:
        return WordClass.TITLE
    return WordClass.NOISE if word in NOISE else WordClass.PLAIN


def body_class(word: str) -> WordClass:
    """The class of a word in the name of an organisation, ship or aircraft."""
    for words, found in _BODY:
        if word in words:
            return found
    return WordClass.PLAIN


_BODY: Final = (
    (FILLER, WordClass.FILLER),
    (LEGAL, WordClass.LEGAL),
    (GENERIC, WordClass.GENERIC),
    (PLACES, WordClass.PLACE),
    (VESSEL_PREFIXES, WordClass.TITLE),
    (frozenset(("al", "el")), WordClass.FILLER),
    (NOISE, WordClass.NOISE),
)
