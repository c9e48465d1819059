"""What a web page or a printout leaves in a text and is no part of the report: which lines, which marks. Deletes nothing itself.

Kinds of residue were counted on real pages; a line goes only where a pattern says so, never because it is short.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.document import Residue

#: a line of the text without the blanks at its ends: start, end, content
Line = tuple[int, int, str]

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_MARKER = re.compile(r"(?<!#)#{2,6}[A-Za-z_]{3,24}#{2,6}|<!--[^>]{0,200}-->|&(?:nbsp|ensp|emsp);")
_PAGE_NUMBER = re.compile(
    r"[-—–－·]{1,2}\s?\d{1,3}\s?[-—–－·]{1,2}|第\s?\d{1,3}\s?页(?:[\s,，/、]*共\s?\d{1,3}\s?页)?|\d{1,3}\s?/\s?\d{1,3}")

# words of a print bar or of navigation, one or several on a line
_FURNITURE = re.compile(
    r"(?:(?:[【\[]?(?:字体|字号)[：:]?|[【\]】\[>›»|｜/]|当前位置[：:]?|您?(?:现在)?的?位置[：:]|首页|下载|打印(?:本[页文])?|全屏|收藏|加大|还原|减小|大|中|小"
    r"|关闭(?:窗口|本页)?|分享(?:到|至)?[：:]?|微信|微博|QQ空间|复制链接|返回顶部|上一[页篇][：:]?|下一[页篇][：:]?|尾页|相关(?:报道|推荐|阅读|文章|链接)[：:]?"
    r"|热门(?:文档|推荐|文章)[：:]?|责任编辑[：:]?|来源[：:]|(?:发布|发表|更新)?(?:时间|日期)[：:]|(?:阅读|浏览|点击)(?:量|次数|数)?[：:]?|作者[：:]|false|true)\s*)+")
_TRAIL = re.compile(r"(?:首页|主页)\s*(?:[>›»|]\s*[^>›»|]{0,20})+|当前位置[：:].{0,60}")
_DATELINE = re.compile(
    r"(?:(?:发布|发表|更新|网友发表|上传)?(?:时间|日期)|来源|作者|编辑|责任编辑|审核|发布人|发布机构|(?:阅读|浏览|点击)(?:量|次数|数)?|字体|字号|信息来源|文章来源|点击数)"
    r"\s*[：:]?\s*[^。；]{0,40}")
_NEIGHBOUR = re.compile(r"(?:上|下|前|后)一?[页篇条][：:].{0,60}")
_STAMP = re.compile(r"[\d\s:：/.年月日-]{1,30}")
_CREDIT = re.compile(r"[^\n]{0,80}(?:本报|记者)[^。\n]{0,24}摄\s*[）)]?|[^。\n]{2,30}作(?:了?政府)?工作报告[。.]?")
_SCAN = re.compile(
    r"扫一扫.{0,20}|.{0,6}手机(?:查看|打开|浏览).{0,12}|\(?（?本文(?:来源|来自|链接|标题|地址)[：:]?.{0,60}"
    r"|.{0,20}全文共\s?\d+\s?字.{0,40}|.{0,20}当前显示\s?\d+\s?字.{0,20}"
                   r"|(?:点击|继续|展开)(?:阅读|查看|显示|下载)?(?:全文|更多|剩余).{0,20}|未完[，,]?.{0,10}")
_ADVERT_WORDS = re.compile(r"网友|小编|编辑|整理|参考|喜欢就|下载|复制|收藏本|欢迎|有所?帮助|分享|范文|本站|仅供|阅读|大家|版权|侵权|上传")
_FOOTER = re.compile(
    r"本(?:作品|页面|站内容|文档)[^\n]{0,40}(?:法律|著作权|公有领域|知识共享|版权|协议)|本作品是中华人民共和国的|Public domain"
    r"|版权(?:声明|所有)|免责声明|Creative Commons")
_GLOSSARY = re.compile(r"(?:(?:有关|部分|相关)?名词(?:术语)?(?:解释|注释|说明)|注\s?释|有关(?:用语|名词)说明)[：:]?")
_APPENDIX = re.compile(r"附(?:件|录)\s?[\d一二三四五]{0,2}[：:]?")

_HEAD_LINES = 40
_TAIL_LINES = 40


def find_lines(text: str) -> list[Line]:
    """The lines that hold something, without blanks at their ends."""
    lines: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        content = piece.strip(" \t\r\u3000\xa0\u200b\ufeff")
        if content:
            left = start + piece.index(content[0])
            lines.append((left, left + len(content), content))
        start += len(piece) + 1
    return lines


def inline_residue(text: str) -> list[Residue]:
    """Marks inside lines: zero-width characters and the markers of paid pages."""
    found = []
    if not text.isascii():
        found = [Residue(match.start(), match.end(), "invisible") for match in _INVISIBLE.finditer(text)]
    if "##" in text or "<!--" in text or "&" in text:
        found += [Residue(match.start(), match.end(), "marker") for match in _MARKER.finditer(text)]
    return found


def line_residue(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """Lines that are residue as a whole: their index, and the kind."""
    found: dict[int, str] = {}
    end = _cut_tail(text, lines, found)
    for index in range(min(end, _HEAD_LINES)):
        content = lines[index][2]
        if _is_body(content) and not _is_advert(content):
            break
        kind = _furniture(content, previous=lines[index - 1][2] if index else "")
        if kind:
            found[index] = kind
    for index in range(end - 1, max(-1, end - 1 - _TAIL_LINES), -1):
        if index in found:
            continue
        kind = _furniture(lines[index][2], previous=lines[index - 1][2] if index else "", tail=True)
        if not kind:
            break
        found[index] = kind
    for index in range(end):
        content = lines[index][2]
        if index in found or len(content) > 400:
            continue
        if len(content) < 24 and _PAGE_NUMBER.fullmatch(content):
            found[index] = "page-number"
        elif content[0] in "【（(《>首上下当相点展未继本全扫网参" and (
            _TRAIL.fullmatch(content) or _SCAN.fullmatch(content) or _is_advert(content)
        ):
            found[index] = "furniture" if len(content) < 40 else "advert"
    return found


def _cut_tail(text: str, lines: Sequence[Line], found: dict[int, str]) -> int:
    """Marks everything from a licence footer or a glossary on; returns where the report's own lines end."""
    end = len(lines)
    if "ublic domain" in text or "版权" in text or "免责声明" in text or "本作品" in text or "Creative" in text:
        for index in range(len(lines) * 2 // 5, end):
            if len(lines[index][2]) < 200 and _FOOTER.match(lines[index][2]):
                found.update(dict.fromkeys(range(index, end), "footer"))
                end = index
                break
    if "名词" in text or "释" in text or "说明" in text:
        for index in range(end * 2 // 5, end - 1):
            if len(lines[index][2]) < 16 and _GLOSSARY.fullmatch(lines[index][2]) and _defines(lines[index + 1][2]):
                start = index - 1 if index and _APPENDIX.fullmatch(lines[index - 1][2]) else index
                found.update(dict.fromkeys(range(start, end), "glossary"))
                return start
    return end


def _defines(content: str) -> bool:
    return bool(re.match(r"[［\[（(【〔①\d“《]", content) or re.match(r"[^。]{1,24}[：:]", content))


def _is_body(content: str) -> bool:
    return content.startswith("各位代表") or (len(content) > 40 and ("。" in content or "；" in content or content.count("，") > 1))


def _is_advert(content: str) -> bool:
    if len(content) > 300:
        return False
    words = set(_ADVERT_WORDS.findall(content))
    return len(words) >= 4 or (len(words) >= 3 and content[0] in "【（(《“")


def _furniture(content: str, *, previous: str, tail: bool = False) -> str:
    """The kind of a line near the top or the end of a page, "" for the report's own."""
    if len(content) <= 120 and (
        _FURNITURE.fullmatch(content) or _TRAIL.fullmatch(content) or _SCAN.fullmatch(content) or _NEIGHBOUR.fullmatch(content)
    ):
        return "furniture"
    if len(content) <= 60 and _DATELINE.fullmatch(content) and ("：" in content or ":" in content or "发表时间" in content):
        return "furniture"
    if _CREDIT.fullmatch(content):
        return "furniture"
    if _is_advert(content):
        return "advert"
    # what stands after the ">" of a trail, or is a bare stamp after "时间："
    if previous in (">", "›", "»") and len(content) <= 12 and not tail:
        return "furniture"
    if _STAMP.fullmatch(content) and (tail or re.fullmatch(r".{0,6}(?:时间|日期|量|次数)[：:]", previous)) and "年" not in content:
        return "furniture"
    if re.fullmatch(r"来源[：:]|作者[：:]", previous) and len(content) <= 16:
        return "furniture"
    return ""
