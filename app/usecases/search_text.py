"""What somebody typed, held against the texts a record is found by: does it stand there, where, and how well.

Numbers (plate, policy, telephone, box) are compared without any sign between their letters and digits, so a part of one
in any writing finds it. Of everything else each typed word has to stand somewhere, in any order. When nothing stands as
it was typed, one slip of a finger is forgiven: a letter too many, too few, another one, or two that changed places.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.domain.spelling import key_of
from app.usecases.record_text import SEARCHED, folded

SHORTEST: Final = 3
"""Letters of a trigram: a shorter text finds no record."""

SHORTEST_SLIP: Final = 5
"""A slip in a shorter word makes another word."""

SHORTEST_NUMBER: Final = 8
"""The same of digits: a telephone number has so many; what has fewer, many numbers hold."""

_CASE_NUMBER: Final = re.compile(r"20[0-9]{8}")

MOST_WORDS: Final = 8
LONGEST_WORD: Final = 40

_NUMBERS: Final = ("plate", "policy", "phone", "box")
_TEXTS: Final = tuple(name for name in SEARCHED if name not in _NUMBERS)
_PLACE: Final = {name: SEARCHED.index(name) for name in SEARCHED}
_LONGEST_NUMBER: Final = 32


class Likeness(IntEnum):
    """How well a record fits, best first."""

    SAME = 0
    BEGINS = 1
    HOLDS = 2
    NEARLY = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """Where what was typed stands: a column of ``SEARCHED``, and the word of it that decided."""

    likeness: Likeness
    column: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, as records spell it.

    Attributes:
        words: In small letters, without accents; those with anything to compare.
        whole: All letters and digits, nothing between them, without the 00 of a call abroad.
    """

    words: tuple[str, ...]
    whole: str

    @property
    def phrase(self) -> str:
        """The words as they stand beside each other in a name."""
        return " ".join(self.words)

    @property
    def may_have_slipped(self) -> bool:
        """Whether it is worth looking for what is nearly the same: never for the number of a case or a few digits."""
        if _CASE_NUMBER.fullmatch(self.whole):
            return False
        shortest = SHORTEST_SLIP if any(sign.isalpha() for sign in self.whole) else SHORTEST_NUMBER
        return len(self.whole) >= shortest

    @property
    def is_long_enough(self) -> bool:
        """Whether records can be found by it."""
        return len(self.whole) >= SHORTEST


def sought(typed: str) -> Sought:
    """Return what is looked for."""
    words = [word[:LONGEST_WORD] for word in folded(typed).split() if bare(word)]
    return Sought(tuple(words[:MOST_WORDS]), bare(typed)[:LONGEST_WORD].removeprefix("00"))


def bare(typed: str) -> str:
    """Return letters and digits only, as records spell them."""
    return folded(key_of(typed))


def exact_fit(asked: Sought, texts: Sequence[str]) -> Fit | None:
    """Return how a record with these texts (in the order of ``SEARCHED``) fits, but for signs and accents; or None."""
    found = [fit for fit in (_number_fit(asked.whole, texts[_PLACE[name]], name) for name in _NUMBERS) if fit]
    if found:
        return min(found, key=lambda fit: fit.likeness)
    fit = _words_fit(asked, texts, _stands, Likeness.HOLDS)
    return None if fit is None else Fit(_likeness_of_words(asked, texts), fit.column)


def near_fit(asked: Sought, texts: Sequence[str]) -> Fit | None:
    """Return how a record fits when one slip in each word is forgiven; or None."""
    for name in _NUMBERS:
        if len(asked.whole) > SHORTEST_SLIP and any(slipped(asked.whole, one) for one in texts[_PLACE[name]].split()):
            return Fit(Likeness.NEARLY, name)
    return _words_fit(asked, texts, _nearly_stands, Likeness.NEARLY)


def slipped(typed: str, meant: str) -> bool:
    """Whether the typed word is the beginning of the meant one but for one slip.

    >>> slipped("peetres", "peeters"), slipped("peters", "peeters"), slipped("potters", "peeters")
    (True, True, False)
    """
    at = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if at is None:
        return len(typed) <= len(meant) + 1
    left, rest = typed[at:], meant[at:]
    is_swapped = left[:2] == rest[1::-1] and rest[2:].startswith(left[2:])
    return is_swapped or rest[1:].startswith(left[1:]) or rest[1:].startswith(left) or rest.startswith(left[1:])


def slips(word: str) -> Iterator[tuple[str, ...]]:
    """Yield, for each slip that a word may have in it, the pieces of three letters that still stand in what was meant.

    A swap leaves so little of a word that the words it may come from are said whole.
    """
    pieces = trigrams(word)
    for at in range(len(word)):
        left = tuple(piece for start, piece in enumerate(pieces) if not at - SHORTEST < start <= at)
        if left:
            yield left
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield trigrams(f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}")


def trigrams(text: str) -> tuple[str, ...]:
    """Return every three letters in a row."""
    return tuple(text[start : start + SHORTEST] for start in range(len(text) - SHORTEST + 1))


def _number_fit(whole: str, text: str, name: str) -> Fit | None:
    if len(whole) < SHORTEST or len(whole) > _LONGEST_NUMBER or whole not in text:
        return None
    each = text.split()
    if whole in each:
        return Fit(Likeness.SAME, name)
    is_end = any(one.startswith(whole) or one.endswith(whole) for one in each)
    return Fit(Likeness.BEGINS if is_end else Likeness.HOLDS, name) if any(whole in one for one in each) else None


def _words_fit(
    asked: Sought, texts: Sequence[str], stands: Callable[[str, str, str], bool], likeness: Likeness
) -> Fit | None:
    """Return a fit when every word stands somewhere; the longest says where."""
    if not asked.words or not asked.is_long_enough:
        return None
    columns = {}
    for word in asked.words:
        key = bare(word)
        column = next((name for name in (*_TEXTS, *_NUMBERS) if stands(word, key, texts[_PLACE[name]])), None)
        if column is None:
            return None
        columns[word] = column
    return Fit(likeness, columns[max(asked.words, key=len)])


def _likeness_of_words(asked: Sought, texts: Sequence[str]) -> Likeness:
    """Return how well words fit that all stand: as one name, each as the beginning of a word, or inside of others."""
    if len(asked.words) > 1 and any(asked.phrase in texts[_PLACE[name]] for name in _TEXTS):
        return Likeness.SAME
    said = " " + " ".join(texts[_PLACE[name]] for name in _TEXTS)
    return Likeness.BEGINS if all(f" {word}" in said for word in asked.words) else Likeness.HOLDS


def _stands(word: str, key: str, text: str) -> bool:
    return word in text or key in text


def _nearly_stands(word: str, key: str, text: str) -> bool:
    if _stands(word, key, text):
        return True
    return len(key) >= SHORTEST_SLIP and any(slipped(key, one) for one in text.split())
