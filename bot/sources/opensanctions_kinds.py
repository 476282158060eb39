"""OpenSanctions kinds: what its schemas, topics and properties mean here; tables only."""

from __future__ import annotations

from bot.core.listings import EntityType

TYPES: dict[str, EntityType] = {
    "Person": EntityType.PERSON,
    "LegalEntity": EntityType.ORGANIZATION,
    "Organization": EntityType.ORGANIZATION,
    "Company": EntityType.ORGANIZATION,
    "PublicBody": EntityType.ORGANIZATION,
    "Vessel": EntityType.VESSEL,
    "Airplane": EntityType.AIRCRAFT,
    "CryptoWallet": EntityType.WALLET,
}
"""Schemas that are parties. A LegalEntity may be a person of whom the source does not say so."""

LISTED_TOPICS = frozenset({"sanction", "sanction.counter", "debarment", "export.control"})
"""Topics that say "this party itself stands on an official list". Not among them: `sanction.linked` and
`sanction.control` (related to a listed party), `export.control.linked`, `role.pep`, `poi`, `crime`, `wanted`."""

IDENTIFIERS: dict[str, str] = {
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "leiCode": "lei",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "okpoCode": "okpo",
    "kppCode": "kpp",
    "uscCode": "uscc",
    "swiftBic": "bic",
    "bikCode": "bik",
    "isinCode": "isin",
    "isin": "isin",
    "dunsCode": "duns",
    "giiNumber": "giin",
    "uniqueEntityId": "sam_uei",
    "cageCode": "cage",
    "permId": "permid",
    "cikCode": "cik",
    "ticker": "ticker",
    "ricCode": "ric",
    "npiCode": "npi",
    "publicKey": "wallet",
    "cryptoAddress": "wallet",
    "passportNumber": "passport",
    "socialSecurityNumber": "national_id",
    "vatCode": "vat",
    "voenCode": "tax",
    "irsCode": "tax",
    "fnsCode": "tax",
    "taxNumber": "tax",
    "licenseNumber": "licence",
    "crsNumber": "vessel_registration",
    "serialNumber": "aircraft_msn",
    "registrationNumber": "registration",
    "idNumber": "national_id",
}
"""Property to scheme, the telling ones first: a number that stands under two of them is kept under the first."""

BODY_SCHEMES = {"idNumber": "registration"}
PLACE_SCHEMES = {EntityType.VESSEL: "vessel_registration", EntityType.AIRCRAFT: "aircraft_tail"}
"""What an `idNumber` of a body and a `registrationNumber` of a ship or aircraft are."""

FACTS: dict[str, str] = {
    "gender": "gender",
    "birthPlace": "birth_place",
    "address": "address",
    "position": "position",
    "title": "title",
    "email": "email",
    "phone": "phone",
    "website": "website",
    "callSign": "call_sign",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "gross_tonnage",
    "buildDate": "year_built",
}

CODES: dict[str, str] = {
    "nationality": "nationality",
    "citizenship": "citizenship",
    "country": "country",
    "jurisdiction": "country",
    "mainCountry": "country",
    "flag": "vessel_flag",
}
"""Properties whose values are country codes in small letters."""

CODE_REMARKS: dict[str, str] = {"birthCountry": "Country of birth", "pastFlags": "Past flag"}
"""Country codes without a typed place."""

