"""The floors of the house are complete: what stands on none is held by none."""

import tomllib

import pytest

from app.__main__ import COMMANDS
from tests.support.processes import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def _children(folder: str) -> set[str]:
    names = {path.stem for path in (ROOT / folder).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    return names - {"__init__"}


def test_every_child_of_app_stands_on_a_floor() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    assert {f"app.{child}" for child in _children("app")} - named == set()


def test_every_screen_is_kept_from_the_others() -> None:
    independent = next(contract["modules"] for contract in CONTRACTS if contract["type"] == "independence")
    screens = {f"ui.{path.parent.name}" for path in (ROOT / "ui").glob("*/presenter.py")} - {"ui.shell"}
    assert screens - set(independent) == set()


@pytest.mark.parametrize("name", sorted(_children("app/commands") - {"desk", "self_check"}))
def test_every_command_can_be_called(name: str) -> None:
    assert name.rstrip("_") in COMMANDS
