"""Short names that editors use and lists do not have, or that are common words too: written by hand.

An alias counts for the party that has the listed name `means`; one with `near` only beside one of these words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Alias:
    """A short name, the listed names it stands for (the first that is loaded), and words it needs beside it."""

    text: str
    means: tuple[str, ...]
    near: frozenset[str] = frozenset()
    exact_case: bool = False


def _near(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CAPITALS: Final = True
ALIASES: Final = (
    Alias("PDVSA", ("Petroleos de Venezuela", "Petroleos de Venezuela S.A.", "Petróleos de Venezuela, S.A.")),
    Alias("VTB", ("VTB Bank", "Bank VTB", "VTB Bank Public Joint Stock Company"), exact_case=_CAPITALS),
    Alias("VEB", ("Vnesheconombank", "VEB.RF", "State Corporation Bank for Development"), _near("bank russia russian")),
    Alias("NIS", ("Naftna Industrija Srbije", "NIS a.d. Novi Sad"), _near("serbia serbian oil refinery pancevo"), True),
    Alias("IRGC", ("Islamic Revolutionary Guard Corps", "Iranian Revolutionary Guard Corps"), exact_case=_CAPITALS),
    Alias("Revolutionary Guards", ("Islamic Revolutionary Guard Corps",), _near("iran iranian tehran")),
    Alias("Quds Force", ("Islamic Revolutionary Guard Corps-Qods Force", "Qods Force", "IRGC-Qods Force")),
    Alias("RSF", ("Rapid Support Forces",), _near("sudan sudanese khartoum darfur hemedti paramilitary"), True),
    Alias("HTS", ("Hay'at Tahrir al-Sham", "Hayat Tahrir al-Sham"), _near("syria syrian sharaa damascus"), True),
    Alias("Wagner Group", ("PMC Wagner", "Private Military Company Wagner", "Wagner Group")),
    Alias("Taliban", ("Taliban", "The Taliban")),
    Alias("Hamas", ("Hamas", "Harakat al-Muqawama al-Islamiya")),
    Alias("Hezbollah", ("Hizballah", "Hezbollah", "Hizbullah")),
    Alias("Hizbollah", ("Hizballah", "Hezbollah", "Hizbullah")),
    Alias("Houthis", ("Ansarallah", "Ansar Allah")),
    Alias("Sberbank", ("Sberbank", "Sberbank of Russia", "Public Joint Stock Company Sberbank of Russia")),
    Alias("Gazprom", ("Gazprom", "Gazprom OAO", "PJSC Gazprom", "Gazprom PAO")),
    Alias("Lukoil", ("Lukoil", "PJSC Lukoil", "Lukoil OAO")),
    Alias("Rosneft", ("Rosneft", "Rosneft Oil Company", "OJSC Rosneft Oil Company")),
    Alias(
        "Belavia", ("Belavia", "Belavia Belarusian Airlines", "Open Joint Stock Company Belavia Belarusian Airlines")
    ),
    Alias("Belaruskali", ("Belaruskali", "Belaruskali OAO", "OJSC Belaruskali")),
    Alias("Gazprombank", ("Gazprombank", "Gazprombank Joint Stock Company")),
    Alias("Novatek", ("Novatek", "PAO Novatek", "OAO Novatek")),
    Alias("Rostec", ("Rostec", "Russian Technologies State Corporation", "State Corporation Rostec")),
    Alias("Rosoboronexport", ("Rosoboronexport", "Rosoboroneksport")),
    Alias("Sovcomflot", ("Sovcomflot", "PJSC Sovcomflot")),
    Alias("Central Bank of Russia", ("Central Bank of the Russian Federation",)),
    Alias("Bank of Russia", ("Central Bank of the Russian Federation",)),
    Alias("Huawei", ("Huawei", "Huawei Technologies Co., Ltd.")),
    Alias("SMIC", ("Semiconductor Manufacturing International Corporation",), exact_case=_CAPITALS),
    Alias("Tornado Cash", ("Tornado Cash",)),
    Alias("Garantex", ("Garantex", "Garantex Europe OU")),
    Alias("Dodik", ("Milorad Dodik",)),
    Alias("Deripaska", ("Oleg Deripaska", "Oleg Vladimirovich Deripaska")),
    Alias("Abramovich", ("Roman Abramovich", "Roman Arkadyevich Abramovich"), _near("chelsea oligarch roman tycoon")),
    Alias("Kadyrov", ("Ramzan Kadyrov", "Ramzan Akhmatovich Kadyrov"), _near("chechen chechnya ramzan")),
    Alias("Sharaa", ("Ahmed al-Sharaa", "Ahmad al-Sharaa", "Abu Muhammad al-Jawlani"), _near("syria syrian damascus")),
    Alias("al-Sharaa", ("Ahmed al-Sharaa", "Ahmad al-Sharaa", "Abu Muhammad al-Jawlani")),
)
