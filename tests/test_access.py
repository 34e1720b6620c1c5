"""Who may do what at every address: one table. A new address without its line fails.

Actors: `anyone` has no secret; `writer` holds the private link of an assessment; `reader` its read-only link;
`facilitator` the link of a workshop's console; `late` holds links that have ended. What belongs to an organisation is
for its colleagues: tests/test_access_of_members.py.
Each line says what a GET and a POST answer to whoever has the address.
"""

from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse

from assessments.access import seat_by_token
from tests.assessments.participants import stating
from tests.assessments.workshops import lobby, seated
from tests.states import answered, begun

pytestmark = pytest.mark.django_db

PUBLIC, FORM, PRIVATE, PRIVATE_FORM, PRIVATE_ACT, READING, INVITED, INVITED_ACT, STATED = (
    "public",  # anyone reads; nobody writes
    "form",  # anyone reads and sends
    "private",  # the writer reads; nobody writes
    "private form",  # the writer reads and sends
    "private act",  # the writer sends; there is nothing to read
    "reading",  # whoever has the read-only link reads; nobody writes
    "invited",  # whoever has the participants' link reads and sends
    "invited act",  # the same sends; there is nothing to read
    "stated",  # anyone reads a published statement; nobody writes
)
FACILITATED, FACILITATED_FORM, FACILITATED_ACT, SHOWN, JOINED, SEATED, SEATED_FORM, REPORTED = (
    "facilitated",  # whoever has a console's link reads; nobody writes
    "facilitated form",  # the same reads and sends
    "facilitated act",  # the same sends; there is nothing to read
    "shown",  # whoever has a projector's link reads; nobody writes
    "joined",  # whoever has an open workshop's code reads and sends; a code that has ended is like any wrong one
    "seated",  # whoever has a seat's link reads; nobody writes
    "seated form",  # the same reads and sends
    "reported",  # whoever has a shared report's link reads; nobody writes
)
SIGNED_IN, SIGNED_IN_FORM, JOINING, TAKING_IN, MEMBERS, MEMBERS_FORM, MEMBERS_ACT, OWNERS_FORM, OWNERS_ACT = (
    "signed in",  # whoever has an account reads; nobody writes
    "signed in form",  # whoever has an account reads and sends
    "joining",  # whoever has an account and an invitation reads and sends
    "taking in",  # whoever has an account and the private link of answers that no organisation has
    "members",  # a member reads; nobody writes
    "members form",  # a member reads and sends
    "members act",  # a member sends; there is nothing to read
    "owners form",  # an owner reads and sends
    "owners act",  # an owner sends; there is nothing to read
)
RULES = {
    "home": PUBLIC,
    "help": PUBLIC,
    "helping": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "accessibility": PUBLIC,
    "how-it-works": PUBLIC,
    "healthz": PUBLIC,
    "spectrum": PUBLIC,
    "spectrum-questions": PUBLIC,
    "spectrum-frameworks": PUBLIC,
    "spectrum-type": PUBLIC,
    "co-production": PUBLIC,
    "resources": PUBLIC,
    "check": FORM,
    "assess": FORM,
    "choose": FORM,
    "assessment": PRIVATE,
    "assessment-start": PRIVATE_FORM,
    "assessment-question": PRIVATE_FORM,
    "assessment-answers": PRIVATE_FORM,
    "assessment-result": PRIVATE,
    "assessment-result-json": PRIVATE,
    "assessment-result-csv": PRIVATE,
    "assessment-letter": PRIVATE,
    "assessment-share": PRIVATE_ACT,
    "assessment-share-withdrawal": PRIVATE_ACT,
    "assessment-deletion": PRIVATE_FORM,
    "shared-result": READING,
    "invitation": INVITED,
    "invitation-forgetting": INVITED_ACT,
    "statement": STATED,
    "account": SIGNED_IN,
    "account-deletion": SIGNED_IN_FORM,
    "account_login": FORM,
    "account_logout": FORM,
    "account_signup": FORM,
    "account_inactive": PUBLIC,
    "account_change_password": SIGNED_IN_FORM,
    "account_set_password": SIGNED_IN_FORM,
    "account_reset_password": FORM,
    "account_confirm_password_reset_code": FORM,
    "account_complete_password_reset": FORM,
    "account_password_reset_completed": FORM,
    "account_request_login_code": FORM,
    "account_confirm_login_code": FORM,
    "account_email_verification_sent": FORM,
    "organisations": SIGNED_IN_FORM,
    "member-invitation": JOINING,
    "assessment-organisation": TAKING_IN,
    "organisation": MEMBERS,
    "organisation-csv": MEMBERS,
    "organisation-json": MEMBERS,
    "organisation-engagements": MEMBERS_FORM,
    "organisation-members": MEMBERS_FORM,
    "organisation-leaving": MEMBERS_FORM,
    "organisation-settings": OWNERS_FORM,
    "organisation-deletion": OWNERS_FORM,
    "member-role": OWNERS_ACT,
    "member-removal": OWNERS_FORM,
    "member-invitation-withdrawal": OWNERS_ACT,
    "engagement": MEMBERS,
    "engagement-json": MEMBERS,
    "engagement-csv": MEMBERS,
    "engagement-settings": MEMBERS_FORM,
    "engagement-parts": MEMBERS_FORM,
    "engagement-archive": MEMBERS_ACT,
    "engagement-return": MEMBERS_ACT,
    "engagement-deletion": MEMBERS_FORM,
    "engagement-assess": MEMBERS_FORM,
    "engagement-choose": MEMBERS_FORM,
    "engagement-assessment": MEMBERS,
    "engagement-assessment-continuation": MEMBERS_ACT,
    "engagement-agreement": MEMBERS,
    "engagement-agreement-question": MEMBERS_FORM,
    "engagement-agreement-finish": MEMBERS_ACT,
    "engagement-invitation": MEMBERS_FORM,
    "engagement-invitation-renewal": MEMBERS_ACT,
    "engagement-invitation-withdrawal": MEMBERS_ACT,
    "engagement-closure": MEMBERS_ACT,
    "engagement-reopening": MEMBERS_ACT,
    "engagement-poster": MEMBERS,
    "engagement-paper": MEMBERS,
    "engagement-paper-answers": MEMBERS_FORM,
    "engagement-paper-sheet-deletion": MEMBERS_FORM,
    "engagement-comparison": MEMBERS,
    "engagement-comparison-csv": MEMBERS,
    "engagement-comparison-json": MEMBERS,
    "engagement-statement": MEMBERS_FORM,
    "engagement-statement-publication": MEMBERS_ACT,
    "engagement-statement-withdrawal": MEMBERS_ACT,
    "engagement-statement-renewal": MEMBERS_ACT,
    "workshop-begin": FORM,
    "workshop": FACILITATED,
    "workshop-poll": FACILITATED,
    "workshop-move": FACILITATED_ACT,
    "workshop-lobby": FACILITATED_ACT,
    "workshop-closure": FACILITATED_ACT,
    "workshop-lock": FACILITATED_ACT,
    "workshop-code": FACILITATED_ACT,
    "workshop-hands": FACILITATED_ACT,
    "workshop-question": FACILITATED_FORM,
    "workshop-settings": FACILITATED_FORM,
    "workshop-renewal": FACILITATED_ACT,
    "workshop-again": FACILITATED_ACT,
    "workshop-deletion": FACILITATED_FORM,
    "workshop-rehearsal": FACILITATED_ACT,
    "workshop-pack": FACILITATED,
    "workshop-poster": FACILITATED,
    "workshop-handout": FACILITATED,
    "workshop-cards": FACILITATED,
    "workshop-tally": FACILITATED,
    "workshop-script": FACILITATED,
    "workshop-slides": FACILITATED,
    "workshop-tally-answers": FACILITATED_FORM,
    "workshop-report": FACILITATED,
    "workshop-report-csv": FACILITATED,
    "workshop-report-json": FACILITATED,
    "workshop-report-share": FACILITATED_ACT,
    "workshop-report-share-withdrawal": FACILITATED_ACT,
    "workshop-actions": FACILITATED_ACT,
    "workshop-action-deletion": FACILITATED_ACT,
    "shared-report": REPORTED,
    "join": FORM,
    "join-workshop": JOINED,
    "seat": SEATED_FORM,
    "seat-poll": SEATED,
    "seat-deletion": SEATED_FORM,
    "screen": SHOWN,
    "screen-poll": SHOWN,
    "engagement-workshops": MEMBERS_FORM,
}
OF_WORKSHOPS = {FACILITATED, FACILITATED_FORM, FACILITATED_ACT, SHOWN, JOINED, SEATED, SEATED_FORM, REPORTED}
OF_PEOPLE = {PUBLIC, FORM, PRIVATE, PRIVATE_FORM, PRIVATE_ACT, READING, INVITED, INVITED_ACT, STATED, *OF_WORKSHOPS}
GIVEN = {"slug": {"spectrum-type": "informing", "assessment-question": "open", "workshop-question": "open"}}
READS = {PUBLIC, FORM, PRIVATE, PRIVATE_FORM, READING, INVITED, STATED, *OF_WORKSHOPS} - {FACILITATED_ACT}
WRITES = {FORM, PRIVATE_FORM, PRIVATE_ACT, INVITED, INVITED_ACT}
WRITES |= {FACILITATED_FORM, FACILITATED_ACT, JOINED, SEATED_FORM}
WITH_SECRET = [name for name, rule in RULES.items() if rule in OF_PEOPLE - {PUBLIC, FORM, JOINED}]
# Done, or told in words what is missing or stands in the way.
TAKEN_IN_A_WORKSHOP = {200, 204, 302, 409, 422}
REFUSED_METHODS = ("put", "patch", "delete", "trace")


