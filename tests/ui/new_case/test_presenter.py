"""A new case is typed as it is told, loses nothing, and never makes a second case of a car by accident."""

from datetime import timedelta

import pytest

from app.api.numbers import NumberInfo
from app.api.phone_cases import (
    AttachCaller,
    CallersCases,
    CarCases,
    OpenCaseInfo,
    OpenPhoneCase,
    PlaceKind,
    PlaceRead,
    PlacesFound,
    ToldPlace,
)
from app.api.records import RecordRow
from app.api.search import FoundIn, HitKind, MunicipalityHit, SearchFound, SearchHit
from app.domain.case import CaseState
from app.domain.contact import NumberKind
from app.domain.ids import CaseId, CaseNumber, ContractId, Imei
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import Language
from app.domain.verdict import Priority
from tests.support.backend import Asked, FakeBackend, FakeClock, FakeScheduler
from tests.support.cases import BERTEM, a_full_case
from tests.support.contract import NOW
from ui.new_case.presenter import NewCasePresenter
from ui.new_case.state import Field, NewCaseState

CONTRACT, BOX = ContractId("c" * 32), Imei("356307042441013")
ROW = RecordRow(
    contract_id=CONTRACT,
    imei=BOX,
    policy_number="58-1",
    name="An Janssens",
    driver="Jan Peeters",
    plate="1-ABC-234",
    car="VW ID.3 white",
    municipality="Bertem",
    boxes=1,
)
OPEN = OpenCaseInfo(
    case_id=CaseId("c7"),
    number=CaseNumber("2031-000042"),
    state=CaseState.OPEN,
    priority=Priority.ONE,
    received_at=NOW - timedelta(minutes=4),
    is_reached=False,
    claimed_by="Piet Claes",
)
MOBILE = NumberInfo(e164="+32470987654", shown="+32 470 98 76 54", kind=NumberKind.MOBILE, country="")
NO_NUMBER = NumberInfo(e164=None, shown="soon", kind=NumberKind.INVALID, country="")


class Page:
    """The form with everything around it; a view, a navigator and a strip too."""

    def __init__(self) -> None:
        self.state: NewCaseState | None = None
        self.went_to: list[CaseId] = []
        self.told: list[str] = []
        self.backend = FakeBackend()
        self.scheduler = FakeScheduler(FakeClock())
        self.presenter = NewCasePresenter(self, self.backend, self, self.scheduler, self.told.append)
        self.presenter.opened()

    def show_state(self, state: NewCaseState) -> None:
        self.state = state

    def open_case(self, case_id: CaseId) -> None:
        self.went_to.append(case_id)

    @property
    def shown(self) -> NewCaseState:
        assert self.state is not None
        return self.state

    def types(self, where: Field, text: str) -> None:
        self.presenter.edit(where, text)
        self.scheduler.advance(1)

    def asked(self, what: str) -> Asked:
        return next(one for one in reversed(self.backend.asked) if one.what == what)

    def finds_car(self, *rows: RecordRow) -> None:
        hits = tuple(
            SearchHit(kind=HitKind.CONTRACT, found_in=FoundIn.PLATE, is_exact=True, record=row) for row in rows
        )
        asked = self.asked("search")
        asked.done(SearchFound(text=asked.about, hits=hits, more=()))

    def names_car(self, *open_cases: OpenCaseInfo) -> None:
        self.types(Field.CAR, "1abc")
        self.finds_car(ROW)
        self.presenter.choose_car(0)
        self.scheduler.advance(1)
        self.asked("car_cases").done(CarCases(cases=open_cases))

    def opening(self) -> OpenPhoneCase:
        self.presenter.open()
        command = self.backend.last.command
        assert isinstance(command, OpenPhoneCase)
        return command


@pytest.fixture
def page() -> Page:
    return Page()


def test_only_what_happened_is_needed(page: Page) -> None:
    page.presenter.open()
    assert page.backend.asked == []
    assert page.shown.open.why_not
    page.presenter.choose_incident("flat_tyre")
    command = page.opening()
    assert (command.incident, command.contract_id, command.plate, command.place) == (Incident.FLAT_TYRE, None, "", None)
    assert command.caller.relation is CallerRelation.DRIVER


