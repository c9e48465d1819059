"""What in the notes speaks to the writer and never enters a text: 别改格式, 待财政核, 提法统一用…. Nothing is deleted here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(
    r"别改|勿改|不要改|格式[别勿]?动|凑合|先这样|随便看|供参考|供起草|仅供|拼的|供写|写.{0,8}总结用|提法.{0,4}统一|表述.{0,4}统一|统一(?:用|表述|口径)|请.{0,8}(?:核|把关|斟酌|酌情|注意|统一|补)"
    r"|(?:领导|主任|书记).{0,4}(?:要求|说|交代)|回头再|以.{1,10}为准|(?:没|未|没有)(?:给|提供|报来|报送)(?:[，。；]|$)|等等再说|别写|不要写|勿写|不写进|暂不(?:写|公开)|不宜公开|内部掌握"
    r"|(?:各|按).{0,10}报(?:的|送|来)?$|^注[：:]|^备注[：:]|^(?:口径|数据|指标|填报|编制|有关|几点)?说明[：:]|统计口径"
    r"|^(?:发件人|收件人|抄送|主题|发送时间|收件时间)[：:]|邮箱导出|聊天记录|群聊"
    r"|^(?:报送|汇总|整理|填报|制表|联系人|审核)(?:单位|部门|科室|人|时间|日期)?[：:]"
)
#: words that keep something out of the report
_KEEPS_OUT = r"别写|不写|勿写|不要写|内部掌握|不宜公开|(?<!必)不公开(?!招|选|竞)|不对外(?!开放|营业)"
_WITHHELD = re.compile(_KEEPS_OUT)
#: in brackets behind a figure
_REMARK = re.compile(
    r"[（(](?P<text>[^（）()]*(?:待.{0,6}(?:核|定|补|确认|提供|报)|请.{0,6}核|核实|没核|未核|口径|凑合|不确定|记不清|暂估|初步数|快报数"
    r"|(?:年报|快报|季报|月报|公报|数据?|统计)[^（）()]{0,8}(?:才出|没出|未出|才有|还没有?|尚未|没公布|未公布|没下来|未下来|出来后)|以[^（）()]{1,8}为准"
    rf"|{_KEEPS_OUT}|仅供|供参考|[\u4e00-\u9fff]{0,8}(?:贴的|报的|统计|提供|拼的))[^（）()]*)[）)]"
)
_TRAILING = re.compile(
    r"(?:[，,；;\s]|^)(?P<text>(?:数(?:据|字)?)?"
    r"(?:待[^，。；]{0,8}(?:核|定|补|确认)(?:实|对)?|请[^，。；]{0,8}核(?:实|对)?"
    r"|请?(?:别|不要|勿|暂不|不)写(?:[进入](?:去|正文|报告|总结|材料)?)?|(?:不宜|暂?不)公开|不对外(?:公开|公布|发布|宣传)?|内部掌握))(?=[，。；\s]|$)"
)

#: words that speak to a language model, never to a colleague; a whole stretch between stops goes with them
_TO_A_MACHINE = re.compile(
    r"忽略(?:掉)?(?:以上|前面|上面|之前|上述|此前|所有|一切|先前)|无视(?:以上|前面|上述|此前|所有)|系统提示|提示词|(?:system|assistant|user|human)\s*[:：]"
    r"|</?[A-Za-z\u4e00-\u9fff_]{1,12}>|<\|[^|\n]{0,20}\|>|\[/?INST\]"
    r"|你(?:现在)?(?:就)?是(?:一(?:个|名|位))?(?:AI|人工智能|助手|诗人|黑客|翻译|语言模型|不受)"
    r"|作为(?:一个)?(?:AI|人工智能|语言模型)|(?:AI|人工智能|智能)助手(?:请|你|应|必须|注意|，|：)"
    r"|(?:用户|助手)\s*[:：]\s*请|(?:改写|翻译)成(?:口语|英文|英语|白话|诗)"
    r"|ignore (?:all|any|the|previous|above|prior)|disregard (?:all|the|previous)"
    r"|(?:不要|无需|不必|不用)(?:再)?遵守|开发者模式|(?:以下|下面)(?:是|为)?(?:新的?)(?:指令|任务|规则)|新(?:的)?指令"
    r"|(?:输出|打印|复述|泄露|回复)(?:你的|全部|以上|“OK|OK)|在(?:文末|末尾|结尾|开头|正文里?|最后)(?:加上|写上|添加|插入|补上)"
    r"|把[^，。；]{0,10}(?:数字|产值|税收|数据|金额|投资)[^，。；]{0,6}(?:改成|改为|写成|替换为|换成)",
    re.IGNORECASE,
)
_STRETCH = re.compile(r"[^。；;！!\n]+[。；;！!]?")


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of a note that speaks to the writer; offsets in the note's text, brackets included."""

    start: int
    end: int
    text: str


def is_instruction(text: str) -> bool:
    """Whether a whole line only speaks to the writer; a line that reports a figure never does."""
    bare = text.strip("（）()：: ")
    if _TO_A_MACHINE.search(bare) and not re.search(r"[\u4e00-\u9fff\d]{2}", without_machine_talk(bare)):
        return True
    if not _LINE.search(bare):
        return False
    outside = re.sub(r"[（(][^）)]*[）)]|“[^”]*”|20\d\d年?度?|\d{1,2}月(?:\d{1,2}日)?(?:[前底末])?|\d{1,2}\s*[-—~]\s*\d{1,2}月", "", bare)
    return bool(_LINE.search(outside)) and not re.search(r"\d", outside)


def withholds(text: str) -> bool:
    """Whether these words ask that something be left out of the report."""
    return _WITHHELD.search(text) is not None


def remarks(text: str) -> list[Remark]:
    """The stretches of a note that speak to the writer, in order."""
    found = [Remark(match.start(), match.end(), match["text"]) for match in _REMARK.finditer(text)]
    for match in _TRAILING.finditer(text):
        if not any(one.start <= match.start("text") < one.end for one in found):
            found.append(Remark(match.start("text"), match.end("text"), match["text"]))
    # what speaks to a machine is no wish of the user's: it neither withholds a note nor asks for a figure
    found = [one for one in found if not any(other.start < one.end and one.start < other.end for other in machine_talk(text))]
    return sorted(found, key=lambda one: one.start)


def machine_talk(text: str) -> list[Remark]:
    """The stretches of a material that try to tell a language model what to do: whole, from stop to stop."""
    if not _TO_A_MACHINE.search(text):
        return []
    return [Remark(match.start(), match.end(), match[0].strip()) for match in _STRETCH.finditer(text) if _TO_A_MACHINE.search(match[0])]


def without_machine_talk(text: str) -> str:
    """The text with such stretches blanked out, so that all offsets stay."""
    for one in machine_talk(text):
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text
