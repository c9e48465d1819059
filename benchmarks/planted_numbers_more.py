"""More sentence shapes, in wordings that the first set does not have: half-width marks, lists of clauses, figures far apart."""

from __future__ import annotations

from decimal import Decimal

from planted_numbers import Numbers, grown, pct, shape, times, up


# ---- sum -----------------------------------------------------------------------------------------------------------------------------
@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(11, 19), r.n(21, 29), r.n(31, 39)
    return f"全年落实为企服务事项{a + b + c}项，包括用工类{a}项、融资类{b}项、[[审批类{r.w(c)}项]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.d(11, 19), r.d(21, 29)
    return f"全年完成园区配套投资{a + b}亿元（其中财政资金{a}亿元、[[社会资本{r.w(b, 0.5)}亿元]]）。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(3, 9), r.n(11, 19), r.n(21, 39)
    return f"现有产业工人队伍{(a + b + c) * 100}人，其中高级工{a * 100}人，中级工{b * 100}人，[[初级工及其他{r.w(c * 100)}人]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(2, 5), r.n(6, 9), r.n(11, 19)
    return f"新增品牌{a + b + c}个:国家级{a}个、省级{b}个、[[市级{r.w(c)}个]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(101, 199), r.n(201, 299)
    return f"完成企业信用评价{a}户、项目评估{b}户，[[共计{r.w(a + b)}户]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.d(1, 4), r.d(5, 9), r.d(1, 3)
    return f"全年争取上级资金{a + b + c}亿元。其中，中央预算内资金{a}亿元、专项债券{b}亿元、[[其他资金{r.w(c, 0.3)}亿元]]。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.n(60, 90), r.n(11, 29)
    return f"年初排定的{a + b}项重点工作中，{a}项已全面完成，[[剩余{r.w(b)}项]]按序时进度推进。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(11, 19), r.n(5, 9), r.n(3, 7)
    return f"市级以上众创空间{a + b + c}家，其中国家级{c}家、省级{b}家、[[市级{r.w(a)}家]]，孵化面积不断扩大。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b = r.d(30, 60), r.d(5, 9)
    return f"出口总额完成{a}亿元，进口总额完成{b}亿元，[[进出口总额{r.w(a + b, 0.5)}亿元]]，增长5.4%。"


@shape("sum")
def _(r: Numbers) -> str:
    a, b, c = r.n(41, 59), r.n(21, 39), r.n(11, 19)
    return f"建成各类充电终端{a + b + c}个，其中快充桩{a}个、慢充桩{b}个、[[换电位{r.w(c)}个]]。"


# ---- part-exceeds-total --------------------------------------------------------------------------------------------------------------
@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    a, b = r.d(12, 19), r.d(3, 8)
    return f"全年安排科技资金{a}亿元,[[其中用于企业研发补助{{{{{b}|{a + b}}}}}亿元]]。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    a, b = r.n(31, 59), r.n(5, 19)
    return f"实施技术攻关项目{a}项,其中列入省级计划[[{{{{{b}|{a + b}}}}}项]]。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    a, b = r.d(2, 4), r.d(5, 9)
    return f"园区就业人数达到{a}万人，其中本地户籍[[{{{{1.{r.n(1, 9)}|{b}}}}}万人]]。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    a, b = r.n(210, 290), r.n(101, 190)
    return f"全年化解矛盾纠纷{a}件，其中涉企纠纷[[{{{{{b}|{a + b}}}}}件]]，化解成功率保持高位。"


@shape("part-exceeds-total")
def _(r: Numbers) -> str:
    a, b = r.d(15, 19), r.d(5, 9)
    return f"新增绿地面积{a}公顷，其中街头绿地[[{{{{{b}公顷|{b}平方公里}}}}]]。"


# ---- growth --------------------------------------------------------------------------------------------------------------------------
@shape("growth")
def _(r: Numbers) -> str:
    base = r.n(120, 180)
    now = int(grown(base, float(r.d(10, 30)), 0))
    return f"规模以上服务业企业由年初的{base}家发展到{now}家，[[增长{r.w(up(now, base), 1.5)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(210, 390)
    now = grown(base, float(r.d(5, 15)))
    return f"去年完成营业收入{base}亿元，今年达到{now}亿元，[[同比增长{r.w(up(now, base), 1.2)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(41, 59), r.n(21, 35)
    return f"企业办事申报材料由{base}份精简至{now}份，[[精简{r.w(pct(base - now, base), 1.5)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(1, 2, 2)
    now = grown(base, float(r.d(20, 50)), 2)
    return f"亩均税收从{base}万元提高至{now}万元，[[提高了{r.w(up(now, base), 3)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base, now = r.n(22, 30), r.n(12, 18)
    return f"生产安全事故同比由{base}起下降到{now}起，[[下降{r.w(pct(base - now, base), 1.5)}%]]。"


