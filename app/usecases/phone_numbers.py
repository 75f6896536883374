"""Telephone numbers: one spelling inside, a readable one outside, and which of them take an SMS."""

from app.domain.contact import NumberKind


def e164_of(text: str) -> str | None:
    """Return a typed or printed number as "+32470123456" (Belgium where no country is given); None = no number."""
    raise NotImplementedError


def kind_of(e164: str) -> NumberKind:
    """Say what the number plan says of a number."""
    raise NotImplementedError


def shown(e164: str) -> str:
    """Return a number as people write it: "+32 470 12 34 56"; what cannot be read stays as it is."""
    raise NotImplementedError
