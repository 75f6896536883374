"""What was searched for a caller goes into the field of the new case that it belongs to."""

import pytest

from ui.caller.told import Told, told_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0470 98 76 54", Told(number="0470 98 76 54")),
        ("+33 6 12 34 56 78", Told(number="+33 6 12 34 56 78")),
        ("016/22.33.44", Told(number="016/22.33.44")),
        ("1-abc-234", Told(car="1-abc-234")),
        ("0abc123", Told(car="0abc123")),
        ("58-1234567", Told(car="58-1234567")),
        ("356307042441013", Told(car="356307042441013")),
        ("3000", Told(place="3000")),
        ("3001 Heverlee", Told(place="3001 Heverlee")),
        ("50.86, 4.63", Told(place="50.86, 4.63")),
        ("petters", Told(car="petters")),
        ("", Told()),
    ],
)
def test_each_text_has_its_field(text: str, told: Told) -> None:
    assert told_of(text, "", "") == told


def test_the_number_of_the_exchange_stays_and_another_one_is_not_lost() -> None:
    told = told_of("0470 98 76 54", "+32470987654", "Rita")
    assert told == Told(number="+32470987654", name="Rita"), "the same number, written otherwise"
    assert told_of("0499 00 00 00", "+32470987654", "") == Told(number="+32470987654", words="0499 00 00 00")