@shape("growth")
def _(r: Numbers) -> str:
    base = r.d(30, 50)
    less = r.d(3, 7)
    return f"全年“三公”及会议支出{base - less}万元，比上年减少{less}万元，[[下降{r.w(pct(less, base), 1.5)}%]]。"


# ---- change --------------------------------------------------------------------------------------------------------------------------
@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(8, 10), r.d(12, 15)
    return f"固定资产投资增长{a}%，工业投资增长{b}%，[[工业投资增速比固定资产投资高{r.w(b - a, 0.4)}个百分点]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.n(300, 390), r.n(210, 290)
    return f"信访总量由{a}件次下降到{b}件次，[[减少{r.w(a - b)}件次]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(55, 59), r.d(51, 54)
    return f"资产负债率为{b}%，较上年的{a}%[[下降{r.w(a - b, 0.4)}个百分点]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.n(21, 39), r.n(51, 69)
    return f"两新党组织由{a}个发展到{b}个，[[增加了{r.w(b - a)}个]]。"


@shape("change")
def _(r: Numbers) -> str:
    a, b = r.d(10, 19), r.d(21, 29)
    return f"年供水能力由{a}万吨/日提高到{b}万吨/日，[[提高{r.w(b - a, 0.5)}万吨/日]]。"


# ---- share ---------------------------------------------------------------------------------------------------------------------------
@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(31, 59), r.n(11, 29)
    return f"新签约项目{a}个，其中外资及港澳台项目{b}个，[[占总数的{r.w(pct(b, a), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.d(300, 500), r.d(100, 199)
    return f"规上工业总产值完成{a}亿元。其中，新能源材料产业产值{b}亿元，[[占规上工业总产值的{r.w(pct(b, a), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(401, 699), r.n(210, 390)
    return f"年末公司干部职工共{a}人，其中中共党员{b}人，[[占比{r.w(pct(b, a), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.n(55, 79), r.n(41, 54)
    return f"列入计划的{a}个工程已完工{b}个，[[完工率达到{r.w(pct(b, a), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    a, b = r.d(20, 30), r.d(11, 19)
    return f"基金认缴规模{a}亿元，实缴{b}亿元，[[实缴率{r.w(pct(b, a), 1.5)}%]]。"


@shape("share")
def _(r: Numbers) -> str:
    goal = r.n(31, 59)
    done = goal + r.n(3, 9)
    return f"新增规上企业{done}家，为全年目标{goal}家的[[{r.w(pct(done, goal), 2)}%]]。"


# ---- multiple ------------------------------------------------------------------------------------------------------------------------
@shape("multiple")
def _(r: Numbers) -> str:
    base = r.n(12, 19)
    now = r.n(41, 69)
    return f"年度授权发明专利{now}件，相当于上年{base}件的[[{r.w(times(now, base), 0.2)}倍]]。"


@shape("multiple")
def _(r: Numbers) -> str:
    base = r.d(1, 3)
    now = base * 4
    return f"五年来，冷链物流收入由{base}亿元增加到[[{{{{{now}亿元，翻了两番|{now}亿元，翻了一番}}}}]]。"


# ---- unit ----------------------------------------------------------------------------------------------------------------------------
@shape("unit")
def _(r: Numbers) -> str:
    a, b = r.d(3, 5), r.d(6, 9)
    return f"园区建成区面积由{a}平方公里拓展到[[{b}{{{{平方公里|平方米}}}}]]。"


@shape("unit")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.d(11, 29, 2)
    return (f"争取地方政府专项债券[[{v}{{{{亿元|万元}}}}]]，居全市开发区首位。", f"要用好{v}亿元地方政府专项债券，尽快形成实物工作量。")


@shape("unit")
def _(r: Numbers) -> str:
    return f"全区规上工业企业[[{r.n(90, 190)}{{{{家|万元}}}}]]，较上年稳步增加。"


@shape("unit")
def _(r: Numbers) -> str:
    return f"引进高层次人才[[{r.n(21, 90)}{{{{名|家}}}}]]，人才结构持续优化。"


@shape("unit")
def _(r: Numbers) -> str:
    v = r.d(1, 3)
    return f"税收收入增长{r.d(7, 9)}%，[[快于全市{{{{{v}个百分点|{v}%}}}}]]。"


# ---- period --------------------------------------------------------------------------------------------------------------------------
@shape("period")
def _(r: Numbers) -> str:
    full = r.d(30, 50)
    part = (full * Decimal("0.9")).quantize(Decimal("0.1"))
    return f"截至11月末累计完成进出口总额[[{{{{{part}|{full + 4}}}}}亿元]]，预计全年完成进出口总额{full}亿元。"


@shape("period")
def _(r: Numbers) -> str:
    a = r.d(20, 30)
    b = (a * Decimal("1.6")).quantize(Decimal("0.1"))
    return f"一季度完成工业投资[[{{{{{a}|{b + 4}}}}}亿元]]，上半年完成工业投资{b}亿元，投资保持较快增长。"


