"""Every text stays in the GSM alphabet, in every language, and names nobody."""

import pytest

from app.domain.message import Template
from app.domain.sms_text import Encoding, sms_text
from app.domain.subscription import Language
from app.usecases.sms_texts import text_of

TEMPLATES = [one for one in Template if one is not Template.OPERATORS_TEXT]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", [*Language, None])
@pytest.mark.parametrize("number", ["+3224060000", ""])
def test_the_text_fits_the_gsm_alphabet(template: Template, language: Language | None, number: str) -> None:
    text = text_of(template, language, number)
    found = sms_text(text)
    assert found.encoding is Encoding.GSM_7
    assert all(len(sms_text(part).parts) == 1 for part in text.split("\n"))
    assert all("VIVIUM Bijstand" in part for part in text.split("\n"))
    assert text.count("+32 2 406 00 00") == (0 if not number else text.count("\n") + 1)


@pytest.mark.parametrize("template", [Template.CALL_US_BACK, Template.WE_HAVE_YOUR_SIGNAL])
def test_a_driver_in_need_is_told_112(template: Template) -> None:
    assert all("112" in text_of(template, language, "+3224060000") for language in Language)


@pytest.mark.parametrize("template", TEMPLATES)
def test_without_a_language_it_says_it_in_dutch_french_and_english(template: Template) -> None:
    parts = [text_of(template, one, "+3224060000") for one in (Language.NL, Language.FR, Language.EN)]
    assert text_of(template, None, "+3224060000") == "\n".join(parts)
