"""Words on pictures."""

from __future__ import annotations

from ganstudio.document import lettering

FONT = lettering.font_for("abc", 14)


def test_lines_break_at_blanks_and_only_the_last_is_cut() -> None:
    text = "a very long sentence about a snowy forest"
    lines = lettering.lines(text, FONT, 110, 9)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(FONT.getlength(line) <= 110 for line in lines)
    short = lettering.lines(text, FONT, 110, 2)
    assert short[0] == lines[0]
    assert len(short) == 2
    assert "…" in short[1]
    assert short[1].endswith("est")
    assert lettering.lines("", FONT, 110, 2) == [""]
