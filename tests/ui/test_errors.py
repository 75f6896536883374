"""A refusal is a sentence with its values; an unknown one is said, not hidden."""

from datetime import UTC, datetime
from string import Formatter

import pytest

from app.api.service import RefusalInfo
from ui import errors
from ui.ports import Unavailable, UnavailableReason


def test_values_are_filled_in() -> None:
    refusal = RefusalInfo(code="already_claimed", detail={"name": "Luc", "desk": "desk-2", "since": "22:14"})
    assert errors.refusal_sentence(refusal) == "Luc at desk-2 has claimed this case since 22:14. Choose another case."


def test_an_instant_is_shown_as_local_time() -> None:
    at = datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)
    sentence = errors.refusal_sentence(RefusalInfo(code="already_claimed", detail={"since": at.isoformat()}))
    assert f"since {at.astimezone():%H:%M:%S}." in sentence


def test_what_still_runs_is_said_in_words() -> None:
    sentence = errors.refusal_sentence(RefusalInfo(code="still_running", detail={"running": "tow, sms, odd"}))
    assert sentence.startswith("Not closed: tow truck, SMS, odd still running.")


def test_a_missing_value_does_not_crash_the_sentence() -> None:
    assert errors.refusal_sentence(RefusalInfo(code="already_claimed", detail={})).startswith("… at …")


def test_an_unknown_code_is_said() -> None:
    assert errors.refusal_sentence(RefusalInfo(code="odd", detail={})) == "Refused: odd. Nothing was changed."


@pytest.mark.parametrize("code", sorted(errors._REFUSALS))
def test_every_sentence_ends_and_is_no_template_error(code: str) -> None:
    sentence = errors._REFUSALS[code]()
    assert sentence.endswith(".")
    assert all(name for _text, name, _spec, _kind in Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("reason", list(UnavailableReason))
def test_every_outage_says_what_to_do(reason: UnavailableReason) -> None:
    assert errors.unavailable_sentence(Unavailable(reason, tries=3)).count(
        "."
    ) >= 2 or ";" in errors.unavailable_sentence(Unavailable(reason, tries=3))
