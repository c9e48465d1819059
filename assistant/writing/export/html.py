"""A self-contained HTML page of a draft, for reading and for pasting into other editors."""

from __future__ import annotations

import re
from html import escape

from assistant.writing.export.blocks import Block, blocks_of_markdown

_CSS = """
:root{color-scheme:light dark}
body{margin:0;background:#f3f1ec;color:#1a1a1a}
main{max-width:40em;margin:2em auto;padding:3.5em 3em;background:#fff}
main{font:17px/1.8 "FangSong_GB2312","仿宋_GB2312",FangSong,"Songti SC","Noto Serif CJK SC",serif}
h1{font:600 24px/1.5 "Songti SC","Noto Serif CJK SC",SimSun,serif;text-align:center;margin:0 0 1em}
h2{font:17px/1.8 SimHei,"Heiti SC","Noto Sans CJK SC",sans-serif;text-indent:2em;margin:.4em 0 0}
h3{font:17px/1.8 KaiTi,"Kaiti SC",serif;text-indent:2em;margin:0}
p{margin:0;text-indent:2em;text-align:justify}
p.label{text-indent:0;text-align:center;font-family:KaiTi,"Kaiti SC",serif;margin-bottom:1em}
p.right{text-align:right;padding-right:2em}
mark{background:#fde68a;color:inherit}
table{border-collapse:collapse;margin:.6em auto}td{border:1px solid #888;padding:.1em .6em}
@media (max-width:600px){main{margin:0;padding:1.5em 1em}}
@media (prefers-color-scheme:dark){body{background:#1c1c1a;color:#e8e6e0}main{background:#262522}mark{background:#7a5b00}}
@media print{body{background:#fff}main{margin:0;padding:0;max-width:none}}
"""
_OPEN_POINT = re.compile(r"【待[补核][^】]*】")


def to_html(markdown: str) -> str:
    """The page as one string; every text is escaped, nothing outside is referred to."""
    blocks = blocks_of_markdown(markdown)
    title = next((b.text for b in blocks if b.kind == "title"), "草稿")
    body = "\n".join(_element(block) for block in blocks)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}<style>{_CSS}</style></head>\n<body><main>\n{body}\n</main></body></html>\n'


def _element(block: Block) -> str:
    if block.kind == "table":
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block.cells)
        return f"<table>{rows}</table>"
    text = _OPEN_POINT.sub(lambda m: f"<mark>{m[0]}</mark>", escape(block.text))
    tag, css = {
        "title": ("h1", ""), "label": ("p", "label"), "heading1": ("h2", ""), "heading2": ("h3", ""), "heading3": ("h3", ""),
        "signature": ("p", "right"), "date": ("p", "right"),
    }.get(block.kind, ("p", ""))
    return f'<{tag} class="{css}">{text}</{tag}>' if css else f"<{tag}>{text}</{tag}>"
