"""One model of each golden family in a library, imported as a person would, and a picture of the window.

    python -m tests.support.golden_library GOLDEN_ROOT PICTURE.png

The weight files are those that the golden tests write: as the authors' training leaves them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def main(root: Path, picture: Path) -> int:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"GANSTUDIO_HOME": home, "QT_QPA_PLATFORM": "offscreen", "GANSTUDIO_THEME": "dark"}
        taken = dict(import_all(root, Path(home)))
        for name, source in taken.items():
            print(f"{name:24} {source}")
        print(f"{len(taken)} networks")
        photograph(picture)
    return 0


def import_all(root: Path, scratch: Path) -> Iterator[tuple[str, str]]:
    """Import the first network of each family and role; yields its name and the case that it came from."""
    from ganstudio.checkpoints.detect import detect
    from ganstudio.checkpoints.importing import import_file
    from tests.golden.case import find_cases
    from tests.golden.export import SUFFIXES
    from tests.golden.test_golden import adapter

    seen = set()
    for index, case in enumerate(find_cases(root)):
        folder = scratch / f"case{index}"
        folder.mkdir()
        adapter(case.family)(case, folder)
        files = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
        pickles = sorted(case.folder.parent.parent.glob("pickles/*.pkl")) if not index else []
        for file in (*files, *pickles):
            found = detect(file)
            kind = found.family.id, found.role, found.family.layout
            if kind not in seen and found.role in ("generator", "encoder", "hypernetwork"):
                seen.add(kind)
                name = "-".join(part for part in kind if part and part != "generator")
                import_file(file, name=name, source="golden case")
                yield name, f"{case.family}/{case.folder.name}" if file in files else file.name


def photograph(picture: Path) -> None:
    from ganstudio.app import i18n, theme
    from ganstudio.app.errors import ErrorReporter
    from ganstudio.app.main import make_app
    from ganstudio.app.main_window import MainWindow
    from ganstudio.app.studio import AppStudio
    from tests.support.screenshots import Scene, Shot, wait

    app = make_app()
    i18n.install(app, "en")
    theme.apply(app, "dark")
    window = MainWindow(AppStudio(), ErrorReporter())
    scene = Scene(window, Shot("models", 1600, 1000))
    models = scene._models()
    models.resize(1600, 1000)
    wait(800)
    models.grab().save(str(picture))
    window.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
