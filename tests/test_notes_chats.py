"""Messages pasted as notes: who sent them, the times in front, quoted mail; invented departments and figures."""

from __future__ import annotations

import pytest

from assistant.notes.layout import lines_of
from assistant.notes.reading import parse_material, parse_notes
from assistant.notes.senders import sender_of, spoken_by, time_before


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("**港航处 老邢**", "港航处"),
        ("**张三（经发局）** 14:32", "经发局"),
        ("王五（招商局） 14:32", "招商局"),
        ("经发局-李四 2025/12/3 9:12", "经发局"),
        ("2025-12-03 09:12 经发局李四", "经发局"),
        ("李四-规建局 12-03 09:12:33", "规建局"),
        ("财政局（陈工）", "财政局"),
        ("发件人：商务股 覃工", "商务股"),
        ("发件人: 应急局 <yj@example.cn>", "应急局"),
    ],
)
def test_a_line_of_its_own_names_the_sender(line: str, office: str) -> None:
    sender = sender_of(line)
    assert sender is not None
    assert sender.office == office


@pytest.mark.parametrize("line", ["经济发展局", "招商局 签约", "签约（招商局）", "规建局道路", "固投12亿（经发局）", "上午 09:15"])
def test_what_names_no_sender(line: str) -> None:
    assert sender_of(line) is None


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("14:32 固投12亿", "固投12亿"),
        ("[09:15] 固投12亿", "固投12亿"),
        ("12月3日 09:15 固投12亿", "固投12亿"),
        ("11-29 09:40 固投12亿", "固投12亿"),
        ("12-03 岸电8套", "岸电8套"),
        ("12月3日 泵站开工", "12月3日 泵站开工"),
        ("09:00-17:00开放窗口8个", "09:00-17:00开放窗口8个"),
        ("10:00前办结8件", "10:00前办结8件"),
    ],
)
def test_the_time_in_front_is_no_part_of_what_was_said(line: str, rest: str) -> None:
    assert line[time_before(line, True) :] == rest


def test_a_date_without_a_clock_is_only_taken_off_in_a_chat() -> None:
    assert [line.text for line in lines_of("12-03 岸电8套")] == ["12-03 岸电8套"]


def test_a_sender_in_front_of_what_was_said() -> None:
    assert spoken_by("招商局 签约：31个") is None
    assert spoken_by("签约（招商局）：31个") is None
    found = spoken_by("经发局-李四：固投12亿")
    assert found is not None
    assert found[0].office == "经发局"
    assert found[1] == 7


CHAT = """澧原工业园总结材料群聊记录

**经发局 老周** 09:10
规上产值全年预计96.4亿，去年90.1
09:12 规上企业58户
王五（招商局） 09:20
签约27个
孙六 09:25
[09:26] 检查企业180家次
经发局-老周：税收3.2亿
**2026年打算（12-11碰头）**
- 产值103亿
"""


def test_a_chat_gives_departments_parts_and_texts_without_times() -> None:
    found = [(note.text, note.department, note.part) for note in parse_notes(CHAT)]
    assert found == [
        ("规上产值全年预计96.4亿，去年90.1", "经发局", ""),
        ("规上企业58户", "经发局", ""),
        ("签约27个", "招商局", ""),
        ("检查企业180家次", "", ""),
        ("税收3.2亿", "经发局", ""),
        ("产值103亿", "", "plan"),
    ]


def test_a_sender_who_told_his_office_once_keeps_it() -> None:
    text = "李四（经发局） 09:10\n固投12亿\n王五（招商局） 09:12\n签约27个\n李四 09:30\n税收3.2亿\n"
    assert [note.department for note in parse_notes(text)] == ["经发局", "招商局", "经发局"]


def test_bold_type_inside_a_line_is_taken_off() -> None:
    (note,) = parse_notes("# 某园2025年素材\n## 规建局\n- **道路**：新建**6.2公里**\n")
    assert note.text == "道路：新建6.2公里"


MAIL = """发件人：经济股 覃工
时间：2025-12-03 16:20
收件人：办公室
主题：总结数据

规上产值全年预计87.6亿
> 请报规上企业户数
78户

-----原始邮件-----
发件人：招商股
发送时间：2025年12月2日
新签约19个
"""


def test_a_mail_gives_its_sender_and_not_its_head() -> None:
    notes = [note for note in parse_material(MAIL).notes if not note.instruction]
    assert [(note.text, note.department) for note in notes] == [
        ("规上产值全年预计87.6亿", "经济股"),
        ("请报规上企业户数", "经济股"),
        ("78户", "经济股"),
        ("新签约19个", "招商股"),
    ]
