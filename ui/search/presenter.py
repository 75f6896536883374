"""Find anything from anywhere: what is typed is looked for while it is typed, and Enter does what the line says.

Commands are found at once, here; everything else by the service. It is asked with the first key and, when it has
answered, for what stands there then: never twice at once, and nobody waits for a pause. An answer to an older text is
dropped, and the lines of a moment ago stand until the new ones are there, so that nothing jumps away under the eye; an
Enter that comes before them waits for them, and never takes what was found for another text. Opening what was found is
audited as from anywhere else; a search is not, and what was typed is kept nowhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.api.records import OpenRecord
from app.api.search import HitKind, Search, SearchFound, SearchHit
from app.api.service import RefusalInfo
from app.domain.ids import CaseId
from app.i18n import _
from ui.actions import Action, ActionId, Actions
from ui.errors import refusal_sentence, unavailable_sentence
from ui.ports import Reply, Searching, Unavailable
from ui.search.commands import commands
from ui.search.state import Line, SearchState
from ui.search.words import command_line, commands_heading, heading, hit_line
from ui.words.places import municipality_name
from ui.words.records import not_whole

SHORTEST = 2
"""Letters; one digit already is a case's number."""

HITS_OF_A_KIND = 5


_Group = tuple[list[Line], list[SearchHit | Action | None]]
"""Lines, and what each of them leads to; None = a heading leads nowhere."""


class SearchView(Protocol):
    """Line and list."""

    def show_state(self, state: SearchState) -> None:
        """Paint it."""

    def take_focus(self) -> None:
        """Put the focus into the line, with what stands in it selected."""

    def leave(self) -> None:
        """Empty the line and let the focus rest where it rests."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where what was found leads.

    Attributes:
        open_case: A case.
        open_record: A contract or box.
        new_case: A new case, with the plate or the place that is known of it; None = this person opens none.
    """

    open_case: Callable[[CaseId], None]
    open_record: Callable[[OpenRecord], None]
    new_case: Callable[[str, str], None] | None


