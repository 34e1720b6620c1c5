from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from spectrum.freezing import freeze
from spectrum.loading import load_edition
from spectrum.models import (
    Choice,
    Edition,
    Framework,
    Level,
    Obstacle,
    Question,
    Resource,
    Theme,
    Translation,
    Type,
    edition_by_id,
    forget_editions,
    newest_edition,
)
from spectrum.parts import PublishedEdition

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)
PARTS = [Type, Theme, Question, Choice, Framework, Level, Obstacle, Resource]


def edition(name, published_on=None):
    state = "published" if published_on else "draft"
    return Edition.objects.create(name=name, state=state, published_on=published_on, first_look=[], texts={})


def part_of(draft):
    """Makers of one part of each kind; a second call of one meets the constraints."""
    theme = Theme.objects.create(edition=draft, slug="given", order=9, texts={})
    type_ = Type.objects.create(edition=draft, slug="given", position=4, texts={})
    asked = {"edition": draft, "theme": theme, "side": "room", "texts": {}}
    question = Question.objects.create(**asked, slug="given", order=9)
    framework = Framework.objects.create(edition=draft, slug="given", order=9, texts={})
    return {
        "type": lambda **of: Type(**{"edition": draft, "slug": "a", "position": 1, "texts": {}} | of),
        "theme": lambda **of: Theme(**{"edition": draft, "slug": "a", "order": 1, "texts": {}} | of),
        "question": lambda **of: Question(**asked | {"slug": "a", "order": 1} | of),
        "choice": lambda **of: Choice(**{"question": question, "type": type_, "order": 1, "texts": {}} | of),
        "framework": lambda **of: Framework(**{"edition": draft, "slug": "a", "order": 1, "texts": {}} | of),
        "level": lambda **of: Level(**{"framework": framework, "order": 1, "name": "x", "nearest": ["any"]} | of),
        "obstacle": lambda **of: Obstacle(**{"edition": draft, "order": 1, "texts": {}} | of),
        "resource": lambda **of: Resource(**{"edition": draft, "order": 1, "texts": {}} | of),
    }


