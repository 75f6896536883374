"""Where icons, fonts, sounds and style sheets are."""

from pathlib import Path

_ROOT = Path(__file__).parent


def icon_text(name: str) -> str:
    """Return the SVG of an icon; its strokes are ``currentColor``."""
    return (_ROOT / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def font_paths() -> tuple[Path, ...]:
    """Return the font files of the product."""
    return tuple(sorted((_ROOT / "fonts").glob("*.otf")))


def paper_font(weight: str) -> Path:
    """Return the TrueType file of papers: "" or "Bold". It has Latin, Greek and Cyrillic letters."""
    return _ROOT / "paper" / f"DejaVuSans{f'-{weight}' if weight else ''}.ttf"


def sound_path(name: str) -> Path:
    """Return the WAV file of a sound: "new_case", "soft", "supervisor"."""
    return _ROOT / "sounds" / f"{name}.wav"


def style_text(name: str) -> str:
    """Return a style sheet template; ``$name`` stands for a token."""
    return (_ROOT / "styles" / f"{name}.qss").read_text(encoding="utf-8")
