"""What the shield finds of one person in every script, and what it leaves alone. The people are invented."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.names import inflected
from tests.canaries import spelling
from tests.witnesses import crowd
from witnesses.vault.identities import Identity
from witnesses.vault.matching import Matcher

ASEL = Identity(
    "W-0147",
    {
        "names": {"full": ["Әсел Нұрланқызы"], "other": ["Тотықұс"]},
        "contact": {
            "phone": ["+7 701 234 56 78"], "email": ["asel.n@mail.example"], "handle": ["@asel_n89", "t.me/qaradala"],
            "arrangement": ["Call after eight, ask for Gulnara"],
        },
        "family": {"relative": ["Сәуле Қайратқызы Беркімбаева", "Павел Белоножкин"]},
        "location": {"address": ["г. Алматы, ул. Абая, д. 150, кв. 12", "Kabanbay Batyr 17, Astana", "Толе би 44"]},
        "documents": {"number": ["890312450123", "N 12345678", "AB1234567"], "birth_date": ["1989-03-12"]},
    },
)  # fmt: skip
MATCHER = Matcher.build([ASEL])


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in MATCHER.spans(text)]


WHOLE = """
    Әсел Нұрланқызы|Нұрланқызы Әсел|Asel Nurlankyzy|NURLANKYZY ASEL|Асель Нурланкызы|Äsel Nūrlanqyzy|Assel Nurlankyzy
    |Аселью Нурланкызы|Әселге Нұрланқызына|Aseldıñ Nurlanqyzynyñ|асель нурланкызы|нУрЛаНқЫзЫ|Əcел Hұрланқызы|Нұрлaнқызы
    |А. Нұрланқызы|Ә.Нұрланқызы|Nurlankyzy A.|Нурланкызы, А. С.|Нұрлан қызы Әсел|Әсел Нұрлан-қызы|Asel Nurlankizy
    |Asel Nurlnkyzy|Асель Нурлакнызы|Нурлакызы Асель|асель нурлакызы|АсельНурланкызы|AselNurlankyzy|Nurlankyzy_Asel
    |Asel-Nurlankyzy|Нурланкызы|Нұрланқызының|Nurlankyzy|Тотықұс|Totykus|Сауле Беркимбаевой|Беркимбаев|Berkimbayeva
    |Павла Белоножкина|Белоножкину|Paul Belonozhkin
