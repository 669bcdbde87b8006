# SPDX-License-Identifier: EUPL-1.2
"""The columns of a ledger table, by the names Raindance, Unit4 and Visma give them."""

from collections.abc import Sequence

from gemensam.formats.issues import mark
from gemensam.formats.untidy import Guess, Wanted, looks

ACCOUNT = Wanted(
    name="account",
    label=mark("Account"),
    words=(
        "konto", "kontonr", "kontonummer", "account", "konto nr", "kto", "slag", "kontokod",
        "konto kod", "konto id", "account no",
    ),
    looks=looks.like_account,
    required=True,
)  # fmt: skip
AMOUNT = Wanted(
    name="amount",
    label=mark("Amount"),
    words=(
        "belopp", "utfall", "bokfört belopp", "belopp sek", "belopp kr", "amount",
        "redovisat belopp", "summa", "saldo", "kronor", "belopp (kr)", "netto",
    ),
    looks=looks.like_number,
)  # fmt: skip
DEBIT = Wanted(
    name="debit",
    label=mark("Debit"),
    words=("debet", "debetbelopp", "debit", "belopp debet"),
    looks=looks.like_number,
)
CREDIT = Wanted(
    name="credit",
    label=mark("Credit"),
    words=("kredit", "kreditbelopp", "credit", "belopp kredit"),
    looks=looks.like_number,
)
DAY = Wanted(
    name="day",
    label=mark("Date of the voucher"),
    words=(
        "bokföringsdatum", "verdatum", "ver datum", "verifikationsdatum", "bokf datum",
        "bokfdatum", "datum", "transdatum", "transaktionsdatum", "date", "bokdatum",
        "ver dat", "posting date",
    ),
    looks=looks.like_day,
)  # fmt: skip
PERIOD = Wanted(
    name="period",
    label=mark("Period (month)"),
    words=("period", "månad", "bokföringsperiod", "redovisningsperiod", "månad år"),
)
WANTED = (
    ACCOUNT,
    AMOUNT,
    DEBIT,
    CREDIT,
    DAY,
    PERIOD,
    Wanted(
        name="series",
        label=mark("Voucher series"),
        words=("serie", "verserie", "ver serie", "verifikationsserie", "vertyp", "ver typ",
               "verifikationstyp", "verslag", "vt", "trans typ"),
    ),
    Wanted(
        name="number",
        label=mark("Voucher number"),
        words=(
            "vernr", "ver nr", "verifikationsnummer", "verifikationsnr", "verifikat",
            "verifikatnr", "verifikation", "ver", "vernummer", "voucher", "voucher no",
            "transnr", "löpnr",
        ),
    ),
    Wanted(
        name="cost_centre",
        label=mark("Cost centre"),
        words=(
            "ansvar", "kostnadsställe", "kst", "ansvarskod", "resultatenhet", "ansv",
            "kostnadsställekod", "cost centre", "cost center", "koststl", "enhet",
        ),
        looks=looks.like_code,
    ),
    Wanted(
        name="activity",
        label=mark("Activity code"),
        words=("verksamhet", "verksamhetskod", "vht", "verks", "activity", "vsh"),
        looks=looks.like_code,
    ),
    Wanted(
        name="project",
        label=mark("Project"),
        words=("projekt", "projektkod", "proj", "project"),
        looks=looks.like_code,
    ),
    Wanted(
        name="counterpart",
        label=mark("Counterpart"),
        words=("motpart", "motpartskod", "mp", "motp", "counterpart"),
        looks=looks.like_code,
    ),
    Wanted(
        name="part_1",
        label=mark("Further code part 1"),
        words=("aktivitet", "aktivitetskod", "akt"),
        looks=looks.like_code,
    ),
    Wanted(
        name="part_2",
        label=mark("Further code part 2"),
        words=("objekt", "objektkod", "obj", "id", "anläggning"),
        looks=looks.like_code,
    ),
    Wanted(
        name="part_3",
        label=mark("Further code part 3"),
        words=("fri", "fri kod", "fritt", "kod 7", "kod 8", "finansiering", "kategori"),
        looks=looks.like_code,
    ),
    Wanted(
        name="text",
        label=mark("Text"),
        words=("text", "vertext", "ver text", "verifikationstext", "transaktionstext",
               "radtext", "beskrivning", "description"),
    ),
    Wanted(
        name="account_name",
        label=mark("Name of the account"),
        words=("konto (t)", "kontonamn", "kontobenämning", "konto benämning", "konto text",
               "konto namn", "kontotext", "slag (t)"),
        looks=looks.like_text,
    ),
    Wanted(
        name="cost_centre_name",
        label=mark("Name of the cost centre"),
        words=("ansvar (t)", "ansvarsnamn", "ansvar benämning", "kostnadsställenamn",
               "ansvar text", "ansvar namn", "enhetsnamn", "kst namn"),
        looks=looks.like_text,
    ),
    Wanted(
        name="activity_name",
        label=mark("Name of the activity"),
        words=("verksamhet (t)", "verksamhetsnamn", "verksamhet benämning",
               "verksamhet text", "verksamhet namn"),
        looks=looks.like_text,
    ),
    Wanted(
        name="company",
        label=mark("Company (organisation number)"),
        words=("organisationsnummer", "orgnr", "org nr", "företag", "bolag", "juridisk person",
               "client", "företagskod"),
    ),
)  # fmt: skip

# Columns of codes in the order of the rows, and the number of the dimension under which
# the codes' names are kept: 1 and 6 as SIE reserves them, free ones from 20.
DIMENSIONS = {
    "cost_centre": 1,
    "activity": 20,
    "project": 6,
    "counterpart": 21,
    "part_1": 22,
    "part_2": 23,
    "part_3": 24,
}
NAMED = {"account_name": ("account", 0), "cost_centre_name": ("cost_centre", 1),
         "activity_name": ("activity", 20)}  # fmt: skip


def missing(found: Guess) -> Sequence[Wanted]:
    """An account; an amount or debit and credit; a day or a period."""
    has = found.layout.places
    lacking = [one for one in (ACCOUNT,) if one.name not in has]
    if "amount" not in has and not {"debit", "credit"} <= set(has):
        lacking.append(AMOUNT)
    if "day" not in has and "period" not in has:
        lacking.append(DAY)
    return lacking
