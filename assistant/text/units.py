"""Units with their dimension and factor, and the regex that finds them. Which figure a unit belongs to is not decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.text.numerals import MAGNITUDES


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a canonical name ("万平方米"), the dimension it measures ("平方米") and the factor to the dimension's unit.

    kind: money, measure, percent, points, times, time, count. Counts keep their own measure word as dimension (家, 户, 人次).
    """

    name: str
    dimension: str
    factor: Decimal
    kind: str


#: square metres in a mu, with fewer digits than a Decimal holds, so that amounts in mu are added, subtracted and compared without a rest
MU = (Decimal(10_000) / 15).quantize(Decimal("1e-14"))

# written form → (canonical name without magnitude, dimension, factor, kind)
_MEASURES: dict[str, tuple[str, str, Decimal, str]] = {}


def _add(kind: str, dimension: str, factor: Decimal | str | int, *forms: str) -> None:
    for form in forms:
        _MEASURES[form] = (forms[0], dimension, Decimal(factor), kind)


_add("money", "元", 1, "元", "块钱", "元人民币", "人民币")
_add("money", "美元", 1, "美元", "美金", "USD")
_add("money", "欧元", 1, "欧元")
_add("money", "港元", 1, "港元", "港币")
_add("money", "日元", 1, "日元")
_add("measure", "平方米", 1, "平方米", "平米", "㎡", "m2", "m²", "平")
_add("measure", "平方米", 10_000, "公顷")
_add("measure", "平方米", 1_000_000, "平方公里", "平方千米", "km2", "km²")
_add("measure", "平方米", MU, "亩")
_add("measure", "方", 1, "方")
_add("measure", "立方米", 1, "立方米", "立方", "m³", "m3")
_add("measure", "米", 1000, "公里", "千米", "km", "KM")
_add("measure", "米", 1, "米", "延米", "延长米")
_add("measure", "米", "0.01", "厘米")
_add("measure", "米", "0.001", "毫米")
_add("measure", "吨", 1, "吨")
_add("measure", "吨", "0.001", "公斤", "千克", "kg")
_add("measure", "吨", "0.0005", "斤")
_add("measure", "吨标准煤", 1, "吨标准煤", "吨标煤")
_add("measure", "载重吨", 1, "载重吨")
_add("measure", "蒸吨", 1, "蒸吨")
_add("measure", "吉焦", 1, "吉焦", "GJ")
_add("measure", "吨公里", 1, "吨公里")
_add("measure", "标箱", 1, "标箱", "TEU", "标准箱", "个标箱", "个标准箱")
_add("measure", "千瓦", 1, "千瓦", "kW", "KW", "kw")
_add("measure", "千瓦", 1000, "兆瓦", "MW")
_add("measure", "千瓦", "0.001", "瓦")
_add("measure", "千瓦", 1_000_000, "吉瓦", "GW")
_add("measure", "千瓦时", 1, "千瓦时", "度", "kWh", "KWH")
_add("measure", "千瓦时", 1000, "兆瓦时", "MWh", "MWH")
_add("measure", "千瓦时", 1_000_000, "吉瓦时", "GWh", "GWH")
_add("measure", "千伏", 1, "千伏", "kV", "KV", "kv")
_add("measure", "千伏安", 1, "千伏安", "kVA", "KVA")
_add("measure", "升", 1, "升")
_add("measure", "微克/立方米", 1, "微克/立方米", "微克每立方米", "μg/m³", "ug/m3", "μg/m3")
_add("measure", "毫克/升", 1, "毫克/升")
_add("measure", "摄氏度", 1, "摄氏度", "℃")
_add("measure", "算力", 1, "PFLOPS", "Pflops")
_add("percent", "%", 1, "%", "%o")
_add("percent", "%", "0.1", "‰")
_add("points", "百分点", 1, "个百分点", "百分点")
_add("points", "百分点", "0.1", "个千分点", "千分点")
_add("points", "百分点", "0.01", "个基点", "个BP", "BP")
_add("times", "倍", 1, "倍")
_add("time", "年", 1, "年", "周年")
_add("time", "月", 1, "个月", "个多月")
_add("time", "季度", 1, "个季度")
_add("time", "周", 1, "周", "个星期")
_add("time", "天", 1, "天", "日")
_add("time", "工作日", 1, "个工作日", "工作日")
_add("time", "小时", 1, "小时", "个小时")
_add("time", "分钟", 1, "分钟")
_add("time", "秒", 1, "秒")
_add("score", "分", 1, "分")
_add("rank", "位", 1, "个位次", "位次", "个名次")

