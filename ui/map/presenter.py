"""Decides what is on the map; knows neither Qt nor Leaflet.

The open case stands on it with everything its box said about the way there; the others are marks that a click opens,
as a click on their row would. Until a case is opened there is nothing to draw: the queue says where the others are.
"""

from collections.abc import Iterator
from typing import Protocol

from app.api.cases import CaseDetail, EcallInfo, PlaceInfo
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.ids import CaseId
from app.i18n import _
from ui.map.state import Focus, LatLon, MapState, OtherCase
from ui.ports import LinkState
from ui.rows import Rows
from ui.words.crash import PRIORITIES
from ui.words.places import border_doubt, coordinates_text, municipality_name, place_name


class MapView(Protocol):
    """The panel."""

    def show_state(self, state: MapState) -> None:
        """Paint it."""


class CaseOpener(Protocol):
    """The navigator, as far as this screen needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class MapPresenter:
    """Between the open case, the rows and the map. A ``CaseListener`` and a ``FeedListener``."""

    def __init__(self, view: MapView, rows: Rows, opener: CaseOpener) -> None:
        self._view = view
        self._rows = rows
        self._opener = opener
        self._detail: CaseDetail | None = None
        self._is_needed = False
        self._shown: MapState | None = None

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show where this case is."""
        self._detail = detail
        self._is_needed = self._is_needed or detail is not None
        self.refresh()

    def open_case(self, case_id: CaseId) -> None:
        """Open the case whose mark was clicked."""
        self._opener.open_case(case_id)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Show the others as they are now."""
        del snapshot
        self.refresh()

    def on_change(self, event: EventInfo) -> None:
        """Show the others as they are now."""
        del event
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""

    def refresh(self) -> None:
        """Paint what is known now, if it looks different."""
        state = self._state()
        if state != self._shown:
            self._shown = state
            self._view.show_state(state)

    def _state(self) -> MapState:
        detail = self._detail
        place = None if detail is None else detail.place
        return MapState(
            is_needed=self._is_needed,
            place=_place_words(detail),
            doubt="" if place is None else border_doubt(place),
            coordinates="" if place is None else coordinates_text(place),
            focus=None if detail is None or place is None else _focus(detail, place),
            others=tuple(sorted(self._others(), key=lambda other: other.case_id)),
        )

    def _others(self) -> Iterator[OtherCase]:
        opened = None if self._detail is None else self._detail.row.case_id
        for row in self._rows.open_rows():
            if row.near is not None and row.case_id != opened:
                yield OtherCase(row.case_id, row.priority, row.near, _other_words(row))


def _place_words(detail: CaseDetail | None) -> str:
    if detail is None:
        return _("No case is open.")
    if detail.place is None:
        return _("place unknown: the box has sent no position")
    return place_name(detail.place)


def _other_words(row: QueueRow) -> str:
    words = [PRIORITIES[row.priority](), row.plate or row.number]
    if row.municipality is not None:
        words.append(municipality_name(row.municipality))
    return " · ".join(words)


def _focus(detail: CaseDetail, place: PlaceInfo) -> Focus:
    return Focus(
        case_id=detail.row.case_id,
        priority=detail.row.priority,
        place=(place.latitude_deg, place.longitude_deg),
        ring_m=place.accuracy_m,
        heading_deg=place.heading_deg,
        track=_track(detail.ecalls),
        label="" if place.municipality is None else municipality_name(place.municipality),
        is_doubtful=place.is_last_known,
    )


def _track(ecalls: tuple[EcallInfo, ...]) -> tuple[LatLon, ...]:
    """The way to all impacts of the case, without the fixes at which the car did not move."""
    track: list[LatLon] = []
    for ecall in sorted(ecalls, key=lambda one: one.occurred_at):
        for fix in ecall.track:
            if not track or track[-1] != fix:
                track.append(fix)
    return tuple(track)
