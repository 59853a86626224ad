"""Languages of the window.

Strings go through `translate(context, text)` or `self.tr(text)`, which `pyside6-lupdate` finds by those
names. Texts that plugins, palettes and help files declare are data; their contexts are "plugin", "palette"
and "help".
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from ganstudio import paths

LANGUAGES = {"en": "English", "ko": "한국어"}

translate = QCoreApplication.translate


def plugin_text(text: str) -> str:
    """A title, label or help text from a plugin's declaration, in the person's language."""
    return translate("plugin", text) if text else ""


def palette_text(text: str) -> str:
    """The title of a palette or of one of its classes."""
    return translate("palette", text) if text else ""


def resolve(choice: str) -> str:
    """Turn the setting "system" into a language that we have."""
    if choice in LANGUAGES:
        return choice
    system = QLocale.system().name().split("_")[0]
    return system if system in LANGUAGES else "en"


def install(app: QCoreApplication, language: str) -> None:
    """Load the catalogues of a language: ours, and Qt's for its standard dialogs."""
    folders = {
        f"ganstudio_{language}": str(paths.resources_dir() / "translations"),
        f"qtbase_{language}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(language))
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
