"""The forms of this room."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from inquiry.rooms import RecordForm
from witnesses.consent.models import Consent
from witnesses.testimony.interviews import CODE, Interview
from witnesses.testimony.languages import Language
from witnesses.testimony.statements import BasedOn, Paragraph, Statement, StatementStep
from witnesses.testimony.steps import ASKED, NEEDED, InterviewStatus
from witnesses.testimony.transcripts import Transcript
from witnesses.testimony.translations import Source

TEAM = (Role.INVESTIGATOR, Role.COMMISSIONER, Role.LEGAL_ANALYST, Role.PROTECTION_OFFICER, Role.TRANSLATOR)
TAKEN_WHEN = ("taken", "taken_zone", "taken_basis")
PASTED = forms.Textarea(attrs={"rows": 14})


def colleagues(inquiry: Inquiry) -> Any:
    """Those of us who may sit in an interview."""
    return User.objects.filter(roles__inquiry=inquiry, roles__role__in=TEAM, is_active=True).distinct().order_by("name")


def mine(http: HttpRequest, field: Any, right: Right) -> None:
    """Offer only the witnesses over whom the person holds `right`."""
    field.queryset = field.queryset.reachable(http.user, right).order_by("ref")


class InterviewForm(RecordForm[Interview]):
    """What is known of an interview; who it is with is set once."""

    class Meta:
        model = Interview
        fields = (
            "how", "visit", "held", "held_zone", "held_basis", "place", "language", "interpreter", "team", "present",
            "consent", "recordings", "breaks", "stopped", "stopped_reason", "note",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"team": forms.CheckboxSelectMultiple}

    def __init__(self, http: HttpRequest, record: Interview | None = None, **options: Any) -> None:
        super().__init__(http, record, **options)
        place: Any = record.inquiry if record else options.get("inquiry")
        self.fields["team"].queryset = colleagues(place) if place else User.objects.none()  # type: ignore[attr-defined]
        if "consent" in self.fields and record is not None:
            rows = Consent.objects.visible_to(http.user).filter(witness=record.witness)
            self.fields["consent"].queryset = rows  # type: ignore[attr-defined]


class PlanForm(InterviewForm):
    """What is known beforehand."""

    class Meta(InterviewForm.Meta):
        fields = (
            "witness", "how", "visit", "held", "held_zone", "place", "language", "interpreter", "team", "present", "note",
        )  # type: ignore[assignment]  # fmt: skip

    def __init__(self, http: HttpRequest, inquiry: Inquiry, **options: Any) -> None:
        super().__init__(http, inquiry=inquiry, **options)
        mine(http, self.fields["witness"], Right.TESTIMONY_TAKE)
        self.fields["held"].required = True


class HoldForm(InterviewForm):
    """What is known once it was held."""

    class Meta(InterviewForm.Meta):
        fields = (
            "held", "held_zone", "held_basis", "interpreter", "team", "present", "consent", "recordings", "breaks", "stopped",
            "stopped_reason", "note",
        )  # type: ignore[assignment]  # fmt: skip

    def __init__(self, http: HttpRequest, record: Interview) -> None:
        super().__init__(http, record)
        del self.fields["revision"]
        self.fields["held"].required = True


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class TakeForm(RecordForm[Statement]):
    """A new statement and its first version; date and language come from the interview where nothing else is said."""

    based_on = forms.ChoiceField(label=_("Based on"), choices=BasedOn.choices[:-1])
    text = forms.CharField(
        label=_("Text"),
        widget=PASTED,
        help_text=_("One paragraph to each piece between blank lines; they are numbered."),
    )
    note = forms.CharField(
        label=_("Note on this version"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Statement
        fields = ("witness", "interview", "kind", "taken", "taken_zone", "taken_basis", "language")

    def __init__(self, http: HttpRequest, inquiry: Inquiry, **options: Any) -> None:
        super().__init__(http, inquiry=inquiry, **options)
        mine(http, self.fields["witness"], Right.TESTIMONY_TAKE)
        witness = (options.get("initial") or {}).get("witness")
        interview: Any = self.fields["interview"]
        rows = interview.queryset.filter(readable=True).select_related("witness").order_by("-pk")
        rows = rows.filter(witness=witness) if witness else rows
        interview.queryset = rows.filter(status=InterviewStatus.HELD)
        interview.label_from_instance = lambda one: f"{one.ref} ({one.witness.ref})"
        planned = rows.filter(status=InterviewStatus.PLANNED) if witness else ()
        if refs := ", ".join(one.ref for one in planned):
            interview.help_text = _("Planned: %s. Record first that it was held; then it can be chosen here.") % refs
        language: Any = self.fields["language"]
        language.required = False
        language.choices = [("", _("As the interview")), *Language.choices]

    def clean(self) -> dict[str, Any]:
        """What was left empty, as the chosen interview has it."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        interview = clean.get("interview")
        if interview and not clean.get("taken") and "taken" not in self.errors:
            clean |= {name: getattr(interview, name.replace("taken", "held")) for name in TAKEN_WHEN}
        if not clean.get("language") and "language" not in self.errors:
            clean["language"] = interview.language if interview else ""
            if not interview:
                self.add_error("language", _("Say in which language it was said."))
        return clean


