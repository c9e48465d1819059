"""Commands in plain words: what a message asks to have done, with the files and the section it names. Nothing is done here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Verb = Literal["ask", "check", "draft", "shorten", "explain", "help"]

_PATH = re.compile(r"[^\s，。；：“”‘’《》（）()]+?\.(?:docx?|wps|md|txt|html?|pdf|xlsx?|csv)(?![A-Za-z])", re.IGNORECASE)
_QUOTED_PATH = re.compile(r"[\"'“‘]([^\"'“”‘’\n]+?\.(?:docx?|wps|md|txt|html?|pdf|xlsx?|csv))[\"'”’]", re.IGNORECASE)
_FOLDER = re.compile(r"(?:\.{1,2}/|~/|/|[A-Za-z]:\\)[^\s，。；：“”‘’]+")
_RULE = re.compile(r"(?<![A-Za-z\d])((?:NUM|STR|STY|EVI|CON)\d{3})(?!\d)", re.IGNORECASE)
_EXPLAIN = re.compile(r"什么意思|解释|说明|为什么|怎么回事|规则|是啥")
_CHECK = re.compile(
    r"^(?:请|帮我|麻烦)?(?:你)?(?:再)?(?:检查|校对|核对|审一?下|审校|校一?下|查错|挑错|找错)|(?:检查|校对"
    r"|核对|挑挑?错|找错)(?:一下|一遍|一次|下)?(?:吧)?[。！]?$|有没有(?:错|毛病|问题)[？?]?$")
_DRAFT = re.compile(
    r"起草|草拟|拟写|写(?:一份|一篇|一节|一段|一个|出|成|个)|撰写|(?:根据|用|按|拿)[^，。]{0,40}(?:写|拟"
    r"|起草)|生成(?:一份|一篇|一节|初稿|草稿|总结)")
_SHORTEN = re.compile(r"缩短|改短|写短|短一[点些]|精简|压缩(?:一下|到|篇幅|字数|这|一点)|简短|删短|太长")
_HELP = re.compile(r"^(?:帮助|help|怎么用|你能做什么|能做什么|有什么功能)[？?。！]?$", re.IGNORECASE)
_SECTION = re.compile(
        r"《([^》]{2,30})》|“([^”]{2,30})”(?=(?:这)?(?:一)?(?:节|部分|段|章))|(?:写|起草|草拟|拟写|撰写|生成)(?:一下"
        r"|出|成)?(?:(?:19|20)\d\d年)?(?:的)?([\u4e00-\u9fff]{2,14}?)(?:这)?(?:一)?(?:节|部分|章节|章|段落)")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_LENGTH = re.compile(r"(\d{2,4})字")
_TEXT = re.compile(r"[：:]\s*(?P<text>\S[\s\S]{15,})$")


@dataclass(frozen=True, slots=True)
class Action:
    """What to do. paths: files named; section: title of one section; year: named year; text: the text given after a colon; rule: code.

    `length` is the number of characters asked for, 0 where none is.
    """

    verb: Verb
    message: str
    paths: tuple[str, ...] = ()
    section: str = ""
    year: int | None = None
    text: str = ""
    rule: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What is on the user's desk, for messages that say 这段, 这份 and name no file: notes, draft (text), the paragraph in hand."""

    notes: tuple[str, ...] = ()
    draft: str = ""
    paragraph: str = ""
    previous: str = ""


def route(message: str, desk: Desk | None = None) -> Action:
    """The action that a message asks for; a message that is no command is a question to the library."""
    desk = desk or Desk()
    given = _TEXT.search(message)
    text = given["text"] if given else ""
    words = message[: given.start()] if given else message
    bare = _QUOTED_PATH.sub(" ", words)
    files = _PATH.findall(bare)
    folders = [one for one in _FOLDER.findall(bare) if not any(one in file or file.endswith(one) for file in files)]
    paths = tuple(dict.fromkeys([match[1] for match in _QUOTED_PATH.finditer(words)] + files + folders))
    paths = tuple(re.sub(r"^(?:检查|校对|核对|用|拿|根据|按照?|把|对|请|帮我|以|和|与)+", "", path) for path in paths)
    rule = _RULE.search(words)
    year = _YEAR.search(words)
    section = _SECTION.search(words)
    length = _LENGTH.search(words)
    action = Action(
        "ask", message, paths, next((one for one in section.groups() if one), "") if section else "", int(year[1]) if year else None, text,
        rule[1].upper() if rule else "", int(length[1]) if length else 0)
    return _with_verb(action, _verb(words, action, desk))


def _with_verb(action: Action, verb: Verb) -> Action:
    from dataclasses import replace

    return replace(action, verb=verb)


def _verb(words: str, action: Action, desk: Desk) -> Verb:
    if _HELP.match(words.strip()):
        return "help"
    if action.rule and _EXPLAIN.search(words):
        return "explain"
    asked = bool(re.search(r"多少|怎么写|怎么表述|哪些|几[个家次]|吗[？?]?$|例子|报告里|总结里", words))
    # a question about what reports say stays a question, unless it names something to work on
    about = bool(action.paths or action.text or re.search(r"这[段篇份句]|这个(?:稿|文|草)|上面|本稿|草稿|稿子|初稿|全文|它", words))
    if _SHORTEN.search(words) and (about or desk.paragraph) and not asked:
        return "shorten"
    if _CHECK.search(words) and (about or (desk.draft and not asked)):
        return "check"
    if _DRAFT.search(words) and not asked and (action.paths or desk.notes or re.search(r"素材|材料", words)):
        return "draft"
    return "ask"