#: measure word → what it counts as; forms that count the same things share a dimension
_OWN_DIMENSION = (
    "家 户 个 项 件 人 次 场 场次 起 条 座 所 栋 套 间 台 辆 艘 架 只 头 匹 株 处 宗 批 期 班 支 例 张 份 篇 部 册 种 类 款 口 眼 盏 "
    "门 组 片 块 对 岁 席 床 届 轮 遍 趟 列 节 根 封 幅 本 枚 尾 羽 人次 家次 户次 项次 件次 批次 轮次 车次 架次 艘次 辆次 班次 台套 "
    "台次 件套 团 吨级 芯公里 级 层 道 孔 车位 床位 字 票 单 笔 网格 课时 学时 航次 箱 筐 袋 桶 瓶 盒"
)
_COUNTS = {
    **{word: word for word in _OWN_DIMENSION.split()},
    "名": "人", "位": "人", "幢": "栋", "棵": "株", "支队伍": "支", "人次数": "人次", "户数": "户", "个次": "次", "台(套)": "台套",
    "台（套）": "台套", "班列": "列", "周岁": "岁", "门类": "类", "大类": "类", "小类": "类", "票次": "票",
}
for _word, _dimension in _COUNTS.items():
    _MEASURES.setdefault(_word, (_word, _dimension, Decimal(1), "count"))

#: units that may follow a bare 亿 or 万 inside a compound: 万元/亩
_PER = (
    "亩", "平方米", "公顷", "平方公里", "人", "户", "吨", "年", "月", "日", "天", "万元", "亿元", "立方米", "千瓦时", "公里", "万人",
    "家", "次",
)

_FORMS = sorted(_MEASURES, key=len, reverse=True)
MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|千(?=[元克瓦米])|百)"
BASE_UNIT = "(?:" + "|".join(re.escape(form) for form in _FORMS) + ")"
_OF_EACH = "(?:" + "|".join(sorted(_PER, key=len, reverse=True)) + ")"
#: 20家每年以内 sets a time; behind a stroke nothing but a unit stands
PER = f"(?:[/／]{_OF_EACH}|每{_OF_EACH}(?![以内]))"
#: a unit as written, magnitude and "per" part included
UNIT = f"(?:{MAGNITUDE}?(?:{BASE_UNIT}){PER}?)"

_PARTS = re.compile(f"(?P<magnitude>{MAGNITUDE}(?={BASE_UNIT}))?(?P<base>{BASE_UNIT})(?P<per>{PER})?$")
_BARE = re.compile(f"(?P<magnitude>{MAGNITUDE})$")


@lru_cache(maxsize=2048)
def unit_of(written: str) -> Unit | None:
    """The unit behind a written form, blanks ignored; a bare 亿 or 万 is a pure number. None where it is none."""
    form = written.replace(" ", "")
    if not form:
        return None
    match = _PARTS.match(form)
    if match is None:
        bare = _BARE.match(form)
        return Unit(form, "", MAGNITUDES[form], "bare") if bare and form in MAGNITUDES else None
    name, dimension, factor, kind = _MEASURES[match["base"]]
    magnitude = match["magnitude"] or ""
    per = (match["per"] or "").replace("每", "/").replace("／", "/")
    return Unit(magnitude + name + per, dimension + per, factor * MAGNITUDES[magnitude], kind)
