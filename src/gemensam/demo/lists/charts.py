# SPDX-License-Identifier: EUPL-1.2
"""The rest of the two charts: balance accounts, income, and cost that is not support."""

from gemensam.demo.lists.accounts import (
    BAS_HOURLY,
    BAS_PAY,
    DIRECT_BAS,
    DIRECT_KOMMUN,
    KOMMUN_HOURLY,
    KOMMUN_PAY,
    NEW_BAS,
    NEW_KOMMUN,
    ONE_OFF,
    OVERHEAD,
    Names,
)

KOMMUN_BALANCE: Names = {
    1120: "Verksamhetsfastigheter",
    1129: "Ackumulerade avskrivningar verksamhetsfastigheter",
    1220: "Inventarier",
    1229: "Ackumulerade avskrivningar inventarier",
    1310: "Aktier och andelar i koncernföretag",
    1510: "Kundfordringar",
    1511: "Kundfordringar koncernföretag",
    1651: "Ingående moms",
    1670: "Fordran statsbidrag",
    1790: "Förutbetalda kostnader",
    1941: "Bankkonto",
    2010: "Eget kapital",
    2210: "Avsatt till pensioner",
    2350: "Långfristiga lån",
    2510: "Leverantörsskulder",
    2611: "Utgående moms 25 %",
    2710: "Personalens källskatt",
    2731: "Arbetsgivaravgifter, skuld",
    2741: "Upplupna pensionskostnader",
    2790: "Avräkning löner",
    2990: "Upplupna kostnader",
}
KOMMUN_INCOME: Names = {
    3010: "Försäljningsintäkter momspliktiga",
    3111: "Bygglovs- och tillsynsavgifter",
    3131: "Avgifter äldreomsorg",
    3132: "Avgifter förskola och fritidshem",
    3134: "Entréavgifter",
    3411: "Bostads- och lokalhyror",
    3511: "Riktade statsbidrag",
    3561: "Ersättning från Migrationsverket",
    3621: "Försäljning av verksamhet till andra kommuner",
    8011: "Allmän kommunalskatt",
    8211: "Inkomstutjämningsbidrag",
    8251: "Kostnadsutjämning",
    8281: "Kommunal fastighetsavgift",
}
KOMMUN_OTHER: Names = {
    5010: "Arvoden förtroendevalda",
    5011: "Sammanträdesarvoden",
    5031: "OB-tillägg, jour och beredskap",
    5613: "Arbetsgivaravgifter tillägg och arvoden",
    4511: "Ekonomiskt bistånd",
    4521: "Bidrag till föreningar",
    4631: "Köp av förskola och skola",
    4641: "Köp av vård och omsorg",
    4651: "Köp av skolskjuts",
    6012: "Lokalhyra verksamhetslokaler",
    6161: "Reparation och underhåll fastigheter",
    6211: "Hyra av fordon och maskiner",
    6310: "El, värme och vatten",
    6412: "Inventarier till verksamheten",
    6421: "Livsmedel",
    6431: "Läromedel",
    6441: "Lek- och fritidsmaterial",
    6451: "Omvårdnadsmaterial",
    6452: "Arbets- och skyddskläder",
    6462: "Tidningar och litteratur",
    6611: "Reparation och underhåll inventarier",
    6911: "Drivmedel",
    6921: "Transporter och resor i verksamheten",
    7431: "Konsulter i verksamheten",
    7505: "Inhyrd vårdpersonal",
    7611: "Städmaterial och tvätt",
    7631: "Avgifter och diverse",
    7911: "Avskrivningar",
    7921: "Internränta",
    8511: "Räntekostnader lån",
}
KOMMUN_INTERNAL: Names = {
    3981: "Interna intäkter servicecenter",
    3982: "Servicecenter, försäljning till koncernföretag",
    7981: "Köp av stödtjänster servicecenter, internt",
    3922: "Kapitalkostnader, interna intäkter",
}
BAS_BALANCE: Names = {
    1110: "Byggnader",
    1119: "Ackumulerade avskrivningar på byggnader",
    1210: "Maskiner och tekniska anläggningar",
    1219: "Ackumulerade avskrivningar på maskiner",
    1510: "Kundfordringar",
    1790: "Förutbetalda kostnader",
    1930: "Företagskonto",
    2081: "Aktiekapital",
    2091: "Balanserad vinst",
    2350: "Skulder till kreditinstitut",
    2440: "Leverantörsskulder",
    2611: "Utgående moms, 25 %",
    2641: "Debiterad ingående moms",
    2710: "Personalskatt",
    2731: "Avräkning lagstadgade sociala avgifter",
    2940: "Upplupna pensionskostnader",
    2910: "Upplupna löner",
    2990: "Upplupna kostnader",
}
BAS_INCOME: Names = {
    3010: "Hyresintäkter bostäder",
    3020: "Hyresintäkter lokaler",
    3040: "Nätavgifter",
    3041: "Fjärrvärmeintäkter",
    3042: "Bredbandsintäkter",
    3990: "Övriga ersättningar",
}
BAS_OTHER: Names = {
    4010: "Inköp av energi och bränsle",
    4020: "Vatten, avlopp och sophämtning",
    4310: "Underhåll av fastigheter och anläggningar",
    4320: "Löpande reparationer",
    4600: "Underentreprenader",
    5170: "Fastighetsskötsel",
    5460: "Förbrukningsmaterial",
    5611: "Drivmedel",
    5910: "Annonsering",
    6410: "Styrelsearvoden",
    6420: "Revision",
    6551: "Tekniska konsulter",
    6981: "Föreningsavgifter",
    6993: "Ej avdragsgill ingående moms",
    7820: "Avskrivningar på byggnader",
    7830: "Avskrivningar på maskiner",
    8410: "Räntekostnader långfristiga skulder",
}
BAS_INTERNAL: Names = {6891: "Stödtjänster från kommunens servicecenter"}

