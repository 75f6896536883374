"""Texts the service sends in every language of the centre, in the language of the screen."""

from app.api.entitlements import TextInfo
from app.i18n import language


def text_of(text: TextInfo) -> str:
    """Return a text in the language of the screen; empty = there is nothing to say."""
    return {"nl": text.nl, "fr": text.fr, "de": text.de, "en": text.en}[language()]
