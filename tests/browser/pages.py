"""Every page of the portal, with who opens it and which rows it needs.

A page that is missing here fails `test_pages.py`; so does one that is here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from miko_portal.base.languages import BY_CODE, STAFF_LANGUAGES
from miko_portal.base.models import LegalText


@dataclass(frozen=True)
class Page:
    """A page: the name of its address, who reads it, and what stands in the address."""

    route: str
    arguments: Callable = lambda world: {}
    reader: str = ""  # a name among the world's readers; empty: anybody
    query: str = ""  # may name a row of the world: "?run={training.pk}"
    note: str = ""  # tells it from others with the same address
    status: int = 200
    quick: bool = False  # looked at in `make test` too
    public: bool = False  # under `/<lang>/`
    every_language: bool = False  # looked at by axe in all of them
    form: bool = False  # may keep a cookie against forged requests

    def __str__(self):
        return "-".join(filter(None, [*self.route.split(":"), self.query, self.note]))

    @property
    def languages(self):
        return tuple(BY_CODE) if self.public else STAFF_LANGUAGES

    def address(self, world, language="de"):
        with translation.override(language):
            address = reverse(self.route, kwargs=self.arguments(world))
        return address + self.query.format(**vars(world))


def row(name):
    """Arguments of an address that names one row of the world."""
    return lambda world: {"pk": getattr(world, name).pk}


def both(name, other):
    """Arguments of an address that names two rows of the world."""
    return lambda world: {"pk": getattr(world, name).pk, "other": getattr(world, other).pk}


def seminar_text(language):
    """Arguments of an address that names a text of the seminar in a language."""
    return lambda world: {"pk": world.seminar_run.seminar_id, "language": language}


def text_of(name):
    """Arguments of an address that names one text of an agreement of the world."""

    def arguments(world):
        version = getattr(world, name)
        return {"pk": version.agreement_id, "version": version.pk}

    return arguments


def link_of(stand):
    """Arguments of the address of a registration for whoever holds its link."""
    return lambda world: {"token": getattr(world.links, stand)}


def code_of(name):
    """Arguments of the address that stands on a certificate."""
    return lambda world: {"code": getattr(world, name).shown_code}


def ticket(world):
    """Arguments of the page that follows a registration."""
    return {"pk": world.full_run.pk, "ticket": world.ticket}


# Addresses that are no pages, and why.
NO_PAGES = {
    "choose_language": "leads to the home page",
    "alive": "plain text for the load balancer",
    "ready": "plain text for the load balancer",
    "admin:login": "leads to sign-in",
    "events:seminar_calendar": "a file",
    "events:seminar_preview": "a picture",
    "events:seminar_poster": "a file",
    "events:month_overview": "a file",
    "events:seminars_ics": "a file",
    "events:seminars_atom": "a file",
    "events:seminars_json": "a file",
    "integreat_ics": "a file",
    "trainings:trainings_ics": "a file",
    "trainings:training_calendar": "a file",
    "short_link": "leads to the page of a run",
    "feedback_code": "leads to the question how it was",
    "events:feedback_sheet": "a file",
    "door_code": "leads to the list of the door, or to what the code is for",
    "admin:trainings_questionnaire_sheet": "a file",
    "admin:events_run_door": "leads to the list of a date",
    "admin:events_session_door_list": "a file",
    "admin:events_session_signatures": "a file",
    "admin:base_certificate_file": "a file",
    "events:registration_certificate": "a file",
    "admin:trainings_run_signatures": "a file",
    "own_registration_certificate": "a file",
    "admin:trainings_run_certificates_zip": "a file",
    "sitemap": "a file",
    "robots": "a file",
    "worker": "a script",
    "admin:events_text_confirm": "answers a button",
    "admin:events_text_export": "a file",
    "events:voice_message": "a file",
    "cooperation:agreement_advance": "answers a button",
    "cooperation:agreement_dossier": "a file",
    "cooperation:agreement_draft": "a file",
    "cooperation:document_download": "a file",
    "cooperation:follow_up_finish": "answers a button",
    "cooperation:deadline_feed": "a file",
    "trainer_calendar": "a file",
    "cooperation:meeting_copy": "answers a button",
    "cooperation:meeting_invite": "answers a button",
    "cooperation:meeting_minutes_pdf": "a file",
    "cooperation:decision_measure": "answers a button",
    "cooperation:contact_end": "answers a button",
    "cooperation:contact_check_take_up": "answers a button",
    "cooperation:organisation_keep_apart": "answers a button",
    "cooperation:person_keep_apart": "answers a button",
    "cooperation:mailing_letter": "a file",
    "cooperation:mailing_labels": "a file",
    "cooperation:register_csv": "a file",
    "cooperation:register_xlsx": "a file",
    "cooperation:register_pdf": "a file",
    "absence_remove": "answers a button",
    "cooperation:version_confirm": "answers a button",
    "cooperation:version_drop": "answers a button",
    "admin:logout": "answers a button",
    "admin:jsi18n": "a script",
    "admin:autocomplete": "answers the admin's own fields",
    "admin:view_on_site": "leads to the page of a row",
    "verwaltung/(?P<url>.*)$": "leads to an address with its slash",
}

PUBLIC_PAGES = [
    Page("home", public=True, quick=True, every_language=True),
    Page("events:seminar_list", public=True, quick=True, every_language=True),
    Page("events:seminar_list", public=True, query="?page=2&town=Polch"),
    Page("events:seminar_list", public=True, query="?since=nie&town=Nirgendwo"),
    Page("events:seminar_list", public=True, query="?q=gibtesnicht"),
    Page("events:seminar_detail", row("seminar_run"), public=True, every_language=True),
    Page("events:seminar_list", public=True, query="?instead_of={run_called_off.code}"),
    Page(
        "events:seminar_detail",
        row("seminar_run"),
        public=True,
        query="?instead_of={run_called_off.code}",
        note="instead",
    ),
    Page("events:seminar_detail", row("bare_run"), public=True, note="bare"),
    Page("events:seminar_detail", row("run_called_off"), public=True, note="called-off"),
    Page("certificate_check", public=True),
    Page("certificate_check", public=True, query="?code=-"),
    Page("certificate_detail", code_of("certificate"), public=True, every_language=True),
    Page("certificate_detail", code_of("certificate_replaced"), public=True, note="replaced"),
    Page("certificate_detail", code_of("certificate_forgotten"), public=True, note="forgotten"),
    Page("certificate_detail", lambda world: {"code": "X"}, public=True, note="forged", status=404),
    Page("events:month_print", public=True, every_language=True),
    Page("events:seminar_print", row("seminar_run"), public=True, every_language=True),
    Page(
        "events:registration_create",
        row("open_run"),
        public=True,
        quick=True,
        every_language=True,
        form=True,
    ),
    Page("events:registration_create", row("full_run"), public=True, note="full", form=True),
    Page("events:registration_create", row("off_run"), public=True, note="off", form=True),
    Page("events:registration_done", ticket, public=True, every_language=True),
    Page("events:door_notice", public=True, every_language=True),
    Page(
        "events:feedback_create",
        row("over_run"),
        public=True,
        quick=True,
        every_language=True,
        form=True,
    ),
    Page("events:feedback_create", row("bare_run"), public=True, note="early", form=True),
    Page("events:feedback_done", public=True, every_language=True),
    Page("events:seminar_detail", row("over_run"), public=True, note="over"),
    Page("events:registration_detail", link_of("seated"), public=True, every_language=True),
    *(
        Page("events:registration_detail", link_of(stand), public=True, note=stand, form=True)
        for stand in ("offered", "waiting", "cancelled")
    ),
    Page(
        "events:registration_detail",
        lambda world: {"token": "x"},
        public=True,
        note="gone",
        status=404,
    ),
    Page("events:registration_detail", link_of("came"), public=True, note="came"),
    Page(
        "events:registration_certificates",
        link_of("came"),
        public=True,
        every_language=True,
        form=True,
    ),
    Page("events:registration_certificates", link_of("stayed_away"), public=True, note="away"),
    Page("events:registration_update", link_of("seated"), public=True, form=True),
    Page("events:registration_cancel", link_of("seated"), public=True, form=True),
    Page("events:call_request_create", public=True, form=True, every_language=True),
    Page("events:call_request_done", public=True),
    Page("trainings:training_list", public=True, quick=True, every_language=True),
    Page("trainings:training_list", public=True, query="?page=99"),
    Page("trainings:training_list", public=True, query="?audience=nie&town=Polch&free=on"),
    Page("trainings:training_list", public=True, query="?q=gibtesnicht"),
    Page("trainings:training_detail", row("training"), public=True, every_language=True),
    Page("trainings:training_detail", row("training_called_off"), public=True, note="called-off"),
    Page(
        "trainings:self_enrolment_create",
        row("own_training"),
        public=True,
        every_language=True,
        form=True,
    ),
    Page(
        "trainings:self_enrolment_create",
        row("training_called_off"),
        public=True,
        note="off",
        form=True,
    ),
    Page("trainings:self_enrolment_sent", row("own_training"), public=True),
    Page(
        "trainings:self_enrolment_detail",
        lambda world: {"token": world.wish_link},
        public=True,
        note="wish",
        form=True,
        every_language=True,
    ),
    Page(
        "trainings:self_enrolment_detail",
        lambda world: {"token": world.offer_link},
        public=True,
        form=True,
    ),
    Page(
        "trainings:self_enrolment_detail",
        lambda world: {"token": "x"},
        public=True,
        note="gone",
        status=404,
    ),
    *(
        Page(
            "trainings:questionnaire_fill",
            lambda world, when=when: {"pk": world.training_over.pk, "when": when},
            public=True,
            every_language=when == "nachher",
            form=True,
            note=when,
        )
        for when in ("nachher", "vorher")
    ),
    Page("trainings:questionnaire_done", public=True),
    *(
        Page("legal", lambda world, name=name: {"page": name}, public=True, note=name)
        for name in LegalText.Page.values
    ),
    Page("every_field", public=True, form=True, every_language=True),
    *(Page(f"error_{code}", public=True, status=code) for code in (400, 403, 404, 500, 503)),
]

STAFF_PAGES = [
    Page("cooperation:agreement_list", reader="clerk"),
    Page("cooperation:agreement_list", reader="clerk", query="?sort=-title&page=2"),
    Page("cooperation:agreement_list", reader="clerk", query="?q=gibtesnicht&state=xx"),
    Page("cooperation:agreement_list", reader="partner", note="partner"),
    Page("cooperation:register_import", reader="clerk"),
    Page("cooperation:legacy_create", reader="clerk"),
    Page("cooperation:agreement_create", reader="clerk", quick=True),
    Page("cooperation:agreement_detail", row("agreement_in_force"), "clerk"),
    Page("cooperation:agreement_detail", row("agreement_in_force"), "partner", note="partner"),
    Page("cooperation:agreement_detail", row("draft"), "clerk", note="draft"),
    Page("cooperation:agreement_update", row("agreement_in_force"), "clerk", note="locked"),
    Page("cooperation:agreement_update", row("draft"), "clerk"),
    Page("cooperation:agreement_signatures", row("agreement_to_be_signed"), "clerk"),
    Page("cooperation:agreement_notice", row("agreement_in_force"), "clerk"),
    Page("cooperation:agreement_terminate", row("agreement_in_force"), "clerk"),
    Page("cooperation:agreement_suspend", row("agreement_in_force"), "clerk"),
    Page("cooperation:agreement_accede", row("agreement_in_force"), "clerk"),
    Page("cooperation:agreement_detail", row("agreement_in_force"), "clerk", "?stand=2019-07-01"),
    Page("cooperation:agreement_list", reader="clerk", query="?stand=2019-07-01"),
    Page("cooperation:contact_create", row("organisation"), "clerk"),
    Page("cooperation:contact_update", row("contact"), "clerk"),
    Page("cooperation:contact_check", lambda world: {"token": world.token}, form=True),
    Page("cooperation:contact_check", lambda world: {"token": "x"}, note="ended", status=404),
    Page("cooperation:mailing_list", reader="clerk"),
    Page("cooperation:mailing_list", reader="clerk", query="?kind=nie&agreement=0"),
    Page("cooperation:network", reader="clerk"),
    Page("cooperation:network", reader="clerk", query="?stand=2019-07-01&projekt=x"),
    Page("cooperation:document_list", row("agreement_in_force"), "clerk"),
    Page("cooperation:document_list", row("agreement_in_force"), "partner", note="partner"),
    Page("cooperation:document_list", row("draft"), "clerk", note="none"),
    Page("cooperation:document_create", row("agreement_in_force"), "clerk"),
    Page("cooperation:note_list", row("agreement_in_force"), "clerk"),
    Page("cooperation:follow_up_list", row("agreement_in_force"), "clerk"),
    Page("cooperation:tasks", reader="clerk"),
    Page("cooperation:handover", reader="clerk"),
    Page("cooperation:deadline_list", reader="clerk", query="?whose=all"),
    Page("cooperation:deadline_list", reader="clerk", query="?days=nie&page=x"),
    Page("cooperation:deadline_calendar", reader="clerk"),
    Page("cooperation:meeting_list", reader="clerk"),
    Page("cooperation:meeting_list", reader="clerk", query="?page=2&kind=network"),
    Page("cooperation:meeting_list", reader="clerk", query="?q=gibtesnicht&year=xx"),
    Page("cooperation:meeting_create", reader="clerk"),
    Page("cooperation:meeting_detail", row("meeting"), "clerk"),
    Page("cooperation:meeting_detail", row("meeting_held"), "clerk", note="held"),
    Page("cooperation:meeting_detail", row("meeting_called_off"), "clerk", note="called-off"),
    Page("cooperation:meeting_update", row("meeting"), "clerk"),
    Page("cooperation:meeting_cancel", row("meeting"), "clerk"),
    Page("cooperation:meeting_attendance", row("meeting_held"), "clerk"),
    Page("cooperation:meeting_minutes", row("meeting_held"), "clerk"),
    Page("cooperation:measure_list", reader="clerk"),
    Page("cooperation:measure_list", reader="clerk", query="?state=late&page=2"),
    Page("cooperation:measure_list", reader="partner", note="partner"),
    Page("cooperation:measure_detail", row("measure"), "clerk"),
    Page("cooperation:measure_detail", row("measure"), "partner", note="partner"),
    Page("cooperation:measure_create", row("agreement_in_force"), "clerk"),
    Page("cooperation:measure_update", row("measure_done"), "clerk"),
    Page("cooperation:measure_finish", row("measure"), "clerk"),
    Page("cooperation:measure_found", row("measure"), "clerk"),
    Page("cooperation:agreement_history", row("amended"), "clerk"),
    Page("cooperation:agreement_start_over", row("agreement_to_be_signed"), "clerk"),
    Page("cooperation:agreement_detail", row("amended"), "clerk", note="amended"),
    Page("cooperation:agreement_detail", row("amended"), "partner", note="amended-partner"),
    Page("cooperation:agreement_detail", row("corrected"), "clerk", note="corrected"),
    Page("cooperation:amendment_create", row("agreement_in_force"), "clerk"),
    Page("cooperation:correction_create", row("agreement_in_force"), "clerk"),
    Page("cooperation:version_list", row("amended"), "clerk"),
    Page("cooperation:version_list", row("amended"), "partner", note="partner"),
    Page("cooperation:version_compare", row("amended"), "clerk"),
    Page("cooperation:version_compare", row("draft"), "clerk", note="one"),
    Page("cooperation:version_detail", text_of("amendment"), "clerk"),
    Page("cooperation:version_update", text_of("amendment"), "clerk"),
    Page("cooperation:version_update", text_of("correction"), "clerk", note="correction"),
    Page("cooperation:organisation_list", reader="clerk"),
    Page("cooperation:organisation_list", reader="clerk", query="?page=2"),
    Page("cooperation:organisation_create", reader="clerk"),
    Page("cooperation:organisation_detail", row("organisation"), "clerk"),
    Page("cooperation:organisation_detail", row("organisation"), "partner", note="partner"),
    Page("cooperation:organisation_update", row("organisation"), "clerk"),
    Page("cooperation:organisation_duplicates", reader="clerk"),
    Page("cooperation:organisation_merge_with", row("organisation"), "clerk", query="?q=verbr"),
    Page("cooperation:organisation_merge", both("organisation", "same_organisation"), "clerk"),
    Page("cooperation:person_duplicates", reader="clerk"),
    Page("cooperation:person_merge_with", row("person"), "clerk"),
    Page("cooperation:person_merge", both("person", "same_person"), "clerk"),
    Page("own_registration_list", reader="volunteer"),
    Page("own_registration_list", reader="volunteer", query="?run={full_run.pk}&page=2"),
    Page("own_registration_list", reader="clerk", note="none"),
    Page("own_registration_choose", reader="volunteer"),
    Page("own_registration_create", row("open_run"), "volunteer", quick=True),
    Page("own_registration_create", row("full_run"), "volunteer", note="full"),
    Page("own_registration_create", row("off_run"), "volunteer", note="off"),
    Page("own_registration_slips", reader="volunteer"),
    Page("own_registration_slips", reader="volunteer", query="?id=0", note="none"),
    Page("own_registration_detail", row("registration_seated"), "volunteer"),
    Page("own_registration_detail", row("registration_offered"), "volunteer", note="offered"),
    Page("own_registration_update", row("registration_seated"), "volunteer"),
    Page("own_registration_certificates", row("registration_came"), "volunteer"),
    Page("own_registration_certificates", row("registration_seated"), "volunteer", note="none"),
    Page("own_registration_cancel", row("registration_seated"), "volunteer"),
    Page("own_enrolment_list", reader="partner"),
    Page("own_enrolment_list", reader="partner", query="?run={own_training.pk}&page=x"),
    Page("own_enrolment_choose", reader="partner"),
    Page("own_enrolment_create", row("own_training"), "partner", quick=True),
    Page("own_enrolment_create", row("closed_training"), "partner", note="closed"),
    Page("own_enrolment_accept", row("own_offer"), "partner"),
    Page("own_enrolment_cancel", row("own_enrolment"), "partner"),
    Page("own_enrolment_replace", row("own_enrolment"), "partner"),
]

ACCOUNT_PAGES = [
    Page("account_login", form=True),
    Page("account_request_login_code", form=True),
    Page("account_signup"),
    Page("account_reset_password", form=True),
    Page("account_password_reset_completed"),
    Page("account", reader="administrator"),
    Page("account", reader="clerk", note="clerk"),
    Page("absence_create", reader="clerk"),
    Page("invite", reader="administrator"),
    Page("account_logout", reader="administrator"),
    Page("account_reauthenticate", reader="administrator"),
    Page("account_email", reader="administrator"),
    Page("account_change_password", reader="administrator"),
    Page("mfa_index", reader="administrator"),
]

# Follow a step of signing in; tests/base/test_accounts.py walks through them.
NO_PAGES |= dict.fromkeys(
    (
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "account_email_verification_sent",
        "account_inactive",
        "account_set_password",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    ),
    "follows a step of signing in",
)

# Pages of the tests' own: errors on demand, and a form with a field of every kind.
TEST_PAGES = {"every_field", *(f"error_{code}" for code in (400, 403, 404, 500, 503))}

ADMIN_PAGES = [
    Page("admin:index", reader="administrator"),
    Page("admin:password_change", reader="administrator"),
    Page("admin:password_change_done", reader="administrator"),
    Page("admin:events_run_add", reader="coordinator", query="?like={seminar_run.seminar_id}"),
    Page("admin:events_run_cancel", reader="coordinator", query="?run={seminar_run.pk}"),
    Page("admin:events_run_message", lambda world: {"pk": world.open_run.pk}, "coordinator"),
    Page("admin:events_run_calls", row("full_run"), "coordinator"),
    Page("admin:events_run_calls", row("bare_run"), "clerk", note="bare"),
    Page("admin:events_run_feedback_list", reader="clerk"),
    Page("admin:events_run_feedback_list", reader="clerk", query="?seminar={over_run.seminar_id}"),
    Page("admin:events_run_feedback", row("over_run"), "coordinator"),
    Page("admin:events_run_feedback", row("bare_run"), "clerk", note="none"),
    Page("admin:events_run_interpreters", row("seminar_run"), "coordinator"),
    Page("admin:events_run_interpreters", row("bare_run"), "clerk", note="bare"),
    Page("admin:events_run_interpreter_came", row("interpreter_assignment"), "coordinator"),
    Page("admin:events_text_board", reader="coordinator"),
    Page("admin:events_text_board", reader="clerk", query="?language=ar&state=outdated"),
    Page("admin:events_text_board", reader="coordinator", query="?q=gibtesnicht"),
    Page("admin:events_text_form", seminar_text("ar"), "coordinator", note="outdated"),
    Page("admin:events_text_form", seminar_text("fa"), "coordinator", note="missing"),
    Page("admin:events_text_form", seminar_text("de-simple"), "coordinator", note="hints"),
    Page("admin:events_text_import", reader="coordinator"),
    Page("admin:events_voice", seminar_text("ar"), "coordinator"),
    Page("admin:events_headcount_missing", reader="coordinator"),
    Page("admin:events_session_door", row("door_session"), "clerk", quick=True),
    Page("admin:events_session_door", row("door_session"), "clerk", query="?q=gibtesnicht"),
    Page("admin:events_voice", seminar_text("fa"), "coordinator", note="none"),
    Page("admin:events_run_series", reader="coordinator", note="new"),
    Page("admin:events_run_series", reader="coordinator", query="?like={seminar_run.seminar_id}"),
    Page("admin:events_run_programme", reader="coordinator", note="new"),
    Page(
        "admin:events_run_programme",
        reader="coordinator",
        query="?year={today.year}&part=year&into={next_year}",
        note="proposals",
    ),
    Page("admin:trainings_run_changelist", reader="coordinator", query="?state=open&q=Saal"),
    Page("admin:trainings_run_add", reader="coordinator", note="new", quick=True),
    Page("admin:trainings_run_add", reader="coordinator", query="?like={training.course_id}"),
    Page("admin:trainings_run_cancel", reader="coordinator", query="?run={training.pk}"),
    Page("admin:trainings_run_enrol", row("training"), "coordinator"),
    Page("admin:trainings_run_enrol_list", row("training"), "coordinator"),
    Page("admin:trainings_questionnaire_run_answers", row("training_over"), "coordinator"),
    Page("admin:trainings_questionnaire_run_answers", row("training"), "clerk", note="none"),
    Page(
        "admin:trainings_questionnaire_course_answers",
        lambda world: {"pk": world.training_over.course_id},
        "clerk",
    ),
    Page(
        "admin:trainings_questionnaire_course_answers",
        lambda world: {"pk": world.training.course_id},
        "clerk",
        note="none",
    ),
    Page("admin:trainings_trainer_calendar", row("trainer"), "coordinator"),
    Page("admin:trainings_run_message", row("training"), "coordinator"),
    Page("admin:trainings_run_booklet", reader="coordinator"),
    Page("admin:trainings_run_figures", reader="coordinator"),
    Page("admin:trainings_run_copy", row("training"), "coordinator"),
    Page(
        "admin:trainings_run_programme",
        reader="coordinator",
        query="?year={today.year}&part=year&into={next_year}",
    ),
    Page("admin:trainings_run_attendance", row("training"), "coordinator", note="to-come"),
    Page("admin:trainings_run_attendance", row("training_over"), "coordinator", quick=True),
    Page("admin:trainings_run_attendance", row("training_over"), "clerk", note="clerk"),
    Page("admin:trainings_run_certificates", row("training"), "coordinator", note="to-come"),
    Page("admin:trainings_run_certificates", row("training_certified"), "coordinator"),
    Page("admin:trainings_run_certificates", row("training_certified"), "clerk", note="clerk"),
    Page("admin:events_registration_new", lambda world: {"run": world.open_run.pk}, "coordinator"),
    Page("admin:events_registration_edit", row("registration_seated"), "coordinator"),
    Page("admin:events_registration_cancel", row("registration_seated"), "coordinator"),
    Page("admin:events_registration_accept", row("registration_offered"), "coordinator"),
    Page("admin:events_registration_decline", row("registration_offered"), "coordinator"),
    Page("admin:events_registration_approve", row("registration_seated"), "coordinator"),
    Page("admin:events_registration_certificates", row("registration_came"), "coordinator"),
    Page(
        "admin:events_registration_certificates", row("registration_seated"), "clerk", note="none"
    ),
    Page("admin:base_certificate_revoke", row("certificate"), "coordinator"),
    Page("admin:base_certificate_forget", row("certificate"), "coordinator"),
    Page("admin:base_certificate_reissue", row("certificate"), "coordinator"),
    Page("admin:trainings_enrolment_cancel", row("enrolment"), "coordinator"),
    Page("admin:trainings_enrolment_accept", row("offer"), "coordinator"),
    Page("admin:trainings_enrolment_exception", row("own_enrolment"), "coordinator"),
    Page("admin:trainings_enrolment_replace", row("own_enrolment"), "coordinator"),
]


def administration():
    """List, form, history and deletion of each model in the admin, and each app's own list."""
    request = RequestFactory().get("/")
    request.user = Everything()
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

        def one(world, model=model):
            return {"object_id": model._base_manager.first().pk}

        may_add = model_admin.has_add_permission(request)
        may_delete = model_admin.has_delete_permission(request)
        yield Page(f"{name}_changelist", reader="administrator")
        yield Page(f"{name}_add", reader="administrator", status=200 if may_add else 403)
        yield Page(f"{name}_change", one, reader="administrator")
        yield Page(f"{name}_history", one, reader="administrator")
        yield Page(f"{name}_delete", one, "administrator", status=200 if may_delete else 403)
    for label in sorted({model._meta.app_label for model in admin.site._registry}):
        yield Page(
            "admin:app_list", lambda world, label=label: {"app_label": label}, "administrator"
        )


class Everything:
    """Somebody with every right, before there is a database."""

    is_active = is_staff = is_superuser = is_authenticated = True

    def has_perm(self, *args):
        return True

    has_perms = has_module_perms = has_perm


PAGES = [*PUBLIC_PAGES, *STAFF_PAGES, *ACCOUNT_PAGES, *ADMIN_PAGES, *administration()]


def matrix(pages, *variants):
    """Pages times variants as parameters; the quick pages' first variant runs in `make test`."""
    return [
        pytest.param(
            page,
            variant,
            id=f"{page}-{variant}",
            marks=() if page.quick and variant == variants[0] else pytest.mark.matrix,
        )
        for page in pages
        for variant in variants
    ]
