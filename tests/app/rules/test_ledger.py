"""What is left, until when, and who pays the rest; money is exact and never below zero."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.amounts import Limits, LimitValue
from app.rules.duration import Duration
from app.rules.ledger import Split, Use, after, balance, last_day, repay_by, split

HOTEL: dict[str, LimitValue] = {
    "eur_per_night_per_person": Decimal(70),
    "max_nights": Decimal(5),
    "max_eur": Decimal(1050),
}


def limits(**values: LimitValue) -> Limits:
    return Limits(values, ())


def use(limit: str, amount: str, clause: str = "c") -> Use:
    return Use(clause, limit, Decimal(amount))


def test_three_people_five_nights() -> None:
    assert balance("c", Limits(HOTEL, ()), []).left == {"max_nights": 5, "max_eur": 1050}


def test_a_night_that_was_used_takes_its_money_along() -> None:
    rest = balance("c", Limits(HOTEL, ()), [use("max_nights", "2"), use("max_eur", "400")])
    assert rest.left == {"max_nights": 3, "max_eur": Decimal(630)}
    assert rest.beyond == {}


def test_money_that_was_used_is_gone_though_nights_are_left() -> None:
    assert balance("c", Limits(HOTEL, ()), [use("max_eur", "1000.50")]).left["max_eur"] == Decimal("49.50")


def test_what_another_clause_used_does_not_count() -> None:
    assert balance("c", limits(max_days=Decimal(5)), [use("max_days", "5", "other")]).left == {"max_days": 5}


def test_what_one_insured_used_is_left_to_the_other() -> None:
    rest = balance("c", limits(max_eur_per_insured=Decimal(100)), [use("max_eur_per_insured:1", "130")])
    assert rest.left == {"max_eur_per_insured:1": 0, "max_eur_per_insured:2": 100}
    assert rest.beyond == {"max_eur_per_insured:1": 30}


def test_what_was_given_beyond_the_limit_is_told() -> None:
    rest = balance("c", limits(max_days=Decimal(5)), [use("max_days", "4"), use("max_days", "3")])
    assert rest.left == {"max_days": 0}
    assert rest.beyond == {"max_days": 2}


def test_words_and_what_is_not_known_are_not_counted() -> None:
    assert balance("c", limits(destination="nearest garage", max_eur=None, parts_paid_by="insured"), []).left == {}


def test_the_escort_stays_two_nights() -> None:
    escort = limits(hotel_eur_per_night=Decimal(70), hotel_max_nights=Decimal(2), hotel_max_eur=Decimal(140))
    assert balance("c", escort, [use("hotel_max_nights", "1")]).left == {"hotel_max_nights": 1, "hotel_max_eur": 70}


@pytest.mark.parametrize(
    ("left", "wanted", "within", "rest"),
    [
        ("100", "99.99", "99.99", "0"),
        ("100", "100", "100", "0"),
        ("100", "100.01", "100", "0.01"),
        (None, "9", "9", "0"),
    ],
)
def test_an_order_is_split_at_the_limit(left: str | None, wanted: str, within: str, rest: str) -> None:
    ceiling = None if left is None else Decimal(left)
    assert split(ceiling, Decimal(wanted)) == Split(Decimal(within), Decimal(rest))


@given(
    st.decimals(0, 10**6, places=2),
    st.lists(st.decimals(0, 10**5, places=2), max_size=8),
    st.decimals(0, 10**6, places=2),
)
def test_used_and_left_never_exceed_the_limit(ceiling: Decimal, uses: list[Decimal], wanted: Decimal) -> None:
    ledger = [Use("c", "max_eur", amount) for amount in uses]
    rest = balance("c", limits(max_eur=ceiling), ledger)
    left = rest.left["max_eur"]
    assert 0 <= left <= ceiling
    assert left + sum(uses, Decimal(0)) - rest.beyond.get("max_eur", Decimal(0)) == ceiling
    assert split(left, wanted).within <= left


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"max_days": Decimal(5)}, date(2026, 3, 5)),
        ({"max_days": Decimal(1)}, date(2026, 3, 1)),
        ({"max_nights": Decimal(5)}, date(2026, 3, 5)),
        ({"max_months": Decimal(1)}, date(2026, 3, 31)),
        ({"extra_days": Decimal(5), "on_top_of": Decimal(30)}, date(2026, 4, 4)),
        ({"max_eur": Decimal(5)}, None),
    ],
)
def test_the_last_day(values: dict[str, LimitValue], expected: date | None) -> None:
    assert last_day(Limits(values, ()), date(2026, 3, 1)) == expected


@pytest.mark.parametrize(
    ("handed_over", "expected"),
    [
        (date(2026, 3, 15), date(2026, 4, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_an_advance_is_repaid_within_a_month(handed_over: date, expected: date) -> None:
    assert repay_by(limits(repay_within="P1M"), handed_over) == expected
    assert repay_by(limits(price_repay_within="P1M from dispatch"), handed_over) == expected


def test_nothing_advanced_is_nothing_to_repay() -> None:
    assert repay_by(limits(max_eur=Decimal(5)), date(2026, 3, 1)) is None


def test_months_and_days_are_added_in_that_order() -> None:
    assert after(date(2026, 1, 31), Duration(1, 3)) == date(2026, 3, 3)
    assert after(date(2026, 11, 30), Duration(15, 0)) == date(2028, 2, 29)
