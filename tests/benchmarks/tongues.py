"""Words for measurements: inflected forms of Russian, English and Kazakh by their own rules, and how often each comes.

Roots and endings are real, their combinations not always; what matters is how many forms a stem has, and that the first
words of a language are its commonest ones.
"""

from __future__ import annotations

import itertools
import random

import numpy as np

FIRST = {
    "ru": "и в не на что с по как это к а из у от за о его для до при или но мы они был так все же было бы когда нет его уже",
    "en": (
        "the of and to a in is that for it was on with as be by at from this have not are or an but had they"
        " his were which"
    ),
    "kk": (
        "және мен бір бұл үшін деп да де ол сол болып осы бар болды оның еді екі кейін дейін туралы бойынша"
        " ғана емес деген"
    ),
}
COMMON = {
    "ru": (
        "встреча письмо министр полиция задержание больница свидетель допрос площадь город человек день дом"
        " суд закон решение"
    ),
    "en": (
        "meeting letter minister police arrest hospital witness question square city person night house court"
        " decision report"
    ),
    "kk": (
        "кездесу хат министр полиция аурухана куәгер алаң қала адам үй сот заң шешім күн жауап отбасы жол"
        " мектеп жұмыс тергеу"
    ),
}
BEFORE = {
    "ru": ("", "по", "за", "вы", "пере", "при", "от", "под", "на", "про", "раз", "не", "до"),
    "en": ("", "re", "un", "over", "under", "mis", "out", "pre", "dis", "inter", "counter", "fore"),
    "kk": ("",),
}
ROOTS = {
    "ru": "ход вод бор лов нос став каз пис чит став руб ход строй дел говор смотр мест род ряд свет слов смысл ступ тяг черт"
    " зор крик вет гор дар жив звон зем иск кол круг лад лег лом мал мен мер мир мол мост мысл пар пис плат плод пуст рез рост",
    "en": "act cast claim count cover draw drive form grow hold land lead light look mark move pass pay place play press read"
    " rule run sail send serve set sign sit speak stand state step strike take talk tell test think throw touch trade train"
    " turn",
    "kk": "бала кітап дос ана әке ата іні көз қол бас аяқ тас су от жер көк ағаш гүл құс ат сиыр қой бала сөз тіл ой жүрек"
    " терезе есік үстел қалам дәптер ауыл көше базар дүкен теңіз тау өзен көл аспан жұлдыз таң кеш қыс жаз күз көктем",
}
MIDDLE = {
    "ru": ("", "ник", "тель", "ость", "ение", "ств", "овк", "н", "льн", "ист"),
    "en": ("", "er", "ment", "ing", "able", "ness", "ful", "ist", "or", "age"),
    "kk": (
        "",
        "шы",
        "лық",
        "дік",
        "лас",
        "сыз",
        "дай",
        "лы",
        "хана",
        "стан",
        "гер",
        "кеш",
        "паз",
        "ғыш",
        "ма",
        "ша",
        "ты",
    ),
}
AFTER = {
    "ru": ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах", "ый", "ого", "ому", "ым", "ая", "ую", "ые", "ых"),
    "en": ("", "s", "ed", "ly", "ity", "ism", "wise", "like", "less", "hood", "ship", "dom"),
    "kk": tuple(
        map(
            "".join,
            itertools.product(("", "лар", "лер", "ым", "ы"), ("", "да", "ға", "дан", "мен", "ның", "ны", "ге", "ден")),
        )
    ),
}
NAMES = (
    "Тоқаев",
    "Назарбаев",
    "Иванова",
    "Сейтқазы",
    "Мамай",
    "Қожахметов",
    "Петров",
    "Әлиев",
    "Satbekov",
    "Zhandosov",
)
FULL = (
    "Жанболата Мамая",
    "Касым-Жомарт Токаев",
    "Мариной Ивановой",
    "Әлия Сейтқазы",
    "Zhanbolat Mamay",
    "Ermek Satbekov",
)
LONGEST = 60_000  # forms of a language


class Tongue:
    """The words of a language, the commonest first, drawn by Zipf's law."""

    def __init__(self, language: str) -> None:
        self.chance = random.Random(language)
        parts = (BEFORE[language], ROOTS[language].split(), MIDDLE[language], AFTER[language])
        made = list({"".join(one) for one in itertools.product(*parts)})
        made.sort()
        self.chance.shuffle(made)
        self.common = COMMON[language].split()
        first = [*FIRST[language].split(), *self.common]
        self.words = list(dict.fromkeys([*first, *made[:LONGEST]]))
        self.rank = {word: place for place, word in enumerate(self.words)}
        self._reach = np.cumsum(1 / (np.arange(len(self.words)) + 3))
        self._draw = np.random.default_rng(len(language) + ord(language[0]))

    def is_common(self, word: str) -> bool:
        return word in self.common

    def text(self, length: int) -> list[str]:
        places = np.searchsorted(self._reach, self._draw.random(length) * self._reach[-1])
        return [self.words[place] for place in places.tolist()]
