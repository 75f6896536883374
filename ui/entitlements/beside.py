"""What the case adds to a card: a contract says what is covered, and only the case knows what goes first.

On a motorway the police tow, so "granted" has a condition; 112 that was told is no service still to come; and who
was asked whether anybody is hurt is not asked again.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.api.cases import CaseDetail
from app.api.entitlements import ServiceCard, ServiceFamily
from app.domain.answer import HURT_OR_TRAPPED
from app.i18n import _
from ui.entitlements.state import Card, Standing
from ui.words.times import since_text

_EVENTS = "events"
"""The fact whose question asks after the injured too."""


def beside_case(card: Card, service: ServiceCard, detail: CaseDetail) -> Card:
    """Return the card with what the case knows of its service."""
    if service.family is ServiceFamily.TOW and detail.tow_ways is not None and detail.tow_ways.is_police:
        condition = _("Motorway: the police tow first; ours fetches the car where they put it.")
        words = _("granted, after the police tow") if card.standing is Standing.GRANTED else card.standing_words
        card = replace(card, standing_words=words, notes=_joined(condition, card.notes), spoken="")
    if service.family is ServiceFamily.EMERGENCY:
        card = replace(card, notes=_joined(*_told(detail), card.notes))
    return card


def question_text(fact: str, text: str, detail: CaseDetail) -> str:
    """Return what is asked; whether anybody is hurt only while nobody has said."""
    is_known = any(answer.fact == HURT_OR_TRAPPED for answer in detail.answers)
    return _("What has happened?") if fact == _EVENTS and is_known else text


def _told(detail: CaseDetail) -> Iterator[str]:
    for told in detail.hand_overs:
        time = since_text(told.told_at, detail.row.received_at)
        yield _("{number} was told at {time}.").format(number=told.to.value, time=time)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
