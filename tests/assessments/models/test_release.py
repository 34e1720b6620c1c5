"""Releases: what an organisation sees of a group, and when it moves (DESIGN.md, "Privacy of groups")."""

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assessments.classification import lower_median
from assessments.models import Answer, Assessment, Engagement, Organisation, Release
from assessments.refusals import Closed
from spectrum.edition import TYPE_SLUGS

pytestmark = pytest.mark.django_db

FLOOR = 5
CHOICES = [*TYPE_SLUGS, "not-sure", "none"]
CELL = {slug: str(position) for position, slug in enumerate(TYPE_SLUGS, start=1)} | {each: each for each in CHOICES[4:]}


def engagement():
    organisation = Organisation.objects.create(name="A trust", slug=f"trust-{Organisation.objects.count()}")
    return Engagement.objects.create(organisation=organisation, title="New bus routes")


def join(engagement, choice="consulting", **answer):
    """Somebody answers the gate, and finishes."""
    assessment, _ = Assessment.objects.begin("participant", "first", engagement=engagement)
    assessment.record_answer("open", choice, **answer)
    assessment.finish()
    return assessment


def again(assessment):
    """The same person's next request."""
    return Assessment.objects.select_related("engagement").get(pk=assessment.pk)


def newest(engagement):
    return engagement.releases.first()


def told(by_question):
    """What is told of the questions that enough people answered: here the gate alone."""
    return {slug: value for slug, value in by_question.items() if value is not None}


def words(engagement):
    shown = Answer.objects.filter(assessment__engagement=engagement).exclude(released_words="")
    return sorted(shown.values_list("released_words", flat=True))


def test_nothing_is_released_until_the_fifth_person_has_finished():
    work = engagement()
    people = [join(work) for _ in range(4)]
    unfinished, _ = Assessment.objects.begin("participant", "first", engagement=work)
    unfinished.record_answer("open", "informing")
    assert newest(work) is None
    people.append(join(work, "involving"))
    assert (newest(work).number, newest(work).people) == (1, 5)
    assert told(newest(work).counts) == {"open": {"2": 4, "3": 1}}
    assert told(newest(work).profile) == {"open": 2}


def test_nothing_moves_until_five_more_have_joined_changed_or_deleted():
    work = engagement()
    people = [join(work) for _ in range(5)]
    first = newest(work)
    join(work, "informing")
    join(work, "informing")
    again(people[0]).erase()
    again(people[1]).record_answer("open", "co-producing")
    assert newest(work) == first
    assert told(newest(work).counts) == {"open": {"2": 5}}
    again(people[2]).record_answer("open", "none")
    assert (newest(work).number, newest(work).people) == (2, 6)
    assert told(newest(work).counts) == {"open": {"1": 2, "2": 2, "4": 1, "none": 1}}


def test_a_group_that_has_shrunk_below_the_floor_makes_no_release():
    work = engagement()
    people = [join(work) for _ in range(6)]
    for person in people:
        again(person).erase()
    assert newest(work).number == 1
    for _ in range(4):
        join(work)
    assert newest(work).number == 1
    join(work)
    assert (newest(work).number, newest(work).people) == (2, 5)


def test_who_joins_and_deletes_between_two_releases_counts_as_nobody():
    work = engagement()
    for _ in range(5):
        join(work)
    for _ in range(7):
        again(join(work, "none")).erase()
    assert newest(work).number == 1


def test_changing_back_counts_and_sending_the_same_again_does_not():
    work = engagement()
    people = [join(work, note="Mine.") for _ in range(5)]
    for person in people:
        again(person).record_answer("open", "consulting", "Mine, and longer.")
    assert newest(work).number == 1
    for person in people[:4]:
        again(person).record_answer("open", "none")
        again(person).record_answer("open", "consulting")
    assert newest(work).number == 1
    again(people[4]).record_answer("open", "none")
    assert newest(work).number == 2
    assert told(newest(work).counts) == {"open": {"2": 4, "none": 1}}


def test_only_the_newest_release_keeps_its_counts():
    work = engagement()
    for _ in range(10):
        join(work)
    second, first = work.releases.all()
    assert told(second.counts) == {"open": {"2": 10}}
    assert first.counts == {}
    assert told(first.profile) == {"open": 2}


def test_a_question_that_fewer_than_five_answered_stays_out():
    work = engagement()
    for number in range(9):
        assessment, _ = Assessment.objects.begin("participant", "first", engagement=work)
        assessment.record_answer("open", "consulting")
        if number < 4:
            assessment.record_answer("quality", "involving")
        assessment.finish()
    join(work)
    assert set(told(newest(work).counts)) == {"open"}
    assert newest(work).counts["quality"] is None
    assert newest(work).profile["quality"] is None


def test_the_profile_needs_five_known_answers():
    work = engagement()
    for choice in ["consulting"] * 4 + ["none", "not-sure"]:
        join(work, choice)
    assert newest(work).people == 5
    assert newest(work).profile["open"] is None


def test_closing_makes_no_release_and_lets_people_read_and_delete():
    work = engagement()
    people = [join(work) for _ in range(9)]
    work.close()
    assert newest(work).number == 1
    for save in (
        lambda: again(people[0]).record_answer("open", "none"),
        lambda: again(people[0]).set_out("whole", ""),
        lambda: again(people[0]).finish(),
        lambda: join(work),
    ):
        with pytest.raises(Closed):
            save()
    again(people[8]).erase()
    assert work.assessments.in_group().count() == 8
    work.reopen()
    again(people[0]).record_answer("open", "none")


