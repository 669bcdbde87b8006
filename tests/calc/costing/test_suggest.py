# SPDX-License-Identifier: EUPL-1.2
"""Suggestions by chart and by name; charges that cancel; and rules that say the same as
the decisions they were made of."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.mapping import (
    BadPatternError,
    Coding,
    Rule,
    exactly,
    first_fit,
    parts,
    pattern,
)
from gemensam.calc.costing.suggest import (
    Described,
    Kind,
    Offered,
    Posting,
    Suggester,
    Sureness,
    cancelling,
    compact,
)

SERVICES = (
    Offered(key=1, area="finance", name="Ekonomisystem, användare"),
    Offered(key=2, area="it", name="Mobilabonnemang"),
    Offered(key=3, area="hr", name="Lönespecifikation, månadsavlönad"),
    Offered(key=4, area="hr", name="Lönespecifikation, timavlönad"),
)
PLAIN = Suggester(SERVICES, {})


def told(
    account: str,
    name: str,
    *,
    chart: str = "kommun-bas",
    centre: str = "",
    counterpart: str = "",
    supports: bool | None = None,
    suggester: Suggester = PLAIN,
) -> tuple[Kind, Sureness, object]:
    found = suggester.suggest(
        Described(
            coding=Coding(1, account, "101", "", "", "", chart),
            account=name,
            centre=centre,
            counterpart=counterpart,
            supports=supports,
        )
    )
    assert found is not None
    assert found.reason.format_map(found.values)
    return found.kind, found.sure, found.service


def test_the_same_number_means_different_things_in_each_chart() -> None:
    assert told("5010", "Månadslöner", supports=False)[0] is Kind.PEOPLE
    rent = told("5010", "Lokalhyra", chart="bas", supports=True)
    assert rent[0] is Kind.OVERHEAD
    assert told("7210", "Löner till tjänstemän", chart="bas")[0] is Kind.PEOPLE
    assert told("7210", "Resor", supports=True)[0] is Kind.OVERHEAD


@pytest.mark.parametrize(
    ("account", "name", "supports", "wanted"),
    [
        ("3010", "Försäljning", None, Kind.OUTSIDE),
        ("4511", "Ekonomiskt bistånd", None, Kind.OUTSIDE),
        ("8011", "Allmän kommunalskatt", None, Kind.OUTSIDE),
        ("6421", "Livsmedel", False, Kind.OUTSIDE),
        ("6461", "Kontorsmaterial", True, Kind.OVERHEAD),
        ("5010", "Arvoden förtroendevalda", None, Kind.OUTSIDE),
        ("5031", "OB-tillägg, jour och beredskap", None, Kind.OUTSIDE),
        ("7911", "Avskrivningar", False, Kind.OUTSIDE),
    ],
)
def test_what_groups_of_kommun_bas_are(
    account: str, name: str, supports: bool | None, wanted: Kind
) -> None:
    assert told(account, name, supports=supports)[0] is wanted


def test_a_cost_centre_that_is_nobodys_is_judged_by_its_name() -> None:
    kind, sure, _ = told("6461", "Kontorsmaterial", centre="IT-avdelningen")
    assert (kind, sure) == (Kind.OVERHEAD, Sureness.GUESS)
    assert told("6461", "Kontorsmaterial", centre="Kvalitetens skola")[0] is (
        Kind.OUTSIDE
    ), "“it” is not in “kvalitet”"


def test_names_tell_the_service_only_when_they_speak_of_one() -> None:
    assert told("7521", "Licenser ekonomisystem", supports=True) == (
        Kind.DIRECT,
        Sureness.LIKELY,
        1,
    )
    assert told("6811", "Mobilabonnemang", supports=False)[2] == 2
    assert told("7531", "Lönespecifikationer", supports=True)[2] is None, "two share it"


# --------------------------------------------------------------- internal charges

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


def posting(account: str, month: date, ore: int, entity: int = 1) -> Posting:
    return Posting(entity=entity, account=account, month=month, ore=ore)


def test_a_charge_and_its_counterpart_both_fall_away_once() -> None:
    """Two cost accounts mirror one income account: only one of them is its counterpart."""
    cancels = cancelling(
        [
            posting("3981", JANUARY, -500),
            posting("3981", FEBRUARY, -700),
            posting("7981", JANUARY, 500),
            posting("7981", FEBRUARY, 700),
            posting("7982", JANUARY, 500),
            posting("7982", FEBRUARY, 700),
        ]
    )
    assert cancels == {(1, "3981"): "7981", (1, "7981"): "3981"}


def test_nothing_cancels_across_legal_entities_nor_month_for_month_only_in_sum() -> (
    None
):
    assert not cancelling(
        [posting("3981", JANUARY, -500), posting("7981", JANUARY, 500, entity=2)]
    )
    assert not cancelling(
        [posting("3981", JANUARY, -500), posting("7981", FEBRUARY, 500)]
    )


def test_internal_charges_are_told_by_words_counterparts_and_pairs() -> None:
    pairs = Suggester(SERVICES, {(1, "3922"): "7921"})
    assert told("3922", "Kapitalkostnader, interna intäkter", suggester=pairs)[:2] == (
        Kind.INTERNAL,
        Sureness.SURE,
    )
    assert told("7981", "Köp av stödtjänster internt", counterpart="Interna")[:2] == (
        Kind.INTERNAL,
        Sureness.SURE,
    )
    assert told("6012", "Internhyra")[:2] == (Kind.INTERNAL, Sureness.LIKELY)
    assert told("6891", "Stödtjänster från kommunens servicecenter", chart="bas")[
        0
    ] is (Kind.INTERNAL)
    group = Suggester(SERVICES, {}, group=["Lindby kommun"])
    bought = {"chart": "bas", "counterpart": "Lindby kommun", "suggester": group}
    assert told("6891", "Stödtjänster från servicecenter", **bought)[:2] == (  # type: ignore[arg-type]
        Kind.INTERNAL,
        Sureness.SURE,
    )
    assert told("5320", "El", supports=False, **bought)[0] is Kind.OUTSIDE  # type: ignore[arg-type]


def test_what_was_bought_outside_is_not_eliminated() -> None:
    assert told("6821", "Internetförbindelse", supports=True)[0] is not Kind.INTERNAL
    assert (
        told("7981", "Köp internt", counterpart="Privata företag", supports=True)[0]
        is Kind.OVERHEAD
    )
    pairs = Suggester(SERVICES, {(1, "6421"): "3010"})
    assert (
        told("6421", "Livsmedel", counterpart="Privata företag", suggester=pairs)[0]
        is not Kind.INTERNAL
    )


# ------------------------------------------------------------------- compact rules

codes = st.sampled_from(["", "1", "2", "30", "A-1", "x y", "4-5"])
codings = st.builds(
    Coding,
    entity=st.sampled_from([1, 2]),
    account=st.sampled_from(["5010", "5011", "6010", "601"]),
    cost_centre=codes,
    activity=codes,
    project=codes,
    counterpart=codes,
    chart=st.sampled_from(["bas", "kommun-bas"]),
)


@given(st.dictionaries(codings, st.sampled_from(["people", "overhead", ("d", 1)])))
def test_rules_decide_every_string_as_it_was_decided_alone(
    decisions: dict[Coding, object],
) -> None:
    rules = compact(decisions)
    place = first_fit([rule for rule, _decision in rules])
    for coding, decision in decisions.items():
        found = place(coding)
        assert found is not None
        assert rules[found][1] == decision


@given(
    st.dictionaries(codings, st.sampled_from(["people", "outside"])),
    st.sets(codings),
)
def test_what_was_not_decided_is_left_where_cost_centres_tell_it_apart(
    decisions: dict[Coding, object], others: set[Coding]
) -> None:
    spoken_of = {
        (one.entity, one.chart, one.account, one.cost_centre) for one in decisions
    }
    left = {
        one
        for one in others
        if (one.entity, one.chart, one.account, one.cost_centre) not in spoken_of
        and (one.entity, one.chart, one.account, "") not in spoken_of
    }
    place = first_fit([rule for rule, _ in compact(decisions, leave=left)])
    assert all(place(one) is not None for one in decisions)
    assert all(place(one) is None for one in left)


def test_many_strings_become_few_rules() -> None:
    strings: dict[Coding, object] = {
        Coding(1, str(account), str(centre), "", "", "", "bas"): (
            "overhead" if centre < 103 and account > 5010 else "outside"
        )
        for account in range(5000, 5050)
        for centre in range(100, 200)
    }
    rules = compact(strings)
    assert len(rules) == 2
    assert [rule.cost_centre for rule, _ in rules] == ["100,101,102", ""]


CODES = st.text(alphabet='ab1-*= .,"', min_size=1, max_size=5)


@given(CODES, CODES | st.text(max_size=4))
def test_a_code_as_it_stands_fits_itself_alone(code: str, other: str) -> None:
    fits = pattern(exactly(code))
    assert fits(code)
    assert fits(other) == (other == code)


@given(st.lists(CODES, min_size=1, max_size=4), CODES)
def test_codes_between_commas_fit_themselves_alone(
    codes: list[str], other: str
) -> None:
    listed = [exactly(code) for code in codes]
    assert parts(",".join(listed)) == listed
    fits = pattern(", ".join(listed))
    assert all(fits(code) for code in codes)
    assert fits(other) == (other in codes)


def test_quotes_that_quote_no_whole_code_stand_for_themselves() -> None:
    assert parts('="A,1, 5010 ,="b"c') == ['="A', "1", "5010", '="b"c']
    assert pattern('="b"c')('"b"c')
    with pytest.raises(BadPatternError, match="comma in it"):
        pattern("A,,B")


# ------------------------------------------------------------- the first rule that fits

patterns = st.sampled_from(["", "5010", "50*", "5010-5799", "60*,5011", "=A-1"])


@given(
    st.lists(st.tuples(patterns, patterns, st.sampled_from([None, 1, 2]))),
    st.lists(codings, min_size=1),
)
def test_the_first_that_fits_is_what_trying_each_in_turn_gives(
    made: list[tuple[str, str, int | None]], strings: list[Coding]
) -> None:
    rules = [
        Rule(entity=entity, account=account, cost_centre=centre)
        for account, centre, entity in made
    ]
    place = first_fit(rules)
    for coding in strings:
        wanted = next(
            (
                number
                for number, rule in enumerate(rules)
                if (rule.entity is None or rule.entity == coding.entity)
                and pattern(rule.account)(coding.account)
                and pattern(rule.cost_centre)(coding.cost_centre)
            ),
            None,
        )
        assert place(coding) == wanted
