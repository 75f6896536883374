"""Whatever the service refuses, the desk has a sentence for it: no person is ever shown a code."""

import ast
from collections.abc import Iterator
from typing import Final

from tests.architecture.source import modules, tree_of
from ui import errors

REFUSING: Final = ("app/domain/", "app/usecases/", "app/persistence/", "services/")
OUTAGE: Final = "unavailable"
"""Travels as 503: nobody decided, and ``UnavailableReason`` has the words."""


def test_every_refusal_has_a_sentence() -> None:
    found = dict(_refusals())
    assert len(found) > len(errors._REFUSALS) / 2  # the search itself still finds them
    assert {code: where for code, where in found.items() if code not in errors._REFUSALS} == {}


def test_the_search_knows_every_way_to_refuse() -> None:
    found = dict(_refusals())
    assert {"closed", "signed_out", "wrong_host", "too_large", "wrong_password", "key_exists"} <= set(found)


def _refusals() -> Iterator[tuple[str, str]]:
    """Give every code of the product with where it stands."""
    trees = {where: tree_of(path) for where, path in modules() if where.startswith(REFUSING)}
    kinds = _kinds(list(trees.values()))
    for where, tree in trees.items():
        for node in ast.walk(tree):
            for code in _codes(node, tree, kinds):
                if code != OUTAGE:
                    yield code, f"{where}:{getattr(node, 'lineno', 0)}"


def _kinds(trees: list[ast.Module]) -> set[str]:
    """Return the names of ``Refusal`` and of everything derived from it."""
    kinds, classes = {"Refusal"}, [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in classes:
        kinds |= {one.name for one in classes if any(isinstance(up, ast.Name) and up.id in kinds for up in one.bases)}
    return kinds


def _codes(node: ast.AST, tree: ast.Module, kinds: set[str]) -> Iterator[str]:
    if isinstance(node, ast.ClassDef) and node.name in kinds:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__":
                yield from _texts(call.args[0], tree)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return
    if node.func.id in kinds:
        yield from _texts(node.args[0], tree)
    elif node.func.id == "refused":
        yield from _texts(node.args[1], tree)
    else:
        yield from _passed_on(node, tree)


def _passed_on(call: ast.Call, tree: ast.Module) -> Iterator[str]:
    """Give what a call hands to a parameter named ``code`` of a function of the same module."""
    for one in tree.body:
        if isinstance(one, ast.FunctionDef) and isinstance(call.func, ast.Name) and one.name == call.func.id:
            names = [argument.arg for argument in one.args.args]
            if "code" in names and names.index("code") < len(call.args):
                yield from _texts(call.args[names.index("code")], tree)


def _texts(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Give the texts in an expression, also those of a table of the module that it looks into."""
    named = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    tables = [
        one.value
        for one in tree.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id in named
    ]
    for part in (node, *(table for table in tables if table is not None)):
        for one in ast.walk(part):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value
