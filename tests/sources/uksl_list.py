"""A small UK Sanctions List with every field filled, by hand, as XML and as the table of the same day."""

from __future__ import annotations

import csv
import io

WALLET = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"

PERSON = f"""
<Designation>
  <LastUpdated>14/04/2026</LastUpdated><DateDesignated>25/01/2001</DateDesignated>
  <UniqueID>AFG9006</UniqueID><OFSIGroupID>7172</OFSIGroupID><UNReferenceNumber>TAi.902</UNReferenceNumber>
  <Names>
    <Name><Name1>SAMPLE</Name1><Name2>HASSAN</Name2><Name6>PERSON</Name6><NameType>Primary name</NameType></Name>
    <Name><Name1>Sampel</Name1><Name6>Person</Name6><NameType>Primary Name Variation</NameType></Name>
    <Name><Name6>Sami</Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
    <Name><Name6>Haji Sample</Name6><NameType>Alias</NameType><AliasStrength>Good quality a.k.a</AliasStrength></Name>
    <Name><NameType>Alias</NameType></Name>
  </Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>محمد حسن</NameNonLatinScript>
    <NonLatinScriptType>Cyrillic</NonLatinScriptType><NonLatinScriptLanguage>Arabic</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
  <Titles><Title>Mullah</Title><Title>Haji</Title></Titles>
  <RegimeName>The Afghanistan (Sanctions) (EU Exit) Regulations 2020</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UN</DesignationSource>
  <SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><TravelBan>true</TravelBan><ArmsEmbargo>false</ArmsEmbargo></SanctionsImposedIndicators>
  <OtherInformation>Associated with the address {WALLET}; not with TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6x.</OtherInformation>
  <UKStatementofReasons>
    Deputy Minister
    under the Taliban regime.
  </UKStatementofReasons>
  <Addresses>
    <Address><AddressLine1>1 Street</AddressLine1><AddressLine6>Kabul</AddressLine6><AddressPostalCode>1001</AddressPostalCode><AddressCountry>Afghanistan</AddressCountry></Address>
    <Address><AddressCountry>Pakistan</AddressCountry></Address>
  </Addresses>
  <PhoneNumbers><PhoneNumber>+93 1; +93 2</PhoneNumber></PhoneNumbers>
  <EmailAddresses><EmailAddress>a@example.org, b@example.org and www.example.org</EmailAddress></EmailAddresses>
  <Websites><Website>www.example.org</Website></Websites>
  <IndividualDetails><Individual>
    <DOBs><DOB>dd/mm/1945</DOB><DOB>dd/03/1946</DOB><DOB>'00/00/1947</DOB><DOB>01/03/1958</DOB><DOB>15/08/19yy</DOB></DOBs>
    <PassportDetails>
      <Passport><PassportNumber>'04581926</PassportNumber><PassportAdditionalInformation>Afghanistan passport number, issued on 7 August 2024</PassportAdditionalInformation></Passport>
      <Passport><PassportNumber>'04581926</PassportNumber><PassportAdditionalInformation>Afghanistan passport number, issued on 7 August 2024</PassportAdditionalInformation></Passport>
      <Passport><PassportAdditionalInformation>Lost in 2010</PassportAdditionalInformation></Passport>
    </PassportDetails>
    <NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>500100732259</NationalIdentifierNumber>
      <NationalIdentifierAdditionalInformation>Russian INN Number</NationalIdentifierAdditionalInformation></NationalIdentifier></NationalIdentifierDetails>
    <Nationalities><Nationality>Afghanistan</Nationality></Nationalities>
    <Positions><Position>Deputy Minister</Position></Positions>
    <Genders><Gender>Male</Gender></Genders>
    <BirthDetails><Location><TownOfBirth>Kandahar</TownOfBirth><CountryOfBirth>Afghanistan</CountryOfBirth></Location></BirthDetails>
  </Individual></IndividualDetails>
</Designation>
"""

