"""What goes into the bundle and what stays out: lists, and the functions that apply them. No PyInstaller in here.

The specs read this module, and so do the tests of the packaging, which need nothing but a checkout. Names of files are
matched as they are called in the bundle, with slashes on every system.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from keyword import iskeyword
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("app", "ui", "services", "resources")
BUNDLE = "bijstand-desk"


@dataclass(frozen=True)
class Executable:
    """One program of the bundle.

    Attributes:
        entry: Its script in ``entries``.
        tells: What Windows shows in its properties and in the task manager.
        is_windowed: It opens no console of its own.
        has_qt: Its archive holds Qt and the desk.
        hides_console: It has a console for who starts it in one, and shows none when Windows starts it at logon.
    """

    name: str
    entry: str
    tells: str
    is_windowed: bool = False
    has_qt: bool = False
    hides_console: bool = False


EXECUTABLES = (
    Executable("bijstand-desk", "desk", "VIVIUM Bijstand Desk", is_windowed=True, has_qt=True),
    Executable("bijstand", "console", "VIVIUM Bijstand Desk, command line", has_qt=True),
    Executable("bijstand-detector", "detector", "VIVIUM Bijstand detector service", hides_console=True),
    Executable("bijstand-simulator", "simulator", "VIVIUM Bijstand simulated boxes (training)"),
)
"""All in one folder: the desk looks for the detector, and the detector for the simulator, beside itself."""

DYNAMIC_IMPORTS = (
    "ui.map.web_map",
    "ui.map.drawn_map",
    "ui.tour.run",
    "services.detector.__main__",
    "services.simulator.__main__",
    "PySide6.QtOpenGL",  # pyqtgraph asks for it by name
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql",
)
"""Loaded when first needed. Named here, so that a bundle never depends on how they happen to be imported."""

DATA_FOLDERS = (
    ("resources", "resources"),
    ("app/persistence/migrations", "app/persistence/migrations"),
)
"""Folders of the checkout and where they are in the bundle, by path: a foreign package of that name has no say."""

NO_DATA = re.compile(r"(^|/)__pycache__(/|$)|\.pyc$|\.po$|^resources/([^/]+/)*[^/]+\.py$")
"""Not data: compiled code, modules that stand in the archive, and catalogues in the form for translators."""

EXCLUDED_MODULES = (
    "tests", "tkinter", "test", "pydoc_data", "idlelib", "lib2to3",
    "readline", "curses", "_curses",  # readline is under the GPL, and no program here has a prompt
    "IPython", "jupyter_rfb", "matplotlib", "PyQt5", "PyQt6", "PySide2", "OpenGL", "cupy", "h5py", "colorcet",
    "pyqtgraph.opengl", "pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.console", "pyqtgraph.flowchart",
    "pyqtgraph.canvas", "pyqtgraph.dockarea",
    "numpy.f2py", "numpy.testing", "numpy.distutils",
    "PySide6.QtTest", "PySide6.QtPdf", "PySide6.QtQuick3D", "PySide6.QtSql", "PySide6.QtDesigner",
    "folium", "branca", "xyzservices", "requests", "urllib3", "charset_normalizer",
    "phonenumbers.geodata", "phonenumbers.geocoder", "phonenumbers.carrierdata", "phonenumbers.carrier",
    "phonenumbers.tzdata", "phonenumbers.timezone",
    "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.dialects.mssql", "sqlalchemy.testing",
)  # fmt: skip
"""Not in any of the programs: toolkits that a library would use if they were there, and what we never call."""

REPLACEABLE = ("smpplib", "fpdf")
"""Under the LGPL: they lie in the bundle as files, not in an archive, so that whoever has it may replace them."""

WITHOUT_QT = ("PySide6", "shiboken6", "pyqtgraph", "ui", "app.commands", "app.bootstrap", "app.__main__")
"""Not in the archive of the detector and the simulator."""

QT_START = re.compile(r"pyi_rth_(pyside6|pyqtgraph)")
"""Scripts that PyInstaller runs before a program with Qt."""

_GPL_ONLY = (
    "Charts", "DataVisualization", "Graphs", "NetworkAuth", "Quick3D", "QuickTimeline", "ShaderTools", "StateMachine",
    "Scxml", "VirtualKeyboard", "Lottie", "Bodymovin", "HttpServer", "Mqtt", "CoAP", "Grpc", "Protobuf",
    "WaylandCompositor",
)  # fmt: skip
"""Modules of Qt that are offered under the GPL or for money, not under the LGPL."""

GPL_ONLY = re.compile(rf"(^|/)(lib)?Qt6?({'|'.join(_GPL_ONLY)})[^/]*(\.dll|\.pyd|\.so[.0-9]*)$")

_NOT_CALLED = (
    "3D", "Pdf", "Sensors", "Location", "SpatialAudio", "TextToSpeech", "RemoteObjects", "Test", "QuickTest",
    "Sql", "WebSockets", "WebView", "QuickControls2", "QuickDialogs2", "QuickParticles", "QuickShapes",
    "QuickEffects", "QuickVectorImage", "Labs", "QmlLocalStorage", "QmlXmlListModel", "QmlNetwork", "QmlCompiler",
    "WebEngineQuickDelegatesQml", "QuickTemplates2", "QuickLayouts", "Bluetooth", "Nfc", "SerialPort", "SerialBus",
    "Designer", "Help", "UiTools", "EglFSDevice", "MultimediaQuick", "MultimediaTest", "EglFsKms",
    "WaylandClient", "WlShell",
)  # fmt: skip

DROPPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"^PySide6/(Qt/)?qml/",
        r"^PySide6/(Qt/)?translations/(?!qtwebengine_locales/|qtbase_(nl|fr|de|en)\.qm$)",
        r"/qtwebengine_locales/(?!(en-US|en-GB|nl|fr|de)\.pak$)",
        r"/qtwebengine_devtools_resources\.(debug\.)?pak$",
        r"\.debug\.(pak|bin)$",
        r"(^|/)(lib)?(avcodec|avformat|avutil|swscale|swresample)[-.][^/]*$",
        rf"(^|/)(lib)?Qt6?({'|'.join(_NOT_CALLED)})[^/]*(\.dll|\.pyd|\.so[.0-9]*)$",
        r"/plugins/(qmltooling|multimedia|sqldrivers|sceneparsers|assetimporters|geometryloaders|renderers|position"
        r"|sensors|canbus|designer|webview|texttospeech|scxmldatamodel|qmllint|qmlls|virtualkeyboard|help|printsupport"
        r"|egldeviceintegrations|generic|wayland[^/]*)/",
        r"/plugins/platforminputcontexts/[^/]*virtualkeyboard",
        r"/plugins/platforms/[^/]*(eglfs|vkkhr|linuxfb|vnc|minimal|wayland|direct2d)",
        r"/plugins/imageformats/[^/]*(pdf|tga|tiff|wbmp|webp|icns|jp2)",
        r"/plugins/tls/[^/]*certonly",
        r"/plugins/platformthemes/[^/]*gtk3",
        r"(^|/)lib(gtk-3|gdk-3|gdk_pixbuf-2\.0|atk-1\.0|atk-bridge-2\.0|atspi|epoxy|cairo-gobject|pangocairo-1\.0"
        r"|pangoft2-1\.0|pango-1\.0|cairo|Qt6FFmpegStub[^.]*"
        r"|cups|avahi-client|avahi-common|gnutls|hogweed|nettle|tasn1|p11-kit|idn2|unistring|gmp|readline|tinfo)"
        r"\.so[.0-9]*$",
        r"^babel/locale-data/(?!(root|nl|fr|de|en)(_(BE|NL|FR|DE|LU|GB|US|001))?\.dat$)",
        r"^(numpy|scipy|shapely|pyqtgraph|babel|sqlalchemy)/(.*/)?tests/",
        r"^PIL/_(avif|webp|imagingtk)\.",
        r"^pillow\.libs/lib(avif|webp|webpdemux|webpmux|sharpyuv)-",
        r"^pyqtgraph/(colors|icons)/.*\.(csv|txt)$",
        r"^(app|ui|services|resources)/.*\.po$",
        r"-dist-info/|\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json|WHEEL|uv_cache\.json)$",
    )
)
"""Files that hooks bring and the product never opens; what each costs: packaging/README.md."""


def version() -> str:
    """Return the version of the product; it is written down in one place."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def command_modules() -> tuple[str, ...]:
    """Return the modules that ``app.__main__`` loads by the words of the command line."""
    tree = ast.parse((ROOT / "app" / "__main__.py").read_text(encoding="utf-8"))
    words = next(ast.literal_eval(node.value) for node in tree.body if _assigns(node, "COMMANDS"))
    modules = (f"{word}_" if iskeyword(word) else word for word in (*words, "desk", "self_check.run"))
    return tuple(f"app.commands.{module}" for module in modules)


