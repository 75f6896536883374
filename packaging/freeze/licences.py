"""The licence page of a bundle: every component, its licence, and its notices in full, in one file without a link.

A component without a text is named in ``NO_TEXT`` with the reason, or the packaging ends: nothing is given away whose
terms nobody has read.
"""

import html
from pathlib import Path

import contents
from lane import Stop
from owners import PRODUCT, Component

FILE_NAME = "THIRD-PARTY.html"
NO_TEXT = {
    "chromium": "part of Qt WebEngine; its notices are in the source of Qt of the version above, under "
    "src/3rdparty/chromium, and are not reproduced here yet",
    "microsoft-visual-c-runtime": "redistributed unchanged, as the terms of Visual Studio allow",
}
ABOUT_QT = """This program uses Qt and PySide6 under the GNU Lesser General Public License, version 3. Qt stands in this
folder as separate libraries. You may replace them by your own build of the same version: put its files in the place of
those in _internal/PySide6 and _internal/shiboken6; the program does not check them. You may study how the program works
with them for that purpose. The source of Qt and of PySide6 of this version is published by The Qt Company."""
STYLE = (
    "body{font:14px sans-serif;max-width:60em;margin:2em auto}pre{white-space:pre-wrap;background:#f4f5f6;padding:1em}"
)


def write(tree: Path, components: list[Component]) -> Path:
    """Write the page into a bundle.

    Raises:
        Stop: A component has neither a licence nor a text.
    """
    foreign = [one for one in components if one.name != PRODUCT]
    bare = [one.name for one in foreign if not one.licence or not (_present(one) or one.name in NO_TEXT)]
    if bare:
        raise Stop(f"The licence of {', '.join(bare)} is not known")
    rows = "".join(_row(one) for one in foreign)
    texts = _texts(foreign)
    page = (
        f"<!doctype html><meta charset=utf-8><title>{PRODUCT}</title><style>{STYLE}</style>"
        f"<h1>Licences of what is in VIVIUM Bijstand Desk {contents.version()}</h1><p>{html.escape(ABOUT_QT)}</p>"
        f"<table><tr><th>What<th>Version<th>Licence<th>Text{rows}</table>{texts}\n"
    )
    target = tree / "licences" / FILE_NAME
    target.parent.mkdir(exist_ok=True)
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


def _row(one: Component) -> str:
    words = f"<a href='#{_anchor(one)}'>below</a>" if _present(one) else html.escape(NO_TEXT[one.name])
    return f"<tr><td>{html.escape(one.name)}<td>{html.escape(one.version)}<td>{html.escape(one.licence)}<td>{words}"


def _texts(components: list[Component]) -> str:
    """Return every text once, under the names of all that it is for."""
    holders: dict[str, list[Component]] = {}
    for one in components:
        if _present(one):
            holders.setdefault("\n\n".join(_read(path) for path in _present(one)), []).append(one)
    return "".join(
        "".join(f"<h2 id='{_anchor(one)}'>{html.escape(one.name)}</h2>" for one in held)
        + f"<pre>{html.escape(text)}</pre>"
        for text, held in holders.items()
    )


def _anchor(one: Component) -> str:
    return f"{one.kind}-{one.name}"


def _present(one: Component) -> list[Path]:
    return [path for path in one.texts if path.is_file()]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