"""


@pytest.mark.parametrize("text", [text.strip() for text in WHOLE.split("|")])
def test_a_name_is_found_in_whatever_way_it_is_written(text):
    assert found(f"Вчера {text}, сказано было. Then.")[0][1] == "name"
    assert len(found(f"Вчера ({text}), сказано")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Әсел\u00a0Нұрланқызы",
        "Нұрлан\u00adқызы",
        "Нұр\u200bланқызы",
        "Нұрлан-\nқызы",
        "Әсел\nНұрланқызы",
        "Әсел\u2060 Нұрланқызы",
    ],
)
def test_what_cannot_be_seen_does_not_hide_a_name(text):
    assert found(f"говорит {text} тогда") == [(text, "name")]


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize(
    "name", ["Нұрланқызы", "Беркімбаева", "Белоножкин", "Тотықұс", "Мамай", "Достоевский", "Сәрсенұлы"]
)
def test_every_case_that_is_generated_is_found(name, language):
    plain = spelling.russian(name) if language == "ru" else name
    matcher = Matcher.build([Identity("W-1", {"names": {"full": [f"Бибігүл {name}"]}})])
    missed = [form for form in inflected(plain, language) if not matcher.spans(f"Бибигуль {form} сказала")]
    assert missed == []


PHONES = (
    "+7 (701) 234-56-78|87012345678|8-701-234-56-78|7012345678|+7701 234 5678|8.701.234.56.78|234-56-78"
    "|7 7 0 1 2 3 4 5 6 7 8"
)
OTHERS = {
    "phone": PHONES,
    "document": "890312450123|890312 450123|8903 1245 0123|89-03-12-450123|12345678|№ 12345678|AB1234567|AB 1234567|АВ1234567",
    "address": "ул. Абая, 150|Абая 150|Абая д.150|150 Abay Street|Abai st. 150|Абай көшесі, 150|Кабанбай батыра, 17|Төле би 44"
    "|44 Tole Bi street",
    "handle": "@asel_n89|t.me/asel_n89|https://vk.com/asel_n89|asel_n89|ASEL_N89|t.me/QaraDala|@qaradala",
    "email": "asel.n@mail.example|ASEL.N@Mail.Example|asel.n [at] mail.example|asel.n (at) mail [dot] example"
    "|asel.n собака mail.example",
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in OTHERS.items() for text in texts.split("|")]
)
def test_numbers_addresses_and_accounts_are_found(kind, text):
    assert kind in [one for _piece, one in found(f"Запись 7: {text}; затем")]


CLEAN = (
    "Асель пришла одна",
    "сказала мама", "Павел ушёл", "Алматы, 150 человек", "дом 150", "квартира 12", "12.03.1989", "1989-03-12",
    "Абая, дом 151", "701 234", "+7 701 234 56 79", "890312450124", "asel@mail.example", "@asel", "totals", "Call after eight",
    "нурлан пришёл", "A new law", "Нұрлан мырза", "в 8 701 день",
)  # fmt: skip


@pytest.mark.parametrize("text", CLEAN)
def test_what_tells_nobody_apart_is_left_alone(text):
    assert found(text) == []


def test_spans_stand_exactly_where_the_text_does():
    text = "До: Әсел Нұрланқызы (тел. 8 701 234-56-78), ул. Абая, 150 - asel.n@mail.example."
    assert found(text) == [
        ("Әсел Нұрланқызы", "name"),
        ("8 701 234-56-78", "phone"),
        ("Абая, 150", "address"),
        ("asel.n@mail.example", "email"),
    ]


def test_a_span_says_neither_whose_it_is_nor_what_it_found():
    span = MATCHER.spans("Әсел Нұрланқызы")[0]
    assert {name: getattr(span, name) for name in span.__slots__} == {"start": 0, "end": 15, "kind": "name"}


def test_those_left_out_are_not_found_but_others_of_the_same_name_are():
    matcher = Matcher.build([ASEL, Identity("W-0200", {"names": {"full": ["Ерлан Нұрланқызы"]}})])
    leave = frozenset({"W-0147"})
    assert matcher.spans("Сәуле Беркімбаева, +77012345678", leave) == []
    assert [span.kind for span in matcher.spans("Нұрланқызы", leave)] == ["name"]
    assert matcher.spans("Нұрланқызы", frozenset({"W-0147", "W-0200"})) == []


def test_a_surname_that_many_bear_is_found_only_beside_another_name():
    many = [Identity(f"W-{n}", {"names": {"full": [f"{given} Ахметов"]}}) for n, given in enumerate(crowd.MEN[:30])]
    matcher = Matcher.build(many)
    assert matcher.spans("Ахметов ушёл") == []
    assert len(matcher.spans("Азамат Ахметов ушёл, А. Ахметова ждут, Ахметов Б. уехал")) == 3


def test_nobody_in_the_vault_means_nothing_is_found():
    assert Matcher.build([]).spans(crowd.clean(2000)) == []


SURROUNDINGS = st.integers(0, 400).map(lambda seed: crowd.clean(120, seed).rsplit(" ", 1)[0])


@given(SURROUNDINGS, SURROUNDINGS, st.sampled_from(crowd.PLANTS), st.integers(0, 10**6))
def test_clean_text_around_moves_nothing_of_what_is_found(before, after, kind, seed):
    chance = random.Random(seed)
    plant = crowd.planted(PEOPLE[seed % len(PEOPLE)], kind, chance)
    alone = [(span.start, span.end, span.kind) for span in CROWD.spans(plant)]
    shift = len(before) + 3
    within = CROWD.spans(f"{before} : {plant} ; {after}")
    assert [(span.start - shift, span.end - shift, span.kind) for span in within] == alone


PEOPLE = crowd.crowd(300)
CROWD = Matcher.build(crowd.identities(PEOPLE))


def test_of_a_crowd_almost_everything_planted_is_found():
    chance = random.Random(7)
    missed = {}
    for kind in crowd.PLANTS:
        plants = [crowd.planted(chance.choice(PEOPLE), kind, chance) for _ in range(60)]
        missed[kind] = [plant for plant in plants if not CROWD.spans(f"тогда {plant} тут")]
    slips = missed.pop("slip")
    assert missed == {kind: [] for kind in missed}
    assert len(slips) <= 6, slips
