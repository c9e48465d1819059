"""`biganzi check FILE…`: the deterministic checks, their reports, fixes and decisions. No rule and no format here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BiganziError, InputError

if TYPE_CHECKING:
    from assistant.checks.results import FileResult
    from assistant.checks.suppressions import Decisions
    from assistant.checks.words import HouseWords
    from assistant.domain.commitment import Answer
    from assistant.domain.document import Document
    from assistant.domain.quantity import Ledger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="要检查的文稿：.txt、.md、.docx …")
    parser.add_argument("--notes", nargs="+", action="extend", default=[], help="今年的素材（文件或文件夹），核对文稿中的数字有无依据")
    parser.add_argument("--previous", help="上年报告，核对基数、承诺和照抄")
    parser.add_argument("--select", action="append", default=[], help="只用这些规则：编号或其开头、名称、类别，逗号分隔")
    parser.add_argument("--ignore", action="append", default=[], help="不用这些规则，写法同上")
    parser.add_argument("--format", choices=("text", "json", "sarif", "html"), default="text", help="输出格式")
    parser.add_argument("-o", "--output", help="写到文件，不打印")
    parser.add_argument("--fix", action="store_true", help="改正有把握的错误，写回文件")
    parser.add_argument("--diff", action="store_true", help="只显示 --fix 会怎样改，不写文件")
    parser.add_argument("--baseline", metavar="FILE", help="较早一次 --format json 的结果；其中已有的不再报告")
    parser.add_argument("--decisions", metavar="FILE", help="处理意见文件（默认当前文件夹的 biganzi-decisions.toml）")
    parser.add_argument("--words", action="append", default=[], metavar="FILE", help="本单位用词表（默认当前文件夹的 biganzi-words.txt）")
    parser.add_argument("--accept", action="append", default=[], metavar="#指纹", help="这一处不改，记入处理意见")
    parser.add_argument("--never", action="append", default=[], metavar="规则[:原文]", help="以后不再报告，记入处理意见")
    parser.add_argument("--replace", action="append", default=[], metavar="旧=新", help="以后一律这样改，记入处理意见")
    parser.add_argument("--library", action="store_true", help="与资料库比对，查照抄的段落")
    parser.add_argument("--comments", metavar="OUT.docx", help="把检查结果作为批注写进 Word 副本（只检查一个文件时）")
    parser.add_argument("--stats", action="store_true", help="同时给出参加过比对的数字所占比重")
    parser.add_argument("--exit-zero", action="store_true", help="有错误也以 0 退出")


@dataclass(frozen=True)
class _Job:
    """What is the same for every file of one call."""

    notes: Ledger | None
    previous: Document | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    words: HouseWords
    decisions: Decisions
    baseline: frozenset[str]
    passages: dict[int, str]
    fix: bool
    diff: bool


#: how often garbage is looked for: word lists and figures are many small objects without cycles, it would be a tenth of the time
COLLECTED = (100_000, 50, 50)


def run(args: argparse.Namespace) -> int:
    """Check, mend or show; 0, 1 when a finding of severity error remains, 2 when a file can't be used."""
    import gc

    from assistant.checks import suppressions

    gc.set_threshold(*COLLECTED)
    if args.comments and (len(args.files) != 1 or Path(args.comments).suffix.lower() != ".docx"):
        raise InputError(f"--comments {args.comments}: 一次只给一个文件写批注，输出为 .docx")
    if args.comments and Path(args.comments).resolve() == Path(args.files[0]).resolve():
        raise InputError(f"--comments {args.comments}: 与原文件同名；批注写在副本里，请换个文件名")
    decisions_file = Path(args.decisions or suppressions.DECISIONS_FILE)
    decisions = _with_new(args, suppressions.read_decisions(decisions_file))
    job = _job(args, decisions)
    results: list[FileResult] = []
    met: set[str] = set()
    for path in args.files:
        result, here = _check_file(path, job)
        results.append(result)
        met |= here
    if args.accept:
        decisions, results = _accept(args.accept, decisions, results)
    if args.accept or args.never or args.replace:
        suppressions.write_decisions(decisions_file, decisions)
        print(f"处理意见已记入 {decisions_file}", file=sys.stderr)
    if not any(result.error for result in results):
        shown = {name for result in results for name in result.fingerprints}
        for one in suppressions.stale(decisions, met | shown | {name.lstrip("#") for name in args.accept}):
            what = f"{one.fingerprint} {one.rule} {one.quote}"
            print(f"{decisions_file}: 已对不上的条目 {what}（原文已改或不在这次检查的文件中）", file=sys.stderr)
    if args.comments:
        _comment(args.comments, results)
    _print(args, results)
    if any(result.error for result in results):
        return 2
    wrong = any(one.severity == "error" for result in results for one in result.findings)
    return 1 if wrong and not args.exit_zero else 0


def _job(args: argparse.Namespace, decisions: Decisions) -> _Job:
    from assistant.checks.registry import selected
    from assistant.checks.suppressions import read_baseline
    from assistant.checks.words import NO_WORDS, WORDS_FILE, read_words

    words = NO_WORDS
    for file in args.words or ([WORDS_FILE] if Path(WORDS_FILE).is_file() else []):
        words = words.joined(read_words(file))
    select, ignore = _listed(args.select), _listed(args.ignore)
    selected(select, ignore)  # a rule that does not exist is said before any file is read
    return _Job(
        notes=_ledger(args.notes),
        previous=_read(args.previous) if args.previous else None,
        select=select,
        ignore=ignore,
        words=words.joined(decisions.words),
        decisions=decisions,
        baseline=frozenset(read_baseline(args.baseline)) if args.baseline else frozenset(),
        passages=_passages() if args.library else {},
        fix=args.fix and not args.diff,
        diff=args.diff,
    )


