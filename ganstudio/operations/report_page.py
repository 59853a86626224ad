"""The outcomes of a batch as one page that any browser shows: counts, pace, failures, small pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image

from ganstudio.document.opening import opened
from ganstudio.errors import GanStudioError

MOST_PICTURES = 200
"""So many are shown small, evenly taken from all: each is some 3 kB of the page."""
_SIDE = 128


@dataclass(frozen=True)
class Line:
    """One outcome: `made` is the file, `values` what was varied for it."""

    name: str
    status: str
    message: str = ""
    made: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def page(title: str, counts: Mapping[str, int], lines: Sequence[Line], seconds: float = 0.0) -> str:
    """HTML that needs nothing else. `counts`: total, done, skipped, failed, left; `seconds` of work."""
    failed = [line for line in lines if line.status == "failed"]
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=lead>{escape(_sentence(counts, seconds))}</p>",
        _bar(counts),
        f"<dl>{''.join(_figures(counts, seconds))}</dl>",
    ]
    if failed:
        rows = "".join(
            f'<tr><td title="{escape(line.name, quote=True)}">{escape(line.name)}<td>{escape(line.message)}'
            for line in failed
        )
        parts.append(f"<h2>Failed</h2><table>{rows}</table>")
    shown = _some([line for line in lines if line.made is not None])
    pictures = "".join(_picture(line) for line in shown)
    if pictures:
        made = counts["done"] + counts["skipped"]
        head = "Pictures" if len(shown) >= made else f"Pictures: {len(shown)} of {made:,}"
        parts.append(f"<h2>{head}</h2><div class=pictures>{pictures}</div>")
    return f"{_HEAD.replace('TITLE', escape(title))}<body><main>{''.join(parts)}</main></body></html>\n"


def _sentence(counts: Mapping[str, int], seconds: float) -> str:
    there = counts["done"] + counts["skipped"]
    text = f"{there:,} of {counts['total']:,} pictures are there"
    text += f"; {counts['failed']:,} failed" if counts["failed"] else ""
    text += f"; {counts['left']:,} are left" if counts["left"] else ""
    rate = counts["done"] / seconds if seconds > 0 else 0.0
    if rate >= 1:
        text += f". {rate:.1f} were made a second"
    elif rate:
        text += f". Each took {1 / rate:.1f} s"
    return f"{text}."


def _bar(counts: Mapping[str, int]) -> str:
    total = max(1, counts["total"])
    parts = (
        f'<i class={name} style="width:{100 * counts[name] / total:.2f}%"></i>'
        for name in ("done", "skipped", "failed")
        if counts[name]
    )
    return f"<div class=bar>{''.join(parts)}</div>"


def _figures(counts: Mapping[str, int], seconds: float) -> Iterator[str]:
    names = {"done": "Made", "skipped": "There already", "failed": "Failed", "left": "Left"}
    for name, words in names.items():
        # What is none needs no colour.
        yield f"<div class={name if counts[name] else 'none'}><dt>{words}<dd>{counts[name]:,}</div>"
    if seconds > 0:
        minutes, rest = divmod(round(seconds), 60)
        yield (
            f"<div><dt>Time<dd>{minutes} min {rest:02} s</div>"
            if minutes
            else f"<div><dt>Time<dd>{rest} s</div>"
        )


def _some(lines: Sequence[Line]) -> Sequence[Line]:
    step = max(1.0, len(lines) / MOST_PICTURES)
    return [lines[int(place * step)] for place in range(min(len(lines), MOST_PICTURES))]


def _picture(line: Line) -> str:
    """A small picture with its name; nothing where the file is gone or cannot be shown."""
    found = _small(line.made) if line.made is not None else ""
    if not found:
        return ""
    told = [f"{name} {value}" for name, value in line.values.items() if value not in ("", None)]
    hint = escape("\n".join((line.name, *told)), quote=True)
    name, values = escape(line.name), escape(", ".join(told))
    return (
        f'<figure title="{hint}"><img alt="{escape(line.name, quote=True)}" loading=lazy '
        f'src="data:image/webp;base64,{found}"><figcaption>{name}<small>{values}</small></figcaption></figure>'
    )


def _small(path: Path) -> str:
    """Base64 of a WebP."""
    try:
        with opened(path) as image:
            image.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            image.thumbnail((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
            buffer = io.BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(buffer, "WEBP", quality=70)
    except (GanStudioError, OSError):
        return ""
    return base64.b64encode(buffer.getvalue()).decode("ascii")


_HEAD = """<!doctype html><html lang=en><head><meta charset=utf-8><title>TITLE</title>
<meta name=viewport content="width=device-width,initial-scale=1"><style>
:root{color-scheme:dark light;--back:#1b1c1f;--panel:#26272b;--ink:#ececee;--faint:#a9abb2;--line:#3a3b41;
--done:#5fb878;--skipped:#6f88b5;--failed:#e5695f}
@media(prefers-color-scheme:light){:root{--back:#f6f6f7;--panel:#fff;--ink:#1d1e21;--faint:#5d6068;--line:#dcdde1;
--done:#2f8f4e;--skipped:#5673a8;--failed:#c23b31}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);
font:14px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans KR",sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}h1{font-size:22px;font-weight:600;margin:0}
h2{font-size:15px;font-weight:600;margin:32px 0 12px}.lead{color:var(--faint);margin:4px 0 20px}
.bar{display:flex;height:8px;border-radius:4px;overflow:hidden;background:var(--line)}.bar i{display:block}
i.done{background:var(--done)}i.skipped{background:var(--skipped)}i.failed{background:var(--failed)}
dl{display:flex;gap:32px;flex-wrap:wrap;margin:20px 0 0}dt{color:var(--faint);font-size:12px}
dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums}div.failed dd{color:var(--failed)}
table{border-collapse:collapse;width:100%;background:var(--panel);border-radius:6px}
td{padding:8px 12px;border-top:1px solid var(--line);vertical-align:top}tr:first-child td{border-top:0}
td:first-child{width:1%;max-width:40vw;padding-right:24px;white-space:nowrap;overflow:hidden;
text-overflow:ellipsis;color:var(--failed)}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:16px 12px}
figure{margin:0;min-width:0}img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:var(--panel);
border-radius:4px}figcaption{margin-top:4px;font-size:12px;overflow-wrap:anywhere}
small{display:block;color:var(--faint);font-size:11px;overflow:hidden;display:-webkit-box;-webkit-line-clamp:2;
-webkit-box-orient:vertical}
</style></head>"""
