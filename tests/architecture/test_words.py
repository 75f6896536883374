"""What every module owes its reader, and what no file may say."""

import ast
import re

import pytest

from tests.architecture.source import modules, tree_of
from tests.support.processes import ROOT

SAYING = {
    "QLabel": 0, "QPushButton": 0, "QCheckBox": 0, "QRadioButton": 0, "QGroupBox": 0, "setText": 0, "setToolTip": 0,
    "setPlaceholderText": 0, "setWindowTitle": 0, "setAccessibleName": 0, "setAccessibleDescription": 0, "addTab": 1,
}  # fmt: skip
"""Calls that put words before a person, and which argument holds them."""

NAMES_OF_OURS = {"VIVIUM Bijstand"}
"""Said alike in every language."""

VAGUE = ("utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base")


@pytest.mark.parametrize(("where", "path"), [pytest.param(where, path, id=where) for where, path in modules()])
def test_every_module_says_what_it_is_for(where: str, path: object) -> None:
    del path
    docstring = ast.get_docstring(tree_of(ROOT / where))
    assert docstring, where


def test_no_name_says_nothing() -> None:
    assert [where for where, path in modules() if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_views_hold_no_literal_text() -> None:
    found = [
        f"{where}:{node.lineno}"
        for where, path in modules()
        if where.startswith("ui/")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and _literal_words(node)
    ]
    assert found == []


def _literal_words(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = SAYING.get(name)
    if place is None or len(call.args) <= place:
        return False
    said = call.args[place]
    if not isinstance(said, ast.Constant) or not isinstance(said.value, str) or said.value in NAMES_OF_OURS:
        return False
    return bool(re.search(r"[A-Za-z]{2}", said.value))


def test_no_sentence_hides_in_an_f_string() -> None:
    """Python 3.11 does not show what stands in its braces to the extraction: the sentence would stay English."""
    found = [
        f"{where}:{call.lineno}"
        for where, path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext")
    ]
    assert found == []


def test_init_files_hold_a_docstring_only() -> None:
    assert [where for where, path in modules() if path.name == "__init__.py" and len(tree_of(path).body) > 1] == []


def test_the_product_never_names_the_folder_beside_it() -> None:
    assert [where for where, path in modules() if "../shared" in path.read_text(encoding="utf-8")] == []


def test_no_file_names_a_package_registry() -> None:
    address = re.compile(r"https?://[^\s\"')]*(pypi|pythonhosted|npmjs|debian\.org/debian|registry\.)")
    texts = [ROOT / "pyproject.toml", ROOT / "Makefile", *(ROOT / "packaging").rglob("*"), *(ROOT / ".ci").rglob("*")]
    found = [
        str(path.relative_to(ROOT))
        for path in texts
        if path.is_file() and path.suffix not in (".png", ".pyc") and address.search(path.read_text("utf-8", "ignore"))
    ]
    assert found == []
