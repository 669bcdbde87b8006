# SPDX-License-Identifier: EUPL-1.2
"""Lindby's two charts: account numbers with names, by what they are used for.

The municipality follows the groups of Kommun-Bas (class 5 labour, 6-7 other costs); the
companies follow BAS (5-6 external costs, 7 personnel). The sub-numbers are Lindby's own.
"""

from typing import NamedTuple, TypeAlias

Names: TypeAlias = dict[int, str]

KOMMUN_PAY: Names = {
    5020: "Löner tillsvidareanställda",
    5021: "Löner visstidsanställda",
    5110: "Semesterlön",
    5120: "Sjuklön",
    5130: "Lön vid övrig frånvaro",
    5610: "Arbetsgivaravgifter månadsavlönade",
    5620: "Avtalsförsäkringar",
    5710: "Avgiftsbestämd ålderspension",
    5730: "Särskild löneskatt pension",
}
KOMMUN_HOURLY: Names = {
    5022: "Löner timanställda",
    5612: "Arbetsgivaravgifter timanställda",
}
BAS_HOURLY: Names = {
    7011: "Löner timanställda",
    7511: "Arbetsgivaravgifter timanställda",
}
BAS_PAY: Names = {
    7210: "Löner till tjänstemän",
    7213: "Löner visstidsanställda",
    7285: "Semesterlöner till tjänstemän",
    7281: "Sjuklöner till tjänstemän",
    7288: "Lön vid övrig frånvaro",
    7510: "Arbetsgivaravgifter",
    7570: "Premier för arbetsmarknadsförsäkringar",
    7412: "Premier för tjänstepension",
    7533: "Särskild löneskatt för pensionskostnader",
}
DIRECT_KOMMUN: dict[str, tuple[int, str]] = {
    "F01": (7511, "E-fakturatjänst, automatmatchning"),
    "F02": (7512, "E-fakturatjänst, fakturaflöde"),
    "F03": (7513, "Skanning och tolkning av fakturor"),
    "F06": (7514, "Utskick kundfakturor, filbaserade"),
    "F07": (7515, "Utskick kundfakturor, manuella"),
    "F09": (7516, "Inkassotjänster"),
    "F17": (7521, "Licenser ekonomisystem"),
    "F21": (7517, "Avgifter inköpskort"),
    "H01": (7531, "Lönesystem, månadsavlönade"),
    "H02": (7532, "Lönesystem, timavlönade"),
    "H13": (7251, "Annonsering vid rekrytering"),
    "H14": (7252, "Rekryteringstjänster"),
    "H15": (7253, "Bakgrundskontroller"),
    "H16": (7533, "Licenser schema och bemanning"),
    "H17": (7534, "Licenser vikarieförmedling"),
    "H20": (7535, "Licenser HR-system"),
    "H22": (7536, "Lönesystem, förtroendevalda"),
    "I01": (6231, "Leasing persondatorer"),
    "I02": (6232, "Leasing delade datorer"),
    "I03": (6233, "Leasing elevdatorer"),
    "I04": (6234, "Leasing surfplattor och mobiler"),
    "I05": (7541, "Licenser kontorssvit"),
    "I09": (7542, "Fältservice IT, reservdelar"),
    "I10": (6821, "Datakommunikation, förbindelser"),
    "I11": (6822, "Trådlöst nät"),
    "I12": (7543, "Serverdrift"),
    "I13": (7544, "Lagring och säkerhetskopiering"),
    "I18": (6811, "Mobilabonnemang"),
    "I19": (6812, "Växel och kontaktcenter"),
    "I20": (6235, "Utskriftstjänst"),
    "I21": (6236, "Mötesrumsteknik"),
    "I24": (7545, "Integrationsplattform"),
}
DIRECT_BAS: dict[str, tuple[int, str]] = {
    "F01": (6571, "E-fakturatjänst, automatmatchning"),
    "F02": (6572, "E-fakturatjänst, fakturaflöde"),
    "F03": (6573, "Skanning av fakturor"),
    "F06": (6574, "Utskick av hyres- och kundavier"),
    "F07": (6575, "Utskick av övriga kundfakturor"),
    "F09": (6576, "Inkassokostnader"),
    "F17": (6541, "Licenser ekonomisystem"),
    "F21": (6577, "Avgifter företagskort"),
    "H01": (6531, "Lönesystem, månadsavlönade"),
    "H02": (6532, "Lönesystem, timavlönade"),
    "H13": (6062, "Platsannonser"),
    "H14": (6063, "Rekryteringstjänster"),
    "H15": (6064, "Bakgrundskontroller"),
    "H16": (6533, "Licenser bemanningssystem"),
    "H17": (6534, "Licenser vikariebokning"),
    "H20": (6535, "Licenser HR-system"),
    "H22": (6536, "Lönesystem, styrelsearvoden"),
    "I01": (5251, "Leasing persondatorer"),
    "I02": (5252, "Leasing delade datorer"),
    "I03": (5253, "Leasing utbildningsdatorer"),
    "I04": (5254, "Leasing surfplattor och mobiler"),
    "I05": (6542, "Licenser kontorssvit"),
    "I09": (6543, "IT-service på plats"),
    "I10": (6231, "Datakommunikation, förbindelser"),
    "I11": (6232, "Trådlöst nät"),
    "I12": (6544, "Serverdrift"),
    "I13": (6545, "Lagring och säkerhetskopiering"),
    "I18": (6212, "Mobilabonnemang"),
    "I19": (6213, "Växel och kundtjänsttelefoni"),
    "I20": (5255, "Utskriftstjänst"),
    "I21": (5256, "Mötesrumsteknik"),
    "I24": (6546, "Integrationsplattform"),
}