class WriteForm(forms.Form):
    """All paragraphs of a statement in one form; it keeps whatever was typed."""

    based_on = forms.ChoiceField(label=_("Based on"), choices=BasedOn.choices, initial=BasedOn.CORRECTION)
    language = forms.ChoiceField(label=_("Original language"), choices=Language.choices)
    note = forms.CharField(
        label=_("Note on this version"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    added = forms.CharField(
        label=_("Add paragraphs"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One paragraph to each piece between blank lines. They get new numbers; the others keep theirs."),
    )  # fmt: skip
    after = forms.TypedChoiceField(label=_("Put them"), coerce=int, empty_value="0", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, statement: Statement, stands: list[Paragraph], data: Any = None) -> None:
        initial = {"language": statement.language, "revision": statement.revision}
        super().__init__(data, initial=initial)
        self.stands = [row for row in stands if not row.gone]
        after: Any = self.fields["after"]
        after.choices = [(0, _("at the end")), *((row.number, _("behind §%s") % row.number) for row in self.stands)]
        for row in self.stands:
            self.fields[f"p{row.number}"] = forms.CharField(
                label=f"§{row.number}", required=False, initial=row.text, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"gone{row.number}"] = forms.BooleanField(label=_("Take §%s out") % row.number, required=False)

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Number, text, and the tick that takes it out, in reading order."""
        return [(row.number, self[f"p{row.number}"], self[f"gone{row.number}"]) for row in self.stands]

    def said(self) -> dict[str, Any]:
        """What was typed, as the action takes it; a paragraph that was not in what was sent stays as it is."""
        clean = self.cleaned_data
        numbers = [row.number for row in self.stands]
        return {
            "texts": {number: clean[f"p{number}"] for number in numbers if f"p{number}" in self.data},
            "taken_out": [number for number in numbers if clean[f"gone{number}"]],
        }


def step_form(verb: str, posted: Any) -> forms.ModelForm[StatementStep]:
    """The form of one step of a statement: what the step asks."""
    notes: dict[str, Any] = {name: forms.Textarea(attrs={"rows": 3}) for name in ("reason", "note")}
    made: Any = forms.modelform_factory(StatementStep, fields=ASKED[verb], widgets=notes)
    form: forms.ModelForm[StatementStep] = made(posted)
    for name in NEEDED[verb]:
        form.fields[name].required = True
    return form


class BeginTranslationForm(forms.Form):
    """Into which language; the translator stands under a code that follows from who is signed in."""

    language = forms.ChoiceField(label=_("Into"), initial=Language.ENGLISH)

    def __init__(self, statement: Statement, code: str, data: Any = None) -> None:
        super().__init__(data)
        language: Any = self.fields["language"]
        language.choices = [choice for choice in Language.choices if choice[0] != statement.language]
        words = _("You stand as the translator under your code %s: it belongs to your account and never changes.")
        language.help_text = words % code


class CodeForm(forms.Form):
    """Who hands it on."""

    code = forms.CharField(label=_("Who, by code"), max_length=16, validators=[CODE], help_text=_("TR-02."))


class ReviewForm(CodeForm):
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class NothingForm(forms.Form):
    """Nothing more is asked."""


class WordingForm(forms.Form):
    """The translation of all paragraphs in one form, each beside its original."""

    source = forms.ChoiceField(label=_("What you changed here was translated by"), choices=Source.choices)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, translation: Any, data: Any = None) -> None:
        super().__init__(data, initial={"revision": translation.revision})
        latest = translation.latest()
        self.stands = [row for row in translation.statement.standing() if not row.gone]
        for row in self.stands:
            words = latest.get(row.pk)
            label = _("Translation of §%s") % row.number
            self.fields[f"t{row.number}"] = forms.CharField(
                label=label,
                required=False,
                initial=words.text if words else "",
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[f"d{row.number}"] = forms.CharField(
                label=_("Disputed terms in §%s") % row.number, required=False, max_length=2000,
                initial=words.disputed if words else "", widget=forms.Textarea(attrs={"rows": 1}),
            )  # fmt: skip

    def rows(self) -> list[tuple[Paragraph, forms.BoundField, forms.BoundField]]:
        return [(row, self[f"t{row.number}"], self[f"d{row.number}"]) for row in self.stands]


class TranscribeForm(RecordForm[Transcript]):
    """A new transcript of one of the interview's recordings."""

    text = forms.CharField(
        label=_("What is heard"), widget=PASTED,
        help_text=_("SubRip or WebVTT, or one line to a turn: [00:01:23] Q: What happened?"),
    )  # fmt: skip

    class Meta:
        model = Transcript
        fields = ("recording", "language", "source")

    def __init__(self, http: HttpRequest, interview: Interview) -> None:
        super().__init__(http, inquiry=interview.inquiry, initial={"language": interview.language})
        self.fields["recording"] = forms.ChoiceField(
            label=_("Recording"), choices=[(ref, ref) for ref in interview.recordings]
        )


class TakeAgainForm(forms.Form):
    """The whole transcript, to be corrected."""

    text = forms.CharField(label=_("What is heard"), widget=forms.Textarea(attrs={"rows": 24}))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class TestimonyFilter(forms.Form):
    """Narrow the lists. Level and status are looked for only among what one may read, words only among what one sees whole."""

    witness = forms.CharField(label=_("Cipher"), required=False, max_length=16)
    level = forms.ChoiceField(label=_("Consent"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    q = forms.CharField(label=_("Words in the text"), required=False, max_length=200)

    def __init__(self, data: Any, levels: Any, statuses: Any, words: bool) -> None:
        super().__init__(data)
        self.fields["level"].choices = [("", _("All")), *levels]  # type: ignore[attr-defined]
        self.fields["status"].choices = [("", _("All")), *statuses]  # type: ignore[attr-defined]
        if not words:
            del self.fields["q"]
