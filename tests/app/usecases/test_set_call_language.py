"""The language is of the call, not of the contract."""

from app.domain.audit import AuditAction
from app.domain.subscription import Language
from app.usecases.set_call_language import SetCallLanguage, set_call_language
from tests.app.usecases.people import AN, Desk


def test_the_language_is_kept(desk: Desk) -> None:
    case = desk.has_claimed(call_language=Language.NL)
    changed = set_call_language(SetCallLanguage(AN, case.case_id, Language.FR), desk.unit, desk.clock)
    assert changed.call_language is Language.FR
    assert desk.acted(case, AuditAction.LANGUAGE_SET).facts == {"language": "fr"}


def test_the_same_language_again_changes_nothing(desk: Desk) -> None:
    case = desk.has_claimed(call_language=Language.FR)
    with desk.changes_nothing():
        assert set_call_language(SetCallLanguage(AN, case.case_id, Language.FR), desk.unit, desk.clock) == case
