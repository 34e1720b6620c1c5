import pytest
from django.core.management import call_command

from assessments.models import Answer, Organisation, RetiredToken, User
from tests.assessments.rows import stored
from tests.states import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(capsys):
    call_command("demo")
    return capsys.readouterr().out


def test_it_fills_an_organisation_with_a_year_of_history(made):
    organisation = Organisation.objects.get(is_demo=True)
    assert "(example)" in organisation.name
    assert f"/o/{organisation.slug}/" in made
    work = organisation.engagements.all()
    assert {each.claim for each in work} == {None, 1, 2, 3, 4}
    assert any(each.is_archived for each in work)
    assert any(each.part_of for each in work)
    buses = work.get(title__startswith="New bus")
    assert [release.people for release in buses.releases.all()] == [15, 10, 5]
    assert buses.statement.published
    days = sorted(release.released_on for each in work for release in each.releases.all())
    assert (days[-1] - days[0]).days > 100
    assert Answer.objects.exclude(released_words="").exists()


def test_its_account_has_a_password_of_its_own(made):
    user = User.objects.get(email="demo@example.org")
    password = made.splitlines()[0].split()[-1]
    assert user.check_password(password)


def test_one_command_removes_it_and_nothing_else(capsys):
    answered("two answers known")
    before = stored()
    call_command("demo")
    call_command("demo", "--remove")
    assert "1 removed." in capsys.readouterr().out
    RetiredToken.objects.all().delete()
    assert stored() == before
    assert not User.objects.exists()


def test_a_second_run_makes_it_anew(made):
    call_command("demo")
    assert Organisation.objects.filter(is_demo=True).count() == 1


def test_it_can_be_made_for_an_account_that_is_there():
    user = User.objects.create_user("ann@example.org")
    call_command("demo", email="Ann@example.org")
    assert Organisation.objects.get().memberships.get().user == user
