import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """Messages are compared as they are written, not as they are translated."""
    with translation.override("en"):
        yield
