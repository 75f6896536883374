"""Refusals the operator can act on.

Each names what happened and carries a stable ``code`` that the desk turns into a sentence in the operator's language.
Anything else that escapes a use case is a bug and is reported as one.
"""

from collections.abc import Mapping
from types import MappingProxyType


class Refusal(Exception):
    """A command that was understood and refused; nothing was changed.

    Args:
        code: Stable snake_case word; the desk owns the sentence for it.
        detail: Values the sentence needs, as text; never personal data beyond what the caller may see.
    """

    def __init__(self, code: str, /, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail: Mapping[str, str] = MappingProxyType(detail)


class NotFound(Refusal):
    """The thing named in the command does not exist, or not any more."""


class Conflict(Refusal):
    """Somebody else changed it first; look at the new state and decide again."""


class Forbidden(Refusal):
    """The account has no role that may do this."""
