"""How a text fits into SMS: the table of the standard, and the cuts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib.gsm import GSM_CHARACTER_TABLE, gsm_encode

from app.domain.sms_text import ESCAPE, GSM_7, Encoding, encoded, plain, sms_text

WRONG_IN_SMPPLIB = {"`", "§", "\f"}
"""Its table has a grave accent where the standard has a section sign, and no page break."""


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts", "room"),
    [
        ("", Encoding.GSM_7, 0, 1, 160),
        ("a" * 160, Encoding.GSM_7, 160, 1, 0),
        ("a" * 161, Encoding.GSM_7, 161, 2, 145),
        ("€" * 80, Encoding.GSM_7, 160, 1, 0),
        ("€" * 81, Encoding.GSM_7, 162, 2, 143),
        ("a" * 306, Encoding.GSM_7, 306, 2, 0),
        ("a" * 307, Encoding.GSM_7, 307, 3, 152),
        ("é" * 160, Encoding.GSM_7, 160, 1, 0),
        ("ê" * 70, Encoding.UCS_2, 70, 1, 0),
        ("ê" + "a" * 70, Encoding.UCS_2, 71, 2, 63),
        ("😀" * 35, Encoding.UCS_2, 70, 1, 0),
        ("😀" * 36, Encoding.UCS_2, 72, 2, 61),
    ],
)
def test_how_long_a_text_is(text: str, encoding: Encoding, units: int, parts: int, room: int) -> None:
    found = sms_text(text)
    assert (found.encoding, found.units, len(found.parts), found.room) == (encoding, units, parts, room)


def test_an_extension_character_and_a_surrogate_pair_are_never_cut() -> None:
    assert sms_text("a" * 152 + "€" + "b" * 20).parts == ("a" * 152, "€" + "b" * 20)
    assert sms_text("a" * 66 + "😀" + "b" * 20).parts == ("a" * 66, "😀" + "b" * 20)


def test_what_makes_it_longer_is_named_once_and_in_order() -> None:
    assert sms_text("ça — ça ë").foreign == ("ç", "—", "ë")
    assert sms_text("é€à").foreign == ()


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Ça va être réglé, garçon", "Ça va etre réglé, garcon"),
        ("geïnd, reünie, naïef, ë", "geind, reünie, naief, e"),
        ("“ja” – ‘nee’ … cœur", "\"ja\" - 'nee' ... coeur"),
        ("Straße € 5", "Straße € 5"),
        ("Привет ő", "Привет o"),
        ("e\u0301", "é"),
    ],
)
def test_plain_letters_stand_in_for_what_has_one(text: str, without: str) -> None:
    assert plain(text) == without


def test_the_alphabet_is_that_of_smpplib_where_smpplib_is_right() -> None:
    known = {letter for letter in GSM_CHARACTER_TABLE if letter not in ("\x1b", *WRONG_IN_SMPPLIB)}
    assert known <= GSM_7.keys()
    for letter, code in GSM_7.items():
        if letter not in WRONG_IN_SMPPLIB:
            assert gsm_encode(letter) == code
    assert len(GSM_7) == 127 + 10
    assert GSM_7["§"] == b"\x5f"
    assert "`" not in GSM_7


@given(st.text(max_size=700))
def test_the_parts_are_the_text_and_each_fits(text: str) -> None:
    found = sms_text(text)
    assert "".join(found.parts) == text
    most = found.encoding.room_alone if len(found.parts) == 1 else found.encoding.room_in_part
    septet = 1 if found.encoding is Encoding.GSM_7 else 2
    for part in found.parts:
        assert len(encoded(part, found.encoding)) // septet <= most


def test_half_of_a_surrogate_pair_is_no_fault() -> None:
    assert sms_text("\ud83d").units == 1
    assert encoded("\ud83d", Encoding.UCS_2) == b"\x00?"


@given(st.text(alphabet=sorted(GSM_7), max_size=400))
def test_a_text_of_the_alphabet_stays_in_it(text: str) -> None:
    found = sms_text(text)
    assert (found.encoding, found.foreign, plain(text)) == (Encoding.GSM_7, (), text)
    assert all(byte < 0x80 for part in found.parts for byte in encoded(part, found.encoding))
    assert ESCAPE not in encoded(text, Encoding.GSM_7)[-1:]
