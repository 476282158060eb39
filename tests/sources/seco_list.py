"""A small whole list in SECO's layout, written by hand: programmes first, targets, places at the end."""

from __future__ import annotations

PROGRAMMES = """
<sanctions-program ssid="20" version-date="2026-05-21" predecessor-version-date="2025-12-12">
  <program-key lang="eng">Belarus</program-key>
  <program-key lang="ger">Belarus</program-key>
  <program-name lang="ger">Verordnung vom 16. März 2022 über Massnahmen gegenüber Belarus</program-name>
  <program-name lang="eng">Ordinance of 16 March 2022 on measures against Belarus (SR 946.231.116.9), annex 5, 13, 14 and 15</program-name>
  <sanctions-set ssid="4387" lang="ger">Artikel 12</sanctions-set>
  <sanctions-set ssid="4387" lang="eng">article 12 -- Financial measures, annex 13</sanctions-set>
  <sanctions-set ssid="4388" lang="eng">article 12 -- Travel ban, annex 13</sanctions-set>
  <origin>EU</origin>
</sanctions-program>
<sanctions-program ssid="900" version-date="2016-05-18">
  <program-key lang="eng">North Korea</program-key>
  <program-name lang="eng">Ordinance of 18 May 2016 on measures against North Korea (SR 946.231.127.6), annexes 1 et 6</program-name>
  <sanctions-set ssid="34422" lang="eng">Vessel-related measures</sanctions-set>
  <origin>UN</origin>
</sanctions-program>
<sanctions-program ssid="500" version-date="2025-06-20">
  <program-key lang="eng">Syria</program-key>
  <program-name lang="eng">Ordinance of 8 June 2012 on measures against Syria (SR 946.231.172.7), annex 7</program-name>
  <sanctions-set ssid="8421" lang="eng">Annex 7</sanctions-set>
  <origin>EU</origin>
</sanctions-program>
"""

PERSON = """
<target ssid="100">
  <sanctions-set-id>4387</sanctions-set-id>
  <sanctions-set-id>4388</sanctions-set-id>
  <foreign-identifier>140</foreign-identifier>
  <individual sex="male">
    <identity ssid="101" main="true">
      <name ssid="102" name-type="primary-name" quality="good" lang="eng">
        <name-part order="2" name-part-type="given-name"><value>Aliaksei</value>
          <spelling-variant lang="RUS" script="CYRL">Алексей</spelling-variant>
          <spelling-variant lang="RUS" script="LATN">Aleksey</spelling-variant>
          <spelling-variant lang="RUS" script="LATN">Alexey</spelling-variant></name-part>
        <name-part order="1" name-part-type="family-name"><value>Prykladau</value>
          <spelling-variant lang="BEL" script="CYRL">Прыкладаў</spelling-variant>
          <spelling-variant lang="RUS" script="CYRL">Прикладов</spelling-variant></name-part>
        <name-part order="3" name-part-type="father-name"><value>Ivanavich</value></name-part>
        <name-part order="4" name-part-type="title"><value>General</value></name-part>
      </name>
      <name ssid="103" name-type="alias" quality="low" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Lyosha</value></name-part></name>
      <name ssid="104" name-type="formerly-known-as" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Aliaksei Stary</value></name-part></name>
      <day-month-year ssid="105" day="23" month="3" year="1960" calendar="Gregorian" quality="good"/>
      <day-month-year ssid="106" year="1961" calendar="Gregorian" quality="low"/>
      <day-month-year ssid="107" day="2" month="1" year="1339" calendar="Persian" quality="good"/>
      <nationality ssid="108"><country iso-code="BY">Belarus</country></nationality>
      <place-of-birth ssid="109" place-id="7001" quality="good"/>
      <address ssid="110" place-id="7001" quality="good">
        <c-o>Sports Club</c-o><address-details>ul. Pershaia 4</address-details><p-o-box>12</p-o-box>
        <zip-code>220029</zip-code><remarks>former</remarks></address>
      <address ssid="111" place-id="7002"/>
      <identification-document ssid="112" document-type="diplomatic-passport">
        <number>MP 123 4567</number><issuer code="BY">Belarus</issuer>
        <date-of-issue day="1" month="2" year="2015"/><expiry-date year="2025"/><remark>cancelled</remark>
      </identification-document>
      <identification-document ssid="113" document-type="id-card">
        <number>3230360A001PB1</number><issuer>Belarus</issuer></identification-document>
    </identity>
    <identity ssid="120" main="false">
      <name ssid="121" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Alex Example</value></name-part></name>
      <nationality ssid="122"><country iso-code="CY">Cyprus</country></nationality>
    </identity>
    <justification ssid="114">General of the interior troops.
      Responsible for repression.</justification>
    <other-information ssid="115">Taxpayer Identification Number: 500100732259</other-information>
    <other-information ssid="116">Travel ban does not apply until 15 March 2016.</other-information>
    <relation ssid="117" target-id="200" relation-type="related-to"/>
    <relation ssid="118" target-id="999999" relation-type="related-to"/>
  </individual>
  <modification modification-type="amended" enactment-date="2023-08-15" publication-date="2023-08-15" effective-date="2023-08-16">
    <added><individual><identity ssid="101" main="true">
      <name ssid="150" name-type="alias" quality="good"><name-part order="1" name-part-type="whole-name">
        <value>Copy From History</value></name-part></name></identity></individual></added>
    <removed><target ssid="100"><sanctions-set-id>8421</sanctions-set-id><entity><identity ssid="151" main="true">
      <name ssid="152" name-type="primary-name" quality="good"><name-part order="1" name-part-type="whole-name">
        <value>Old Copy</value></name-part></name></identity></entity>
      <modification modification-type="de-listed" effective-date="2024-01-01"/></target></removed>
  </modification>
  <modification modification-type="listed" enactment-date="2021-07-06" publication-date="2021-07-07" effective-date="2021-07-07"/>
</target>
"""