def hidden_imports() -> tuple[str, ...]:
    """Return the modules that no analysis is sure to find."""
    return (*DYNAMIC_IMPORTS, *command_modules(), *migration_imports())


def migration_imports() -> tuple[str, ...]:
    """Return what migrations import: they are data to PyInstaller, which does not read them."""
    folder = ROOT / "app" / "persistence" / "migrations"
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py")))
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return tuple(sorted(plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}))


def data_files() -> tuple[tuple[str, str], ...]:
    """Return the data of ours: (path on this disk, folder in the bundle), in a fixed order."""
    return tuple(_data_files())


def is_kept(name: str) -> bool:
    """Say whether a file that a hook brings goes into the bundle; ``name`` is its place there."""
    place = name.replace("\\", "/")
    return not GPL_ONLY.search(place) and not any(pattern.search(place) for pattern in DROPPED)


def kept(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the entries of a table of contents that go into the bundle."""
    return sorted((entry for entry in entries if is_kept(entry[0])), key=lambda entry: entry[0])


def locked() -> frozenset[str]:
    """Return the names of the distributions that the product is made of."""
    lines = (ROOT / "packaging" / "lock.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("==")[0] for line in lines if re.match(r"[a-z0-9]", line))


def not_locked() -> tuple[str, ...]:
    """Return the installed modules that belong to no distribution of the lock: tools of ours.

    A library tries to import many things. What the bundle holds must not depend on what else is installed here.
    """
    names = locked()
    return tuple(
        sorted(
            module
            for module, owners in packages_distributions().items()
            if module.isidentifier() and not any(canonical(owner) in names for owner in owners)
        )
    )


def canonical(name: str) -> str:
    """Return a distribution's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def without_qt(modules: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the modules of the programs that never load Qt."""
    return [entry for entry in modules if not _is_of(entry[0], WITHOUT_QT)]


def scripts_of(program: Executable, found: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return what a program runs: the start-up scripts that it needs, and its own entry."""
    entries = {one.entry for one in EXECUTABLES}
    wanted = [entry for entry in found if entry[0] == program.entry or entry[0] not in entries]
    return [entry for entry in wanted if program.has_qt or not QT_START.match(entry[0])]


def one_runtime(entries: Iterable[tuple[str, str, str]], newest: Path) -> list[tuple[str, str, str]]:
    """Return the entries with every top-level copy of the C++ runtime taken from the folder that has the newest.

    On Windows the first DLL of a name wins for the whole process. Python's is older than what PySide6 is built for, and
    a desk that starts with it fails with "the specified procedure could not be found".
    """
    return [_newest(entry, newest) for entry in entries]


def _is_of(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _newest(entry: tuple[str, str, str], newest: Path) -> tuple[str, str, str]:
    name = entry[0].lower()
    if re.fullmatch(r"(msvcp140|vcruntime140|concrt140)[^/\\]*\.dll", name) and (newest / name).exists():
        return (entry[0], str(newest / name), entry[2])
    return entry


def _data_files() -> Iterator[tuple[str, str]]:
    for source, target in DATA_FOLDERS:
        for path in sorted((ROOT / source).rglob("*")):
            inside = path.relative_to(ROOT / source).as_posix()
            if path.is_file() and not NO_DATA.search(f"{target}/{inside}"):
                yield str(path), str(Path(target, inside).parent)


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)


def root_first() -> None:
    """Let the checkout be the first place where the analysis looks for the four names."""
    sys.path[:] = [str(ROOT), *(entry for entry in sys.path if entry != str(ROOT))]
