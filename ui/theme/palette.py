"""Tokens as a Qt palette and style sheet.

The palette is our own: asking Qt for a dark scheme does nothing on a bare X server or offscreen. Fusion's own
disabled text has a contrast of 1.6:1 and its placeholder 3.9:1, so both are set here.
"""

from dataclasses import asdict
from string import Template

from PySide6.QtGui import QColor, QPalette

from resources import assets
from ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette of a theme."""
    palette = QPalette()
    for role, colour in _roles(tokens).items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.Text, _Role.WindowText, _Role.ButtonText):
        palette.setColor(_Group.Disabled, role, QColor(tokens.muted))
    return palette


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: tokens.window,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.field,
        _Role.AlternateBase: tokens.panel,
        _Role.Text: tokens.text,
        _Role.PlaceholderText: tokens.muted,
        _Role.Button: tokens.panel,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.critical,
        _Role.Highlight: tokens.focus,
        _Role.HighlightedText: tokens.on_focus,
        _Role.ToolTipBase: tokens.panel,
        _Role.ToolTipText: tokens.text,
        _Role.Link: tokens.focus,
        _Role.LinkVisited: tokens.focus,
        _Role.Accent: tokens.focus,
        _Role.Light: tokens.panel,
        _Role.Midlight: tokens.panel,
        _Role.Mid: tokens.border,
        _Role.Dark: tokens.border,
    }


def style_sheet_of(tokens: Tokens) -> str:
    """Return the style sheet of a theme: the template of ``resources/styles`` with its colours filled in."""
    return Template(assets.style_text("desk")).substitute({**asdict(tokens), "line": line_colour(tokens)})


def line_colour(tokens: Tokens) -> str:
    """Return the colour of lines that only part areas and carry no meaning: between border and window."""
    border, window = QColor(tokens.border), QColor(tokens.window)
    return QColor(
        (border.red() * 4 + window.red() * 6) // 10,
        (border.green() * 4 + window.green() * 6) // 10,
        (border.blue() * 4 + window.blue() * 6) // 10,
    ).name()