COMPANY = """
<target ssid="200">
  <sanctions-set-id>4387</sanctions-set-id>
  <entity>
    <identity ssid="201" main="true">
      <name ssid="202" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Muster Bank OJSC</value>
          <spelling-variant lang="RUS" script="CYRL">ОАО Мустер Банк</spelling-variant>
          <spelling-variant lang="ARA" script="ARAB">بنك موستر</spelling-variant></name-part></name>
      <day-month-year ssid="203" day="14" month="5" year="1997" calendar="Gregorian" quality="good"/>
      <address ssid="204" place-id="7001"><address-details>pr. Niezaliezhnasci 1</address-details></address>
    </identity>
    <justification ssid="205">State-owned bank.</justification>
    <other-information ssid="206">INN: 7707083893; OGRN: 1027700132195; KPP: 773601001</other-information>
    <other-information ssid="207">SWIFT/BIC: SABRRUMM, all offices worldwide</other-information>
    <other-information ssid="208">Website: https://muster.example</other-information>
    <other-information ssid="209">E-mail address: info@muster.example</other-information>
    <other-information ssid="210">Telephone number: +375 17 123 45 67</other-information>
    <other-information ssid="211">Shareholder of Swift Investments (PVT) Ltd</other-information>
  </entity>
  <modification modification-type="listed" enactment-date="2021-12-20" publication-date="2021-12-20" effective-date="2021-12-20"/>
</target>
"""

VESSEL = """
<target ssid="300">
  <sanctions-set-id>34422</sanctions-set-id>
  <foreign-identifier>KPe.061</foreign-identifier>
  <object object-type="vessel">
    <identity ssid="301" main="true">
      <name ssid="302" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Hui Chon</value></name-part></name>
      <name ssid="303" name-type="alias" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Hwang Gum San 2</value></name-part></name>
    </identity>
    <other-information ssid="304">IMO Number: 8405270</other-information>
  </object>
  <modification modification-type="listed" enactment-date="2016-05-18" publication-date="2016-05-18" effective-date="2016-05-18"/>
</target>
"""

GONE = """
<target ssid="400">
  <sanctions-set-id>4387</sanctions-set-id>
  <individual sex="female">
    <identity ssid="401" main="true">
      <name ssid="402" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Gone Person</value></name-part></name>
    </identity>
  </individual>
  <modification modification-type="de-listed" enactment-date="2016-02-29" publication-date="2016-03-01" effective-date="2016-03-01"/>
  <modification modification-type="listed" enactment-date="2011-01-20" publication-date="2011-01-20" effective-date="2011-01-20"/>
</target>
"""

GONE_IN_WRONG_ORDER = """
<target ssid="500">
  <sanctions-set-id>8421</sanctions-set-id>
  <entity>
    <identity ssid="501" main="true">
      <name ssid="502" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="whole-name"><value>Syrian Example Company</value></name-part></name>
    </identity>
  </entity>
  <modification modification-type="amended" enactment-date="2025-06-03" publication-date="2025-06-03" effective-date="2025-06-03"/>
  <modification modification-type="de-listed" enactment-date="2025-06-20" publication-date="2025-06-20" effective-date="2025-06-20"/>
  <modification modification-type="listed" enactment-date="2012-06-08" publication-date="2012-06-08" effective-date="2012-06-08"/>
</target>
"""

BACK = """
<target ssid="600">
  <sanctions-set-id>4388</sanctions-set-id>
  <individual>
    <identity ssid="601" main="true">
      <name ssid="602" name-type="primary-name" quality="good" lang="eng">
        <name-part order="1" name-part-type="family-name"><value>Al-Mithal</value>
          <spelling-variant lang="ARA" script="ARAB">المثال</spelling-variant></name-part>
        <name-part order="2" name-part-type="given-name"><value>Umar</value></name-part></name>
      <day-month-year ssid="603" month="7" year="1970" calendar="Gregorian" quality="good"/>
    </identity>
  </individual>
  <modification modification-type="listed" enactment-date="2022-03-16" publication-date="2022-03-16" effective-date="2022-03-16"/>
  <modification modification-type="de-listed" enactment-date="2016-02-29" publication-date="2016-03-01" effective-date="2016-03-01"/>
  <modification modification-type="listed" enactment-date="2011-01-20" publication-date="2011-01-20" effective-date="2011-01-20"/>
</target>
"""

PLACES = """
<place ssid="7001"><location>Minsk</location><area>Minsk Region</area><country iso-code="BY">Belarus</country></place>
<place ssid="7002"><country iso-code="CY">Cyprus</country></place>
"""

TARGETS = (PERSON, COMPANY, VESSEL, GONE, GONE_IN_WRONG_ORDER, BACK)


def seco_file(targets: tuple[str, ...] = TARGETS, list_type: str = "whole-list") -> bytes:
    """A list file of these targets."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><swiss-sanctions-list list-type="{list_type}" date="2026-08-27">'
    return (head + PROGRAMMES + "".join(targets) + PLACES + "</swiss-sanctions-list>").encode()
