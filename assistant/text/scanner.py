"""One regex that walks over a folded text and names what it meets: marks, times, figures, names with digits. No meaning here.

The order of the alternatives is the order of decision: what is no quantity (masked date, document number, ordinal, slogan, code)
is taken before a number can be.
"""

from __future__ import annotations

import re

from assistant.text.periods import PERIOD
from assistant.text.units import BASE_UNIT, MAGNITUDE, PER

NUM = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
_CN = "一二两三四五六七八九十百千零〇"
_MASK = r"(?:[*×Xx○]|_{2,})(?:[*×Xx○_.\-—~\d]*[*×Xx○_0])?"

#: characters after a measure word that make it the beginning of another word: 3家庭, 5人才, 2平台
_NOT_A_MEASURE = (
    "分(?=[别之类布局公散支])|年(?=代|级|货|均|产|度|龄)|日(?=均|处理|产|供)|天(?=然)|度(?=假)|平(?=均|台|安|稳|方(?!米|公里|千米))|方(?=面|案|针|式|便|向|位)"
    "|家(?=庭|长|政|居|具|乡)|人(?=均|才|民|口|力|社|居|文|士|类|大)|次(?=年|日|月|级|要|产业)|位(?=置|于|列|居)|名(?=录|单|称|牌|优|副)"
    "|项(?=目|下)|件(?=数)|起(?=草|步|来|到|重)|条(?=件|例|款)|部(?=分|门|署|委|级)|种(?=植|子|业|质|养|粮|苗)|本(?=科|级|地|区|市|省|年|轮|报)"
    "|口(?=岸|径|袋|号)|期(?=间|货)|台(?=账|阶|风|湾)|批(?=复|准|而|发|量)|组(?=织|建|成|团|合)|班(?=子|组|列)|对(?=接|外|应|标|口|全|企)"
    "|场(?=地|所|景|馆|均|站)|所(?=有|属|在|需)|张(?=家)|片(?=区|林)|间(?=接|隔)|道(?=路|德)|节(?=能|约|水|假)|列(?=入|全|为|第|车)|单(?=位|体|独)"
    "|票(?=价)|笔(?=试|记|者|直|会|录)|团(?=队)|门(?=店|类)|轮(?=次)|份(?=额)|支(?=持|部|撑|付|出|行|线)|套(?=餐)|座(?=谈|椅)|头(?=部|雁)|只(?=有|占|要|能)|类(?=型|别)"
    "|层(?=次|级|面)|米(?=袋|粉)|例(?=如|行)|个(?=别|人)|级(?=别)|升(?=级|至|到|规)|课(?=题)|标(?=准(?!箱))|斤(?=斤)|户(?=籍|外)|块(?=状)|箱(?=变|式|体)"
    "|点(?=对)|字(?=号)|周(?=年)|瓦(?=特|斯)|家(?=企)(?=\\Z)"
)
#: the unit is matched on its own, where a number ends: once instead of in every alternative
UNIT_AT = re.compile(
    rf" ?(?P<fuzz>[余多来](?!源))? ?(?P<unit>(?!{_NOT_A_MEASURE})(?:{BASE_UNIT}|{MAGNITUDE}(?P<inner>[余多])?(?:{BASE_UNIT})){PER}?"
    rf"|{MAGNITUDE}(?P<after>[余多])?)"
)
_LOW_UNIT = "(?: ?[十百千]?[万亿]{0,2}(?:元|亩|吨|人|家|户|个|项|%|美元|平方米|公里|公顷|天|年|次|名|件|场)?)"
_RANGE = r" ?(?:[-—~]{1,2}|至) ?"
#: units that a number in Chinese numerals must have to be a quantity; looser words stand in names and promises
_CN_UNIT = (
    "(?:[万亿]{0,2}(?:元|美元|亩|公里|平方米|平方公里|立方米|吨|公顷|人次|千瓦)|个工作日|个百分点|户(?!籍)|家(?!庭|长|企一)|人次|座(?!谈)|栋|辆|宗"
    "|个月|岁)"
)
_CODE = (
    r"PM\d+(?:\.\d+)?|(?:COD|NH|SO|NO|CO)\d{0,2}|[hH]\d+[nN]\d+|[A-Za-z]{1,4}-?\d{1,5}(?:[A-Za-z]\w*|-\w+)?(?![\d.]*[万亿%家户个项件元亩])(?!\.\d)"
)

