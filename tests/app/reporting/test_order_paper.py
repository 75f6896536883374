"""The page of an order says what its document says, in the partner's language; the same document, the same page."""

import logging
from datetime import UTC, datetime

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

from app.reporting.order_paper import order_pdf, order_title, order_words
from resources.assets import paper_font

AT = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)
NAMES = "Łukasz Žižek, Ğüneş Őry, Ångström, Straße, Δημήτρης, Жуков"


def document(**changes: object) -> dict[str, object]:
    return {
        "purpose": "offer",
        "reference": "2026-000042",
        "version": 1,
        "language": "en",
        "text": ["PLACE: Bertem (3060)", f"ON THE SPOT: {NAMES}"],
        **changes,
    }


@pytest.mark.parametrize(("purpose", "said"), [("offer", "ORDER"), ("change", "CHANGED"), ("cancel", "CANCELLATION")])
def test_the_title_says_what_it_is_and_which_version(purpose: str, said: str) -> None:
    title = order_title(document(purpose=purpose, version=3))
    assert said in title
    assert "2026-000042" in title
    assert "3" in title


def test_the_words_are_those_of_the_document_and_ask_for_an_answer() -> None:
    words = order_words(document())
    assert "PLACE: Bertem (3060)" in words
    assert NAMES in words
    assert "when" in words
    assert "confirm that nobody comes" in order_words(document(purpose="cancel"))


def test_the_same_document_makes_the_same_page() -> None:
    page = order_pdf(document(), AT)
    assert page.startswith(b"%PDF-")
    assert page == order_pdf(document(), AT)
    assert page != order_pdf(document(version=2), AT)


def test_a_letter_that_the_font_lacks_is_a_box_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert order_pdf(document(text=["ON THE SPOT: 王芳"]), AT).startswith(b"%PDF-")
    assert not caplog.records


def test_the_font_has_the_letters_of_european_names() -> None:
    for weight in ("", "Bold"):
        letters = TTFont(paper_font(weight)).getBestCmap()
        assert {letter for letter in NAMES if ord(letter) not in letters} == set()
