"""语义重复

查什么：概数词重叠（约…左右、近…余、超过…多、不少于…以上）；同义词叠用（目前现在、进一步更加、原因是因为、截至…为止）。
为什么：两个概数词放在一起，数就说不清了；叠床架屋的说法一念就露。
错例：
带动就业约300人左右；每周深入一线不少于2天以上。
正例：
带动就业约300人；每周深入一线不少于2天。
出处：语言规范通例（惯例）；GB/T 15835—2011 第4.3条概数（国家标准，参照）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import CheckContext
from assistant.checks.gates import Gate
from assistant.checks.lexicon import read_list
from assistant.checks.rule import Rule
from assistant.checks.scan import Words
from assistant.domain.finding import Finding

RULE = Rule("STY008", "redundancy", "style", "warning")

_N = r"(?:\d[\d.,，]*(?:\s?[%％])?|[一二两三四五六七八九十百千]+)"
_UNITS = r"(?:\s?[十百千万亿]*\s?[\u4e00-\u9fff/㎡%％]{0,6}?)"
_NEAR = (
    r"(?:大约|大概|约为|约有|约(?!束|定|谈|请|合|翰|旦)"
    r"|近(?!年|期|来|日|平|郊|海|\d{0,2}[一二三四五六七八九十\d]+年(?:来|间))|将近|接近|差不多|大致)"
)
_ABOVE = r"(?:超过|突破|超出|高于|大于|多于|逾(?!期)|超(?![大高级过出前越常额低限导声市算标然]))"
_LEAST = r"(?:至少|不少于|不低于|不小于|最少|起码|不下于|不下)"
_MOST = r"(?:至多|最多|不超过|不多于|不高于|不大于|不到|低于|少于|不足)"
#: pattern → what is said of it; the two words that repeat each other are groups a and b
_PAIRS: tuple[tuple[Gate, str], ...] = tuple(
    (Gate(pattern), said)
    for pattern, said in (
        (rf"(?P<a>{_NEAR})\s?{_N}{_UNITS}(?P<b>左右|上下)", "约数"),
        (rf"(?P<a>{_NEAR})\s?{_N}\s?[十百千万亿]*(?P<b>余|多)(?=[十百千万亿]?[\u4e00-\u9fff])(?!元化|样|种|边|次元|媒|维|晶)", "约数"),
        (rf"(?P<a>{_LEAST}|{_ABOVE})\s?{_N}{_UNITS}(?P<b>以上|及以上)", "下限"),
        (rf"(?P<a>{_ABOVE})\s?{_N}\s?[十百千万亿]*(?P<b>余|多)(?=[十百千万亿]?[\u4e00-\u9fff])(?!元化|样|种|边|媒|维|晶)", "超出"),
        (rf"(?P<a>{_ABOVE}|{_LEAST}|{_MOST}|多达)\s?{_N}{_UNITS}(?P<b>左右|上下)(?!游|的预期|的目标)", "界限与约数"),
        (rf"(?P<a>{_MOST})\s?{_N}{_UNITS}(?P<b>以下|以内|之内)", "上限"),
        (rf"(?P<a>{_LEAST}|{_MOST}|{_ABOVE})\s?{_NEAR}\s?(?P<b>{_N})", "界限与约数"),
        (r"(?P<a>最少|至少|起码)(?P<b>不少于|不低于|不小于|不下于)", "下限"),
        (r"(?P<a>最多|至多)(?P<b>不超过|不多于|不高于)", "上限"),
        (rf"(?P<a>大约|大概)[\u4e00-\u9fff]{{1,6}}{_N}{_UNITS}(?P<b>左右|上下)", "约数"),
        (r"(?<=[\d十百千万亿家个次列人名项件户元%])(?P<a>左右|上下|以上|以下|以内)(?P<b>多|余|左右|上下|以上)(?=[，。；、的]|$)", "约数"),
        (rf"(?P<a>大约|大概|约)(?:有|为)?(?P<b>近|将近|约|接近)(?={_N})", "约数"),
        (rf"{_N}\s?[十百千万亿]*(?P<a>余|多)[\u4e00-\u9fff]{{0,3}}?(?P<b>左右|上下)", "约数"),
        (rf"{_N}\s?[十百千万亿]*(?P<a>余|多)(?:家|人|个|名|次|件|项|户|亩|万元|亿元|元|吨|公里|平方米)(?P<b>以上)", "约数与下限"),
        (r"\d(?P<a>余|多)[百千万亿]+(?P<b>余|多)(?=元|人|家|户|亩|名|次|吨)", "约数"),
        (r"(?P<a>几|数)[十百千万]+(?P<b>余|多)(?=[家人个名次件项户元])", "约数"),
        (r"(?P<a>截[至止](?:到)?)[^，。；]{2,16}?(?P<b>为止|止(?=，|。))", "时间界限"),
        (r"(?P<a>自从?|从)[^，。；]{2,18}?(?P<b>以来起|起以来|以来至今)", "时间界限"),
        (r"(?P<a>原因|缘由)(?:主要)?是(?P<b>因为|由于)", "原因"),
        (r"(?P<a>由于|因为)[^，。；]{2,24}(?P<b>的原因(?=，)|的缘故)", "原因"),
        (r"(?P<a>目的(?:就)?)是(?P<b>为了)", "目的"),
        (r"(?P<a>均)(?<![平人户年月日亩每地]均)(?P<b>都)(?![市城匀江昌安会])", "总括"),
        (r"(?P<a>左右)(?P<b>之间)", "界限与约数"),
        (r"(?P<a>以上|不低于|不少于)(?P<b>左右)", "下限与约数"),
        (r"(?P<a>涉及)(?P<b>到)(?=[\u4e00-\u9fff])", "“及”就是“到”"),
        (r"(?P<a>付诸)(?P<b>于)", "“诸”就是“之于”"),
        (r"(?P<a>平均)每[\u4e00-\u9fff]{1,4}(?P<b>均|平均)", "平均"),
        (rf"(?P<a>合计|总计|总共|共计|一共)(?P<b>共|共计|合计|总计|总共|一共|共有)(?={_N})", "合计"),
        (rf"(?P<a>累计)(?P<b>共计|合计|总计|总共|一共|累计)(?={_N})", "合计"),
    )
)

_REACH = 26
#: two words for the bounds of one figure: sought from the second, which is rarer
_BOTH = re.compile(rf"[少于码下多过到足破出逾超]\s?{_NEAR}\s?{_N}")
#: what a tail begins with is looked at first: at most places nothing more is tried
_OVER = r"[余多](?:(?<=[\d十百千万亿].)|(?<=[\d十百千万亿]\s.))"
_ENDS = (("以下", "以下|以内|之内"), ("左右", "左右|上下"), ("以上", "以上"), ("余|多", _OVER))


def _tail_of(pattern: str) -> re.Pattern[str] | None:
    """What to look for first: the last word of the pattern, where it is one of a few."""
    head, _, end = pattern.rpartition("(?P<b>")
    if head.endswith(rf"{_NEAR}\s?"):
        return _BOTH
    return next((re.compile(tail) for key, tail in _ENDS if end.startswith(key)), None)


_TAILS = {gate.source: tail for gate, _ in _PAIRS if (tail := _tail_of(gate.source)) is not None}


def check(context: CheckContext) -> Iterator[Finding]:
    """Two words that say one thing."""
    text = context.text
    taken: list[tuple[int, int]] = []
    for gate, said in _PAIRS:
        for match in _matches(gate, text):
            span = match.span()
            if any(left < span[1] and span[0] < right for left, right in taken) or _wrong_reach(match.group()):
                continue
            taken.append(span)
            severity = "info" if match.group("a") in ("涉及",) or said == "目的" else None
            yield context.finding(
                RULE,
                *span,
                f"“{match.group('a')}”与“{match.group('b')}”重复（{said}）",
                severity=severity,  # type: ignore[arg-type]
                suggestion=f"“{match.group('a')}”“{match.group('b')}”只用一个",
            )
    last = -1
    for at, words in sorted(_doubled().find(text), key=lambda one: (one[0], -len(one[1]))):
        if at >= last:
            last = at + len(words)
            yield context.finding(RULE, at, last, f"“{words}”语义重复", suggestion="只留一个")


def _matches(gate: Gate, text: str) -> Iterator[re.Match[str]]:
    """The matches; looked for only near a word that ends them, since their beginnings are found everywhere."""
    tail = _TAILS.get(gate.source)
    if tail is None:
        yield from gate.finditer(text)
        return
    last = -1
    for anchor in tail.finditer(text) if gate.open(text) else ():
        match = gate.pattern.search(text, max(0, last, anchor.start() - _REACH), min(len(text), anchor.end() + 4))
        if match is not None:
            last = match.end()
            yield match


def _wrong_reach(words: str) -> bool:
    """Whether the match ran over a second figure or a mark: then the two words speak of different things."""
    return bool(re.search(r"[，。；、：]", words)) or len(re.findall(r"\d[\d.,]*", words)) > 1


@cache
def _doubled() -> Words:
    return Words(read_list("doubled.txt"))