FIRM = """
<Designation>
  <LastUpdated>01/02/2026</LastUpdated><DateDesignated>24/02/2022</DateDesignated><UniqueID>RUS9001</UniqueID>
  <OFSIGroupID/><UNReferenceNumber/>
  <Names><Name><Name1>JSC SAMPLE</Name1><Name6>JSC SAMPLE</Name6><NameType>Primary Name</NameType></Name></Names>
  <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
  <IndividualEntityShip>Entity</IndividualEntityShip><DesignationSource>UK</DesignationSource>
  <SanctionsImposed>Asset freeze|Trust services sanctions</SanctionsImposed>
  <UKStatementofReasons>Involved in obtaining a benefit.</UKStatementofReasons>
  <EntityDetails><Entity>
    <BusinessRegistrationNumbers><BusinessRegistrationNumber>INN: 7720603527OGRN: 1077764566373</BusinessRegistrationNumber></BusinessRegistrationNumbers>
    <TypeOfEntities><TypeOfEntity>Joint Stock Company</TypeOfEntity></TypeOfEntities>
    <ParentCompanies><ParentCompany>Sample Holding</ParentCompany></ParentCompanies>
    <Subsidiaries><Subsidiary>Sample Daughter</Subsidiary></Subsidiaries>
  </Entity></EntityDetails>
</Designation>
"""

SHIP = """
<Designation>
  <LastUpdated>18/12/2021</LastUpdated><DateDesignated>03/10/2017</DateDesignated><UniqueID>DPR9075</UniqueID>
  <Names><Name><Name6>Sample Star</Name6><NameType>Primary Name</NameType></Name></Names>
  <RegimeName>The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019</RegimeName>
  <IndividualEntityShip>Ship</IndividualEntityShip><DesignationSource>UN</DesignationSource>
  <SanctionsImposed>Prohibition of port entry|Deflag</SanctionsImposed>
  <ShipDetails><Ship>
    <IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers>
    <CurrentOwnerOperators><CurrentOwnerOperator>Sample Shipping</CurrentOwnerOperator></CurrentOwnerOperators>
    <PreviousOwnerOperators><PreviousOwnerOperator>Old Shipping</PreviousOwnerOperator></PreviousOwnerOperators>
    <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
    <PreviousFlags><PreviousFlag>Panama</PreviousFlag></PreviousFlags>
    <TypeOfShipDetails><TypeOfShip>Bulk carrier</TypeOfShip></TypeOfShipDetails>
    <TonnageOfShipDetails><TonnageOfShip>2,884</TonnageOfShip></TonnageOfShipDetails>
    <LengthOfShipDetails><LengthOfShip>98</LengthOfShip></LengthOfShipDetails>
    <YearsBuilt><YearBuilt>1994</YearBuilt></YearsBuilt>
  </Ship></ShipDetails>
</Designation>
"""

HEADER = [
    "Last Updated",
    "Unique ID",
    "OFSI Group ID",
    "UN Reference Number",
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Name type",
    "Alias strength",
    "Title",
    "Name non-latin script",
    "Non-latin script type",
    "Non-latin script language",
    "Regime Name",
    "Designation Type",
    "Designation source",
    "Sanctions Imposed",
    "Other Information",
    "UK Statement of Reasons",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Address Line 6",
    "Address Postal Code",
    "Address Country",
    "Phone number",
    "Website",
    "Email address",
    "Date Designated",
    "D.O.B",
    "Nationality(/ies)",
    "National Identifier number",
    "National Identifier additional information",
    "Passport number",
    "Passport additional information",
    "Position",
    "Gender",
    "Town of birth",
    "Country of birth",
    "Type of entity",
    "Subsidiaries",
    "Parent company",
    "Business registration number (s)",
    "IMO number",
    "Current owner/operator (s)",
    "Previous owner/operator (s)",
    "Current believed flag of ship",
    "Previous flags",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year Built",
    "Hull identification number (HIN)",
]

