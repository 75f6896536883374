"""Numbers as people type them, and what the number plan says of them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contact import NumberKind
from app.usecases.phone_numbers import e164_of, kind_of, shown


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("0032 470 12 34 56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("016 12 34 56", "+3216123456"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+32 412 34 56 78", "+32412345678"),
    ],
)
def test_one_spelling_inside(typed: str, e164: str) -> None:
    assert e164_of(typed) == e164


@pytest.mark.parametrize("typed", ["", " ", "112", "Jan", "+", "+32", "0470", "+32470123456789", "+999123456789"])
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert e164_of(typed) is None


@pytest.mark.parametrize(
    ("e164", "kind"),
    [
        ("+32470123456", NumberKind.MOBILE),
        ("+3216123456", NumberKind.LANDLINE),
        ("+3280012414", NumberKind.LANDLINE),
        ("+33612345678", NumberKind.FOREIGN_MOBILE),
        ("+12025550123", NumberKind.FOREIGN_MOBILE),
        ("+33145678901", NumberKind.FOREIGN),
        ("+32412345678", NumberKind.INVALID),
        ("112", NumberKind.INVALID),
        ("Jan", NumberKind.INVALID),
    ],
)
def test_the_plan_tells_mobiles_from_landlines(e164: str, kind: NumberKind) -> None:
    assert kind_of(e164) is kind


@pytest.mark.parametrize(
    ("e164", "text"),
    [("+32470123456", "+32 470 12 34 56"), ("+33612345678", "+33 6 12 34 56 78"), ("Jan", "Jan"), ("", "")],
)
def test_shown_as_people_write_it(e164: str, text: str) -> None:
    assert shown(e164) == text


@given(
    st.from_regex(r"(\+32|0032|0)(4[5-9][0-9]{7}|[1-9][0-9]{7})", fullmatch=True),
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from(" ./-")), max_size=5),
)
def test_a_belgian_number_is_read_as_the_number_plan_reads_it(number: str, signs: list[tuple[int, str]]) -> None:
    typed = number
    for place, sign in signs:
        typed = typed[:place] + sign + typed[place:]
    parsed = phonenumbers.parse(typed, "BE")
    assert phonenumbers.is_possible_number(parsed)
    assert e164_of(typed) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
