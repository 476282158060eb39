"""Identifiers: scheme, value, country; what a typed one means, and whether its check digit is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rigour.ids import get_identifier_format


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """An identifier in its normal form; `country` is ISO 3166-1 alpha-2 or empty; `printed` is the list's own label."""

    scheme: str
    value: str
    country: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of identifier.

    `families` are the drawers it is looked up in (a `tax:` question finds an INN); `checked` names the format whose
    check digit is verified; `shape` is a pattern for the compact value and `wanted` says it in words.
    """

    label: str
    families: tuple[str, ...]
    checked: str = ""
    shape: str = r"[^\W_]{2,40}"
    wanted: str = "letters and digits"
    cased: bool = False


SCHEMES: Final[dict[str, Scheme]] = {
    "imo": Scheme("IMO", ("imo",), "imo", r"\d{7}", "seven digits"),
    "lei": Scheme("LEI", ("lei",), "lei", r"[A-Z0-9]{18}\d{2}", "20 letters and digits"),
    "inn": Scheme("INN", ("tax",), "inn", r"\d{10}|\d{12}", "10 or 12 digits"),
    "ogrn": Scheme("OGRN", ("registration",), "ogrn", r"\d{13}|\d{15}", "13 or 15 digits"),
    "bic": Scheme(
        "BIC", ("bic",), "", r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", "8 or 11 characters such as SABRRUMM"
    ),
    "isin": Scheme("ISIN", ("isin",), "isin", r"[A-Z]{2}[A-Z0-9]{9}\d", "12 characters"),
    "uscc": Scheme("USCC", ("registration", "tax"), "", r"[0-9A-Z]{18}", "18 characters"),
    "mmsi": Scheme("MMSI", ("mmsi",), "", r"\d{9}", "nine digits"),
    "passport": Scheme("passport", ("passport",)),
    "national_id": Scheme("national ID", ("national_id",)),
    "tax": Scheme("tax number", ("tax",)),
    "vat": Scheme("VAT number", ("tax",)),
    "registration": Scheme("registration number", ("registration",)),
    "licence": Scheme("licence number", ("licence",)),
    "duns": Scheme("D-U-N-S number", ("duns",)),
    "okpo": Scheme("OKPO", ("okpo",)),
    "bik": Scheme("BIK", ("bik",), "", r"\d{9}", "nine digits"),
    "kpp": Scheme("KPP", ("kpp",), "", r"\d{9}", "nine digits"),
    "ticker": Scheme("ticker", ("ticker",)),
    "giin": Scheme("GIIN", ("giin",)),
    "wallet": Scheme("wallet address", ("wallet",), "", r"[A-Za-z0-9]{14,120}", "an address", cased=True),
    "aircraft_tail": Scheme("tail number", ("aircraft_tail",)),
    "aircraft_msn": Scheme("serial number", ("aircraft_msn",)),
    "mode_s": Scheme("Mode S code", ("mode_s",)),
    "driving_licence": Scheme("driving licence", ("driving_licence",)),
    "vessel_registration": Scheme("vessel registration", ("vessel_registration",)),
}
"""The schemes that a question may name."""

ALIASES: Final[dict[str, str]] = {
    "swift": "bic",
    "tin": "tax",
    "taxid": "tax",
    "tax_id": "tax",
    "reg": "registration",
    "regno": "registration",
    "company_number": "registration",
    "crypto": "wallet",
    "address": "wallet",
    "xbt": "wallet",
    "btc": "wallet",
    "eth": "wallet",
    "ltc": "wallet",
    "usdt": "wallet",
    "usdc": "wallet",
    "trx": "wallet",
    "xmr": "wallet",
    "zec": "wallet",
    "dash": "wallet",
    "xrp": "wallet",
    "tail": "aircraft_tail",
    "msn": "aircraft_msn",
    "national": "national_id",
    "id": "national_id",
}
"""Other words for a scheme."""

WORTH_NAMING: Final = ("imo", "lei", "inn", "ogrn", "bic", "isin", "uscc", "mmsi", "passport", "okpo", "bik")
"""Schemes recognised in bare text when their name stands before the value."""

_WALLET: Final = re.compile(r"0x[0-9a-fA-F]{40}|bc1[0-9a-z]{20,60}|[13T][1-9A-HJ-NP-Za-km-z]{25,34}")
_SELF_EVIDENT: Final = ("lei", "isin", "ogrn", "inn", "imo")
_LABELLED: Final = re.compile(
    rf"(?P<scheme>{'|'.join((*WORTH_NAMING, 'swift'))})\s*(?:no\.?|number|code|№|#|:)*\s*(?P<value>[\w -]{{4,40}})",
    re.IGNORECASE,
)


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
    return tuple((family, value) for family in families) if len(value) > 1 else ()


def recognise(text: str) -> list[Identifier]:
    """The identifiers that a bare text is: labelled ones, else those whose check digit speaks for itself."""
    text = text.strip()
    if len(text) > 130:
        return []
    if _WALLET.fullmatch(text) and any(char.isdigit() for char in text):
        return [Identifier("wallet", text)]
    if (match := _LABELLED.fullmatch(text)) and any(char.isdigit() for char in match["value"]):
        found = check_identifier(scheme_of(match["scheme"]), match["value"])
        return [found] if isinstance(found, Identifier) else []
    value = text.replace(" ", "") if not any(char.isalpha() for char in text) else text
    found_all = [check_identifier(scheme, value) for scheme in _SELF_EVIDENT if any(c.isdigit() for c in value)]
    return [item for item in found_all if isinstance(item, Identifier)]


def labelled_problem(text: str) -> IdentifierProblem | None:
    """What is wrong with a bare text that names its scheme ("IMO 9187628"), if anything is."""
    match = _LABELLED.fullmatch(text.strip()) if len(text) <= 130 else None
    if match is None or not any(char.isdigit() for char in match["value"]):
        return None
    found = check_identifier(scheme_of(match["scheme"]), match["value"])
    return found if isinstance(found, IdentifierProblem) else None
