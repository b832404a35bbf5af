"""Canaries: invented people whose names, numbers and streets stand nowhere else, so that any trace of them is a leak.

Other tests may deposit them, too: what the ordinary suite leaves behind is searched for them as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.canaries import spelling

_PEOPLE = """
    Ақторғын Желқабызова; Әлібота Жүйрікұстаева; Бекнұр Шөңгелжарова; Айшуақ Тайғанақова; Дидарғали Сүмбіленов
    Еңлікгүл Бөкейқұртаева; Жасмекен Қиғашбекова; Зейінгүл Дүмпілдекова; Иманғабыл Ғарыштанов; Кербезай Мүйізгелова
    Қаншайым Күңгіртпаева; Құндызай Торғайқанатова; Ләйлім Сыбызғынова; Мейірбану Әлемдірбаева; Мөлтірай Қоңыраукүлова
    Назымгүл Бұлғақұстаева; Нүкетай Тасшұнқырова; Олжагер Жебежалғасов; Өскенбай Қырғауылжанов; Пернегүл Шаңырақсызова
    Раушанбек Құмтөбелесов; Сандуғаш Ұршықбайсова; Сәулебике Желкеншиева; Тәжіғали Қамшыгеров; Тұлпаргүл Аққұбажонова
    Ұлтуған Өрмекшілова; Үркердай Балапансызов; Шаттықбай Көксеректанов; Шынаргүл Тобылғытова; Ырысбике Қарлығашсызова
    Ілиясғазы Мұнартөбелов; Асылтас Ерменқұлжаева; Батагөй Сексеуілбаева; Гүлсезім Тырнақұлова; Дәнекер Шұғылалова
    Ермұқан Жалбызқайтов; Жанерке Құлагеркешова; Кемелтай Бұйдалысов; Қорлығайн Майқоңырова; Мақпалай Төртқұлақова
    Нысанбек Жарғанатшиев; Сағынай Шиқылдақова; Тілекгүл Бозінгенова; Хансұлу Қоғажайова
"""
NAMES = tuple(tuple(pair.split()) for pair in _PEOPLE.replace("\n", ";").split(";") if pair.strip())
SPELLINGS = tuple(spelling.SPELLINGS)


@dataclass(frozen=True, slots=True)
class Canary:
    """One of them: `number` makes everything about them."""

    number: int
    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"

    def spelt(self, how: str) -> str:
        return spelling.SPELLINGS[how](self.full)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name in seven spellings, one in a Russian case, one with look-alike letters."""
        return tuple(dict.fromkeys(self.spelt(how) for how in SPELLINGS))

    @property
    def phone(self) -> str:
        """As it is deposited; no operator has this prefix."""
        digits = f"{(self.number * 7919 + 6011) % 10_000_000:07d}"
        return f"+7 799 {digits[:3]} {digits[3:5]} {digits[5:]}"

    @property
    def national(self) -> str:
        return "".join(c for c in self.phone if c.isdigit())[1:]

    @property
    def iin(self) -> str:
        """Born on a day that no calendar has."""
        return f"8299{31 + self.number % 60:02d}{(self.number * 104729 + 377711) % 1_000_000:06d}"

    @property
    def street(self) -> str:
        return spelling.russian(self.family).removesuffix("а").removesuffix("ов") + "ская-Тупиковая"

    @property
    def email(self) -> str:
        return f"{self.login}@canary.example"

    @property
    def login(self) -> str:
        return f"{spelling.icao(self.family).lower()[:7]}qx{self.number * 37 + 11:04d}"

    @property
    def groups(self) -> dict[str, dict[str, list[str]]]:
        """What is deposited of them."""
        return {
            "names": {"full": [self.full], "other": list(self.spellings[1:3])},
            "contact": {"phone": [self.phone], "email": [self.email], "handle": [f"@{self.login}"]},
            "location": {"address": [f"г. Алматы, ул. {self.street}, д. {self.number + 101}"]},
            "documents": {"number": [self.iin]},
        }

    def marks(self) -> Iterator[str]:
        """What may not stand anywhere: every spelling of the surname and of the whole name, and every number."""
        for whole in self.spellings:
            yield whole
            yield whole.split()[-1]
        yield from (self.phone, self.national, self.iin, self.street, self.email, self.login)
        yield f"8 ({self.national[:3]}) {self.national[3:6]}-{self.national[6:8]}-{self.national[8:]}"


CANARIES = tuple(Canary(number, *pair) for number, pair in enumerate(NAMES))
IN_VAULT, IN_TESTIMONY, IN_FILES = CANARIES[:20], CANARIES[20:32], CANARIES[32:]
