"""单位前漏了数字

查什么：
动词或指标名之后紧跟单位、中间没有数字：“同比增长%”“租金收入亿元”“提高个百分点”“新增家，”“居全省第位”。
为什么：
等数时先空着、粘贴时丢了数字，定稿时最容易留下这样的窟窿。
错例：
完成规上工业总产值86.4亿元，同比增长%。
正例：
完成规上工业总产值86.4亿元，同比增长11.6%；新签约亿元以上项目36个。
出处：
实践。“亿元以上”“亿元级”是档次的名称，不算漏数。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.rule import Rule
from assistant.domain.finding import Finding

RULE = Rule("NUM012", "missing-figure", "numbers", "error")

_END = r"(?=[，。；、）,;\n]|$|，)"
_CHANGED = r"(?:提高|上升|下降|回落|增加|降低|提升|减少|加快|高于|低于|快于|高出|收窄|扩大)(?:了|全[省市国县区](?:平均水平)?|平均水平)?"
_REACHED = (
    r"(?:达到|增加到|增至|提高到|提升到|下降到|减少到|压缩到|压缩至|缩短到|缩短至|降至|总数达|累计达|新增|净增|增加了|减少了|突破|超过|共有"
    r"|完成了)"
)
_HOLE = re.compile(
    rf"(?P<points>{_CHANGED} ?个百分点)"
    rf"|(?P<count>{_REACHED} {{0,2}}(?:家|户|个|项|件|人次|家次|亩|公里|万吨|吨|万亩|万人|平方公里|公顷|个工作日|万户|万标箱"
    rf"|万千瓦时|台|套|所|座){_END})"
    rf"|(?P<rank>(?:居|列|排名|位居|位列|上升至|前移至|上升到|前移到|下降到)全?[省市国县区]?(?:各?[开经高]\w{{0,4}}区)?第(?:位|名){_END})"
    r"|(?P<share>占[\u4e00-\u9fff]{1,10}的%)"
    r"|(?P<percent>(?:增速|增幅|降幅|比重|占比|约|近|超|超过|以上|完成率|合格率|覆盖率|办结率|整改率|[\u4e00-\u9fff]率)(?:为|达"
    r"|达到)?%(?![\d\w]))"
    r"|(?P<measure>(?<=[\u4e00-\u9fff])(?<![万千百十亿每一二两三四五六七八九几数半余多按论零〇点平立方])"
    r"(?:平方公里|平方米|公里|亩|公顷|万吨|万千瓦时|千瓦时|万标箱)(?=[，。；]))"
    r"|(?P<thing>(?:项目|工程)个(?=[，。；、])|(?:人才|员工|职工|党员)[人名](?=[，。；、])"
    r"|(?:泊位|学位|岗位|床位|事项|问题|线索|平台|载体|品牌|机构|站点|基地|网点|园区|案例|窗口|点位|车位|中心|隐患|产品)个(?=[，。；、])"
    r"|(?:机构|商户|公司|平台|载体|基地|门店|酒店|单位|合作社|农场|企业数量?)家(?=[，。；、])"
    r"|(?:活动|培训|培训班|会议|讲座|推介会|对接会|演练|招聘会)[场次期](?=[，。；、])"
    r"|(?:公寓|住房|安置房|设备|装备)[套台](?=[，。；、])|(?:道路|航线|生产线|管线|建议|线路)条(?=[，。；、])"
    r"|(?:隐患|诉求|纠纷|事项|案件|专利)[件处项起](?=[，。；、])|(?:培训|参训|接待|服务|惠及)(?:人次|家次)(?=[，。；、]))"
    r"|(?P<tail>、(?:亩|亿元|万元|万平方米|公里)(?=[；。，]))"
)
#: where a hole may end: a unit before a mark; a share and points whatever follows
_UNIT_END = re.compile(
    r"[家户个项件亩里吨人次顷日台套所座米时箱名位场期条处起元](?=[，。；、）,;\n]|$)"
    r"|[点%](?<=分点|.%)(?=[，。；、）,;\n\d\u4e00-\u9fff]|$)"
)
_WITH_DIGIT = re.compile(r"\d[^，。；、：（）,;]*$")
_WINDOW = 26
_BEFORE = re.compile(r"(?:[\u4e00-\u9fff“”]{1,8})$")


def check(context: CheckContext) -> Iterator[Finding]:
    """Units without their number: holes that the reader of figures met, and verbs that want a figure."""
    seen: list[tuple[int, int]] = []
    for one in context.quantities:
        if one.missing and not _in_table(context.text, one.start, one.end):
            name = _BEFORE.search(context.text, max(0, one.start - 8), one.start)
            start = _name_start(context, one.start, one.subject_start, name.start() if name else one.start)
            seen.append((start, one.end))
            yield _finding(context, start, one.end, one.quote.strip())
    for match in _holes(context.text):
        if not any(start < match.end() and match.start() < end for start, end in seen):
            yield _finding(context, match.start(), match.end(), match.group())


def _in_table(text: str, start: int, end: int) -> bool:
    """Whether a unit fills a cell of its own: 规上工业总产值 | 亿元 | 476.3."""
    before = text[max(0, start - 3) : start].rstrip(" \u3000")
    after = text[end : end + 3].lstrip(" \u3000")
    return before.endswith(("\t", "|", "\n")) or after.startswith(("\t", "|"))


def _holes(text: str) -> Iterator[re.Match[str]]:
    """Matches of the pattern, tried only where a unit ends that has no digit close before it."""
    last = 0
    for unit in _UNIT_END.finditer(text):
        end = unit.end()
        if text[end : end + 1] in ("\t", "|") or _WITH_DIGIT.search(text, max(0, end - 6), end):
            continue
        for match in _HOLE.finditer(text, max(last, end - _WINDOW), end + 1):
            if match.end() == end:
                last = end
                yield match


def _name_start(context: CheckContext, start: int, subject: int, near: int) -> int:
    """Where to begin the mark: with the words that name the lost figure, without reaching over a mark of punctuation."""
    begin = max(near, subject) if subject and subject < start else near
    words = context.text[begin:start]
    cut = max((words.rfind(mark) for mark in "，。；：、\n"), default=-1)
    return begin + cut + 1


def _finding(context: CheckContext, start: int, end: int, what: str) -> Finding:
    return context.finding(
        RULE, start, end, f"“{context.text[start:end].strip()}”：{what.strip()}前漏了数字", suggestion="补上数字；暂时没有的写【待补】",
    )
