"""A number while it is typed: what the number plan says of it, asked of the service a moment after the last key.

The plan is the service's, so there is one. Without an answer (no link) the number can still be dialled in the spelling
that every telephone book prints; it is then said to be not checked.
"""

import re
from collections.abc import Callable

from app.api.numbers import NumberInfo, ReadNumber
from ui.ports import Cancel, NumberReads, Reply, Scheduler

READ_AFTER_S = 0.2
LEAST_DIGITS = 3
_E164 = re.compile(r"\+[1-9][0-9]{4,14}")


class TypedNumber:
    """The field for another number, as far as it is known what is in it."""

    def __init__(self, service: NumberReads, changed: Callable[[], None]) -> None:
        self._service = service
        self._changed = changed
        self._scheduler: Scheduler | None = None
        self._cancel: Cancel | None = None
        self._text = ""
        self.info: NumberInfo | None = None
        self.is_unchecked = False

    def connect(self, scheduler: Scheduler) -> None:
        """Read a moment after the last key."""
        self._scheduler = scheduler

    def typed(self, text: str) -> None:
        """Take what stands in the field now."""
        if text == self._text:
            return
        self._text, self.info, self.is_unchecked = text, None, False
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if self._scheduler is not None and sum(map(str.isdigit, text)) >= LEAST_DIGITS:
            self._cancel = self._scheduler.after(READ_AFTER_S, self._read)
        self._changed()

    def e164(self, text: str) -> str | None:
        """Return the number to dial for a typed text; None = it cannot be one."""
        if self.info is not None and text == self._text:
            return self.info.e164
        return e164_of(text)

    def _read(self) -> None:
        text = self._text

        def done(info: NumberInfo) -> None:
            if text == self._text:
                self.info = info
                self._changed()

        def unknown(_trouble: object) -> None:
            if text == self._text:
                self.is_unchecked = True
                self._changed()

        self._service.read_number(ReadNumber(text=text), Reply(done, unknown, unknown))


def e164_of(typed: str) -> str | None:
    """Return a typed number in the form that is dialled: "+32470123456"; None = it cannot be one.

    A leading 0 is read as Belgian, 00 as the international prefix, and the "(0)" that many print after the country
    code is dropped. The service checks it against the number plan.
    """
    digits = re.sub(r"[\s./()-]", "", typed.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+32" + digits[1:]
    return digits if _E164.fullmatch(digits) else None
