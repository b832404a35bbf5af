"""Each address of the installation by role: written down by hand from the security plan, not computed from the code.

A rule matches the beginning of an address's pattern; the first that matches counts. A new address without a rule fails.
`read` is who gets an answer to GET; everybody else gets 404, as for what does not exist. `EVERYBODY` means whoever is signed
in gets the page, filled with no more than they may see. `POSTED` answers POST only.
"""

from __future__ import annotations

from dataclasses import dataclass

ADM, SEC, COM, INV, LEG = "administrator", "secretariat", "commissioner", "investigator", "legal_analyst"
WPO, CLI, TRT, AUD, INT = "protection_officer", "clinician", "translator", "auditor", "integration"
ROLES = (ADM, SEC, COM, INV, LEG, WPO, CLI, TRT, AUD, INT)

EVERYBODY = frozenset({*ROLES, "stranger", "outsider"})
NOBODY: frozenset[str] = frozenset()
OUT = "outsider"  # a secretary of another inquiry: their own lists and forms open, no record of ours does
COMMISSION = frozenset({ADM, SEC, COM, INV, LEG, WPO, CLI, AUD, INT})
KEEPERS = frozenset({SEC})
VISITS = frozenset({SEC, COM, WPO})
REQUESTS = frozenset({SEC, WPO, INT})
PETITIONS = frozenset({SEC, COM, INV, LEG, WPO})
STATEMENTS = frozenset({SEC, COM, INV, LEG, WPO})
STATEMENT_KEEPERS = frozenset({SEC, INV})
EVIDENCE_LISTED = frozenset({SEC, COM, INV, LEG, WPO, AUD, INT})
EVIDENCE_READ = frozenset({SEC, COM, INV, LEG, WPO, INT})
RECEIVERS = frozenset({SEC, INV, INT})
DOWNLOADERS = frozenset({SEC, LEG})
REGISTERS = frozenset({SEC, COM, INV, LEG, WPO})
BUILDERS = frozenset({SEC})
COMMISSION_LISTS = COMMISSION | {OUT}
NAMERS = frozenset({SEC, INV, LEG, WPO})
NEW = KEEPERS | {OUT}
VISIT_LISTS = VISITS | {INV, LEG, OUT}
REQUEST_LISTS = REQUESTS | {COM, INV, TRT, OUT}
PETITION_LISTS = PETITIONS | {TRT, OUT}
STATEMENT_LISTS = STATEMENTS | {OUT}
EVIDENCE_LISTS = EVIDENCE_LISTED | {TRT, OUT}
SEARCHERS = EVIDENCE_READ | {TRT, OUT}


@dataclass(frozen=True, slots=True)
class Rule:
    """`begins`: a regular expression for the beginning of the pattern. `about`: the kind of record it names."""

    begins: str
    read: frozenset[str]
    about: str = ""
    posted: bool = False
    signed_out: bool = False  # open without signing in


def posted(begins: str, about: str = "") -> Rule:
    return Rule(begins, NOBODY, about, posted=True)


def record(begins: str, read: frozenset[str], about: str) -> Rule:
    return Rule(begins, read, about)