def test_a_whole_call_becomes_one_command(page: Page) -> None:
    page.types(Field.NUMBER, "0470 98 76 54")
    page.asked("read_number").done(MOBILE)
    assert page.shown.number_words == "+32 470 98 76 54 (mobile)"
    page.types(Field.NAME, "Els Maes")
    page.presenter.choose_relation("passenger")
    page.presenter.choose_incident("collision")
    page.presenter.choose_hurt(True)
    page.names_car()
    page.types(Field.PLACE, "berte")
    hit = MunicipalityHit(
        names=BERTEM, part="", postcodes=("3060", "3061"), province=None, latitude_deg=50.86, longitude_deg=4.63
    )
    found = SearchHit(kind=HitKind.MUNICIPALITY, found_in=FoundIn.PLACE, is_exact=True, place=hit)
    page.asked("search").done(SearchFound(text="berte", hits=(found,), more=()))
    assert page.shown.place.lines == ("Bertem (3060)",)
    page.presenter.choose_place(0)
    page.types(Field.WHEREABOUTS, "E40 dir. Luik, km 22,4")
    page.types(Field.WORDS, "Two cars.")
    command = page.opening()
    assert (command.contract_id, command.imei, command.plate) == (CONTRACT, BOX, "")
    assert (command.caller.name, command.caller.number) == ("Els Maes", "0470 98 76 54")
    assert (command.hurt, command.whereabouts, command.words) == (True, "E40 dir. Luik, km 22,4", "Two cars.")
    assert command.place == ToldPlace(latitude_deg=50.86, longitude_deg=4.63, municipality=BERTEM, postcode="3060")
    page.backend.last.done(a_full_case())
    assert page.went_to == [a_full_case().row.case_id]
    assert page.presenter.draft.is_empty


def test_the_language_of_the_call_is_said_once_and_goes_into_the_case(page: Page) -> None:
    page.presenter.choose_incident("defect")
    assert (page.shown.language, [one.key for one in page.shown.languages]) == ("", ["nl", "fr", "de", "en"])
    page.presenter.choose_language("fr")
    assert page.shown.language == "fr"
    page.presenter.choose_language("")
    assert page.opening().language is None
    page.backend.last.refused("invalid")
    page.presenter.choose_language("de")
    assert page.opening().language is Language.DE
    page.backend.last.done(a_full_case())
    assert page.shown.language == ""


def test_nothing_typed_is_lost_when_nothing_is_found(page: Page) -> None:
    page.presenter.choose_incident("defect")
    page.types(Field.CAR, "the red one of the neighbours")
    page.finds_car()
    assert "Not on record" in page.shown.car.words
    page.types(Field.PLACE, "behind the church of Egem")
    command = page.opening()
    assert command.whereabouts == "behind the church of Egem"
    assert "the red one of the neighbours" in command.words
    page.types(Field.CAR, "1-XYZ-987")
    page.presenter._is_busy = False  # noqa: SLF001 - as after a refusal
    assert page.opening().plate == "1-XYZ-987"


def test_coordinates_and_countries_are_offered_as_places(page: Page) -> None:
    page.types(Field.PLACE, "45,76 4,84")
    read = PlaceRead(
        kind=PlaceKind.COORDINATES,
        told=ToldPlace(latitude_deg=45.76, longitude_deg=4.84),
        country_codes=("FR",),
        nearest_place="Lyon",
    )
    page.asked("find_places").done(PlacesFound(text="45,76 4,84", places=(read,)))
    assert page.shown.place.lines == ("45.76000 4.84000, near Lyon, France",)
    page.types(Field.PLACE, "frankrijk")
    country = PlaceRead(kind=PlaceKind.COUNTRY, told=ToldPlace(country_code="FR"), country_codes=("FR",))
    page.asked("find_places").done(PlacesFound(text="frankrijk", places=(country,)))
    page.presenter.choose_place(0)
    assert page.shown.place.is_chosen
    page.presenter.choose_incident("illness")
    assert page.opening().place == ToldPlace(country_code="FR")


