"""What is said about a column, and about what is wrong with a cell or a file: one sentence that says what to do.

No Qt: the command line says the same sentences.
"""

from collections.abc import Callable, Mapping
from typing import Final

from app.api.imports import ImportFault
from app.api.service import RefusalInfo
from app.i18n import _, colour_name
from ui.errors import refusal_sentence
from ui.words.cars import PROPULSIONS

Words = Callable[[], str]

_CONTACTS: Final = ("contact_1", "contact_2", "contact_3")

COLUMNS: Final[Mapping[str, Words]] = {
    "policy_number": lambda: _("Policy"),
    "starts_on": lambda: _("From"),
    "ends_on": lambda: _("Until"),
    "covers": lambda: _("Covers"),
    "subscriber_name": lambda: _("Policy holder"),
    "street": lambda: _("Street"),
    "postcode": lambda: _("Postcode"),
    "municipality": lambda: _("Municipality"),
    "driver_name": lambda: _("Driver"),
    "contact_1_name": lambda: _("Contact person 1"),
    "contact_2_name": lambda: _("Contact person 2"),
    "contact_3_name": lambda: _("Contact person 3"),
    "plate": lambda: _("Plate"),
    "make_model": lambda: _("Make and model"),
    "colour": lambda: _("Colour"),
    "propulsion": lambda: _("Propulsion"),
    "imei": lambda: _("IMEI of the box"),
    "box_model": lambda: _("Box model"),
    "trace_rate_hz": lambda: _("Samples a second"),
    "full_scale_g": lambda: _("Full scale (g)"),
}


def _person(prefix: str, *more: str) -> tuple[str, ...]:
    return (f"{prefix}_name", *more, f"{prefix}_language", f"{prefix}_phone", f"{prefix}_phone_2")


GROUPS: Final[tuple[tuple[Words, tuple[str, ...]], ...]] = (
    (lambda: _("Policy"), ("policy_number", "covers", "starts_on", "ends_on")),
    (lambda: _("Car"), ("plate", "make_model", "colour", "propulsion")),
    (lambda: _("Box"), ("imei", "box_model", "trace_rate_hz", "full_scale_g")),
    (lambda: _("Driver"), _person("driver")),
    (lambda: _("Policy holder"), (*_person("subscriber"), "street", "postcode", "municipality")),
    *(
        (COLUMNS[f"contact_{place}_name"], _person(f"contact_{place}", f"contact_{place}_relation"))
        for place in range(1, 4)
    ),
)
"""The fields of the form, in the order in which they are looked for."""

HINTS: Final[Mapping[str, Words]] = {
    "starts_on": lambda: "2026-12-31",
    "ends_on": lambda: _("2026-12-31; empty = it runs"),
    "covers": lambda: "accident|theft|breakdown|persons|s2_pack",
    "propulsion": lambda: "gasoline, diesel, cng, lpg, electric, hydrogen, hybrid, other",
    "imei": lambda: _("15 digits; empty = take the box out"),
    "trace_rate_hz": lambda: _("empty = not known"),
    "full_scale_g": lambda: _("empty = not known"),
    **{f"{who}_language": lambda: "nl, fr, de, en" for who in ("driver", "subscriber", *_CONTACTS)},
    **{f"{who}_phone": lambda: "0470 12 34 56" for who in ("driver", "subscriber", *_CONTACTS)},
    **{f"{who}_relation": lambda: "family, employer, other" for who in _CONTACTS},
}

_PARTS: Final[Mapping[str, Words]] = {
    "language": lambda: _("Language"),
    "phone": lambda: _("Phone"),
    "phone_2": lambda: _("Second phone"),
    "relation": lambda: _("Relation"),
}

_COVERS: Final[Mapping[str, Words]] = {
    "accident": lambda: _("accident"),
    "theft": lambda: _("theft"),
    "breakdown": lambda: _("breakdown"),
    "persons": lambda: _("assistance to persons"),
    "vehicle": lambda: _("assistance to the vehicle"),
    "s2_pack": lambda: _("S2 pack"),
}

_RELATIONS: Final[Mapping[str, Words]] = {
    "family": lambda: _("family"),
    "employer": lambda: _("employer"),
    "other": lambda: _("other"),
}

