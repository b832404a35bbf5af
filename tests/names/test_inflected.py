"""Names in their cases."""

from __future__ import annotations

import subprocess
import sys

import pytest

from inquiry.shared.names import inflected


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Мамай", "Мамая Мамаю Мамаем Мамае"),
        ("Токаев", "Токаева Токаеву Токаевым Токаеве Токаевой Токаевых"),
        ("Достоевская", "Достоевской Достоевскую Достоевский Достоевского"),
        ("Навальный", "Навального Навальному Навальным Навальном"),
        ("Айгуль", "Айгули Айгулью"),
        ("Амина", "Амины Амине Амину Аминой"),
        ("Дмитрий", "Дмитрия Дмитрию Дмитрием Дмитрии"),
        ("Дарига", "Дариги Дариге Даригу Даригой"),
        ("Диаш", "Диаша Диашем"),
        ("Лев", "Льва Льву Львом Льве"),
        ("Сосковец", "Сосковца Сосковцем"),
        ("Рая", "Раи Рае Раю Раей"),
        ("Шевченко", "Шевченко"),
    ],
)
def test_russian_cases_of_a_word(name: str, forms: str) -> None:
    assert set(forms.split()) <= inflected(name, "ru")
    assert name in inflected(name, "ru")


def test_the_words_of_a_name_agree() -> None:
    found = inflected("Диана Ахметова", "ru")
    assert {"Дианы Ахметовой", "Диану Ахметову", "Дианой Ахметовой"} <= found
    assert "Диану Ахметовой" not in found
    assert "Жанболатом Мамаем" in inflected("Жанболат Мамай", "ru")


def test_a_womans_surname_in_a_consonant_stays() -> None:
    assert "Анны Мамай" in inflected("Анна Мамай", "ru")
    assert "Анны Мамая" not in inflected("Анна Мамай", "ru")
    assert "Ирину Билаш" in inflected("Ирина Билаш", "ru")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Мамай", "Мамайдың Мамайға Мамайды Мамайда Мамайдан Мамаймен Мамайдікі"),
        ("Назарбаев", "Назарбаевтың Назарбаевқа Назарбаевты Назарбаевпен"),
        ("Әсел", "Әселдің Әселге Әселді Әселден Әселмен"),
        ("Қасым", "Қасымның Қасымға Қасымды Қасымнан Қасыммен"),
        ("Қайырбек", "Қайырбектің Қайырбекке Қайырбекпен"),
        ("Алия", "Алияның Алияға Алияны Алиядан"),
        ("Нұрланқызы", "Нұрланқызының Нұрланқызына Нұрланқызын Нұрланқызынан"),
        ("Айгуль", "Айгулдің Айгульдің Айгулге"),
        ("Mamai", "Mamaidyñ Mamaiğa Mamaidyn Mamaiga Mamaimen"),
        ("Äsel", "Äseldıñ Äselge Äselmen"),
    ],
)
def test_kazakh_cases_follow_vowel_harmony_in_both_alphabets(name: str, forms: str) -> None:
    assert set(forms.split()) <= inflected(name, "kk")


def test_harmony_is_not_broken() -> None:
    assert "Әселдың" not in inflected("Әсел", "kk")
    assert "Мамайге" not in inflected("Мамай", "kk")


def test_in_english_only_the_possessive() -> None:
    assert inflected("Mamay", "en") == {"Mamay", "Mamay's", "Mamay’s"}
    assert "Karins'" in inflected("Karins", "en")


def test_nothing_comes_of_nothing() -> None:
    assert inflected(" - ", "ru") == frozenset()


def test_the_dictionary_is_loaded_by_those_alone_who_decline() -> None:
    compare = "import sys; from inquiry.shared.names import alike; alike('Льва Пономарёва', 'Лев Пономарев')"
    code = f"{compare}; print('pymorphy3' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )
