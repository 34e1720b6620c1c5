"""What the parts of an edition share, and what keeps them as they are once it is published."""

from django.db import models


class PublishedEdition(Exception):
    """Somebody tried to change a published edition or a part of one."""

    def __init__(self):
        super().__init__("A published edition never changes; load another edition instead.")


def unique(*fields):
    """A constraint on a part: no two rows have all these fields alike."""
    return models.UniqueConstraint(fields=fields, name=f"%(class)s_unique_{'_'.join(fields)}")


class PartQuerySet(models.QuerySet):
    """Parts of editions; those of a published edition are neither changed, added nor removed."""

    def refuse_published(self):
        """Raises PublishedEdition when one of these parts is in a published edition."""
        if self.filter(**{f"{self.model.PATH_TO_EDITION}__state": "published"}).exists():
            raise PublishedEdition

    def update(self, **values):
        self.refuse_published()
        return super().update(**values)

    def delete(self):
        self.refuse_published()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True  # like Django's own: there is no `objects.delete()`

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for edition in {part.edition for part in objs}:
            edition.refuse_if_published()
        return super().bulk_create(objs, *args, **kwargs)


class Part(models.Model):
    """A part of an edition, which it knows as `edition` and, in the database, by a path."""

    PATH_TO_EDITION = "edition"

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self._refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_published()
        return super().delete(*args, **kwargs)

    def _refuse_published(self):
        type(self).objects.filter(pk=self.pk).refuse_published()  # where it is
        self.edition.refuse_if_published()  # where it is to go


class OrderedPart(Part):
    """A part in a list of the edition's own; `texts` is what the file says beside the columns."""

    edition = models.ForeignKey("spectrum.Edition", on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField()
    texts = models.JSONField()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [unique("edition", "order")]

    def content(self):
        """What the file says of it."""
        return self.texts