def test_paper_and_colleagues_are_not_the_group():
    work = engagement()
    for _ in range(4):
        join(work)
    for fields in ({"kind": "paper"}, {"kind": "paper"}):
        paper, _ = Assessment.objects.begin("participant", "first", engagement=work, **fields)
        paper.record_answer("open", "informing")
        paper.finish()
    colleague, _ = Assessment.objects.begin("organisation", "first", engagement=work)
    colleague.finish()
    assert newest(work) is None
    join(work)
    assert told(newest(work).counts) == {"open": {"2": 5}}


def test_answers_of_no_organisation_are_never_released():
    lone = Engagement.objects.create()
    for _ in range(6):
        join(lone)
    assert newest(lone) is None
    assert not Assessment.objects.filter(changed_since_release=True).exists()


class TestWords:
    def test_they_come_with_a_release_and_only_where_their_writer_said_so(self):
        work = engagement()
        people = [join(work, note=f"Words {number}", note_shared=number < 2) for number in range(4)]
        assert words(work) == []
        people.append(join(work))
        assert words(work) == ["Words 0", "Words 1"]

    def test_they_go_at_once_when_they_are_changed_taken_back_or_deleted(self):
        work = engagement()
        people = [join(work, note=f"Words {number}", note_shared=True) for number in range(5)]
        again(people[0]).record_answer("open", "consulting", "Words 0", note_shared=False)
        again(people[1]).record_answer("open", "consulting", "Other words", note_shared=True)
        again(people[2]).erase()
        again(people[3]).record_answer("open", "informing", "Words 3", note_shared=True)
        assert words(work) == ["Words 3", "Words 4"]
        join(work, note="New", note_shared=True)
        assert newest(work).number == 2
        assert words(work) == ["New", "Other words", "Words 3", "Words 4"]

    def test_who_goes_on_to_more_questions_leaves_with_their_words_for_now(self):
        work = engagement()
        people = [join(work, note="Mine", note_shared=True) for _ in range(10)]
        for person in people[:5]:
            again(person).set_out("whole", "")
        assert (newest(work).number, newest(work).people) == (3, 5)
        assert len(words(work)) == 5
        for person in people[:5]:
            again(person).finish()
        assert (newest(work).number, newest(work).people) == (4, 10)
        assert len(words(work)) == 10


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["join", "join", "change", "change", "delete", "more", "finish"]),
        st.integers(0, 30),
        st.sampled_from(CHOICES),
    ),
    min_size=25,
    max_size=60,
)


class Shadow:
    """The group kept apart, as simply as can be: everybody's answer, and who was counted since the last release."""

    def __init__(self):
        self.people, self.released, self.since = {}, {}, set()

    def count(self, person):
        """Note that a person joined, changed or left; nobody whom neither release knows is counted."""
        if person in self.released or (person in self.people and self.people[person][1]):
            self.since.add(person)
        else:
            self.since.discard(person)

    def group(self):
        return {person: choice for person, (choice, is_finished) in self.people.items() if is_finished}


@settings(max_examples=20, phases=set(Phase) - {Phase.shrink})  # each try takes a while
@given(events=EVENTS)
def test_two_releases_differ_by_nobody_or_by_five_people(events):
    work, shadow = engagement(), Shadow()
    shown = None
    for name, number, choice in [("join", 0, "informing")] * 7 + events:
        if name == "join":
            person = join(work, choice)
            shadow.people[person.pk] = (choice, True)
        elif shadow.people:
            key = list(shadow.people)[number % len(shadow.people)]
            person = again(Assessment(pk=key))
            before, is_finished = shadow.people[key]
            counts = True
            if name == "change":
                person.record_answer("open", choice)
                shadow.people[key] = (choice, is_finished)
                counts = choice != before and (is_finished or key in shadow.released)
            elif name == "delete":
                person.erase()
                del shadow.people[key]
            elif name == "more":
                person.set_out("first" if len(person.asked) > 4 else "whole", "")
                shadow.people[key] = (before, False)
            else:
                person.finish()
                shadow.people[key] = (before, True)
                counts = not is_finished
        else:
            continue
        if name == "join" or counts:
            shadow.count(person.pk)
        release = newest(work)
        due = len(shadow.since) >= FLOOR and len(shadow.group()) >= FLOOR
        assert (release != shown) == due
        if due:
            group = shadow.group()
            assert release.people == len(group)
            assert told(release.counts) == {"open": Counter(CELL[choice] for choice in group.values())}
            known = [int(CELL[choice]) for choice in group.values() if choice in TYPE_SLUGS]
            assert release.profile["open"] == (lower_median(known) if len(known) >= FLOOR else None)
            # Everybody in whom the two releases differ has been counted, and they are at least five.
            changed = {
                person for person in {*group, *shadow.released} if group.get(person) != shadow.released.get(person)
            }
            assert changed <= shadow.since
            shadow.released, shadow.since, shown = group, set(), release
        elif release:
            assert told(release.counts) == {"open": Counter(CELL[choice] for choice in shadow.released.values())}
    assert Release.objects.filter(engagement=work).exclude(counts={}).count() <= 1
