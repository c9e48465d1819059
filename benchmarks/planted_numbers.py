"""Sentence shapes with one planted error of numbers each, for benchmarks/planted.py. Nothing is checked or written here.

A shape is a function of a source of numbers; it returns text in which {{right|wrong}} is the planted place and [[…]] what a reader would
point at. Several texts are several places of one report, joined by the planter. All firms, places and figures are made up.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

Shape = Callable[["Numbers"], "str | tuple[str, ...]"]
#: kind → its shapes
SHAPES: dict[str, list[Shape]] = {}


def shape(kind: str) -> Callable[[Shape], Shape]:
    """Register a sentence shape for a kind of error."""
    def register(function: Shape) -> Shape:
        SHAPES.setdefault(kind, []).append(function)
        return function
    return register


@dataclass
class Numbers:
    """Random figures, and slips of the pen made in them."""

    random: random.Random

    def n(self, low: int, high: int) -> int:
        """A whole number."""
        return self.random.randint(low, high)

    def d(self, low: float, high: float, places: int = 1) -> Decimal:
        """A number with decimals, the last of which is not 0."""
        scale = 10**places
        while True:
            value = self.random.randint(int(low * scale), int(high * scale))
            if value % 10:
                return Decimal(value) / scale

    def slip(self, value: Decimal | int, least: float = 0.0) -> str:
        """Another number that a hasty typist could have written: two digits turned, or one digit wrong; `least`: how far off at least."""
        text = str(value)
        places = [at for at, one in enumerate(text) if one.isdigit()]
        found = []
        for left, right in pairwise(places):
            if text[left] != text[right] and not (left == 0 and text[right] == "0"):
                turned = list(text)
                turned[left], turned[right] = turned[right], turned[left]
                found.append("".join(turned))
        for at in places[:2]:
            for other in "123456789":
                if other != text[at]:
                    found.append(text[:at] + other + text[at + 1 :])
        far = [one for one in found if abs(Decimal(one) - Decimal(text)) > Decimal(str(least))]
        return self.random.choice(far)

    def w(self, value: Decimal | int, least: float = 0.0) -> str:
        """The planted place: the right number and a slip."""
        return f"{{{{{value}|{self.slip(value, least)}}}}}"


def pct(part: Decimal | int, whole: Decimal | int, places: int = 1) -> Decimal:
    """A share in percent as printed."""
    return (Decimal(part) / Decimal(whole) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def up(now: Decimal | int, base: Decimal | int, places: int = 1) -> Decimal:
    """A growth in percent as printed."""
    return (Decimal(now) / Decimal(base) * 100 - 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def times(now: Decimal | int, base: Decimal | int) -> Decimal:
    """A multiple as printed."""
    return (Decimal(now) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def grown(base: Decimal | int, percent: float, places: int = 1) -> Decimal:
    """A value grown by so many percent, as printed."""
    return (Decimal(base) * (100 + Decimal(str(percent))) / 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


# ---- sum -----------------------------------------------------------------------------------------------------------------------------
@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(4, 9), r.n(21, 48), r.n(60, 140)
    return f"截至年底，入统工业企业共{a + b + c}户，其中大型{a}户、中型{b}户、[[小型及微型{r.w(c)}户]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(11, 29), r.n(12, 28)
    return f"全年推进重点产业项目[[{r.w(a + b)}个]]，其中续建{a}个、新建{b}个，到年底主体完工率超过八成。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.d(80, 180), r.d(60, 99), r.d(20, 50)
    return f"新能源材料、精密铸造、智慧物流三大板块产值分别达到{a}亿元、{b}亿元、{c}亿元，[[三者合计{r.w(a + b + c, 0.5)}亿元]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c, e = r.n(5, 19), r.n(5, 17), r.n(3, 9), r.n(2, 6)
    return (
        f"全年新签约产业项目{a + b + c + e}个。从产业看，新能源材料{a}个、精密铸造{b}个、智慧物流{c}个、[[其他{r.w(e)}个]]。"
    )


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.d(11, 39), r.d(4, 9)
    return f"实现进出口总值{a + b}亿元，同比增长6.3%，其中出口{a}亿元、[[进口{r.w(b, 0.4)}亿元]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(220, 480), r.n(500, 900), r.n(30, 90)
    return f"新登记各类经营主体{a + b + c}户，其中企业{a}户、[[个体工商户{r.w(b)}户]]、农民专业合作社{c}户。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(40, 90), r.n(5, 19)
    return f"全年受理企业诉求{a + b}件，已办结{a}件，[[其余{r.w(b)}件]]正在按程序办理。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.d(2, 6), r.d(3, 8), r.d(1, 4)
    return f"新建标准厂房{a + b + c}万平方米，其中东片区{a}万平方米、西片区{b}万平方米、[[北片区{r.w(c, 0.3)}万平方米]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(180, 260), r.n(90, 170)
    return f"建成人才公寓[[{r.w(a + b)}套]]（其中单身公寓{a}套、家庭公寓{b}套），均已具备入住条件。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(3, 9), r.n(11, 29), r.n(31, 77)
    return f"累计培育市级以上绿色工厂{a + b + c}家，其中国家级{a}家、省级{b}家、[[市级{r.w(c)}家]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.d(5, 9), r.d(2, 4), r.d(1, 3)
    return f"国有公司全年实现营业收入{a + b + c}亿元。营业收入中，建设板块{a}亿元、租赁板块{b}亿元、[[其他板块{r.w(c, 0.3)}亿元]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a = r.d(1, 4)
    b = r.d(50, 60)
    return f"三次产业结构为[[{a}∶{b}∶{r.w(100 - a - b, 0.9)}]]，产业层次进一步优化。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.d(150, 260), r.d(80, 140)
    return f"到年末，公司资产总额{a + b}亿元，负债总额{b}亿元，[[净资产{r.w(a, 2)}亿元]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(3, 8), r.n(4, 9)
    x, y = r.d(5, 12), r.d(4, 9)
    return f"新建改造道路{a + b}条[[{r.w(x + y, 0.5)}公里]]，其中新建{a}条{x}公里、改造{b}条{y}公里。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(11, 19), r.n(21, 29), r.n(31, 39)
    return f"组织各类招商活动{a + b + c}场次，其中境内外专场推介{a}场次、小分队外出{b}场次、[[以商招商对接{r.w(c)}场次]]。"


# ---- part-exceeds-total --------------------------------------------------------------------------------------------------------------
@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole = r.n(22, 38)
    part = r.n(3, 9)
    return f"新增市级以上研发机构{whole}家，[[其中省级{{{{{part}|{whole + part}}}}}家]]。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole = r.d(90, 150)
    part = r.d(40, 70)
    return f"固定资产投资完成{whole}亿元，增长9.4%；[[其中工业投资{{{{{part}|{part * 10}}}}}亿元]]，增长12.1%。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.n(120, 180), r.n(40, 80)
    return f"全区现有高新技术企业{whole}家（[[其中科创板上市{{{{{part}|{whole + part}}}}}家]]）。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.n(1200, 1900), r.n(200, 600)
    return f"帮助企业招录员工{whole}人，其中高校毕业生[[{{{{{part}|{whole + part}}}}}人]]，企业用工总体平稳。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.d(40, 60), r.d(20, 30)
    return f"一般公共预算收入完成{whole}亿元，[[其中税收收入{{{{{part}|{whole + part}}}}}亿元]]，收入质量保持较好水平。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.n(300, 500), r.n(50, 90)
    return f"全年授权专利{whole}件，其中发明专利[[{{{{{part}|{part * 10 + 7}}}}}件]]。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.d(30, 50), r.d(8, 15)
    return f"工业投资完成{whole}亿元，增长13.6%；技术改造投资完成[[{{{{{part}|{whole + part}}}}}亿元]]，增长15.2%。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.n(60, 90), r.n(11, 25)
    return f"全年举办各类培训{whole}期，其中安全生产专题[[{{{{{part}|{whole + part}}}}}期]]，受训面进一步扩大。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    whole, part = r.d(60, 90), r.d(20, 40)
    return f"港口集装箱吞吐量完成{whole}万标箱，增长8.1%，其中外贸箱[[{{{{{part}|{whole + part}}}}}万标箱]]。"


# ---- growth --------------------------------------------------------------------------------------------------------------------------
@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(40, 90)
    now = grown(base, float(r.d(5, 20)))
    return f"规上服务业营业收入完成{now}亿元，较上年的{base}亿元[[增长{r.w(up(now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(110, 190), r.n(200, 260)
    return f"科技型中小企业由上年的{base}家增至{now}家，[[增幅{r.w(up(now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(30, 45), r.n(15, 28)
    return f"工业项目从签约到开工的平均用时由{base}天缩短至{now}天，[[缩短{r.w(pct(base - now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(5, 9, 2)
    now = grown(base, float(r.d(6, 18)), 2)
    return f"国有公司全年经营收入{now}亿元，上年为{base}亿元，[[同比增长{r.w(up(now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, add = r.n(60, 90), r.n(9, 21)
    return f"规上工业企业达到{base + add}家，比上年净增{add}家，[[增长{r.w(up(base + add, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(300, 500)
    rate = r.d(7, 12)
    now = (base * (1 + rate / 100) ** 4).quantize(Decimal("0.1"))
    mean = Decimal((float(now / base) ** 0.25 - 1) * 100).quantize(Decimal("0.1"))
    return f"规上工业总产值由2020年的{base}亿元增加到2024年的{now}亿元，[[年均增长{r.w(mean, 1.2)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(52, 70), r.n(31, 48)
    return f"全年印发文件{now}件，比上年{base}件[[减少{r.w(pct(base - now, base), 1)}%]]，基层负担进一步减轻。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(1, 3, 2)
    now = grown(base, float(r.d(10, 30)), 2)
    return f"跨境电商交易额从{base}亿元增长到{now}亿元，[[增长{r.w(up(now, base), 1.5)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(40, 60), r.n(30, 38)
    return f"PM2.5年均浓度{now}微克/立方米，比上年的{base}微克/立方米[[下降{r.w(pct(base - now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.n(4100, 5900)
    now = int(grown(base, float(r.d(8, 19)), 0))
    return f"有效发明专利拥有量达{now}件，去年同期为{base}件，[[增长{r.w(up(now, base), 1)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(20, 40)
    add = r.d(2, 6)
    return f"税收收入完成{base + add}亿元，比上年增收{add}亿元，[[增长{r.w(up(base + add, base), 1.5)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(210, 290), r.n(300, 390)
    return f"企业上云数量由{base}家扩大到{now}家，[[同比增长{r.w(up(now, base), 1)}%]]，数字化转型步伐加快。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(70, 99)
    now = grown(base, float(r.d(8, 15)))
    return f"到位市外资金{now}亿元（上年为{base}亿元），[[增长{r.w(up(now, base), 1)}%]]。"


# ---- change --------------------------------------------------------------------------------------------------------------------------
@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(71, 79), r.d(81, 89)
    return f"企业数字化改造覆盖率从{a}%提升到{b}%，[[提升{r.w(b - a, 0.4)}个百分点]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.n(31, 55), r.n(61, 88)
    return f"入驻科研机构由{a}家增至{b}家，[[净增{r.w(b - a)}家]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(1, 2, 2), r.d(2, 3, 2)
    return f"研发经费投入强度由{a}%提高到{b}%，[[提高{{{{{b - a}个百分点|{b - a}%}}}}]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(4, 5, 2), r.d(3, 4, 2)
    return f"平均融资成本由{a}%降至{b}%，[[下降{r.w(a - b, 0.05)}个百分点]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.n(120, 150), r.n(160, 199)
    return f"承接市级赋权事项由{a}项增加至{b}项，[[增加{r.w(b - a)}项]]。"


@shape("change")
def _(r: Numbers) -> str:
    new, out = r.n(18, 29), r.n(3, 9)
    return f"新增规上企业{new}家，退库{out}家，[[净增{r.w(new - out)}家]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.n(25, 35), r.n(12, 19)
    return f"工程建设项目审批用时由{a}个工作日压减到{b}个工作日，[[减少{r.w(a - b)}个工作日]]。"


@shape("change")
def _(r: Numbers) -> str:
    a = r.d(12, 18)
    add = r.d(1, 4)
    return f"到位外省资金{a + add}亿元，比上年的{a}亿元[[增加{r.w(add, 0.3)}亿元]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(40, 49), r.d(52, 59)
    return f"主导产业产值占比由上年的{a}%上升至{b}%，[[上升了{r.w(b - a, 0.4)}个百分点]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(3, 5), r.d(6, 9)
    return f"园区供热能力由{a}万吨提升到{b}万吨，[[新增能力{r.w(b - a, 0.4)}万吨]]。"


# ---- share ---------------------------------------------------------------------------------------------------------------------------
@shape("share")
def _(r: Numbers) -> str:
    whole = r.d(60, 90)
    part = r.d(30, 50)
    return f"全年完成税收{whole}亿元，其中制造业税收{part}亿元，[[占比{r.w(pct(part, whole), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    goal = r.n(60, 90)
    done = Decimal(goal) + r.d(2, 9)
    return f"到位内资{done}亿元，完成年度任务{goal}亿元的[[{r.w(pct(done, goal), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(210, 400), r.n(150, 200)
    return f"收集企业诉求{a}件，办结{b}件，[[办结率{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(40, 60), r.n(25, 38)
    return f"{a}个签约项目中，已有{b}个落地开工，[[开工率为{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.d(500, 700), r.d(8, 20)
    return f"规上工业企业研发费用{b}亿元，占营业收入{a}亿元的[[{r.w(pct(b, a), 0.4)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(130, 180), r.n(70, 110)
    return f"在全区{a}家规上企业中，有研发活动的{b}家，[[占{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(800, 1900), r.n(600, 790)
    return f"排查风险隐患{a}处，已整改{b}处，[[整改率达{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(70, 95), r.d(96, 108)
    return f"重点项目完成投资{b}亿元，为年度计划{a + 20}亿元的[[{r.w(pct(b, a + 20), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.d(200, 300), r.d(110, 160)
    return f"年末资产总额{a}亿元，负债总额{b}亿元，[[资产负债率{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(300, 500), r.n(180, 290)
    return f"公司在岗职工{a}人，其中大专及以上学历{b}人，[[占职工总数的{r.w(pct(b, a), 1)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b, c = r.d(300, 400), r.d(90, 120), r.d(60, 80)
    return (
        f"全区规上工业总产值{a}亿元，其中新能源材料、精密铸造两大产业产值分别为{b}亿元、{c}亿元，"
        f"合计占全区的[[{r.w(pct(b + c, a), 1)}%]]。"
    )


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(30, 45), r.n(20, 29)
    return f"实施亿元以上项目{a}个，已竣工{b}个，[[竣工率{r.w(pct(b, a), 1)}%]]。"


# ---- multiple ------------------------------------------------------------------------------------------------------------------------
@shape("multiple")
def _(r: Numbers) -> str:
    base = r.d(40, 70)
    now = grown(base, r.n(120, 260))
    return f"战略性新兴产业产值达到{now}亿元，是“十三五”末{base}亿元的[[{r.w(times(now, base), 0.2)}倍]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    base = r.d(20, 40)
    now = grown(base, r.n(60, 240))
    ratio = times(now, base)
    more = (now / base - 1).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"跨境电商进出口额达到{now}亿元，比2020年的{base}亿元[[增长{{{{{more}|{ratio}}}}}倍]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    base = r.n(2, 5)
    return f"污水日处理能力由{base}万吨提升到[[{{{{{base * 2}|{base * 2 + base}}}}}万吨，翻了一番]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    base, now = r.n(110, 150), r.n(330, 420)
    return f"高新技术企业数由{base}家增加到{now}家，达到2020年的[[{r.w(times(now, base), 0.2)}倍]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    base = r.d(10, 19)
    now = grown(base, r.n(110, 280))
    return f"技术合同成交额{now}亿元，为2021年{base}亿元的[[{r.w(times(now, base), 0.2)}倍]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    return f"单位产值能耗比“十三五”末{{{{下降{r.d(11, 19)}%|[[下降{r.n(2, 3)}倍]]}}}}。"


@shape("multiple")
def _(r: Numbers) -> str:
    base = r.d(3, 6)
    now = grown(base, r.n(120, 230))
    more = (now / base - 1).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"固定资产投资由2020年的{base}亿元提高到{now}亿元，[[增长了{r.w(more, 0.2)}倍]]。"


# ---- unit ----------------------------------------------------------------------------------------------------------------------------
@shape("unit")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.n(1234, 9876)
    return (f"争取上级工业发展专项资金[[{v}{{{{万元|亿元}}}}]]，惠及企业36家。", f"下达的{v}万元工业发展专项资金要加快拨付，提高使用效益。")


@shape("unit")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.d(1, 3, 2)
    return (f"实际使用外资[[{v}{{{{亿美元|万美元}}}}]]，增长8.8%。", f"实际使用外资{v}亿美元，与先进地区相比规模仍然偏小。")


@shape("unit")
def _(r: Numbers) -> str:
    a, b = r.n(110, 160), r.n(170, 230)
    return f"物业管理面积由{a}万平方米扩大到[[{b}{{{{万平方米|平方米}}}}]]，增长{up(b, a)}%。"


@shape("unit")
def _(r: Numbers) -> str:
    return f"国家高新技术企业总数达到[[{r.n(80, 190)}{{{{家|亿元}}}}]]，创新主体不断壮大。"


@shape("unit")
def _(r: Numbers) -> str:
    return f"管委会现有工作人员[[{r.n(80, 190)}{{{{人|家}}}}]]，平均年龄36.5岁。"


@shape("unit")
def _(r: Numbers) -> str:
    v = r.d(1, 3)
    return f"规上工业增加值增长{r.d(7, 9)}%，[[高于全省平均水平{{{{{v}个百分点|{v}%}}}}]]。"


@shape("unit")
def _(r: Numbers) -> str:
    return f"全年一般公共预算收入完成[[{r.d(20, 60)}{{{{亿元|万元}}}}]]，同比增长6.2%。"


@shape("unit")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.d(11, 39, 2)
    return (f"全年新增贷款[[{v}{{{{亿元|万元}}}}]]，金融支撑更加有力。", f"金融机构支持力度加大，新增贷款{v}亿元，惠及企业127家。")


@shape("unit")
def _(r: Numbers) -> str:
    return f"年内新建标准厂房[[{r.d(6, 19)}{{{{万平方米|平方米}}}}]]，签约入驻企业23家。"


@shape("unit")
def _(r: Numbers) -> str:
    whole, part = r.d(200, 400), r.d(60, 90)
    return f"全年完成固定资产投资{whole}亿元，其中基础设施投资[[{part}{{{{亿元|万亿元}}}}]]。"


@shape("unit")
def _(r: Numbers) -> str:
    a = r.d(20, 40)
    return f"实现税收{grown(a, 9)}亿元，比上年的[[{a}{{{{亿元|万元}}}}]]增长{up(grown(a, 9), a)}%。"


# ---- period --------------------------------------------------------------------------------------------------------------------------
@shape("period")
def _(r: Numbers) -> str:
    full = r.d(200, 300)
    part = (full * Decimal("0.88")).quantize(Decimal("0.1"))
    return f"1—10月，[[完成工业用电量{{{{{part}|{full + 12}}}}}亿千瓦时]]，预计全年完成工业用电量{full}亿千瓦时。"


@shape("period")
def _(r: Numbers) -> str:
    full = r.d(20, 40)
    part = (full * Decimal("0.7")).quantize(Decimal("0.1"))
    return f"前三季度，[[实现税收{{{{{part}|{full + 3}}}}}亿元]]；全年预计实现税收{full}亿元，增长7.4%。"


@shape("period")
def _(r: Numbers) -> str:
    half = r.d(30, 50)
    part = (half * Decimal("0.8")).quantize(Decimal("0.1"))
    return f"1—5月到位市外资金[[{{{{{part}|{half + 4}}}}}亿元]]，上半年到位市外资金{half}亿元，实现时间任务双过半。"


@shape("period")
def _(r: Numbers) -> str:
    full = r.d(90, 130)
    part = (full * Decimal("0.9")).quantize(Decimal("0.1"))
    return f"固定资产投资1—11月完成[[{{{{{part}|{full + 9}}}}}亿元]]，全年可完成{full}亿元。"


@shape("period")
def _(r: Numbers) -> str:
    full, part = r.n(46, 60), r.n(20, 30)
    return f"上半年新签约亿元以上项目[[{{{{{part}|{full + 11}}}}}个]]，全年新签约亿元以上项目{full}个。"


@shape("period")
def _(r: Numbers) -> str:
    full = r.n(4100, 5900)
    part = int(full * 0.75)
    return f"1至9月实际使用外资[[{{{{{part}|{full + 300}}}}}万美元]]，全年实际使用外资{full}万美元，增长6.1%。"


# ---- date ----------------------------------------------------------------------------------------------------------------------------
@shape("date")
def _(r: Numbers) -> str:
    month = r.random.choice([4, 6, 9, 11])
    return f"年产2万吨特种线缆项目[[{month}月{{{{30|31}}}}日]]点火试车。"


@shape("date")
def _(r: Numbers) -> str:
    return "全区招商引资推进大会于[[2月{{26|30}}日]]召开，现场集中签约项目12个。"


@shape("date")
def _(r: Numbers) -> str:
    return "高端铸件项目{{3月18日开工、10月26日竣工|[[10月26日开工、3月18日竣工]]}}，创造了当年开工当年竣工的园区速度。"


@shape("date")
def _(r: Numbers) -> str:
    return "智慧冷链中心{{4月开工，11月封顶|[[11月开工，4月封顶]]}}，进度快于计划。"


@shape("date")
def _(r: Numbers) -> str:
    return "公共实训基地[[{{12月6日|16月2日}}]]揭牌运行。"


@shape("date")
def _(r: Numbers) -> str:
    return "铁路专用线{{5月20日动工建设，12月8日建成通车|[[12月8日动工建设，5月20日建成通车]]}}。"


@shape("date")
def _(r: Numbers) -> str:
    return "自[[{{8月5日|8月35日}}]]起，全面推行工业项目“标准地”出让。"


# ---- missing-figure ------------------------------------------------------------------------------------------------------------------
@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"规上工业增加值[[同比增长{{{{{r.d(6, 9)}|}}}}%]]，主要经济指标好于预期。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"全年[[兑现奖补资金{{{{{r.d(1, 3, 2)}|}}}}亿元]]，惠及企业214家。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"服务业占比较上年[[提高{{{{{r.d(1, 3)}|}}}}个百分点]]，结构进一步优化。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"全区上市企业[[达到{{{{{r.n(6, 9)}|}}}}家]]，另有3家完成股改。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"在全省考核中[[位列第{{{{{r.n(6, 9)}|}}}}位]]，较上年前移3位。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"实施技改项目48个，[[完成投资{{{{{r.d(11, 29)}|}}}}亿元]]，拉动作用明显。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"一般公共预算收入增长6.1%，税收[[占比{{{{{r.d(81, 89)}|}}}}%]]，质量稳步提升。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"盘活闲置厂房[[{{{{{r.d(4, 9)}|}}}}万平方米]]，引入企业14家。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"企业开办时间[[压缩至{{{{{r.n(1, 2)}|}}}}个工作日]]，实现即来即办。"


# ---- rank-direction ------------------------------------------------------------------------------------------------------------------
@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(31, 48), r.n(15, 29)
    return f"在全国经开区综合考评中，[[由第{{{{{a}位跃升至第{b}|{b}位跃升至第{a}}}}}位]]。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(8, 14), r.n(3, 7)
    return f"全市高质量发展考核名次[[从第{{{{{a}名前移至第{b}|{b}名前移至第{a}}}}}名]]，创历史最好水平。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(31, 48), r.n(15, 29)
    return f"在全省省级开发区排名中由第{a}位上升到第{b}位，[[前进{r.w(a - b)}位]]。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(20, 30), r.n(10, 18)
    return f"营商环境评价[[由全省第{a}位{{{{提升|下滑}}}}至第{b}位]]，企业获得感持续增强。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    return "综合评价[[由全市第{{九位晋升到第六位|六位晋升到第九位}}]]。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(12, 18), r.n(5, 9)
    return f"主要指标增速[[由全市第{{{{{a}位升至第{b}|{b}位升至第{a}}}}}位]]。"


# ---- direction -----------------------------------------------------------------------------------------------------------------------
@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.n(30, 45), r.n(12, 25)
    return f"施工许可办理环节用时[[由{{{{{a}天缩短到{b}|{b}天缩短到{a}}}}}天]]。"


@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.d(71, 79), r.d(81, 89)
    return f"标准厂房出租率[[由{{{{{a}%提升至{b}|{b}%提升至{a}}}}}%]]。"


@shape("direction")
def _(r: Numbers) -> str:
    return f"万元工业增加值用水量[[下降{{{{{r.d(2, 6)}|-{r.d(2, 6)}}}}}%]]。"


@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.n(52, 70), r.n(80, 99)
    return f"规上企业数[[由{{{{{a}家增加到{b}|{b}家增加到{a}}}}}家]]，梯队更加完备。"


@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.d(4, 5, 2), r.d(3, 3.9, 2)
    return f"新增贷款加权平均利率[[由{a}%{{{{下降|上升}}}}至{b}%]]，企业融资负担减轻。"


@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.n(20, 30), r.n(10, 18)
    return f"所属公司[[从{{{{{a}家整合压减到{b}|{b}家整合压减到{a}}}}}家]]。"


@shape("direction")
def _(r: Numbers) -> str:
    return f"生产安全事故起数同比[[减少{{{{{r.n(12, 30)}|-{r.n(12, 30)}}}}}%]]，安全形势总体平稳。"


# ---- range ---------------------------------------------------------------------------------------------------------------------------
@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(3, 5), r.n(6, 8)
    return f"培育拟上市后备企业[[{{{{{a}—{b}|{b}—{a}}}}}家]]。"


@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(10, 15), r.n(16, 30)
    return f"每户企业可享受[[{{{{{a}万～{b}|{b}万～{a}}}}}万元]]的技改补贴。"


@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(3, 5), r.n(6, 8)
    return f"规上工业增加值增速保持在[[{{{{{a}%至{b}|{b}%至{a}}}}}%]]之间。"


@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(2, 5), r.n(7, 9)
    return f"完成[[第{{{{{a}至第{b}|{b}至第{a}}}}}批]]产业用地挂牌出让。"


@shape("range")
def _(r: Numbers) -> str:
    return "[[{{2021—2023|2023—2021}}年]]连续三年获评全省先进开发区。"


@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(20, 40), r.n(50, 80)
    return f"人才公寓租金执行市场价的[[{{{{{a}%～{b}|{b}%～{a}}}}}%]]。"


# ---- year ----------------------------------------------------------------------------------------------------------------------------
@shape("year")
def _(r: Numbers) -> str:
    return "2024年是实现“十四五”规划目标任务的关键一年，[[{{2025|2026}}年是“十四五”规划收官之年]]，承上启下、意义重大。"


@shape("year")
def _(r: Numbers) -> str:
    return "[[{{2021|2020}}年是“十四五”规划的开局之年]]，全区上下开拓进取、真抓实干。"


@shape("year")
def _(r: Numbers) -> str:
    return "“十四五”时期（[[{{2021|2020}}—2025年]]），累计完成固定资产投资486亿元。"


@shape("year")
def _(r: Numbers) -> str:
    return "[[2024年是新中国成立{{75|74}}周年]]，也是深化改革的重要一年。"


@shape("year")
def _(r: Numbers) -> str:
    return "[[{{2022|2021}}年是党的二十大召开之年]]，全区干部群众深受鼓舞。"


@shape("year")
def _(r: Numbers) -> str:
    return "[[2021年是中国共产党成立{{100|101}}周年]]，党建引领作用充分发挥。"


# ---- conflict ------------------------------------------------------------------------------------------------------------------------
@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.n(112, 198)
    return (f"目前，园区入驻企业{v}家，从业人员2.6万人。", f"开展“万名干部进万企”，对[[{r.w(v)}家入驻企业]]实行包联服务全覆盖。")


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    a, b = r.n(61, 74), r.n(80, 89)
    return (
        f"国家高新技术企业由{a}家增加到{b}家，净增{b - a}家。",
        f"PLAN实施高企倍增计划，推动国家高新技术企业[[由{r.w(b)}家]]增加到110家以上。",
    )


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.d(21, 39)
    return (f"全年到期债务{v}亿元，还本付息压力较大。", f"PLAN统筹做好[[{r.w(v, 0.5)}亿元到期债务]]的接续安排。")


@shape("conflict")
def _(r: Numbers) -> str:
    v = r.n(32, 58)
    return f"全年签约产业项目{v}个，计划投资总额186亿元。[[{r.w(v)}个签约项目中]]，制造业项目占七成以上。"


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.d(410, 690)
    return (f"预计全年完成规上工业总产值{v}亿元，增长9.1%。", f"规上工业总产值完成[[{r.w(v, 3)}亿元]]，总量稳居全市前列。")


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    a, b = r.d(71, 79), r.d(81, 89)
    return (f"工业设备联网率由{a}%提高到{b}%。", f"PLAN推进智改数转，力争工业设备联网率[[由{r.w(b, 0.4)}%]]提高到92%。")


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.n(1234, 9876)
    return (f"全年安排惠企纾困资金{v}万元。", f"惠企纾困资金[[{r.w(v)}万元]]已全部拨付到位，受益企业163家。")
