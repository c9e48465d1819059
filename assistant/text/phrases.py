"""What stands right before a figure: approximators, verbs of change, bases of comparison. Names of indicators are not read here.

The words are matched leftwards from the figure on the reversed text, anchored, so a figure costs one match whatever its clause holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: approximator or limit before a figure → (approximate, bound)
NEAR: dict[str, tuple[bool, str]] = {
    "约": (True, ""), "大约": (True, ""), "近": (True, "max"), "接近": (True, "max"), "将近": (True, "max"), "超": (False, "min"), "超过": (False, "min"),
    "逾": (False, "min"), "突破": (False, "min"), "不低于": (False, "min"), "不少于": (False, "min"), "至少": (False, "min"), "高达": (False, ""),
    "不超过": (False, "max"), "不高于": (False, "max"), "不足": (False, "max"), "不到": (False, "max"), "最多": (False, "max"), "多达": (False, ""),
    "首次突破": (False, "min"), "仅": (False, ""), "仅为": (False, ""), "仅有": (False, ""), "只有": (False, ""), "仅剩": (False, ""), "才": (False, ""),
    "共": (False, ""), "共计": (False, ""), "总计": (False, ""), "合计": (False, ""), "累计": (False, ""), "分别": (False, ""), "各": (False, ""),
    "均": (False, ""), "已": (False, ""), "已经": (False, ""), "就": (False, ""), "又": (False, ""), "再": (False, ""), "只剩": (False, ""), "剩": (False, ""),
    "低于": (False, "max"), "高于": (False, "min"), "破": (False, "min"), "过": (False, "min"), "达": (False, ""), "大于": (False, "min"), "小于": (False, "max"),
    "年均": (False, ""), "平均": (False, ""), "每年": (False, ""), "少于": (False, "max"), "都": (False, ""), "还有": (False, ""), "不超": (False, "max"),
}
#: verbs that give the amount itself
LEVEL = (
    "达到", "达", "为", "是", "有", "共有", "完成", "实现", "取得", "拥有", "到", "至", "达成", "增至", "升至", "降至", "减至", "增加至", "压缩至", "保持在",
    "维持在", "稳定在", "控制在", "占", "占到", "占比", "比重", "首次达到", "完成了", "实现了", "达到了", "发展到", "分别达", "分别达到", "分别为", "上升为", "列",
    "居", "位居", "位列", "排名", "排", "名列", "升到", "降到", "压减至", "精简为", "整合为", "调整为", "超过", "缩至", "压到", "压至",
)
#: verbs of change → sign
STEMS: dict[str, int] = {
    "增长": 1, "增加": 1, "上升": 1, "提高": 1, "提升": 1, "扩大": 1, "上涨": 1, "上浮": 1, "攀升": 1, "跃升": 1, "增": 1, "增幅": 1, "增速": 1, "涨": 1, "多": 1,
    "高": 1, "高出": 1, "快": 1, "前移": 1, "进位": 1, "晋升": 1, "升": 1, "净增": 1, "新增": 1, "净增加": 1, "增收": 1, "增产": 1, "加快": 1, "延长": 1,
    "增长率": 1, "涨幅": 1, "提速": 1, "新增加": 1, "扩张": 1, "递增": 1, "提前": 1, "扩容": 1, "超出": 1, "拓展": 1, "增多": 1, "提增": 1, "上调": 1,
    "下降": -1, "降低": -1, "减少": -1, "回落": -1, "下滑": -1, "缩短": -1, "压缩": -1, "压减": -1, "精简": -1, "收窄": -1, "放缓": -1, "减": -1, "降": -1,
    "低": -1, "少": -1, "慢": -1, "缩减": -1, "缩小": -1, "萎缩": -1, "后移": -1, "退位": -1, "削减": -1, "降幅": -1, "减幅": -1, "净减": -1, "下调": -1,
    "净减少": -1, "降本": -1, "调减": -1, "整合": -1, "后退": -1, "退后": -1, "下跌": -1, "减排": -1,
}
#: after a verb of change: the figure is the result, not the difference
_RESULT_TAILS = ("到", "至", "为", "达", "达到", "到了", "成", "至了")
_PLAIN_TAILS = ("了", "幅度", "幅度为", "幅度达", "幅度达到", "速度", "幅")
_ADVERBS = (
    "同比", "环比", "年均", "预计", "预期", "将", "可", "有望", "力争", "全年", "平均", "均", "分别", "比较", "总体", "共", "合计", "累计", "共计", "总计", "已", "约",
    "也", "再", "又", "逐步", "大幅", "稳步", "持续", "只", "仅", "当年", "年内", "继续", "直接", "间接", "实际", "名义", "现已", "目前", "一举", "历史性", "首次", "可达",
    "依次", "总共", "各", "同口径", "可比", "按可比价", "按可比口径", "按可比价格计算", "剔除不可比因素", "每年", "年度", "进一步", "要",
)
_NOT_COMPARISON = "占|同|环|对|之|配|性价|百分|类|评|无|攀|率"


#: short words that end another word: 签约, 人才, 发达, 附近 …
_ENDS_OTHER = {
    "约": "签", "才": "人", "达": "发传表", "近": "附最临", "过": "通经不太", "有": "所没具享国私公", "为": "行作成认分", "是": "但于还就都总凡", "到": "做感得受看迎报",
    "至": "甚以乃直截", "多": "众许很", "高": "提最新", "快": "加尽", "低": "降", "居": "安民", "排": "安", "列": "系行", "均": "人户亩平年月日", "破": "突", "共": "公",
    "占": "侵", "升": "提", "增": "新净", "减": "精压", "就": "成",
}


def _reversed(words: Iterable[str]) -> str:
    return "|".join(
        re.escape(word[::-1]) + (f"(?![{_ENDS_OTHER[word]}])" if _ENDS_OTHER.get(word) else "") for word in sorted(set(words), key=len, reverse=True)
    )


_LEFT = re.compile(
    rf" ?(?P<near>(?:(?:{_reversed(NEAR)}) ?){{0,4}})"
    rf"(?:(?P<tail>{_reversed((*_RESULT_TAILS, *_PLAIN_TAILS))})?(?P<stem>{_reversed(STEMS)})|(?P<level>{_reversed(LEVEL)}))?"
    rf"(?P<adverb>(?:(?:{_reversed(_ADVERBS)}) ?){{0,4}})"
    rf"(?:(?P<than>(?:[^，。；：、（）\n\d]|(?<=年)\d|\d(?=\d)|\d(?=[\u4e00-\u9fff])){{1,18}}?)(?P<compare>(?:比|较|于)(?!{_NOT_COMPARISON}))(?P<adverb2>(?:{_reversed(_ADVERBS)}){{0,2}}))?"
)
_NEAR_WORD = re.compile("|".join(re.escape(word) for word in sorted(NEAR, key=len, reverse=True)))


@dataclass(slots=True)
class Left:
    """What stands before a figure. end: offset where these words begin, so the name ends there; verb as written, "" for none.

    change: "" none, "level" an amount, "change" a difference, "result" the end point of a change.
    """

    end: int
    change: str = ""
    verb: str = ""
    sign: int = 1
    approximate: bool = False
    bound: str = ""
    compare: str = ""
    near: str = ""


@lru_cache(maxsize=4096)
def _near(words: str) -> tuple[bool, str]:
    approximate, bound = False, ""
    for match in _NEAR_WORD.finditer(words):
        one = NEAR[match.group()]
        approximate, bound = approximate or one[0], bound or one[1]
    return approximate, bound


def read_left(backwards: str, length: int, at: int, floor: int) -> Left:
    """The words before offset `at` of the text whose reverse is `backwards`, not reaching below offset `floor`."""
    match = _LEFT.match(backwards, length - at, length - floor)
    if match is None or match.end() == match.start():
        return Left(at)
    near = match["near"]
    stem, level, adverb, than = match["stem"], match["level"], match["adverb"], match["than"]
    if than and not stem:
        # 比 is only the base of a comparison where a verb of change follows; otherwise it belongs to the name (占比, 之比)
        than = None
        end = length - (match.end("adverb") if adverb is not None else match.end("near"))
    else:
        end = length - match.end()
    left = Left(end)
    if near:
        left.near = near[::-1]
        left.approximate, left.bound = _near(left.near)
    tail = match["tail"]
    if stem:
        word = stem[::-1]
        left.sign = STEMS[word]
        left.verb = (adverb or "")[::-1] + word + (tail or "")[::-1]
        left.change = "result" if tail and tail[::-1] in _RESULT_TAILS else "change"
    elif level:
        left.verb = level[::-1]
        left.change = "level"
        if "突破" in left.verb or "超过" in left.verb:
            left.bound = "min"
    if than:
        left.compare = than[::-1].strip()
    elif adverb and "比同" in adverb:
        left.compare = "同比"
    elif adverb and "比环" in adverb:
        left.compare = "环比"
    return left
