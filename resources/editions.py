"""Read the files of one edition of the rules into one mapping.

An edition is a folder of YAML files below ``resources/rules``; what all editions share (facts, reasons) stands once in
``shared``. Every file adds entries to sections ("facts", "limits", "clauses", ...). The answer keeps for each entry the
file and line where it stands, because whoever finds an entry wrong must be able to say where it is.

YAML alone would let the second of two equal keys win in silence, and would read 2.5 as a binary fraction; here the
first is an error and the second a Decimal.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml

ORIGINS: Final = "origins"
"""Section of the answer: "section/entry" -> "file:line"."""

_FOLDER: Final = Path(__file__).parent / "rules"
_SHARED: Final = "shared"
_MARK: Final = "edition.yaml"

EditionData = Mapping[str, Mapping[str, object]]
"""Section -> entry -> what YAML made of it."""


@dataclass(frozen=True, slots=True)
class EditionHeader:
    """What an edition says of itself.

    Attributes:
        series: What it is an edition of; of each series one is in force on a day.
        valid_from: First day of the events it decides.
    """

    name: str
    series: str
    valid_from: date


class EditionFileError(ValueError):
    """A file of an edition cannot be read; the message names file and line."""


class Placed(str):
    """A word of a settings file that knows where it stands, for whoever finds it wrong."""

    __slots__ = ("where",)
    where: str

    def __new__(cls, text: str, where: str) -> Self:
        """Return the word as read at ``where`` (file and line)."""
        placed = super().__new__(cls, text)
        placed.where = where
        return placed


class _Loader(yaml.CSafeLoader):
    """Safe YAML with exact decimals."""


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def edition_names() -> tuple[str, ...]:
    """Return the names of the editions that are shipped, in the order of their names."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob(f"*/{_MARK}")))


@cache
def edition_headers() -> tuple[EditionHeader, ...]:
    """Return the headers of the editions that are shipped, without reading their clauses.

    Raises:
        EditionFileError: A header is damaged.
    """
    return tuple(_header(_FOLDER / name / _MARK) for name in edition_names())


def read_readings(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return how an insurer reads the ambiguities: edition -> ambiguity -> reading; every word is ``Placed``.

    Raises:
        OSError: The file cannot be read.
        EditionFileError: It is no settings file of an insurer; the message names file, line and ambiguity.
    """
    sections: dict[str, dict[str, object]] = {ORIGINS: {}}
    try:
        _add_file(path, sections)
    except UnicodeDecodeError as fault:
        raise EditionFileError(f"{path.parent.name}/{path.name}: is no UTF-8 text ({fault.reason})") from fault
    readings = sections.pop("readings", {})
    if sections.keys() != {ORIGINS}:
        raise EditionFileError(f"{path.parent.name}/{path.name}: only a section 'readings' is known here")
    lines = _reading_lines(path)
    placed: dict[str, dict[str, str]] = {}
    for edition, chosen in readings.items():
        where = sections[ORIGINS][f"readings/{edition}"]
        if not isinstance(chosen, dict):
            raise EditionFileError(f"{where}: {edition} does not give one reading to each ambiguity")
        placed[Placed(edition, str(where))] = {
            _placed(name, edition, lines): _placed(reading, edition, lines, of=name) for name, reading in chosen.items()
        }
    return placed


def _placed(word: object, edition: str, lines: Mapping[tuple[str, str], str], of: object = None) -> Placed:
    name = str(word if of is None else of)
    where = lines[edition, name]
    if not isinstance(word, str):
        raise EditionFileError(
            f"{where} {name}: {word!r} is no name of {'an ambiguity' if of is None else 'a reading'}"
        )
    return Placed(word, f"{where} {name}")


def _reading_lines(path: Path) -> Mapping[tuple[str, str], str]:
    """Return where each reading stands, by edition and ambiguity; the file was read before and is well-formed."""
    loader = _Loader(path.read_text(encoding="utf-8"))
    shown = f"{path.parent.name}/{path.name}"
    try:
        return {
            (str(loader.construct_object(edition)), str(loader.construct_object(name))): f"{shown}:{_line(name)}"
            for _section, editions in _items(loader.get_single_node(), shown)
            for edition, chosen in _items(editions, shown)
            if isinstance(chosen, yaml.MappingNode)
            for name, _reading in chosen.value
        }
    finally:
        loader.dispose()


@cache
def read_edition(name: str) -> EditionData:
    """Return every entry of an edition, the shared ones included; never change it.

    Raises:
        FileNotFoundError: There is no edition of that name.
        EditionFileError: A file is damaged.
    """
    folder = _FOLDER / name
    if not (folder / _MARK).is_file():
        raise FileNotFoundError(f"no edition {name!r}; there are {', '.join(edition_names())}")
    return read_folders(_FOLDER / _SHARED, folder)


def read_folders(*folders: Path) -> EditionData:
    """Return every entry of the YAML files of some folders.

    Raises:
        EditionFileError: A file is no YAML, no mapping of sections, or repeats an entry.
    """
    sections: dict[str, dict[str, object]] = {ORIGINS: {}}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            _add_file(path, sections)
    return sections


def _header(path: Path) -> EditionHeader:
    sections: dict[str, dict[str, object]] = {ORIGINS: {}}
    _add_file(path, sections)
    header = sections.get("edition", {}).get("header")
    if not isinstance(header, dict):
        raise EditionFileError(f"{path.parent.name}/{path.name}: there is no header")
    name, series, day = (header.get(key) for key in ("name", "series", "valid_from"))
    if name != path.parent.name or not isinstance(series, str) or not isinstance(day, date):
        raise EditionFileError(
            f"{path.parent.name}/{path.name}: the header wants the folder's name, a series and a day"
        )
    return EditionHeader(path.parent.name, series, day)


def _add_file(path: Path, sections: dict[str, dict[str, object]]) -> None:
    shown = f"{path.parent.name}/{path.name}"
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        document = loader.get_single_node()
        for section_key, section in _items(document, shown):
            name = str(loader.construct_object(section_key, deep=True))
            for key, node in _items(section, shown):
                _add_entry(f"{name}/{loader.construct_object(key)}", loader, node, f"{shown}:{_line(key)}", sections)
    except yaml.YAMLError as fault:
        raise EditionFileError(f"{shown}: {fault}") from fault
    finally:
        loader.dispose()


def _add_entry(
    address: str, loader: _Loader, node: yaml.Node, origin: str, sections: dict[str, dict[str, object]]
) -> None:
    section, _, entry = address.partition("/")
    if address in sections[ORIGINS]:
        raise EditionFileError(f"{origin}: {entry} already stands in {sections[ORIGINS][address]}")
    _refuse_repeats(node, origin.rpartition(":")[0])
    sections.setdefault(section, {})[entry] = loader.construct_object(node, deep=True)
    sections[ORIGINS][address] = origin


def _items(node: yaml.Node | None, shown: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        line = 1 if node is None else _line(node)
        raise EditionFileError(f"{shown}:{line}: not a mapping of sections of entries")
    return list(node.value)


def _refuse_repeats(node: yaml.Node, shown: str) -> None:
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            _refuse_repeats(part, shown)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[Hashable] = set()
    for key, value in node.value:
        if key.value in seen:
            raise EditionFileError(f"{shown}:{_line(key)}: {key.value!r} stands twice")
        seen.add(key.value)
        _refuse_repeats(value, shown)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
