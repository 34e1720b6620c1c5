"""Editions of the Spectrum as rows: written by the loader, read once a process into frozen objects."""

from django.db import models
from django.db.models import CheckConstraint, Prefetch, Q, UniqueConstraint
from django.db.models.functions import Length, Substr
from django.utils import timezone

from spectrum.freezing import freeze
from spectrum.parts import OrderedPart, Part, PublishedEdition, unique


class EditionQuerySet(models.QuerySet):
    def published(self):
        """Only the editions that people can answer."""
        return self.filter(state=Edition.State.PUBLISHED)

    def newest(self):
        """The newest published edition, by date and then name; raises Edition.DoesNotExist without one."""
        year, length = Substr("name", 1, 4), Length("name")  # because 2026.10 is newer than 2026.9
        newest = self.published().order_by("-published_on", year.desc(), length.desc(), "-name").first()
        if newest is None:
            raise Edition.DoesNotExist("No edition of the Spectrum is published yet: run manage.py load_edition")
        return newest

    def with_parts(self):
        """Prefetches everything that `Edition.content()` reads."""
        return self.prefetch_related(
            *("types", "themes", "frameworks__levels", "obstacles", "resources"),
            Prefetch("questions", Question.objects.select_related("theme")),
            Prefetch("questions__choices", Choice.objects.select_related("type")),
        )

    def update(self, **values):
        if self.published().exists():
            raise PublishedEdition
        return super().update(**values)


class Edition(models.Model):
    """One version of the Spectrum. Once published it never changes; another wording is another edition."""

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    name = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=35)
    first_look = models.JSONField()
    texts = models.JSONField()
    checksum = models.CharField(max_length=64)  # of the file; what counts in it is said in spectrum.loading

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(state="draft", published_on=None) | Q(state="published", published_on__isnull=False),
                name="edition_published_has_its_date",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.refuse_if_published()
        super().save(*args, **kwargs)

    def refuse_if_published(self):
        """Raises PublishedEdition when its row is published, whatever this object says."""
        if type(self).objects.published().filter(pk=self.pk).exists():
            raise PublishedEdition

    def publish(self):
        """Opens a draft to everybody, from today; there is no way back."""
        self.state, self.published_on = self.State.PUBLISHED, timezone.localdate()
        self.save()

    def content(self):
        """What its file says, in the file's shape; few queries when fetched `with_parts()`."""
        return {
            "edition": self.name,
            "language": self.language,
            "first_look": self.first_look,
            **self.texts,
            "types": [type_.content() for type_ in self.types.all()],
            "themes": [theme.content() for theme in self.themes.all()],
            "questions": [question.content() for question in self.questions.all()],
            "frameworks": [framework.content() for framework in self.frameworks.all()],
            "ladder_obstacles": [obstacle.content() for obstacle in self.obstacles.all()],
            "resources": [resource.content() for resource in self.resources.all()],
        }

    def frozen(self):
        """The FrozenEdition of its row; a published one is read once a process, a draft each time."""
        return edition_by_id(self.pk)


_frozen_by_id = {}


def edition_by_id(pk):
    """The FrozenEdition of a row; no query once a published one was read. Raises Edition.DoesNotExist."""
    if frozen := _frozen_by_id.get(pk):
        return frozen
    edition = Edition.objects.with_parts().get(pk=pk)
    frozen = freeze(edition.content())
    if edition.state == Edition.State.DRAFT:
        return frozen
    return _frozen_by_id.setdefault(pk, frozen)  # two threads that read at once go on with the same object


def newest_edition():
    """The FrozenEdition that people begin with, for one query; raises Edition.DoesNotExist without one."""
    return edition_by_id(Edition.objects.only("pk").newest().pk)


def forget_editions():
    """Empties the cache. For tests: they roll rows back, and a key can then return with another edition."""
    _frozen_by_id.clear()


class Type(Part):
    """One of the four types of participation."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="types")
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField()
    texts = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            unique("edition", "slug"),
            unique("edition", "position"),
            CheckConstraint(condition=Q(position__range=(1, 4)), name="type_position_is_1_to_4"),
        ]

    def content(self):
        return {"slug": self.slug, **self.texts}


class Theme(OrderedPart):
    """What some key questions are about."""

    slug = models.SlugField()

    class Meta(OrderedPart.Meta):
        constraints = [*OrderedPart.Meta.constraints, unique("edition", "slug")]

    def content(self):
        return {"slug": self.slug, **self.texts}


class Question(OrderedPart):
    """A key question. `defining` is the contribution to co-production that it carries, empty for most."""

    class Side(models.TextChoices):
        AIM = "aim"
        ROOM = "room"

    slug = models.SlugField()
    # RESTRICT and not PROTECT, so that deleting a draft takes both.
    theme = models.ForeignKey(Theme, on_delete=models.RESTRICT, related_name="questions")
    side = models.CharField(max_length=4, choices=Side)
    defining = models.TextField(blank=True)
    gate = models.BooleanField(default=False)

    class Meta(OrderedPart.Meta):
        constraints = [
            *OrderedPart.Meta.constraints,
            unique("edition", "slug"),
            UniqueConstraint(fields=["edition"], condition=Q(gate=True), name="question_one_gate_per_edition"),
            CheckConstraint(condition=Q(side__in=["aim", "room"]), name="question_side_is_aim_or_room"),
        ]

    def content(self):
        content = {"slug": self.slug, "theme": self.theme.slug, "side": self.side, **self.texts}
        if self.defining:
            content["defining"] = self.defining
        if self.gate:
            content["gate"] = True
        return content | {"choices": [choice.content() for choice in self.choices.all()]}


class Choice(Part):
    """One answer to a key question, standing for a type; its order gives its letter."""

    PATH_TO_EDITION = "question__edition"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    type = models.ForeignKey(Type, on_delete=models.RESTRICT, related_name="choices")
    order = models.PositiveSmallIntegerField()
    texts = models.JSONField()

    class Meta:
        ordering = ["order"]
        constraints = [unique("question", "type"), unique("question", "order")]

    @property
    def edition(self):
        return self.question.edition

    def content(self):
        return {"type": self.type.slug, **self.texts}


class Framework(OrderedPart):
    """Another way to think about participation, laid beside the Spectrum."""

    slug = models.SlugField()

    class Meta(OrderedPart.Meta):
        constraints = [*OrderedPart.Meta.constraints, unique("edition", "slug")]

    def content(self):
        return {"slug": self.slug, **self.texts, "levels": [level.content() for level in self.levels.all()]}


class Level(Part):
    """A rung or step of another framework; `nearest` are types, or none, beyond, any."""

    PATH_TO_EDITION = "framework__edition"

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveSmallIntegerField()
    name = models.TextField()
    nearest = models.JSONField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [unique("framework", "order")]

    @property
    def edition(self):
        return self.framework.edition

    def content(self):
        content = {"name": self.name, "nearest": self.nearest}
        return content | {"note": self.note} if self.note else content


class Obstacle(OrderedPart):
    """What gets in the way with ladders, and how the Spectrum answers it."""


class Resource(OrderedPart):
    """Something to read elsewhere."""


class Translation(models.Model):
    """A dated overlay of an edition's texts in another language, and who vouches for it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=35)
    overlay = models.JSONField()
    dated_on = models.DateField()
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [unique("edition", "language", "dated_on")]
