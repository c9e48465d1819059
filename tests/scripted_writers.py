"""Scripted writers for tests and benchmarks: a faithful one that rewords, and liars that each spoil a text in their own way.

They work on the draft that the prompt carries (<底稿>), as a model would. Every lie knows what it did, so that a test can count.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

SENTENCE = re.compile(r"(?:【[^】]*】|[^。！？\n])+[。！？]?")
_FIGURE = re.compile(
    r"(?<![\d.A-Za-z第“+×])\d+(?:\.\d+)?"
    r"(?=(?:亿|万|%|个|家|户|项|件|人|次|场|亩|公里|元|吨|名|座|天|平方米|美元|批|宗|套|台|处|期|起|微克|位))"
)
_OPENERS = ("同时，", "此外，", "一年来，", "在此基础上，", "")


@dataclass(frozen=True)
class Lie:
    """A spoilt text: what it became, and the sentence that is wrong now ("" where something is missing)."""

    text: str
    sentence: str
    kind: str


def sentences(text: str) -> list[str]:
    """The sentences of a text with their end marks."""
    return [match[0].strip() for match in SENTENCE.finditer(text) if match[0].strip()]


def faithful(text: str, seed: int = 0) -> str:
    """The same facts in other words: order, joints, openers and common verbs change, no fact does."""
    chance = random.Random(seed)
    found = [_reworded(sentence, chance) for sentence in sentences(text)]
    if len(found) > 3 and chance.random() < 0.5:
        at = chance.randrange(1, len(found) - 2)
        # sentences that lean on the one before (其中, 其) keep their place
        if not any(piece.startswith(("其", "一是", "二是", "三是", "四是", "五是", "对照")) for piece in found[at : at + 3]):
            found[at], found[at + 1] = found[at + 1], found[at]
    joined = ""
    for at, sentence in enumerate(found):
        if at and joined.endswith("。") and chance.random() < 0.25 and len(sentence) < 60 and "：" not in joined[-60:] + sentence:
            joined = joined[:-1] + "；" + sentence
        else:
            joined += sentence
    return joined


def _reworded(sentence: str, chance: random.Random) -> str:
    pairs = [
        (r"完成(规模以上工业总产值|固定资产投资|工业投资)(\d[\d.]*亿元)", r"\1完成\2"),
        (r"实现(税收收入|一般公共预算收入|进出口总额)(\d[\d.]*亿元)", r"\1达到\2"),
        ("同比增长", "比上年同期增长"), ("共有", "拥有"), ("企业达到", "企业有"), ("组织开展", "开展"), ("同比增长", "增长"),
        ("其中，", "其中"), ("引进", "引入"), ("；其中", "，其中"), ("达到", "达"), ("举办", "组织举办"), ("截至", "到"),
        ("规模以上", "规上"), ("，比上年", "，较上年"), ("建成", "建成了"), ("新增", "新增加"),
    ]
    for old, new in pairs:
        if chance.random() < 0.3:
            sentence = re.sub(old, new, sentence, count=1)
    leans = re.match(r"[一二三四五六七]是|其中|预计|截至|到|同时|此外|\d|[^\u4e00-\u9fff]", sentence)
    if chance.random() < 0.25 and not leans:
        sentence = chance.choice(_OPENERS) + sentence
    return sentence


def _other_number(number: str, chance: random.Random, taken: set[str]) -> str:
    for _ in range(50):
        digits = list(number)
        places = [i for i, sign in enumerate(digits) if sign.isdigit()]
        at = chance.choice(places)
        digits[at] = str((int(digits[at]) + chance.randrange(1, 9)) % 10)
        changed = "".join(digits)
        if changed not in taken and float(changed) != float(number) and not (changed.startswith("0") and not changed.startswith("0.")):
            return changed
    return str(float(number) + 17.3)


def altered(text: str, chance: random.Random) -> list[Lie]:
    """One figure changed in every sentence that has one."""
    taken = set(re.findall(r"\d+(?:\.\d+)?", text))
    lies = []
    for sentence in sentences(text):
        figures = list(_FIGURE.finditer(re.sub(r"【[^】]*】", lambda m: "＿" * len(m[0]), sentence)))
        if figures:
            match = chance.choice(figures)
            wrong = sentence[: match.start()] + _other_number(match[0], chance, taken) + sentence[match.end() :]
            lies.append(Lie(text.replace(sentence, wrong, 1), wrong, "altered"))
    return lies


def swapped(text: str, chance: random.Random) -> list[Lie]:
    """Two figures with the same unit change places within a sentence, or between two sentences."""
    lies = []
    unit = re.compile(r"(?<![\d.A-Za-z第])(\d+(?:\.\d+)?)(亿元|万元|%|家|亩|人|个百分点|场次|场|件|公里|万美元)(?!以上|以下)")
    spots: dict[str, list[tuple[str, str]]] = {}
    for sentence in sentences(text):
        if "【" in sentence:
            continue
        for match in unit.finditer(sentence):
            spots.setdefault(match[2], []).append((sentence, match[1]))
    for name, places in spots.items():
        for (one, left), (other, right) in pairwise(places):
            if left == right or (one != other and chance.random() < 0.5):
                continue
            a, b = f"{left}{name}", f"{right}{name}"
            if one == other:
                wrong = one.replace(a, "\0", 1).replace(b, a, 1).replace("\0", b, 1)
                if wrong != one and one.count(a) == 1 and one.count(b) == 1:
                    lies.append(Lie(text.replace(one, wrong, 1), wrong, "swapped"))
            elif one.count(a) == 1 and other.count(b) == 1:
                first, second = one.replace(a, b, 1), other.replace(b, a, 1)
                lies.append(Lie(text.replace(one, first, 1).replace(other, second, 1), first, "swapped"))
    return lies


def _substitution(kind: str, pairs: list[tuple[str, str]]) -> Callable[[str, random.Random], list[Lie]]:
    def spoil(text: str, chance: random.Random) -> list[Lie]:
        lies = []
        for sentence in sentences(text):
            for old, new in pairs:
                wrong = re.sub(old, new, sentence, count=1)
                if wrong != sentence:
                    lies.append(Lie(text.replace(sentence, wrong, 1), wrong, kind))
                    break
        return lies

    return spoil


raised = _substitution(
    "stage",
    [
        ("(?<!早)签约(?=[，。、；])", "开工"), ("拟开工", "已开工"), ("(?<!早)开工(?=[，。、；])", "投产"), ("试生产", "达产"),
        ("结顶(?=[，。、；])", "竣工投产"),
    ],
)
fulfilled = _substitution(
    "plan",
    [("预计全年(?:完成|实现)?", "全年完成"), ("力争", "已"), ("拟(?=[开竣投])", ""), ("计划(?=[开竣])", "")],
)
unhedged = _substitution(
    "hedge", [(r"(?<!签)约(?=\d)", ""), (r"(?<=元)左右", ""), (r"近(?=\d)", ""), (r"(?<=[%元家])以上(?=[，。；])", "")]
)
pointless = _substitution("unit", [(r"(\d)个百分点", r"\1%")])
redated = _substitution(
    "date",
    [(r"(?<!\d)8月", "5月"), (r"(?<!\d)9月", "4月"), (r"1[-—]11月", "1—10月"), (r"(?<!\d)6月", "7月"), (r"截至11月底", "截至8月底")],
)


def old_figures(text: str, chance: random.Random) -> list[Lie]:
    """Last year's figures come in behind each sentence."""
    lies = []
    for sentence in sentences(text):
        if sentence.endswith("。") and "【" not in sentence:
            wrong = sentence[:-1] + chance.choice(("，上年为731.6亿元。", "，比2019年多47家。", "，上年同期增长17.9%。"))
            lies.append(Lie(text.replace(sentence, wrong, 1), wrong, "old"))
    return lies