# ---- date ----------------------------------------------------------------------------------------------------------------------------
@shape("date")
def _(r: Numbers) -> str:
    return "年产5万套智能门锁项目于{{2月8日签约，9月16日开工|[[9月16日签约，2月8日开工]]}}，推进迅速。"


@shape("date")
def _(r: Numbers) -> str:
    return "[[{{4月30日|4月31日}}]]前完成全部企业的安全评估。"


@shape("date")
def _(r: Numbers) -> str:
    return "邻里中心{{6月竣工验收，8月投入使用|[[8月竣工验收，6月投入使用]]}}，方便了周边职工生活。"


# ---- missing-figure ------------------------------------------------------------------------------------------------------------------
@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"新建改建道路6条，[[总里程{{{{{r.d(5, 9)}|}}}}公里]]。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"引进各类人才[[{{{{{r.n(120, 190)}|}}}}人]]，其中硕士以上36人。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"到位市外资金增长[[{{{{{r.d(5, 9)}|}}}}%]]左右。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"工业用电量[[下降{{{{{r.d(1, 3)}|}}}}%]]，降幅逐月收窄。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"征收土地[[{{{{{r.n(900, 1900)}|}}}}亩]]，供应工业用地860亩。"


@shape("missing-figure")
def _(r: Numbers) -> str:
    return f"全年新签约项目[[{{{{{r.n(31, 59)}|}}}}个]]、总投资126.5亿元。"


# ---- rank-direction ------------------------------------------------------------------------------------------------------------------
@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(61, 78), r.n(41, 58)
    return f"国家级经开区综合考评[[排名由第{{{{{a}名提升至第{b}|{b}名提升至第{a}}}}}名]]，提升{a - b}个名次。"


@shape("rank-direction")
def _(r: Numbers) -> str:
    a, b = r.n(12, 18), r.n(5, 9)
    return f"全省开发区考核位次由上年的第{a}位前移到第{b}位，[[前移{r.w(a - b)}个位次]]。"


# ---- direction -----------------------------------------------------------------------------------------------------------------------
@shape("direction")
def _(r: Numbers) -> str:
    return f"万元产值综合能耗较上年[[{{{{下降|下降-}}}}{r.d(2, 4)}%]]，绿色发展成效显现。"


@shape("direction")
def _(r: Numbers) -> str:
    return "企业综合用电成本[[从每千瓦时{{0.72元降低到0.65|0.65元降低到0.72}}元]]。"


@shape("direction")
def _(r: Numbers) -> str:
    a, b = r.n(11, 19), r.n(5, 9)
    return f"审批环节[[由{{{{{a}个压缩为{b}|{b}个压缩为{a}}}}}个]]，提速明显。"


# ---- range ---------------------------------------------------------------------------------------------------------------------------
@shape("range")
def _(r: Numbers) -> str:
    a, b = r.n(100, 200), r.n(300, 500)
    return f"对评定为A类的企业给予[[{{{{{a}—{b}|{b}—{a}}}}}万元]]奖励。"


@shape("range")
def _(r: Numbers) -> str:
    return "[[{{3—5|5—3}}月]]为企业用工高峰期。"


@shape("range")
def _(r: Numbers) -> str:
    return "项目建设周期一般为[[{{12至18|18至12}}个月]]。"


# ---- year ----------------------------------------------------------------------------------------------------------------------------
@shape("year")
def _(r: Numbers) -> str:
    return "[[{{2023|2022}}年是全面贯彻党的二十大精神的开局之年]]，各项事业迈出坚实步伐。"


@shape("year")
def _(r: Numbers) -> str:
    return "要认真谋划“十五五”（[[{{2026|2025}}—2030年]]）发展，抓紧开展前期研究。"


# ---- conflict ------------------------------------------------------------------------------------------------------------------------
@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    g = r.d(6, 9)
    return (f"规上工业增加值增长{g}%，增速居全市前列。", f"规上工业增加值[[增长{r.w(g, 0.4)}%]]，工业压舱石作用更加突出。")


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    v = r.n(112, 189)
    return (f"实施亿元以上产业项目{v}个，总投资912亿元。", f"[[{r.w(v)}个亿元以上产业项目]]全部落实领导包抓责任。")


@shape("conflict")
def _(r: Numbers) -> str:
    return f"海铁联运量完成[[{{{{{r.d(8, 9)}|7.6}}}}万标箱]]，突破8万标箱。"


@shape("conflict")
def _(r: Numbers) -> tuple[str, ...]:
    a, b = r.n(31, 44), r.n(52, 69)
    return (f"省级专精特新中小企业由{a}家增加到{b}家。", f"PLAN力争省级专精特新中小企业[[由{r.w(b)}家]]发展到75家。")
