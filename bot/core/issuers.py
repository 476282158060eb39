"""Who issues which list: the one mapping table."""

from __future__ import annotations

from enum import StrEnum


class ListKind(StrEnum):
    """What kind of list an entry stands on: it decides which words may be used for it."""

    SDN = "sdn"
    SSI = "ssi"
    NS_MBS = "ns_mbs"
    CAPTA = "capta"
    NS_CMIC = "ns_cmic"
    NS_PLC = "ns_plc"
    FSE = "fse"
    NON_SDN = "non_sdn"
    EXPORT_CONTROL = "export_control"
    NONPROLIFERATION = "nonproliferation"
    ARMS_DEBARRED = "arms_debarred"
    EU_ASSET_FREEZE = "eu_asset_freeze"
    EU_SECTORAL = "eu_sectoral"
    UK = "uk"
    UN = "un"
    NATIONAL = "national"
    COMPILATION = "compilation"


ISSUER_OF: dict[str, str] = {
    "us-ofac-sdn": "US",
    "us-ofac-cons": "US",
    "us-csl": "US",
    "un-sc": "UN",
    "eu-fsf": "EU",
    "gb-uksl": "GB",
    "ch-seco": "CH",
    "ca-sema": "CA",
    "au-dfat": "AU",
    "eu-oj": "EU",
    "opensanctions": "",
}
"""Every source id that the product knows, with its issuer."""

ISSUERS: tuple[str, ...] = ("US", "EU", "GB", "UN", "CH", "CA", "AU")

ISSUER_LABEL: dict[str, str] = {"GB": "UK"}
"""How an issuer is shown where its code differs from its everyday name."""

ISSUER_ALIASES: dict[str, str] = {"UK": "GB", "UNITED KINGDOM": "GB", "USA": "US", "UNSC": "UN"}


def issuer_code(text: str) -> str | None:
    """The issuer meant by what a user typed (`uk` is `GB`), or None."""
    code = text.strip().upper()
    code = ISSUER_ALIASES.get(code, code)
    return code if code in ISSUERS else None


def issuer_label(code: str) -> str:
    """The issuer's everyday short name (`UK` for `GB`)."""
    return ISSUER_LABEL.get(code, code)
