# SPDX-License-Identifier: EUPL-1.2
"""The columns of a roster, by the names HR systems give them."""

from gemensam.core.imports.shielded import LINE, PSEUDONYM
from gemensam.formats.issues import mark
from gemensam.formats.untidy import Wanted, looks

WANTED = (
    Wanted(name="person", label=mark("Pseudonym"), words=(PSEUDONYM,), required=True),
    Wanted(name="row", label=mark("Row of the original"), words=(LINE,)),
    Wanted(
        name="title",
        label=mark("Title"),
        words=(
            "befattning", "titel", "befattningsbenämning", "yrke", "yrkesbenämning",
            "tjänst", "tjänstebenämning", "befattning aid", "title", "job title",
            "etikett", "befattningstext", "aid benämning", "benämning",
        ),
        looks=looks.like_text,
        required=True,
    ),
    Wanted(
        name="aid",
        label=mark("AID code"),
        words=("aid", "aid kod", "aidkod", "aid etikett", "befattningskod", "yrkeskod"),
        looks=looks.like_aid,
    ),
    Wanted(
        name="extent",
        label=mark("Extent of employment (%)"),
        words=(
            "sysselsättningsgrad", "ssg", "syssgrad", "syss grad", "ssg %", "tjänstgöringsgrad",
            "omfattning", "grad", "%", "procent", "sysselsättningsgrad %", "anställningsgrad",
        ),
        looks=looks.like_share,
    ),
    Wanted(
        name="monthly",
        label=mark("Monthly pay, full time"),
        words=(
            "månadslön", "heltidslön", "lön", "grundlön", "fast lön", "månadslön heltid",
            "överenskommen lön", "fast kontant lön", "mån lön", "monthly salary",
        ),
        looks=looks.like_number,
    ),
    Wanted(
        name="actual",
        label=mark("Monthly pay, after extent"),
        words=("aktuell lön", "faktisk lön", "lön efter ssg", "utbetald lön",
               "deltidslön", "lön efter sysselsättningsgrad"),
        looks=looks.like_number,
    ),
    Wanted(
        name="hourly",
        label=mark("Hourly pay"),
        words=("timlön", "tim lön", "lön per timme", "hourly wage", "timlön kr"),
        looks=looks.like_number,
    ),
    Wanted(
        name="hours",
        label=mark("Hours in the year"),
        words=("arbetade timmar", "timmar", "antal timmar", "tjänstgjorda timmar"),
        looks=looks.like_number,
    ),
    Wanted(
        name="form",
        label=mark("Form of employment or pay"),
        words=("anställningsform", "löneform", "avlöningsform", "avtal", "anst form",
               "anställningstyp", "anstform"),
    ),
    Wanted(
        name="cost_centre",
        label=mark("Cost centre"),
        words=(
            "ansvar", "kostnadsställe", "kst", "ansvarskod", "konteringsansvar",
            "kontering ansvar", "kostnadsställekod", "ansv", "cost centre",
        ),
        looks=looks.like_code,
    ),
    Wanted(
        name="unit",
        label=mark("Unit in the HR system"),
        words=(
            "enhet", "enhetskod", "organisatorisk enhet", "organisationsenhet", "org enhet",
            "arbetsplats", "avdelning", "enhetsnamn", "organisation", "arbetsställe",
            "kostnadsställe namn", "ansvar namn", "ansvarsnamn", "ansvar benämning",
        ),
    ),
    Wanted(
        name="employed_from",
        label=mark("Employed from"),
        words=("anställd från", "anst from", "anställningsdatum", "from", "fr o m",
               "startdatum", "fr.o.m."),
        looks=looks.like_day,
    ),
    Wanted(
        name="employed_to",
        label=mark("Employed through (last day)"),
        words=("anställd till", "anst tom", "tom", "t o m", "slutdatum", "t.o.m.",
               "avgångsdatum"),
        looks=looks.like_day,
    ),
)  # fmt: skip
