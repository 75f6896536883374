"""What the page of partners shows."""

from dataclasses import dataclass

from app.domain.ids import ProviderId
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner in the list."""

    provider_id: ProviderId
    name: str
    kinds: str
    comes_to: str
    hours: str
    way: str
    running: str


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of the form. ``fault``: what is wrong with it; empty = nothing. ``hint``: what belongs there."""

    column: str
    label: str
    text: str
    hint: str
    fault: str


@dataclass(frozen=True, slots=True)
class FormState:
    """The form of one partner. ``can_edit``: this person may mend."""

    title: str
    fields: tuple[FieldState, ...]
    can_edit: bool
    save: Offer
    words: str
    is_trouble: bool


@dataclass(frozen=True, slots=True)
class ProvidersState:
    """The page. ``words``: that nothing was found, or why nothing is shown; empty = neither."""

    text: str
    lines: tuple[PartnerLine, ...]
    chosen: ProviderId | None
    words: str
    new: Offer
    form: FormState | None
