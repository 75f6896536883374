"""The columns are named once: template and documentation say what the table says."""

import csv
from pathlib import Path

import pytest

from app.domain.imports import ImportKind
from app.usecases.import_columns import columns_of, described, template

DOCUMENT = Path(__file__).parents[3] / "app" / "usecases" / "import-columns.md"


@pytest.mark.parametrize("kind", ImportKind)
def test_the_documentation_is_the_table(kind: ImportKind) -> None:
    assert f"## A file of {kind}\n\n{described(kind)}" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ImportKind)
def test_the_template_has_every_column_and_one_row(kind: ImportKind) -> None:
    head, row = csv.reader(template(kind).splitlines(), delimiter=";")
    assert head == [column.name for column in columns_of(kind)]
    assert len(row) == len(head)
