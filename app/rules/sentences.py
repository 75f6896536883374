"""Sentences that say a number: it comes from the figures of the edition, so a sentence cannot say another one.

``{hirer_age}`` in a sentence stands for that figure, with a decimal comma where the language has one.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.rules.duration import Duration
from app.rules.errors import RuleError
from app.rules.facts import Texts

_FIGURE: Final = re.compile(r"\{(\w+)\}")
_DECIMAL_POINT: Final = frozenset({"en"})


def fill(texts: Texts, figures: Mapping[str, Decimal | Duration], where: str) -> Texts:
    """Return a sentence with its figures, in every language.

    Raises:
        RuleError: It names no figure of the edition, or one that is a length of time.
    """
    return MappingProxyType({language: _filled(text, language, figures, where) for language, text in texts.items()})


def _filled(text: str, language: str, figures: Mapping[str, Decimal | Duration], where: str) -> str:
    def number(match: re.Match[str]) -> str:
        figure = figures.get(match[1])
        if not isinstance(figure, Decimal):
            raise RuleError(f"{match[1]!r} in {text!r} is no number of this edition", where)
        return str(figure) if language in _DECIMAL_POINT else str(figure).replace(".", ",")

    return _FIGURE.sub(number, text)