class TestConstraints:
    @pytest.mark.parametrize(
        ("part", "second"),
        [
            ("type", {"position": 2}),
            ("type", {"slug": "b"}),
            ("theme", {"order": 2}),
            ("theme", {"slug": "b"}),
            ("question", {"order": 2}),
            ("question", {"slug": "b"}),
            ("choice", {"order": 2}),
            ("framework", {"order": 2}),
            ("framework", {"slug": "b"}),
            ("level", {}),
            ("obstacle", {}),
            ("resource", {}),
        ],
    )
    def test_slugs_and_places_are_unique_in_an_edition(self, part, second):
        make, elsewhere = part_of(edition("9998.1"))[part], part_of(edition("9998.2"))[part]
        make().save()
        elsewhere(**second).save()

        with pytest.raises(IntegrityError), transaction.atomic():
            make(**second).save()

    def test_two_choices_have_different_letters(self):
        draft = edition("9998.1")
        make = part_of(draft)["choice"]
        make().save()
        other_type = Type.objects.create(edition=draft, slug="b", position=2, texts={})

        with pytest.raises(IntegrityError), transaction.atomic():
            make(type=other_type).save()

    @pytest.mark.parametrize("position", [0, 5])
    def test_there_are_four_positions(self, position):
        with pytest.raises(IntegrityError), transaction.atomic():
            part_of(edition("9998.1"))["type"](position=position).save()

    def test_a_question_has_one_of_two_sides(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            part_of(edition("9998.1"))["question"](side="both").save()

    def test_an_edition_has_one_gate(self):
        for name in ("9998.1", "9998.2"):
            make = part_of(edition(name))["question"]
            make(gate=True).save()

        with pytest.raises(IntegrityError), transaction.atomic():
            make(slug="b", order=2, gate=True).save()

    def test_a_name_is_unique(self):
        edition("9998.1")

        with pytest.raises(IntegrityError), transaction.atomic():
            edition("9998.1", TODAY)

    @pytest.mark.parametrize(
        "wrong", [{"state": "published"}, {"state": "draft", "published_on": TODAY}, {"state": "old"}]
    )
    def test_a_published_edition_has_its_date_and_a_draft_none(self, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(name="9998.1", first_look=[], texts={}, **wrong)

    def test_an_edition_has_one_translation_a_language_and_day(self):
        draft = edition("9998.1")
        Translation.objects.create(edition=draft, language="cy", overlay={}, dated_on=TODAY)
        Translation.objects.create(edition=draft, language="cy", overlay={}, dated_on=date(2026, 3, 2))

        with pytest.raises(IntegrityError), transaction.atomic():
            Translation.objects.create(edition=draft, language="cy", overlay={}, dated_on=TODAY)


class TestPublished:
    """A published edition never changes, by whichever way somebody tries."""

    @pytest.mark.parametrize("model", PARTS)
    def test_its_parts_can_be_neither_changed_nor_removed(self, published, model):
        in_it = model.objects.filter(**{model.PATH_TO_EDITION: published})
        part = in_it.first()
        before = in_it.count()

        for attempt in (part.save, part.delete, in_it.delete, lambda: in_it.update(pk=0)):
            with pytest.raises(PublishedEdition):
                attempt()
        assert in_it.count() == before

    def test_no_part_can_be_added(self, published):
        old = {"edition": published, "order": 99, "texts": {}}

        with pytest.raises(PublishedEdition):
            Obstacle.objects.create(**old)
        with pytest.raises(PublishedEdition):
            Obstacle.objects.bulk_create([Obstacle(**old)])
        with pytest.raises(PublishedEdition):
            published.questions.first().choices.create(type=published.types.first(), order=9, texts={})

    def test_no_part_can_be_moved_out(self, published):
        part = published.obstacles.first()
        part.edition = edition("9998.1")

        with pytest.raises(PublishedEdition):
            part.save()

    def test_neither_its_words_nor_its_state_can_change(self, published):
        with pytest.raises(PublishedEdition):
            Edition.objects.filter(pk=published.pk).update(texts={})
        published.state, published.published_on = Edition.State.DRAFT, None
        with pytest.raises(PublishedEdition):
            published.save()

    def test_an_object_read_before_the_publication_changes_nothing(self):
        draft = edition("9998.1")
        Edition.objects.get(pk=draft.pk).publish()

        with pytest.raises(PublishedEdition):
            draft.save()
        with pytest.raises(PublishedEdition):
            Obstacle.objects.create(edition=draft, order=1, texts={})

    def test_a_draft_can_be_changed_and_deleted_with_all_its_parts(self):
        draft = edition("9998.1")
        for make in part_of(draft).values():
            make().save()
        draft.texts = {"title": "x"}
        draft.save()
        assert draft.themes.update(texts={"name": "x"}) == 2
        assert draft.obstacles.all().delete()[0] == 1

        draft.delete()

        for model in PARTS:
            assert not model.objects.filter(**{model.PATH_TO_EDITION: draft.pk}).exists()


class TestNewest:
    def test_the_later_day_wins_whatever_the_name(self):
        edition("9997.2", date(9000, 1, 1))
        edition("9997.1", date(9000, 1, 2))
        edition("9997.3")

        assert Edition.objects.newest().name == "9997.1"

    def test_on_the_same_day_the_later_name_wins(self):
        for name in ("9996.2", "9997.9", "9997.10", "9996.100"):
            edition(name, date(9000, 1, 1))

        assert Edition.objects.newest().name == "9997.10"

    def test_drafts_are_not_published(self):
        edition("9998.1")

        assert not Edition.objects.published().filter(name="9998.1").exists()

    def test_without_an_edition_somebody_is_told_what_to_do(self):
        Edition.objects.all().delete()
        edition("9998.1")

        for attempt in (newest_edition, Edition.objects.newest):
            with pytest.raises(Edition.DoesNotExist, match="load_edition"):
                attempt()


class TestFrozen:
    def test_the_rows_say_what_the_file_says(self, published, content):
        said = content | {"edition": published.name}

        assert published.content() == said
        assert published.frozen() == freeze(said)

    def test_it_is_read_once(self, published, django_assert_num_queries):
        frozen = newest_edition()

        with django_assert_num_queries(1):
            assert newest_edition() is frozen
        with django_assert_num_queries(0):
            assert edition_by_id(published.pk) is frozen
            assert published.frozen() is frozen

    def test_reading_takes_as_many_queries_for_twelve_questions_as_for_four(self, published, content):
        few = content | {"questions": [q for q in content["questions"] if q["slug"] in content["first_look"]]}
        few |= {"edition": "9999.2", "frameworks": few["frameworks"][:1]}
        load_edition(few)
        small = Edition.objects.get(name="9999.2").pk

        with CaptureQueriesContext(connection) as for_many:
            edition_by_id(published.pk)
        with CaptureQueriesContext(connection) as for_few:
            edition_by_id(small)
        assert len(for_many) == len(for_few) <= 10

    def test_a_draft_is_read_each_time(self, published, content):
        draft = edition("9998.1")
        draft.texts = published.texts
        draft.save()
        Type.objects.bulk_create(
            Type(edition=draft, slug=old.slug, position=old.position, texts=old.texts) for old in published.types.all()
        )
        assert draft.frozen().types == published.frozen().types

        first = draft.types.get(position=1)
        first.texts |= {"name": "Another name"}
        first.save()

        assert draft.frozen().type_at(1).name == "Another name"

    def test_forgetting_reads_again(self, published):
        frozen = newest_edition()
        forget_editions()

        assert newest_edition() == frozen
        assert newest_edition() is not frozen

    def test_an_unknown_edition_does_not_exist(self):
        with pytest.raises(Edition.DoesNotExist):
            edition_by_id(0)