def invented(text: str, chance: random.Random) -> list[Lie]:
    """Projects and honours that no note knows."""
    extra = (
        "云岫半导体项目正式开工。", "引进青峦新能源科技有限公司，总投资30亿元。", "荣获全国优秀开发区称号。",
        "印发《关于加快高端产业集聚的实施意见》。",
        "（澄开发〔2024〕17号）文件落实到位。", "苍屏生物制药项目顺利投产，成为新的增长点。",
    )
    return [Lie(text + one, one, "invented") for one in extra]


LIARS: dict[str, Callable[[str, random.Random], list[Lie]]] = {
    "altered": altered, "swapped": swapped, "stage": raised, "plan": fulfilled, "hedge": unhedged, "unit": pointless,
    "date": redated, "old": old_figures, "invented": invented,
}


def draft_in(request: dict[str, object]) -> str:
    """The program's own draft that a request for a section carries; "" in a request to mend sentences."""
    user = str(request["messages"][-1]["content"])  # type: ignore[index]
    match = re.search(r"<底稿>\n[^\n]*\n(.*?)\n</底稿>", user, re.DOTALL)
    return match[1] if match else ""


def faithful_model(request: dict[str, object]) -> str:
    """Plays a model that rewords and keeps to the facts."""
    text = draft_in(request)
    return faithful(text, len(text)) if text else "没有可改的。"


def lying_model(request: dict[str, object]) -> str:
    """Plays a model that spoils every answer: figures altered and swapped, old ones added, notes dropped, projects invented.

    Asked to mend a sentence it lies again.
    """
    text = draft_in(request)
    if not text:
        user = str(request["messages"][-1]["content"])  # type: ignore[index]
        asked = re.search(r"<原文>\n(.*?)\n</原文>", user, re.DOTALL)
        return "\n".join(altered_everywhere(line, random.Random(len(line))) for line in (asked[1].splitlines() if asked else []))
    chance = random.Random(len(text))
    kept = [one for at, one in enumerate(sentences(text)) if at % 5 != 3] or sentences(text)
    spoilt = "".join(kept)
    for liar in (swapped, raised, fulfilled, unhedged, pointless, redated):
        lies = liar(spoilt, chance)
        if lies:
            spoilt = chance.choice(lies).text
    spoilt = "".join(altered_everywhere(one, chance) if at % 2 else one for at, one in enumerate(sentences(spoilt)))
    for liar in (old_figures, invented):
        lies = liar(spoilt, chance)
        if lies:
            spoilt = chance.choice(lies).text
    user = str(request["messages"][-1]["content"])  # type: ignore[index]
    passages = re.search(r"<往年措辞>\n(.*?)\n</往年措辞>", user, re.DOTALL)
    if passages and "（无）" not in passages[1]:
        spoilt += passages[1].replace("×", "37")[:120]
    return spoilt


def altered_everywhere(sentence: str, chance: random.Random) -> str:
    """The sentence with one of its figures changed, where it has one."""
    lies = altered(sentence, chance)
    return lies[0].text if lies else sentence
