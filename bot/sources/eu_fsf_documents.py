"""EU FSF documents: passports, registrations and other numbers with what is known of them."""

from __future__ import annotations

import re

from bot.core.countries import country_code
from bot.core.listings import EntityType
from bot.sources.draft import Draft
from bot.sources.eu_fsf_record import Part
from bot.sources.eu_numbers import read_numbers

SCHEMES = {
    "passport": "passport",
    "diplopassport": "passport",
    "travelcardid": "passport",
    "travdoc": "passport",
    "laissezpasser": "passport",
    "id": "national_id",
    "national identification number": "national_id",
    "ssn": "national_id",
    "birthcert": "national_id",
    "nationcert": "national_id",
    "residentperm": "national_id",
    "electionid": "national_id",
    "drivinglicence": "driving_licence",
    "regnumber": "registration",
    "unssn": "registration",
    "government gazette number": "okpo",
    "fiscalcode": "tax",
    "taxid": "tax",
    "euvat": "vat",
    "swiftbic": "bic",
    "imo": "imo",
    "tradelic": "licence",
}
"""The list's code of a document to the scheme of its number."""

OTHER = {True: "national_id", False: "registration"}
"""What a number is whose code says nothing ("other"), for a person and for anybody else."""

LABELS = {
    "passport": "National passport",
    "id": "National identification card",
    "other": "Other identification number",
    "regnumber": "Registration number",
    "fiscalcode": "Fiscal code",
    "taxid": "Tax identification number",
    "euvat": "EU VAT number",
    "swiftbic": "SWIFT/BIC",
    "imo": "IMO number",
    "ssn": "Social security number",
    "birthcert": "Birth certificate",
    "nationcert": "Certificate of nationality",
    "drivinglicence": "Driving licence",
    "residentperm": "Residence permit",
    "travelcardid": "Travel document",
    "tradelic": "Trade licence",
}
"""The list's words for a code, where a file gives the code alone."""

REMARK_SCHEMES = {
    "inn": "inn",
    "ogrn": "ogrn",
    "kpp": "kpp",
    "okpo": "okpo",
    "lei": "lei",
    "imo": "imo",
    "imo number": "imo",
    "tax number": "tax",
    "swift": "bic",
    "bic": "bic",
}
"""A remark that does no more than name the scheme."""

FLAGS = {
    "knownExpired": "known to have expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by the issuer",
    "diplomatic": "diplomatic",
}
DETAILS = {
    "issuedBy": "issued by",
    "issuedDate": "issued on",
    "issueDate": "issued on",
    "validFrom": "valid from",
    "validTo": "valid to",
    "nameOnDocument": "name on the document:",
    "region": "region:",
}

_OF_ANOTHER_LIST = re.compile(r"secondary sanctions|executive order|organization established", re.IGNORECASE)


def add_document(draft: Draft, part: Part) -> None:
    """Add the numbers of a document and what is said of it."""
    code, remark = part.get("identificationTypeCode", ""), part.get("remark", "")
    label = part.get("identificationTypeDescription", "") or LABELS.get(code.casefold(), code) or "Document"
    by_remark = REMARK_SCHEMES.get(remark.casefold(), "")
    number = part.get("number", "")
    if _OF_ANOTHER_LIST.match(label):
        draft.fact("remark", f"{label.rstrip(': -')}: {number}")
        return
    scheme = by_remark or SCHEMES.get(code.casefold()) or OTHER[draft.type is EntityType.PERSON]
    shown = remark if by_remark else label
    for value in dict.fromkeys(filter(None, (number, part.get("latinNumber", "")))):
        draft.items += read_numbers(scheme, value, shown, _country(part))
    details = "; ".join(_details(part, "" if by_remark else remark))
    if details and (number or label != "Document"):
        draft.fact("remark", f"{shown} {number}".strip() + f": {details}")


def _details(part: Part, remark: str) -> list[str]:
    said = [words for name, words in FLAGS.items() if part.get(name, "").casefold() == "true"]
    said += [f"{words} {part[name]}" for name, words in DETAILS.items() if part.get(name)]
    return [*said, *([remark] if remark else [])]


def _country(part: Part) -> str:
    code = part.get("countryIso2Code", "")
    return "" if code == "00" else code if len(code) == 2 else country_code(code)
