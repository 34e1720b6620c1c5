"""Organisations, their members and invitations: what can be done with them, and what never can."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment, Engagement, MemberInvitation, Organisation, RetiredToken
from assessments.models.organisation import INVITATION_DAYS, LastOwner
from assessments.tokens import Gone, hash_of
from tests import cast
from tests.assessments.organisations import assessed

pytestmark = pytest.mark.django_db


def membership(user, organisation=None):
    return (organisation or cast.organisation()).memberships.get(user=user)


def roles(organisation):
    return dict(organisation.memberships.values_list("user__email", "role"))


def test_whoever_makes_an_organisation_is_its_owner():
    made = Organisation.objects.found("Valley Trust", cast.owner())
    assert (made.name, made.slug) == ("Valley Trust", "valley-trust")
    assert roles(made) == {"owner@example.org": "owner"}
    assert list(Organisation.objects.of(cast.owner())) == [made]
    assert not Organisation.objects.of(cast.stranger()).exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Ärzte & Co", "arzte-co"), ("***", "organisation"), ("組織", "organisation"), ("a" * 200, "a" * 40)],
)
def test_an_address_comes_of_any_name(name, slug):
    assert Organisation.objects.found(name, cast.owner()).slug == slug


def test_two_organisations_of_one_name_have_two_addresses():
    slugs = {Organisation.objects.found("Valley Trust", user).slug for user in (cast.owner(), cast.stranger())}
    assert len(slugs) == 2


def test_one_submission_makes_one_organisation_and_a_strangers_makes_another():
    made = [Organisation.objects.found("Trust", cast.owner(), "k" * 32) for _ in range(3)]
    assert len(set(made)) == 1
    assert Organisation.objects.found("Trust", cast.stranger(), "k" * 32) not in made
    assert Organisation.objects.found("Trust", cast.owner()) not in made


def test_one_submission_makes_one_engagement_of_each_organisation():
    one, other = cast.organisation(), Organisation.objects.found("Hill Trust", cast.stranger())
    first = one.begin_engagement("k" * 32, title="Buses", about="Routes")
    assert one.begin_engagement("k" * 32, title="Sent late") == first
    assert (first.organisation, first.title, first.about) == (one, "Buses", "Routes")
    assert other.begin_engagement("k" * 32, title="Theirs").organisation == other
    assert list(one.engagements.all()) == [first]


def test_a_name_is_not_given_over_a_colleagues():
    ours, theirs = cast.organisation(), cast.organisation()
    assert theirs.rename("Valley Trust", "Valley and Hill Trust")
    assert not ours.rename("Valley Trust", "Our Trust")
    assert ours.name == Organisation.objects.get().name == "Valley and Hill Trust"


def test_the_last_owner_neither_leaves_nor_becomes_a_member():
    owner = membership(cast.owner())
    for refused in (owner.end, lambda: owner.change_role("member")):
        with pytest.raises(LastOwner):
            refused()
    assert roles(cast.organisation())["owner@example.org"] == "owner"


def test_to_hand_over_is_to_make_another_owner_first():
    membership(cast.member()).change_role("owner")
    membership(cast.owner()).end()
    assert roles(cast.organisation()) == {"member@example.org": "owner"}


def test_a_page_that_is_old_does_not_make_the_last_owner_a_member():
    owner, old = membership(cast.owner()), membership(cast.member())
    membership(cast.member()).change_role("owner")
    owner.change_role("member")
    with pytest.raises(LastOwner):  # it still thinks that it is a member's
        old.end()


def test_who_leaves_leaves_the_work_and_their_private_links_end():
    made = cast.organisation()
    engagement = made.begin_engagement(title="Buses")
    begun, _ = Assessment.objects.begin("organisation", engagement=engagement, author=cast.member())
    token = begun.token_for_author()
    membership(cast.member()).end()
    begun.refresh_from_db()
    assert (begun.engagement, begun.author) == (engagement, cast.member())
    assert begun.token_hash != hash_of(token)
    assert RetiredToken.objects.filter(hash=hash_of(token)).exists()


def test_an_invitation_is_used_once_and_tells_who_used_it():
    made = cast.organisation()
    invitation, is_new = made.invite(cast.owner(), role="owner")
    assert is_new
    assert invitation.expires_on == timezone.localdate() + timedelta(INVITATION_DAYS)
    invitation.accept(cast.stranger())
    joined = membership(cast.stranger())
    assert (joined.role, joined.joined_with) == ("owner", hash_of(invitation.token))
    with pytest.raises(Gone):
        made.member_invitations.model(pk=invitation.key, organisation=made).accept(cast.stranger())
    assert RetiredToken.objects.get(hash=hash_of(invitation.token)).kind == "member"


def test_a_member_uses_no_invitation_up_and_keeps_the_role():
    invitation, _ = cast.organisation().invite(cast.owner(), role="owner")
    invitation.accept(cast.member())
    assert membership(cast.member()).role == "member"
    assert MemberInvitation.objects.get() == invitation


def test_one_submission_makes_one_invitation():
    made = cast.organisation()
    first = made.invite(cast.owner(), email="ann@example.org", submission_key="k" * 32)
    again = made.invite(cast.owner(), email="ann@example.org", submission_key="k" * 32)
    assert (first[0], True, False) == (again[0], first[1], again[1])


def test_an_invitation_lasts_to_the_end_of_its_last_day():
    invitation, _ = cast.organisation().invite(cast.owner())
    invitation.expires_on = timezone.localdate()
    assert not invitation.is_past_its_end
    invitation.expires_on -= timedelta(1)
    assert invitation.is_past_its_end


def test_erasing_leaves_nothing_and_every_link_says_so():
    made, other = cast.organisation(), Organisation.objects.found("Hill Trust", cast.stranger())
    kept = assessed(other, "Theirs", "an advisory board, organisation")
    whole = assessed(made, "Buses", "an advisory board, organisation")
    part = assessed(made, "Drivers", "an advisory board, organisation", part_of=whole)
    part.invite()
    invitation, _ = made.invite(cast.owner())
    hashes = [*Assessment.objects.filter(engagement__organisation=made).values_list("token_hash", flat=True)]
    made.erase()
    assert list(Engagement.objects.all()) == [kept]
    assert list(Organisation.objects.all()) == [other]
    assert Assessment.objects.count() == 1
    for hash_ in (*hashes, hash_of(part.invitation_token), hash_of(invitation.token)):
        assert RetiredToken.objects.filter(hash=hash_).exists()


def test_what_stands_for_an_organisation_is_the_newest_agreed_else_the_newest():
    engagement = assessed(cast.organisation(), "Buses", "an advisory board, organisation")
    assert [each.pk for each in Assessment.objects.organisations_answers()] == [engagement.assessments.get().pk]

    def finished(voice="organisation", kind="own"):
        begun, _ = Assessment.objects.begin(voice, engagement=engagement, author=cast.member(), kind=kind)
        begun.finish()
        return begun

    for kind in ("own", "agreed", "agreed"):
        stands = finished(kind=kind)
        assert list(Assessment.objects.organisations_answers()) == [stands]
        assert engagement.assessments.organisations_answer() == stands
    finished()
    finished("planning")
    Assessment.objects.begin("participant", engagement=engagement)[0].finish()
    assert list(Assessment.objects.organisations_answers()) == [stands]
