"""What the page is told: numbers it says back, shapes by priority, colours of both themes."""

import json

import pytest

from app.domain.ids import CaseId
from app.domain.verdict import Priority
from ui.map.messages import cases_message, focus_message, look_message, move_message
from ui.map.state import CREDITS, Focus, MapMove, OtherCase
from ui.theme.tokens import DARK, LIGHT, Tokens


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_look_has_every_colour_and_the_credits(tokens: Tokens) -> None:
    look = json.loads(look_message(7, tokens))
    assert (look["number"], look["credits"]) == (7, CREDITS)
    assert look["colours"]["priority"]["1"] == [tokens.critical, tokens.on_critical]
    assert set(look["colours"]["ground"]) >= {"sea", "land", "belgium", "belgian_border", "border", "canton", "name"}


def test_a_focus_is_told_whole_and_none_is_told_too() -> None:
    focus = Focus(CaseId("c1"), Priority.ONE, (50.1, 4.2), None, None, ((50.0, 4.0),), "Éghezée", is_doubtful=True)
    told = json.loads(focus_message(1, focus))["case"]
    assert (told["latitude"], told["longitude"], told["ring_m"], told["heading_deg"]) == (50.1, 4.2, None, None)
    assert (told["track"], told["label"], told["is_doubtful"], told["priority"]) == ([[50.0, 4.0]], "Éghezée", True, 1)
    assert json.loads(focus_message(2, None))["case"] is None


def test_the_others_and_a_move() -> None:
    told = json.loads(cases_message(3, (OtherCase(CaseId("c2"), Priority.THREE, (50.5, 4.1), "words"),)))
    assert told["cases"] == [{"case": "c2", "priority": 3, "latitude": 50.5, "longitude": 4.1, "text": "words"}]
    assert json.loads(move_message(4, MapMove.APPROACH)) == {"number": 4, "where": "approach"}
