"""What lacks in the file of a signed agreement, as with those taken over ("Lücken")."""

from datetime import date

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, Exists, Func, OuterRef, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _


class Gap(TextChoices):
    """In the order in which they are named."""

    SIGNATURES = "signatures", _("who signed is not recorded")
    DOCUMENT = "document", _("the signed document is missing")
    END = "end", _("neither an end nor a notice is known")
    NOTICE = "notice", _("it is renewed, but no notice is known")
    CONTACT = "contact", _("a party has no contact")
    CLERK = "clerk", _("nobody is responsible for it")
    FILE_REFERENCE = "file_reference", _("the file reference is missing")
    ORIGINAL = "original", _("nobody noted where the original lies")


class _WithoutNulls(Func):
    template = "array_remove(ARRAY[%(expressions)s]::varchar[], NULL)"
    output_field = ArrayField(CharField())


def gaps_on(on: date) -> _WithoutNulls:
    """The gaps on the day, for a queryset that knows its texts."""

    def rows(name):
        return apps.get_model("cooperation", name).objects

    signatures = rows("Signatory").filter(
        version__agreement=OuterRef("pk"), version__number=0, signed_on__isnull=False
    )
    documents = rows("Document").filter(agreement=OuterRef("pk"), kind="signed")
    alone = rows("Party").filter(agreement=OuterRef("pk"), organisation__contacts=None)
    no_notice = Q(current__notice_months=None)
    lacks = {
        Gap.SIGNATURES: ~Exists(signatures),
        Gap.DOCUMENT: ~Exists(documents),
        Gap.END: no_notice & Q(first_end=None),
        Gap.NOTICE: no_notice & Q(current__renewal="tacit"),
        Gap.CONTACT: Exists(alone.belonging(on=on)),
        Gap.CLERK: Q(clerk=None),
        Gap.FILE_REFERENCE: Q(file_reference=""),
        Gap.ORIGINAL: Q(original_kept_at=""),
    }
    return _WithoutNulls(*(Case(When(lack, then=Value(gap.value))) for gap, lack in lacks.items()))
