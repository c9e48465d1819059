"""`biganzi doctor`: what is configured, reachable and missing, and what to do about it. A key is never printed."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from assistant.settings import Settings, configuration_folder, load_settings

State = Literal["ok", "missing", "bad"]
_MARK = {"ok": "✓", "missing": "–", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report: what, state, what was seen, what to do."""

    what: str
    state: State
    seen: str
    advice: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--library", help="资料库文件夹，或 Chroma 服务地址")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Print the report; 0 when the default way of working is whole, 1 when something configured does not work."""
    settings = load_settings(library=args.library)
    checks = examine(settings)
    if args.json:
        print(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    else:
        for check in checks:
            print(f"{_MARK[check.state]} {check.what}：{check.seen}" + (f"\n    → {check.advice}" if check.advice else ""))
    return 1 if any(check.state == "bad" for check in checks) else 0


def examine(settings: Settings) -> list[Check]:
    """All checks in order; only what the user configured is contacted."""
    checks = [
        Check("Python", "ok", sys.version.split()[0]),
        _configuration(),
        _library(settings),
        Check("起草引擎", "ok", {"offline": "离线（不用模型、不联网）", "model": "模型"}[settings.effective_engine]),
        _endpoint(settings),
        Check("密钥", "ok" if os.environ.get("OPENAI_API_KEY") else "missing",
              "环境变量 OPENAI_API_KEY 已设置（不显示）" if os.environ.get("OPENAI_API_KEY") else "未设置；离线工作不需要"),
    ]
    checks += [_module("pypdf", "读 PDF", "pip install 'biganzi[pdf]'")]
    checks += [_program("soffice", "LibreOffice（读 doc、wps，导出 PDF）", "装 LibreOffice 后可用；不装不影响 docx")]
    return [*checks, _fonts()]


def _configuration() -> Check:
    found = [str(path) for path in (Path("biganzi.toml"), configuration_folder() / "biganzi.toml") if path.exists()]
    return Check("配置文件", "ok" if found else "missing", "、".join(found) or "没有 biganzi.toml，用默认设置")


def _library(settings: Settings) -> Check:
    location = settings.library
    if location.startswith(("http://", "https://")):
        return _reach("资料库（Chroma 服务）", location, location.rstrip("/") + "/api/v2/heartbeat")
    if not Path(location).exists():
        return Check("资料库", "missing", f"{location} 还没有建立", "biganzi ingest 往年报告文件夹")
    from assistant.errors import BiganziError
    from assistant.workspace import Workspace

    try:
        reports = Workspace(settings).library.reports()
    except BiganziError as error:
        return Check("资料库", "bad", str(error), "biganzi library rebuild")
    return Check("资料库", "ok", f"{location}，{len(reports)} 份报告")


def _endpoint(settings: Settings) -> Check:
    if not settings.has_endpoint:
        return Check("模型接口", "missing", "未配置；不会有任何外部连接", "要用模型：设置 OPENAI_BASE_URL 和 BIGANZI_MODEL")
    if not settings.model:
        return Check("模型接口", "bad", "配置了接口但没有模型名", "设置 BIGANZI_MODEL")
    if not settings.base_url:
        return Check("模型接口", "ok", f"默认接口，模型 {settings.model}（未试连）")
    return _reach(f"模型接口 {settings.model}", settings.base_url, settings.base_url.rstrip("/") + "/models")


def _reach(what: str, shown: str, url: str) -> Check:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY') or 'none'}"})
    try:
        with urllib.request.urlopen(request, timeout=5):
            return Check(what, "ok", f"{shown} 可达")
    except urllib.error.HTTPError as error:
        if error.code in (401, 403):
            return Check(what, "bad", f"{shown} 拒绝了密钥（{error.code}）", "检查 OPENAI_API_KEY")
        return Check(what, "ok", f"{shown} 可达（{error.code}）")
    except (OSError, ValueError) as error:
        return Check(what, "bad", f"{shown} 连不上（{getattr(error, 'reason', error)}）", "检查地址、网络和服务是否启动")


def _module(name: str, what: str, advice: str) -> Check:
    there = importlib.util.find_spec(name) is not None
    return Check(what, "ok" if there else "missing", f"{name} {'已安装' if there else '未安装'}", "" if there else advice)


def _program(name: str, what: str, advice: str) -> Check:
    there = shutil.which(name)
    return Check(what, "ok" if there else "missing", there or "本机没有", "" if there else advice)


def _fonts() -> Check:
    from assistant.writing.export.docx import missing_fonts

    missing = missing_fonts()
    if missing is None:
        return Check("公文字体", "missing", "本机没有 fontconfig，无法判断")
    if missing:
        return Check("公文字体", "missing", "缺 " + "、".join(missing), "文件里仍写这些字体名；打印前在装有它们的电脑上打开")
    return Check("公文字体", "ok", "齐全")
