"""What the form of a new case shows, in words."""

from dataclasses import dataclass
from enum import StrEnum

from ui.offer import Offer


class Field(StrEnum):
    """A field that is typed into, in the order in which callers tell it."""

    NUMBER = "number"
    NAME = "name"
    CAR = "car"
    PLACE = "place"
    WHEREABOUTS = "whereabouts"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several. ``starts_group``: a line stands above it; ``also``: what else people say for it."""

    key: str
    text: str
    starts_group: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is known of a text that is looked up while it is typed.

    Attributes:
        lines: What it may mean; empty = nothing, or something was chosen.
        words: What was chosen, what is to be done, or that what was typed is none of the lines.
        is_chosen: One of them was taken.
        only_looks_like: None of the lines has what was typed: none may be taken without being looked at.
    """

    lines: tuple[str, ...] = ()
    words: str = ""
    is_chosen: bool = False
    only_looks_like: bool = False


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The car has an open case: say so, and offer that one first.

    Attributes:
        is_another: The operator said that it is another matter.
    """

    words: str
    join: Offer
    another: Offer
    is_another: bool


@dataclass(frozen=True, slots=True)
class NewCaseState:
    """The form.

    Attributes:
        texts: What stands in the fields.
        hurt: None = not said.
        language: Of whoever is speaking; "" = not known.
        number_words: What the number plan says of the number; empty = nothing was typed.
        message: What went wrong, or what is to be known; empty = nothing.
    """

    texts: dict[Field, str]
    relations: tuple[Choice, ...]
    relation: str
    incidents: tuple[Choice, ...]
    incident: str
    hurt: bool | None
    languages: tuple[Choice, ...]
    language: str
    number_words: str
    is_number_doubtful: bool
    car: Lookup
    place: Lookup
    open_case: OpenCase | None
    message: str
    is_trouble: bool
    open: Offer
    clear: Offer
