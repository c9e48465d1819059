"""Commands of the chat in plain words: what a message is taken for, and what is done."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError, SettingsError
from assistant.settings import Settings
from assistant.workspace import Workspace
from assistant.writing.conversation.routing import Desk, route
from assistant.writing.conversation.shortening import shorten
from tests.chat_texts import make_library

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("message", "verb"),
    [
        ("芦河2023年税收多少", "ask"),
        ("检查企业多少家次", "ask"),
        ("“精简审批事项”怎么写的", "ask"),
        ("起草这类文件一般怎么写开头", "ask"),
        ("报告里检查隐患那句怎么表述", "ask"),
        ("检查 草稿.docx", "check"),
        ("帮我检查一下这份稿子：全年签约项目30个，其中装备12个、材料10个、其他6个。", "check"),
        ("核对一下 报告.txt", "check"),
        ("用 素材.md 起草招商引资这一节", "draft"),
        ("根据 经发局.xlsx 和 招商局.docx 写一份2026年工作总结", "draft"),
        ("用 ./notes/2026 里的素材起草", "draft"),
        ("把这段缩短：坚持规划引领，新建道路3.2公里，为发展奠定坚实基础。", "shorten"),
        ("这段太长了，压缩到100字：坚持规划引领，新建道路3.2公里，为发展奠定坚实基础。", "shorten"),
        ("NUM003是什么意思", "explain"),
        ("帮助", "help"),
    ],
)
def test_what_a_message_asks_for(message: str, verb: str) -> None:
    assert route(message).verb == verb


def test_the_details_of_a_command() -> None:
    action = route("用 素材/招商局.md 和 “经发局 数据.xlsx” 起草2026年招商引资这一节")
    assert set(action.paths) == {"素材/招商局.md", "经发局 数据.xlsx"}
    assert action.section == "招商引资"
    assert action.year == 2026
    assert route("把这段压缩到120字：" + "全年完成投资9.4亿元，增长5%。" * 3).length == 120


def test_what_is_on_the_desk_stands_in_for_files() -> None:
    assert route("起草招商引资这一节", Desk(notes=("a.md",))).verb == "draft"
    assert route("再短一点", Desk(paragraph="新建道路3.2公里。")).verb == "shorten"
    assert route("检查一下", Desk(draft="全文")).verb == "check"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("desk")
    return Workspace(Settings(library=make_library(folder).location, engine="offline"))


def test_check_reports_the_wrong_sum(workspace: Workspace) -> None:
    said = workspace.act(workspace.route("检查这段：全年新签约项目30个，其中高端装备12个、新材料10个、其他6个。"))
    assert "NUM003" in said
    assert "28" in said
    clean = workspace.act(workspace.route("检查这段：全年新签约项目28个，其中高端装备12个、新材料10个、其他6个。"))
    assert "NUM003" not in clean


def test_draft_writes_the_section_from_the_notes(workspace: Workspace, tmp_path: Path) -> None:
    notes = tmp_path / "招商局.md"
    notes.write_text("# 招商引资\n- 新签约亿元以上项目31个，协议总投资118.4亿元\n- 到位市外资金52.6亿元，增长9.3%\n", encoding="utf-8")
    said = workspace.act(workspace.route(f"用 {notes} 起草招商引资这一节"))
    assert "31个" in said
    assert "118.4亿元" in said
    assert "52.6亿元" in said
    assert "23个" not in said


def test_what_is_missing_is_asked_for(workspace: Workspace) -> None:
    for message, said in (("检查一下这份稿子", "哪一份"), ("根据素材起草一份总结", "哪些素材"), ("把这段缩短", "哪一段")):
        with pytest.raises(InputError, match=said):
            workspace.act(workspace.route(message))
    with pytest.raises(InputError):
        workspace.act(workspace.route("检查 没有这个文件.docx"))


def test_explain_and_help(workspace: Workspace) -> None:
    assert "分项" in workspace.act(workspace.route("NUM003 是什么意思"))
    assert "起草" in workspace.act(workspace.route("帮助"))


def test_shortening_takes_the_empty_words() -> None:
    done = shorten("坚持以项目为王，强化责任担当，全年开工项目18个，完成投资9.4亿元。持续优化服务，为高质量发展奠定坚实基础。")
    assert done.text == "全年开工项目18个，完成投资9.4亿元。"
    assert "坚持以项目为王" in done.removed
    assert shorten("新建道路3.2公里。").remark


_SENTENCES = st.lists(st.sampled_from([
    "坚持规划引领，", "全面落实各项部署，", "新建道路3.2公里，", "走访企业760家次。", "为发展奠定坚实基础。", "“芦快办”品牌上线，",
    "取得明显成效。",
    "一是强化责任意识。", "启德公司投产。", "增长百分之五，", "持续发力；"]), min_size=1, max_size=8).map("".join)


@given(_SENTENCES)
def test_shortening_loses_no_figure_and_adds_no_word(text: str) -> None:
    done = shorten(text)
    figures = re.findall(r"\d+(?:\.\d+)?", text)
    assert re.findall(r"\d+(?:\.\d+)?", done.text) == figures
    assert done.text.count("启德公司") == text.count("启德公司")
    assert done.text.count("“芦快办”") == text.count("“芦快办”")
    rest = iter(text + "。")
    assert all(char in rest for char in done.text if char != "。")
    assert done.text


def test_a_model_that_is_not_configured_is_said_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="没有配置模型"):
        Workspace(Settings(library=workspace.settings.library, engine="model")).chat("芦河2022年税收收入多少")


def test_a_conversation_in_the_terminal(workspace: Workspace) -> None:
    lines = "芦河2022年税收收入多少\n2023年呢\n把这段缩短：坚持规划引领，新建道路3.2公里。\n检查 没有.docx\n"
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "chat", "--library", workspace.settings.library, "--engine", "offline"], input=lines,
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False)
    assert done.returncode == 0
    assert "12.8亿元" in done.stdout
    assert "13.6亿元" in done.stdout
    assert "luhe-2022.txt" in done.stdout
    assert "新建道路3.2公里" in done.stdout
    assert "没有.docx" in done.stderr
    assert "Traceback" not in done.stderr
