"""The cards say what decides, in words, for every clause and in every language."""

from decimal import Decimal

import pytest

from app.rules.clauses import Edition
from app.rules.duration import Duration
from app.rules.errors import RuleError
from app.rules.kernel import Knowledge, Truth, _OneFact
from app.rules.rule_cards import CardWriter
from app.rules.rule_pages import PageWriter
from tests.situations.library import editions


class Odd(_OneFact):
    """A kind of condition that came after the cards."""

    def holds(self, known: Knowledge) -> Truth:
        """Say nothing."""
        del known
        return None


CONDITIONS = editions()["000058-1001202-20240301"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("edition", editions().values(), ids=lambda edition: edition.name)
def test_every_clause_has_a_page(edition: Edition, language: str) -> None:
    writer = CardWriter(edition, language)
    pages = PageWriter(edition, writer, language)
    cards = list(writer.cards())
    assert [card.clause.clause_id for card in cards] == list(edition.clauses)
    for card in cards:
        page = pages.page(card)
        assert card.clause.title[language].replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#x27;") in page
        assert page.count("<table>") == page.count("</table>")


def test_a_card_tells_the_tree() -> None:
    card = CardWriter(CONDITIONS, "en").card(CONDITIONS.clauses["P2.C2.A2.1.hotel"])
    threshold = card.needs[-1]
    assert [(line.depth, line.text) for line in threshold.lines] == [
        (0, "at least one of these:"),
        (1, "all of this:"),
        (2, "«Where are you, in which country?» one of BE"),
        (2, "«How many hours does the repair take?» more than 2 h"),
        (1, "all of this:"),
        (2, "«Where are you, in which country?» none of BE"),
        (2, "«How many hours does the repair take?» more than 24 h"),
    ]
    assert card.limits["max_eur"] == "«How many persons are you in all?» (as in the case) times 70 times 5"
    assert card.limits["max_nights"] == "5"


@pytest.mark.parametrize(
    ("clause", "need", "text"),
    [
        (
            "P2.C2.A1.2.c",
            "transport_worth_it",
            "«What does the transport of the vehicle to Belgium cost?» at most «What was",
        ),
        ("P2.C2.A1.1.b", "not_repairable", "«Can it be repaired or solved on the spot?» no"),
        ("P3.A3.1.f", "p3_trip", "less than 3 months"),
        ("P2.C2.A2.1.car", "c2_garage", "not:"),
        ("P3.A3.1.a", "p3_person_or_a4", "at least one of these:"),
    ],
)
def test_the_words_of_a_need(clause: str, need: str, text: str) -> None:
    card = CardWriter(CONDITIONS, "en").card(CONDITIONS.clauses[clause])
    lines = next(one.lines for one in card.needs if one.need.name == need)
    assert any(text in line.text for line in lines)


def test_what_builds_on_another_clause_names_it() -> None:
    writer = CardWriter(CONDITIONS, "en")
    told = [line.text for line in writer.card(CONDITIONS.clauses["P2.C1.G.I.2.self"]).when]
    assert told[-2:] == ["not:", "all that is asked by P2.C1.G.I.2.exgratia"]
    assert [line.text for line in writer.card(CONDITIONS.clauses["P1.MOD.2"]).when] == [
        "«What prevents the service (strike, riot, ban, weather)?» has been said"
    ]
    assert [line.text for line in writer.card(CONDITIONS.clauses["P1.ID"]).when] == ["always"]


def test_the_index_names_every_number_with_its_clauses() -> None:
    figures = {figure.name: figure for figure in CardWriter(CONDITIONS, "nl").figures()}
    assert set(figures) == set(CONDITIONS.figures)
    assert all(figure.clauses for figure in figures.values())
    assert figures["hotel_eur"].clauses[:2] == ("P2.C2.A2.1.hotel", "P2.C4.A2.3")
    assert figures["lawyer_eur"].clauses == ("P2.C2.A2.5.b",)
    page = PageWriter(CONDITIONS, CardWriter(CONDITIONS, "nl"), "nl").index(list(CardWriter(CONDITIONS, "nl").cards()))
    assert "<td>opsporing en redding, EUR</td><td>15000</td><td><a href='P3.A3.3.a.html'>" in page


def test_doubts_to_be_confirmed_are_marked() -> None:
    writer = CardWriter(CONDITIONS, "nl")
    page = PageWriter(CONDITIONS, writer, "nl").page(writer.card(CONDITIONS.clauses["P2.C2.A2.1.car"]))
    assert "A06: " in page
    assert "(te bevestigen door de verzekeraar)" in page


def test_what_the_cards_do_not_know_is_no_silence() -> None:
    writer = CardWriter(CONDITIONS, "en")
    with pytest.raises(TypeError, match="is no amount"):
        writer.tell_amount("many")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="is no condition"):
        list(writer.tell(Odd("repair_hours")))


def test_all_cards_are_one_document_with_the_index_of_numbers() -> None:
    writer = CardWriter(CONDITIONS, "nl")
    cards = [writer.card(CONDITIONS.clauses[name]) for name in ("P2.C2.A2.1.hotel", "P3.A3.3.j")]
    whole = PageWriter(CONDITIONS, writer, "nl").whole(cards)
    assert whole.count("<html") == 1
    assert all(card.clause.quote in whole for card in cards)
    assert "70" in whole
    assert "href" not in whole, "a printed page has nothing to click"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("edition", editions().values(), ids=lambda edition: edition.name)
def test_every_number_limit_and_fixed_word_has_a_name(edition: Edition, language: str) -> None:
    writer = CardWriter(edition, language)
    names = [writer.name("figure", figure.name) for figure in writer.figures()]
    assert len(set(names)) == len(names), "two numbers of one name cannot be told apart"
    for card in writer.cards():
        for key, value in card.limits.items():
            assert writer.name("limit_key", key)
            if language != "en":
                assert not {"garage designated", "from dispatch", "paid by", "cost of"} & {value}, (key, value)


def test_a_number_is_told_in_words() -> None:
    page = PageWriter(CONDITIONS, CardWriter(CONDITIONS, "nl"), "nl").page(
        CardWriter(CONDITIONS, "nl").card(CONDITIONS.clauses["P2.C2.A1.2.f"])
    )
    assert "terugbetalen binnen: 1 maand na de verzending" in page
    assert "wisselstukken" in page
    assert "minder dan 3 maanden" in page
    german = CardWriter(CONDITIONS, "de")
    assert german.length(Decimal("5.5")) == "5,5"
    assert german.length(Duration.parse("P1Y2M1D")) == "1 Jahr 2 Monate 1 Tag"
    assert CardWriter(CONDITIONS, "en").length(Decimal("5.5")) == "5.5"
    whole = PageWriter(CONDITIONS, german, "de").whole([])
    assert "<td>Länge der Reise</td><td>3 Monate</td>" in whole


def test_a_number_that_nobody_named_is_said() -> None:
    with pytest.raises(RuleError, match="nothing says what the figure 'shoe_size' is called"):
        CardWriter(CONDITIONS, "nl").name("figure", "shoe_size")
