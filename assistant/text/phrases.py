"""What stands right before a figure: approximators, verbs of change, bases of comparison. Names of indicators are not read here.

The words are matched leftwards from the figure on the reversed text, anchored, so a figure costs one match whatever its clause holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Bound = Literal["", "min", "max"]


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


#: approximator or limit before a figure → (approximate, bound)
_NEAR_GROUPS: dict[tuple[bool, Bound], str] = {
    (True, ""): "约 大约",
    (True, "max"): "近 接近 将近",
    (False, "min"): "超 超过 逾 突破 不低于 不少于 至少 首次突破 高于 破 过 大于",
    (False, ""): "高达 多达 仅 仅为 仅有 只有 仅剩 才 共 共计 总计 合计 累计 分别 各 均 已 已经 就 又 再 只剩 剩 达 年均 平均 每年 都 还有",
    (False, "max"): "不超过 不高于 不足 不到 最多 低于 小于 少于 不超",
}
NEAR: dict[str, tuple[bool, Bound]] = {word: kind for kind, words in _NEAR_GROUPS.items() for word in words.split()}
#: verbs that give the amount itself
LEVEL = _words(
    "达到 达 为 是 有 共有 完成 实现 取得 拥有 到 至 达成 增至 升至 降至 减至 增加至 压缩至 保持在 维持在 稳定在 控制在 占 占到 占比 "
    "比重 首次达到 完成了 实现了 达到了 发展到 分别达 分别达到 分别为 上升为 列 居 位居 位列 排名 排 名列 升到 降到 压减至 精简为 "
    "整合为 调整为 超过 缩至 压到 压至"
)
_UPWARD = _words(
    "增长 增加 上升 提高 提升 扩大 上涨 上浮 攀升 跃升 增 增幅 增速 涨 多 高 高出 快 前移 进位 晋升 升 净增 新增 净增加 增收 增产 加快 "
    "延长 增长率 涨幅 提速 新增加 扩张 递增 提前 扩容 超出 拓展 增多 提增 上调"
)
_DOWNWARD = _words(
    "下降 降低 减少 回落 下滑 缩短 压缩 压减 精简 收窄 放缓 减 降 低 少 慢 缩减 缩小 萎缩 后移 退位 削减 降幅 减幅 净减 下调 净减少 "
    "降本 调减 整合 后退 退后 下跌 减排"
)
#: verbs of change → sign
STEMS: dict[str, int] = {**dict.fromkeys(_UPWARD, 1), **dict.fromkeys(_DOWNWARD, -1)}
#: after a verb of change: the figure is the result, not the difference
_RESULT_TAILS = ("到", "至", "为", "达", "达到", "到了", "成", "至了")
_PLAIN_TAILS = ("了", "幅度", "幅度为", "幅度达", "幅度达到", "速度", "幅")
_ADVERBS = _words(
    "同比 环比 年均 预计 预期 将 可 有望 力争 全年 平均 均 分别 比较 总体 共 合计 累计 共计 总计 已 约 也 再 又 逐步 大幅 稳步 持续 只 "
    "仅 当年 年内 继续 直接 间接 实际 名义 现已 目前 一举 历史性 首次 可达 依次 总共 各 同口径 可比 按可比价 按可比口径 按可比价格计算 "
    "剔除不可比因素 每年 年度 进一步 要"
)
_NOT_COMPARISON = "占|同|环|对|之|配|性价|百分|类|评|无|攀|率"


#: short words that end another word: 签约, 人才, 发达, 附近 …
_ENDS_OTHER = {
    "约": "签", "才": "人", "达": "发传表", "近": "附最临", "过": "通经不太", "有": "所没具享国私公", "为": "行作成认分",
    "是": "但于还就都总凡", "到": "做感得受看迎报", "至": "甚以乃直截", "多": "众许很", "高": "提最新", "快": "加尽", "低": "降",
    "居": "安民", "排": "安", "列": "系行", "均": "人户亩平年月日", "破": "突", "共": "公", "占": "侵", "升": "提", "增": "新净",
    "减": "精压", "就": "成",
}


def _reversed(words: Iterable[str]) -> str:
    forms = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word[::-1]) + (f"(?![{_ENDS_OTHER[word]}])" if word in _ENDS_OTHER else "") for word in forms)


_LEFT = re.compile(
    rf" ?(?P<near>(?:(?:{_reversed(NEAR)}) ?){{0,4}})"
    rf"(?:(?P<tail>{_reversed((*_RESULT_TAILS, *_PLAIN_TAILS))})?(?P<stem>{_reversed(STEMS)})|(?P<level>{_reversed(LEVEL)}))?"
    rf"(?P<adverb>(?:(?:{_reversed(_ADVERBS)}) ?){{0,4}})"
    rf"(?:(?P<than>(?:[^，。；：、（）\n\d]|(?<=年)\d|\d(?=\d)|\d(?=[\u4e00-\u9fff])){{1,18}}?)(?P<compare>(?:比|较|于)(?!{_NOT_COMPARISON}))(?P<adverb2>(?:{_reversed(_ADVERBS)}){{0,2}}))?"
)
_NEAR_WORD = re.compile("|".join(re.escape(word) for word in sorted(NEAR, key=len, reverse=True)))


@dataclass(slots=True, eq=False)
class Left:
    """What stands before a figure. end: offset where these words begin, so the name ends there; verb as written, "" for none.

    change: "" none, "level" an amount, "change" a difference, "result" the end point of a change.
    """

    end: int
    change: str = ""
    verb: str = ""
    sign: int = 1
    approximate: bool = False
    bound: Literal["", "min", "max"] = ""
    compare: str = ""
    near: str = ""


@lru_cache(maxsize=4096)
def _near(words: str) -> tuple[bool, Bound]:
    approximate = False
    bound: Bound = ""
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
