"""Identifiers: scheme, value, country; what a typed one means, and whether its check digit is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rigour.ids import get_identifier_format
from stdnum import bitcoin

from bot.core.schemes import ALIASES, LABELS, SCHEMES
from bot.core.territories import is_country_code

__all__ = [
    "ALIASES",
    "SCHEMES",
    "WORTH_NAMING",
    "Identifier",
    "IdentifierProblem",
    "bare_number",
    "check_identifier",
    "compact",
    "is_bic",
    "is_wallet",
    "labelled_problem",
    "lookup_keys",
    "normalise",
    "recognise",
    "scheme_of",
    "wallet_remark",
]


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """An identifier in its normal form; `country` is ISO 3166-1 alpha-2 or empty; `printed` is the list's own label."""

    scheme: str
    value: str
    country: str = ""
    printed: str = ""


WORTH_NAMING: Final = ("imo", "lei", "inn", "ogrn", "bic", "isin", "uscc", "mmsi", "passport", "okpo", "bik")
"""Schemes that are names of their own, the shortest form of each."""

_NUMBER_WORD: Final = r"(?:no\.?|nr\.?|num(?:ber)?|code|№|#|:|-)"
_LOOSE: Final = frozenset({"registration", "aircraft_tail", "tax", "national_id", "passport"})
"""Schemes whose labels are everyday words: their values need a digit, a hyphen, or a word such as "number" before."""

_BASE58: Final = "[1-9A-HJ-NP-Za-km-z]"
_WALLET: Final = re.compile(
    r"0x[0-9a-fA-F]{40}|(?:bc1|BC1|ltc1|bnb1|addr1|zs1)[0-9a-zA-Z]{20,110}|(?:bitcoincash:)?[qp][0-9a-z]{41}|"
    r"[0-9a-f]{64}|"
    rf"t[13]{_BASE58}{{33}}|[48]{_BASE58}{{94}}(?:{_BASE58}{{11}})?|[13TLMXGDAr]{_BASE58}{{24,34}}"
)
"""Bitcoin and its kin, Ethereum's, Tron, Monero (an address or a transaction's key), Zcash, Ripple."""