ACTIVITIES: dict[str, str] = {
    "10100": "Nämndverksamhet",
    "92100": "Ekonomiadministration",
    "92200": "Personaladministration",
    "92300": "IT-verksamhet",
    "92500": "Gemensam service",
    "90000": "Finansförvaltning",
}
PROJECTS: dict[str, str] = {
    "9000": "Införande servicecenter",
    "4110": "Likvärdig skola",
    "4120": "Lovskola",
    "5210": "Äldreomsorgslyftet",
    "5220": "God och nära vård",
    "6110": "Sommarjobb",
    "2310": "Klimatklivet laddplatser",
}
COUNTERPARTS: dict[str, str] = {
    "100": "Interna motparter",
    "211": "Lindbybostäder AB",
    "212": "Lindby Energi AB",
    "213": "Lindby Verksamhetslokaler AB",
    "220": "Lindby kommun",
    "500": "Staten",
    "600": "Regioner och andra kommuner",
    "870": "Privata företag",
    "880": "Föreningar och stiftelser",
    "890": "Hushåll och enskilda",
}


def _direct(chart: dict[str, tuple[int, str]]) -> Names:
    return dict(chart.values())


KOMMUN: Names = {
    **KOMMUN_BALANCE,
    **KOMMUN_INCOME,
    **KOMMUN_OTHER,
    **KOMMUN_INTERNAL,
    **KOMMUN_PAY,
    **KOMMUN_HOURLY,
    **{row.kommun: row.kommun_name for row in OVERHEAD},
    **{row.account: row.name for row in ONE_OFF},
    **_direct(DIRECT_KOMMUN),
}
BAS: Names = {
    **BAS_BALANCE,
    **BAS_INCOME,
    **BAS_OTHER,
    **BAS_INTERNAL,
    **BAS_PAY,
    **BAS_HOURLY,
    **{row.bas: row.bas_name for row in OVERHEAD},
    **_direct(DIRECT_BAS),
}
LATER = {0: NEW_KOMMUN, 1: NEW_BAS}
