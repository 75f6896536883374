"""What is said of everything that is on record."""

from app.i18n import _


def not_whole() -> str:
    """Say that after an update the search is still being made: what it does not find may be on record."""
    return _("Not every contract can be found yet; try again in a few minutes.")
