"""What a report says of itself: year, plan year, unit and kind, from title, headings, lead and signature.

Parts and topics are elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.ingest.heading import Heading

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d|[１２][０-９]{3}|[12](?: \d){3})\s?年|([二一][〇○零九][〇○零一二三四五六七八九]{2})年")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PLAN = re.compile(r"计划|思路|打算|安排|目标|任务|要点|部署|工作要求|总体要求|重点工作|建议|举措|政取?策取向")
_REVIEW = re.compile(r"总结|回顾|完成情况|工作情况|成就|述职|上半年|工作报告|主要工作|实绩|汇报")
#: 在某区2026年工作会议上的报告: held when the year begins, it looks back on the one before
_MEETING = re.compile(r"20\d\d年(?:度)?[\u4e00-\u9fff]{0,10}(?:会议|大会|工作会|动员会|部署会|推进会)上的(?:工作)?(?:报告|讲话|发言)")
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("政府工作报告", re.compile(r"政\s?府\s?工\s?作\s?报\s?告")),
    ("述职", re.compile(r"述职|述廉|述德")),
    ("半年总结", re.compile(r"上半年|半年(?:工作)?(?:总结|小结|情况)|年中(?:工作)?总结")),
    ("季度总结", re.compile(r"[一二三四1-4]季度.*(?:总结|小结|情况)")),
    ("年度总结", re.compile(r"总结|工作报告|年度报告|工作回顾|年终")),
    ("工作要点", re.compile(r"工作要点")),
    ("工作计划", re.compile(r"计划|思路|打算|工作安排|重点工作|工作部署")),
    ("情况汇报", re.compile(r"汇报|情况")),
)
_DUTY_HEADS = re.compile(r"政治思想|思想政治|理论学习|政治统领|领导能力|工作实绩|廉政|廉洁|从严治党|作风|品行|依法行政|不满意|履职")
_SUFFIX = (
    r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术产业示范区|产业开发区|开发区|高新区|经开区|示范区"
    r"|工业园区|产业园区|园区|集中区|工业园|产业园|新区|保税区|自贸区|农高区|集聚区)")
_UNIT_TAIL = re.compile(r"(?:党工委、?管委会|管理委员会|管委会|领导班子|党工委|党组|班子|人民)+$")
_UNIT_IN_TITLE = re.compile(
    r"^(?:关于|中共)?(?P<unit>.{2,30}?)(?:领导班子|班子)?(?=(?:19|20)\d\d|20[xX*×]{2}|[xX*×]{2,4}年|[二一][〇○零九]|年度|年终"
    r"|上半年|下半年|工作|述职|政府工作|第[一二三四]季度|全年|[一二三四]季度)")
_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{4,30}(?:有限)?公司")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:自治区|省|市|县|区|旗|州)")
_ZONE = re.compile(rf"[\u4e00-\u9fffXx*×]{{0,16}}?{_SUFFIX}")
_CONGRESS = re.compile(r"在(?P<place>[\u4e00-\u9fff]{2,12}?(?:自治区|省|市|县|区|旗|州))第[一二三四五六七八九十]+届\s*人民代表大会")
_SIGNATURE = re.compile(r"[\u4e00-\u9fffXx*×（）()]{4,40}(?:委员会|管委会|公司|人民政府|领导班子|开发区|园区|高新区)")
_COMMON = re.compile(r"(?:月份?|担?任|年度?|日|以来|今年|全年|一年来|我们|坚持|紧紧|围绕|各位|全区|本|在|是|为|的|和|与|对|由)")


def years_of(words: str) -> list[int]:
    """All years named in words, in order, full-width and Chinese digits too."""
    years = []
    for match in _YEAR.finditer(words):
        digits = (match.group(1) or match.group(2)).replace(" ", "").translate(_HAN_DIGITS)
        years.append(int(digits))
    return years


def read_years(
    title: str, heads: Sequence[Heading], lead: str, body: str, *, front: str = "", trust_title: bool = True,
) -> tuple[int | None, int | None]:
    """(year, plan year): the year the report looks back on and the one it plans for.

    The headings decide before the title where `trust_title` is false (a page of model texts whose titles are all the same).
    A text that only plans has both alike unless its title calls it a summary.
    """
    review, plan = _by_words(title)
    review_heads = plan_heads = None
    for heading in heads:
        if heading.family not in ("chapter", "top", "plain", "appendix") and heading is not heads[0]:
            continue
        one, two = _by_words(heading.title)
        if one and review_heads and one > review_heads and not two:
            one, two = None, one
        review_heads = review_heads or one
        plan_heads = plan_heads or two
    meeting = trust_title and bool(_MEETING.search(title))
    if trust_title and not meeting and "政府工作报告" not in title.replace(" ", ""):
        year, plan_year = review or review_heads, plan or plan_heads
    else:
        year, plan_year = review_heads, plan_heads
        named = years_of(title) or years_of(front) if trust_title else []
        delivered = named[0] if named else None
        if delivered and not (year or plan_year):
            plan_year = delivered
    summary = meeting or bool(_REVIEW.search(title)) or any(_REVIEW.search(heading.title) for heading in heads[:1])
    if year is None and plan_year is not None:
        year = plan_year - 1 if summary or not title else plan_year
        if (title and _PLAN.search(title) and not _REVIEW.search(title)) or _only_plans(heads):
            year = plan_year
    if year is None:
        named = years_of(lead[:200])
        year = named[0] if named else None
    if year is None and not trust_title:
        counted = Counter(value for value in years_of(body) if 1990 <= value <= 2100)
        year = max(counted) if counted else None
    if year is None and trust_title:
        counted = Counter(value for value in years_of(body) if 1990 <= value <= 2100)
        year = counted.most_common(1)[0][0] if counted else None
    return year, plan_year


def _only_plans(heads: Sequence[Heading]) -> bool:
    """Whether every heading of the upper levels looks ahead."""
    upper = [heading.title for heading in heads if heading.family in ("chapter", "top", "part")]
    return bool(upper) and all(_PLAN.search(title) and not _REVIEW.search(title) for title in upper)


def _by_words(words: str) -> tuple[int | None, int | None]:
    """The years of a title or heading, each given to the word that follows it: 总结 or 计划."""
    review = plan = None
    matches = list(_YEAR.finditer(words))
    for position, match in enumerate(matches):
        value = years_of(match.group())[0]
        stop = matches[position + 1].start() if position + 1 < len(matches) else len(words)
        said = words[match.end() : stop]
        looks_back, looks_on = bool(_REVIEW.search(said)), bool(_PLAN.search(said))
        if looks_back and not (looks_on and position and review):
            review = review or value
            if looks_on and "上半年" not in words and "半年" in words:
                plan = plan or value
        elif looks_on:
            plan = plan or value
        elif len(matches) == 1 and not plan:
            review = review or value
    return review, plan


def read_kind(title: str, heads: Sequence[Heading], lead: str) -> str:
    """The kind of report: by its title, else by its headings, else by what the lead calls it."""
    top = [heading.title for heading in heads if heading.family in ("chapter", "top", "plain", "part")]
    duty = sum(1 for words in top if _DUTY_HEADS.search(words))
    joined = "；".join(top)
    if re.search(r"上半年", joined) and re.search(r"下半年", joined):
        return "半年总结"
    if title:
        if duty >= 4 and not re.search(r"政\s?府\s?工\s?作", title):
            return "述职"
        for kind, pattern in _KINDS:
            if pattern.search(title):
                return kind
    if re.search(r"政府工作报告|报告政府工作|(?:代表.{0,12}(?:政府|国务院)|向大会|向.{0,20}会议).{0,20}报告.{0,12}工作", lead[:400]):
        return "政府工作报告"
    if duty >= 3:
        return "述职"
    if re.search(r"总结|回顾|工作情况|完成情况|存在(?:的)?(?:主要)?问题|实绩", joined):
        return "年度总结"
    if top and all(_PLAN.search(words) for words in top):
        return "工作计划"
    for kind, pattern in _KINDS[:4]:
        if pattern.search(lead[:300]):
            return kind
    return "年度总结" if "现将" in lead and "情况" in lead else ""


def read_unit(title: str, lead: str, front: str, tail: str) -> str:
    """The unit that reports, without 管委会 and the like: from the title, the subtitle, the signature or the lead."""
    compact = title.replace(" ", "")
    congress = _CONGRESS.search(front.replace("\n", "")) or _CONGRESS.search(lead[:300])
    if re.search(r"政府工作报告", compact):
        named = _PLACE.search(re.sub(r"\d{4}年", "", compact.split("政府工作报告")[0]))
        if named:
            return named.group()
        if congress:
            return congress.group("place")
        if "国务院" in front or "国务院" in lead[:300]:
            return "国务院"
    if not title and "代表国务院" in lead[:300]:
        return "国务院"
    if congress and not title:
        return congress.group("place")
    match = _UNIT_IN_TITLE.match(compact)
    if match:
        unit = _named(match.group("unit"))
        if unit and not re.fullmatch(r"[\d年度〇○零一二三四五六七八九十]+|今|本|上|工作|个人|全", unit):
            return unit
    for line in reversed(tail.strip().split("\n")[-4:]):
        line = line.strip()
        if _SIGNATURE.fullmatch(line):
            return _named(line)
    if title and (zone := _ZONE.search(compact)):
        return _named(zone.group())
    company = _COMPANY.search(lead[:120])
    for match in _ZONE.finditer(lead[:300]):
        unit = _COMMON.split(match.group())[-1]
        if len(unit) >= 3 and not unit.startswith(("省级", "国家", "先进")):
            return _named(unit)
    return company.group() if company else ""


def _named(unit: str) -> str:
    unit = unit.strip(" 《》“”：:,，、")
    return _UNIT_TAIL.sub("", unit) or unit
