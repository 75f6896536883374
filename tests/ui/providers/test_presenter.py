"""The page of partners: found by any word, mended by who may, and told field by field what cannot be meant."""

import pytest

from app.api.providers import ProviderInfo, ProviderList, RegisterProvider
from app.domain.account import Role
from app.domain.ids import ProviderId
from tests.support.backend import FakeBackend
from tests.support.contract import me
from ui.providers.presenter import ProvidersPresenter
from ui.providers.state import ProvidersState
from ui.providers.words import LABELS

SUPERVISOR = (Role.SUPERVISOR,)


class View:
    def __init__(self) -> None:
        self.state: ProvidersState | None = None
        self.focused = 0

    def show_state(self, state: ProvidersState) -> None:
        self.state = state

    def focus_form(self) -> None:
        self.focused += 1


def a_provider(name: str, **cells: str) -> ProviderInfo:
    return ProviderInfo(
        provider_id=ProviderId(name.casefold()),
        version="v1",
        cells={"name": name, "kinds": "tow", **cells},
        is_open=True,
        works_now=True,
        running=1,
    )


class Stage:
    def __init__(self, *roles: Role) -> None:
        self.view, self.backend = View(), FakeBackend()
        self.presenter = ProvidersPresenter(self.view, me(roles=roles), self.backend)
        self.presenter.opened()

    def read(self, *rows: ProviderInfo) -> None:
        self.backend.last.done(ProviderList(rows=rows, columns={}))

    @property
    def state(self) -> ProvidersState:
        assert self.view.state is not None
        return self.view.state

    def field(self, column: str) -> tuple[str, str]:
        assert self.state.form is not None
        return next((one.text, one.fault) for one in self.state.form.fields if one.column == column)


@pytest.fixture(name="stage")
def a_stage() -> Stage:
    stage = Stage(*SUPERVISOR)
    stage.read(a_provider("Noels", provinces="VBR", capacity="3"), a_provider("Taxi Un", kinds="taxi", email="a@b.be"))
    return stage


def test_every_partner_is_listed_with_how_it_is_reached(stage: Stage) -> None:
    assert [(one.name, one.kinds, one.comes_to, one.way, one.running) for one in stage.state.lines] == [
        ("Noels", "tow truck", "Flemish Brabant", "phone", "1 of 3 running"),
        ("Taxi Un", "taxi", "not known", "e-mail", "1 running"),
    ]


@pytest.mark.parametrize(
    ("text", "names"), [("noel", ["Noels"]), ("taxi", ["Taxi Un"]), ("vbr tow", ["Noels"]), ("zzz", [])]
)
def test_a_partner_is_found_by_any_of_its_words(stage: Stage, text: str, names: list[str]) -> None:
    stage.presenter.find(text)
    assert [one.name for one in stage.state.lines] == names
    assert bool(stage.state.words) is not bool(names)


def test_what_was_typed_is_stored_with_the_version_that_was_looked_at(stage: Stage) -> None:
    stage.presenter.choose(0)
    stage.presenter.typed("hours", "always ")
    stage.presenter.typed("provinces", "")
    stage.presenter.save()
    command = stage.backend.last.command
    assert command == RegisterProvider(
        provider_id=ProviderId("noels"),
        version="v1",
        cells={"name": "Noels", "kinds": "tow", "capacity": "3", "hours": "always"},
    )
    stage.backend.last.done(a_provider("Noels", hours="always"))
    assert stage.state.form is not None
    assert stage.state.form.words == "Stored."
    assert stage.backend.last.what == "providers"


def test_a_field_that_cannot_be_meant_says_so_until_it_is_typed_anew(stage: Stage) -> None:
    stage.presenter.begin()
    stage.presenter.typed("hours", "at night")
    stage.presenter.save()
    stage.backend.last.refused("cells_refused", hours="not_hours", name="missing", kinds="of_another_version")
    assert stage.field("hours")[0] == "at night"
    assert all(stage.field(column)[1] for column in ("hours", "name", "kinds"))
    stage.presenter.typed("hours", "always")
    assert stage.field("hours") == ("always", "")
    assert stage.field("name")[1]


def test_somebody_who_was_faster_is_said(stage: Stage) -> None:
    stage.presenter.choose(0)
    stage.presenter.save()
    stage.backend.last.refused("changed")
    assert stage.state.form is not None
    assert "meanwhile" in stage.state.form.words


def test_an_operator_reads_and_is_told_who_mends() -> None:
    stage = Stage(Role.OPERATOR)
    stage.read(a_provider("Noels"))
    stage.presenter.choose(0)
    assert stage.state.form is not None
    assert not stage.state.form.can_edit
    assert "supervisor" in stage.state.form.save.why_not
    asked = len(stage.backend.asked)
    stage.presenter.save()
    stage.presenter.begin()
    assert len(stage.backend.asked) == asked
    assert stage.view.focused == 0


def test_the_form_has_every_column_of_the_import() -> None:
    from app.usecases.provider_cells import COLUMNS

    assert set(LABELS) == set(COLUMNS)


def test_an_outage_is_said_and_can_be_tried_again(stage: Stage) -> None:
    stage.presenter.choose(0)
    stage.presenter.save()
    stage.backend.last.unavailable()
    assert stage.state.form is not None
    assert stage.state.form.is_trouble
    assert stage.state.form.save.is_possible
