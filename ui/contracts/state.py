"""What the page of contracts shows, in words."""

from dataclasses import dataclass

from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class RowLine:
    """A record that was found, in the order of the columns."""

    plate: str
    name: str
    driver: str
    policy: str
    place: str
    car: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells."""
        return (self.plate, self.name, self.driver, self.policy, self.place, self.car)


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field of the form. ``fault``: what is wrong with what stands in it; "" = nothing known."""

    column: str
    label: str
    value: str
    hint: str
    fault: str


@dataclass(frozen=True, slots=True)
class GroupState:
    """Fields that belong together."""

    title: str
    fields: tuple[FieldState, ...]


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """One of the boxes of a car that has several."""

    words: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FormState:
    """One record, to be read and mended.

    Attributes:
        key: Of the record; another one means that the fields are filled anew.
        words: What came of it, or why nothing was stored.
        boxes: All of a car that has several; the fields are of the one that is shown.
    """

    key: str
    title: str
    groups: tuple[GroupState, ...]
    words: str
    is_trouble: bool
    save: Offer
    close: Offer
    boxes: tuple[BoxChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One thing that is wrong with a file, or one cell that would change."""

    where: str
    what: str
    advice: str

    def cells(self) -> tuple[str, ...]:
        """Return the words of its cells."""
        return (self.where, self.what, self.advice)


@dataclass(frozen=True, slots=True)
class ImportState:
    """An import, or the choice of a file for one.

    Attributes:
        progress: From 0 to 1; None = nothing moves.
        lines_title: What the lines are; "" = there are none.
    """

    words: str
    is_trouble: bool
    progress: float | None
    lines_title: str
    lines: tuple[FaultLine, ...]
    choose: Offer | None
    choose_boxes: Offer | None
    template: Offer | None
    apply: Offer | None
    leave: Offer


@dataclass(frozen=True, slots=True)
class ContractsState:
    """The page. At most one of ``form`` and ``import_`` stands."""

    words: str
    rows: tuple[RowLine, ...]
    new: Offer
    import_: Offer | None
    form: FormState | None
    file: ImportState | None
