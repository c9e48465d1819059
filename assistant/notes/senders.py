"""Who sent a message, and when: chat headers, time prefixes, mail headers. What the message says is read elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: how the name of an office ends, its remark in brackets left off
OFFICE_END = r"(?:局|科|股|室|办|部|处|委|中心|分局|支队|大队|公司|集团|党委|工委|工会|团委|妇联|组|专班)"
_DAY = r"(?:(?:20\d\d[-/.年])?(?:1[0-2]|0?\d)[-/.月](?:3[01]|[12]\d|0?\d)日?|今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_CLOCK = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d|\s*[-—~至到]\s*\d)"
_WHEN = rf"(?:{_DAY}\s*)?{_CLOCK}"
#: 09:15, [09:15], 12月3日 09:15, 11-29 09:40 in front of what was said
_TIMED = re.compile(rf"^(?:[\[（(【]\s*{_WHEN}\s*[\])）】]|{_WHEN}(?![\u4e00-\u9fff]{{0,2}}[前后起止]))[\s，,：:]*")
#: 12-03, for lines of a chat whose neighbours have the clock as well
_DATED = re.compile(r"^(?:20\d\d[-/.])?\d{2}[-/]\d{2}\s+(?=\S)")
_TIMED_BEHIND = re.compile(rf"[\s，,]*(?:[\[（(【]\s*{_WHEN}\s*[\])）】]|(?<=[\s*_）)\]】]){_WHEN})$")
_ONLY_TIME = re.compile(rf"^[\[（(【]?\s*{_WHEN}\s*[\])）】]?$")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*|__(?=\S)([^_\n]+?)(?<=\S)__")
#: surnames that begin no other word of this trade (高, 方, 任, 林 do)
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔谭陆汪范廖贾韦傅邹孟熊秦邱尹薛闫雷侯陶黎贺顾毛郝龚邵覃莫滕邢"
)
_ANY_SURNAME = f"{_SURNAME}高林金方石江马田何曲"
_PERSON = (
    rf"(?:[{_SURNAME}][\u4e00-\u9fff]{{1,2}}|[老小阿][{_ANY_SURNAME}]"
    rf"|[{_ANY_SURNAME}](?:工|总|姐|哥|科|处|局|主任|科长|处长|局长|部长))"
)
_ANYONE = rf"(?:{_PERSON}|[\u4e00-\u9fff]{{1,4}}|[A-Za-z]{{2,12}})"
_OFFICE = rf"[\u4e00-\u9fff、/]{{1,14}}?{OFFICE_END}"
_JOIN = r"\s*[-—·_/|]\s*|\s+"
#: two parts of a sender's line, office and person in either order; in brackets or with a stroke between
_BRACKETED = re.compile(rf"^(?:(?P<office>{_OFFICE})\s*[（(]\s*{_ANYONE}\s*[）)]|{_ANYONE}\s*[（(](?P<behind>{_OFFICE})[）)])$")
_BRACKETED_PERSON = re.compile(rf"^(?:(?P<office>{_OFFICE})\s*[（(]\s*{_PERSON}\s*[）)]|{_PERSON}\s*[（(](?P<behind>{_OFFICE})[）)])$")
_JOINED = re.compile(rf"^(?:(?P<office>{_OFFICE})(?:{_JOIN}){_ANYONE}|{_ANYONE}(?:{_JOIN})(?P<behind>{_OFFICE}))$")
_RUN_IN = re.compile(rf"^(?P<office>{_OFFICE}){_PERSON}$")
_NAMED = re.compile(rf"^(?:(?P<office>{_OFFICE})(?:{_JOIN})?{_PERSON}|{_PERSON}(?:{_JOIN})(?P<behind>{_OFFICE}))$")
_ALONE = re.compile(rf"^(?P<office>{_OFFICE})$")
_SPOKEN = re.compile(r"^(?P<who>[^：:，。；\d]{3,20})[：:]\s*(?=\S)")
_MAIL_FROM = re.compile(r"^(?:发件人|来自|发送人|From)[：:]\s*(?P<who>.*)$", re.IGNORECASE)
_MAIL_HEAD = re.compile(
    r"^(?:(?:发送|收件|接收)?(?:时间|日期)[：:]\s*20\d\d\D|(?:收件人|抄送|密送|附件|To|Cc|Date|Sent)[：:]"
    r"|.{0,40}(?:写道|wrote)[：:]$|[-—_\s]*(?:原始邮件|转发的?邮件|原邮件|Original Message)[-—_\s]*$)", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s*[<＜（(][^<>＜＞（）()]*@[^<>＜＞（）()]*[>＞）)]")


@dataclass(frozen=True, slots=True)
class Sender:
    """A sender as a line names one. office: the department, "" where only a person is named; name: the line without the time."""

    office: str
    name: str


def without_bold(line: str) -> str:
    """A line without the marks of bold type."""
    return _BOLD.sub(lambda match: match[1] or match[2], line) if "**" in line or "__" in line else line


def is_bold(line: str) -> bool:
    """Whether a whole line, but for a time, is set in bold type."""
    bare = without_time(line.strip())
    match = _BOLD.match(bare)
    return match is not None and not _TIMED_BEHIND.sub("", bare[match.end() :]).strip("：: ") and len(bare) <= 44


def time_before(line: str, chat: bool) -> int:
    """How many characters of a line only say when it was sent. chat: other lines of the text have clock times as well."""
    match = _TIMED.match(line) or (_DATED.match(line) if chat else None)
    return match.end() if match is not None and match.end() < len(line) else 0


def has_clock(line: str) -> bool:
    """Whether a line begins with the time it was sent at."""
    return _TIMED.match(line) is not None


def without_time(line: str) -> str:
    """A line without the time in front of it or behind it."""
    return _TIMED_BEHIND.sub("", line[time_before(line, False) :]).strip()


def sender_of(line: str) -> Sender | None:
    """The sender that a line of its own names: 张三（经发局） 14:32, 经发局-李四, 发件人：经济股 覃工. None for content."""
    bare = without_bold(line).strip()
    mail = _MAIL_FROM.match(bare)
    if mail:
        who = _ADDRESS.sub("", mail["who"]).strip()
        return Sender(_office_in(who, True), who)
    if _ONLY_TIME.match(bare):
        return None
    timed = without_time(bare)
    who = timed.strip("：:@ ")
    if not who or len(who) > 24 or re.search(r"[，。；！？\d]", who):
        return None
    office = _office_in(who, timed != bare or is_bold(line))
    if office and (timed != bare or who != office):
        return Sender(office, who)
    if timed != bare and re.fullmatch(_ANYONE, who):
        return Sender("", who)
    return None


def spoken_by(line: str) -> tuple[Sender, int] | None:
    """The sender in front of what was said on one line (经发局-李四：…), and where the content begins."""
    match = _SPOKEN.match(line)
    if match is None:
        return None
    office = _office_in(match["who"].strip(), False)
    return (Sender(office, match["who"]), match.end()) if office and office != match["who"].strip() else None


def _office_in(who: str, timed: bool) -> str:
    """The office in a sender's name. timed: a time or a mail header tells that it is a sender at all, so that any name will do."""
    patterns = (_BRACKETED, _JOINED, _RUN_IN, _ALONE) if timed else (_BRACKETED_PERSON, _NAMED)
    for pattern in patterns:
        match = pattern.match(who)
        if match:
            found = match.groupdict()
            return (found.get("office") or found.get("behind") or "").strip()
    return ""


def is_mail_head(line: str) -> bool:
    """Whether a line belongs to the head of a mail and says nothing of the matter."""
    return _MAIL_HEAD.match(line) is not None
