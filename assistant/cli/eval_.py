"""`biganzi eval init|run|why|rescore|compare|report|list`: the harness on the command line. What it does is in `evaluation/`, not here."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import EndpointError, InputError

if TYPE_CHECKING:
    from assistant.evaluation.analysis import Analysis
    from assistant.evaluation.harness import Plan
    from assistant.evaluation.runner import State
    from assistant.evaluation.store import RunStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    verbs = parser.add_subparsers(dest="verb", metavar="init|run|why|rescore|compare|report|list", required=True)

    def verb(name: str, told: str) -> argparse.ArgumentParser:
        found = verbs.add_parser(name, help=told, description=told)
        found.add_argument("--store", metavar="FILE", help="评测记录的文件（默认 .biganzi/eval/runs.db）")
        return found

    init = verb("init", "由一份报告和它的素材做一个用例，或（--suite）写一个套件的样子")
    init.add_argument("report", nargs="?", metavar="REPORT", help="已定稿的报告，作参照")
    init.add_argument("notes", nargs="*", metavar="NOTES", help="当时的素材")
    init.add_argument("--suite", metavar="NAME", help="写 eval/suites/NAME.yaml，供修改")
    init.add_argument("-o", "--output", metavar="DIR", default="eval/cases", help="用例放到哪里（默认 eval/cases）")
    init.add_argument("--id", default="", help="用例的名字；不写则用报告的文件名")
    init.add_argument("--sections", action="store_true", help="另为报告的每一节各做一个用例")
    run = verb("run", "按套件跑：用例 × 变体 × 模型 × 遍数；停了再跑会接着来")
    run.add_argument("suite", metavar="SUITE", help="套件文件，或 eval/suites/ 里的名字")
    run.add_argument("--run", default="", metavar="ID", help="这次的名字；不写则由计划算出，同样的计划接着上次")
    run.add_argument("--model", action="append", default=[], help="代替套件里的 models，可写几次")
    run.add_argument("--concurrency", type=int, help="同时多少个请求")
    run.add_argument("--limit", type=int, default=0, metavar="N", help="只用前 N 个用例")
    run.add_argument("--no-score", action="store_true", help="只取回答，不评分")
    run.add_argument("--batch", action="store_true", help="裸提示词的格交给接口的批量任务（便宜，慢）；再跑一次收取结果")
    run.add_argument("--ray", metavar="ADDRESS", help="在 Ray 集群上跑（local 为本机临时集群；须装 biganzi[distributed]）")
    run.add_argument("--json", action="store_true", help="结果打印为 JSON")
    why = verb("why", "一格为什么命中或没有命中缓存，得了什么分")
    why.add_argument("cell", metavar="CELL", help="格的编号（前几位即可）")
    why.add_argument("--run", default="", metavar="ID", help="哪次运行；不写则是最近含有它的一次")
    rescore = verb("rescore", "对已有的回答重新评分，不再调用模型")
    rescore.add_argument("run", nargs="?", default="", metavar="RUN", help="运行的编号、其前几位或套件名；不写则是最近一次")
    rescore.add_argument("--scorer", action="append", default=[], metavar="NAME", help="另加一个评分，可写几次")
    rescore.add_argument("--force", action="store_true", help="代码没变的也重算")
    compare = verb("compare", "两次运行按用例配对比较；门槛没过则退出码为 1")
    compare.add_argument("first", metavar="A", help="运行，或 eval/baselines 里的基线文件")
    compare.add_argument("second", metavar="B", help="运行")
    compare.add_argument("--json", action="store_true", help="打印为 JSON")
    report = verb("report", "写报告：一个自足的 HTML 文件、Markdown 摘要、JUnit XML")
    report.add_argument("run", nargs="?", default="", metavar="RUN", help="运行；不写则是最近一次")
    report.add_argument("-o", "--output", action="append", default=[], metavar="OUT", help=".html、.md、.xml 或 .json（基线）；可写几次")
    report.add_argument("--format", choices=("md", "junit"), help="打印到标准输出，不写文件")
    listing = verb("list", "有哪些套件和运行")
    listing.add_argument("--json", action="store_true", help="打印为 JSON")


def run(args: argparse.Namespace) -> int:
    """Do what the verb says; exit codes of the interface."""
    verbs = {"init": _init, "run": _run, "why": _why, "rescore": _rescore, "compare": _compare, "report": _report, "list": _list}
    return verbs[args.verb](args)


def _store(args: argparse.Namespace, *, must_exist: bool = True) -> RunStore:
    from assistant.evaluation.harness import STORE
    from assistant.evaluation.store import RunStore

    place = Path(args.store or STORE)
    if must_exist and not place.exists():
        raise InputError(f"{place}: 还没有评测记录；先用 biganzi eval run")
    return RunStore(place)


def _run(args: argparse.Namespace) -> int:
    import dataclasses

    from assistant.evaluation.answering import Desk
    from assistant.evaluation.harness import make_plan, score
    from assistant.evaluation.progress import Progress
    from assistant.evaluation.runner import run_cells
    from assistant.evaluation.scoring import Follower, Scoring
    from assistant.evaluation.suites import load_suite
    from assistant.settings import load_settings

    settings, suite = load_settings(), load_suite(args.suite)
    if args.model:
        suite = dataclasses.replace(suite, models=tuple(args.model))
    if args.concurrency is not None:
        if args.concurrency < 1:
            raise InputError(f"--concurrency {args.concurrency}: 至少为 1")
        suite = dataclasses.replace(suite, limits=dataclasses.replace(suite.limits, concurrency=args.concurrency))
    plan = make_plan(suite, settings, run=args.run, limit=args.limit)
    store = _store(args, must_exist=False)
    store.begin(plan.run, suite.name, plan.cells, plan.meta)
    print(f"运行 {plan.run}：{len(plan.cases)} 个用例，{len(plan.cells)} 格", file=sys.stderr)
    desk = Desk(settings, suite, store.path.parent / "libraries")
    prices = {model: (price[0], price[1]) for model, price in settings.prices.items() if len(price) == 2}
    progress = Progress()
    if args.batch:
        from assistant.evaluation.batches import work_in_batch

        state = work_in_batch(plan, store, desk, say=lambda line: print(line, file=sys.stderr))
    elif args.ray:
        from assistant.evaluation.cluster import work_on_cluster

        state = work_on_cluster(plan, store, settings, args.ray, prices=prices, progress=progress)
    else:
        scoring = Scoring(store, plan.run, plan.cases, tuple(dict(suite.scorers)), library=suite.library, prices=settings.prices)
        follower = None if args.no_score else Follower(scoring)
        try:
            state = run_cells(plan.run, plan.cells, store, desk, suite.limits, prices=prices, progress=progress, answered=follower)
        finally:
            if follower:
                follower.finish()
    progress.close()
    if not args.no_score:
        scoring = score(store, plan.run, settings, plan=plan)
        for trouble in scoring.troubles[:5]:
            print(f"biganzi eval: {trouble}", file=sys.stderr)
    return _told(args, plan, store, state)


def _told(args: argparse.Namespace, plan: Plan, store: RunStore, state: State) -> int:
    """Say what came of a run, and with which exit code."""
    from assistant.evaluation.analysis import analyse
    from assistant.evaluation.report import to_json, to_text

    analysis = analyse(store, plan.run)
    print(json.dumps(to_json(analysis), ensure_ascii=False) if args.json else to_text(analysis), end="\n" if args.json else "")
    counts = analysis.counts
    failures = sorted({cell.error for cell in analysis.cells if cell.status == "failed"})
    for reason in failures[:5]:
        print(f"biganzi eval: {reason}", file=sys.stderr)
    if state.stopped.startswith("已中断"):
        print(f"biganzi eval: 已中断，完成的 {counts['done']} 格已保留；再运行一次接着来", file=sys.stderr)
        return 130
    if state.stopped:
        print(f"biganzi eval: {state.stopped}，还有 {counts['missing']} 格没有跑", file=sys.stderr)
    if counts["failed"] and not counts["done"] and state.is_endpoint_down:
        raise EndpointError(f"没有一格得到回答：{failures[0]}")
    if counts["failed"] or counts["missing"]:
        if not state.stopped:
            said = f"计划 {counts['planned']} 格，失败 {counts['failed']}，缺 {counts['missing']}；再运行一次只补这些"
            print(f"biganzi eval: {said}", file=sys.stderr)
        return 1
    return 0 if analysis.is_passed else 1


def _why(args: argparse.Namespace) -> int:
    from assistant.evaluation.runner import explain_key

    store = _store(args)
    run = store.resolve(args.run) if args.run else store.run_of(args.cell)
    for line in explain_key(store, run, args.cell):
        print(line)
    for name, value, told, places in store.cell_scores(run, store.full_cell(run, args.cell)):
        print(f"  {name} = {value:.3f}  {told}")
        for start, end, what in places[:8]:
            print(f"    {start}–{end}  {what}")
    return 0


def _rescore(args: argparse.Namespace) -> int:
    from assistant.evaluation.analysis import analyse
    from assistant.evaluation.harness import score
    from assistant.evaluation.report import to_text
    from assistant.settings import load_settings

    store = _store(args)
    run = _chosen(store, args.run)
    scoring = score(store, run, load_settings(), afresh=args.force, scorers=tuple(args.scorer))
    print(f"运行 {run}：算了 {scoring.computed} 个分，沿用 {scoring.taken} 个", file=sys.stderr)
    analysis = analyse(store, run)
    print(to_text(analysis), end="")
    return 0 if analysis.is_passed else 1


def _compare(args: argparse.Namespace) -> int:
    from assistant.evaluation.baselines import compare_sides, side_of
    from assistant.evaluation.report import comparison_json, comparison_text

    store = _store(args)
    found = compare_sides(side_of(store, args.first), side_of(store, args.second))
    print(json.dumps(comparison_json(found), ensure_ascii=False) if args.json else comparison_text(found), end="\n" if args.json else "")
    return 0 if all(passed for _, passed in found.gates) else 1


def _report(args: argparse.Namespace) -> int:
    from assistant.evaluation.analysis import analyse
    from assistant.evaluation.report import to_junit, to_markdown

    store = _store(args)
    run = _chosen(store, args.run)
    analysis = analyse(store, run)
    if args.format:
        print(to_markdown(analysis) if args.format == "md" else to_junit(analysis), end="")
        return 0
    folder = store.path.parent / "reports"
    for name in args.output or [str(folder / f"{run}{ending}") for ending in (".html", ".md", ".xml")]:
        _write_report(store, run, analysis, Path(name))
        print(f"已写到 {name}", file=sys.stderr)
    return 0


def _write_report(store: RunStore, run: str, analysis: Analysis, path: Path) -> None:
    from assistant.evaluation.baselines import baseline_json
    from assistant.evaluation.harness import html_of
    from assistant.evaluation.report import to_junit, to_markdown, write_pieces
    from assistant.files import write_text

    if path.suffix == ".html":
        write_pieces(path, html_of(store, run))
    elif path.suffix == ".md":
        write_text(path, to_markdown(analysis))
    elif path.suffix == ".xml":
        write_text(path, to_junit(analysis))
    elif path.suffix == ".json":
        write_text(path, baseline_json(analysis))
    else:
        raise InputError(f"{path}: 不认识的格式 {path.suffix or '（没有后缀）'}；可用 .html、.md、.xml、.json")


def _list(args: argparse.Namespace) -> int:
    import datetime

    from assistant.evaluation.harness import STORE, list_runs, list_suites

    suites, runs = list_suites(), list_runs(Path(args.store or STORE))
    if args.json:
        value: dict[str, Any] = {
            "suites": [{"name": n, "path": p, "cases": c} for n, p, c in suites],
            "runs": [{"run": r, "suite": s, "created": t, "planned": p, "done": d, "failed": f} for r, s, t, p, d, f in runs],
        }
        print(json.dumps(value, ensure_ascii=False))
        return 0
    print("套件" if suites else "套件：eval/suites/ 里没有")
    for name, path, cases in suites:
        print(f"  {name:<20} {cases:>4} 个用例  {path}")
    print("运行" if runs else "运行：还没有")
    for run, _, created, planned, done, failed in runs:
        when = datetime.datetime.fromtimestamp(created).strftime("%Y-%m-%d %H:%M")
        print(f"  {run:<28} {when}  计划 {planned} = 完成 {done} + 失败 {failed} + 缺 {planned - done - failed}")
    return 0


def _init(args: argparse.Namespace) -> int:
    from assistant.evaluation.making import make_cases, make_suite

    if args.suite:
        print(f"已写到 {make_suite(args.suite)}", file=sys.stderr)
        return 0
    if not args.report or not args.notes:
        raise InputError("要一份报告和它的素材：biganzi eval init 报告.docx 素材.md；或 --suite 名字")
    for path in make_cases(Path(args.report), [Path(note) for note in args.notes], Path(args.output), args.id, sections=args.sections):
        print(f"已写到 {path}", file=sys.stderr)
    return 0


def _chosen(store: RunStore, name: str) -> str:
    if name:
        return store.resolve(name)
    runs = store.runs()
    if not runs:
        raise InputError(f"{store.path}: 还没有运行")
    return str(runs[0][0])