def patterns(resolver=None):
    """Every address pattern of the site, by its name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def address(name, secret=None):
    """The address with this name, with the secret in it where it takes one."""
    pattern = next(pattern for pattern in patterns() if pattern.name == name)
    given = {part: secret for part in pattern.pattern.converters if part.endswith("token") or part == "code"}
    given |= {part: uuid4() for part in pattern.pattern.converters if part == "key"}
    given |= {part: values[name] for part, values in GIVEN.items() if part in pattern.pattern.converters}
    return reverse(name, kwargs=given)


def links():
    """Secrets that work, by the rule of the addresses that they open."""
    assessment, token = answered("the same board, a member")
    assessment.share()
    engagement = stating()
    workshop = lobby()
    (seat,) = seated(workshop)
    workshop.share_report()
    return {
        **dict.fromkeys((PRIVATE, PRIVATE_FORM, PRIVATE_ACT), token),
        READING: assessment.share_token,
        **dict.fromkeys((INVITED, INVITED_ACT), engagement.invitation_token),
        STATED: engagement.statement.token,
        **dict.fromkeys((FACILITATED, FACILITATED_FORM, FACILITATED_ACT), workshop.console_token),
        SHOWN: workshop.screen_token,
        JOINED: workshop.code,
        **dict.fromkeys((SEATED, SEATED_FORM), seat),
        REPORTED: workshop.report_token,
    }


def test_every_address_has_its_line():
    assert {pattern.name for pattern in patterns()} == set(RULES)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule in OF_PEOPLE])
def test_whoever_may_can(client, name):
    rule = RULES[name]
    where = address(name, links().get(rule))
    assert client.get(where).status_code in ({200, 302} if rule in READS else {405})
    sent = {"choice": "none"} if name == "assessment-question" else {}
    taken = {200, 302, 422} if name.startswith("account_") or name in {"workshop-begin", "join"} else {200, 302}
    taken = TAKEN_IN_A_WORKSHOP if rule in OF_WORKSHOPS else taken
    assert client.post(where, sent).status_code in (taken if rule in WRITES else {405})


@pytest.mark.parametrize("name", WITH_SECRET)
def test_a_stranger_finds_nothing(client, name):
    """Neither a guessed secret nor one of another kind: a reader's link opens nothing of the writer's."""
    secrets = links()
    for secret in {"A" * 32, *secrets.values()} - {secrets[RULES[name]], secrets[JOINED]}:
        for method in (client.get, client.post):
            assert method(address(name, secret)).status_code in {404, 405}
        assert client.get(address(name, secret), headers={"hx-request": "true"}).status_code in {404, 405}


def end(rule):
    """A secret for this rule that has ended."""
    if rule == STATED:
        statement = stating().statement
        token = statement.token
        statement.renew()
        return token
    if rule in {INVITED, INVITED_ACT}:
        engagement = stating()
        token = engagement.invitation_token
        engagement.stop_inviting()
        return token
    if rule in OF_WORKSHOPS:
        return end_of_workshop(rule)
    assessment, token = begun()
    assessment.share()
    shared = assessment.share_token
    assessment.erase()
    return shared if rule == READING else token


def end_of_workshop(rule):
    workshop = lobby()
    (seat,) = seated(workshop)
    if rule in {SEATED, SEATED_FORM}:
        seat_by_token(seat).leave()
        return seat
    if rule == REPORTED:
        workshop.share_report()
        token = workshop.report_token
        workshop.stop_sharing_report()
        return token
    token = workshop.screen_token if rule == SHOWN else workshop.console_token
    workshop.renew_links()
    return token


@pytest.mark.parametrize("name", WITH_SECRET)
def test_an_ended_link_says_so(client, name):
    rule = RULES[name]
    where = address(name, end(rule))
    assert client.get(where).status_code == (410 if rule in READS else 405)
    # Deleting once more is told what the first one was told; every other save is told that there is nothing to save.
    ended = 200 if name in {"assessment-deletion", "seat-deletion"} else 410
    assert client.post(where).status_code == (ended if rule in WRITES else 405)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule in OF_PEOPLE])
def test_other_methods_are_refused_in_words(client, name):
    where = address(name, links().get(RULES[name]))
    for method in REFUSED_METHODS:
        response = getattr(client, method)(where)
        assert response.status_code == 405
        assert b"<h1" in response.content
        assert response.headers["Allow"]
    if RULES[name] in READS:
        head = client.head(where)
        assert head.status_code in {200, 302}
        assert not head.content
