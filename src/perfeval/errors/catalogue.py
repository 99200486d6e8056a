"""The sentence of every error code, in both languages; ``docs/errors.md`` is tested to explain each of them.

A code is stable: programs may compare it. A sentence is not: it may get better.
"""

from __future__ import annotations

from attrs import frozen

from perfeval.errors.language import Text


@frozen
class Entry:
    """What the catalogue knows of one code: its sentence, with ``{placeholders}``."""

    sentence: Text


def _entry(zh: str, en: str) -> Entry:
    return Entry(Text(zh, en))


CATALOGUE: dict[str, Entry] = {
    # --- files and their text -------------------------------------------------------------------------------------
    "file-not-found": _entry("文件不存在：{path}", "no such file: {path}"),
    "file-unreadable": _entry("无法读取文件 {path}：{cause}", "cannot read {path}: {cause}"),
    "file-exists": _entry("已有另一内容的文件：{path}", "another file stands there: {path}"),
    "file-unwritable": _entry("无法写入 {path}：{cause}", "cannot write {path}: {cause}"),
    "file-too-large": _entry("文件过大：{path}", "the file is too large: {path}"),
    "file-empty": _entry("文件是空的：{path}", "the file is empty: {path}"),
    "file-binary": _entry("这不是文本文件：{path}", "this is not a text file: {path}"),
    "file-encoding": _entry(
        "文件不是 {encoding} 编码：{path}；GBK 文件须在首行写明 # encoding: gbk",
        "the file is not {encoding}: {path}; a GBK file must say so in its first line: # encoding: gbk",
    ),
    "file-kind": _entry("文件种类不明", "the kind of file is not known"),
    # --- YAML and JSON --------------------------------------------------------------------------------------------
    "yaml-syntax": _entry("YAML 语法错误：{cause}", "YAML syntax error: {cause}"),
    "json-syntax": _entry("JSON 语法错误：{cause}", "JSON syntax error: {cause}"),
    "yaml-alias": _entry("不允许使用 YAML 锚点和别名（& 与 *）", "YAML anchors and aliases (& and *) are not allowed"),
    "yaml-tag": _entry("不允许使用 YAML 标签 {tag}", "the YAML tag {tag} is not allowed"),
    "yaml-merge": _entry("不允许使用 YAML 合并键 <<", "the YAML merge key << is not allowed"),
    "yaml-key": _entry("键必须是文字", "a key must be a text"),
    "yaml-many": _entry("一个文件只能有一个 YAML 文档", "a file holds one YAML document"),
    "too-deep": _entry("嵌套过深", "the nesting is too deep"),
    "too-many-nodes": _entry("内容过多", "the file holds too many values"),
    "odd-character": _entry("键 {key} 里有{character}", "the key {key} holds {character}"),
    "duplicate-key": _entry("键 {key} 重复", "the key {key} is given twice"),
    "format-version": _entry("文件首部须写 format: 1", "the file must begin with format: 1"),
    "upgrade-place": _entry(
        "{text} 的写法无法自动升级，请手工改写",
        "{text} is written in a way that cannot be upgraded; write it anew by hand",
    ),
    # --- values ---------------------------------------------------------------------------------------------------
    "unknown-key": _entry("{owner} 没有键 {key}", "{owner} has no key {key}"),
    "missing-key": _entry("{owner} 缺少键 {key}", "{owner} lacks the key {key}"),
    "wrong-type": _entry("值的类型不对", "a value of the wrong kind"),
    "wrong-value": _entry("值不在允许范围内", "a value that is not allowed"),
    "not-a-number": _entry("不是数", "not a number"),
    "not-finite": _entry("数必须是有限的", "a number must be finite"),
    "negative-amount": _entry("{what} 不能为负", "{what} cannot be negative"),
    "percent-as-points": _entry("此处应写分值，不是百分数", "points are meant here, not a percentage"),
    "not-in-quanta": _entry(
        "{what} 不是取整单位 {quantum} 的整数倍", "{what} is not a multiple of the quantum {quantum}"
    ),
    "unknown-type": _entry("没有名为 {type} 的{what}", "there is no {what} called {type}"),
    # --- indicator sets -------------------------------------------------------------------------------------------
    "parameter-type": _entry(
        "插件参数的类型不能写在文件里，请插件作者更正",
        "a parameter of a plugin has a type that no file can hold; its author has to mend it",
    ),
    "duplicate-code": _entry("指标代码 {code} 重复", "the indicator code {code} is used twice"),
    "points-not-adding": _entry(
        "{name} 的分值与下级指标分值之和不等", "the points of {name} differ from the sum of its children"
    ),
    "full-marks-not-met": _entry("分值合计不等于满分", "the points do not add up to full marks"),
    "points-unset": _entry("{name} 没有分值", "{name} has no points"),
    "points-negative": _entry("{name} 的分值为负", "the points of {name} are negative"),
    "scorer-on-group": _entry(
        "{name} 有下级指标，不能自带计分方法", "{name} has children, so it has no scorer of its own"
    ),
    "component-points": _entry(
        "{name} 属于汇总指标 {parent} 的组成项，不能单列分值",
        "{name} is a component of {parent}, whose aggregator holds the points",
    ),
    "scorer-parameters": _entry(
        "计分方法 {type} 的参数不成立", "the parameters of the scorer {type} contradict each other"
    ),
    "grade-bands": _entry("等次划分不成立", "the grade bands do not partition the scale"),
    "overlay-target": _entry("叠加操作的对象 {target} 不存在", "the overlay's target {target} does not exist"),
    "overlay-present": _entry("{target} 已存在，不能再添加", "{target} exists already and cannot be added"),
    "overlay-base": _entry("叠加层的基础 {base} 找不到", "the overlay's base {base} is not known"),
    "overlay-cycle": _entry("叠加层相互依赖成环：{chain}", "overlays depend on each other in a ring: {chain}"),
    "overlay-operation": _entry("叠加操作不成立", "the overlay operation cannot be done"),
    "path-ambiguous": _entry("{path} 指向多个指标：{codes}", "{path} names several indicators: {codes}"),
    "path-unknown": _entry("指标体系中没有 {path}", "the indicator set has no {path}"),
    "component-group": _entry(
        "{parent} 的组成项 {name} 有下级指标，须有自己的汇总方法",
        "the component {name} of {parent} has children, so it needs an aggregator of its own",
    ),
    "components-unknown": _entry(
        "{name} 有汇总方法，组成项须由体系自己写定：须有下级指标，且不得为开放组",
        "{name} has an aggregator, so the set itself names its components: it needs children, and is not open",
    ),
    "component-unscored": _entry("{parent}：组成项 {name} {what}", "{parent}: the component {name} {what}"),
    # --- dossiers -------------------------------------------------------------------------------------------------
    "row-unknown": _entry("指标体系中没有这一行：{path}", "the indicator set has no such row: {path}"),
    "row-duplicate": _entry("{path} 填写了两次", "{path} is filled in twice"),
    "row-group": _entry("{path} 是指标组，不能直接填写", "{path} is a group and has no row of its own"),
    "row-scorer": _entry("{path} 的计分方法由指标体系规定", "the scorer of {path} is fixed by the set"),
    "row-points": _entry("{path} 的分值由指标体系规定", "the points of {path} are fixed by the set"),
    "row-target": _entry("{path} 的指标值由指标体系规定", "the target of {path} is fixed by the set"),
    "target-against-scorer": _entry(
        "{path} 的指标值与计分方法的方向相反", "the target of {path} and its scorer go opposite ways"
    ),
    "component-score": _entry(
        "{path} 是组成项，没有自己的分值，不能写分值或评定得分",
        "{path} is a component without points of its own, so neither points nor a score can be stated",
    ),
    "not-applicable-score": _entry(
        "{path} 不涉及，评定得分与指标体系的规定不符",
        "{path} is not-applicable, and its stated score is not what the set says",
    ),
    "score-before-reallocation": _entry(
        "{path} 承接了不涉及指标的分值，其评定得分却按原分值评定",
        "{path} takes points of indicators that do not apply, yet its stated score was given out of its own",
    ),
    "score-above-points": _entry("{path} 的得分高于分值", "the score of {path} is above its points"),
    "score-negative": _entry("{path} 的得分为负", "the score of {path} is negative"),
    "not-applicable-points": _entry(
        "{path} 标为不涉及但仍有分值，指标体系未规定如何处理",
        "{path} is not-applicable yet has points, and the set does not say where they go",
    ),
    "dossier-set": _entry(
        "评价档案用于指标体系 {dossier}，却交给 {set} 计分",
        "the dossier is made for the set {dossier}, yet is given to {set}",
    ),
    "out-of-force": _entry(
        "{what} 在 {year} 年度的评价期间未施行", "{what} was not in force when fiscal year {year} was evaluated"
    ),
    "veto-unknown": _entry("指标体系没有否决项 {code}", "the set has no veto {code}"),
    # --- scoring --------------------------------------------------------------------------------------------------
    "facts-insufficient": _entry("{path} 无法计分：{reason}", "{path} cannot be scored: {reason}"),
    "not-scored-yet": _entry(
        "{what} 已能写明和保存，但尚不能据以计分", "{what} can be declared and kept, but is not scored yet"
    ),
    "rate-out-of-range": _entry("{path} 的得分率不在 0 到 1 之间", "the rate of {path} is not between 0 and 1"),
    "no-row-to-reallocate": _entry(
        "{path} 不涉及，但没有可以承接其分值的指标",
        "{path} is not-applicable and no indicator is left to take its points",
    ),
    # --- registry and plugins -------------------------------------------------------------------------------------
    "set-unknown": _entry("没有名为 {id} 的指标体系", "there is no indicator set called {id}"),
    "set-name": _entry(
        "{name} 不能指明一套指标体系；写编号，或 编号@版本",
        "{name} names no indicator set; write its id, or id@version",
    ),
    "set-version-unknown": _entry(
        "指标体系 {id} 没有版本 {version}", "the indicator set {id} has no version {version}"
    ),
    "set-version-open": _entry(
        "指标体系 {id} 有多个版本，不能确定用哪一个；请写明版本",
        "the indicator set {id} has several versions and it is not certain which is meant; name one",
    ),
    "not-registered": _entry("没有名为 {id} 的{what}", "there is no {what} called {id}"),
    "suffix-unknown": _entry(
        "不知道怎样写 {file}：没有这种后缀的输出格式", "no output format has the suffix of {file}"
    ),
    "suffix-shared": _entry(
        "后缀 {suffix} 对应多种输出格式：{formats}；请写明格式",
        "several output formats have the suffix {suffix}: {formats}; name the one that is meant",
    ),
    "command-unknown": _entry("没有命令 {name}", "there is no command {name}"),
    "set-twice": _entry("{id} 已写在另一个文件中", "{id} stands in another file already"),
    "plugin-conflict": _entry(
        "{what} {id} 由两个插件同时注册：{first} 与 {second}",
        "{what} {id} is claimed by two plugins: {first} and {second}",
    ),
    "plugin-failed": _entry("插件 {name} 无法加载：{cause}", "the plugin {name} cannot be loaded: {cause}"),
    "plugin-hook": _entry(
        "插件 {name} 实现了不存在的钩子 {hook}", "the plugin {name} implements an unknown hook {hook}"
    ),
    "plugin-empty": _entry("插件 {name} 没有任何钩子", "the plugin {name} has no hook at all"),
    "plugin-doubled": _entry(
        "入口点 {name} 有重复：{first} 与 {second}", "the entry point {name} is doubled: {first} and {second}"
    ),
    "plugin-item": _entry("插件 {name} 的{what} {id} 不能使用", "the {what} {id} of the plugin {name} cannot be used"),
    "plugin-claims-built-in": _entry(
        "{what} {id} 是 perfeval 自带的，插件 {name} 不能再注册；仍用自带的",
        "{what} {id} is built in and cannot be claimed by the plugin {name}; the built-in one stays",
    ),
    "plugin-raised": _entry(
        "插件 {name} 的{what} {id} 出错：{cause}", "the {what} {id} of the plugin {name} raised {cause}"
    ),
    "plugin-returned": _entry(
        "插件 {name} 的{what} {id} 返回了不能用的值",
        "the {what} {id} of the plugin {name} returned what cannot be used",
    ),
    "plugin-slow": _entry("插件 {name} 载入用了 {seconds} 秒", "the plugin {name} took {seconds} seconds to load"),
    "missing-extra": _entry(
        "缺少 {package}，请运行 pip install 'perfeval[{extra}]'",
        "{package} is not installed; run pip install 'perfeval[{extra}]'",
    ),
    "work-failed": _entry("未能处理：{cause}", "it could not be worked on: {cause}"),
    "work-killed": _entry(
        "处理它的进程两次意外结束（{cause}），第二次没有别的文件同时处理",
        "the process that worked on it died twice ({cause}), the second time with no other file at work",
    ),
    "work-limit": _entry("处理它超出了一个文件的时间或内存上限", "it took more time or memory than one file may"),
    # --- forms and documents --------------------------------------------------------------------------------------
    "font-missing": _entry(
        "没有字体能显示“{text}”；请安装中文字体（Debian：fonts-noto-cjk），或用 --font-path 指定字体文件夹",
        "no font can draw {text!r}; install a Chinese font (Debian: fonts-noto-cjk), or name a folder with --font-path",
    ),
    "pdf-failed": _entry("PDF 无法生成：{cause}", "the PDF cannot be made: {cause}"),
    "form-corrupt": _entry("文件损坏或不是 {kind} 文件：{cause}", "the file is damaged or not a {kind} file: {cause}"),
    "form-encrypted": _entry("文件已加密，无法读取", "the file is encrypted and cannot be read"),
    "form-bomb": _entry(
        "文件展开后过大，拒绝读取：{cause}", "the file unfolds beyond the limit and is refused: {cause}"
    ),
    "form-entity": _entry(
        "文件含有 XML 实体或外部引用，拒绝读取", "the file declares XML entities or external references and is refused"
    ),
    "form-macro": _entry("文件含有宏，拒绝读取", "the file holds macros and is refused"),
    "form-no-table": _entry("文件里没有表格", "the file holds no table"),
    "form-not-recognised": _entry("没有认出任何评价表", "no evaluation form was recognised"),
    "form-cell": _entry("单元格无法读取：{cause}", "a cell cannot be read: {cause}"),
}
