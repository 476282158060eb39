"""Schemes: the kinds of identifiers that a question may name, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


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
    "iban": Scheme("IBAN", ("iban",), "iban", r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", "15 to 34 characters such as GB29NWBK…"),
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

LABELS: Final[dict[str, str]] = {
    r"imo": "imo",
    r"lei|legal entity identifier": "lei",
    r"inn|инн": "inn",
    r"ogrn|огрн": "ogrn",
    r"swift[ /-]?bic|bic|swift": "bic",
    r"isin": "isin",
    r"iban": "iban",
    r"uscc|unified social credit code": "uscc",
    r"mmsi": "mmsi",
    r"(?:[a-z]+ )?passport|паспорт": "passport",
    r"okpo|окпо": "okpo",
    r"bik|бик": "bik",
    r"kpp|кпп": "kpp",
    r"tax id(?:entification)?|tin": "tax",
    r"vat": "vat",
    r"d-?u-?n-?s": "duns",
    r"national id(?:entity|entification)?": "national_id",
    r"(?:company |business |state )?registration|company": "registration",
    r"(?:aircraft )?tail|aircraft registration|aircraft": "aircraft_tail",
    r"mode s(?: transponder)?": "mode_s",
    r"(?:(?:btc|xbt|bitcoin|eth|ethereum|usdt|tether|usdc|trx|tron|xmr|monero|ltc|litecoin|dash|zec|zcash|xrp|ripple"
    r"|bch|bnb|sol|etc|crypto|wallet|digital currency)[ :]*)+(?:wallet )?(?:address)?(?: - [a-z]{3,4})?": "wallet",
}
"""What stands before an identifier that is pasted with its name, and the scheme it means."""
