"""What the office has decided about findings: fingerprints, the decisions file, a baseline. No rules and no printing here.

biganzi-decisions.toml is kept readable, since people edit it:

    [[accept]]                  # this one place is fine
    fingerprint = "9f0c3a51d2"
    rule = "NUM003"
    quote = "共有规上企业227家"

    [[never]]                   # do not report this again anywhere; without text: the whole rule
    rule = "STY011"
    text = "双评议"

    [[replace]]                 # the house always writes it so
    from = "新发展阶段理念"
    to = "新发展理念"
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.checks.words import HouseWords
from assistant.domain.finding import Finding
from assistant.errors import UnreadableFile
from assistant.files import write_text

#: looked for in the working folder when no file is named
DECISIONS_FILE = "biganzi-decisions.toml"

# enough to tell two places apart, little enough that an edit of the neighbouring sentence changes nothing
_AROUND = 6
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One place that was looked at and let stand."""

    fingerprint: str
    rule: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """What is not to be reported again: a rule (code or name), only where its quote is `text` when that is given."""

    rule: str
    text: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        return self.rule.lower() in (finding.rule.lower(), finding.name) and self.text in ("", finding.quote)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one file."""

    accept: tuple[Accepted, ...] = ()
    never: tuple[Never, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> HouseWords:
        """The replacements as house words."""
        return HouseWords((), self.replacements)


def fingerprints(text: str, findings: Sequence[Finding]) -> list[str]:
    """A stable name for each finding: rule, quote and a few neighbouring characters; equal ones are counted apart."""
    seen: Counter[str] = Counter()
    names = []
    for one in findings:
        before = _BLANK.sub("", text[max(0, one.start - 3 * _AROUND) : one.start])[-_AROUND:]
        after = _BLANK.sub("", text[one.end : one.end + 3 * _AROUND])[:_AROUND]
        key = "\0".join((one.rule, _BLANK.sub("", one.quote), before, after))
        name = hashlib.sha1(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return names


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings left over with their fingerprints, and the accepted fingerprints that were met."""

    findings: tuple[Finding, ...] = ()
    fingerprints: tuple[str, ...] = ()
    met: frozenset[str] = frozenset()


def keep(text: str, findings: Sequence[Finding], decisions: Decisions, baseline: Iterable[str] = ()) -> Kept:
    """The findings that neither a decision nor the baseline covers; fingerprints are counted over all of them."""
    accepted = {one.fingerprint for one in decisions.accept} | set(baseline)
    left: list[tuple[Finding, str]] = []
    met = set()
    for one, name in zip(findings, fingerprints(text, findings), strict=True):
        if name in accepted:
            met.add(name)
        elif not any(never.covers(one) for never in decisions.never):
            left.append((one, name))
    return Kept(tuple(one for one, _ in left), tuple(name for _, name in left), frozenset(met))


def stale(decisions: Decisions, met: Iterable[str]) -> list[Accepted]:
    """Accepted places that no longer match any finding."""
    seen = set(met)
    return [one for one in decisions.accept if one.fingerprint not in seen]


def read_decisions(path: str | Path) -> Decisions:
    """The decisions of a file; a file that is not there holds none. Raises UnreadableFile naming the entry that is wrong."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Decisions()
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(path, f"不是可读的 TOML（{error}）") from None
    return Decisions(
        tuple(Accepted(_text(path, one, "fingerprint"), str(one.get("rule", "")), str(one.get("quote", "")))
              for one in _tables(path, data, "accept")),
        tuple(Never(_text(path, one, "rule"), str(one.get("text", ""))) for one in _tables(path, data, "never")),
        tuple((_text(path, one, "from"), _text(path, one, "to")) for one in _tables(path, data, "replace")),
    )


def add(decisions: Decisions, *, accept: Sequence[Accepted] = (), never: Sequence[Never] = (),
        replacements: Sequence[tuple[str, str]] = ()) -> Decisions:
    """The decisions with new ones at the end, none twice."""
    known = {one.fingerprint for one in decisions.accept}
    return replace(
        decisions,
        accept=decisions.accept + tuple(one for one in accept if one.fingerprint not in known),
        never=decisions.never + tuple(one for one in never if one not in decisions.never),
        replacements=decisions.replacements + tuple(one for one in replacements if one not in decisions.replacements),
    )


def write_decisions(path: str | Path, decisions: Decisions) -> None:
    """Write the file whole. Comments of the user's own hand are not kept, entries are."""
    blocks = ["# 笔杆子：对检查结果的处理。可手工修改；不再对得上的条目会在检查时列出。\n"]
    blocks += [_block("accept", {"fingerprint": one.fingerprint, "rule": one.rule, "quote": one.quote}) for one in decisions.accept]
    blocks += [_block("never", {"rule": one.rule, "text": one.text}) for one in decisions.never]
    blocks += [_block("replace", {"from": old, "to": new}) for old, new in decisions.replacements]
    write_text(path, "\n".join(blocks))


def read_baseline(path: str | Path) -> set[str]:
    """The fingerprints of an earlier `check --format json` report. Raises UnreadableFile."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        return {str(finding["fingerprint"]) for file in data["files"] for finding in file["findings"]}
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    except (ValueError, KeyError, TypeError):
        raise UnreadableFile(path, "不是 biganzi check --format json 的结果，不能作基线") from None


def _block(name: str, values: dict[str, str]) -> str:
    # JSON strings without escapes of letters are TOML basic strings
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value or key in ("from", "to")]
    return f"[[{name}]]\n" + "\n".join(lines) + "\n"


def _tables(path: str | Path, data: dict[str, object], name: str) -> list[dict[str, object]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UnreadableFile(path, f"{name} 应写成 [[{name}]] 条目")
    return found


def _text(path: str | Path, entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or (not value and key != "to"):
        raise UnreadableFile(path, f"有一条缺少 {key}")
    return value
