"""量词与事物不配

查什么：“绿色工厂4名”“飞机11辆”“专利12家”一类量词，数字后面就是标点的才查；量词写了两遍（126次次）。
为什么：从另一处粘贴数字时，连着把量词带了过来；读的人会疑心数字也是别处的。
错例：
累计建成绿色工厂4名，开通货运飞机11辆。
正例：
累计建成绿色工厂4家，开通货运飞机11架。
出处：现代汉语量词用法通例（惯例）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import is_word
from assistant.checks.rule import Rule
from assistant.checks.scan import bigrams
from assistant.domain.finding import Finding

RULE = Rule("STY017", "measure", "style", "warning")

#: last two characters of the thing → (measure words that it never takes, what it takes)
_KINDS = (
    ("企业 工厂 公司 医院 学校 机构 平台 基地 农场 作社 车间 商场 超市 酒店 银行", "名位辆架艘头只株篇", "家"),
    ("飞机 升机 客机 货机", "辆家艘名座条艇件", "架"),
    ("汽车 公交 客车 货车 轿车 卡车", "架艘名家头座篇", "辆"),
    ("货轮 船舶 轮船 渔船 游船 邮轮", "架辆名家座篇", "艘"),
    ("人才 博士 硕士 专家 干部 学员 党员 院士 教师 医生 护士 工匠 职工", "家件台套辆座条项亩篇艘架", "名"),
    ("专利 商标 著作", "家名座台辆亩艘架", "件"),
    ("大桥 桥梁 水库 泵站 电站", "家名件辆架篇亩艘", "座"),
    ("厂房 公寓 住房", "家名件辆架篇艘", "万平方米、套"),
    ("论文 文章", "家名座辆台亩艘", "篇"),
    ("道路 公路 管网 航线 班列", "家名件架篇亩头", "条、公里"),
    ("设备 仪器 装备", "名家艘篇亩头", "台、套"),
)
_TAKES = {thing: (wrong, right) for things, wrong, right in _KINDS for thing in things.split()}
_TWICE = frozenset(one * 2 for one in "次条家个项名户人件场亩批期台套座辆所处宗篇")
_WRONG = frozenset("".join(wrong for _, wrong, _ in _KINDS))
_COUNT = re.compile(rf"\d+(?P<measure>[{''.join(sorted(_WRONG))}])(?=[，。；、）\n])")


def check(context: CheckContext) -> Iterator[Finding]:
    """A count whose measure word cannot be said of the thing right before it."""
    text = context.text
    pairs = bigrams(text)
    for pair in _TWICE & pairs:
        for match in re.finditer(rf"\d{pair}", text):
            # 5家家具企业, 3个个体户: the second belongs to the next word
            if not any(is_word(text[match.end() - 1 : match.end() + more]) for more in (1, 2)):
                yield context.finding(RULE, match.end() - 2, match.end(), f"量词“{pair[0]}”重复", suggestion=f"只留一个“{pair[0]}”")
    if pairs.isdisjoint(_TAKES):
        return
    for match in _COUNT.finditer(text):
        thing = text[match.start() - 2 : match.start()] if match.start() > 1 else ""
        wrong, right = _TAKES.get(thing, ("", ""))
        if match.group("measure") in wrong:
            yield context.finding(
                RULE, match.start() - 2, match.end(), f"“{thing}”的量词不用“{match.group('measure')}”", suggestion=f"改用“{right}”"
            )
