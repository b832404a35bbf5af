"""Words that say little when they stand alone: given names that many bear, kinship and titles, parts of addresses.

Kept as keys (see `inquiry.shared.names`), so that one entry stands for every spelling. Written by hand from what is usual in
Kazakhstan; it need not be complete, because a name that many protected people bear is not telling either.
"""

from __future__ import annotations

from functools import lru_cache

from inquiry.shared.names import inflected, word_key
from inquiry.shared.names.given import by_key

ENGLISH_GIVEN_NAMES = """
    Adam Alan Albert Alice Amy Andrew Ann Anthony Barbara Ben Bill Brian Charles Chris Christian Daniel David Diana Donald
    Edward Elizabeth Emily Emma Eric Frank George Grace Harry Helen Henry Hope Jack James Jane Jason Jennifer John Joseph
    Julia Karen Kate Kevin Laura Linda Lucy Mark Martin Mary Matthew May Michael Nancy Nick Oliver Patrick Paul Peter
    Philip Rachel Richard Robert Rose Ruth Sam Sarah Scott Sharon Simon Sophia Stephen Steven Susan Thomas Tom Victor
    Victoria William
"""
COMMON_WORDS = """
    мать отец сын дочь брат сестра муж жена дядя тётя дед бабушка внук внучка семья ребенок дети друг сосед вдова вдовец
    ана әке ұл қыз іні аға апа әпке қарындас сіңлі ата әже немере күйеу әйел дос көрші жиен
    mother father son daughter brother sister husband wife uncle aunt grandfather grandmother grandson granddaughter cousin
    family child children friend neighbour widow widower born maiden nee alias called known also former late the and
    господин госпожа доктор профессор адвокат судья мырза ханым mister missis miss doctor professor sir lady judge mrs
    победа мороз роза вера надежда любовь весна мир слава слова снова основа голова сова корова готова здорова королева
    слева машина картина причина половина долина мужчина женщина родина война страна воля звезда зима осень река море
    гора лес поле дом город село улица свет заря радость правда свобода закон право народ власть партия комитет
    арман бақыт бақ үміт жеңіс жұлдыз жібек алтын күміс болат темір алмас інжу гүл нұр ай күн таң дала тау су көл бұлақ
    бала халық ел қала ауыл көше үй мектеп заң сот билік сенім махаббат шаттық қуаныш тұрмыс ерлік тілек мереке жарық
    сәуле шуақ аспан көктем қыс жаз күз аманат береке бірлік еркін теңдік
    grace hope faith joy rose dawn may june april summer winter autumn spring will bill mark frank rich young brown white
    black green grey king prince bishop baker cook smith carter hunter hill wood woods field fields stone rivers waters
    church price banks bell cross day early field ford fox freeman gold good hall hand head house law lane long love mason
    miller moon north south east west page parker parish park pool potter power reed rice sharp short small snow sparks
    steel strong swift walker ward wells wise wolf court square street press state union president minister
"""


def _keys(words: str) -> frozenset[str]:
    return frozenset(word_key(word) for word in words.split()) - {""}


COMMON = _keys(COMMON_WORDS)
GIVEN = _keys(ENGLISH_GIVEN_NAMES) | frozenset(by_key())


@lru_cache(maxsize=1 << 12)
def other_spellings(key: str) -> frozenset[str]:
    """The keys of the other spellings and of the irregular cases of a given name: Бақыт and Бахыт, Павел and Павла."""
    entry = by_key().get(key, ())
    forms = {form for one in entry for form in inflected(one, "ru") if form[:4] != one[:4]}
    return frozenset(map(word_key, (*entry, *forms))) - {key}
