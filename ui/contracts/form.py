"""One record in the form: what is on record, what a person typed over it, and what the service refused of that.

Only cells that differ from what is on record are sent; a field nobody touched cannot undo what a colleague wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.api.records import MendRecord, RecordDetail
from app.api.service import RefusalInfo
from app.domain.ids import Imei
from app.i18n import _
from ui.contracts.state import BoxChoice, FieldState, FormState, GroupState
from ui.contracts.words import COLUMNS, GROUPS, HINTS, Words, advice, column_name, meaning_of
from ui.offer import Offer

CELLS_REFUSED = "cells_refused"


@dataclass(frozen=True, slots=True)
class Form:
    """``detail`` None = a new record. ``box``: which of its boxes stands in the fields. ``typed``: by column."""

    detail: RecordDetail | None = None
    box: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    only_box: bool = False

    @property
    def known(self) -> Mapping[str, str]:
        """What is on record, by column."""
        if self.detail is None:
            return {}
        return {**self.detail.contract, **self._shown_box}

    @property
    def _shown_box(self) -> Mapping[str, str]:
        boxes = () if self.detail is None else self.detail.boxes
        return boxes[self.box] if self.box < len(boxes) else {}

    @property
    def changed(self) -> dict[str, str]:
        """The cells that say something else than the record."""
        known = self.known
        return {column: text for column, text in self.typed.items() if text.strip() != known.get(column, "")}

    def with_typed(self, column: str, text: str) -> "Form":
        """Return the form with this typed; what was wrong with the field is no longer known to be."""
        faults = {name: code for name, code in self.faults.items() if name != column}
        return replace(self, typed={**self.typed, column: text}, faults=faults)

    def with_refusal(self, refusal: RefusalInfo) -> "Form":
        """Return the form with what the service refused of it."""
        return replace(self, faults=dict(refusal.detail))

    def command(self) -> MendRecord:
        """Return what is sent."""
        if self.detail is None:
            return MendRecord(cells=self.changed)
        imei = self._shown_box.get("imei")
        return MendRecord(
            contract_id=self.detail.contract_id,
            imei=None if imei is None else Imei(imei),
            version=self.detail.version,
            cells=self.changed,
        )


def form_state(form: Form, words: str, *, is_trouble: bool, why_not: str, busy: bool) -> FormState:
    """Return the form in words."""
    detail = form.detail
    reason = why_not or ("" if form.changed else _("Nothing was changed yet."))
    if busy:
        reason = _("It is being stored …")
    return FormState(
        key="new" if detail is None else f"{detail.contract_id} {detail.version} {form.box}",
        title=_("New contract") if detail is None else _title(form.known),
        groups=tuple(_group(title(), columns, form) for title, columns in _groups(form)),
        words=words,
        boxes=_boxes(form),
        is_trouble=is_trouble,
        save=Offer(_("Store"), reason),
        close=Offer(_("Close form without storing") if form.changed else _("Close form")),
    )


def _groups(form: Form) -> tuple[tuple[Words, tuple[str, ...]], ...]:
    if not form.only_box:
        return GROUPS
    policy = (COLUMNS["policy_number"], ("policy_number",))
    return (policy, *(one for one in GROUPS if "imei" in one[1] or "plate" in one[1]))


def _group(title: str, columns: tuple[str, ...], form: Form) -> GroupState:
    shown = {**form.known, **form.typed}
    fields = tuple(
        FieldState(
            column=column,
            label=_label(column, shown.get(column, "")),
            value=shown.get(column, ""),
            hint=HINTS[column]() if column in HINTS else "",
            fault=advice(form.faults[column], {}) if column in form.faults else "",
        )
        for column in columns
    )
    return GroupState(title, fields)


def _label(column: str, value: str) -> str:
    """Return what a column is called, and in words what a code in it means."""
    meaning = meaning_of(column, value)
    return f"{column_name(column)} · {meaning}" if meaning else column_name(column)


def _title(known: Mapping[str, str]) -> str:
    parts = (known.get("plate", ""), known.get("subscriber_name", ""), known.get("policy_number", ""))
    return " · ".join(part for part in parts if part) or known.get("imei", "")


def _boxes(form: Form) -> tuple[BoxChoice, ...]:
    """Return the boxes of a car that has several, the shown one marked; one alone needs no choice."""
    boxes = () if form.detail is None else form.detail.boxes
    if len(boxes) < 2:  # noqa: PLR2004 - one box is what the fields show
        return ()
    return tuple(
        BoxChoice(_box_words(place, len(boxes), box), is_shown=place == form.box) for place, box in enumerate(boxes)
    )


def _box_words(place: int, count: int, box: Mapping[str, str]) -> str:
    words = _("Box {number} of {count}: {imei}").format(number=place + 1, count=count, imei=box["imei"])
    return " · ".join(part for part in (words, box.get("box_model", ""), box.get("plate", "")) if part)