REF = r"<str:ref>/"
APIREF = r"\(\?P<ref>[^)]*\)/"
DESK = (
    Rule(r"$", EVERYBODY),
    Rule(r"health/live/$", EVERYBODY, signed_out=True),
    Rule(r"language/$", NOBODY, posted=True, signed_out=True),
    posted(r"session/"),
    Rule(r"overview/$", EVERYBODY),
    Rule(r"health/$", frozenset({ADM, SEC, INV, AUD, OUT})),
    Rule(r"users/$", frozenset({ADM, SEC, COM, WPO, AUD, OUT})),
    Rule(r"roles/$", EVERYBODY),
    Rule(r"tokens/$|tokens/new/$", frozenset({ADM, SEC, INV, OUT})),
    Rule(r"users/(invite|bring-in)/$", frozenset({ADM})),
    record(r"users/<int:pk>/$", frozenset({ADM, SEC, COM, WPO, AUD}), "user"),
    record(r"users/<int:pk>/(change|roles/give)/$", frozenset({ADM}), "user"),
    record(r"users/roles/<int:pk>/end/$", frozenset({ADM}), "role"),
    record(r"users/roles/<int:pk>/confirm/$", frozenset({ADM, COM}), "role"),
    posted(r"tokens/<int:pk>/revoke/$", "token"),
    Rule(r"audit/$", EVERYBODY),
    record(rf"audit/about/{REF}$", EVERYBODY, "OR"),
    record(rf"records/{REF}$", COMMISSION, "AU"),
    record(rf"assignments/about/{REF}$", frozenset({SEC, WPO}), "OR"),
    record(rf"assignments/about/{REF}assign/$", frozenset({SEC, WPO}), "OR"),
    posted(rf"assignments/about/{REF}unassign/", "OR"),
    Rule(r"commission/$", COMMISSION_LISTS),
    Rule(r"commission/(members/|areas/)?new/$", NEW),
    record(rf"commission/members/{REF}$", COMMISSION, "ME"),
    record(rf"commission/members/{REF}(change|declare)/$", KEEPERS, "ME"),
    record(rf"commission/areas/{REF}$", COMMISSION, "AR"),
    record(rf"commission/areas/{REF}change/$", KEEPERS, "AR"),
    record(rf"commission/{REF}change/$", KEEPERS, "CM"),
    Rule(r"authorities/(officials/|places/)?new/$", NEW),
    Rule(r"authorities/(officials/|places/)?$", COMMISSION_LISTS),
    record(rf"authorities/officials/{REF}$", COMMISSION, "OF"),
    record(rf"authorities/officials/{REF}(change|positions/new)/$", KEEPERS, "OF"),
    record(rf"authorities/positions/{REF}change/$", KEEPERS, "PO"),
    record(rf"authorities/places/{REF}$", COMMISSION, "PL"),
    record(rf"authorities/places/{REF}change/$", KEEPERS, "PL"),
    record(rf"authorities/{REF}$", COMMISSION, "AU"),
    record(rf"authorities/{REF}change/$", KEEPERS, "AU"),
    Rule(r"names/$|names/decisions/$|names/pair/$", COMMISSION_LISTS),
    record(rf"names/about/{REF}$", COMMISSION, "OF"),
    record(rf"names/about/{REF}(add|generate)/$", NAMERS, "OF"),
    record(rf"names/variants/{REF}<str:verb>/$", NAMERS, "NV confirm"),
    Rule(r"visits/$", VISIT_LISTS),
    Rule(r"visits/new/$", NEW),
    record(rf"visits/legs/{REF}change/$", KEEPERS, "VL"),
    record(rf"visits/travellers/{REF}change/$", KEEPERS, "VT"),
    record(rf"visits/{REF}$", VISITS, "VI"),
    record(rf"visits/{REF}(change|legs/new|travellers/new|observations/new)/$", KEEPERS, "VI"),
    record(rf"visits/{REF}steps/", KEEPERS, "VI begin"),
    Rule(r"statements/(figures/)?$", STATEMENT_LISTS),
    Rule(r"statements/(figures/)?new/$", STATEMENT_KEEPERS | {OUT}),
    record(rf"statements/figures/{REF}$", STATEMENTS, "FG"),
    record(rf"statements/figures/{REF}change/$", STATEMENT_KEEPERS, "FG"),
    record(rf"statements/{REF}$", STATEMENTS, "PS"),
    record(rf"statements/{REF}change/$", STATEMENT_KEEPERS, "PS"),
    Rule(r"sources/$", COMMISSION_LISTS),
    Rule(r"sources/new/$", NEW),
    record(rf"sources/about/{REF}$", COMMISSION, "AU"),
    record(rf"sources/about/{REF}cite/$", KEEPERS, "AU"),
    record(rf"sources/citations/{REF}withdraw/$", KEEPERS, "CT"),
    record(rf"sources/{REF}$", COMMISSION, "SO"),
    record(rf"sources/{REF}change/$", KEEPERS, "SO"),
    Rule(r"requests/(overview/)?$|assurances/$", REQUEST_LISTS),
    Rule(r"petitions/$", PETITION_LISTS),
    Rule(r"requests/new/$", frozenset({SEC, INT, OUT})),
    record(rf"requests/{REF}$", REQUESTS, "OR"),
    record(rf"requests/{REF}change/$", frozenset({SEC, INT}), "OR draft"),
    record(rf"requests/{REF}<slug:verb>/$", KEEPERS, "OR add_note"),
    Rule(r"assurances/new/$", NEW),
    record(rf"assurances/{REF}$", REQUESTS, "AS"),
    record(rf"assurances/{REF}(change|<slug:verb>)/$", KEEPERS, "AS add_note"),
    Rule(r"petitions/new/$", NEW),
    record(rf"petitions/about/{REF}$", PETITION_LISTS, "OR"),
    record(rf"petitions/{REF}$", PETITIONS, "PT"),
    record(rf"petitions/{REF}change/$", KEEPERS, "PT draft"),
    record(rf"petitions/{REF}<slug:verb>/$", KEEPERS, "PT add_note"),
)

