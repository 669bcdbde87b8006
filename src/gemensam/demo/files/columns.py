# SPDX-License-Identifier: EUPL-1.2
"""The tables' columns as files name them."""

from gemensam.formats.tables import (
    Code,
    Column,
    ColumnType,
    Day,
    Fraction,
    Integer,
    Money,
    Month,
    Share,
    TableSpec,
    Text,
    YesNo,
)


def _spec(**columns: tuple[ColumnType, str]) -> TableSpec:
    return TableSpec(
        columns=tuple(
            Column(name=name, type=kind, header=header)
            for name, (kind, header) in columns.items()
        )
    )


ENTITIES = _spec(
    orgnr=(Code(), "Organisationsnummer"),
    name=(Text(), "Namn"),
    form=(Text(), "Form"),
    chart=(Text(), "Kontoplan"),
    month=(Integer(), "Räkenskapsårets första månad"),
    deduction=(Share(), "Avdragsrätt moms"),
)
UNITS = _spec(
    code=(Code(), "Enhetskod"),
    name=(Text(), "Namn"),
    kind=(Text(), "Typ"),
    parent=(Code(), "Överordnad"),
    orgnr=(Code(), "Organisationsnummer"),
    authority=(Text(), "Myndighet"),
    begins=(Day(), "Giltig från"),
    ends=(Day(), "Giltig till"),
)
SUCCESSIONS = _spec(
    old=(Code(), "Från enhet"),
    new=(Code(), "Till enhet"),
    date=(Day(), "Datum"),
    share=(Share(), "Andel"),
    basis=(Text(), "Grund"),
)
BRIDGE = _spec(
    register=(Text(), "Register"),
    orgnr=(Code(), "Organisationsnummer"),
    code=(Text(), "Kod"),
    name=(Text(), "Benämning"),
    unit=(Code(), "Enhetskod"),
    begins=(Day(), "Giltig från"),
    ends=(Day(), "Giltig till"),
)
TEAMS = _spec(
    code=(Code(), "Teamkod"),
    name=(Text(), "Team"),
    area=(Text(), "Område"),
    provider=(Code(), "Utförare (enhetskod)"),
)
PEOPLE = _spec(
    address=(Text(), "E-post"),
    name=(Text(), "Namn"),
    title=(Text(), "Befattning"),
    unit=(Code(), "Enhetskod"),
    protected=(YesNo(), "Skyddade uppgifter"),
)
ROLES = _spec(
    address=(Text(), "E-post"),
    role=(Text(), "Roll"),
    unit=(Code(), "Enhetskod"),
    area=(Text(), "Område"),
    team=(Code(), "Team"),
    begins=(Day(), "Från"),
    ends=(Day(), "Till"),
)
STAFF = _spec(
    person=(Code(), "Personnummer"),
    name=(Text(), "Namn"),
    form=(Text(), "Anställningsform"),
    title=(Text(), "Befattning"),
    aid=(Code(), "AID"),
    extent=(Share(), "Sysselsättningsgrad"),
    monthly=(Money(), "Månadslön"),
    hourly=(Money(), "Timlön"),
    hr_code=(Code(), "Enhetskod"),
    unit=(Text(), "Enhet"),
    centre=(Code(), "Ansvar"),
    orgnr=(Code(), "Organisationsnummer"),
    begins=(Day(), "Anställd från"),
    ends=(Day(), "Anställd till"),
)
SURVEY = _spec(
    person=(Code(), "Personnummer"),
    invited=(Day(), "Inbjuden"),
    answered=(Day(), "Besvarad"),
    activity=(Code(), "Aktivitet"),
    share=(Share(), "Andel"),
)
VOLUMES = _spec(
    month=(Month(), "Månad"),
    service=(Code(), "Tjänst"),
    meter=(Text(), "Mätarkod"),
    count=(Integer(), "Antal"),
    persons=(Integer(), "Personer"),
)
MAPPING = _spec(
    order=(Integer(), "Ordning"),
    orgnr=(Code(), "Organisationsnummer"),
    account=(Text(), "Konto"),
    centre=(Text(), "Ansvar"),
    activity=(Text(), "Verksamhet"),
    project=(Text(), "Projekt"),
    treatment=(Text(), "Behandling"),
    service=(Code(), "Tjänst"),
    note=(Text(), "Anmärkning"),
)
INDEX = _spec(
    year=(Integer(), "År"),
    wage=(Fraction(), "Lön"),
    price=(Fraction(), "Pris"),
    source=(Text(), "Källa"),
)
DELIVERIES = _spec(
    unit=(Code(), "Enhetskod"),
    area=(Text(), "Område"),
    provider=(Code(), "Utförare"),
    begins=(Day(), "Från"),
    ends=(Day(), "Till"),
)
WAVES = _spec(
    wave=(Text(), "Våg"),
    unit=(Code(), "Enhetskod"),
    area=(Text(), "Område"),
    negotiated=(Day(), "Förhandlad"),
    decided=(Day(), "Beslutad"),
    date=(Day(), "Datum"),
)
TERMS = _spec(
    service=(Code(), "Tjänst"),
    customer=(Code(), "Kund"),
    price=(Money(), "Pris"),
    kind=(Text(), "Slag"),
    begins=(Day(), "Från"),
    ends=(Day(), "Till"),
    basis=(Text(), "Grund"),
)
TELEPHONY = _spec(
    day=(Day(), "Datum"),
    queue=(Text(), "Könamn"),
    offered=(Integer(), "Inkomna samtal"),
    answered=(Integer(), "Besvarade samtal"),
    within=(Integer(), "Besvarade inom 60 s"),
    abandoned=(Integer(), "Tappade samtal"),
    wait=(Text(), "Medelväntetid"),
    talk=(Text(), "Medelsamtalstid"),
)
PRESENCE = _spec(
    person=(Code(), "Personnummer"),
    name=(Text(), "Namn"),
    team=(Code(), "Team"),
    first=(Day(), "Från och med"),
    last=(Day(), "Till och med"),
    state=(Text(), "Närvarostatus"),
    reason=(Text(), "Orsak"),
)
