"""Every column an import may have: what stands in it, what it means, and an example.

This table is the only place that names them. The template, the help of the command and the list on the screen are
written from it, and a test holds the documentation to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.imports import ImportKind
from app.domain.subscription import Cover, Language, Relation
from app.usecases import import_cells as cells
from app.usecases.import_cells import CellValue

CONTACT_PERSONS: Final = 3
"""How many contact persons have columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        means: What stands in it, for whoever fills the file in; technical English, like the names.
        read: Makes of what was typed what is kept.
        needed: The kinds whose file must have it in every row.
        kinds: The kinds whose file may have it.
    """

    name: str
    means: str
    example: str
    read: Callable[[str], CellValue]
    needed: frozenset[ImportKind] = frozenset()
    kinds: frozenset[ImportKind] = frozenset(ImportKind)


_OF_CONTRACTS: Final = frozenset({ImportKind.CONTRACTS})
_OF_BOXES: Final = frozenset({ImportKind.BOXES})
_NAME: Final = cells.text_up_to(200)
_DAY: Final = "31/12/2026 or 2026-12-31"
_PHONE: Final = "0470 12 34 56 or +32470123456; a landline too"


def _person(prefix: str, whose: str, name: str, number: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_name", f"name of {whose}", name, _NAME, kinds=_OF_CONTRACTS),
        Column(f"{prefix}_language", f"one of {', '.join(Language)}", "nl", cells.language, kinds=_OF_CONTRACTS),
        Column(f"{prefix}_phone", f"first number of {whose}: {_PHONE}", number, cells.phone, kinds=_OF_CONTRACTS),
        Column(f"{prefix}_phone_2", f"second number of {whose}", "", cells.phone, kinds=_OF_CONTRACTS),
    )


def _contact(place: int) -> tuple[Column, ...]:
    filled = place == 1
    name, *others = _person(
        f"contact_{place}", f"contact person {place}", "Lut Claes" if filled else "", "+32470000003" if filled else ""
    )
    means = f"what contact person {place} is to the driver: one of {', '.join(Relation)}"
    example = Relation.FAMILY.value if filled else ""
    language, *numbers = others
    shown = Column(language.name, language.means, "nl" if filled else "", language.read, kinds=_OF_CONTRACTS)
    return (
        name,
        Column(f"contact_{place}_relation", means, example, cells.relation, kinds=_OF_CONTRACTS),
        shown,
        *numbers,
    )


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "policy_number",
        "number of the policy; what a contract is known by",
        "OEF-000001",
        cells.key_text_up_to(64),
        needed=_OF_CONTRACTS,
    ),
    Column("starts_on", f"first day of cover: {_DAY}", "01/03/2026", cells.day, kinds=_OF_CONTRACTS),
    Column("ends_on", f"last day of cover: {_DAY}; empty = it runs", "", cells.day, kinds=_OF_CONTRACTS),
    Column(
        "covers",
        f"{', '.join(Cover)}, with | between them; vehicle alone = by which of the three is asked; empty = not known",
        "accident|breakdown|persons|s2_pack",
        cells.covers,
        kinds=_OF_CONTRACTS,
    ),
    *_person("subscriber", "the subscriber", "Mia Janssens", "0470 00 00 01"),
    Column("street", "street and number of the subscriber", "Kerkstraat 1", cells.text_up_to(200), kinds=_OF_CONTRACTS),
    Column("postcode", "postcode of the subscriber", "3060", cells.key_text_up_to(16), kinds=_OF_CONTRACTS),
    Column("municipality", "municipality of the subscriber", "Bertem", cells.text_up_to(120), kinds=_OF_CONTRACTS),
    *_person("driver", "who drives; empty = not known", "Jan Peeters", "0470 00 00 02"),
    *(column for place in range(1, CONTACT_PERSONS + 1) for column in _contact(place)),
    Column("plate", "plate, Belgian or foreign", "1-OEF-001", cells.plate),
    Column("make_model", "make and model", "VW ID.3", cells.text_up_to(120)),
    Column("colour", "colour, as people say it", "white", cells.text_up_to(64)),
    Column("propulsion", f"one of {', '.join(cells.PROPULSIONS)}", "electric", cells.propulsion),
    Column("imei", "IMEI of the box: 15 digits, as text", "990000000000001", cells.imei, needed=_OF_BOXES),
    Column("box_model", "maker and type of the box", "Teltonika FMC640", cells.text_up_to(120)),
    Column("trace_rate_hz", "samples a second of the crash trace; empty = not known", "100", cells.figure),
    Column("full_scale_g", "largest acceleration of the sensor in g; empty = not known", "16", cells.figure),
)

BY_NAME: Final[Mapping[str, Column]] = {column.name: column for column in COLUMNS}


def columns_of(kind: ImportKind) -> tuple[Column, ...]:
    """Return the columns a file of this kind may have."""
    return tuple(column for column in COLUMNS if kind in column.kinds)


def template(kind: ImportKind) -> str:
    """Return a file with every column and one example row, as a Belgian spreadsheet opens it."""
    columns = columns_of(kind)
    rows = ([column.name for column in columns], [column.example for column in columns])
    return "".join(";".join(row) + "\r\n" for row in rows)


def described(kind: ImportKind) -> str:
    """Return the table of the columns as Markdown."""
    rows = [
        f"| `{column.name}` | {column.means}{'; needed' if kind in column.needed else ''} | {_shown(column.example)} |"
        for column in columns_of(kind)
    ]
    return "\n".join(["| column | what stands in it | example |", "|---|---|---|", *rows]) + "\n"


def _shown(example: str) -> str:
    return f"`{example.replace('|', chr(92) + '|')}`" if example else ""
