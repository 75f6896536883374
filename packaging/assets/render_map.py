"""Let folium write the page of the map, ``resources/map/page.html``.

Run by a developer after a change here, never by the product: importing folium takes half a second, its page never
changes, and whatever moves on the map comes over the web channel. Stock folium names ten files on the network; this
page names Leaflet, Qt's web channel and our own two files, all served from the desk itself.

    python packaging/assets/render_map.py           # say whether the page is what folium writes
    python packaging/assets/render_map.py --accept  # write it
"""

import argparse
import sys
from pathlib import Path
from typing import ClassVar

import folium
from branca.element import Element, MacroElement
from folium.template import Template

PAGE = Path(__file__).resolve().parents[2] / "resources" / "map" / "page.html"
BELGIUM, ZOOM = (50.64, 4.67), 7
POLICY = (
    "default-src 'none'; script-src bijstand: qrc: 'unsafe-inline'; style-src bijstand: 'unsafe-inline';"
    " img-src bijstand: data:; connect-src bijstand:"
)
"""A third lock, after the scheme that is local and the interceptor. folium writes its own script into the page."""


class DeskMap(folium.Map):
    """A folium map that needs no network."""

    default_js: ClassVar = [
        ("leaflet", "leaflet.js"),
        ("webchannel", "qrc:///qtwebchannel/qwebchannel.js"),
        ("desk", "desk.js"),
    ]
    default_css: ClassVar = [("leaflet_css", "leaflet.css"), ("desk_css", "desk.css")]


class Start(MacroElement):
    """Hands the map to ``desk.js``."""

    _template = Template("{% macro script(this, kwargs) %} startDesk({{ this._parent.get_name() }}); {% endmacro %}")


def page() -> str:
    """Return the page as folium writes it, the same every time."""
    drawn = DeskMap(
        location=BELGIUM,
        zoom_start=ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        keyboard=False,
        zoom_snap=0.5,
    )
    start = Start()
    for element, name in ((drawn, "desk"), (start, "start")):
        element._id = name  # noqa: SLF001 - folium names its variables at random
    drawn.add_child(start)
    root = drawn.get_root()
    root.header.add_child(
        Element(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'), name="policy", index=0
    )
    return str(root.render())


def main() -> int:
    """Compare or write, and say which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write the page instead of comparing")
    if parser.parse_args().accept:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        print(f"{PAGE} is not what folium writes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
