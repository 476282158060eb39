"""Lexicon: words of business and office in scripts that do not spell them as English lists do, and other readings.

Lists give most bodies an English name; asked in its own script, a bank is still a bank.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.nameforms.spelling import other_script
from bot.core.nameforms.words import GENERIC, PLACES

_CHINESE: Final = {
    "有限责任公司": "ltd",
    "有限責任公司": "ltd",
    "股份有限公司": "ltd",
    "有限公司": "ltd",
    "公司": "company",
    "银行": "bank",
    "銀行": "bank",
    "集团": "group",
    "集團": "group",
    "科技": "technology",
    "技术": "technology",
    "技術": "technology",
    "电子": "electronics",
    "電子": "electronics",
    "贸易": "trading",
    "貿易": "trading",
    "国际": "international",
    "國際": "international",
    "航运": "shipping",
    "航運": "shipping",
    "船务": "shipping",
    "船務": "shipping",
    "海运": "shipping",
    "海運": "shipping",
    "石油": "petroleum",
    "化工": "chemical",
    "投资": "investment",
    "投資": "investment",
    "工业": "industry",
    "工業": "industry",
    "实业": "industrial",
    "實業": "industrial",
    "物流": "logistics",
    "大学": "university",
    "大學": "university",
    "研究所": "institute",
    "航空": "aviation",
    "香港": "hong kong",
    "中国": "china",
    "中國": "china",
    "北京": "beijing",
    "上海": "shanghai",
    "朝鲜": "korea",
    "朝鮮": "korea",
    "俄罗斯": "russia",
    "伊朗": "iran",
}
_KOREAN: Final = {
    "은행": "bank",
    "무역": "trading",
    "회사": "company",
    "총회사": "general corporation",
    "조선": "korea",
    "인민군": "people army",
    "정찰총국": "reconnaissance general bureau",
    "대외": "foreign",
    "해운": "shipping",
    "광업": "mining",
    "개발": "development",
    "항공": "air",
    "보험": "insurance",
    "노동당": "workers party",
    "합영": "joint venture",
}
_ARABIC: Final = {
    "بانک": "bank",
    "بنك": "bank",
    "مصرف": "bank",
    "شرکت": "company",
    "شركة": "company",
    "مؤسسة": "foundation",
    "جمعية": "association",
    "الشركة": "company",
    "حركة": "movement",
    "تنظيم": "organization",
    "جبهة": "front",
    "جماعة": "group",
    "كتائب": "battalions",
    "لواء": "brigade",
    "جيش": "army",
    "تجارت": "tejarat",
    "ایر": "air",
    "الله": "allah",
    "اللہ": "allah",
}
_UNSPACED: Final = re.compile("|".join(sorted({**_CHINESE, **_KOREAN}, key=len, reverse=True)))
_UNSPACED_TO: Final = {**_CHINESE, **_KOREAN}
_NAME_OF_HAN: Final = re.compile("[\u3400-\u9fff]{2,4}")

_READINGS: Final = """
    林:lam 郑:cheng 鄭:cheng 月:yuet 娥:ngor 李:lee 家:ka 超:chiu 陈:chan 陳:chan 黄:wong 黃:wong 王:wong
    张:cheung 張:cheung 刘:lau 劉:lau 邓:tang 鄧:tang 卢:lo 盧:lo 罗:law 羅:law 郭:kwok 梁:leung 吴:ng
    吳:ng 何:ho 曾:tsang 周:chow 蔡:choi 谭:tam 譚:tam 许:hui 許:hui 叶:yip 葉:yip 徐:tsui 朱:chu 胡:wu
    孙:suen 孫:suen 谢:tse 謝:tse 杨:yeung 楊:yeung 萧:siu 蕭:siu 冯:fung 馮:fung 程:ching 苏:so 蘇:so
    区:au 區:au 潘:poon 高:ko 文:man 方:fong 余:yu 袁:yuen 彭:pang 江:kong 关:kwan 關:kwan 莫:mok 汤:tong
    湯:tong 麦:mak 麥:mak 温:wan 溫:wan 志:chi 明:ming 国:kwok 國:kwok 强:keung 強:keung 伟:wai 偉:wai
    英:ying 华:wah 華:wah 荣:wing 榮:wing 永:wing 德:tak 建:kin 健:kin 忠:chung 业:yip 業:yip 智:chi
    小:siu 珊:shan 丽:lai 麗:lai 玲:ling 慧:wai 美:mei 雅:nga 少:siu 康:hong 展:chin 鹏:pang 鵬:pang
    耀:yiu 维:wai 維:wai 孝:hau 礼:lai 禮:lai 若:yeuk 骅:wah 驊:wah 惠:wai 民:man 安:on 平:ping 生:sang
    成:shing 光:kwong
    """
_CANTONESE: Final = dict(pair.split(":") for pair in _READINGS.split())
"""Readings of the characters of Hong Kong names, as their bearers spell them."""


def translated(text: str) -> str:
    """The text with known words of business in English, each a word of its own."""
    text = _UNSPACED.sub(lambda match: f" {_UNSPACED_TO[match[0]]} ", text)
    if any("\u0600" <= char <= "\u06ff" for char in text):
        text = " ".join(_ARABIC.get(word, word) for word in text.split())
    return text


def other_reading(text: str) -> str:
    """Another way to read a name ("" for none): as Cantonese has it, as it is seen, or with figures as letters."""
    name = text.strip().replace(" ", "")
    if _NAME_OF_HAN.fullmatch(name):
        return "" if any(char not in _CANTONESE for char in name) else " ".join(_CANTONESE[char] for char in name)
    if not text.isascii():
        # A braille blank is seen as one; between letters of a word it is nothing.
        found = text.replace(BLANK, " ") if BLANK in text else _turned_round(text) or other_script(text)
        if found:
            return found
    found = _DRAWN.sub(_drawn, _FIGURED.sub(_with_letters, text))
    return "" if found == text else found


BLANK: Final = "\u2800"
_REVERSED: Final = re.compile("[\u202b\u202e\u2067]([^\u202c\u2069]+)")
_UPSIDE_DOWN: Final = re.compile("[ɐɔǝɟɥᴉɯɹʇʌʍʎʞᴚ∀ƎℲ⅄]")
_UPRIGHT: Final = str.maketrans("ɐqɔpǝɟƃɥᴉɾʞןɯuodbɹʇnʌʍʎᴚ∀ƎℲ⅄", "abcdefghijklmnopqrtuvwyraefy")


def _turned_round(text: str) -> str:
    """A text that is shown back to front, or upside down, as it is seen."""
    if _REVERSED.search(text):
        return _REVERSED.sub(lambda match: match[1][::-1], text)
    return text[::-1].translate(_UPRIGHT) if len(_UPSIDE_DOWN.findall(text)) > 1 else ""


_FIGURED: Final = re.compile(r"(?:[\w@$€]|(?<=\w)[|!](?=\w))*[0-9@$€|!](?:[\w@$€]|(?<=\w)[|!](?=\w))*")
_FIGURE: Final = re.compile(r"([0-9@$€|!])\1*")
_NUMBER: Final = re.compile(r"([0-9])(?!\1)[0-9]")
_LETTER_OF: Final = dict(zip("0345178@$€|!", "oeasitbasell", strict=True))
_CYRILLIC_OF: Final = dict(zip("034681@", "озчбвіа", strict=True))
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_DRAWN: Final = re.compile(r"\bvv(?=[aeiou])|\b[a-z]{4,}[aeiou]rn\b", re.I)
"""Two letters drawn like one: VVagner, Gazprorn."""

LEAST_LETTERS: Final = 3
LEAST_BEFORE: Final = 5
"""Letters of a word that figures in it may disguise, and of one that begins with a figure."""


def _with_letters(match: re.Match[str]) -> str:
    """A word whose figures stand for letters: inside it, or before many; those behind a word are its number."""
    word = match[0]
    letters = sum(map(str.isalpha, word))
    if letters < LEAST_LETTERS or (len(word) - letters) * 2 > letters or _NUMBER.search(word):
        return word
    inside = any(found.start() > 0 and found.end() < len(word) for found in _FIGURE.finditer(word))
    outside = word[0] == "$" or word[-1] == "$" or (word[0] in "058" and letters >= LEAST_BEFORE)
    spelt = _FIGURE.sub(_letters, word)
    return spelt if (inside or outside) and spelt.isalpha() else word


def _letters(match: re.Match[str]) -> str:
    """The letters that a figure stands for, one figure or some of a kind."""
    word, figure, count = match.string, match[1], len(match[0])
    if _CYRILLIC.search(word):
        return _CYRILLIC_OF.get(figure, figure) * count
    before, after = word[: match.start()][-1:].lower(), word[match.end() :][:1].lower()
    if figure == "1" and (count > 1 or _is_vowel(before or after) or (match.start() == 1 and _is_vowel(after))):
        return "l" * count
    return _LETTER_OF.get(figure, figure) * count


def _is_vowel(letter: str) -> bool:
    return letter != "" and letter in "aeiouy"


def _drawn(match: re.Match[str]) -> str:
    found = match[0]
    if found.lower() == "vv":
        return "w"
    return found if found.lower() in GENERIC or found.lower() in PLACES else found[:-2] + "m"
