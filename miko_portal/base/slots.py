"""What the legal texts leave open because only the office knows it."""

SLOTS = (
    "OFFICE_NAME",
    "OFFICE_ADDRESS",
    "OFFICE_PHONE",
    "OFFICE_MAIL",
    "OFFICE_REPRESENTATIVE",  # who represents the county in law: name and function
    "OFFICE_DATA_PROTECTION",  # the data-protection officer: address, mail, telephone
    "OFFICE_HOSTING",  # who runs the servers, and where
    "OFFICE_ACCESSIBILITY_DATE",  # when the accessibility statement was last checked
)


def legal_slots(env):
    """The slots from the environment; empty where the office filled none, or left the "…"."""
    return {name: env.str(name, "").strip(" …") for name in SLOTS}
