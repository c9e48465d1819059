"""Plan sentences get the verb of intention that fits: 确保 for deadlines and safety, 力争 for goals, 计划 for works. No figures here."""

from __future__ import annotations

import re

from assistant.engines.offline.merging import split_outside
from assistant.engines.offline.phrasing import lowers, starts_with_action

_STATED = re.compile(
    r"^(?:[^，；]{0,12})?(?:力争|确保|计划|争取|推动|推进|加快|持续|继续|深化|完善|加强|开展|落实|抓好|重点抓|坚持|启动|做好|办好|争创|筹建|围绕|实施|杜绝|严格|学习|建立|健全|全面|深入|聚焦|培育|打造|巩固|引导|支持|鼓励|优化|强化|统筹|提升|完成)"
)
_STAGE = "开工|投产|竣工|投用|建成|交付|完工|通车|通水|封顶|结顶|达产|验收"
_DEADLINE = re.compile(
    rf"\d{{1,2}}月(?:\d{{1,2}}日)?(?:底)?[前]?(?:全部|正式)?(?:{_STAGE})|(?:上半年|年内|年底前?|月底前)[^，；]{{0,10}}(?:{_STAGE}|完成)"
    rf"|(?:\d{{1,2}}月底?前|年底前|年内)(?=[^，；\d]{{2,12}}(?:[，；]|$))"
)
#: a stage reached in time is promised even where its own verb stands in it: 6个续建项目按期完成
_ON_TIME = re.compile(rf"按[期时](?:{_STAGE}|完成)$")
_PROMISED = re.compile(r"力争|确保|保证|计划|争取|推动|推进|加快|督促|全力")
_SAFE = re.compile(r"不发生|事故|隐患|整改率|按时偿还|按期完成|无逾期")
_VERB = re.compile(
    r"建|加快|启动|扩|带动|投用|开工|竣工|推进|引进|培育|新增|提高|招|完成|实施|组织|开展|办|达到|突破|报批|供|盘活|举行|挂牌|形成|增加|压|发展|选派|争取|落地|保持|纳入|获|评|创"
)
_WORKS = re.compile(
    r"^(?:年内|全年|上半年|下半年|\d{1,2}月底前)?(?:新建|建设|收储|组织|举办|选派|发展|征地|供地|报批|开展|召开|参加|慰问|培训)"
)
_GOAL = re.compile(r"以上|以内|左右|突破|达到|增长|提高|净增|新增|签约|引进|到位|高于|超过|开工|竣工|压缩|降低|下降|盘活|获评")


def intended(text: str) -> str:
    """A sentence of the plan part with verbs of intention, one a clause group, none twice in a row."""
    written: list[str] = []
    last = ""
    for piece in split_outside(text, "；"):
        verb, rest = _with_intention(piece)
        if verb == last == "推进":
            # a noun can't stand without it: 推进支部创建、清廉园区建设
            written[-1] += f"、{rest}"
            continue
        written.append(rest if verb and verb == last else verb + rest)
        last = verb or last
    return "；".join(written)


def _with_intention(text: str) -> tuple[str, str]:
    if text.startswith("未发生"):
        return "确保", f"不发生{text[3:]}"
    first = re.split(r"[，；。]", text, maxsplit=1)[0]
    if _ON_TIME.search(first) and not _PROMISED.match(first):
        return "确保", text
    if _STATED.match(first) or re.match(r"^[\u4e00-\u9fff“”]{2,16}方面，|.{0,14}：", text):
        return "", text
    if _DEADLINE.search(first) or _SAFE.search(first):
        return "确保", text
    if _WORKS.match(first):
        return "计划", text
    if re.search(r"\d", first) and _GOAL.search(first):
        return "力争", text
    rate = re.match(r"([^，；\d]{2,20}(?:率|占比|比重|比例))为(?=\d)", first)
    if rate:
        return "力争", f"{rate[1]}{'控制在' if lowers(rate[1]) else '达到'}{text[rate.end() :]}"
    if re.search(r"\d", first):
        # a noun with a figure and no verb: 群众实事20件
        if _VERB.search(first) or starts_with_action(first):
            return "力争", text
        return ("计划", f"完成{text}") if re.match(r"^[\u4e00-\u9fff]", first) else ("", text)
    if re.search(r"(?:创建|建设|培育|改造|整治|编制|试点|攻坚)$", text) and not starts_with_action(text):
        return "推进", text
    if re.fullmatch(r"[\u4e00-\u9fff“”]{2,10}(?:园区|平台|中心|体系|机关|机制)", text):
        return "推进", f"{text}建设"
    return "", text