class SearchPresenter:
    """Between what is typed into the bar and everything that can be found."""

    def __init__(self, view: SearchView, service: Searching, actions: Actions, ways: Ways) -> None:
        self._view = view
        self._service = service
        self._actions = actions
        self._ways = ways
        self._text = ""
        self._is_asking = False
        self._found: SearchFound | None = None
        self._trouble: Callable[[], str] | None = None
        self._taken: list[SearchHit | Action | None] = []
        self._lines: tuple[Line, ...] = ()
        self._chosen = -1
        self._is_open = False
        self._was_moved = False
        self._takes_what_comes = False

    def connect(self) -> None:
        """Connect the action."""
        self._actions.connect(ActionId.SEARCH, self.begin)

    def begin(self) -> None:
        """A person wants to search."""
        self._view.take_focus()
        self.came()

    def came(self) -> None:
        """The focus came, by a click perhaps; what was typed before still stands."""
        self._is_open = True
        self.refresh()

    def typed(self, text: str) -> None:
        """Find commands at once and ask the service for the rest."""
        self._text, self._is_open, self._trouble, self._chosen = text.strip(), True, None, -1
        self._was_moved, self._takes_what_comes = False, False
        if not self._is_asked:
            self._found = None
        self.refresh()
        self._ask()

    def move(self, by: int) -> None:
        """Choose the next line down, or up with -1; headings are stepped over, and the ends stay."""
        place = self._chosen + by
        while 0 <= place < len(self._taken) and self._taken[place] is None:
            place += by
        if 0 <= place < len(self._taken):
            self._chosen, self._was_moved = place, True
            self._show()

    def take(self) -> None:
        """Do what the chosen line says, or what the first will say when it is still being looked for."""
        if self._is_asked and not self._was_moved and not self._is_known and self._trouble is None:
            self._takes_what_comes = True
            return
        self.take_line(self._chosen)

    def take_also(self) -> None:
        """Do the other thing the chosen line offers: a new case for this car."""
        one = self._at(self._chosen)
        if isinstance(one, SearchHit) and one.record is not None and self._ways.new_case is not None:
            self.leave()
            self._ways.new_case(one.record.plate.split(", ")[0] or one.record.policy_number, "")

    def take_line(self, place: int) -> None:
        """Do what this line says."""
        one = self._at(place)
        if one is None:
            return
        self.leave()
        if isinstance(one, Action):
            self._actions.trigger(one.action_id)
        else:
            self._follow(one)

    def leave(self) -> None:
        """Put everything away."""
        self.typed("")
        self.close()
        self._view.leave()

    def close(self) -> None:
        """Hide the list; what was typed stays for who comes back."""
        self._is_open = False
        self._show()

    def refresh(self) -> None:
        """Say everything again; also after a change of language."""
        self._make_lines()
        if self._at(self._chosen) is None:
            self._chosen = next((place for place, one in enumerate(self._taken) if one is not None), -1)
        self._show()

    @property
    def _is_asked(self) -> bool:
        has_digit = any(sign.isdigit() for sign in self._text)
        return has_digit or len(self._text) >= SHORTEST

    @property
    def _is_known(self) -> bool:
        return self._found is not None and self._found.text == self._text

    def _at(self, place: int) -> SearchHit | Action | None:
        return self._taken[place] if 0 <= place < len(self._taken) else None

    def _follow(self, hit: SearchHit) -> None:
        if hit.case is not None:
            self._ways.open_case(hit.case.case_id)
        elif hit.record is not None:
            imei = hit.record.imei if hit.record.contract_id is None else None
            self._ways.open_record(OpenRecord(contract_id=hit.record.contract_id, imei=imei))
        elif hit.place is not None and self._ways.new_case is not None:
            self._ways.new_case("", hit.place.part or municipality_name(hit.place.names))

    def _ask(self) -> None:
        """Ask for what stands there now, unless an answer is still to come."""
        if self._is_asking or not self._is_asked or self._is_known or self._trouble is not None:
            return
        asked = self._text
        self._is_asking = True

        def done(found: SearchFound) -> None:
            self._is_asking = False
            if asked == self._text:
                self._found = found
                self.refresh()
                self._take_what_came()
            else:
                self._ask()

        def refused(refusal: RefusalInfo) -> None:
            self._fail(asked, lambda: refusal_sentence(refusal))

        def unavailable(trouble: Unavailable) -> None:
            self._fail(asked, lambda: unavailable_sentence(trouble))

        self._service.search(Search(text=asked, limit=HITS_OF_A_KIND), Reply(done, refused, unavailable))

    def _take_what_came(self) -> None:
        if self._takes_what_comes:
            self._takes_what_comes = False
            self.take_line(self._chosen)

    def _fail(self, asked: str, why: Callable[[], str]) -> None:
        self._is_asking = False
        if asked == self._text:
            self._found, self._trouble, self._takes_what_comes = None, why, False
            self.refresh()
        else:
            self._ask()

    def _make_lines(self) -> None:
        """Put commands below what stands somewhere as it was typed, and above what only nearly does."""
        groups = list(self._hit_groups())
        meant = commands(self._text, self._actions)
        if meant:
            is_exact = any(isinstance(one, SearchHit) and one.is_exact for _lines, taken in groups for one in taken)
            commanded: _Group = ([commands_heading(), *map(command_line, meant)], [None, *meant])
            groups.insert(len(groups) if is_exact else 0, commanded)
        self._lines = tuple(line for lines, _taken in groups for line in lines)
        self._taken = [one for _lines, taken in groups for one in taken]

    def _hit_groups(self) -> Iterator[_Group]:
        found, opens_cases = self._found, self._ways.new_case is not None
        if found is None:
            return
        for kind in HitKind:
            hits = [hit for hit in found.hits if hit.kind is kind and (hit.place is None or opens_cases)]
            if hits:
                above = heading(kind, nearly=not hits[0].is_exact, more=kind in found.more)
                yield [above, *(hit_line(hit, opens_cases=opens_cases) for hit in hits)], [None, *hits]

    def _show(self) -> None:
        state = SearchState(self._is_open, self._lines, self._chosen, self._words(), self._trouble is not None)
        self._view.show_state(state)

    def _words(self) -> str:
        if self._trouble is not None:
            return self._trouble()
        if not self._text:
            return _("Plate, phone, name, policy, box, place, case number, or a command")
        if self._found is not None and not self._found.is_whole:
            return not_whole()
        return _("Nothing has this in it. Try a part of it.") if self._is_known and not self._lines else ""