REMARKS: dict[str, str] = {
    "notes": "",
    "summary": "",
    "description": "",
    "biography": "",
    "sourceUrl": "Source",
    "program": "Programme",
    "fatherName": "Patronymic",
    "motherName": "Matronymic",
    "deathDate": "Died",
    "incorporationDate": "Incorporated",
    "dissolutionDate": "Dissolved",
    "createdAt": "Created",
    "modifiedAt": "Modified",
    "legalForm": "Legal form",
    "status": "Status",
    "sector": "Sector",
    "classification": "Classification",
    "keywords": "Keywords",
    "capital": "Capital",
    "taxStatus": "Tax status",
    "okopfCode": "OKOPF",
    "okvedCode": "OKVED",
    "oksmCode": "OKSM",
    "coatoCode": "OKATO",
    "fssCode": "FSS",
    "pfrNumber": "PFR",
    "caemCode": "CAEM",
    "jibCode": "JIB",
    "ipoCode": "IPO",
    "mbsCode": "MBS",
    "bvdId": "Bureau van Dijk",
    "icijId": "ICIJ",
    "sayariId": "Sayari",
    "brightQueryId": "BrightQuery",
    "brightQueryOrgId": "BrightQuery organisation",
    "opencorporatesUrl": "OpenCorporates",
    "wikidataId": "Wikidata",
    "wikipediaUrl": "Wikipedia",
    "education": "Education",
    "ethnicity": "Ethnicity",
    "religion": "Religion",
    "political": "Political association",
    "profession": "Profession",
    "spokenLanguage": "Language",
    "height": "Height",
    "weight": "Weight",
    "eyeColor": "Eyes",
    "hairColor": "Hair",
    "appearance": "Appearance",
    "model": "Model",
    "manufacturer": "Manufacturer",
    "icaoCode": "ICAO type",
    "deadweightTonnage": "Deadweight",
    "registrationPort": "Port of registry",
    "registrationDate": "Registered",
    "deregistrationDate": "Deregistered",
    "navigationArea": "Navigation area",
    "nameChangeDate": "Name changed",
    "pastTypes": "Past type",
    "currencySymbol": "Currency",
    "blockchain": "Blockchain",
    "managingExchange": "Exchange",
    "accountId": "Account",
    "creationDate": "Created",
    "balance": "Balance",
    "balanceDate": "Balance of",
    "custodyType": "Custody",
    "amount": "Amount",
    "amountUsd": "Amount in USD",
    "amountEur": "Amount in EUR",
    "currency": "Currency",
    "publisher": "Publisher",
    "publisherUrl": "Publisher",
}
"""Properties without a typed place, with the words before them."""

REFERENCES: dict[str, str] = {
    "owner": "owned by",
    "operator": "operated by",
    "holder": "held by",
    "parent": "subsidiary of",
    "riskSource": "linked to",
}
"""Properties that name another entity by its id."""

IGNORED = frozenset(
    {
        *("name", "alias", "weakAlias", "previousName", "abbreviation", "topics", "programId", "type", "birthDate"),
        *("firstName", "secondName", "middleName", "lastName", "nameSuffix", "addressEntity", "indexText"),
        *("retrievedAt", "alephUrl", "proof", "privateKey"),
    }
)
"""Read elsewhere, or parts of names and book-keeping."""

KNOWN = (
    IGNORED
    | IDENTIFIERS.keys()
    | FACTS.keys()
    | CODES.keys()
    | CODE_REMARKS.keys()
    | REMARKS.keys()
    | REFERENCES.keys()
)

LINKS: dict[str, tuple[str, str, str, str]] = {
    "Ownership": ("owner", "asset", "owner of", "owned by"),
    "Directorship": ("director", "organization", "director of", "directed by"),
    "Family": ("person", "relative", "family", "family"),
    "Associate": ("person", "associate", "associate", "associate"),
    "UnknownLink": ("subject", "object", "linked to", "linked to"),
    "Membership": ("member", "organization", "member of", "has the member"),
    "Employment": ("employee", "employer", "employed by", "employer of"),
    "Representation": ("agent", "client", "acting for", "represented by"),
    "Succession": ("predecessor", "successor", "succeeded by", "successor of"),
    "Occupancy": ("holder", "post", "holder of the office", "held by"),
    "Control": ("controller", "controlled", "controls", "controlled by"),
}
"""Schemas that link two entities: the two properties, and what the first is of the second and the other way round."""

HELD = {"Passport": "holder", "Identification": "holder", "CryptoWallet": "holder", "Sanction": "entity"}
"""Schemas that belong to one entity, and the property that names it."""
