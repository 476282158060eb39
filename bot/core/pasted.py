"""Pasted text: an e-mail signature or several lines, taken down to the names worth looking up.

lines ─▶ contact details and prose dropped ─▶ name | name, title | company ─▶ at most ten subjects
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.countries import country_code
from bot.core.identifiers import labelled_problem, recognise

MOST_SUBJECTS: Final = 10
MOST_PARTS: Final = 8
"""Names that one line may list."""
_LINES_READ: Final = 60

_URL: Final = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|eu|ru|uk|de|fr|io|gov|info|biz)\b(?:/\S*)?", re.I
)
_EMAIL: Final = re.compile(r"<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?")
_PHONE: Final = re.compile(r"(?:\+|\b00|\(\d)[\d\s()./-]{6,}\d|\b\d{2,4}(?:[ /-]\d{2,4}){2,}\b")
_CONTACT: Final = re.compile(
    r"^\W*(?:tel|telephone|phone|mob|mobile|cell|fax|e-?mail|mail|web|website|skype|whatsapp|telegram|signal|"
    r"linkedin|twitter|"
    r"address|addr|adresse|anschrift|office|hq|t|m|f|p|e|w|тел|моб|факс|адрес|почта)\b\.?\s*[:|.)]",
    re.I,
)
_NAMED: Final = re.compile(
    r"^(?:from|to|cc|name|contact|client|customer|company|organi[sz]ation|vessel|ship|bank|beneficiary|shipper|"
    r"consignee|"
    r"buyer|seller|supplier|director|owner|employer|von|an|de|à|от|кому)\s*:\s*(?P<name>.+)$",
    re.I,
)
_HEADING: Final = re.compile(r"^(?:sent|date|subject|re|fw|fwd|aw|wg|datum|betreff|objet)\s*:", re.I)
_STREET: Final = re.compile(
    r"\b(?:street|st\.|road|rd\.|avenue|ave\.?|boulevard|blvd|lane|square|floor|suite|building|bldg|block|"
    r"p\.?\s?o\.?\s?box|apt|"
    r"room|office \d|house \d|ul\.|ulitsa|prospekt|pr-t|per\.|nab\.|naberezhnaya|shosse|улица|ул\.|проспект|пр\.|"
    r"дом|д\.|rue|chaussée|"
    r"straße|strasse|platz|via|calle|district|zip)(?!\w)|\w{3,}(?:straße|strasse|str\.|gasse|allee|laan|straat)\b",
    re.I,
)
_STREET_OF_A_NUMBER: Final = re.compile(
    r"\b(?:embankment|quay|drive|court|terrace|parkway|highway|way|place|quai|allée|impasse|cours|"
    r"viale|piazza|corso|avenida|paseo|plaza|rua|praça|"
    r"ulica|ul|al\.|nábřeží|náměstí|cadde(?:si)?|sokak|mahallesi|bulvarı?|"
    r"prospect|pereulok|proezd|набережная|наб\.|переулок|пер\.|шоссе|площадь|пл\.|бульвар|проезд|вулиця|вул\.|"
    r"корп\.|стр\.|офис|этаж|postfach|boîte postale|apartado)(?!\w)|"
    r"\w{3,}(?:platz|ufer|damm|weg|chaussee|kade|gracht|plein|gatan|vägen|gade|vej|katu|utca)\b",
    re.I,
)
"""Words that make an address of a line with a number; by themselves they are in names too."""
_POSTCODE: Final = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_HOUSE: Final = re.compile(r"[^\d,]+\s\d{1,4}\s?[a-zA-Z]?,?")
_BORN: Final = re.compile(r"[\s,]*\(?\b(?:born|b\.|dob|geb\.|né|née)[\s:]+[\w ./-]{4,20}\)?$", re.I)
_TITLE: Final = re.compile(
    r"\b(?:director|manager|officer|head of|chief|president|chair(?:man|woman|person)?|ceo|cfo|coo|cto|secretary|"
    r"assistant|"
    r"advisor|adviser|counsel|partner|associate|analyst|engineer|consultant|representative|executive|founder|"
    r"owner|lawyer|"
    r"attorney|accountant|treasurer|deputy|minister|ambassador|department|division|team|sales|procurement|specialist|"
    r"coordinator|supervisor|auditor|clerk|trainee|"
    r"geschäftsführer(?:in)?|\w*leiter(?:in)?|\w*referent(?:in)?|prokurist(?:in)?|vorstand|\w*vorsitzende[rn]?|"
    r"\w*berater(?:in)?|sachbearbeiter(?:in)?|\w*assistent(?:in)?|rechtsanwalt|rechtsanwältin|\w*direktor(?:in)?|"
    r"\w*beauftragte[rn]?|inhaber(?:in)?|"
    r"directeur|directrice|gérante?|président(?:e)?|responsable|chef(?:fe)? d[eu]|chargée? d['’e]\w*|avocate?|"
    r"comptable|conseill(?:er|ère)|secrétaire|"
    r"direttore|direttrice|responsabile|amministratore|presidente|director[a]|gerente|jef[ea] de|abogad[oa]|"
    r"diretor[a]?|dyrektor|kierownik|prezes|directeur|bestuurder|medewerker|müdürü?|"
    r"директор|менеджер|руководитель|начальник|заместитель|зам\.|генеральный|главный|бухгалтер|специалист|"
    r"советник|помощник|секретарь|юрист|адвокат|председатель|президент|управляющий|представитель|инженер)\b",
    re.I,
)
_FORM: Final = re.compile(
    r"(?<!\w)(?:llc|ltd|limited|inc|corp|corporation|company|co|plc|gmbh|ag|kg|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|"
    r"n\.?v\.?|sarl|sas|oy|ab|"
    r"ooo|oao|zao|pao|ao|pjsc|jsc|ojsc|cjsc|fzco|fze|fzc|dmcc|bank|group|holding|holdings|ооо|оао|зао|пао|ао)(?!\w)\.?",
    re.I,
)
_POLITE: Final = re.compile(
    r"^\W*(?:dear|hi|hello|hey|kind regards|best regards|best wishes|regards|best|thanks?|thank you|many thanks|"
    r"sincerely|"
    r"yours|cheers|br|mit freundlichen grüßen|mfg|viele grüße|freundliche grüße|cordialement|bien à vous|с уважением|"
    r"sent from my|get outlook|on behalf of|please consider|this (?:e-?mail|message)|confidential)\b(?P<rest>.*)$",
    re.I,
)
_HONORIFIC: Final = re.compile(r"^(?:(?:mr|mrs|ms|miss|dr|prof|herr|frau|m\.|mme|sir|ing)\b\.?\s+)+", re.I)
_DEGREE: Final = re.compile(r",?\s+(?:ph\.?d|mba|ll\.?m|esq|cfa|msc|m\.?sc|b\.?sc|jr)\.?$", re.I)
_MARKS: Final = re.compile(r"^[\s>*•·▪\-–—_=|#]+|[\s*•·\-–—_=|;,]+$")
_NUMBERED: Final = re.compile(r"^\(?\d{1,2}[.)]\s+")
_QUESTION_LINE: Final = re.compile(
    r"^(?:please|pls|can you|could you|check|are (?:these|any)|is any|screen)\b.*(?:[:?]|below|following)\W*$", re.I
)


_BETWEEN: Final = re.compile(r"\s*[,;]\s*(?:(?:and|und|et|и|&)\s+)?|\s+[/|]\s+|(?<=\w\w\w)/(?=\w\w\w)")
_AND: Final = re.compile(r"\s+(?:and|und|et|и|&)\s+", re.IGNORECASE)


def list_parts(text: str) -> tuple[str, ...]:
    """The names that one line lists with marks between them, legal forms with their names; "and" parts none here."""
    parts: list[str] = []
    for part in _BETWEEN.split(text):
        bare = part.strip(" ,;")
        if parts and _FORM.fullmatch(bare):
            parts[-1] += f", {bare}"
        elif any(char.isalpha() for char in bare):
            parts.append(bare)
    return tuple(parts)


def and_parts(text: str) -> tuple[str, ...]:
    """The names that a text joins by "and"."""
    return tuple(part for part in _AND.split(text) if any(char.isalpha() for char in part))


def is_pasted(text: str) -> bool:
    """Whether a text is several lines with words in them, not one question."""
    return sum(any(char.isalnum() for char in line) for line in text.splitlines()) > 1


def subjects(text: str) -> list[str]:
    """The names and identifiers worth looking up, each once, in their order; at most ten."""
    found: dict[str, str] = {}
    lines = [line[:300].strip() for line in text.splitlines() if line.strip()][:_LINES_READ]
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if _HOUSE.fullmatch(line) and _POSTCODE.match(after):
            continue
        for name in _of_line(line):
            is_signature = " " not in name and _POLITE.match(before) and any(name in other for other in found.values())
            if not is_signature:
                found.setdefault(name.casefold(), name)
    return list(found.values())[:MOST_SUBJECTS]


def _of_line(line: str) -> Iterator[str]:
    line = _NUMBERED.sub("", _MARKS.sub("", line)).strip()
    if not line or _HEADING.match(line) or _QUESTION_LINE.match(line):
        return
    if recognise(line) or labelled_problem(line):
        yield line
        return
    if (match := _NAMED.match(line)) and ";" in match["name"]:
        for part in match["name"].split(";"):
            yield from _of_line(part)
        return
    if match:
        line = match["name"]
    elif _CONTACT.match(line):
        return
    if (match := _POLITE.match(line)) and (line := _after_greeting(match["rest"])) == "":
        return
    line = _PHONE.sub(" ", _URL.sub(" ", _EMAIL.sub(" ", line)))
    for part in re.split(r"\s+[|•·/–—]\s+|\t+|\s{3,}", line):
        name = _name(_MARKS.sub("", part).strip())
        if name:
            yield name


def _after_greeting(rest: str) -> str:
    """The name after "Kind regards, "; "Dear Oleg" and "Thanks for this" give none."""
    comma, name = rest.lstrip()[:1] == ",", rest.strip(" ,.!")
    return name if comma and 1 < len(name.split()) < 5 and name.istitle() else ""


def _name(text: str) -> str:
    """The name in a part of a line ("" when it holds none): titles and degrees off, prose and places left out."""
    text = _DEGREE.sub("", _HONORIFIC.sub("", text)).strip(" ,;:")
    has_form = bool(_FORM.search(text))
    if _TITLE.search(text) and not has_form:
        first, _, rest = text.partition(",")
        return first.strip() if rest and not _TITLE.search(first) and _is_name(first.strip()) else ""
    if _TITLE.search(text) and has_form:
        # "Director, Rosneft Trading S.A.": the part without a title; "Deputy Bank LLC" is a name.
        parts = [part.strip() for part in re.split(r",\s+|\s+at\s+|\s+@\s+", text)]
        kept = [part for part in parts if not _TITLE.search(part)]
        text = next((part for part in kept if _FORM.search(part)), text if len(parts) == 1 else "")
    return text if _is_name(_BORN.sub("", text), bool(_FORM.search(text))) else ""


def _is_name(text: str, has_form: bool = False) -> bool:
    words = re.findall(r"[^\W\d_][\w’'.-]*", text)
    if not words or len(text) < 3 or len(words) > 14 or text.count(",") > 3:
        return False
    if not has_form and (_is_street(text) or _is_addressed(text) or _is_place(text)):
        return False
    if has_form and _STREET.search(text) and re.search(r"\d", text):
        return False
    # Prose is mostly small letters; a name written all in small letters is short.
    small = sum(word[0].islower() for word in words)
    return small <= len(words) / 2 or (small == len(words) <= 4 and not text.endswith((".", "!", "?", ":")))


def _is_street(text: str) -> bool:
    has_number = re.search(r"\d", text) is not None
    return bool(_STREET.search(text)) or (has_number and bool(_STREET_OF_A_NUMBER.search(text)))


def _is_addressed(text: str) -> bool:
    """Whether a text is a postcode with its town; "OCEAN 2018" is a ship."""
    return bool(_POSTCODE.match(text)) or ("," in text and bool(_POSTCODE.search(text)))


def _is_place(text: str) -> bool:
    """Whether a text is only a country, a city known as one, or both: "Moscow, Russia"."""
    parts = [part.strip(" .") for part in text.split(",")]
    return len(text) > 3 and all(country_code(part) for part in parts if part) and not _is_given(parts)


def _is_given(parts: list[str]) -> bool:
    return len(parts) == 2 and parts[0].isupper() and not parts[1].isupper()