FAULTS: Final[Mapping[str, Words]] = {
    "formula": lambda: _("It begins like a formula. Write it as plain text, without = @ + or - in front."),
    "too_long": lambda: _("It is too long ({length} characters; {longest} at most). Shorten it."),
    "unseen_signs": lambda: _("It has signs that nobody sees. Type it again."),
    "not_a_number_of_ours": lambda: _("It has no letter or digit, or a picture in it. Type the number."),
    "rounded": lambda: _("A spreadsheet has rounded it. Format the column as text and type it again."),
    "no_phone": lambda: _("It is no possible phone number. Write it like 0470 12 34 56 or +32470123456."),
    "no_date": lambda: _("It is no day. Write it like 31/12/2026 or 2026-12-31."),
    "no_plate": lambda: _("It is no plate. Letters, digits, dashes and spaces, at most 16."),
    "no_imei": lambda: _("It has not 15 digits. Read it from the box."),
    "no_figure": lambda: _("It is no number above zero."),
    "no_such_word": lambda: _("It is none of: {words}."),
    "needed": lambda: _("It must be filled in."),
    "twice": lambda: _("It stands in line {line} too. Keep one of the two."),
    "plate_on_record": lambda: _("This plate is on record for policy {policy}. Mend that one first."),
    "policy_on_record": lambda: _("This policy number is on record already. Open that contract."),
    "policy_on_record_twice": lambda: _("This policy number is on record twice. Mend one of them first."),
    "unknown_policy": lambda: _("No contract with this number is on record. Import the contract first."),
    "box_in_other_car": lambda: _("This box is in another car. Take it out of that one first."),
    "unknown_column": lambda: _("No column has this name. Take the names of the template."),
    "column_of_other_kind": lambda: _("This column belongs to a file of contracts. Choose that kind, or leave it out."),
    "column_twice": lambda: _("Two columns have this name. Keep one of them."),
    "empty_file": lambda: _("There is nothing in the file. Choose another one."),
    "utf_16": lambda: _("The file is UTF-16. Save it as CSV UTF-8."),
    "wrong_encoding": lambda: _("The characters of the file cannot be read. Save it as CSV UTF-8."),
    "not_text": lambda: _("The file is no text. Save the spreadsheet as CSV."),
    "broken_row": lambda: _("The line cannot be read. A quotation mark may not be closed, or a bracket."),
    "row_too_long": lambda: _("The line has no end. The file may not be CSV."),
    "too_many_cells": lambda: _(
        "The line has {cells} cells and the file {columns} columns. Put text in quotation marks."
    ),
    "no_list": lambda: _("The file is JSON and no list. Put the objects in square brackets."),
    "no_object": lambda: _("This element is no object. Write one object for each contract."),
    "no_plain_value": lambda: _("It is no text and no number."),
}


def column_name(column: str) -> str:
    """Return what a column is called; a column nobody knows keeps its name."""
    if column in COLUMNS:
        return COLUMNS[column]()
    whose, _sep, part = column.removesuffix("_2").rpartition("_")
    part = "phone_2" if column.endswith("_phone_2") else part
    name = COLUMNS.get(f"{whose}_name")
    if name is None or part not in _PARTS:
        return column
    return _("{person}: {what}").format(person=name(), what=_PARTS[part]().lower())


def meaning_of(column: str, value: str) -> str:
    """Return what the codes of a cell mean; empty = they are words already, or nobody knows them."""
    if column == "colour":
        named = colour_name(value)
        return named if named != value else ""
    words = _COVERS if column == "covers" else PROPULSIONS if column == "propulsion" else {}
    if column.endswith("_relation"):
        words = _RELATIONS
    codes = [code.strip() for code in value.split("|") if code.strip()]
    return ", ".join(words[code]() for code in codes) if all(code in words for code in codes) else ""


def advice(code: str, detail: Mapping[str, str]) -> str:
    """Return what is wrong and what to do; a word of a newer service is shown as it is."""
    sentence = FAULTS.get(code)
    if sentence is None:
        return code
    known = dict.fromkeys(("length", "longest", "words", "line", "policy", "cells", "columns"), "?")
    return sentence().format_map({**known, **detail})


def fault_place(fault: ImportFault) -> str:
    """Return where it is: line and column."""
    parts = [_("line {line}").format(line=fault.line)] if fault.line else [_("the file")]
    return ", ".join([*parts, *([column_name(fault.column)] if fault.column else [])])


def fault_sentence(fault: ImportFault) -> str:
    """Return one fault as one line: where, what stands there, what to do."""
    shown = f" \u201c{fault.shown}\u201d" if fault.shown else ""
    return f"{fault_place(fault)}{shown}: {advice(fault.code, fault.detail)}"


_REFUSALS: Final[Mapping[str, Words]] = {
    "changed": lambda: _("Somebody changed this record a moment ago. Open it again and decide anew."),
    "not_found": lambda: _("It is not on record any more. Search again."),
}
"""What a refusal means on this page, where the usual sentence speaks of cases."""


def refusal_words(refusal: RefusalInfo) -> str:
    """Return why the service said no."""
    sentence = _REFUSALS.get(refusal.code)
    return refusal_sentence(refusal) if sentence is None else sentence()
