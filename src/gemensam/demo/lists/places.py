# SPDX-License-Identifier: EUPL-1.2
"""The administrations, companies and units of Lindby, by the names a resident uses.

Within each parent the first units are those that every scale keeps.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that receives support. `kind` decides what it is like."""

    name: str
    kind: str
    department: str


@dataclass(frozen=True, slots=True)
class Owner:
    """An administration or a company with its units."""

    code: str
    name: str
    authority: str
    places: tuple[Place, ...]


def _places(department: str, kind: str, *names: str) -> tuple[Place, ...]:
    return tuple(Place(name, kind, department) for name in names)


EXECUTIVE = Owner(
    "KSF",
    "Kommunstyrelseförvaltningen",
    "Kommunstyrelsen",
    (
        *_places("Kansli och utveckling", "office", "Kommunkansliet"),
        *_places("Kansli och utveckling", "office", "Kommunikationsenheten"),
        *_places("Medborgarservice", "office", "Lindby kontaktcenter"),
        *_places("Tillväxt", "office", "Näringslivsenheten"),
        *_places("Tillväxt", "technical", "Mark- och exploateringsenheten"),
        *_places("Medborgarservice", "office", "Konsumentvägledning och budget"),
        *_places("Kansli och utveckling", "office", "Säkerhetsenheten"),
    ),
)
EDUCATION = Owner(
    "BUF",
    "Barn- och utbildningsförvaltningen",
    "Barn- och utbildningsnämnden",
    (
        *_places("Grundskola", "school", "Björkskolan"),
        *_places("Förskola norr", "preschool", "Förskolan Ekorren", "Förskolan Kotten"),
        *_places("Gymnasie- och vuxenutbildning", "upper", "Lindbygymnasiet"),
        *_places(
            "Grundskola",
            "school",
            "Centralskolan",
            "Ängsskolan",
            "Åkraskolan",
            "Sjöviksskolan",
            "Norrängsskolan",
            "Kvarnbackaskolan",
            "Hagaskolan",
            "Lillåskolan",
            "Bergaskolan",
            "Västerskolan",
            "Tallbackens skola",
            "Ekbackeskolan",
            "Strandskolan",
            "Östanåskolan",
            "Resursskolan Linjen",
        ),
        *_places(
            "Förskola norr",
            "preschool",
            "Förskolan Trollet",
            "Förskolan Smultronet",
            "Förskolan Vitsippan",
            "Förskolan Lyktan",
            "Förskolan Solstrålen",
            "Förskolan Myran",
            "Förskolan Nyckelpigan",
        ),
        *_places(
            "Förskola söder",
            "preschool",
            "Förskolan Blåklockan",
            "Förskolan Hästhoven",
            "Förskolan Regnbågen",
            "Förskolan Ängsullen",
            "Förskolan Delfinen",
            "Förskolan Lingonet",
            "Förskolan Kastanjen",
            "Förskolan Äppelbo",
            "Förskolan Fyren",
            "Förskolan Grodan",
            "Förskolan Stjärnan",
        ),
        *_places("Gymnasie- och vuxenutbildning", "upper", "Hantverksgymnasiet"),
        *_places("Gymnasie- och vuxenutbildning", "adult_ed", "Lindby vuxenutbildning"),
        *_places("Elevhälsa och måltid", "health", "Centrala elevhälsan"),
        *_places("Elevhälsa och måltid", "kitchen", "Måltidsenheten"),
    ),
)
CARE = Owner(
    "VOF",
    "Vård- och omsorgsförvaltningen",
    "Vård- och omsorgsnämnden",
    (
        *_places("Särskilt boende", "care_home", "Solgläntans äldreboende"),
        *_places("Hemtjänst", "home_care", "Hemtjänst Centrum"),
        *_places("Funktionsstöd", "lss", "Gruppbostaden Rönnen"),
        *_places(
            "Särskilt boende",
            "care_home",
            "Björkbackens äldreboende",
            "Ekhaga äldreboende",
            "Lindgården",
            "Åsgården",
            "Sjöliden",
            "Hagalund vård- och omsorgsboende",
            "Almgården",
            "Rosendals äldreboende",
            "Strandhemmet",
            "Furugården",
            "Korttidsboendet Vilan",
        ),
        *_places(
            "Hemtjänst",
            "home_care",
            "Hemtjänst Norr",
            "Hemtjänst Söder",
            "Hemtjänst Väster",
            "Hemtjänst Öster",
            "Hemtjänst Haga",
            "Hemtjänst Sjövik",
            "Hemtjänst Berga",
            "Hemtjänst natt",
            "Trygghetslarm och anhörigstöd",
            "Hemtjänst Åkra",
        ),
        *_places(
            "Funktionsstöd",
            "lss",
            "Gruppbostaden Linden",
            "Gruppbostaden Kaptensgatan",
            "Gruppbostaden Ängen",
            "Servicebostaden Torget",
            "Servicebostaden Kvarnen",
            "Daglig verksamhet Verkstan",
            "Daglig verksamhet Kringlan",
            "Personlig assistans",
            "Boendestöd",
        ),
        *_places(
            "Hälso- och sjukvård",
            "nursing",
            "Hemsjukvården",
            "Rehabenheten",
            "Sjuksköterskor särskilt boende",
        ),
        *_places("Hälso- och sjukvård", "social", "Biståndsenheten"),
    ),
)
BUILDING = Owner(
    "SBF",
    "Samhällsbyggnadsförvaltningen",
    "Samhällsbyggnadsnämnden",
    (
        *_places("Gata och park", "technical", "Gatuenheten"),
        *_places("Service", "cleaning", "Lokalvård norr"),
        *_places("Plan och bygg", "technical", "Bygglovsenheten", "Planenheten"),
        *_places("Gata och park", "technical", "Parkenheten"),
        *_places("Miljö och hälsa", "technical", "Miljöenheten"),
        *_places("Service", "cleaning", "Lokalvård söder"),
        *_places("Plan och bygg", "technical", "Kart- och mätenheten"),
        *_places("Service", "technical", "Fordon och förråd"),
        *_places("Miljö och hälsa", "technical", "Avfallsenheten"),
    ),
)
CULTURE = Owner(
    "KFF",
    "Kultur- och fritidsförvaltningen",
    "Kultur- och fritidsnämnden",
    (
        *_places("Bibliotek och kultur", "library", "Lindby stadsbibliotek"),
        *_places("Fritid", "leisure", "Lindby simhall"),
        *_places("Fritid", "leisure", "Idrottsanläggningar", "Fritidsgårdarna"),
        *_places("Bibliotek och kultur", "arts", "Kulturskolan"),
        *_places("Bibliotek och kultur", "arts", "Konsthallen och museet"),
        *_places("Fritid", "leisure", "Förening och bokning"),
    ),
)
SOCIAL = Owner(
    "ASF",
    "Arbetsmarknads- och socialförvaltningen",
    "Arbetsmarknads- och socialnämnden",
    (
        *_places("Individ- och familjeomsorg", "social", "Mottagningsenheten"),
        *_places("Arbetsmarknad", "social", "Arbetsmarknadsenheten"),
        *_places(
            "Individ- och familjeomsorg",
            "social",
            "Barn- och familjeenheten",
            "Vuxenenheten",
            "Familjehemsenheten",
            "Öppenvården Bryggan",
        ),
        *_places("Arbetsmarknad", "social", "Ekonomiskt bistånd"),
        *_places("Arbetsmarknad", "social", "Integrationsenheten"),
    ),
)
HOUSING = Owner(
    "LBO",
    "Lindbybostäder AB",
    "Styrelsen för Lindbybostäder AB",
    (
        *_places("Förvaltning", "company", "Bostadsförvaltning norr"),
        *_places("Förvaltning", "company", "Bostadsförvaltning söder"),
        *_places("Marknad", "company", "Uthyrning och kundtjänst"),
        *_places("Projekt", "company", "Nyproduktion och underhåll"),
    ),
)
ENERGY = Owner(
    "LEN",
    "Lindby Energi AB",
    "Styrelsen för Lindby Energi AB",
    (
        *_places("Marknad", "company", "Kundservice och försäljning"),
        *_places("Nät", "company", "Elnät"),
        *_places("Produktion", "company", "Fjärrvärme"),
        *_places("Nät", "company", "Stadsnät"),
    ),
)
PREMISES = Owner(
    "LLO",
    "Lindby Verksamhetslokaler AB",
    "Styrelsen för Lindby Verksamhetslokaler AB",
    (
        *_places("Fastighet", "company", "Fastighetsdrift"),
        *_places("Fastighet", "company", "Bygg och projekt"),
    ),
)
ADMINISTRATIONS = (EXECUTIVE, EDUCATION, CARE, BUILDING, CULTURE, SOCIAL)
COMPANIES = (HOUSING, ENERGY, PREMISES)
OWNERS = ADMINISTRATIONS + COMPANIES
