"""What `manage.py check --deploy` says of a site of ours."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def mail_is_set_up(**_):
    """Without mail the site works, but nobody can get a new password, and no address is proved."""
    if settings.HAS_MAIL:
        return []
    return [
        Warning(
            "EMAIL_URL is not set: nobody can be mailed a code, a new password or an invitation.",
            hint="For example EMAIL_URL=submission://user:password@mail.example.org and DEFAULT_FROM_EMAIL.",
            id="peoplehub.W001",
        )
    ]
