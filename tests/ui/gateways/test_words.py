"""Whatever an adapter asks for and whatever goes out by itself has words."""

from app.api.gateways import AutomaticInfo, AutomaticKind, SetWhere
from app.domain.gateway import Channel
from app.usecases.prepare_sms import SmsChannel
from services.detector.bootstrap import _adapters
from ui.gateways.words import ADAPTERS, CHOICES, FIELDS, automatic_line

ADAPTERS_HERE = _adapters(lambda: SmsChannel(""))


def test_every_adapter_and_every_field_has_words() -> None:
    adapters = ADAPTERS_HERE
    assert {one.name for one in adapters} <= set(ADAPTERS)
    fields = [field for one in adapters for field in one.fields]
    assert {field.key for field in fields} <= set(FIELDS)


def test_every_choice_that_is_a_word_has_words() -> None:
    choices = {choice for one in ADAPTERS_HERE for field in one.fields for choice in field.choices}
    assert {choice for choice in choices if choice.islower() and choice not in CHOICES} <= {"json", "form"}


def test_everything_that_goes_out_by_itself_has_words() -> None:
    for kind in AutomaticKind:
        for where in SetWhere:
            name = Channel.MAIL.value if where is SetWhere.GATEWAY else "x"
            line = automatic_line(AutomaticInfo(kind=kind, is_on=True, value=3.0, where=where, name=name))
            assert line.what
            assert "{" not in line.where
