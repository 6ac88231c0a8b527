"""What the database refuses of a single version; triggers hold the rest."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CONSTRAINTS = [
    models.UniqueConstraint(
        fields=["agreement", "number", "correction"],
        condition=Q(dropped_on=None),
        name="version_number_unique",
    ),
    models.UniqueConstraint(
        fields=["agreement"],
        condition=Q(completed_on=None, dropped_on=None),
        name="version_one_at_a_time",
        violation_error_message=_("Another version is being worked on already."),
    ),
    models.CheckConstraint(
        condition=Q(dropped_on=None) | Q(completed_on=None),
        name="version_dropped_or_completed",
        violation_error_message=_("What all have signed is not given up."),
    ),
    models.CheckConstraint(
        condition=Q(number=0, correction=0) | ~Q(reason=""),
        name="version_changed_for_a_reason",
        violation_error_message=_("Say why the agreement is changed."),
    ),
    models.CheckConstraint(
        condition=Q(correction=0, written_by=None, confirmed_by=None)
        | Q(correction__gt=0, written_by__isnull=False, confirmed_by=None)
        | (
            Q(correction__gt=0, written_by__isnull=False, confirmed_by__isnull=False)
            & ~Q(confirmed_by=F("written_by"))
        ),
        name="version_corrected_by_two",
        violation_error_message=_("A correction is confirmed by a second person."),
    ),
    models.CheckConstraint(
        condition=Q(first_end_on=None)
        | Q(effective_on=None)
        | Q(first_end_on__gte=F("effective_on")),
        name="version_ends_after_start",
        violation_error_message=_("The end lies before the start."),
    ),
    models.CheckConstraint(
        condition=Q(term="fixed", first_end_on__isnull=False)
        | Q(~Q(term="fixed"), first_end_on=None),
        name="version_end_by_term",
        violation_error_message=_("A term until a day needs its end, any other term has none."),
    ),
    models.CheckConstraint(
        condition=Q(renewal="none") | Q(term="fixed"),
        name="version_renews_a_fixed_term",
        violation_error_message=_("Only a term until a day can be renewed."),
    ),
    models.CheckConstraint(
        condition=Q(renewal="tacit", renewal_months__gte=1)
        | Q(~Q(renewal="tacit"), renewal_months=None),
        name="version_renewal_months",
        violation_error_message=_("Say by how many months it is renewed unless ended."),
    ),
    models.CheckConstraint(
        condition=Q(notice_months=None, notice_basis="")
        | Q(~Q(notice_basis=""), notice_months__isnull=False),
        name="version_notice_with_basis",
        violation_error_message=_("A notice needs its months and when it takes effect."),
    ),
    models.CheckConstraint(
        condition=Q(term="fixed") | ~Q(notice_basis="term"),
        name="version_notice_without_term",
        violation_error_message=_(
            "Without a fixed end, notice takes effect at the end of a month, quarter or year."
        ),
    ),
    models.CheckConstraint(
        condition=Q(released_on=None)
        | Q(
            released_on__gte=F("consultation_on"),
            consultation_on__isnull=False,
            effective_on__isnull=False,
        ),
        name="version_released_after_consultation",
        violation_error_message=_("It is released after consultation, with its start."),
    ),
    models.CheckConstraint(
        condition=Q(completed_on=None)
        | Q(completed_on__gte=F("released_on"), released_on__isnull=False),
        name="version_completed_after_release",
        violation_error_message=_("It is signed by all after its release."),
    ),
]
