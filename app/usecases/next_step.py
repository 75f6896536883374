"""NEXT: the one thing a case needs from a person now."""

from datetime import datetime

from app.domain.next_step import NextStep
from app.settings import Settings
from app.usecases.queries import CaseBrief


def next_step(brief: CaseBrief, now: datetime, settings: Settings) -> NextStep:
    """Return the step, and the call, message, order or number it is about."""
    raise NotImplementedError


def by_hand(brief: CaseBrief) -> int:
    """Count what only a person can do now: SMS to send, tows to phone for."""
    raise NotImplementedError
