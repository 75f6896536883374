"""Nobody reads a sentence in the wrong language: every one of the code is translated, and its places are kept."""

import importlib.util
import sys
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app import i18n
from resources import catalogues

TRANSLATED = [language for language in i18n.LANGUAGES if language != "en"]
EVERY_LANGUAGE = pytest.mark.parametrize("language", TRANSLATED)


def tool() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "i18n" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def messages(language: str) -> list[Message]:
    with catalogues.source_path(language).open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, (list, tuple)) else []


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _kind in Formatter().parse(text) if name is not None}


def ending(text: str) -> str:
    return text[-1:] if text[-1:] in ".…?!:" else ""


@EVERY_LANGUAGE
def test_every_sentence_of_the_code_is_in_the_catalogue_and_compiled(language: str) -> None:
    module = tool()
    catalog = module.updated(language, module.extracted())
    hint = "run `make messages`, translate, run it again"
    assert catalogues.source_path(language).read_bytes() == module.po_bytes(catalog), hint
    assert catalogues.compiled_path(language).read_bytes() == module.mo_bytes(catalog), hint


@EVERY_LANGUAGE
def test_the_same_sentences_give_the_same_bytes_at_any_time(language: str) -> None:
    assert b"POT-Creation-Date: 2000-01-01 00:00+0000" in catalogues.compiled_path(language).read_bytes()


@EVERY_LANGUAGE
def test_every_sentence_is_translated_and_none_is_a_guess(language: str) -> None:
    untranslated = [message.id for message in messages(language) if not all(forms(message.string)) or message.fuzzy]
    assert untranslated == []


@EVERY_LANGUAGE
def test_translations_have_the_same_places_to_fill(language: str) -> None:
    for message in messages(language):
        wanted = set().union(*(places(form) for form in forms(message.id)))
        for form in forms(message.string):
            assert places(form) == wanted, message.id


@EVERY_LANGUAGE
def test_translations_end_as_the_sentence_does(language: str) -> None:
    for message in messages(language):
        for source, form in zip(forms(message.id), forms(message.string), strict=True):
            assert ending(source) == ending(form), message.id


@EVERY_LANGUAGE
def test_the_screen_speaks_it(language: str) -> None:
    try:
        i18n.set_language(language)
        assert i18n._("Write a note") != "Write a note"
        assert i18n.ngettext("{count} thing to do by hand", "{count} things to do by hand", 1) != i18n.ngettext(
            "{count} thing to do by hand", "{count} things to do by hand", 2
        )
    finally:
        i18n.set_language("en")
