"""The spellings made of a name, scheme by scheme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.names import Scheme, alike, cleaned, variants
from inquiry.shared.names.schemes import kazakh_cyrillic, kazakh_spellings, romanised, russian_spellings


@pytest.mark.parametrize(
    ("name", "scheme", "lang", "latin"),
    [
        ("Жанболат Мамай", Scheme.BGN_PCGN, "ru", "Zhanbolat Mamay"),
        ("Жанболат Мамай", Scheme.PASSPORT_ICAO, "ru", "Zhanbolat Mamai"),
        ("Жанболат Мамай", Scheme.ISO9, "ru", "Žanbolat Mamaj"),
        ("Жанболат Мамай", Scheme.GOST, "ru", "Zhanbolat Mamaj"),
        ("Жанболат Мамай", Scheme.KAZ_LATIN_2021, "kk", "Janbolat Mamai"),
        ("Қасым-Жомарт Тоқаев", Scheme.KAZ_LATIN_2021, "kk", "Qasym-Jomart Toqaev"),
        ("Қасым-Жомарт Тоқаев", Scheme.BGN_PCGN, "kk", "Qasym-Zhomart Toqaev"),
        ("Ғани Әбілқасымұлы", Scheme.KAZ_LATIN_2021, "kk", "Ğani Äbılqasymūly"),
        ("Еркін Шыңғысұлы", Scheme.BGN_PCGN, "kk", "Erkin Shyngghysuly"),
        ("Евгений Щербаков", Scheme.BGN_PCGN, "ru", "Yevgeniy Shcherbakov"),
        ("Юлия Объедкова", Scheme.PASSPORT_ICAO, "ru", "Iuliia Obieedkova"),
        ("Пётр Ильич Чайковский", Scheme.ISO9, "ru", "Pëtr Ilʹič Čajkovskij"),
        ("Цветаева Хана", Scheme.GOST, "ru", "Czvetaeva Xana"),
        ("Цецилия", Scheme.GOST, "ru", "Ceciliya"),
    ],
)
def test_schemes(name: str, scheme: Scheme, lang: str, latin: str) -> None:
    assert romanised(name, scheme, lang) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("Janbolat Mamai", "Жанболат Мамай"), ("Qasym-Jomart Toqaev", "Қасым-Жомарт Тоқаев"),
     ("Äsel Nūrlanqyzy", "Әсел Нұрланқызы"), ("Aigül Öteğenova", "Айгүл Өтеғенова"), ("Şyñğys", "Шыңғыс")],
)  # fmt: skip
def test_the_kazakh_alphabet_of_2021_is_read_back(latin: str, cyrillic: str) -> None:
    assert " ".join(kazakh_cyrillic(word) for word in latin.split()) == cyrillic


@pytest.mark.parametrize(
    ("kazakh", "russian"),
    [("Әсел", "Асель"), ("Қасым", "Касым"), ("Нұрлан", "Нурлан"), ("Ләззат", "Ляззат"), ("Нұрланқызы", "Нурланкызы"),
     ("Әбілқасымұлы", "Абилкасымулы"), ("Шыңғыс", "Чингиз"), ("Құдайберген", "Кудайберген")],
)  # fmt: skip
def test_kazakh_and_russian_spellings_lead_to_each_other(kazakh: str, russian: str) -> None:
    assert russian in russian_spellings(kazakh)
    assert alike(f"Болат {kazakh}", f"Болат {russian}") > 0.9


@pytest.mark.parametrize(
    ("russian", "kazakh"), [("Асель", "Әсел"), ("Нурланулы", "Нұрланұлы"), ("Касымов", "Қасымов"), ("Куаныш", "Қуаныш")]
)
def test_russian_spellings_are_written_in_kazakh(russian: str, kazakh: str) -> None:
    assert kazakh in kazakh_spellings(russian)


@pytest.mark.parametrize("name", ["Жанболат Мамай", "Zhanbolat Mamay", "Janbolat Mamai"])
def test_any_spelling_leads_to_the_others(name: str) -> None:
    found = {one.text for one in variants(name)}
    assert {"Жанболат Мамай", "Zhanbolat Mamay", "Zhanbolat Mamai", "Žanbolat Mamaj", "Janbolat Mamai"} <= found


def test_a_kazakh_name_is_spelt_in_three_alphabets() -> None:
    found = {(one.text, one.script, one.lang, one.scheme) for one in variants("Әсел Нұрланқызы")}
    assert ("Әсел Нұрланқызы", "Cyrl", "kk", Scheme.AS_GIVEN) in found
    assert ("Асель Нурланкызы", "Cyrl", "ru", Scheme.AS_GIVEN) in found
    assert ("Äsel Nūrlanqyzy", "Latn", "kk", Scheme.KAZ_LATIN_2021) in found
    assert all(one.status == "generated" for one in variants("Әсел Нұрланқызы"))


def test_look_alikes_and_invisible_characters_are_read_away_never_made() -> None:
    assert cleaned("Жан\u00adбoлат  Ма\u200bмaй") == "Жанболат Мамай"
    assert [one.text for one in variants("Жан\u00adбoлат Ма\u200bмaй")] == [
        one.text for one in variants("Жанболат Мамай")
    ]
    assert cleaned("O’Neill") == "O’Neill"


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "M", "P", "Zs", "Cf")), max_size=80))
def test_variants_are_few_without_repetition_and_always_the_same(name: str) -> None:
    found = variants(name)
    assert len(found) <= 60
    assert len({one.text for one in found}) == len(found)
    assert found == variants(name)
    assert all(one.text.strip() for one in found)
