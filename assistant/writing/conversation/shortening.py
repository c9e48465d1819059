"""Making a paragraph shorter without a model: what carries no fact goes, what carries one stays word for word. No rewording here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’）]*")
_FIGURE = re.compile(r"\d|百分之|[一二三四五六七八九十]+(?:家|个|项|次|亿|万)")
#: what names something of its own; 项目 and 园区 alone name nothing
_NAME = re.compile(
    r"《[^》]+》|“[^”]+”|〔\d{4}〕|[A-Za-z]{2,}"
    r"|[\u4e00-\u9fff]{2}(?:公司|集团|产业园|变电站|处理厂|大道|学校|医院|公寓|实验室|研究院)")
#: clauses that open or close a paragraph in this genre and say nothing that could be missed
_EMPTY = re.compile(
        r"^(?:坚持|始终坚持|牢固树立|紧紧围绕|紧扣|围绕|聚焦|以[^，]{2,24}为(?:抓手|主线|牵引|契机|引领|目标"
        r"|导向|核心|重点|统领)|按照[^，]{2,24}(?:要求|部署|原则|思路)|深入(?:学习|贯彻|实施|推进)"
        r"|全面(?:贯彻|落实|推进|加强)|认真(?:贯彻|落实|学习)|切实|着力|大力|扎实(?:推进|开展)|不断|持续|积极"
        r"|强化[^，]{0,8}(?:意识|责任|担当)|进一步|为[^，]{2,30}(?:奠定|打下|提供|注入|作出|做出)[^，]*"
        r"|有力(?:推动|促进|保障|支撑)|有效(?:推动|促进|保障|提升)|推动[^，]{2,20}(?:再上新台阶|高质量发展"
        r"|迈上新台阶|取得新成效)|取得(?:了)?(?:新|显著|明显|积极)[^，]{0,4}(?:成效|进展|突破|成果))")


@dataclass(frozen=True, slots=True)
class Shortened:
    """The shorter text, what was taken out in order, and why it could not become as short as asked, "" where it did."""

    text: str
    removed: tuple[str, ...]
    remark: str = ""


def shorten(text: str, length: int = 0) -> Shortened:
    """Take out sentences and clauses without a figure, a name or a quotation. length: characters asked for, 0 for any."""
    kept: list[str] = []
    removed: list[str] = []
    sentences = [match.group() for match in _SENTENCE.finditer(text.strip()) if match.group().strip()]
    for sentence in sentences:
        if _carries(sentence):
            kept.append(_without_empty(sentence, removed))
        elif _EMPTY.match(_plain(sentence)) or any(_carries(other) for other in sentences):
            removed.append(sentence.strip())
        else:
            kept.append(sentence.strip())
    if not kept and sentences:
        kept, removed = [sentences[0].strip()], removed[1:]
    result = "".join(kept)
    remark = ""
    if not removed:
        remark = "每句都有数字或名称，没有可以直接删的套话；要换说法请配置模型"
    elif length and len(result) > length:
        remark = f"删去不含数字和名称的语句后仍有{len(result)}字，多于{length}字；再短就要删事实，请指明删哪一项"
    return Shortened(result, tuple(removed), remark)


def _plain(sentence: str) -> str:
    return re.sub(r"^\s*(?:[一二三四五六七八九十]+(?:是|要)|[（(][一二三四五六七八九十\d]+[）)])", "", sentence)


def _carries(sentence: str) -> bool:
    return bool(_FIGURE.search(sentence) or _NAME.search(sentence))


def _without_empty(sentence: str, removed: list[str]) -> str:
    """A sentence without the empty clauses at its head and at its end."""
    pieces = re.split(r"(?<=[，；])", sentence.strip())
    while len(pieces) > 1 and not _carries(pieces[0]) and _EMPTY.match(_plain(pieces[0])):
        removed.append(pieces.pop(0).rstrip("，；"))
    end = sentence.strip()[-1] if sentence.strip()[-1:] in "。！？" else ""
    while len(pieces) > 1 and not _carries(pieces[-1]) and _EMPTY.match(pieces[-1]):
        removed.append(pieces.pop().rstrip("。！？"))
        pieces[-1] = pieces[-1].rstrip("，；") + end
    return "".join(pieces)
