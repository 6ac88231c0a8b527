"""Which language a request is answered in, and who is let in."""

from django.conf import settings
from django.contrib.auth import middleware as auth
from django.utils import translation
from django.utils.cache import patch_vary_headers

from miko_portal.base.languages import STAFF_LANGUAGES


class LanguageMiddleware:
    """The address decides under `/<lang>/`; elsewhere the staff's languages are spoken.

    There it goes by what the user has set, else by the browser. Who is signed in is asked only
    where one has to be, so that pages open to all stay the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        in_address = translation.get_language_from_path(request.path_info)
        language = in_address or translation.get_language_from_request(request)
        if not in_address and language not in STAFF_LANGUAGES:
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            request.language_is_in_address = bool(in_address)
            response = self.get_response(request)
            if not in_address:
                patch_vary_headers(response, ["Accept-Language"])
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    def process_view(self, request, view, args, kwargs):
        if request.language_is_in_address or not getattr(view, "login_required", True):
            return
        chosen = getattr(request.user, "language", "")
        if chosen in STAFF_LANGUAGES:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Django's own, but where anybody may enter it doesn't even ask who is there.

    Asking would make a page open to all differ by cookie, and spoil it for caches.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
