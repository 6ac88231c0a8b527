"""Operations for migrations."""

import json

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Makes all tables of an app together, and so in a fraction of the time.

    Between one `CreateModel` and the next Django renders anew every model that has to do with it,
    in the end all of them. Here they are rendered once, when all are known.
    """

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, *operations):
        self.operations = operations

    def describe(self):
        return f"Create {len(self.operations)} models"

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # the rendered ones; whoever asks has them rendered
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)


class TableOperation(Operation):
    """Sets a trigger on the table of a model, of this app or another ("auth.Group")."""

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, model):
        self.model = model

    def state_forwards(self, app_label, state):
        """The state of the models stays as it is."""

    def _model(self, app_label, state):
        app, _, name = self.model.rpartition(".")
        return state.apps.get_model(app or app_label, name)


class NotePublicChanges(TableOperation):
    """Has the database note each change of a table that public pages show, whoever makes it.

    `NotePublicChanges("Run")`, in a migration after the model is made; then a page may name the
    model: `@public_page(shows=[Run])`. A many-to-many field: `"Seminar_partners"`.
    """

    def describe(self):
        return f"Note what changes of {self.model} on public pages"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = schema_editor.quote_name(self._model(app_label, to_state)._meta.db_table)
        schema_editor.execute(
            "CREATE TRIGGER public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION base_note_public_change()"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = schema_editor.quote_name(self._model(app_label, from_state)._meta.db_table)
        schema_editor.execute(f"DROP TRIGGER public_change ON {table}")


class TrackHistory(TableOperation):
    """Has the database write the history of a model, whoever changes it and however.

    `TrackHistory("Party", parent="agreement", personal=["remark"])`, in a migration after the
    model is made. `personal`: fields of which only the change is kept, no value (the same that
    `privacy.yaml` lists). `ignore`: fields whose changes are no event. `parent`: the foreign key
    to what the row belongs to. `inserts=False`: when a row came is not kept, where that would tell
    who it is from. Generated columns are left out. A table of another app, or one behind a
    many-to-many field: `TrackHistory("auth.Group_permissions")`. Where a migration renames a
    tracked field, it repeats the operation.
    """

    def __init__(self, model, *, personal=(), ignore=(), parent="", inserts=True):
        super().__init__(model)
        self.personal = list(personal)
        self.ignore = list(ignore)
        self.parent = parent
        self.inserts = inserts

    def deconstruct(self):
        named = {"personal": self.personal, "ignore": self.ignore, "parent": self.parent}
        told = {k: v for k, v in named.items() if v}
        return "TrackHistory", [self.model], told if self.inserts else {**told, "inserts": False}

    def describe(self):
        return f"Track the history of {self.model}"

    @property
    def migration_name_fragment(self):
        return f"track_{self.model.lower().replace('.', '_')}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        options = self._model(app_label, to_state)._meta
        told = {
            "key": options.pk.column,
            "personal": [options.get_field(name).column for name in self.personal],
            "ignore": [options.get_field(name).column for name in self.ignore],
        }
        if self.parent:
            parent = options.get_field(self.parent)
            told["parent"] = parent.column
            told["parent_table"] = parent.related_model._meta.db_table
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"CREATE OR REPLACE TRIGGER history AFTER {'INSERT OR ' * self.inserts}UPDATE OR DELETE"
            f" ON {quote(options.db_table)} FOR EACH ROW"
            f" EXECUTE FUNCTION base_track_history({schema_editor.quote_value(json.dumps(told))})",
            params=None,
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = self._model(app_label, from_state)._meta.db_table
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS history ON {schema_editor.quote_name(table)}"
        )
