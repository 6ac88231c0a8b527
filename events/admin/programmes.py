"""The page for taking over an earlier programme of seminars."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cooperation.programmes import copy_page
from events.actions import copy_programme
from events.admin.copies import Copies, ProgrammeForm
from events.admin.pages import crumbs
from miko_portal.base.clock import today


def new_programme(model_admin, request):
    """Proposes new days for each date of an earlier programme; stores those that are ticked."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form, copies = ProgrammeForm(request.GET or None, on=today()), None
    if form.is_valid():
        data = request.POST if request.method == "POST" else None
        copies = Copies(form.sessions, moved=form.moved, data=data)
    return copy_page(
        model_admin,
        request,
        form=form,
        copies=copies,
        store=copy_programme,
        title=_("Take over a programme"),
        explanation=_(
            "Every date of an earlier programme is proposed for the same weekday of the same week."
            " What you tick becomes a draft, with the same texts and without the people who were"
            " registered."
        ),
        crumbs=crumbs(_("Take over a programme")),
    )
