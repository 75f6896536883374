"""Reads the product's source for the tests of this folder."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import ROOT

PACKAGES = ("app", "ui", "services", "resources")
EXEMPT = "app/persistence/migrations/versions"
"""Alembic revisions say what a database became; they are as long as that takes."""


@dataclass(frozen=True)
class Function:
    """One function of the product; ``lines`` without its docstring."""

    where: str
    lines: int
    parameters: int


def modules() -> Iterator[tuple[str, Path]]:
    """Give every module with its path from the root, Alembic revisions left out."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            if EXEMPT not in where:
                yield where, path


def tree_of(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions() -> list[Function]:
    """Return every function and method."""
    return [
        _function(where, node)
        for where, path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _function(where: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    first = node.body[0]
    docstring = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        docstring = (first.end_lineno or first.lineno) - first.lineno + 1
    taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    named = [one for one in taken if one.arg not in ("self", "cls")]
    lines = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring
    return Function(f"{where}:{node.lineno} {node.name}", lines, len(named))
