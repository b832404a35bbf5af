"""The lists about what became of a victim and how an act is judged; see `terms`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from witnesses.acts.terms import Vocabulary

VICTIM_STATUS = Vocabulary(
    25,
    _("status as victim"),
    {
        "010100000000": _("Dead"),
        "010200000000": _("Wounded or injured"),
        "010300000000": _("Still missing"),
        "010401000000": _("Found alive and free after missing"),
        "010402000000": _("Found in prison after missing"),
        "020101000000": _("Arrested and released, under investigation"),
        "020102000000": _("Arrested and released, on trial"),
        "020103000000": _("Arrested and released, proceedings stopped"),
        "020104000000": _("Arrested and released, tried and acquitted"),
        "020105000000": _("Arrested and released, sentence served"),
        "020109000000": _("Arrested and escaped"),
        "020201000000": _("Held, under investigation"),
        "020202000000": _("Held, on trial"),
        "020203000000": _("Held, serving a sentence"),
        "020204000000": _("Held arbitrarily"),
        "030100000000": _("Restricted in movement"),
        "030200000000": _("Exiled or deported"),
        "030300000000": _("Displaced or a refugee in flight"),
        "990000000000": _("Not known"),
    },
)

ATTRIBUTION = Vocabulary(
    28,
    _("statements about responsibility"),
    {
        "010100000000": _("Officials acknowledge the circumstances"),
        "010200000000": _("Officials deny the act"),
        "010300000000": _("Officials acknowledge the act and deny responsibility"),
        "010400000000": _("Officials acknowledge the act and explain it otherwise"),
        "010500000000": _("Officials acknowledge the act and accept responsibility"),
        "020100000000": _("Others acknowledge the circumstances"),
        "020200000000": _("Others deny the act"),
        "020300000000": _("Others acknowledge the act and deny responsibility"),
        "020400000000": _("Others acknowledge the act and explain it otherwise"),
        "020500000000": _("Others acknowledge the act and accept responsibility"),
    },
)

VIOLATION = Vocabulary(
    41,
    _("whether it is a violation"),
    {
        "010100000000": _("Confirmed as a violation"),
        "010200000000": _("Confirmed as an act similar to a violation"),
        "010300000000": _("Confirmed as no violation"),
        "020000000000": _("Unlikely"),
        "030000000000": _("Possible"),
        "040000000000": _("Likely"),
        "990000000000": _("Not known"),
    },
)

RELIABILITY = Vocabulary(
    42,
    _("how reliable it is"),
    {
        "010000000000": _("Highly reliable"),
        "020000000000": _("Likely reliable"),
        "030000000000": _("Unsure"),
        "040000000000": _("Likely unreliable"),
        "050000000000": _("Highly unreliable"),
        "990000000000": _("Not known"),
    },
)
UNKNOWN = "990000000000"
