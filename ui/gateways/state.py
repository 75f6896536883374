"""What the page of gateways shows, in words."""

from dataclasses import dataclass

from app.domain.gateway import FieldKind
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel as it is now.

    Attributes:
        by: The adapter; "by hand" where there is none.
        waiting: What waits for it; empty = nothing.
        said: What the far side said last, in its technical words.
    """

    name: str
    by: str
    condition: str
    since: str
    waiting: str
    said: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells, in the order of the columns."""
        return (self.name, self.by, self.condition, self.since, self.waiting or "—", self.said)


@dataclass(frozen=True, slots=True)
class FieldState:
    """One thing the adapter has to be told.

    Attributes:
        choices: Value and words of each; empty = it is typed.
        hint: What holds where it is left empty.
        fault: What is wrong with it; empty = nothing.
    """

    key: str
    label: str
    value: str
    hint: str
    kind: FieldKind
    choices: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FormState:
    """The chosen channel, for whoever may set it.

    Attributes:
        adapters: Name and words of each, "by hand" first.
        adapter: The chosen one; empty = by hand.
        words: What happened last, or what is to be known.
        target_label: What a test is sent to.
        trial: Tests; None = there is nothing to test.
        trial_words: What came of the last test; empty = none yet.
    """

    title: str
    adapters: tuple[tuple[str, str], ...]
    adapter: str
    fields: tuple[FieldState, ...]
    words: str
    is_trouble: bool
    save: Offer
    target_label: str
    target: str
    trial: Offer | None
    trial_words: str
    is_trial_trouble: bool


@dataclass(frozen=True, slots=True)
class AutomaticLine:
    """One thing that goes out by itself."""

    what: str
    figure: str
    is_on: str
    where: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells, in the order of the columns."""
        return (self.what, self.figure, self.is_on, self.where)


@dataclass(frozen=True, slots=True)
class GatewaysState:
    """The page.

    Attributes:
        chosen: Row of the chosen channel.
        form: None = this person may only look.
        words: Why there is nothing to see, or why this person may only look; empty = nothing to say.
        retry: Reads again; None = no need.
    """

    channels: tuple[ChannelLine, ...]
    chosen: int
    form: FormState | None
    automatic: tuple[AutomaticLine, ...]
    words: str
    retry: Offer | None
