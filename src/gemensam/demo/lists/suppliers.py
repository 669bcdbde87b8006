# SPDX-License-Identifier: EUPL-1.2
"""Who sends invoices to Lindby: trades with invented firms, what they sell and to whom.

Names are put together from places that do not exist and ordinary trades.
"""

from dataclasses import dataclass

PLACES = (
    "Lindby", "Sjövik", "Norrlida", "Tallåsa", "Västerlunda", "Ekbacka", "Kvarnåker",
    "Hagsta", "Åkervik", "Björkfors", "Rönnarp", "Stenby", "Granvik", "Almnäs",
    "Holmsäter", "Ljungalund", "Brovalla", "Tunängen", "Fagervik", "Mossebo",
)  # fmt: skip
OWN_NAMES = (
    "Sandells", "Hedins", "Rosengrens", "Bröderna Ek", "Thornbergs", "Wallmans",
    "Ahlins", "Frodings", "Kullmans", "Gröndahls", "Strandells", "Björneborgs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trade:
    """`accounts` in the municipality's chart with weights; `vat` percent; `median`
    kronor of a row without VAT. `kinds` of units that buy; empty: all."""

    words: tuple[str, ...]
    accounts: tuple[tuple[int, float], ...]
    vat: int
    median: float
    weight: float
    kinds: tuple[str, ...] = ()
    counterpart: str = "870"


_SCHOOLS = ("school", "upper", "adult_ed")
_CARE = ("care_home", "home_care", "lss", "nursing")
TRADES = (
    Trade(("Livsmedel AB", "Grossisten AB", "Bageri & Konditori AB", "Mejeri AB"),
          ((6421, 0.94), (7611, 0.06)), 12, 1450, 15.0,
          ("kitchen", "care_home", "preschool", "lss", "school")),
    Trade(("Kontorsvaror AB", "Papper & Förpackning AB"),
          ((6461, 0.7), (6411, 0.3)), 25, 620, 9.0),
    Trade(("Läromedel AB", "Skolmaterial AB", "Bokhandel AB"),
          ((6431, 0.85), (6462, 0.15)), 6, 900, 7.0, (*_SCHOOLS, "preschool", "library")),
    Trade(("Lek & Lär AB", "Idrottsmaterial AB"),
          ((6441, 1.0),), 25, 780, 4.0, ("preschool", "school", "leisure", "arts")),
    Trade(("Sjukvårdsmaterial AB", "Omsorgsprodukter AB"),
          ((6451, 0.9), (6452, 0.1)), 25, 980, 7.0, _CARE),
    Trade(("Hygien & Städ AB", "Tvätteri AB"),
          ((7611, 0.9), (6452, 0.1)), 25, 560, 7.0),
    Trade(("Inredning AB", "Möbler AB"), ((6412, 1.0),), 25, 3900, 3.0),
    Trade(("Bygg & Snickeri AB", "Måleri AB", "VVS AB", "Elinstallationer AB"),
          ((6161, 1.0),), 25, 4200, 5.0, ("technical", "leisure", "kitchen", "upper")),
    Trade(("Maskinuthyrning AB", "Bilservice AB"),
          ((6611, 0.6), (6211, 0.4)), 25, 2600, 4.0,
          ("technical", "home_care", "leisure", "cleaning")),
    Trade(("Drivmedel AB",), ((6911, 1.0),), 25, 740, 4.5,
          ("technical", "home_care", "cleaning", "nursing")),
    Trade(("Taxi AB", "Buss & Resor AB"),
          ((4651, 0.7), (6921, 0.3)), 6, 2100, 4.0, (*_SCHOOLS, "lss", "social")),
    Trade(("Friskola ek. för.", "Montessoriskola ek. för."),
          ((4631, 1.0),), 0, 92_000, 1.0, ("school", "preschool"), "880"),
    Trade(("Vård & Omsorg AB", "Behandlingshem AB", "Familjevård AB"),
          ((4641, 1.0),), 0, 46_000, 2.0, ("social", "care_home", "lss")),
    Trade(("Vårdbemanning AB",), ((7505, 1.0),), 25, 22_000, 1.2, ("nursing", "care_home")),
    Trade(("Fastigheter AB",), ((6012, 1.0),), 0, 24_000, 1.6),
    Trade(("Arkitektkontor AB", "Mark & Miljö AB", "Konsult AB"),
          ((7431, 1.0),), 25, 14_500, 2.6, ("technical", "social", "office")),
    Trade(("Idrottsförening", "Kulturförening", "Hembygdsförening"),
          ((4521, 1.0),), 0, 6500, 1.2, ("leisure", "arts", "library"), "880"),
    Trade(("Konferens & Hotell AB", "Restaurang AB"),
          ((7631, 0.7), (7051, 0.3)), 12, 1900, 2.5),
    Trade(("Tidningar AB",), ((6462, 1.0),), 6, 520, 1.2),
    Trade(("Energi AB",), ((6310, 1.0),), 25, 5200, 4.0, counterpart="212"),
)  # fmt: skip
COMPANY_TRADES = (
    Trade(("Bygg & Snickeri AB", "Måleri AB", "VVS AB", "Elinstallationer AB", "Tak AB"),
          ((4310, 0.55), (4320, 0.45)), 25, 6800, 9.0),
    Trade(("Fastighetsskötsel AB", "Trädgård & Mark AB"), ((5170, 1.0),), 25, 4100, 4.0),
    Trade(("Energihandel AB", "Biobränsle AB"), ((4010, 1.0),), 25, 38_000, 3.0),
    Trade(("Avfall & Återvinning AB",), ((4020, 1.0),), 25, 5200, 2.0),
    Trade(("Järn & Verktyg AB", "Byggvaror AB"), ((5460, 1.0),), 25, 900, 6.0),
    Trade(("Drivmedel AB",), ((5611, 1.0),), 25, 820, 2.0),
    Trade(("Mark & Anläggning AB",), ((4600, 1.0),), 25, 21_000, 2.0),
    Trade(("Annonsbyrå AB",), ((5910, 1.0),), 25, 5600, 0.7),
    Trade(("Teknikkonsult AB",), ((6551, 1.0),), 25, 12_000, 1.6),
    Trade(("Branschförening",), ((6981, 1.0),), 0, 9000, 0.3, (), "880"),
)  # fmt: skip
SUPPORT_SUPPLIERS: dict[str, tuple[str, ...]] = {
    "F": ("Fakturaflöde Norden AB", "Klarpost AB", "Ekonomisystem i Väst AB"),
    "H": ("Lönesystem Norden AB", "Personalverktyg AB", "Rekryteringsgruppen Lindvall AB"),
    "I": (
        "Datatjänst Mälby AB", "Nätgruppen Fjärden AB", "Molnvik AB",
        "Leasingbolaget Arbetsplats AB", "Fjärdtele AB", "Skrivarservice Norrlida AB",
    ),
    "": (
        "Kontorshotellet Lindby AB", "Sjövik Kontorsvaror AB", "Lindby Företagshälsa AB",
        "Kursgården Ekbacka AB", "Resebyrån Tunängen AB", "Rådgivarna Hagsta AB",
    ),
}  # fmt: skip


def firms(trades: tuple[Trade, ...]) -> list[list[str]]:
    """The firms of each trade, in a fixed order; a few hundred in all."""
    found = []
    for number, trade in enumerate(trades):
        own = []
        for place, word in enumerate(trade.words):
            for step in range(5):
                where = PLACES[(7 * number + 3 * place + 4 * step) % len(PLACES)]
                first = where if step < 3 else OWN_NAMES[(number + place + step) % 12]
                own.append(f"{first} {word}")
        found.append(list(dict.fromkeys(own)))
    return found
