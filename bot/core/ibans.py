"""IBANs: which bank an account number names; the account itself is on no list."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BankCode:
    """The bank of an IBAN: the start of its BIC where the country writes that, or a national code."""

    country: str
    bic: str = ""
    bik: str = ""
    national: str = ""


def bank_of(iban: str) -> BankCode:
    """What an IBAN says of its bank; national codes differ in length, so only the first eight characters are told."""
    country, account = iban[:2], iban[4:]
    if country == "RU":
        return BankCode(country, bik=account[:9])
    if re.match(r"[A-Z]{4}", account):
        return BankCode(country, bic=account[:4] + country)
    return BankCode(country, national=account[:8])