def test_a_late_answer_is_not_shown_for_another_text(page: Page) -> None:
    page.types(Field.CAR, "1abc")
    older = page.asked("search")
    page.types(Field.CAR, "1xyz")
    older.done(
        SearchFound(
            text="1abc",
            hits=(SearchHit(kind=HitKind.CONTRACT, found_in=FoundIn.PLATE, is_exact=True, record=ROW),),
            more=(),
        )
    )
    assert page.shown.car.lines == ()
    page.types(Field.NUMBER, "soon")
    old_number = page.asked("read_number")
    page.types(Field.NUMBER, "0470987654")
    old_number.done(NO_NUMBER)
    assert page.shown.number_words == ""
    page.asked("read_number").done(MOBILE)
    assert not page.shown.is_number_doubtful


def test_a_number_that_is_none_is_said_and_kept(page: Page) -> None:
    page.types(Field.NUMBER, "soon")
    page.asked("read_number").done(NO_NUMBER)
    assert page.shown.is_number_doubtful
    page.presenter.choose_incident("defect")
    assert page.opening().caller.number == "soon"


def test_changing_the_text_takes_the_choice_back(page: Page) -> None:
    page.names_car()
    assert page.shown.car.is_chosen
    page.types(Field.CAR, "1abd")
    assert not page.shown.car.is_chosen


def test_the_open_case_of_the_car_is_offered_first_and_joined_with_the_caller(page: Page) -> None:
    page.types(Field.NUMBER, "0470987654")
    page.presenter.choose_incident("collision")
    page.names_car(OPEN)
    assert page.shown.open_case is not None
    assert "2031-000042" in page.shown.open_case.words
    assert "Piet Claes" in page.shown.open_case.words
    assert page.shown.open.why_not
    page.presenter.open()
    assert "open_phone_case" not in page.backend.names()
    page.presenter.join()
    page.presenter.join()
    assert (page.backend.last.what, page.backend.last.about) == ("attach_caller", "c7")
    assert isinstance(page.backend.last.command, AttachCaller)
    assert page.backend.last.command.caller.number == "0470987654"
    page.backend.last.done(a_full_case())
    assert page.went_to == [a_full_case().row.case_id]
    assert page.presenter.draft.is_empty


def test_one_click_makes_nobody_the_driver_who_was_reached(page: Page) -> None:
    """Who speaks is "driver" until it is said; a wrong click ended the search for the driver of a crash (N18)."""
    page.presenter.choose_incident("collision")
    page.names_car(OPEN)
    page.presenter.join()
    assert "attach_caller" not in page.backend.names()
    assert "2031-000042" in page.shown.message
    assert page.shown.open_case is not None
    assert page.shown.open_case.join.text == "The driver is speaking: open that case"
    page.types(Field.WORDS, "Heard another voice.")
    page.presenter.join()
    assert "attach_caller" not in page.backend.names(), "typed on: it is asked again"
    page.presenter.choose_relation("passenger")
    page.presenter.join()
    assert page.shown.open_case.join.text == "They are in the car: open that case"
    page.presenter.join()
    assert page.backend.names().count("attach_caller") == 1


@pytest.mark.parametrize(("relation", "is_reached"), [("police", False), ("family", False), ("driver", True)])
def test_who_is_no_driver_to_be_reached_joins_at_once(page: Page, relation: str, is_reached: bool) -> None:
    page.names_car(OPEN.model_copy(update={"is_reached": is_reached}))
    page.presenter.choose_relation(relation)
    page.presenter.join()
    assert page.backend.names().count("attach_caller") == 1


def test_what_else_was_typed_stays_when_another_case_is_joined(page: Page) -> None:
    page.presenter.choose_incident("collision")
    page.names_car(OPEN)
    page.types(Field.WORDS, "A second car is in it.")
    page.presenter.choose_relation("police")
    page.presenter.join()
    page.backend.last.done(a_full_case())
    assert page.presenter.draft.texts[Field.WORDS] == "A second car is in it."
    assert len(page.told) == 1


