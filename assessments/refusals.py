"""Why something can't be done just now; peoplehub.errors has a page for each."""


class Closed(Exception):
    """An engagement takes no more answers, and no change to one."""


class Archived(Exception):
    """An engagement was put away, and has to be brought back before anything in it can change."""


class SignedOut(Exception):
    """Only somebody who is signed in can have this."""