NAMES = (
    {"Name 1": "SAMPLE", "Name 2": "HASSAN", "Name 6": "PERSON", "Name type": "Primary name"},
    {"Name 1": "Sampel", "Name 6": "Person", "Name type": "Primary Name Variation"},
    {"Name 6": "Sami", "Name type": "ALias", "Alias strength": "Low quality a.k.a"},
    {"Name 6": "Haji Sample", "Name type": "Alias", "Alias strength": "Good quality a.k.a"},
    {"Name type": "Alias"},
)
BIRTHS = ("dd/mm/1945", "dd/03/1946", "'00/00/1947", "01/03/1958", "15/08/19yy")
ADDRESSES = (
    {
        "Address Line 1": "1 Street",
        "Address Line 6": "Kabul",
        "Address Postal Code": "1001",
        "Address Country": "Afghanistan",
    },
    {"Address Country": "Pakistan"},
)
PASSPORTS = (
    {
        "Passport number": "'04581926",
        "Passport additional information": "Afghanistan passport number, issued on 7 August 2024",
    },
    {"Passport additional information": "Lost in 2010"},
)
PERSON_ROW = {
    "Last Updated": "14/04/2026",
    "Date Designated": "25/01/2001",
    "Unique ID": "AFG9006",
    "OFSI Group ID": "7172",
    "UN Reference Number": "TAi.902",
    "Name non-latin script": "محمد حسن",
    "Non-latin script type": "Cyrillic",
    "Non-latin script language": "Arabic",
    "Regime Name": "The Afghanistan (Sanctions) (EU Exit) Regulations 2020",
    "Designation Type": "Individual",
    "Designation source": "UN",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "Other Information": f"Associated with the address {WALLET}; not with TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6x.",
    "UK Statement of Reasons": "Deputy Minister\r\nunder the Taliban regime.",
    "Phone number": "+93 1; +93 2",
    "Website": "www.example.org",
    "Email address": "a@example.org, b@example.org and www.example.org",
    "National Identifier number": "500100732259",
    "National Identifier additional information": "Russian INN Number",
    "Nationality(/ies)": "Afghanistan",
    "Position": "Deputy Minister",
    "Gender": "Male",
    "Town of birth": "Kandahar",
    "Country of birth": "Afghanistan",
}
FIRM_ROW = {
    "Last Updated": "01/02/2026",
    "Date Designated": "24/02/2022",
    "Unique ID": "RUS9001",
    "Name 6": "JSC SAMPLE",
    "Name 1": "JSC SAMPLE",
    "Name type": "Primary Name",
    "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Designation Type": "Entity",
    "Designation source": "UK",
    "Sanctions Imposed": "Asset freeze|Trust services sanctions",
    "UK Statement of Reasons": "Involved in obtaining a benefit.",
    "Business registration number (s)": "INN: 7720603527OGRN: 1077764566373",
    "Type of entity": "Joint Stock Company",
    "Parent company": "Sample Holding",
    "Subsidiaries": "Sample Daughter",
}
SHIP_ROW = {
    "Last Updated": "18/12/2021",
    "Date Designated": "03/10/2017",
    "Unique ID": "DPR9075",
    "Name 6": "Sample Star",
    "Name type": "Primary Name",
    "Regime Name": "The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019",
    "Designation Type": "Ship",
    "Designation source": "UN",
    "Sanctions Imposed": "Prohibition of port entry|Deflag",
    "IMO number": "IMO9562233",
    "Current owner/operator (s)": "Sample Shipping",
    "Previous owner/operator (s)": "Old Shipping",
    "Current believed flag of ship": "Comoros",
    "Previous flags": "Panama",
    "Type of ship": "Bulk carrier",
    "Tonnage of ship": "2,884",
    "Length of ship": "98",
    "Year Built": "1994",
}


def uksl_xml(*designations: str, date: str = "29/04/2026") -> bytes:
    """The XML file of these designations, or of the three samples."""
    inner = "".join(designations or (PERSON, FIRM, SHIP))
    return f'<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>{date}</DateGenerated>{inner}</Designations>'.encode()


def person_rows() -> list[dict[str, str]]:
    """The cross product that the table prints for the person."""
    return [
        {**PERSON_ROW, **name, **address, **passport, "D.O.B": birth, "Title": title}
        for name in NAMES
        for address in ADDRESSES
        for passport in PASSPORTS
        for birth in BIRTHS
        for title in ("Mullah", "Haji")
    ]


def uksl_csv(rows: list[dict[str, str]] | None = None, header: list[str] = HEADER) -> bytes:
    """The table of these rows, or of the three samples."""
    text = io.StringIO(newline="")
    text.write("Report Date: 29-Apr-2026\r\n")
    table = csv.writer(text)
    table.writerow(header)
    for row in [*person_rows(), FIRM_ROW, SHIP_ROW] if rows is None else rows:
        table.writerow([row.get(column, "") for column in HEADER])
    return text.getvalue().encode()
