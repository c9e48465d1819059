"""The fence's look at words: names, stages of projects, plans told as done, denials, praise and scope."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from assistant.engines.claims import (
    DONE,
    EVENT,
    ORDER,
    QUARTER,
    STRONG,
    WIDE,
    Clause,
    is_future,
    is_open,
    stage_allowed,
    without_stages,
)
from assistant.engines.evidence import QUOTED, KnownClause, content_of, stands_whole
from assistant.engines.naming import foreign_names, invented_names, misspelt_names
from assistant.engines.sight import Sight

_LATIN = re.compile(r"[A-Za-z][A-Za-z.\-]{2,}")
_COMMON_LATIN = frozenset(("GDP", "PPP", "EPC", "EOD", "COD", "PCT", "ESG", "OFD", "CBD", "RCEP", "BOT", "LED", "APP", "TOD"))
#: so many characters in a row that stand in the prompt are no chance
_LEAK = 11


@lru_cache(maxsize=1)
def _genre_words() -> frozenset[str]:
    """Words that every report of the genre uses: those of the offline engine's own wordings and of the reference tables."""
    package = Path(__file__).resolve().parents[1]
    tables = [package / "reference" / name for name in ("formulas.yaml", "topics.yaml")]
    files = [*(package / "engines" / "offline").glob("*.yaml"), *tables]
    return content_of("\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file()))


class WordLook(Sight):
    """Claims that are made without a figure."""

    def look_at_names(self) -> None:
        for start, end, message in misspelt_names(self.text, self.evidence):
            self.say("rejected", "name", message, self.start + start, self.start + end)
        for start, end, message in foreign_names(self.text, self.evidence):
            self.say("rejected", "name", message, self.start + start, self.start + end)
        for start, end, message in invented_names(self.text, self.evidence):
            self.say("rejected", "name", message, self.start + start, self.start + end)

    def find_support(self) -> None:
        """Add the notes whose words, not figures, the sentence carries."""
        mine = content_of(self.text)
        for known in self.evidence.clauses:
            if known.notes and len(known.content) >= 3 and len(known.content & mine) >= 0.6 * len(known.content):
                self.notes += [note for note in known.notes if note not in self.notes]

    def look_at_stages(self) -> None:
        backed = [known for known in self.evidence.clauses if set(known.notes) & set(self.notes)] or list(self.evidence.clauses)
        allowed = frozenset(stage for known in backed for stage in known.clause.stages)
        before = ""
        for clause in self.clauses:
            # what a semicolon parts has subjects of its own
            before = "" if self.text[clause.start - 1 : clause.start] in "；;" else before
            twins = self._twins(clause, before)
            before = without_stages(clause.text) if len(content_of(without_stages(clause.text))) > 1 else before
            where = (self.start + clause.start, self.start + clause.end)
            if clause.stages:
                own = frozenset(stage for known in twins for stage in known.clause.stages) or allowed
                strange = {stage for stage in clause.stages if not stage_allowed(stage, own)}
                if strange and own:
                    told = "、".join(sorted(own, key=lambda stage: ORDER[stage]))
                    self.say("rejected", "stage", f"素材是{told}，稿中写成了{'、'.join(sorted(strange, key=lambda s: ORDER[s]))}", *where)
                    continue
                if strange and not own:
                    self.say("confirm", "stage", f"素材没有说{'、'.join(sorted(strange))}", *where)
            self._tense(clause, twins, where)
            denied = bool(twins) and all(known.clause.negative for known in twins)
            if denied and not clause.negative and not re.search(r"[未无没零不]", clause.text):
                self.say("rejected", "denial", "素材是否定的，稿中写成了肯定的", *where)

    def _tense(self, clause: Clause, twins: list[KnownClause], where: tuple[int, int]) -> None:
        if not twins:
            return
        planned = all(known.clause.future or known.plan for known in twins)
        if self.evidence.part == "plan":
            if planned and DONE.search(clause.text) and not is_future(clause.text):
                self.say("rejected", "plan", "素材是计划，稿中写成了已经完成", *where)
            return
        marks = is_future(self.text) if clause.stages else is_open(self.text)
        if planned and not marks and not any(known.clause.future for known in twins if not _has_marks(known)):
            self.say("rejected", "plan", "素材是计划、预计或力争，稿中写成了已经完成", *where)

    def _twins(self, clause: Clause, before: str) -> list[KnownClause]:
        """The clauses of the evidence that say the same of the same thing, the closest ones."""
        mine = content_of(without_stages(clause.text))
        # a clause that is hardly more than a stage speaks of what the clause before it named
        if len(mine) < 2:
            mine = content_of(before) or mine
        best: list[KnownClause] = []
        most = 0.0
        if not mine:
            return best
        for known in self.evidence.clauses:
            its = known.subject
            if not its or (clause.stages and not known.clause.stages):
                continue
            shared = len(mine & its)
            weight = shared / min(len(mine), len(its)) + 0.01 * shared
            if clause.stages & known.clause.stages:
                weight += 0.15
            if shared < 2 or weight < 0.6:
                continue
            if weight > most + 1e-9:
                best, most = [known], weight
            elif abs(weight - most) < 1e-9:
                best.append(known)
        return best

    def look_at_words(self) -> None:
        supporting = self._supporting_text()
        for pattern, code, message in ((STRONG, "stronger", "素材没有这样的评价"), (EVENT, "event", "素材没有这件事")):
            for match in pattern.finditer(self.text):
                if match[0] in supporting or self._is_quoted(match.start()):
                    continue
                if code == "event" and match[0] not in self.evidence.text and not self.notes:
                    self.say("rejected", code, f"{message}：{match[0]}", self.start + match.start(), self.start + match.end())
                else:
                    self.say("confirm", code, f"{message}：{match[0]}", self.start + match.start(), self.start + match.end())
        for match in WIDE.finditer(self.text):
            if match[0] in supporting or not self.notes:
                continue
            narrow = QUARTER.search(supporting)
            if narrow and narrow[0] not in self.text:
                where = (self.start + match.start(), self.start + match.end())
                self.say("confirm", "scope", f"素材说的是{narrow[0]}，稿中写成了{match[0]}", *where)

    def look_at_the_rest(self) -> None:
        """What no note speaks for: foreign words, the prompt's own words, and sentences out of nowhere."""
        for match in _LATIN.finditer(self.text):
            if match[0].lower() not in self.evidence.text.lower() and match[0].upper() not in _COMMON_LATIN:
                self.say("rejected", "foreign-word", f"素材里没有{match[0]}", self.start + match.start(), self.start + match.end())
        if self.evidence.told and any(
            self.text[at : at + _LEAK] in self.evidence.told for at in range(len(self.text) - _LEAK + 1)
        ):
            self.say("rejected", "prompt", "这是提示词里的话", self.start, self.end)
        if stands_whole(self.text, self.evidence.text):
            return
        unclosed = any(self.text.count(left) != self.text.count(right) for left, right in ("《》", "“”"))
        if unclosed or self.text[-1] not in "。！？!?：；”’）】":
            self.say("rejected", "cut", "这一句没有说完", self.start, self.end)
        if self.notes:
            return
        mine = content_of(self.text)
        if len(mine) < 3:
            self.say("rejected", "empty", "这一句没有内容", self.start, self.end)
        elif len(mine & (self.evidence.words | _genre_words())) < 0.6 * len(mine):
            self.say("confirm", "unsupported", "素材和往年措辞里都没有这样的话", self.start, self.end)

    def _supporting_text(self) -> str:
        ours = set(self.notes)
        return "\n".join(known.clause.text for known in self.evidence.clauses if ours & set(known.notes)) or self.evidence.text

    def _is_quoted(self, at: int) -> bool:
        return any(match.start() <= at < match.end() for match in QUOTED.finditer(self.text))


def _has_marks(known: KnownClause) -> bool:
    return known.clause.future or known.plan
