"""What the promises panel shows."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import PromiseId
from ui.offer import Offer


class Edit(StrEnum):
    """What a person types about a promise."""

    LATER = "later"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class EditState:
    """The fields under a promise: another time with a reason, or only a reason.

    Attributes:
        asks_time: Whether a time is typed too.
        problem: What is wrong with what was typed; empty = nothing.
    """

    asks_time: bool
    time: str
    reason: str
    problem: str
    send: Offer


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One open promise.

    Attributes:
        time: "14:20".
        text: "Call the driver back: the line dropped".
        detail: How long is left or how late it is, and whose it is.
        keep: Ticks it; of a truck: it is with the car.
        edit: Being moved or withdrawn; None = neither.
    """

    promise_id: PromiseId
    time: str
    text: str
    detail: str
    is_overdue: bool
    keep: Offer
    later: Offer
    off: Offer
    edit: EditState | None


@dataclass(frozen=True, slots=True)
class Template:
    """One usual promise, and the key that takes it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FormState:
    """A new promise being typed.

    Attributes:
        title: What is promised to whom.
        hint: What the text field is for.
        problem: What is wrong with what was typed; empty = nothing.
    """

    title: str
    time: str
    text: str
    hint: str
    problem: str
    send: Offer


@dataclass(frozen=True, slots=True)
class PromisesState:
    """The panel.

    Attributes:
        ended: The last ones that were kept or withdrawn, in a line each.
        make: Asks what is promised; None while that is asked.
        templates: The usual promises, each on its key; empty while nothing is being promised.
        form: What is being typed; None = no template was chosen.
        empty: Said while nothing was ever promised.
    """

    lines: tuple[PromiseLine, ...]
    ended: tuple[str, ...]
    make: Offer | None
    templates: tuple[Template, ...]
    form: FormState | None
    empty: str