_SELF_EVIDENT: Final = ("lei", "isin", "ogrn", "inn", "imo")
_LABELLED: Final = {
    scheme: re.compile(
        rf"(?:{label})(?:(?P<word>\s*{_NUMBER_WORD})+\s*|"
        rf"\s+)(?P<value>[\w:][\w ./:-]{{2,120}})(?:\s*\([^()]{{2,60}}\))?",
        re.IGNORECASE,
    )
    for label, scheme in LABELS.items()
}
_IMO_LIKE: Final = re.compile(r"(?:imo|ogrn|inn|lei)(?P<value>\d[\w]{6,19})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IdentifierProblem:
    """An identifier that cannot be right; the text says what is wrong with it."""

    text: str


def scheme_of(word: str) -> str:
    """The scheme that a typed word means ("" when it is none)."""
    word = word.strip().casefold().replace("-", "_")
    word = ALIASES.get(word, word)
    return word if word in SCHEMES else ""


def compact(scheme: str, text: str) -> str:
    """The value without spaces and punctuation, in capitals unless capitals carry meaning."""
    value = re.sub(r"[\W_]+", "", text)
    known = SCHEMES.get(scheme)
    if not (known and known.cased):
        value = value.upper()
    if scheme == "imo":
        value = value.removeprefix("IMO")
    if scheme == "bic" and len(value) == 11:
        value = value.removesuffix("XXX")
    return value


def check_identifier(scheme: str, text: str) -> Identifier | IdentifierProblem:
    """The identifier that was typed, or what is wrong with it."""
    known = SCHEMES[scheme]
    value = compact(scheme, text)
    shown = f"{known.label} {text.strip()[:60]}"
    if not re.fullmatch(known.shape, value):
        return IdentifierProblem(f"{shown}: this is not {known.wanted}")
    form = get_identifier_format(known.checked) if known.checked else None
    if form is not None and not form.is_valid(value):
        return IdentifierProblem(f"{shown}: the check digit is wrong")
    return Identifier(scheme, value)


def normalise(scheme: str, text: str) -> str | None:
    """The value in its normal form; None when it cannot be a value of this scheme."""
    name = scheme_of(scheme)
    checked = check_identifier(name, text) if name else None
    return checked.value if isinstance(checked, Identifier) else None


def lookup_keys(scheme: str, text: str) -> tuple[tuple[str, str], ...]:
    """The (family, value) pairs under which an identifier is filed and asked for; a list's own slips are kept."""
    value = compact(scheme, text)
    known = SCHEMES.get(scheme)
    families = known.families if known else (scheme,)
    if len(value) < 2:
        return ()
    if scheme == "wallet":
        return (("wallet", _one_case(value)),)
    if scheme == "bic" and len(value) == 11:
        # The first eight characters are the institution, the last three a branch of it.
        return (("bic", value), ("bic", value[:8]))
    return tuple((family, value) for family in families)


def _one_case(address: str) -> str:
    """A wallet address in small letters where its capitals carry no meaning."""
    lowered = address.lower()
    lowered = lowered.removeprefix("bitcoincash")
    return lowered if re.match(r"0x[0-9a-f]{40}$|(?:bc|ltc|bnb|addr|zs)1|[qp][0-9a-z]{41}$", lowered) else address


def recognise(text: str) -> list[Identifier]:
    """The identifiers that a bare text is: labelled ones, else those whose form or check digit speaks for itself."""
    text = text.strip()
    if len(text) > 150:
        return []
    if is_wallet(text):
        return [Identifier("wallet", compact("wallet", text))]
    if labelled := _labelled(text):
        found = check_identifier(*labelled)
        return [found] if isinstance(found, Identifier) else []
    if iban := _bare_iban(text):
        found = check_identifier("iban", iban)
        return [found] if isinstance(found, Identifier) else []
    # "ADRIAN DARYA 1" has the check digit of an ISIN, and is a tanker.
    if sum(char.isdigit() for char in text) < (6 if " " in text else 1):
        return []
    found_all = [check_identifier(scheme, text) for scheme in _SELF_EVIDENT]
    return [item for item in found_all if isinstance(item, Identifier)]


def labelled_problem(text: str) -> IdentifierProblem | None:
    """What is wrong with a bare text that names its scheme ("IMO 9187628"), if anything is."""
    text = text.strip()
    if len(text) > 150 or is_wallet(text):
        return None
    labelled = _labelled(text) or (("iban", iban) if (iban := _bare_iban(text)) else None)
    found = check_identifier(*labelled) if labelled else None
    return found if isinstance(found, IdentifierProblem) else None


def is_wallet(text: str) -> bool:
    """Whether a text has the form of a digital currency's address."""
    return bool(_WALLET.fullmatch(text)) and any(char.isdigit() for char in text)


def wallet_remark(address: str) -> str:
    """What is to be said of an address whose check sum is wrong ("" of others): it is looked up as typed."""
    if not re.match(r"bc1|[13][1-9A-HJ-NP-Za-km-z]{24,34}$", address) or bitcoin.is_valid(address):
        return ""
    return "The check sum of this address is wrong; looked up as typed."


def is_bic(text: str) -> bool:
    """Whether a text in capitals has the form of a BIC with a country in it; a name of eight letters may have."""
    return bool(re.fullmatch(SCHEMES["bic"].shape, text)) and is_country_code(text[4:6])


def bare_number(text: str) -> str:
    """A number pasted with spaces, dashes or a series in front, without these ("" for other texts)."""
    joined = re.sub(r"[\s./-]+", "", text)
    digits = sum(char.isdigit() for char in joined)
    return joined if joined != text and joined.isdigit() and digits >= 6 else ""


def _labelled(text: str) -> tuple[str, str] | None:
    """The scheme and the value of a text such as "INN 7707083893"."""
    if match := _IMO_LIKE.fullmatch(text):
        return text[: match.start("value")].casefold(), match["value"]
    for scheme, pattern in _LABELLED.items():
        match = pattern.fullmatch(text)
        is_bare_swift = match and not match["word"] and text[: match.start("value")].strip().casefold() == "swift"
        if match and is_bare_swift and not any(char.isdigit() for char in match["value"]):
            continue  # "SWIFT HOLDINGS" is a name
        if match and _is_value(scheme, match["value"], bool(match["word"])):
            return scheme, match["value"]
    return None


def _is_value(scheme: str, value: str, is_numbered: bool) -> bool:
    """Whether what follows a label is a number; "IMO tower", "Passport Holdings" and "Aircraft 2000 Ltd" are names."""
    digits = sum(char.isdigit() for char in value)
    if scheme == "wallet":
        return is_wallet(value)
    if scheme == "bic":
        compacted = compact("bic", value)
        if digits == 0:
            return is_bic(compacted) and value.isupper() and " " not in value
        return True
    if scheme == "aircraft_tail":
        return bool(re.fullmatch(r"[A-Za-z0-9]{1,2}-?[A-Za-z0-9]{3,6}", value)) and ("-" in value or digits > 1)
    if scheme == "registration" and not is_numbered:
        return False
    if scheme in _LOOSE or scheme in ("vat", "duns"):
        return digits >= 4 and not re.search(r"[^\W\d_]{4}", value) and (is_numbered or " " not in value.strip())
    return digits > 0


_IN_FOURS: Final = re.compile(r"[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?", re.IGNORECASE)


def _bare_iban(text: str) -> str:
    """A text that is an IBAN, or is written as only an IBAN is, in groups of four ("" for others)."""
    is_grouped = bool(_IN_FOURS.fullmatch(text)) and is_country_code(text[:2].upper())
    return text if is_grouped or isinstance(check_identifier("iban", text), Identifier) else ""
