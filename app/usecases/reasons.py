"""A reason that is kept must say something."""

from app.domain.errors import Refusal

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
