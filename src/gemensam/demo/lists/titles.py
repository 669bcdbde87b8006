# SPDX-License-Identifier: EUPL-1.2
"""Titles with an AID code and a full-time monthly salary in kronor, 2025's level.

The first three digits follow AID's main fields (151 officers, 152 administrators, 207
assistant nurses …; SKR's AID label list); the last three are the generator's own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    name: str
    aid: str
    salary: int
    spread: int = 1600


MANAGERS = {
    "office": Title("Enhetschef", "103010", 56500, 4200),
    "preschool": Title("Rektor förskola", "104012", 52800, 2600),
    "school": Title("Rektor", "104013", 58900, 3200),
    "upper": Title("Rektor gymnasieskola", "104014", 61200, 3200),
    "adult_ed": Title("Rektor vuxenutbildning", "104015", 58200, 2500),
    "health": Title("Chef elevhälsan", "103011", 57400, 2500),
    "care_home": Title("Enhetschef", "103020", 48800, 2400),
    "home_care": Title("Enhetschef", "103020", 48200, 2400),
    "lss": Title("Enhetschef", "103021", 48400, 2400),
    "nursing": Title("Enhetschef", "103022", 52500, 2600),
    "social": Title("Enhetschef", "103023", 52900, 2800),
    "library": Title("Bibliotekschef", "103030", 49800, 2400),
    "arts": Title("Enhetschef", "103032", 48900, 2400),
    "leisure": Title("Enhetschef", "103031", 46800, 2400),
    "technical": Title("Enhetschef", "103040", 53800, 3000),
    "cleaning": Title("Lokalvårdschef", "103041", 43900, 2000),
    "kitchen": Title("Måltidschef", "103042", 44500, 2000),
    "company": Title("Avdelningschef", "103050", 58600, 4200),
}
DEPUTIES = {
    "school": Title("Biträdande rektor", "104023", 51900, 2200),
    "upper": Title("Biträdande rektor", "104024", 53800, 2200),
}
ADMINISTRATORS = {
    "office": Title("Administratör", "152010", 33400, 1800),
    "preschool": Title("Administratör förskola", "152012", 32200, 1500),
    "school": Title("Skoladministratör", "152012", 32800, 1600),
    "upper": Title("Skoladministratör", "152012", 33200, 1600),
    "adult_ed": Title("Studieadministratör", "152012", 32900, 1500),
    "health": Title("Administratör", "152012", 32500, 1500),
    "care_home": Title("Administrativ assistent", "152014", 31600, 1500),
    "home_care": Title("Planerare", "152014", 32400, 1500),
    "lss": Title("Administrativ assistent", "152014", 31700, 1500),
    "nursing": Title("Medicinsk sekreterare", "152014", 32700, 1500),
    "social": Title("Assistent", "152014", 32600, 1500),
    "library": Title("Biblioteksassistent", "152016", 31300, 1400),
    "arts": Title("Administratör", "152016", 32000, 1500),
    "leisure": Title("Administratör", "152016", 31800, 1500),
    "technical": Title("Teknisk administratör", "152017", 33700, 1700),
    "cleaning": Title("Samordnare", "152017", 32300, 1500),
    "kitchen": Title("Måltidsadministratör", "152017", 31900, 1500),
    "company": Title("Administratör", "152018", 34600, 2000),
}
STAFF: dict[str, tuple[tuple[Title, float], ...]] = {
    "office": (
        (Title("Handläggare", "151010", 40200, 3600), 0.5),
        (Title("Utredare", "151010", 44300, 3400), 0.25),
        (Title("Kommunikatör", "151015", 40800, 2600), 0.15),
        (Title("Nämndsekreterare", "151010", 39500, 2200), 0.10),
    ),
    "preschool": (
        (Title("Förskollärare", "403010", 37100, 2100), 0.48),
        (Title("Barnskötare", "403020", 29900, 1500), 0.52),
    ),
    "school": (
        (Title("Lärare årskurs 7-9", "401014", 42800, 2900), 0.24),
        (Title("Lärare årskurs 4-6", "401013", 41900, 2700), 0.2),
        (Title("Lärare årskurs F-3", "401012", 41500, 2700), 0.22),
        (Title("Fritidspedagog", "403030", 35100, 2000), 0.12),
        (Title("Elevassistent", "402030", 28700, 1400), 0.14),
        (Title("Specialpedagog", "401040", 45200, 2200), 0.05),
        (Title("Vaktmästare", "452010", 30100, 1400), 0.03),
    ),
    "upper": (
        (Title("Gymnasielärare, allmänna ämnen", "401020", 44100, 3000), 0.6),
        (Title("Lärare, yrkesämnen", "401021", 43300, 2700), 0.28),
        (Title("Studie- och yrkesvägledare", "401050", 40300, 2200), 0.05),
        (Title("Vaktmästare", "452010", 30400, 1400), 0.07),
    ),
    "adult_ed": (
        (Title("Lärare, sfi", "401022", 41800, 2400), 0.6),
        (Title("Lärare, vuxenutbildning", "401023", 43500, 2600), 0.4),
    ),
    "health": (
        (Title("Skolsköterska", "206030", 41700, 2200), 0.4),
        (Title("Kurator", "351010", 40500, 2100), 0.35),
        (Title("Psykolog", "351020", 49900, 3400), 0.25),
    ),
    "care_home": (
        (Title("Undersköterska", "207009", 32100, 1600), 0.72),
        (Title("Vårdbiträde", "207023", 27900, 1200), 0.28),
    ),
    "home_care": (
        (Title("Undersköterska", "207009", 31900, 1600), 0.66),
        (Title("Vårdbiträde", "207024", 27800, 1200), 0.34),
    ),
    "lss": (
        (Title("Stödassistent", "351030", 30700, 1500), 0.62),
        (Title("Stödpedagog", "351031", 33900, 1600), 0.28),
        (Title("Stödbiträde", "351033", 27900, 1200), 0.10),
    ),
    "nursing": (
        (Title("Sjuksköterska", "206013", 42200, 2600), 0.55),
        (Title("Distriktssköterska", "206015", 44800, 2400), 0.15),
        (Title("Fysioterapeut", "209010", 37900, 2200), 0.15),
        (Title("Arbetsterapeut", "209011", 37600, 2200), 0.15),
    ),
    "social": (
        (Title("Socialsekreterare", "351012", 40900, 2500), 0.66),
        (Title("Behandlingsassistent", "351015", 35900, 2100), 0.22),
        (Title("Arbetsmarknadskonsulent", "151020", 37300, 2100), 0.12),
    ),
    "library": (
        (Title("Bibliotekarie", "405010", 36500, 2000), 0.7),
        (Title("Biblioteksassistent", "405020", 31300, 1400), 0.3),
    ),
    "arts": (
        (Title("Kulturskolelärare", "406010", 38200, 2100), 0.7),
        (Title("Kulturpedagog", "406020", 35400, 1900), 0.3),
    ),
    "leisure": (
        (Title("Fritidsledare", "407010", 30900, 1600), 0.5),
        (Title("Badvärd", "407020", 29700, 1400), 0.25),
        (Title("Anläggningsarbetare", "452020", 30500, 1400), 0.25),
    ),
    "technical": (
        (Title("Ingenjör", "453010", 44600, 3600), 0.36),
        (Title("Planarkitekt", "453020", 43900, 3200), 0.14),
        (Title("Miljöinspektör", "453030", 40700, 2400), 0.14),
        (Title("Drifttekniker", "452030", 33900, 1900), 0.36),
    ),
    "cleaning": ((Title("Lokalvårdare", "454010", 27700, 1100), 1.0),),
    "kitchen": (
        (Title("Kock", "455010", 31800, 1500), 0.45),
        (Title("Måltidsbiträde", "455020", 27600, 1100), 0.55),
    ),
    "company": (
        (Title("Drifttekniker", "452030", 34900, 2000), 0.34),
        (Title("Projektledare", "453040", 48900, 3600), 0.2),
        (Title("Ingenjör", "453010", 46800, 3600), 0.2),
        (Title("Kundrådgivare", "152020", 33600, 1900), 0.26),
    ),
}
SUPPORT_MANAGERS = {
    "finance": Title("Ekonomichef", "101020", 67400, 4200),
    "hr": Title("HR-chef", "101030", 66200, 4000),
    "it": Title("IT-chef", "101040", 68000, 4200),
    "all": Title("Administrativ chef", "101010", 68500, 4600),
}
SUPPORT_STAFF: dict[str, tuple[tuple[Title, float], ...]] = {
    "finance": (
        (Title("Ekonomiassistent", "152030", 35900, 1700), 0.4),
        (Title("Ekonom", "151030", 44700, 2600), 0.3),
        (Title("Redovisningsekonom", "151031", 45800, 2600), 0.18),
        (Title("Controller", "151032", 52300, 3000), 0.12),
    ),
    "hr": (
        (Title("Lönekonsult", "152040", 39400, 2000), 0.46),
        (Title("HR-administratör", "152041", 36700, 1800), 0.2),
        (Title("HR-konsult", "151040", 47000, 2800), 0.26),
        (Title("Rekryteringskonsult", "151041", 44200, 2400), 0.08),
    ),
    "it": (
        (Title("IT-tekniker", "153010", 40200, 2400), 0.44),
        (Title("Systemförvaltare", "153020", 47800, 2800), 0.26),
        (Title("Nätverkstekniker", "153030", 48700, 2800), 0.16),
        (Title("IT-samordnare", "153040", 44900, 2600), 0.14),
    ),
}
TEAM_LEADER = Title("Teamledare", "102010", 49900, 2600)
CENTRE_MANAGEMENT = (
    Title("Servicecenterchef", "101015", 78500, 2500),
    Title("Verksamhetscontroller", "151032", 52100, 2500),
    Title("Verksamhetsutvecklare", "151050", 47600, 2400),
    Title("Kundansvarig", "151051", 48300, 2400),
)
CENTRE_SYSTEMS = (
    Title("Systemansvarig", "153020", 50400, 2800),
    Title("E-tjänstutvecklare", "153025", 48800, 2800),
    Title("Integrationsutvecklare", "153026", 51300, 2800),
)
PROGRAMME = (
    Title("Programledare", "101016", 68200, 2500),
    Title("Projektledare", "151060", 52800, 2800),
    Title("Förändringsledare", "151061", 50900, 2500),
    Title("Processutvecklare", "151062", 47900, 2500),
)
HOURLY = {
    "preschool": Title("Barnskötare, timavlönad", "403020", 152, 8),
    "school": Title("Lärarvikarie", "402040", 171, 12),
    "upper": Title("Lärarvikarie", "402040", 176, 12),
    "care_home": Title("Vårdbiträde, timavlönad", "207023", 158, 8),
    "home_care": Title("Vårdbiträde, timavlönad", "207024", 158, 8),
    "lss": Title("Stödbiträde, timavlönad", "351033", 158, 8),
    "leisure": Title("Fritidsledare, timavlönad", "407010", 150, 9),
    "kitchen": Title("Måltidsbiträde, timavlönad", "455020", 151, 7),
    "cleaning": Title("Lokalvårdare, timavlönad", "454010", 151, 7),
}
EXECUTIVES = (
    Title("Kommundirektör", "101001", 112_500),
    Title("Förvaltningschef barn och utbildning", "101002", 92_400),
    Title("Förvaltningschef vård och omsorg", "101003", 91_800),
    Title("Förvaltningschef samhällsbyggnad", "101004", 88_200),
    Title("Förvaltningschef kultur och fritid", "101005", 82_600),
    Title("Förvaltningschef arbetsmarknad och social", "101006", 88_900),
    Title("Vd Lindbybostäder", "101007", 108_400),
    Title("Vd Lindby Energi", "101008", 114_900),
    Title("Vd Lindby Verksamhetslokaler", "101009", 97_300),
)