def _check_file(path: str, job: _Job) -> tuple[FileResult, frozenset[str]]:
    from assistant.checks.fixes import apply, chosen, diff, fix_file
    from assistant.checks.results import FileResult
    from assistant.checks.runner import Examination, examine
    from assistant.checks.suppressions import Kept, keep

    def look() -> tuple[Examination, Kept]:
        document = _read(path)
        seen = examine(document, job.notes, job.previous, job.select, job.ignore, words=job.words, fingerprints=job.passages)
        return seen, keep(document.original, seen.findings, job.decisions, job.baseline)

    try:
        seen, kept = look()
        text = seen.document.original
        fixes = chosen(kept.findings) if job.fix or job.diff else []
        if fixes and job.diff:
            sys.stderr.write(diff(path, text, apply(text, fixes)))
        elif fixes:
            fix_file(path, text, fixes)
            print(f"{path}: 改正 {len(fixes)} 处", file=sys.stderr)
            seen, kept = look()
    except BiganziError as error:
        print(f"biganzi check: {error}", file=sys.stderr)
        return FileResult(path, error=str(error)), frozenset()
    result = FileResult(
        path, seen.document, kept.findings, kept.fingerprints, seen.figures, seen.compared, notes=job.notes, previous=job.previous
    )
    return result, kept.met


def _with_new(args: argparse.Namespace, decisions: Decisions) -> Decisions:
    from assistant.checks.registry import rule_named
    from assistant.checks.suppressions import Never, add

    never = []
    for entry in args.never:
        rule, _, text = entry.partition(":")
        never.append(Never(rule_named(rule).rule.code, text))
    pairs = []
    for entry in args.replace:
        old, equals, new = entry.partition("=")
        if not old or not equals:
            raise InputError(f"--replace {entry}: 应写成 旧=新")
        pairs.append((old, new))
    return add(decisions, never=never, replacements=pairs)


def _accept(names: Sequence[str], decisions: Decisions, results: list[FileResult]) -> tuple[Decisions, list[FileResult]]:
    from assistant.checks.suppressions import Accepted, add

    known = {name: one for result in results for one, name in zip(result.findings, result.fingerprints, strict=True)}
    wanted = [name.lstrip("#") for name in names]
    for name in wanted:
        if name not in known and name not in {one.fingerprint for one in decisions.accept}:
            raise InputError(f"--accept {name}: 这次检查没有这一条（指纹写在每条结果末尾的 # 之后）")
    decisions = add(decisions, accept=[Accepted(name, known[name].rule, known[name].quote) for name in wanted if name in known])
    left = []
    for result in results:
        pairs = [(one, name) for one, name in zip(result.findings, result.fingerprints, strict=True) if name not in wanted]
        left.append(replace(result, findings=tuple(one for one, _ in pairs), fingerprints=tuple(name for _, name in pairs)))
    return decisions, left


def _print(args: argparse.Namespace, results: Sequence[FileResult]) -> None:
    if args.format == "json":
        from assistant.checks.report_json import to_json

        report = to_json(results, stats=args.stats)
    elif args.format == "sarif":
        from assistant.checks.report_sarif import to_sarif

        report = to_sarif(results)
    elif args.format == "html":
        from assistant.checks.report_html import to_html

        report = to_html(results, _promises(results))
    else:
        from assistant.checks.report_text import to_text

        colour = not args.output and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        report = to_text(results, colour=colour, stats=args.stats)
    if args.stats and args.format in ("sarif", "html"):
        for result in results:
            print(f"{result.path}: 数字 {result.figures} 个，参加过比对的 {result.compared} 个", file=sys.stderr)
    if args.output:
        from assistant.files import write_text

        write_text(args.output, report + "\n")
    else:
        print(report)


def _promises(results: Sequence[FileResult]) -> dict[str, list[Answer]]:
    """How each file answers the plan of last year's report, where one was given."""
    from assistant.notes.answers import answers
    from assistant.notes.commitments import read_commitments

    found = {}
    for result in results:
        if result.previous is not None and result.document is not None:
            found[result.path] = answers(read_commitments(result.previous), result.document)
    return found


def _comment(path: str, results: Sequence[FileResult]) -> None:
    for result in results:
        if result.document is None:
            continue
        if result.document.places and Path(result.path).suffix.lower() == ".docx":
            from assistant.writing.export.annotate import annotate_docx

            placed = annotate_docx(result.path, result.document, result.findings, path)
        else:
            from assistant.writing.export.comments import write_commented

            placed = write_commented(result.document, result.findings, path)
        print(f"{path}: 写入批注 {placed} 条，共 {len(result.findings)} 条结果", file=sys.stderr)


def _ledger(paths: Sequence[str]) -> Ledger | None:
    from assistant.workspace import Workspace

    return Workspace().ledger(paths) if paths else None


def _read(path: str) -> Document:
    from assistant.ingest.reading import read_document

    return read_document(path)


def _passages() -> dict[int, str]:
    from assistant.checks.copied import passages
    from assistant.workspace import Workspace

    return passages((chunk.text, f"{chunk.title} {'/'.join(chunk.headings)}") for chunk in Workspace().library.chunks())


def _listed(entries: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for entry in entries for word in entry.split(",") if word.strip())