#: marks; the commonest first
_MARKS = (
    r"(?P<comma>[，：:]|,(?!\d{3}(?!\d))|——)"
    r"|(?P<stop>[。！？!?\n])"
    r"|(?P<item>、)"
    r"|(?P<semi>；)"
    r"|(?P<docno>[〔（【\[](?:19|20)\d\d[〕）】\]] ?(?:第)?\d+ ?号)"
    r"|(?P<open>（)|(?P<close>）)"
    # “十四五”时期 is a time
    r"|(?P<quote>“(?!十[一二三四五六]五”(?:时期|期间|以来|末|五年|前\w年))[^”\n]{0,40}”|《[^》\n]{0,80}》)"
)
#: what begins with a digit
_DIGITS = (
    rf"(?P<period>(?<![\d.第])(?:{PERIOD}))"
    r"|(?P<ratio>\d+(?:\.\d+)?(?: ?[∶:：] ?\d+(?:\.\d+)?){1,3}(?![\d.]*[，。]?\d{2}分))"
    r"|(?P<slogan>\d+(?:\+[\dNnXx]+)+|\d+ ?[×xX] ?\d+(?:\.\d+)?|\d+(?:/\d+){2,})"
    r"|(?P<code>\d+(?:强(?!化)|(?:[#号](?!\d*日)|国道|省道|县道|[GDSKA](?![A-Za-z])|A级|\.0版)[A-Za-z0-9]*))"
    r"|(?P<pair>(?P<left>\d+(?:\.\d+)?)/(?P<right>\d+(?:\.\d+)?))"
    # 服装2860万件-1.9%: an amount and its fall, no range
    rf"|(?P<range>(?!{NUM}[^\d%％\-—~至]{{1,4}}-{NUM}%)(?P<low>{NUM})(?P<low_unit>{_LOW_UNIT}){_RANGE}(?P<high>{NUM}))"
    rf"|(?P<number>{NUM})"
)
#: what begins with anything else
_WORDS = (
    rf"(?P<period_word>(?<![\d.第])(?:{PERIOD}))"
    rf"|(?P<rank>(?:第|前) ?(?P<rank_no>\d+|[{_CN}]+) ?(?P<rank_unit>位次|位(?![数于置])|名(?![副单优]))"
    r"|前 ?(?P<top>\d+)(?=[，。；、）]|$))"
    rf"|(?P<ordinal>第 ?(?:\d+|[{_CN}]+)(?: ?[-—~至到、和] ?(?:第)?(?:\d+|[{_CN}]+))?"
    r"(?:批次|方阵|梯队|[批期届次个条号版项轮场产业节章大])?)"
    rf"|(?P<code_letter>{_CODE})"
    rf"|(?P<masked>(?<![A-Za-z\d]){_MASK})"
    r"|(?P<percent_cn>百分之(?P<per_hundred>[一二三四五六七八九十百点零]+))"
    r"|(?P<fraction>(?<![第\d])(?P<below>[二三四五六七八九十]+)分之(?P<above>[一二三四五六七八九十]+))"
    r"|(?P<fold>翻(?:了)?(?P<folds>[一两二三四])?番(?!两))"
    r"|(?P<tenths>(?P<tenth>[一二三四五六七八九])成(?=以上|左右|多|[，。；、）]|$))"
    r"|(?P<half>(?<=[占近超达过约])(?:一半|半数)|过半(?=[，。；、）]|$))"
    r"|(?P<digits>两位数(?=增长|以上|[，。；、]|增幅|增速))"
    rf"|(?P<times_cn>(?P<times>[一两二三四五六七八九十]+)倍)"
    rf"|(?P<chinese>(?<![第{_CN}几数])(?P<cn>[二两三四五六七八九][百千万亿{_CN}]*|十[一二三四五六七八九][百千万亿{_CN}]*|一[百千][零〇一二三四五六七八九百十]*)"
    rf"(?P<cn_unit>{_CN_UNIT}))"
    r"|(?P<bar>(?<![\d多余几数十百千万亿])[百千]?亿元?(?=以上|级|企业|项目|产业|园区|集群))"
    r"|(?P<hole>(?<=[\u4e00-\u9fff”）])(?<![\d多余几数十百千万亿超过逾满足上近达破到约级成]) {0,2}"
    r"(?:[亿万](?:元|美元)|万平方米|万亩)(?![以级企产项工规制投G地增国能])"
    r"|(?<=[长降占率达为到至高低比高同升加])-? ?%|(?<=[值资收额]) {0,2}亿(?=[，。；（ ]|$))"
    r"|(?P<role>预计|预期(?!目标)|有望|预估|力争|确保|争取(?=[\u4e00-\u9fff]{0,12}(?:达|突破|实现|完成|\d|新增|增长))"
    r"|(?:预期|主要|发展|工作|奋斗)?目标(?:是|为|：)"
    r"|拟(?!定|订|建)|计划(?=实现|突破|达到|新增|实施|开工|完成|新建|引进|举办|签约|培训|建设|年内|今年|明年))"
    r"|(?P<part>其中|其余|包括)"
)

#: how an alternative of _WORDS can begin: everything else is passed over quickly, by two characters where one is a common word
_WORD = (
    r"[*×Xx○_A-Za-z第前百二三四五六七八九十翻两过半千亿万确争拟截到至今去当明次来末近未后较比月 %\-]|“十"
    r"|全年|力争|一[成半倍年季百千一两二三四五六七八九十]|预[计期估]|有望|主要目标|发展目标|工作目标|奋斗目标|目[前标]|计划|其[中余]|包括"
    r"|上[年半月季]|下半年|本[年月]|年[初末底]|这[一二三四五六七八九十两几\d]|连续|最近|基期|同期|几年"
)
#: a mark, a digit or a word: three doors, so that few alternatives are tried at any one place
SCANNER = re.compile(
    rf"(?=[。！？!?\n；，：:,—、〔（）【\[“《])(?:{_MARKS})|(?=\d)(?:{_DIGITS})|(?={_WORD})(?:{_WORDS})"
)
