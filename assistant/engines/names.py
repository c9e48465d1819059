"""Names of firms, projects and people by their form: what privacy hides and what a model may not invent. Comparing is in `naming`."""

from __future__ import annotations

import re

_FIRM_KIND = "有限责任公司|有限公司|股份公司|集团|公司|研究院|研究所|大学|学院|银行|医院|协会|商会|合作社|事务所|基金会"
_PROJECT_KIND = "项目|产业园|生产线|工厂|数据中心|总部(?:基地)?|智造园|科技园|基地"
_KIND = re.compile(f"(?:{_FIRM_KIND}|{_PROJECT_KIND})$")
FIRM = re.compile(rf"[\u4e00-\u9fffA-Za-z·]{{2,16}}?(?:{_FIRM_KIND})")
PROJECT = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9·]{{2,14}}?(?:{_PROJECT_KIND})")
#: words before 项目, 公司 … that name a kind and no one in particular; also verbs that may stand there
_GENERIC = re.compile(
    r"(?:重点|重大|产业|工业|技改|技术改造|招商|引资|亿元|以上|投资|建设|民生|工程|科技|签约|开工|在建|续建|储备|新建|扩建|改建|实事|基础设施|设施|优质|大|好|小|新|老|各|类|批|个|该|此"
    r"|标志性|引领性|示范|试点|龙头|骨干|头部|知名|上市|国有|国企|民营|外资|合资|子|分|总|母|平台|城投|高等|科研|高校|本科|专业|地方|商业|政策性|合作|产业链|链主|供应链"
    r"|主导|产业|制造业|服务业|农业|文旅|旅游"
    r"|物流|能源|新能源|环保|储能|数字化|智能化|绿色|低碳|节能|改造|升级|提升|攻关|研发|创新|成果|转化|孵化|培育|扶持|补助|专项|债券|资金|政府|社会|市场|省|市|县|区|国家|级|省级|市级|国家级"
    r"|推进|推动|服务|保障|谋划|包装|策划|引进|引入|洽谈|对接|跟踪|落地|实施|促进|加快|抓|上|促|强化|围绕|聚焦|盯|管|审批|代办|帮办|包联|包抓|围绕|支撑|带动|打造|建成|建|建立|设立|组建|成立|申报|争取|获批"
    r"|一批|多个|部分|有关|相关|所有|全部|其他|其中|这些|上述|拟|计划|待|已|的|了|等|及|和|与|为|将|对|在|由|向|以|是|有|等|年|月|度|期)+$"
)
#: what is done, not who does it: a stretch with one of these inside is a phrase, no name
_ACT = re.compile(
    r"引进|引入|推进|推动|服务|配合|参与|开展|组织|完成|实施|建设|举办|争取|申报|新增|签约|开工|投产|竣工"
    r"|盘活|整治|治理|清理|涉及|指导|协调|保障|入驻|落户|拜访|走访|提高|健全|加快|完善|平均|每个|滞后|现代化|加强|优化|推广|支持|扶持|鼓励|选派|筛选|排查"
    r"|梳理|储备|对接|考核|评估|督导|督办|推介|联系|攻坚|突破|确保|力争|围绕|聚焦|针对|符合|具备|达到|超过|以上|各类|其他|一批|多个|部分|解决|缩短|压缩|节约"
)
_LEADING = re.compile(
    r"^(?:如|由|与|和|及|等|对|向|为|以|在|从|将|把|被|给|其中|包括|引进|引入|培育|支持|推动|推进|服务|助力|帮助|指导|新增|新引进|成功|协调|走访|联系|对接|促成"
    r"|建设|实施|谋划|打造|加快|新建|总投资|投资|元的|的|了)+"
)
_TITLE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?:同志|书记|主任|局长|科长|院士|教授|博士|先生|女士|总经理|董事长|经理|站长|所长|处长|部长|县长|区长|市长|省长)"
)
_STAGED = re.compile(
    r"(?:^|[，。；、\s月日])([\u4e00-\u9fff]{4,10}?)(?:[一二三]期)?(?:技改|主体)?"
    r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:已|正式|顺利|拟|计划)?(?:签约|拿地|开工|结顶|竣工|投产|试生产|竣备)"
)
_CONTACT = re.compile(r"(?:联系人|负责人|经办人|审核人|填报人|报送人|撰稿|主要负责同志)[：: ]*([\u4e00-\u9fff]{2,4})")


def core_of(name: str) -> str:
    """What is individual in a name: its kind, the words before it and general words taken off; "" where nothing is left."""
    kind = _KIND.search(name)
    stem = name[: kind.start()] if kind else name
    stem = _LEADING.sub("", stem)
    stem = _GENERIC.sub("", stem)
    stem = stem.rpartition("的")[2]
    if _ACT.search(stem):
        return ""
    return stem if len(stem) >= 2 and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", stem) else ""


def is_known(core: str, text: str) -> bool:
    """Whether some pair of neighbouring characters at the end or the beginning of a name stands in the text."""
    return core in text or core[-2:] in text or (len(core) > 3 and core[:3] in text)


def names_in(text: str) -> set[str]:
    """Names of firms, projects and people in a text, as far as their form gives them away."""
    found: set[str] = set()
    for pattern in (FIRM, PROJECT):
        for match in pattern.finditer(text):
            core = core_of(match[0])
            if core and not _ACT.search(core):
                at = match[0].find(core)
                found.add(match[0][at:])
    for match in _TITLE.finditer(text):
        found.add(match[1])
    for match in _CONTACT.finditer(text):
        found.add(match[1])
    found |= _named_lines(text)
    return found


def _named_lines(text: str) -> set[str]:
    """The name before the colon of a note on one project, or before its stage: 朔禾储能：8月签约; 11月澜新重装技改投产."""
    found: set[str] = set()
    label = re.match(r"^\s*([\u4e00-\u9fffA-Za-z]{3,12})(?:（[^）]*）)?[：:]", text)
    if label and re.search(r"总投资|签约|开工|投产|竣工|拿地|结顶", text) and not _GENERIC.fullmatch(label[1]):
        found.add(label[1])
    for match in _STAGED.finditer(text):
        name = _LEADING.sub("", match[1])
        if len(name) >= 4 and not _GENERIC.fullmatch(name) and not _ACT.search(name):
            found.add(name)
    return found
