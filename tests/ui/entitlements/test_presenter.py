"""The cards say what the service decided, word for word, and say when nobody confirms it."""

import pytest

from app import i18n
from app.api.cases import CardInfo, CardStatus
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import CARDS, a_full_case, ago
from tests.support.contract import NOW, a_snapshot, a_tick, an_event, me
from tests.support.desk_parts import Shower
from ui.entitlements.presenter import EntitlementsPresenter
from ui.entitlements.state import EntitlementsState, Standing
from ui.entitlements.words import STANDINGS, card_of
from ui.ports import LinkState
from ui.words.times import since_text


class View:
    def __init__(self) -> None:
        self.states: list[EntitlementsState | None] = []
        self.walked = 0

    @property
    def state(self) -> EntitlementsState:
        state = self.states[-1]
        assert state is not None
        return state

    def show_state(self, state: EntitlementsState | None) -> None:
        self.states.append(state)

    def walk(self) -> None:
        self.walked += 1


def cards() -> tuple[View, EntitlementsPresenter]:
    view = View()
    presenter = EntitlementsPresenter(view, me(), FakeBackend(), FakeClock(), Shower(), Shower())
    presenter.on_case(a_full_case())
    return view, presenter


def a_card(**changes: object) -> CardInfo:
    return CARDS[2].model_copy(update=changes)


def test_what_is_granted_stands_first_and_every_card_is_there() -> None:
    view, _presenter = cards()
    assert [card.key for card in view.state.cards] == [
        "S2.ECALL.call",
        "S2.ECALL.tow",
        "S2.ECALL.sms",
        "S2.ECALL.services",
    ]


@pytest.mark.parametrize("status", CardStatus)
def test_every_status_has_a_word_of_its_own(status: CardStatus) -> None:
    assert card_of(a_card(status=status)).standing_words
    assert len({words() for words in STANDINGS.values()}) == len(Standing)


def test_a_rule_that_gives_nothing_is_not_granted() -> None:
    assert card_of(a_card(clause="S2.ECALL.gsm", status=CardStatus.GRANTED)).standing_words == "applies"


def test_a_refusal_stands_before_what_does_not_apply() -> None:
    view, presenter = cards()
    refused = CARDS[0].model_copy(update={"status": CardStatus.REFUSED})
    presenter.on_case(a_full_case(cards=(CARDS[1], refused)))
    assert [card.standing for card in view.state.cards] == [Standing.REFUSED, Standing.NOT_NOW]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_dutch_words_of_the_clause_are_never_translated(language: str) -> None:
    i18n.set_language(language)
    try:
        assert card_of(a_card()).clauses[0].quote_nl == "Antwoordt u niet op de oproep"
    finally:
        i18n.set_language("en")


def test_figures_and_missing_facts_are_words() -> None:
    card = card_of(a_card())
    assert card.figures == "1 SMS"
    assert card.missing == ("whether the call is answered",)
    tow = card_of(a_card(limits={"immediate": "true", "sends": "location", "theft_cover_required": "false"}))
    assert tow.figures == "at once, sends the place"


def test_the_limit_of_the_clause_stands_beside_what_was_measured() -> None:
    signal = card_of(a_card(limits={"sends": "location", "signal_g": "2.5", "impact_g": "6.28312"}))
    assert signal.figures == "sends the place, from 2.5\u00a0g, measured 6.3\u00a0g"
    assert card_of(a_card(limits={"tow_g": "4.0", "impact_g": "12"})).figures == "above 4\u00a0g, measured 12.0\u00a0g"
    cut_off = a_card(limits={"tow_g": "4", "impact_g": "8"}, at_least=("impact_g",))
    assert card_of(cut_off).figures == "above 4\u00a0g, measured at least 8.0\u00a0g"
    assert card_of(a_card(limits={"tow_g": "?"})).figures == "above ? g"


def test_what_has_no_words_yet_is_said_as_it_came() -> None:
    card = card_of(a_card(clause="S2.NEW", limits={"new_limit_km": "10"}, missing=("new_fact",)))
    assert (card.title, card.figures) == ("S2.NEW", "new limit km 10")
    assert card.missing == ("a fact without a name here (new_fact)",)


def test_without_a_link_the_cards_stay_and_say_since_when() -> None:
    view, presenter = cards()
    assert view.state.not_confirmed == ""
    presenter.on_tick(a_tick().model_copy(update={"now": ago(300)}))
    presenter.on_link(LinkState(alive=False, heard_at=ago(1000)))
    assert view.state.not_confirmed == f"Not confirmed since {since_text(ago(300), NOW)}"
    assert len(view.state.cards) == len(CARDS)
    presenter.on_link(LinkState(alive=True, heard_at=NOW))
    assert view.state.not_confirmed == ""


def test_a_snapshot_confirms_and_a_service_never_heard_is_said() -> None:
    view, presenter = cards()
    presenter.on_change(an_event(1))
    presenter.on_link(LinkState(alive=False, heard_at=None))
    assert view.state.not_confirmed == "Not confirmed: the service was not heard yet"
    presenter.on_snapshot(a_snapshot())
    presenter.refresh()
    assert view.state.not_confirmed == f"Not confirmed since {since_text(NOW, NOW)}"


def test_no_case_has_no_cards() -> None:
    view, presenter = cards()
    presenter.on_case(None)
    assert view.states[-1] is None
