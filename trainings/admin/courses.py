from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from miko_portal.base.administration import OfficeAdmin
from miko_portal.base.clock import today
from miko_portal.base.forms import NameField
from trainings.actions import known_person, retire_trainer
from trainings.admin.trainer_calendars import trainer_calendar
from trainings.models import Course, Trainer


@admin.register(Course)
class CourseAdmin(OfficeAdmin):
    list_display = ["title", "audience", "level", "units", "trainings_held"]
    list_filter = ["audience", "level"]
    search_fields = ["title", "title_en", "aims", "content"]
    change_form_template = "admin/trainings/course/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "audience", "level", "units", "minimum_attendance"]}),
        (_("What it is about"), {"fields": ["aims", "content"]}),
        (_("In English"), {"fields": ["title_en", "aims_en", "content_en"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(held=Count("runs"))

    @admin.display(description=_("trainings"), ordering="held")
    def trainings_held(self, course):
        url = reverse("admin:trainings_run_changelist")
        text = gettext("%(count)s trainings") % {"count": course.held}
        return format_html('<a href="{}?course__id__exact={}">{}</a>', url, course.pk, text)


class TrainerForm(forms.ModelForm):
    given_name = NameField(label=_("Given name"), max_length=80)
    family_name = NameField(label=_("Family name"), max_length=80)
    mail = forms.EmailField(label=_("Mail address"), required=False)
    telephone = NameField(label=_("Telephone"), max_length=40, required=False)

    class Meta:
        model = Trainer
        fields = ["topics"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for field in ("given_name", "family_name", "mail", "telephone"):
                self.initial[field] = getattr(self.instance.person, field)


@admin.register(Trainer)
class TrainerAdmin(OfficeAdmin):
    form = TrainerForm
    fieldsets = [
        (
            None,
            {
                "fields": ["given_name", "family_name", "mail", "telephone", "topics"],
                "description": _(
                    "Saving confirms that somebody can still be asked. Who leads nothing and is"
                    " not confirmed is taken out by itself at the end of the third year."
                ),
            },
        )
    ]
    list_display = ["person", "mail", "telephone", "topics", "confirmed_on"]
    list_select_related = ["person"]
    search_fields = ["person__given_name", "person__family_name", "topics"]
    change_form_template = "admin/trainings/trainer/change_form.html"
    actions = ["retire"]

    def get_urls(self):
        page = self.admin_site.admin_view(self.calendar_view)
        own = path("<int:pk>/calendar/", page, name="trainings_trainer_calendar")
        return [own, *super().get_urls()]

    def calendar_view(self, request, pk):
        return trainer_calendar(self, request, pk)

    @admin.display(description=_("mail address"))
    def mail(self, trainer):
        return trainer.person.mail

    @admin.display(description=_("telephone"))
    def telephone(self, trainer):
        return trainer.person.telephone

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        if not change:
            obj.person = known_person(
                given_name=data["given_name"],
                family_name=data["family_name"],
                mail=data["mail"],
                organisation=None,
                by=request.user,
            )
            known = Trainer.objects.filter(person=obj.person).first()
            obj.pk = known and known.pk
        for field in ("given_name", "family_name", "mail", "telephone"):
            if change or data[field]:  # what is known of somebody recognised is not emptied
                setattr(obj.person, field, data[field])
        obj.person.save()
        obj.confirmed_on = today()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Take out: lead no more trainings"), permissions=["change"])
    def retire(self, request, queryset):
        for trainer in queryset:
            try:
                retire_trainer(trainer, by=request.user, on=today())
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                text = gettext("%(person)s is taken out of the list.")
                messages.success(request, text % {"person": trainer.person})
