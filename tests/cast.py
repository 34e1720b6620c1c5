"""The fixed cast of colleagues: an owner and a member of one organisation, and a stranger who has another."""

from assessments.models import Organisation, User


def _user(email):
    # Nobody can sign in with this in the place of a hash; but it is one, and takes no time to make.
    return User.objects.get_or_create(email=email, defaults={"password": "none"})[0]


def owner():
    return _user("owner@example.org")


def member():
    return _user("member@example.org")


def stranger():
    return _user("stranger@example.org")


def organisation(name="Valley Trust"):
    """The organisation that the owner made and the member joined."""
    made = Organisation.objects.filter(name=name).first()
    if made is None:
        made = Organisation.objects.found(name, owner())
        made.memberships.create(user=member())
    return made
