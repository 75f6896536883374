"""NEXT for somebody who is not the driver, and what leaves the house by itself."""

import pytest

from app.api.steps import NextStepInfo
from app.domain.contact import ContactRole
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from tests.support.cases import a_call, a_person, a_rung, my_case, their_case
from tests.ui.next_step.test_presenter import Next
from ui.actions import ActionId
from ui.offer import Offer

DRIVER = a_rung(ContactRole.DRIVER, a_person(e164="+32470000009"))


def to_the(role: ContactRole, kind: NextKind, language: Language | None = Language.FR) -> Next:
    rung = a_rung(role, a_person(name="Transport Maes", language=language))
    return Next(my_case(kind, "l1", calls=(a_call(),), ladder=(DRIVER, rung)))


def test_the_employer_is_called_by_name_in_their_own_language_and_with_care() -> None:
    state = to_the(ContactRole.EMPLOYER, NextKind.CALL_AGAIN).state
    assert state.sentence == "Call the employer: Transport Maes"
    assert state.why.startswith("Say no place, no crash")
    assert state.act == Offer("Call"), "nobody has called them before"
    assert state.spoken_language == "French"
    assert "Jan Peeters" in state.spoken


@pytest.mark.parametrize("kind", [NextKind.CALL_AGAIN, NextKind.SAY_OUTCOME])
def test_while_the_employer_is_on_the_phone_nothing_asks_whether_anybody_is_hurt(kind: NextKind) -> None:
    said = to_the(ContactRole.EMPLOYER, kind, Language.EN).state.spoken
    assert "hurt" not in said
    assert "looking for Jan Peeters" in said
    driver = Next(my_case(kind, "l1", calls=(a_call(),), call_language=Language.EN)).state.spoken
    assert "hurt" in driver


def test_a_language_that_is_not_known_is_that_of_the_case() -> None:
    assert to_the(ContactRole.FAMILY, NextKind.CALL_AGAIN, None).state.spoken_language.startswith("Dutch")


def test_the_case_of_somebody_else_calls_nobody_from_here() -> None:
    theirs = their_case().model_copy(update={"ladder": (a_rung(ContactRole.EMPLOYER, a_person()),)})
    assert "employer" not in Next(theirs).state.sentence


def test_what_leaves_by_itself_stands_with_what_stops_it_and_is_not_what_space_does() -> None:
    stopped: list[bool] = []
    following = Next(my_case(NextKind.CALL_AGAIN))
    following.actions.connect(ActionId.STOP_SMS, lambda: stopped.append(True))
    following.presenter.announce("The SMS leaves in 7 s")
    assert (following.state.leaving, following.state.stop) == ("The SMS leaves in 7 s", Offer("Stop it"))
    assert following.press() == [ActionId.CALL], "a countdown does not make the key unsteady"
    following.presenter.stop()
    assert stopped == [True]
    following.presenter.announce("")
    assert (following.state.leaving, following.state.stop) == ("", None)


def test_what_is_next_for_a_colleague_is_information_here() -> None:
    quiet = their_case()
    step = NextStepInfo(kind=NextKind.ASK_FIRST_MINUTE)
    state = Next(quiet.model_copy(update={"row": quiet.row.model_copy(update={"next_step": step})})).state
    assert "has this case: " in state.sentence
    assert not state.needs_person
    assert state.act is None
    assert state.why.startswith("Shown for your information")
    assert Next(quiet).state.sentence == "Nothing to do in this case now"