class Overhead(NamedTuple):
    """A shared cost: number and name in each chart, and kronor a year for each full-time
    employee of a support department in 2025."""

    kommun: int
    kommun_name: str
    bas: int
    bas_name: str
    kronor: float


class OneOff(NamedTuple):
    """A purchase of the programme, and its part of what it buys in all."""

    account: int
    name: str
    share: float


OVERHEAD = (
    Overhead(6011, "Lokalhyra", 5010, "Lokalhyra", 68_000),
    Overhead(
        6051, "Fastighetsservice och städ", 5060, "Städning och renhållning", 11_000
    ),
    Overhead(6411, "Förbrukningsinventarier", 5410, "Förbrukningsinventarier", 9_500),
    Overhead(6461, "Kontorsmaterial", 6110, "Kontorsmateriel", 4_200),
    Overhead(6841, "Fast telefoni och porto", 6250, "Postbefordran", 4_600),
    Overhead(5811, "Kurser och konferenser", 7610, "Utbildning", 15_500),
    Overhead(
        5821, "Företagshälsovård och friskvård", 7620, "Sjuk- och hälsovård", 5_800
    ),
    Overhead(7051, "Resor och logi", 5810, "Biljetter", 6_900),
    Overhead(7411, "Konsulter, administration", 6550, "Konsultarvoden", 38_000),
    Overhead(7331, "Verksamhetsförsäkringar", 6310, "Företagsförsäkringar", 4_000),
    Overhead(
        7641, "Gemensamma avdelningskostnader", 6990, "Övriga externa kostnader", 9_000
    ),
)
ONE_OFF = (
    OneOff(7421, "Konsulter, verksamhetsutveckling", 0.46),
    OneOff(5811, "Kurser och konferenser", 0.14),
    OneOff(7548, "Införande av IT-system", 0.28),
    OneOff(6411, "Förbrukningsinventarier", 0.07),
    OneOff(7051, "Resor och logi", 0.05),
)
NEW_KOMMUN: Names = {
    7681: "Molntjänster, gemensam plattform",
    7682: "Digitala verktyg servicecenter",
    7683: "Informationssäkerhetstjänster",
    7684: "Licenser ärendehantering",
}
NEW_BAS: Names = {
    6971: "Molntjänster, koncerngemensamma",
    6972: "Digitala verktyg, administration",
}
