"""Commands by their words: every action of the one table that is possible now, in the language of the screen.

Words may be typed in any order, each as the beginning of one; with one slip of a finger in it too.
"""

import unicodedata
from collections.abc import Sequence

from ui.actions import Action, ActionId, Actions, Scope

MOST_COMMANDS = 6

_NOT_FROM_HERE = frozenset({ActionId.SEARCH, ActionId.NEXT})
"""One is the bar itself; the other acts on what stood on the screen for a moment, and a typed word is no such look."""

_LEAVE_THE_DESK = frozenset({ActionId.QUIT, ActionId.SIGN_OUT})
"""Below every other: in Dutch a case is closed with the word that quits the desk, and Enter takes the first."""


def commands(typed: str, actions: Actions) -> list[Action]:
    """Return the actions that are meant, those that begin as it was typed first."""
    words = _folded(typed).split()
    if not words:
        return []
    possible = [row for row in actions.table if _is_for_here(row) and actions.is_enabled(row.action_id)]
    found = [(_rank(words, row), place, row) for place, row in enumerate(possible) if _means(words, row)]
    return [row for _rank_of, _place, row in sorted(found, key=lambda one: one[:2])][:MOST_COMMANDS]


def _is_for_here(row: Action) -> bool:
    return row.scope is Scope.WINDOW and row.action_id not in _NOT_FROM_HERE


def _means(words: Sequence[str], row: Action) -> bool:
    said = _folded(row.text()).split()
    keys = [key.casefold() for key in row.keys]
    return all(word in keys or any(one.startswith(word) for one in said) for word in words)


def _rank(words: Sequence[str], row: Action) -> int:
    if row.action_id in _LEAVE_THE_DESK:
        return 2
    return 0 if _folded(row.text()).startswith(" ".join(words)) else 1


def _folded(text: str) -> str:
    """Return letters, digits and spaces only, without accents."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return "".join(one if one.isalnum() else " " for one in bare)
