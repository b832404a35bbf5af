"""The words of RTF that a reader has to know: signs, code pages of fonts, and what kind of group a word begins."""

from __future__ import annotations

import re

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\$", re.S
)
CHARSETS = {  # \fcharset of a font: code page; 0 and 1 leave it to the document
    77: "mac_roman",
    89: "mac_cyrillic",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\f",
    "page": "\f",
    "column": "\n",
    "row": "\n",
    "nestrow": "\n",
    "cell": "\t",
    "nestcell": "\t",
    "tab": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
SYMBOLS = {b"~": "\xa0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
BESIDE = {
    "footnote": "Footnotes",
    "annotation": "Comments",
    "shptxt": "Text boxes",
    "dptxbxtext": "Text boxes",
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "Header and footer"
    ),
}
KEPT = {"fonttbl", "revtbl", "info", "pict", "objdata", "fldinst", "atnauthor", "generator"}  # gathered, not shown
INFO = {"title", "author", "subject", "operator", "company", "manager", "category", "doccomm", "keywords", "comment"}
TIMES = {"creatim", "revtim", "printim"}
DROPPED = {
    "colortbl",
    "stylesheet",
    "nonshppict",
    "shprslt",
    "objclass",
    "objname",
    "pntxta",
    "pntxtb",
    "xe",
    "tc",
    "rxe",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "upr",
    "do",
    "themedata",
    "datastore",
    "atnid",
    "atndate",
    "atnref",
    "atrfstart",
    "atrfend",
    "bkmkstart",
    "bkmkend",
}
THROUGH = {"shppict", "shpinst", "ud", "result", "listtext", "pntext", "fldrslt", "field", "object", "shp", "picprop"}
