"""Own cases of planted errors under eval/checks/: made from sentence shapes, scored apart from the founders' cases.

    python benchmarks/planted.py build        write eval/checks/numbers-NN/{clean.txt,bad.txt,truth.json} anew (the same every time)
    python benchmarks/planted.py score        recall by kind, alarms on the clean versions; --show prints misses and alarms

A planted error counts as found when a finding of severity error or warning overlaps it with its own span or a related one.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import planted_numbers_more  # noqa: E402,F401 - registers its shapes
from planted_numbers import SHAPES, Numbers, Shape  # noqa: E402

CASES = ROOT / "eval" / "checks"
_PLACE = re.compile(r"\{\{(?P<right>[^|{}]*)\|(?P<wrong>[^{}]*)\}\}")
#: what may stand in one report only once, or two shapes would contradict each other by chance
_SUBJECTS = (
    "规上工业总产值|规上工业企业|规上企业|入统工业", "税收", "固定资产投资|工业投资", "高新技术企业|高企", "一般公共预算",
    "到位|内资|外省资金", "外资", "厂房", "增加值", "签约|开工", "专利", "考核|考评|位次|名次|排名|评价", "诉求", "隐患", "人才公寓",
    "研发", "资产|负债|公司", "经营主体|科技型", "污水", "十四五", "成立|二十大", "跨境电商", "贷款|融资|利率", "审批|用时|时间",
    "三次产业|占比", "道路", "技术合同|技术改造|技改", "培训|活动", "安全", "出租|租金", "事故", "物业", "资金", "文件",
    "重点项目|重点产业|亿元以上项目", "主导|产业产值|板块",
)
_FRAME = ("云渡经济开发区2024年工作总结和2025年工作思路", "一、2024年工作总结", "二、存在的主要问题", "三、2025年工作思路")
_PROBLEMS = "在肯定成绩的同时，也清醒看到，开发区产业层次还不够高，要素保障仍需加强，干部能力有待提升。"
_PLAN = "坚持稳中求进、以进促稳，全力以赴拼经济、抓项目、优环境，推动各项工作再上新台阶。"
_HEADS = (
    "经济运行总体平稳", "招商引资扎实推进", "项目建设提速增效", "创新动能持续增强", "产城融合不断深化", "营商环境持续优化",
    "发展底线守牢守稳",
)
_ORDINALS = "一二三四五六七八九"


@dataclass
class Case:
    """A report under construction: places are marked until both versions are written out."""

    paragraphs: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def build(seed: int, shapes: list[tuple[str, Shape]]) -> tuple[str, str, list[dict[str, object]]]:
    """One case: clean text, bad text, and the places of the errors in the bad text."""
    numbers = Numbers(random.Random(seed))
    summary: list[str] = []
    plan: list[str] = []
    for number, (kind, make) in enumerate(shapes):
        made = make(numbers)
        for text in (made,) if isinstance(made, str) else made:
            target = plan if text.startswith("PLAN") else summary
            target.append(text.removeprefix("PLAN").replace("{{", f"{{{{{number}:{kind}:"))
    lines = [_FRAME[0], "", _FRAME[1], ""]
    groups = [summary[at : at + 2] for at in range(0, len(summary), 2)]
    for number, group in enumerate(groups[:9]):
        lines += [f"（{_ORDINALS[number]}）{_HEADS[number % len(_HEADS)]}。{''.join(group)}", ""]
    lines += [_FRAME[2], "", _PROBLEMS, "", _FRAME[3], "", _PLAN, ""]
    for number, text in enumerate(plan):
        lines += [f"（{_ORDINALS[number]}）{text}", ""]
    return write_out("\n".join(lines))


def write_out(marked: str) -> tuple[str, str, list[dict[str, object]]]:
    """Both versions of a marked text, and where the wrong one is wrong."""
    clean = re.sub(r"\[\[|\]\]", "", _PLACE.sub(lambda match: match["right"].split(":", 2)[2], marked))
    bad, errors, start, kind, at = "", [], -1, "", 0
    for piece in re.finditer(r"\[\[|\]\]|\{\{[^{}]*\}\}", marked):
        bad += marked[at : piece.start()]
        at = piece.end()
        if piece.group() == "[[":
            start, kind = len(bad), ""
        elif piece.group() == "]]":
            if kind:
                errors.append({"kind": kind, "start": start, "end": len(bad)})
            start = -1
        else:
            place = _PLACE.match(piece.group())
            if place is None:
                raise ValueError(piece.group())
            _, kind, _ = place["right"].split(":", 2)
            bad += place["wrong"]
            inner = re.search(r"\[\[|\]\]", place["wrong"])
            if inner is None and start < 0:
                raise ValueError(f"a planted place without [[ ]]: {piece.group()}")
    bad += marked[at:]
    for error in errors:
        error.update(category="numbers", quote=bad[int(str(error["start"])) : int(str(error["end"]))], why="")
    return clean, bad, errors


def _inside_out(marked: str) -> str:
    """{{right|[[wrong]]}} as [[{{right|wrong}}]]: the mark belongs around the place."""
    return re.sub(r"\{\{([^|{}]*)\|\[\[([^\]]*)\]\]\}\}", r"[[{{\1|\2}}]]", marked)


def subjects(text: str) -> set[int]:
    """Which of the subjects a sentence speaks of."""
    return {number for number, words in enumerate(_SUBJECTS) if re.search(words, text)}


def plan_cases(count: int) -> list[list[tuple[str, Shape]]]:
    """Shapes for each case, every shape used about equally often, no two of a case on one subject."""
    every = [(kind, make) for kind, shapes in SHAPES.items() for make in shapes]
    chooser = random.Random(7)
    cases: list[list[tuple[str, Shape]]] = [[] for _ in range(count)]
    taken: list[set[int]] = [set() for _ in range(count)]
    for _ in range(2):
        chooser.shuffle(every)
        for kind, make in every:
            sample = make(Numbers(random.Random(1)))
            about = subjects(sample if isinstance(sample, str) else "".join(sample))
            fit = [number for number in range(count) if not about & taken[number] and len(cases[number]) < 14]
            if fit:
                number = min(fit, key=lambda one: len(cases[one]))
                cases[number].append((kind, make))
                taken[number] |= about
    return cases


def main() -> int:
    """Build or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=("build", "score"))
    parser.add_argument("--show", action="store_true", help="print misses and alarms")
    parser.add_argument("--seed", type=int, default=0, help="other figures in the same sentences")
    parser.add_argument("--cases", type=Path, default=CASES)
    args = parser.parse_args()
    if args.job == "build":
        planted = 0
        for number, shapes in enumerate(plan_cases(36), 1):
            clean, bad, errors = build(number + 1000 * args.seed, [(kind, _turned(make)) for kind, make in shapes])
            folder = args.cases / f"numbers-{number:02d}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "clean.txt").write_text(clean, encoding="utf-8")
            (folder / "bad.txt").write_text(bad, encoding="utf-8")
            (folder / "truth.json").write_text(json.dumps({"errors": errors}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            planted += len(errors)
        print(f"{planted} planted errors in {args.cases}")
        return 0
    return score(args.cases, args.show)


def _turned(make: Shape) -> Shape:
    def turned(numbers: Numbers) -> str | tuple[str, ...]:
        made = make(numbers)
        return _inside_out(made) if isinstance(made, str) else tuple(_inside_out(one) for one in made)
    return turned


def score(cases: Path, show: bool) -> int:
    """Recall by kind and alarms on the clean versions, for the cases that this script builds."""
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import read_document

    found, total = Counter[str](), Counter[str]()
    alarms = characters = 0
    for case in sorted(cases.glob("numbers-*")):
        errors = json.loads((case / "truth.json").read_text(encoding="utf-8"))["errors"]
        loud = [one for one in check_document(read_document(case / "bad.txt")) if one.severity != "info"]
        for error in errors:
            total[error["kind"]] += 1
            places = [(one.start, one.end) for one in loud] + [(place.start, place.end) for one in loud for place in one.related]
            if any(start < error["end"] and error["start"] < end for start, end in places):
                found[error["kind"]] += 1
            elif show:
                print(f"missed {case.name} {error['kind']}: {error['quote']}")
        document = read_document(case / "clean.txt")
        characters += len(document.original)
        for one in check_document(document):
            if one.severity != "info":
                alarms += 1
                if show:
                    print(f"alarm {case.name} {one.rule} {one.name}: {one.quote}  {one.message}")
    for kind in sorted(total):
        print(f"{kind:<20}{found[kind]:>4} of {total[kind]}")
    print(f"{'all':<20}{sum(found.values()):>4} of {sum(total.values())}   alarms on clean: {alarms} in {characters} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
