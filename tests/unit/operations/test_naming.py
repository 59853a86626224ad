from __future__ import annotations

import pytest

from ganstudio.errors import InputError
from ganstudio.operations.chain import single
from ganstudio.operations.naming import NamePattern
from tests.support.operations import PAINT

CHAIN = single(PAINT, PAINT.build({"seed": 7, "style": "noisy"}))


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{stem}", "lake"),
        ("{stem}_{style}_{seed:04}", "lake_noisy_0007"),
        ("{index:03}", "012"),
        ("{style}/{stem}", "noisy/lake"),
    ],
)
def test_a_pattern_is_filled(pattern: str, name: str) -> None:
    assert NamePattern(pattern, CHAIN).name("lake", 12) == name
    assert NamePattern(pattern, CHAIN).name("deep/er/lake", 12) == f"deep/er/{name}"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{sed}", "knows no “{sed}”. Did you mean seed?"),
        ("{stem.__class__}", "knows no “{stem.__class__}”"),
        ("{stem[0]}", "knows no"),
        ("{}", "knows no “{}”"),
        ("{stem", "cannot be used: "),
        ("{stem:d}", "cannot be used: "),
        ("../{stem}", "no name inside a folder"),
        ("/tmp/{stem}", "no name inside a folder"),
        ("a/../../{stem}", "no name inside a folder"),
        ("", "no name inside a folder"),
        ("C:{stem}", "cannot be used: names cannot hold “:”"),
        ("..\\{stem}", "cannot be used: names cannot hold “\\”"),
        ("NUL.{index}", "Windows keeps the name"),
        ("aux/{stem}", "Windows keeps the name “aux”"),
        ("{stem}/", "without a letter"),
        ("a\n{stem}", "control characters"),
        ("{stem}" + "x" * 300, "would have 304 bytes"),
    ],
)
def test_a_pattern_that_cannot_be_used_or_leads_outside_is_one_sentence(pattern: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        NamePattern(pattern, CHAIN)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A frozen lake, at dawn!", "A-frozen-lake,-at-dawn"),
        ("얼어붙은 호수", "얼어붙은-호수"),
        ("../../etc/passwd\x00\n", "etc-passwd"),
        ("🦊" * 9 + "fox", "fox"),
        ("x" * 500, "x" * 60),
    ],
)
def test_texts_of_parameters_become_safe_and_short(text: str, name: str) -> None:
    pattern = NamePattern("{stem}_{model}", CHAIN)
    assert pattern.name("lake", 1, {"model": text}) == f"lake_{name}"
