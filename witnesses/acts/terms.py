"""What was done, by whom and how it is known, in the words of the HURIDOCS micro-thesauri: the terms this inquiry needs.

A term is stored by the thesaurus's own code, so that records can be exchanged, and shown in words. The codes of one list are
unique; a code that nobody knows any more is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list: its number in the thesauri, its name, and its terms as code → words, in the order of the list."""

    number: int
    name: Words
    terms: Mapping[str, Words]

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(self.terms.items())

    def words(self, code: str) -> str:
        """The words of `code`; the code itself where the list does not hold it."""
        return str(self.terms.get(code, code))

    def all_words(self, codes: Iterable[str]) -> list[str]:
        return [self.words(code) for code in codes]


ACTS = Vocabulary(
    4,
    _("types of act"),
    {
        "010101020000": _("Extra-judicial execution"),
        "010105010000": _("Killing in demonstrations, crowd control and similar events"),
        "010105030000": _("Death in crossfire, as in police operations"),
        "010106010000": _("Death in detention or police custody"),
        "010107000000": _("Death from unknown causes"),
        "010109000000": _("Attempted killing"),
        "010190010000": _("Death as a consequence of torture or brutality"),
        "010190030200": _("Death from denial of medical attention"),
        "020101000000": _("Physical assault"),
        "020103010000": _("Threats (not death threats)"),
        "020103020000": _("Death threats"),
        "020103030000": _("Surveillance"),
        "020103050000": _("Sexual harassment"),
        "020111010000": _("Rape"),
        "020111030000": _("Sexual assault"),
        "020111110000": _("Torture"),
        "030101000000": _("Arrest"),
        "030102000000": _("Detention, imprisonment"),
        "030102010000": _("Denial of release after an unlawful arrest"),
        "030102020000": _("Denial of release pending trial"),
        "030103000000": _("Disappearance"),
        "030104000000": _("Abduction"),
        "030105000000": _("House arrest"),
        "030107000000": _("Mass round-up"),
        "350114000000": _("Denial of the right to fair trial"),
        "360103010000": _("Denial of lawful arrest"),
    },
)

METHODS = Vocabulary(
    5,
    _("methods of violence"),
    {
        "030100000000": _("Beating"),
        "030104000000": _("Beating of the soles of the feet (falanga)"),
        "030200000000": _("Wounding"),
        "030300000000": _("Maiming or breaking bones"),
        "030400000000": _("Burns"),
        "030500000000": _("Rape"),
        "030600000000": _("Sexual harassment and molestation"),
        "030700000000": _("Extreme heat or cold"),
        "030800000000": _("Electric shock"),
        "030900000000": _("Asphyxiation"),
        "031000000000": _("Strangulation"),
        "031100000000": _("Forced postures"),
        "031101000000": _("Suspension"),
        "031200000000": _("Removal of nails"),
        "031300000000": _("Use of animals"),
        "031400000000": _("Amputation"),
        "031500000000": _("Deprivation of food, water, sleep or medical attention"),
        "031600000000": _("Forced feeding"),
        "031700000000": _("Immobilisation"),
        "031800000000": _("Isolation"),
        "031900000000": _("Stress to the senses"),
        "032000000000": _("Psychological torture and ill-treatment"),
        "032100000000": _("Degradation"),
        "032200000000": _("Threats (not death threats)"),
        "032300000000": _("Death threats"),
        "032400000000": _("Being made to witness torture"),
        "032500000000": _("Pharmacological manipulation"),
        "010100000000": _("Shooting as a method of killing"),
        "010200000000": _("Beating as a method of killing"),
        "039000000000": _("Other violence against a person"),
    },
)

UNITS = Vocabulary(
    7,
    _("counting units"),
    {
        "010000000000": _("Individual"),
        "020000000000": _("Family"),
        "030000000000": _("Group, organisation or institution"),
        "040000000000": _("Community"),
        "050000000000": _("Social group, class or caste"),
        "060000000000": _("People in general"),
    },
)
INDIVIDUAL = "010000000000"

DEGREES = Vocabulary(
    18,
    _("degrees of involvement"),
    {
        "010100000000": _("Directly carried out the act"),
        "010200000000": _("Gave orders that led to the act"),
        "010300000000": _("Passive accomplice in the act"),
        "010400000000": _("Confirmed present in the execution of the act"),
        "010500000000": _("Planned the act"),
        "010600000000": _("Suspected of involvement in the act"),
        "020000000000": _("Involved in another direct violation"),
        "030100000000": _("Authored the law or policy"),
        "030200000000": _("Supported the passage of the law or policy"),
        "030300000000": _("Inaction in making law or policy"),
        "040000000000": _("Implemented the law or policy"),
        "050100000000": _("Failed to exercise authority over subordinates"),
        "050200000000": _("Failed to act upon knowledge"),
        "050300000000": _("Failed to take necessary steps"),
        "060000000000": _("General political responsibility"),
        "900000000000": _("Other"),
        "990000000000": _("Not known"),
    },
)

PERPETRATORS = Vocabulary(
    24,
    _("types of perpetrator"),
    {
        "010101000000": _("National officials"),
        "010102000000": _("Local officials"),
        "010103000000": _("Armed forces"),
        "010104000000": _("Police"),
        "010105000000": _("Prison officials"),
        "010106000000": _("Intelligence or security service"),
        "010200000000": _("Legislature"),
        "010300000000": _("Judiciary"),
        "020101000000": _("Paramilitary forces"),
        "020102000000": _("Vigilantes"),
        "029000000000": _("Other non-governmental forces"),
        "030000000000": _("Occupying or foreign forces"),
        "040000000000": _("Private individuals"),
        "900000000000": _("Other"),
        "990000000000": _("Not known"),
    },
)
