"""Consent on the witness's page, one act, asking and withdrawing. What went out is in `out`."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, opened_by, record_page, rows_of
from inquiry.shared.date_fields import DAY
from inquiry.shared.lines import LinesFormField
from inquiry.shared.web import act, form_page, found, panel
from witnesses.consent import actions, parts, rules
from witnesses.consent.models import Consent, How, answers_of
from witnesses.consent.rules import Use
from witnesses.people.models import Witness

READ, RECORD = Right.CONSENT_READ, Right.CONSENT_RECORD
LEVEL_WORDS = {
    "T0": _("Locked: no consent holds"),
    "T1": _("For analysis only"),
    "T2": _("May be cited"),
    "T3": _("May be shared with a body they named"),
    "T4": _("May be named in public"),
}
LEVEL_TONES = {"T0": "bad", "T1": "care", "T2": "wait", "T3": "wait", "T4": "good"}


def crumbs(witness: Witness, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way to a page about one witness."""
    home = (now("Witnesses"), reverse("witnesses:witnesses"))
    return [home, (witness.ref, witness.get_absolute_url()), *more]


def to_record(http: HttpRequest, ref: str) -> Witness:
    """The witness, for whoever may record their consent; for others there is nothing here."""
    mine = Witness.objects.reachable(http.user, RECORD)
    return found(rows_of(http, Witness).filter(pk__in=mine.values("pk")), ref=ref)


