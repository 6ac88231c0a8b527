from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from miko_portal.base import nightly, outbox, roles
from miko_portal.base.administration import OfficeAdmin, ReadingAdmin
from miko_portal.base.certificates.admin import CertificateAdmin  # noqa: F401  (registers it)
from miko_portal.base.chronicle import tell
from miko_portal.base.forms import NameField
from miko_portal.base.models import Absence, HistoryEntry, JobRun, LegalText, Message, User


@admin.register(HistoryEntry)
class HistoryAdmin(ReadingAdmin):
    """Who did what, and when, in words."""

    list_display = ["at", "who", "action", "what", "changed"]
    list_filter = ["action"]
    date_hierarchy = "at"
    show_full_result_count = False
    fields = ["at", "who", "action", "what", "changed"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    def get_changelist_instance(self, request):
        """The entries of a page are told at once, so that many cost as much as few."""
        page = super().get_changelist_instance(request)
        for entry, told in zip(page.result_list, tell(page.result_list), strict=True):
            entry.told = told
        return page

    @admin.display(description=_("who"))
    def who(self, entry):
        return _told(entry).who

    @admin.display(description=_("what"))
    def what(self, entry):
        return _told(entry).what

    @admin.display(description=_("changes"))
    def changed(self, entry):
        return "; ".join(map(str, _told(entry).changes))


def _told(entry):
    return getattr(entry, "told", None) or tell([entry])[0]


class UserForm(forms.ModelForm):
    roles = forms.MultipleChoiceField(
        label=_("roles"),
        required=False,
        choices=[(name, name) for name in roles.names()],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "is_active"]
        field_classes = {"first_name": NameField, "last_name": NameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = [group.name for group in self.instance.groups.all()]


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """Accounts and their roles. New ones are made by invitation; mail addresses by their owners."""

    form = UserForm
    list_display = ["email", "first_name", "last_name", "shown_roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["last_name", "first_name", "email"]
    readonly_fields = ["email"]
    fields = ["email", "first_name", "last_name", "language", "roles", "is_active"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def shown_roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    def has_add_permission(self, request):
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.set_roles(form.cleaned_data["roles"])


@admin.register(LegalText)
class LegalTextAdmin(OfficeAdmin):
    """A version is never changed: one adds the next."""

    list_display = ["page", "language", "number", "title", "valid_from", "delivered"]
    list_filter = ["page", "language"]
    fields = ["page", "language", "title", "body", "valid_from"]

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        same = LegalText.objects.filter(page=obj.page, language=obj.language)
        obj.number = (same.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        super().save_model(request, obj, form, change)


@admin.register(Absence)
class AbsenceAdmin(OfficeAdmin):
    """Who is away and who stands in: also for a colleague who fell ill and can't say so."""

    list_display = ["user", "deputy", "starts_on", "ends_on"]
    list_select_related = ["user", "deputy"]
    ordering = ["starts_on", "pk"]
    fields = ["user", "deputy", "starts_on", "ends_on"]


class MessageState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("failed", _("failed")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, messages):
        match self.value():
            case "failed":
                return messages.failed()
            case "waiting":
                return messages.waiting()
            case "sent":
                return messages.sent()
        return messages


@admin.register(Message)
class MessageAdmin(ReadingAdmin):
    """What was sent to whom and what did not arrive; that can be sent again."""

    list_display = ["created_at", "what", "whom", "about", "state", "attempts"]
    list_filter = [MessageState]
    show_full_result_count = False
    fields = ["what", "whom", "about", "state", "attempts", "created_at"]
    actions = ["send_again"]

    def has_send_again_permission(self, request):
        return request.user.has_perm("base.change_message")

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = _with_recipients(changelist.result_list)
        return changelist

    def get_object(self, request, object_id, from_field=None):
        message = super().get_object(request, object_id, from_field)
        return message and _with_recipients([message])[0]

    @admin.action(description=_("Send again"), permissions=["send_again"])
    def send_again(self, request, chosen):
        """Has the failed ones among those chosen tried once more."""
        count = outbox.send_again(chosen, at=timezone.now())
        text = ngettext(
            "%(count)s message is sent again.", "%(count)s messages are sent again.", count
        )
        messages.success(request, text % {"count": count})

    @admin.display(description=_("message"))
    def what(self, message):
        kind = outbox.kinds.get(message.kind)
        return kind.name if kind else message.kind

    @admin.display(description=_("recipient"))
    def whom(self, message):
        return message.whom

    @admin.display(description=_("occasion"))
    def about(self, message):
        model, pk, which = outbox.split(message.occasion)
        day = which.get("on")
        parts = [model._meta.verbose_name, pk, day and date_format(day, "SHORT_DATE_FORMAT")]
        return " ".join(str(part) for part in parts if part)

    @admin.display(description=_("state"))
    def state(self, message):
        texts = [
            (message.sent_at, gettext("sent on %(moment)s")),
            (message.failed_at, gettext("failed on %(moment)s")),
            (message.next_attempt_at, gettext("waiting until %(moment)s")),
        ]
        moment, text = next((moment, text) for moment, text in texts if moment)
        return text % {"moment": date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")}


@admin.register(JobRun)
class JobRunAdmin(ReadingAdmin):
    """When the nightly jobs ran, and which of them failed."""

    list_display = ["started_at", "what", "finished_at", "failed_at"]
    fields = ["what", "started_at", "finished_at", "failed_at"]

    @admin.display(description=_("job"))
    def what(self, run):
        job = nightly.jobs.get(run.name)
        return job.name if job else run.name


def _with_recipients(found):
    """The messages with the people they are for, all fetched at once."""
    found = list(found)
    people = outbox.rows_of([message.recipient for message in found])
    for message, person in zip(found, people, strict=True):
        message.whom = person
    return found
