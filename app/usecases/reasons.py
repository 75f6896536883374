"""A reason that is kept must say something."""

from typing import Final

from app.domain.errors import Refusal

ANSWERED_TOO_LATE: Final = "no answer in time"
ON_POLICE_ROAD: Final = "motorway: police tow (F.A.S.T. / SIABIS+, by 101)"
"""Reasons that the rules of the house give; every other one was typed."""

SHORTEST_REASON = 3


def require_reason(reason: str) -> str:
    """Return the reason without the spaces around it.

    Raises:
        Refusal: ``reason_missing``: fewer than three characters are left.
    """
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise Refusal("reason_missing")
    return said
