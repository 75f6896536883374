"""What typed texts may mean: a car on record, a place, a number; asked when somebody stops typing.

An answer to an older text is dropped. What one look-up asks never waits for another one.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from app.api.numbers import NumberInfo, ReadNumber
from app.api.phone_cases import (
    CallersCases,
    CarCases,
    CarNamed,
    FindCallersCase,
    FindPlaces,
    PlaceKind,
    PlaceRead,
    PlacesFound,
    ToldPlace,
)
from app.api.records import RecordRow
from app.api.search import LONGEST_SEARCH, HitKind, MunicipalityHit, Search, SearchFound, SearchHit
from ui.new_case.words import municipality_line, part_in, read_line
from ui.ports import Cancel, Reply, Scheduler

AFTER_S = 0.15
SHORTEST = 3
MOST_LINES = 6
T = TypeVar("T")
_CARS = (HitKind.CONTRACT, HitKind.PERSON, HitKind.BOX)


class LookupService(Protocol):
    """What is asked while a person types."""

    def search(self, command: Search, reply: Reply[SearchFound]) -> None:
        """Find what a text may mean."""

    def find_places(self, command: FindPlaces, reply: Reply[PlacesFound]) -> None:
        """Read a text as coordinates or a country."""

    def read_number(self, command: ReadNumber, reply: Reply[NumberInfo]) -> None:
        """Read a number."""

    def find_callers_case(self, command: FindCallersCase, reply: Reply[CallersCases]) -> None:
        """Find the cases that a number may be of."""

    def car_cases(self, command: CarNamed, reply: Reply[CarCases]) -> None:
        """Ask for the open cases of a car."""


class Later:
    """Does one thing when nothing new came for a moment."""

    def __init__(self, scheduler: Scheduler, act: Callable[[], None]) -> None:
        self._scheduler = scheduler
        self._act = act
        self._waiting: Cancel | None = None

    def soon(self) -> None:
        """Do it, a moment after the last time this was said."""
        self.never()
        self._waiting = self._scheduler.after(AFTER_S, self._do)

    def never(self) -> None:
        """Do not do it."""
        if self._waiting is not None:
            self._waiting()
            self._waiting = None

    def _do(self) -> None:
        self._waiting = None
        self._act()


class CarLookup:
    """Records that a text may mean."""

    def __init__(self, service: LookupService, scheduler: Scheduler, changed: Callable[[], None]) -> None:
        self._service = service
        self._changed = changed
        self._text = ""
        self._later = Later(scheduler, self._ask)
        self.found: tuple[RecordRow, ...] = ()
        self.is_answered = False
        self.is_whole = True
        self.only_looks_like = False

    def typed(self, text: str) -> None:
        """Look for this text."""
        self._text, self.found, self.is_answered = text.strip(), (), False
        if len(self._text) >= SHORTEST:
            self._later.soon()
        else:
            self._later.never()

    def _ask(self) -> None:
        asked = self._text

        def done(found: SearchFound) -> None:
            if asked == self._text:
                self.found, self.is_answered, self.is_whole = _records(found.hits), True, found.is_whole
                self.only_looks_like = bool(self.found) and not any(hit.is_exact for hit in found.hits)
                self._changed()

        self._service.search(Search(text=asked, kinds=_CARS, limit=MOST_LINES), quiet(done))


class PlaceLookup:
    """Places that a text may mean: coordinates, countries, municipalities."""

    def __init__(self, service: LookupService, scheduler: Scheduler, changed: Callable[[], None]) -> None:
        self._service = service
        self._changed = changed
        self._text = ""
        self._read: tuple[tuple[str, ToldPlace], ...] = ()
        self._named: tuple[tuple[str, ToldPlace], ...] = ()
        self._reads: tuple[PlaceRead, ...] = ()
        self._parts: dict[str, str] = {}
        self._later = Later(scheduler, self._ask)
        self.is_answered = False

    @property
    def found(self) -> tuple[tuple[str, ToldPlace], ...]:
        """A line and what it means, coordinates before municipalities before countries."""
        is_read_first = any(place.latitude_deg is not None for _line, place in self._read)
        both = (*self._read, *self._named) if is_read_first else (*self._named, *self._read)
        return both[:MOST_LINES]

    @property
    def country(self) -> int | None:
        """The line of the country that was typed whole, where the text means nothing else; None = it may."""
        is_country = len(self._reads) == 1 and self._reads[0].kind is PlaceKind.COUNTRY
        return 0 if is_country and not self._named else None

    def part_of(self, line: str) -> str:
        """Return the part of a municipality that a line names: "Heverlee" of Leuven; empty = the whole."""
        return self._parts.get(line, "")

    def typed(self, text: str) -> None:
        """Look for this text."""
        self._text, self._read, self._named = text.strip(), (), ()
        self._reads, self._parts, self.is_answered = (), {}, False
        if len(self._text) > 1:
            self._later.soon()
        else:
            self._later.never()

    def _ask(self) -> None:
        asked = self._text

        def read(found: PlacesFound) -> None:
            if asked == self._text:
                self._reads, self.is_answered = found.places, True
                self._read = tuple((read_line(one), one.told) for one in found.places)
                self._changed()

        def named(found: SearchFound) -> None:
            if asked == self._text:
                hits = [hit.place for hit in found.hits if hit.place is not None]
                self._parts = {municipality_line(place): part_in(place) for place in hits}
                self._named = tuple((municipality_line(place), _told(place)) for place in hits)
                self._changed()

        self._service.find_places(FindPlaces(text=asked), quiet(read))
        if SHORTEST <= len(asked) <= LONGEST_SEARCH:
            command = Search(text=asked, kinds=(HitKind.MUNICIPALITY,), limit=MOST_LINES)
            self._service.search(command, quiet(named))


def ask_whether_place(service: LookupService, text: str, done: Callable[[bool], None]) -> None:
    """Ask whether a text names a municipality, and neither a car nor a person on record."""

    def found(answer: SearchFound) -> None:
        exact = {hit.kind for hit in answer.hits if hit.is_exact}
        done(exact == {HitKind.MUNICIPALITY})

    if SHORTEST <= len(text) <= LONGEST_SEARCH:
        command = Search(text=text, kinds=(*_CARS, HitKind.MUNICIPALITY), limit=MOST_LINES)
        service.search(command, quiet(found))


def quiet(done: Callable[[T], None]) -> Reply[T]:
    """Return a reply that shows nothing of a look-up that failed: the form can be filled in without it."""
    return Reply(done, lambda _refusal: None, lambda _trouble: None)


def _records(hits: tuple[SearchHit, ...]) -> tuple[RecordRow, ...]:
    found = {(hit.record.contract_id, hit.record.imei): hit.record for hit in hits if hit.record is not None}
    return tuple(found.values())[:MOST_LINES]


def _told(place: MunicipalityHit) -> ToldPlace:
    return ToldPlace(
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        municipality=place.names,
        postcode=place.postcodes[0] if place.postcodes else "",
    )
