"""The answer with a history: what is left, until when, and by when an advance is paid back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.rules.answer import History, answer
from app.rules.assess import assess
from app.rules.ledger import Use
from tests.situations.library import edition_of, facts_of

HOTEL, CAR = "P2.C2.A2.1.hotel", "P2.C2.A2.1.car"
PARTS = {"parts_unavailable_locally": True, "parts_needed_for_safe_operation": True}


def clause(name: str, history: History, **changes: object) -> dict[str, Any]:
    """What the answer says of one granted clause."""
    facts = facts_of({"from": "collision in France"}, {"persons_travelling": 2, **changes})
    told: dict[str, Any] = dict(answer([assess(edition_of(facts), facts)], history, "en"))
    options = [option for choice in told["choices"] for option in choice["options"]]
    return next(one for one in (*told["granted"], *options) if one["clause"] == name)


def test_without_a_history_nothing_of_it_is_told() -> None:
    assert not {"left", "beyond", "until", "repay_by"} & set(clause(HOTEL, History()))


def test_what_was_used_is_counted_down_and_what_was_beyond_is_told_apart() -> None:
    uses = (
        Use(HOTEL, "max_nights", Decimal(2)),
        Use(HOTEL, "max_eur", Decimal("280.50")),
        Use(CAR, "max_days", Decimal(12)),
    )
    assert clause(HOTEL, History(uses))["left"] == {"max_nights": 3, "max_eur": 419.5}
    car = clause(CAR, History(uses))
    assert (car["left"], car["beyond"]) == ({"max_days": 0}, {"max_days": 2})


@pytest.mark.parametrize(
    ("name", "changes", "day", "told"),
    [
        (CAR, {}, date(2026, 12, 30), {"until": "2027-01-08"}),
        (CAR, {"place": "BE"}, date(2028, 2, 27), {"until": "2028-03-02"}),
        (HOTEL, {}, date(2026, 2, 27), {"until": "2026-03-03"}),
        ("P2.C2.A1.2.e", {"vehicle_unusable_days_on_spot": 6}, date(2026, 1, 31), {"until": "2026-02-27"}),
        ("P2.C2.A1.2.f", PARTS, date(2026, 1, 31), {"repay_by": "2026-02-28"}),
        ("P2.C2.A1.2.b", {}, date(2026, 1, 31), {}),
    ],
)
def test_days_are_counted_from_the_day_it_began(
    name: str, changes: dict[str, object], day: date, told: dict[str, str]
) -> None:
    one = clause(name, History(started={name: day}), **changes)
    assert {key: one[key] for key in ("until", "repay_by") if key in one} == told
