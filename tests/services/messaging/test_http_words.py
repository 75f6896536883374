"""Templates of an HTTP gateway, and paths into its answers."""

import pytest

from services.messaging.http_words import at_path, filled, template_of

VALUES = {"to": "+32470", "to_digits": "32470", "text": 'a "b" {to}', "sender": "V", "reference": "m", "valid_s": "60"}


@pytest.mark.parametrize(
    ("template", "result"),
    [
        ('{"to": "{to}", "n": 1}', {"to": "+32470", "n": 1}),
        ('{"m": [{"to": ["{to_digits}"], "t": "{text}"}]}', {"m": [{"to": ["32470"], "t": 'a "b" {to}'}]}),
        ('{"t": "<{sender}:{text}>"}', {"t": '<V:a "b" {to}>'}),
        ('{"t": "{nothing} {{to}}"}', {"t": "{nothing} {+32470}"}),
        ('{"ttl": "{valid_s}", "x": null}', {"ttl": "60", "x": None}),
    ],
)
def test_marks_are_replaced_once_and_never_in_what_replaces_them(template: str, result: object) -> None:
    assert filled(template_of(template), VALUES) == result


@pytest.mark.parametrize(
    ("answer", "path", "found"),
    [
        ({"id": "a"}, "id", "a"),
        ({"messages": [{"id": 7}]}, "messages.0.id", "7"),
        ({"messages": []}, "messages.0.id", ""),
        ({"id": True}, "id", ""),
        ({"id": None}, "id", ""),
        (None, "id", ""),
        ("word", "", "word"),
        ({"id": {"x": 1}}, "id", ""),
    ],
)
def test_a_path_leads_to_a_name_or_to_nothing(answer: object, path: str, found: str) -> None:
    assert at_path(answer, path) == found
