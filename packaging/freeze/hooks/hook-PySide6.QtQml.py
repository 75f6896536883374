"""Instead of PyInstaller's hook of this name, which brings every QML module, several of them GPL only; we use none."""

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
