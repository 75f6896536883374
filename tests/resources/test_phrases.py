"""Every sentence is there in every language, and what is written in other letters says how it is read."""

import pytest

from resources.phrases import read_phrases

FACTS = {"", "112_told", "tow_accepted", "interpreter"}


@pytest.mark.parametrize("code", read_phrases().languages)
def test_every_language_has_every_sentence(code: str) -> None:
    for phrase in read_phrases().phrases:
        spoken = phrase.spoken[code]
        assert spoken.text.strip()
        is_latin = all(letter < "Ͱ" for letter in spoken.text)
        assert is_latin or spoken.say, f"{phrase.key} in {code} cannot be read aloud"
        assert all(letter < "Ͱ" for letter in spoken.say)


def test_what_depends_on_a_fact_names_one_that_is_known() -> None:
    assert {phrase.when for phrase in read_phrases().phrases} == FACTS


def test_each_thing_is_said_once() -> None:
    keys = [phrase.key for phrase in read_phrases().phrases]
    assert len(set(keys)) == len(keys)
