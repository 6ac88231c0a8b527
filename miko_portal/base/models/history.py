from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryQuerySet(models.QuerySet):
    def of(self, row):
        """What happened to a row itself."""
        return self.filter(table_name=row._meta.db_table, row_id=row.pk)

    def of_all(self, row):
        """As `about`, and what belongs to those rows in turn (a signature of a version)."""
        table, inner = row._meta.db_table, models.Q()
        for relation in row._meta.related_objects:
            child = relation.related_model._meta.db_table
            rows = self.model.objects.filter(table_name=child, parent_table=table, parent_id=row.pk)
            inner |= models.Q(parent_table=child, parent_id__in=rows.values("row_id"))
        return self.about(row) | self.filter(inner)

    def about(self, row):
        """What happened to a row and to the rows that belong to it (a party of an agreement)."""
        table = row._meta.db_table
        return self.filter(
            models.Q(table_name=table, row_id=row.pk)
            | models.Q(parent_table=table, parent_id=row.pk)
        )


class HistoryEntry(models.Model):
    """Who changed what, when, from what and to what ("Verlauf").

    Written by a trigger of the database only (`miko_portal.base.operations.TrackHistory`), and
    never changed or deleted. `changes` maps a column to [from, to], or to null where its values
    are personal and only the change itself may be known.
    """

    class Action(models.TextChoices):
        INSERT = "insert", _("created")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")

    at = models.DateTimeField(_("when"))
    # The entry outlives the account, so the database holds no reference.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    action = models.CharField(_("action"), max_length=6, choices=Action)
    table_name = models.CharField(_("table"), max_length=63)
    row_id = models.BigIntegerField(_("row"))
    parent_table = models.CharField(_("table it belongs to"), max_length=63, blank=True)
    parent_id = models.BigIntegerField(_("row it belongs to"), null=True)
    changes = models.JSONField(_("changes"))

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["table_name", "row_id"], name="history_row"),
            models.Index(fields=["parent_table", "parent_id"], name="history_parent"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.table_name} {self.row_id}"
