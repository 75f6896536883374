"""Who set what, in words."""

from app import i18n
from app.workplace import KEYS, Source, resolve
from ui.workplace.presenter import WorkplacePresenter
from ui.workplace.state import WorkplaceState


class View:
    def __init__(self) -> None:
        self.state = WorkplaceState((), ())

    def show_state(self, state: WorkplaceState) -> None:
        self.state = state


def shown(*layers: tuple[Source, dict[str, str]]) -> WorkplaceState:
    view = View()
    WorkplacePresenter(view, resolve(layers)).refresh()
    return view.state


def test_every_key_has_a_line_that_names_it() -> None:
    lines = shown().settings
    assert [line.hint.rpartition("(")[2] for line in lines] == [f"{key.name})" for key in KEYS]
    assert {line.set_by for line in lines} == {"nobody"}
    assert all(line.value for line in lines)


def test_what_the_administrator_set_is_said_to_be_his() -> None:
    lines = {
        line.what: line for line in shown((Source.MACHINE_POLICY, {"language": "fr", "plain_map": "yes"})).settings
    }
    assert (lines["Language"].value, lines["Language"].set_by) == ("fr", "your administrator (policy of this machine)")
    assert lines["Plain map"].value == "yes"


def test_what_counts_for_nothing_is_told() -> None:
    wrong = shown((Source.USER_POLICY, {"language": "es", "ringtone": "loud"})).passed_over
    assert len(wrong) == 2
    assert "“es” for language" in wrong[0]
    assert "ringtone, set by your administrator (policy of your account), is no setting" in wrong[1]


def test_it_is_said_in_the_language_of_the_screen() -> None:
    i18n.set_language("nl")
    try:
        assert shown().settings[3].what == "Taal"
    finally:
        i18n.set_language("en")
