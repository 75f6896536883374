"""What an operator has typed of a call, and the command it makes.

Nothing typed is ever lost: a car that is no record becomes the plate that was said, or words; a place nobody chose is
told as it was typed. What could not be understood is for a person to read, in the note.
"""

from dataclasses import dataclass, field, replace

from app.api.phone_cases import (
    LONGEST_PLATE,
    LONGEST_WHEREABOUTS,
    CallerSaid,
    CarNamed,
    OpenPhoneCase,
    ToldPlace,
)
from app.api.records import RecordRow
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from app.i18n import _
from ui.new_case.state import Field


@dataclass(frozen=True, slots=True)
class Draft:
    """A call as far as it was told.

    Attributes:
        record: The car, where it was found on record.
        place: What was chosen for the text of the place; None = nothing was.
        part: The part of that municipality; it is told with the road.
        is_another: The car has an open case and this is another matter.
        language: Of whoever is speaking; None = not known.
    """

    texts: dict[Field, str] = field(default_factory=lambda: dict.fromkeys(Field, ""))
    relation: CallerRelation = CallerRelation.DRIVER
    incident: Incident | None = None
    hurt: bool | None = None
    record: RecordRow | None = None
    place: ToldPlace | None = None
    part: str = ""
    is_another: bool = False
    language: Language | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""
        return self == Draft()

    @property
    def has_more_than_caller(self) -> bool:
        """Whether more was typed than who is calling and about which car."""
        return any(self.texts[one].strip() for one in (Field.PLACE, Field.WHEREABOUTS, Field.WORDS))

    @property
    def plate(self) -> str:
        """The plate that was said, where no record was chosen; empty = what stands there is none."""
        typed = self.texts[Field.CAR].strip()
        is_plate = len(typed) <= LONGEST_PLATE and any(sign.isdigit() for sign in typed)
        return typed if self.record is None and is_plate else ""

    @property
    def car(self) -> CarNamed:
        """The car as it was named."""
        record = self.record
        if record is None:
            return CarNamed(plate=self.plate)
        return CarNamed(contract_id=record.contract_id, imei=record.imei if record.boxes == 1 else None)

    @property
    def caller(self) -> CallerSaid:
        """Who is speaking."""
        name, number = (self.texts[one].strip() for one in (Field.NAME, Field.NUMBER))
        return CallerSaid(relation=self.relation, name=name, number=number)

    def typed(self, where: Field, text: str) -> "Draft":
        """Return the draft with this text; a choice that was made for another text is none any more."""
        changed = replace(self, texts={**self.texts, where: text})
        if where is Field.CAR:
            return replace(changed, record=None, is_another=False)
        return replace(changed, place=None, part="") if where is Field.PLACE else changed

    def command(self, incident: Incident) -> OpenPhoneCase:
        """Return what opens the case."""
        named, told = self.car, self.texts[Field.WHEREABOUTS].strip()
        named_place = self.part if self.place is not None else self.texts[Field.PLACE].strip()
        told = ", ".join(part for part in (named_place, told) if part)
        words = [self.texts[Field.WORDS].strip()]
        if self.record is None and not self.plate and self.texts[Field.CAR].strip():
            words.append(_("Car: {text}").format(text=self.texts[Field.CAR].strip()))
        if len(told) > LONGEST_WHEREABOUTS:
            words.append(told)
        return OpenPhoneCase(
            caller=self.caller,
            incident=incident,
            contract_id=named.contract_id,
            imei=named.imei,
            plate=named.plate,
            place=self.place,
            whereabouts=told[:LONGEST_WHEREABOUTS],
            hurt=self.hurt,
            words="\n".join(part for part in words if part),
            is_another=self.is_another,
            language=self.language,
        )
