"""粘贴残留

查什么：夹在正文里的页码、网页导航和版权行、不可见字符、超链接、域代码、批注、审改时的话、AI对话的客套话、Markdown 记号等；
园区的报告里写着“我镇”“我局”“我公司”，是从别的单位的材料里带来的。
为什么：从别的文件或网页粘贴时带进来，自己看不出，印出来才发现。
错例：
……户均增收3200元。
— 3 —
（五）产业投资初见成效
正例：
……户均增收3200元。
（五）产业投资初见成效
出处：公文写作惯例（惯例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.gates import Gate
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY012", "residue", "style", "warning")

_KINDS = {
    "page-number": "页码",
    "marker": "网页标记",
    "furniture": "网页导航或版面信息",
    "advert": "网站的推广语",
    "page-split": "分页符号",
    "footer": "版权或许可声明",
    "invisible": "不可见字符",
}
_TEXT = (
    (Gate(r"https?://[^\s\u4e00-\u9fff，。；）)]+|www\.[A-Za-z0-9.-]+\.[a-z]{2,}"), "网址"),
    (Gate(r"HYPERLINK|MERGEFORMAT|PAGEREF|错误[!！]未(?:找到引用源|定义书签)[。.]?|EMBED [A-Za-z.]+|\\\* [A-Z]+|_Toc\d+"), "域代码"),
    (
        Gate(
            r"&(?:nbsp|lt|gt|amp|quot|ensp|emsp|ldquo|rdquo|mdash);|<\/?(?:p|br|div|span|b|strong|font|td|tr|table|a|img)\b[^>\n]{0,80}>"
        ),
        "网页代码",
    ),
    (Gate(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd\ue000-\uf8ff]+"), "乱码或控制字符"),
    (
        Gate(
            r"作为(?:一个)?(?:AI|人工智能|语言模型)(?:助手|模型)?[，,]?|以下是(?:为您|根据您|我为您|按您)[^。：\n]{0,30}[：:。]|希望(?:以上|这些|这份)(?:内容|信息|回答|总结"
            r"|报告)?[^。\n]{0,12}对您有(?:所)?帮助"
            r"|如(?:果)?(?:您)?(?:还)?(?:有|需)[^。\n]{0,20}(?:请随时|欢迎随时)[^。\n]{0,12}[。！]?|好的[，,]以下是[^。\n]{0,30}"
        ),
        "对话里的话",
    ),
    (Gate(r"(?m)^[ \t]*(?:#{1,6}[ \t]+\S|```|-{3,}[ \t]*$|\|[ \t]*-{3,})|\*\*[\u4e00-\u9fff][^*\n]{0,40}\*\*"), "Markdown 记号"),
    (
        Gate(
            r"[［\[【](?:批注|修订|删除|插入|审阅)[^\]】］\n]{0,20}[\]】］]|（(?:批注|修改意见|此处改|领导批示改)[^）\n]{0,30}）|\[(?:图片|表格|图|表)\d{0,2}\]"
            r"|[［\[]\d{1,2}[\]］](?=[。，；])"
        ),
        "批注或引注",
    ),
    (
        Gate(
            # （其中2件待进一步核实） tells of things, not of the text
            r"（(?!其中|已|经|[^（）\n]{0,6}\d+ ?[件项个起条户宗家])"
            r"(?:此处?|此段|本段|该段|此句|本句|这段|这句|这里|以上|以下|上述|数据|数字|标题|内容|名称)?[^（）\n。；，]{0,12}"
            r"(?:请|再|需|待)[^（）\n。；，]{0,12}?(?:核）|核实）|核对）|核定）|确认）|补充）|修改）|审定）|把关）|斟酌）|提供）|更新）|再看）|再改）|定稿）)"
        ),
        "审改时的话",
    ),
    (
        Gate(
            r"[（(【][^（）()【】\n。]{0,24}?(?:领导意见|领导批示|意见修改|修改意见|建议删|建议不写|建议改为|建议压缩|建议保留|建议合并|需要改|需修改|需要修改|要改一下"
            r"|待统一|(?:数据|数字|情况|材料|内容|部分)(?:后|再|另|稍后)补|再确认|再核|再核实|再商|定稿前|定稿后|标红|标黄|红色部分|黄色部分|加粗部分|这一段|这段|此句|这句"
            r"|上年稿|去年稿|原稿|拿不准|不确定|存疑|口径不一|对不上|可否|能否|要不要|需不需要)[^（）()【】\n。]{0,24}[）)】]"
        ),
        "审改时的话",
    ),
    (
        Gate(
            r"[（(](?:[？?]+|[^（）()\n。]{1,20}[？?])[）)]|[（(][\u4e00-\u9fff]{1,8}(?:局|科|办|部|处|室|中心|公司)(?:提供|报送|供稿)[）)]"
            r"|[（(](?:修改|新增|新加|补充|删除|待改|待删|重写)[）)](?=[\u4e00-\u9fff])|[（(][\u4e00-\u9fff]{0,5}(?:局|科|办|科长|局长|主任|处长)(?:再|已)?核[）)]"
            r"|[（(][\u4e00-\u9fff]{2,6}(?:注|按)[：:][^（）()\n]{0,30}[）)]"
        ),
        "审改时的话",
    ),
    (
        Gate(
            r"(?:此处|此段|这一段|这段话?|这里)(?:还|再|可以?|建议|请|应|要|需要?)*(?:补充|补写|补上|加一|加上|展开写|压缩|精简|重写|改写|删去|删掉|删除|合并到|移到)[^，。；\n]{0,12}"
            r"|定稿(?:前|时|后)(?:请|需|要)?(?:删|改|补|更新)[^，。；\n]{0,6}|(?:见|同|参照|沿用|套用)(?:上年|去年|前一?|原|旧)稿|(?:上|去)年(?:的)?稿子|同上年，?略"
        ),
        "审改时的话",
    ),
    (
        Gate(
            r"(?:首页|主页)\s*[>›»|][^\n。]{0,30}|当前位置[：:][^\n。]{0,30}|(?:百度文库|豆丁网|道客巴巴|原创力文档|新浪微博|微信公众号[：:]|公众号[：:]|本文来源|文章来源|转载自|责任编辑[：:]|编辑[：:]|阅读全文|点击下载|下载本文|版权所有|未经授权)[^。\n]{0,30}"
        ),
        "来源或网站信息",
    ),
    (
        Gate(
            r"第\s?\d{1,3}\s?页\s*[，,/]?\s*共\s?\d{1,3}\s?页"
            r"|(?<=[\u4e00-\u9fff，。；])\s*[—–-]\s?\d{1,3}\s?[—–-](?=\s*[\u4e00-\u9fff]|\s*$)"
        ),
        "页码",
    ),
)


_ZONE = re.compile(r"开发区|高新区|园区|产业园|保税区|新区|示范区|集聚区|经开区|工业区|港区|管委会|管理委员会")
_OUR = re.compile(r"我(局(?!部)|镇|乡(?!村)|村(?!镇)|校(?!企)|院(?!士)|公司|厂(?!房)|街道|社区|集团|县|州)")
_OURS = frozenset("我" + one for one in "局镇乡村校院公厂街社集县州")
#: more than so many, and the report is that office's
_FEW = 3


def check(context: CheckContext) -> Iterator[Finding]:
    """What cleaning takes out of the text, and what is left of other programs inside it."""
    document = context.document
    markdown = document.source.lower().endswith((".md", ".markdown"))
    for one in document.residue:
        said = _KINDS.get(one.kind)
        if said is None:
            continue
        start, end = one.start, one.end
        words = document.original[start:end]
        left = len(words) - len(words.lstrip())
        right = len(words.rstrip())
        if one.kind == "invisible":
            yield context.finding_in_original(
                RULE, start, end, f"夹有{said}（{_names(words)}）", severity="info", suggestion="删去", fix=""
            )
        elif right > left:
            yield context.finding_in_original(
                RULE,
                start + left,
                start + right,
                f"疑似粘贴带入的{said}：{_short(words)}",
                suggestion="删去",
                fix="" if one.kind in ("page-number", "marker") else None,
            )
    yield from _strangers(context)
    text = context.text
    for pattern, said in _TEXT:
        if markdown and said == "Markdown 记号":
            continue
        for match in pattern.finditer(text):
            words = match.group().strip()
            start = match.start() + match.group().index(words[:1]) if words else match.start()
            yield context.finding(RULE, start, max(start + 1, match.end()), f"疑似粘贴带入的{said}：{_short(words)}", suggestion="删去")


def _strangers(context: CheckContext) -> Iterator[Finding]:
    """我镇, 我局, 我公司 in the report of a zone: the sentence comes from the paper of another office."""
    text, document = context.text, context.document
    if bigrams(text).isdisjoint(_OURS):
        return
    own = document.title + document.unit
    found = [match for match in _OUR.finditer(text) if match[1] not in own]
    if not _ZONE.search(own) or len(found) > _FEW:
        return
    for match in found:
        if match[1] != "县" or "全县" not in text:
            said = f"园区的报告里写作“{match.group()}”，像是从别的单位的材料里带来的"
            yield context.finding(RULE, *match.span(), said, suggestion="改为“全区”“园区”，或核对是否误贴")


def _names(words: str) -> str:
    return "、".join(f"U+{ord(one):04X}" for one in dict.fromkeys(words))


def _short(words: str) -> str:
    flat = " ".join("".join(one if one.isprintable() else "�" for one in words).split())
    return flat if len(flat) <= 24 else f"{flat[:23]}…"