@opened_by(Right.WITNESS_READ)
def consent_of(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of the witness: the level today in words; each use, body, day and act only for whoever may read consent."""
    witness = found(rows_of(http, Witness), ref=ref)
    user: Any = http.user
    answers = answers_of(witness)
    level = rules.level(answers, on=today())
    context = {
        "witness": witness,
        "level": level,
        "level_words": LEVEL_WORDS[level],
        "level_tone": LEVEL_TONES[level],
        "may_record": user.may(RECORD, witness),
        "may_read": user.may(READ, witness),
    }
    actions.note_read(witness, by=user)
    if context["may_read"]:
        context["rows"] = rules.standing(answers, today(), witness.ref)
        context["acts"] = Consent.objects.visible_to(user).filter(witness=witness).order_by("-number")
    return panel(http, "witnesses/consent/_of.html", _("Consent of %(ref)s") % {"ref": ref}, context)


@opened_by(READ)
def consent(http: HttpRequest, ref: str) -> HttpResponse:
    """One act: what was explained, asked and answered."""
    record = found(rows_of(http, Consent).select_related("witness", "explained_by", "created_by"), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    context = {"answers": record.answers.order_by("pk")}
    return record_page(http, "witnesses/consent/page.html", record, RECORD, **context)


ANSWERS = (("", _("Not asked")), ("yes", _("Yes")), ("no", _("No")))


ORDER = (
    "about", "given_on", "language", "interpreter", "interpreter_code", "explained_by", "analysis", "cite_anonymised",
    "cite_by_name", "publish", "share_yes", "share_no", "share_nobody", "conditions", "how", "proof", "expires_on",
    "review_on",
)  # fmt: skip

QUESTIONS = ("analysis", "cite_anonymised", "cite_by_name", "publish", "share_yes", "share_no")


class ConsentForm(RecordForm[Consent]):
    """What was asked and answered in one act. Each use is a question of its own."""

    analysis = forms.ChoiceField(
        label=_("May the commission use it for its own work?"), choices=ANSWERS, required=False,
        help_text=_("Without this nothing may be done with it at all."),
    )  # fmt: skip
    cite_anonymised = forms.ChoiceField(
        label=_("May it be cited without anything that tells who they are?"), choices=ANSWERS, required=False
    )
    cite_by_name = forms.ChoiceField(label=_("May they be cited by name?"), choices=ANSWERS, required=False)
    publish = forms.ChoiceField(
        label=_("May it be published: the statement or recording itself?"), choices=ANSWERS, required=False
    )
    share_yes = LinesFormField(
        label=_("May be shared with"),
        required=False,
        help_text=_("One body to a line, by its name: they agree to each."),
    )
    share_no = LinesFormField(label=_("Not to be shared with"), required=False)
    share_nobody = forms.BooleanField(label=_("With no other body"), required=False)

    class Meta:
        model = Consent
        fields = (
            "about", "given_on", "language", "interpreter", "interpreter_code", "explained_by", "how", "proof",
            "conditions", "expires_on", "review_on",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            **dict.fromkeys(("given_on", "expires_on", "review_on"), DAY),
            "conditions": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, http: HttpRequest, witness: Witness) -> None:
        initial = {"given_on": today(), "explained_by": http.user.pk}
        super().__init__(http, inquiry=witness.inquiry, initial=initial)
        self.fields["language"].required = True
        about = forms.ChoiceField(
            label=_("About"),
            required=False,
            choices=parts.choices(witness, http.user),
            initial=http.GET.get("about", ""),
        )
        self.fields["about"] = about
        for name in QUESTIONS:
            self.fields[name].mark = ""  # type: ignore[attr-defined]
        self.order_fields(ORDER)

    def clean(self) -> dict[str, Any]:
        """The questions become the answers of the act."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        plain = (Use.ANALYSIS, Use.CITE_ANONYMISED, Use.CITE_BY_NAME, Use.PUBLISH)
        said = {use: data.pop(use.value, "") for use in plain}
        answers = [(use.value, "", text == "yes") for use, text in said.items() if text]
        bodies = [(data.pop("share_yes", []), True), (data.pop("share_no", []), False)]
        answers += [(Use.SHARE.value, body, yes) for names, yes in bodies for body in names]
        if data.pop("share_nobody", False):
            answers.append((Use.SHARE.value, "", False))
        return {**data, "answers": answers}


@opened_by(RECORD)
def ask(http: HttpRequest, ref: str) -> HttpResponse:
    """Record what was asked and answered."""
    witness = to_record(http, ref)
    form = ConsentForm(http, witness)
    made = act(http, form, actions.record, witness=witness, by=http.user)
    if made is not None:
        return redirect(made)
    address = witness.get_absolute_url()
    words = {"heading": now("Record consent"), "crumbs": crumbs(witness), "cancel_url": address, "record": witness}
    return form_page(http, "witnesses/consent/form.html", form, words)


EVERYTHING, SOME = "everything", "some"
EXTENTS = ((EVERYTHING, _("Everything")), (SOME, _("Only these uses")))


class WithdrawForm(forms.Form):
    """What they withdrew, and how we know. Nothing but that has to be filled in."""

    extent = forms.ChoiceField(
        label=_("They withdrew"), choices=EXTENTS, widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they withdrew everything or only some uses.")},
    )  # fmt: skip
    uses = forms.MultipleChoiceField(
        label=_("Which uses"), choices=Use.choices, required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Sharing with"), required=False)
    about = forms.ChoiceField(label=_("About"), required=False)
    how = forms.ChoiceField(label=_("How it reached us"), choices=How.choices)
    on = forms.DateField(label=_("Day"), required=False, widget=DAY, help_text=_("Today when left empty."))
    reason = forms.CharField(
        label=_("Reason, if they gave one"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, http: HttpRequest, witness: Witness) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        bodies = [(name, name) for name in rules.bodies(answers_of(witness))]
        for name, offered in (
            ("audience", [("", _("Any body")), *bodies]),
            ("about", parts.choices(witness, http.user)),
        ):
            field: Any = self.fields[name]
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        """What is ticked has to agree with the extent. A body chosen and nothing ticked: sharing with that one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        extent = data.pop("extent", "")
        named = data.get("uses") or data.get("audience")
        if extent == SOME and not named:
            self.add_error("uses", _("Tick the uses that they withdrew."))
        if extent == EVERYTHING and named:
            self.add_error("extent", _("You chose everything, and yet single uses or a body: choose one of the two."))
        if data.get("audience") and not data.get("uses"):
            data["uses"] = [Use.SHARE]
        return data


@opened_by(RECORD)
def withdraw(http: HttpRequest, ref: str) -> HttpResponse:
    """Record that they withdrew, then show what already went out and what is blocked from now on."""
    witness = to_record(http, ref)
    form = WithdrawForm(http, witness)
    made = act(http, form, actions.withdraw, witness, by=http.user)
    if made is not None:
        return redirect(reverse("witnesses:consent_out", args=[ref]) + f"?act={made.ref}")
    words = {"heading": now("Record a withdrawal"), "crumbs": crumbs(witness), "cancel_url": witness.get_absolute_url()}
    help_text = now(
        "It closes what they withdrew at once, for whatever reason and however they said it. It cannot be undone: they"
        " can only be asked again.\n\nWhat already went out cannot be called back: the next page lists it, with those"
        " who have to be told."
    )
    words |= {"submit": now("Withdraw: closes it at once"), "help": help_text}
    return form_page(http, "inquiry/form.html", form, {**words, "record": witness, "grave": True})
