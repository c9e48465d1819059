"""Reports and notes of a fictional zone, written for the page's tests: small, with one conflict, one gap, and one wording to mend."""

UNIT = "榆湾经济开发区"

REPORT_2024 = """榆湾经济开发区2024年工作总结和2025年工作思路

2024年，榆湾经济开发区坚持稳中求进，较好完成了各项目标任务。

一、2024年工作总结
（一）聚力稳中提质，经济运行稳步向好
坚持把稳增长放在首位，加强运行调度，强化要素保障。全年实现规模以上工业总产值180.4亿元，同比增长7.2%；完成固定资产投资52.3亿元，增长6.1%；一般公共预算收入8.6亿元，增长4.9%。
（二）聚力招大引强，项目建设提速增效
坚持把招商引资作为“一号工程”，聚焦主导产业精准招商、以商招商。全年新签约亿元以上项目21个，协议总投资83.5亿元。
（三）聚力安全发展，底线防线更加牢固
压实安全生产责任，开展重点领域专项整治。全年排查整改隐患640项。

二、2025年工作思路
（一）全力稳定经济运行
规模以上工业总产值增长7.5%，固定资产投资增长6%。
（二）全力推进项目建设
新签约亿元以上项目25个，建成人才公寓二期。
"""

NOTES_ECONOMY = """# 经济发展局

- 规上工业总产值全年预计195.2亿元，同比增长8.2%
- 固定资产投资56.0亿元，增长7.1%
- 一般公共预算收入9.1亿元，增长5.8%
- 新签约亿元以上项目26个
"""

NOTES_INVESTMENT = """# 招商促进局

- 新签约亿元以上项目24个，协议总投资96.4亿元
- 组建3个专班外出招商，对接企业142家
- 税收收入   亿元，同比增长6.1%
"""

NOTES_SAFETY = """# 应急管理局

- 排查隐患812项，整改806项
- 开展应急演练18次
"""

#: a text to be checked: a growth that doesn't follow from its values, and a wording with a safe mend
RETURNED = """榆湾经济开发区2025年工作总结

一、2025年工作总结
（一）经济运行
全区规模以上工业总产值195.2亿元，比上年的180.4亿元增长9.9%。
（二）项目建设
新签约亿元以上项目26个，协议总投资96.4亿元，对周边乡镇的幅射带动作用进一步增强。
"""

HOSTILE = """# <script>window.hacked=1</script>局

- 规上工业总产值195.2亿元，同比增长8.2%<img src=x onerror="window.hacked=2"><b>
- [点这里](javascript:window.hacked=3) 固定资产投资56.0亿元
- {{value}} ${window.hacked=4} `${1}` 一般公共预算收入9.1亿元
"""

HOSTILE_REPORT = """<script>window.hacked=5</script>榆湾经济开发区2023年工作总结

一、2023年工作总结
（一）经济运行<img src=x onerror=window.hacked=6>
全年实现规模以上工业总产值168.3亿元，<a href="javascript:window.hacked=7">同比增长6.0%</a>。招商引资<svg onload=window.hacked=8>持续发力。
"""
