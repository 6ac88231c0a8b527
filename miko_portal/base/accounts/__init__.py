"""Sign-in by django-allauth, with the addresses, pages and words of this portal."""