EVIDENCE = (
    Rule(r"evidence/$", EVIDENCE_LISTS),
    Rule(r"evidence/search/$", SEARCHERS),
    posted(r"evidence/change/$"),
    Rule(r"evidence/links/new/$", frozenset({SEC, INV, OUT})),
    record(rf"evidence/about/{REF}$", REQUESTS, "OR"),
    Rule(r"evidence/overview/$", EVIDENCE_LISTS),
    Rule(r"evidence/jobs/$|evidence/sandbox/$", frozenset({ADM, SEC, INV, AUD, OUT})),
    Rule(r"evidence/batches/$", EVIDENCE_LISTS),
    Rule(r"evidence/batches/new/$", RECEIVERS | {OUT}),
    record(rf"evidence/batches/{REF}(packages/|progress/|receipt/)?$", EVIDENCE_READ, "B"),
    record(rf"evidence/batches/{REF}passwords/(new/)?$", RECEIVERS & EVIDENCE_READ, "B"),
    posted(rf"evidence/batches/{REF}passwords/<int:number>/remove/$", "B"),
    posted(rf"evidence/batches/{REF}(read-again|read-locked|<str:verb>)/$", "B"),
    posted(r"evidence/uploads/"),
    record(rf"evidence/items/{REF}$", EVIDENCE_LISTED, "E"),
    record(rf"evidence/items/{REF}pages/", NOBODY, "E"),  # nothing was read yet in this world: no pictures
    record(rf"evidence/items/{REF}(drawn|thumbs)/$", EVIDENCE_READ, "E"),
    Rule(r"evidence/excerpts/$", EVIDENCE_LISTS),
    record(rf"evidence/excerpts/{REF}", NOBODY, "EX"),  # none was taken in this world
    Rule(r"evidence/(searches|names)/((new|overview)/)?$", SEARCHERS),
    posted(r"evidence/searches/<str:ref>/(seen|remove)/$", "SS"),
    posted(r"evidence/names/<str:ref>/(again|remove)/$", "NL"),
    record(rf"evidence/searches/{REF}", NOBODY, "SS"),  # nobody saved one in this world
    record(rf"evidence/names/{REF}", NOBODY, "NL"),
    Rule(r"evidence/families/$", EVIDENCE_LISTS),
    Rule(r"evidence/families/new/$", frozenset({SEC, INV, OUT})),
    Rule(r"evidence/families/compare/$", SEARCHERS),
    record(rf"evidence/families/{REF}", NOBODY, "FA"),  # none was found in this world
    record(rf"evidence/items/{REF}families/$", EVIDENCE_READ, "E"),
    record(rf"evidence/items/{REF}describe/$", KEEPERS, "E"),
    record(rf"evidence/items/{REF}(classify|lower)/$", frozenset({SEC, WPO}), "E"),
    posted(rf"evidence/items/{REF}lower/<str:verb>/$", "E"),
    record(rf"evidence/items/{REF}download/$", DOWNLOADERS, "E"),
    record(rf"evidence/items/{REF}play/$", NOBODY, "E"),  # the first item is no recording
    posted(rf"evidence/items/{REF}(read-again|links/<int:number>/remove)/$", "E"),
    record(rf"evidence/items/{REF}links/$", EVIDENCE_READ, "E"),
    record(rf"evidence/items/{REF}custody/$", EVIDENCE_LISTED, "E"),
    record(rf"evidence/items/{REF}log/$", frozenset({SEC, INV, AUD}), "E"),
    record(rf"evidence/items/{REF}release/$", frozenset({WPO}), "E"),
)
REPORTS = (
    Rule(r"registers/(overview/)?$|registers/cooperation/$", REGISTERS | {OUT}),
    posted(r"registers/build/$"),
    record(rf"registers/{REF}", NOBODY, "RG"),  # none was built in this world
)
API = (
    Rule(r"api/v1/schema/$", EVERYBODY),
    Rule(r"api/v1/health/$", frozenset({ADM, SEC, INV, AUD, OUT})),
    Rule(r"api/v1/search/$", SEARCHERS),
    Rule(r"api/v1/names/$", COMMISSION_LISTS),
    Rule(r"api/v1/cooperation/$", REGISTERS | {OUT}),
    Rule(r"api/v1/\^[a-z/-]+\$$", EVERYBODY),  # lists: filled with no more than the caller may see
    *(
        record(rf"api/v1/\^{name}/{APIREF}\$$", read, about)
        for name, read, about in (
            ("commissions", COMMISSION, "CM"),
            ("members", COMMISSION, "ME"),
            ("declarations", COMMISSION, "DI"),
            ("mandate-areas", COMMISSION, "AR"),
            ("authorities", COMMISSION, "AU"),
            ("officials", COMMISSION, "OF"),
            ("positions", COMMISSION, "PO"),
            ("places", COMMISSION, "PL"),
            ("name-variants", COMMISSION, "NV"),
            ("name-decisions", COMMISSION, "SN"),
            ("sources", COMMISSION, "SO"),
            ("citations", COMMISSION, "CT"),
            ("visits", VISITS, "VI"),
            ("legs", VISITS, "VL"),
            ("travellers", VISITS, "VT"),
            ("observations", VISITS, "VO"),
            ("public-statements", STATEMENTS, "PS"),
            ("figures", STATEMENTS, "FG"),
            ("official-requests", REQUESTS, "OR"),
            ("assurances", REQUESTS, "AS"),
            ("petitions", PETITIONS, "PT"),
            ("evidence/items", EVIDENCE_LISTED, "E"),
            ("evidence/batches", EVIDENCE_READ, "B"),
            ("evidence/corrections", NOBODY, "TC"),
            ("evidence/excerpts", NOBODY, "EX"),
            ("evidence/families", NOBODY, "FA"),
            ("evidence/name-lists", NOBODY, "NL"),
            ("evidence/saved-searches", NOBODY, "SS"),
            ("registers", NOBODY, "RG"),
        )
    ),
    record(rf"api/v1/\^official-requests/{APIREF}events/\$$", REQUESTS, "OR"),
    record(rf"api/v1/\^assurances/{APIREF}events/\$$", REQUESTS, "AS"),
    record(rf"api/v1/\^petitions/{APIREF}(acts|decisions|events|in-force)/\$$", PETITIONS, "PT"),
    record(rf"api/v1/\^evidence/batches/{APIREF}packages/\$$", EVIDENCE_READ, "B"),
    record(rf"api/v1/\^evidence/batches/{APIREF}passwords/\$$", RECEIVERS & EVIDENCE_READ, "B"),
    record(rf"api/v1/\^evidence/items/{APIREF}custody/\$$", EVIDENCE_LISTED, "E"),
    record(rf"api/v1/\^evidence/items/{APIREF}links/\$$", EVIDENCE_READ, "E"),
    record(rf"api/v1/\^evidence/items/{APIREF}pages/", NOBODY, "E"),
    record(rf"api/v1/\^evidence/items/{APIREF}download/\$$", DOWNLOADERS, "E"),
    record(rf"api/v1/\^registers/{APIREF}download/\$$", NOBODY, "RG"),
    posted(rf"api/v1/\^[a-z/-]+/{APIREF}[a-z_-]+/\$$"),
    Rule(r"api/v1/\^\.\*\$$", NOBODY),
)
CONSENT_AND_PROTECTION = (  # the fresh people of the matrix are assigned to nobody, so those who need that see nothing
    Rule(r"witnesses/reviews/(panel/)?$", frozenset({COM, INV, WPO})),
    record(rf"witnesses/consents/{REF}$", frozenset({WPO}), "CO"),
    record(rf"witnesses/uses/{REF}told/$", frozenset({WPO}), "US"),
    record(rf"witnesses/{REF}consent/$", frozenset({WPO}), "W"),
    record(rf"witnesses/{REF}consent/(new|withdraw|out|out/new)/$", frozenset({WPO}), "W"),
    record(rf"witnesses/{REF}protection/$", frozenset({WPO}), "W"),
    record(rf"witnesses/{REF}(risks|measures|reprisals|necessity)/new/$", frozenset({WPO}), "W"),
    record(rf"witnesses/risks/{REF}(anew/)?$", frozenset({WPO}), "RK"),
    record(rf"witnesses/measures/{REF}(change/)?$", frozenset({WPO}), "PM"),
    record(rf"witnesses/measures/{REF}<slug:verb>/$", frozenset({WPO}), "PM agree"),
    record(rf"witnesses/reprisals/{REF}(change/)?$", frozenset({WPO}), "RP"),
    record(rf"witnesses/reprisals/{REF}<slug:verb>/$", frozenset({WPO}), "RP follow_up"),
    record(rf"witnesses/necessity/{REF}$", frozenset({WPO}), "NC"),
)
PEOPLE_AND_OPENINGS = (  # the demonstration's first opening was asked by an investigator: no commissioner may decide it
    Rule(r"witnesses/$", frozenset({COM, INV, LEG, WPO})),
    Rule(r"witnesses/new/$", frozenset({INV, WPO})),
    Rule(r"witnesses/known/$", frozenset({INV})),
    Rule(r"witnesses/search/$", frozenset({WPO})),
    record(rf"witnesses/{REF}((change|deposit)/)?$", frozenset({WPO}), "W"),
    record(rf"witnesses/{REF}steps/<str:verb>/$", frozenset({WPO}), "W suspend"),
    Rule(r"witnesses/openings/(new/)?$", frozenset({COM, INV, WPO})),
    Rule(r"witnesses/openings/destroy/$", frozenset({WPO})),
    Rule(r"witnesses/openings/trail/$", frozenset({WPO, AUD})),
    record(rf"witnesses/openings/about/{REF}$", frozenset({WPO}), "W"),
    record(rf"witnesses/openings/{REF}$", frozenset({WPO}), "OP"),
    record(rf"witnesses/openings/{REF}steps/<str:verb>/$", frozenset({WPO}), "OP refuse"),
    posted(rf"witnesses/openings/{REF}(read|destroy)/<str:cipher>/$", "OP"),
)
ACT_READERS = frozenset({COM, INV, LEG, WPO})
ACTS = (
    Rule(r"acts/(map/|counts/|events/)?$", ACT_READERS),
    Rule(r"acts/(events/)?new/$", frozenset({INV})),
    record(rf"acts/about/{REF}$", ACT_READERS, "CR"),
    record(rf"acts/events/{REF}$", ACT_READERS, "EV"),  # the first event of the demonstration is publicly known
    record(rf"acts/events/{REF}change/$", frozenset({INV}), "EV"),
    record(rf"acts/involvements/{REF}change/$", frozenset({INV}), "IP"),
    record(rf"acts/{REF}$", ACT_READERS, "AC"),  # the first act of the demonstration was done to a casualty
    record(rf"acts/{REF}(change|involvements/new)/$", frozenset({INV}), "AC"),
    Rule(r"casualties/(totals/)?$", ACT_READERS),
    Rule(r"casualties/new/$", frozenset({INV})),
    record(rf"casualties/{REF}$", ACT_READERS, "CR"),
    record(rf"casualties/{REF}(change|merge|separate|conceal)/$", frozenset({INV}), "CR"),
    record(rf"casualties/{REF}steps/", frozenset({INV}), "CR propose"),
    Rule(r"medical/$", ACT_READERS | {CLI}),
    Rule(r"medical/new/$", frozenset({INV, CLI})),
    record(rf"medical/about/{REF}", frozenset({WPO}), "W"),
    record(rf"medical/{REF}$", frozenset({WPO}), "MV"),
    posted(rf"medical/{REF}strike/", "MV"),
    record(rf"medical/{REF}", NOBODY, "MV"),  # who may write in one is assigned to it or to the person
    Rule(r"api/v1/casualties/totals/$", ACT_READERS),
    *(
        record(rf"api/v1/\^{name}/{APIREF}\$$", ACT_READERS, about)
        for name, about in (("events", "EV"), ("acts", "AC"), ("involvements", "IP"), ("casualties", "CR"))
    ),
)
TESTIMONY_READ = frozenset({WPO})  # the first of the demonstration is T3: for those who are assigned
TESTIMONY = (
    Rule(r"testimony/$", frozenset({SEC, COM, INV, LEG, WPO, TRT, AUD, OUT})),
    Rule(r"testimony/(interviews/)?new/$", frozenset({INV})),
    Rule(r"testimony/tasks/$", frozenset({INV, TRT})),
    record(rf"testimony/about/{REF}$", frozenset({WPO}), "W"),
    record(rf"testimony/interviews/{REF}$", TESTIMONY_READ | {AUD}, "IV"),
    record(rf"testimony/interviews/{REF}steps/", NOBODY, "IV hold"),  # who changes one is assigned to it
    record(rf"testimony/interviews/{REF}(change|transcribe)/$", NOBODY, "IV"),
    record(rf"testimony/transcripts/{REF}$", frozenset({WPO}), "TX"),  # of an interview under T2
    record(rf"testimony/transcripts/{REF}steps/", NOBODY, "TX submit"),
    record(rf"testimony/transcripts/{REF}write/$", NOBODY, "TX"),
    record(rf"testimony/translations/{REF}$", TESTIMONY_READ, "TL"),
    record(rf"testimony/translations/{REF}steps/", NOBODY, "TL reopen"),
    record(rf"testimony/translations/{REF}write/$", NOBODY, "TL"),
    record(rf"testimony/{REF}$", TESTIMONY_READ | {AUD}, "T"),
    record(rf"testimony/{REF}(differences|print)/$", TESTIMONY_READ, "T"),
    record(rf"testimony/{REF}steps/", frozenset({WPO}), "T retract"),
    record(rf"testimony/{REF}(write|translate)/$", NOBODY, "T"),
)
_PARTS = "custody|dispute|charge|charge-step|proceeding|court-event|counsel|access|link"
DETAINEES = (  # whoever reads by assignment sees none here; recording is the investigator's, who is assigned to none either
    Rule(r"detainees/$", frozenset({SEC, COM, INV, LEG, WPO, AUD, OUT})),
    Rule(r"detainees/new/$", frozenset({INV})),
    record(rf"detainees/about/{REF}$", frozenset({WPO}), "OR"),
    record(rf"detainees/parts/{REF}(change|sources/new)/$", NOBODY, "DL"),
    record(rf"detainees/parts/{REF}correct/$", NOBODY, "CS"),
    posted(rf"detainees/parts/{REF}end/$", "DK"),
    record(rf"detainees/{REF}(questionnaire/|protect/)?$", frozenset({WPO}), "DT"),
    record(rf"detainees/{REF}(change|({_PARTS})/new)/$", NOBODY, "DT"),
    *(
        record(rf"api/v1/\^{name}/{APIREF}\$$", frozenset({WPO}), about)
        for name, about in (
            ("detainees", "DT"),
            ("custodies", "DL"),
            ("custody-disputes", "DD"),
            ("charges", "CG"),
            ("charge-steps", "CS"),
            ("proceedings", "CP"),
            ("court-decisions", "CE"),
            ("counsel", "LC"),
            ("detainee-access", "DA"),
        )
    ),
)
OTHERS = (
    Rule(r"admin/", frozenset({ADM, SEC})),
    Rule(r"accounts/", EVERYBODY, signed_out=True),
)
RULES = (
    *DESK,
    *PEOPLE_AND_OPENINGS,
    *CONSENT_AND_PROTECTION,
    *EVIDENCE,
    *REPORTS,
    *ACTS,
    *DETAINEES,
    *TESTIMONY,
    *API,
    *OTHERS,
)
