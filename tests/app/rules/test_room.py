"""What may still be given under a clause without anybody else paying."""

from decimal import Decimal

import pytest

from app.rules.assess import assess
from app.rules.ledger import Room, Use, room_of
from tests.situations.library import edition_of, facts_of

HOTEL, CAR, RETURN, TOW = "P2.C2.A2.1.hotel", "P2.C2.A2.1.car", "P2.C2.A2.1.return", "P2.C2.A1.1.b"
ABROAD, EACH = "P3.A3.1.f", "max_eur_per_insured:{}"


def room(clause: str, *uses: Use, base: str = "collision in Belgium", **changes: object) -> Room:
    facts = facts_of({"from": base}, {"persons_travelling": 3, **changes})
    return room_of([assess(edition_of(facts), facts)], clause, uses)


def use(clause: str, limit: str, amount: str) -> Use:
    return Use(clause, limit, Decimal(amount))


@pytest.mark.parametrize(
    ("nights", "euros", "left"),
    [("0", "0", "0"), ("2", "0", "420"), ("2", "419.99", "0.01"), ("2", "420", "0"), ("5", "1000", "50")],
)
def test_money_by_the_night_follows_the_nights(nights: str, euros: str, left: str) -> None:
    told = room(HOTEL, use(HOTEL, "max_nights", nights), use(HOTEL, "max_eur", euros))
    assert told.left == {"max_nights": Decimal(5) - Decimal(nights), "max_eur": Decimal(left)}
    assert told.nights_first == (frozenset({"max_eur"}) if nights == "0" else frozenset())


def test_without_the_number_of_persons_no_money_can_be_entered() -> None:
    assert room(HOTEL, persons_travelling=None).left == {"max_nights": Decimal(5)}


def test_no_limit_stated_is_no_limit() -> None:
    assert room(TOW).left == {"eur": None}
    assert room(CAR).left == {"max_days": Decimal(5), "eur": None}


def test_the_escort_has_a_hotel_with_a_limit_and_a_journey_without() -> None:
    told = room(
        "P3.A3.1.b.escort",
        base="ill in the USA",
        medical_transport_decided=True,
        youngest_child_age=3,
        adult_escort_remains=False,
    )
    assert told.left == {"hotel_max_nights": Decimal(2), "hotel_max_eur": Decimal(0), "eur": None}
    assert told.nights_first == {"hotel_max_eur"}


def test_an_amount_for_the_whole_is_the_only_money() -> None:
    assert room(ABROAD, base="ill in the USA").left == {EACH.format(1): Decimal(50000)}


def test_each_insured_has_an_amount_of_his_own() -> None:
    first = use(ABROAD, EACH.format(1), "50000")
    told = room(ABROAD, first, base="ill in the USA")
    assert told.left == {EACH.format(1): Decimal(0), EACH.format(2): Decimal(50000)}
    told = room(ABROAD, first, use(ABROAD, EACH.format(2), "1250.10"), base="ill in the USA")
    assert told.left[EACH.format(2)] == Decimal("48749.90")
    assert told.left[EACH.format(3)] == Decimal(50000)


def test_what_was_entered_for_nobody_by_name_is_of_the_first() -> None:
    told = room(ABROAD, use(ABROAD, "max_eur_per_insured", "20000"), base="ill in the USA")
    assert told.left == {EACH.format(1): Decimal(30000), EACH.format(2): Decimal(50000)}


def test_of_a_group_what_was_given_leaves_nothing_of_the_others() -> None:
    given = use(HOTEL, "max_nights", "1")
    assert room(CAR, given).left == {"max_days": Decimal(0), "eur": Decimal(0)}
    assert room(RETURN, given).left == {"eur": Decimal(0)}
    assert room(TOW, given).left == {"eur": None}
    assert room(HOTEL, given).left["max_nights"] == Decimal(4)
    assert room(CAR, use(HOTEL, "max_nights", "0")).left["max_days"] == Decimal(5), "all of it was paid by others"


@pytest.mark.parametrize(("base", "left"), [("theft in Spain", Decimal(30)), ("theft in Belgium", Decimal(0))])
def test_a_theft_abroad_has_car_and_return_together(base: str, left: Decimal) -> None:
    assert room("P2.C3.A2.4", use("P2.C3.A2.1", "eur", "300"), base=base).left["max_days"] == left


def test_what_is_not_granted_leaves_nothing_and_what_is_no_guarantee_has_no_ledger() -> None:
    assert room(HOTEL, repair_hours=1).left == {"eur": Decimal(0)}
    assert room(HOTEL, repair_hours=None).left == {"eur": Decimal(0)}
    assert room("P1.TRUST").left == {}
    assert room("P9.NOTHING").left == {}
