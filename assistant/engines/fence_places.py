"""The fence's look at times, document names, numbers that are no figures, and the notes' own contradictions."""

from __future__ import annotations

import re

from assistant.engines.claims import stage_allowed
from assistant.engines.evidence import BOOK, DOCUMENT, DOUBT, QUOTED, content_of, months_in, numbers_in, without_grouping, years_in
from assistant.engines.sight import Sight

_CHINESE_COUNT = re.compile(
    r"(?<![第一二三四五六七八九十百千万亿])[一二两三四五六七八九十]+(?:个百分点|大(?!力|幅|量|局|会|型|家|小|数|气)|个(?!别|人)|项(?!目)|条(?!件)"
    r"|家(?!庭|长|企)|种(?!植)|类(?!型)|批(?!准|复)|次(?!年)|轮|届|期(?!间))"
)
#: 印发了浦开发〔2024〕5号: only the last characters before the bracket are sure to belong to the number
_LEAD_OF_NUMBER = re.compile(r"^[\u4e00-\u9fff]*?(?=[\u4e00-\u9fff]{0,3}[〔（【\[])")
_TOKEN = re.compile(r"⟦[^⟧]*⟧?|⟧")


class PlaceLook(Sight):
    """What must stand in the notes as it is written."""

    def look_at_doubts(self) -> None:
        blocks = {block for _, block in self.evidence.doubts}
        for match in DOUBT.finditer(self.prose, self.start, self.end):
            if match[0] not in blocks:
                self.say("rejected", "doubt", f"素材里没有这个{match[0][1:3]}", match.start(), match.end())
                continue
            self.covered.append(match.span())
            self.notes += [note for note, block in self.evidence.doubts if block == match[0]]
        for match in _TOKEN.finditer(self.prose, self.start, self.end):
            self.say("rejected", "token", f"不认识的记号 {match[0]}", match.start(), match.end())
            self.covered.append(match.span())

    def look_at_times(self) -> None:
        lasts = {last for _, last, _ in self.evidence.months}
        for (first, last, day), start, end in months_in(self.text):
            where = (self.start + start, self.start + end)
            if any(left <= where[0] and where[1] <= right for left, right in self.covered):
                continue
            self.covered.append(where)
            exact = any((first, last) == time[:2] and day in (0, time[2]) for time in self.evidence.months)
            edge = re.search(r"底|末|截至|截止|至", self.text[max(0, start - 2) : end + 1])
            until = day == 0 and first in (1, last) and last in lasts and edge
            if not exact and not until:
                self.say("rejected", "date", f"素材里没有{self.text[start:end]}这个时间", *where)
            elif first == last:
                self._bound_time(last, day, start, end)
        for year, start, end in years_in(self.text):
            where = (self.start + start, self.start + end)
            if self.is_covered(*where):
                continue
            self.covered.append(where)
            if year not in self.evidence.years and str(year) not in self.evidence.digits:
                self.say("rejected", "date", f"素材里没有{year}年", *where)

    def _bound_time(self, month: int, day: int, start: int, end: int) -> None:
        """A month that the notes give to one event may not be given to another."""
        clause = next((one for one in self.clauses if one.start <= start < one.end), None)
        if clause is None:
            return
        mine = content_of(clause.text.replace(self.text[start:end], "＿")) | {f"={s}" for s in clause.stages}
        if not mine:
            return
        # stages of one thing are often listed under its name alone, so the stage tells the event, else the words do
        holders, others = 0, 0
        told: set[str] = set()
        for known in self.evidence.clauses:
            times = [time for time, _, _ in months_in(known.clause.text)]
            if not times:
                continue
            its = known.content | {f"={s}" for s in known.clause.stages}
            shared = len({pair for pair in mine & its if not pair.startswith("=")}) + 3 * len(mine & its & {f"={s}" for s in clause.stages})
            if any(last == month and (not day or not found_day or found_day == day) for _, last, found_day in times):
                holders = max(holders, shared)
                told |= known.clause.stages
            else:
                others = max(others, shared)
        wrong_stage = bool(clause.stages and told) and not any(stage_allowed(stage, told) for stage in clause.stages)
        if wrong_stage or (others >= 3 and others > holders):
            self.say("rejected", "date", f"素材里{self.text[start:end]}说的不是这件事", self.start + start, self.start + end)

    def look_at_literals(self) -> None:
        for pattern, what in ((BOOK, "《》里的名称"), (DOCUMENT, "文号")):
            for match in pattern.finditer(self.text):
                where = (self.start + match.start(), self.start + match.end())
                if self.is_covered(*where):
                    continue
                written = without_grouping(match[0]) if what != "文号" else _LEAD_OF_NUMBER.sub("", match[0])
                self.covered.append(where)
                if written not in self.evidence.text:
                    self.say("rejected", "name", f"素材里没有这个{what}：{match[0]}", *where)
        for match in QUOTED.finditer(self.text):
            where = (self.start + match.start(), self.start + match.end())
            inner = match[0][1:-1]
            if not self.is_covered(*where) and without_grouping(inner) in self.evidence.text:
                self.covered.append(where)
            elif re.search(r"\d", inner) and not self.is_covered(*where):
                self.covered.append(where)
                self.say("rejected", "name", f"素材里没有{match[0]}", *where)

    def look_at_numbers(self) -> None:
        """Digits that no reader took as a figure, a time or a name: ordinals, codes, road numbers. They must stand in the notes."""
        if self.copied:
            return
        text = re.sub(r",(?=\d{3}(?!\d))", "", self.text) if "," in self.text else self.text
        if len(text) != len(self.text):
            text = self.text
        for number, start, end in numbers_in(text):
            where = (self.start + start, self.start + end)
            if self.is_covered(*where) or self.touches(*where):
                continue
            if number not in self.evidence.digits or not self._same_neighbours(start, end):
                self.say("rejected", "number", f"素材里没有{_with_neighbours(self.text, start, end)}", *where)
        for match in _CHINESE_COUNT.finditer(self.text):
            where = (self.start + match.start(), self.start + match.end())
            if not self.touches(*where) and match[0] not in self.evidence.text:
                self.say("confirm", "number", f"“{match[0]}”是素材里没有的概括", *where)

    def _same_neighbours(self, start: int, end: int) -> bool:
        """Whether the notes have these digits with the same character before or behind (第3批, 110kV, G60)."""
        text, digits = self.evidence.text, self.text[start:end]
        before, after = self.text[start - 1 : start].strip(), self.text[end : end + 1].strip()
        options = [before + digits] * bool(before and not before.isspace()) + [digits + after] * bool(after)
        return any(option in text for option in options) or not options


def _with_neighbours(text: str, start: int, end: int) -> str:
    return text[max(0, start - 1) : end + 1].strip("，。；、 ")
