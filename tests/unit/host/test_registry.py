from __future__ import annotations

import sys

import pytest

import ganstudio.ext
from ganstudio.errors import InputError, PluginError
from ganstudio.host.registry import Registry
from tests.support.plugins import edit_manifest, make_plugin


@pytest.fixture(autouse=True)
def forget_plugins() -> None:
    """Each test activates plugins anew, whatever ran before it."""
    for name in [name for name in sys.modules if name.startswith("ganstudio.ext.tinter")]:
        del sys.modules[name]


def test_an_operation_is_imported_on_first_use() -> None:
    make_plugin("tinter")
    registry = Registry.standard()
    assert registry.operations["tinter.tint"].title == "Tint"
    assert "ganstudio.ext.tinter" not in sys.modules
    operation = registry.operation("tinter.tint")
    assert operation.function.__module__ == "ganstudio.ext.tinter.ops"
    assert operation.plugin_version == "0.1.0"
    assert registry.operation("tinter.tint") is operation


def test_plugins_may_import_their_own_modules() -> None:
    make_plugin("tinter", parts="NAME = 'from parts'", ops="from .parts import NAME\nfrom . import parts")
    assert Registry.standard().resolve("tinter", "ops:NAME") == "from parts"
    assert vars(ganstudio.ext)["tinter"].ops.NAME == "from parts"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"ops": "raise ValueError('no luck\\nat all')"}, "tinter cannot be loaded: ValueError: no luck."),
        ({"__init__": "import package_that_is_not_there"}, "tinter cannot be loaded: ModuleNotFoundError"),
        ({"ops": "import sys; sys.exit(3)"}, "tinter cannot be loaded: SystemExit: 3."),
        ({"ops": "def tint(:"}, "tinter cannot be loaded: SyntaxError"),
        ({"ops": "x = 1"}, "tinter has no “tint” in ops.py"),
        ({"ops": "tint = 1"}, "ops:tint of the plugin tinter is no function."),
        ({"ops": "def tint(a): ..."}, "must be a subclass of OperationParams"),
    ],
)
def test_a_plugin_that_fails_is_one_sentence(files: dict[str, str], message: str) -> None:
    make_plugin("tinter", **files)
    with pytest.raises(PluginError) as caught:
        Registry.standard().operation("tinter.tint")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failure_keeps_its_traceback_and_the_plugin_may_be_mended() -> None:
    folder = make_plugin("tinter")
    good = (folder / "ops.py").read_text()
    (folder / "ops.py").write_text("raise ValueError('half written')")
    registry = Registry.standard()
    with pytest.raises(PluginError) as caught:
        registry.operation("tinter.tint")
    assert "ops.py" in caught.value.detail
    (folder / "ops.py").write_text(good + "\n# mended\n")
    assert registry.operation("tinter.tint").title == "Tint"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('inputs = ["image"]', 'inputs = ["image?"]', "the inputs ['image?']; its function has ['image']"),
        ('output = "image"', 'output = "mask"', "gives mask; its function gives image"),
    ],
)
def test_manifest_and_function_must_agree(old: str, new: str, message: str) -> None:
    edit_manifest(make_plugin("tinter"), old, new)
    with pytest.raises(PluginError) as caught:
        Registry.standard().operation("tinter.tint")
    assert message in str(caught.value)


def test_unknown_names_come_with_a_suggestion() -> None:
    make_plugin("tinter")
    registry = Registry.standard()
    with pytest.raises(InputError, match=r"no operation “tinter\.tnit”. Did you mean tinter\.tint\?"):
        registry.operation("tinter.tnit")
    with pytest.raises(InputError, match=r"no plugin “tintr”. Did you mean tinter\?"):
        registry.plugin("tintr")


def test_asking_for_a_broken_plugin_says_what_is_wrong_with_it() -> None:
    edit_manifest(make_plugin("tinter"), "schema = 1", "schema = 9")
    with pytest.raises(InputError, match=r"The plugin tinter is broken.*schema"):
        Registry.standard().operation("tinter.tint")