def test_another_matter_of_the_same_car_is_opened_on_purpose(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.names_car(OPEN)
    page.presenter.say_another()
    assert page.opening().is_another


def test_a_case_that_was_opened_meanwhile_is_offered_after_the_refusal(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.names_car()
    page.presenter.open()
    page.backend.last.refused("case_open", case_id="c7", number="2031-000042")
    assert "2031-000042" in page.shown.message
    assert page.backend.last.what == "car_cases"
    page.backend.last.done(CarCases(cases=(OPEN,)))
    assert page.shown.open_case is not None


def test_a_plate_that_is_on_no_record_is_asked_too(page: Page) -> None:
    page.types(Field.CAR, "1-XYZ-987")
    assert page.asked("car_cases").about == "1-XYZ-987"
    page.types(Field.CAR, "Jan")
    assert page.backend.last.what == "search"


def _offers(page: Page) -> bool:
    return page.shown.open_case is not None


def test_the_open_case_of_a_plate_is_asked_anew_for_the_record_that_is_chosen(page: Page) -> None:
    page.types(Field.CAR, "1abc234")
    page.asked("car_cases").done(CarCases(cases=(OPEN,)))
    assert _offers(page)
    page.finds_car(ROW)
    page.presenter.choose_car(0)
    assert not _offers(page), "nothing is offered that a click would not do"
    page.scheduler.advance(1)
    page.asked("car_cases").done(CarCases(cases=(OPEN,)))
    page.presenter.choose_relation("police")
    page.presenter.join()
    assert page.backend.last.what == "attach_caller"


def test_an_outage_keeps_everything(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.types(Field.NAME, "Jan")
    page.presenter.open()
    assert page.shown.open.why_not
    page.backend.last.unavailable()
    assert page.shown.is_trouble
    assert page.shown.texts[Field.NAME] == "Jan"
    assert page.shown.open.is_possible


def test_a_look_up_that_fails_stops_nobody(page: Page) -> None:
    page.types(Field.CAR, "1abc")
    page.asked("search").unavailable()
    page.types(Field.PLACE, "Bertem")
    page.asked("find_places").refused("forbidden")
    page.presenter.choose_incident("defect")
    assert page.shown.open.is_possible
    assert page.shown.message == ""


def test_clearing_is_said_twice(page: Page) -> None:
    page.types(Field.NAME, "Jan")
    page.presenter.clear()
    assert page.shown.texts[Field.NAME] == "Jan"
    assert page.shown.message
    page.types(Field.NAME, "Jan P")
    page.presenter.clear()
    page.presenter.clear()
    assert page.presenter.draft.is_empty


def test_coming_back_shows_what_was_typed(page: Page) -> None:
    page.types(Field.NAME, "Jan")
    page.presenter.opened()
    assert page.shown.texts[Field.NAME] == "Jan"


def test_a_call_that_comes_in_fills_only_what_is_empty(page: Page) -> None:
    page.presenter.prefill("+32470987654", "1abc234")
    assert page.shown.texts[Field.NUMBER] == "+32470987654"
    page.types(Field.CAR, "1xyz")
    page.presenter.prefill("+32499000000", "9zzz")
    assert (page.shown.texts[Field.NUMBER], page.shown.texts[Field.CAR]) == ("+32470987654", "1xyz")


def test_every_incident_has_words_and_groups_are_apart(page: Page) -> None:
    texts = [choice.text for choice in page.shown.incidents]
    assert len(set(texts)) == len(Incident)
    assert [choice.key for choice in page.shown.incidents if choice.starts_group] == ["defect", "theft", "illness"]


def test_long_whereabouts_go_into_the_note(page: Page) -> None:
    page.presenter.choose_incident("defect")
    page.types(Field.PLACE, "x" * 300)
    command = page.opening()
    assert len(command.whereabouts) == 200
    assert "x" * 300 in command.words


def test_a_car_is_not_said_to_be_on_no_record_before_everything_can_be_found(page: Page) -> None:
    page.types(Field.CAR, "1-ABC-234")
    asked = page.asked("search")
    asked.done(SearchFound(text=asked.about, hits=(), more=(), is_whole=False))
    assert page.shown.car.words == "Not every contract can be found yet; try again in a few minutes."


def test_the_number_of_an_open_case_is_said_before_the_plate(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.types(Field.NUMBER, "0470 98 76 54")
    page.asked("read_number").done(MOBILE)
    page.asked("find_callers_case").done(CallersCases(text="", cases=(OPEN,)))
    assert page.shown.open_case is not None
    assert page.shown.open_case.words.startswith("This number belongs to an open case: 2031-000042")
    assert not page.shown.open.is_possible
    page.presenter.join()
    assert page.backend.last.what == "attach_caller"


def test_a_closed_case_or_another_number_is_not_said(page: Page) -> None:
    page.types(Field.NUMBER, "0470 98 76 54")
    page.asked("read_number").done(MOBILE)
    closed = OPEN.model_copy(update={"state": CaseState.CLOSED})
    page.asked("find_callers_case").done(CallersCases(text="", cases=(closed,)))
    assert page.shown.open_case is None
    page.asked("find_callers_case").done(CallersCases(text="", cases=(OPEN,)))
    page.types(Field.NUMBER, "0470 98 76 55")
    assert page.shown.open_case is None


def test_a_country_that_was_typed_and_not_chosen_is_told(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.types(Field.PLACE, "Duitsland")
    read = PlaceRead(kind=PlaceKind.COUNTRY, told=ToldPlace(country_code="DE"), country_codes=("DE",))
    page.asked("find_places").done(PlacesFound(text="Duitsland", places=(read,)))
    command = page.opening()
    assert command.place == ToldPlace(country_code="DE")


def test_a_place_that_is_not_found_is_said(page: Page) -> None:
    page.types(Field.PLACE, "aken")
    assert page.shown.place.words == ""
    page.asked("find_places").done(PlacesFound(text="aken", places=()))
    assert page.shown.place.words.startswith("Not found in Belgium, kept as typed")


def test_the_part_of_a_municipality_is_told_with_the_road(page: Page) -> None:
    page.presenter.choose_incident("flat_tyre")
    page.types(Field.PLACE, "heverlee")
    hit = MunicipalityHit(
        names=BERTEM, part="Leefdaal", province=None, postcodes=("3061",), latitude_deg=50.8, longitude_deg=4.6
    )
    hits = (SearchHit(kind=HitKind.MUNICIPALITY, found_in=FoundIn.NAME, is_exact=True, place=hit),)
    page.asked("search").done(SearchFound(text="heverlee", hits=hits, more=()))
    page.presenter.choose_place(0)
    page.types(Field.WHEREABOUTS, "Dorpstraat 3")
    command = page.opening()
    assert command.place is not None
    assert command.whereabouts == "Leefdaal, Dorpstraat 3"


def test_it_is_said_what_is_missing_once_something_was_typed(page: Page) -> None:
    assert page.shown.message == ""
    page.types(Field.NAME, "Els")
    assert (page.shown.message, page.shown.is_trouble) == ("Say first what happened.", False)


@pytest.mark.parametrize(
    ("kinds", "moves"), [(("municipality",), True), (("municipality", "person"), False), ((), False)]
)
def test_a_searched_text_that_names_a_municipality_goes_to_the_place(
    page: Page, kinds: tuple[str, ...], moves: bool
) -> None:
    page.presenter.prefill(car="Egem")
    hits = tuple(SearchHit(kind=HitKind(kind), found_in=FoundIn.PLACE, is_exact=True) for kind in kinds)
    page.asked("search").done(SearchFound(text="Egem", hits=hits, more=()))
    assert (page.shown.texts[Field.CAR], page.shown.texts[Field.PLACE]) == (("", "Egem") if moves else ("Egem", ""))


def test_who_is_calling_and_what_else_is_known_is_taken_over_from_the_call(page: Page) -> None:
    page.types(Field.NAME, "An")
    page.presenter.prefill_said("Rita", "0499 00 00 00")
    assert (page.shown.texts[Field.NAME], page.shown.texts[Field.WORDS]) == ("An", "0499 00 00 00")
