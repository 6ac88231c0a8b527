"""Migration operations for rules that the database keeps by itself: seats and bookings."""

from django.db.migrations.operations.base import Operation

# The functions act with their owner's rights: the portal's own role need not write bookings.
FUNCTION = """
CREATE FUNCTION {name}({arguments}) RETURNS {returns}
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
{body}
$$
"""


class TriggerOperation(Operation):
    """Installs functions and triggers; taking it back drops them."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        """Triggers are no part of the models' state."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.statements(app_label, to_state.apps):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for name in self.functions(app_label, from_state.apps):
            schema_editor.execute(f"DROP FUNCTION {name} CASCADE", params=None)


class KeepSeatsTaken(TriggerOperation):
    """Keep `seats_taken` of a run equal to its confirmed places and open offers.

    With `childcare`, the columns that count children, its `childcare_taken` too: the children of
    those among them that have a `childcare_at`. Whatever is written to the columns themselves is
    overruled by the count.
    """

    def __init__(self, *, run, place, childcare=()):
        self.run, self.place, self.childcare = run, place, childcare

    def describe(self):
        return f"Keep the seats taken of {self.run} by its {self.place} rows"

    def functions(self, app_label, apps):
        run, place = self.tables(app_label, apps)
        return [f"{run}_count_seats", f"{place}_seats_changed"]

    def tables(self, app_label, apps):
        return [apps.get_model(app_label, model)._meta.db_table for model in (self.run, self.place)]

    def statements(self, app_label, apps):
        run, place = self.tables(app_label, apps)
        count, changed = self.functions(app_label, apps)

        def holds(row):
            return (
                f"({row}cancelled_at IS NULL AND"
                f" ({row}confirmed_at IS NOT NULL OR {row}offered_until IS NOT NULL))"
            )

        def looked_after(row):
            children = " + ".join(f"{row}{column}" for column in self.childcare)
            return f"(CASE WHEN {row}childcare_at IS NULL THEN 0 ELSE {children} END)"

        sums = {"seats_taken": "persons"}
        same = "OLD.run_id = NEW.run_id AND OLD.persons = NEW.persons"
        if self.childcare:
            sums["childcare_taken"] = looked_after("")
            same += f" AND {looked_after('OLD.')} = {looked_after('NEW.')}"
        summed = ", ".join(f"coalesce(sum({what}), 0)" for what in sums.values())
        yield FUNCTION.format(
            name=count,
            arguments="",
            returns="trigger",
            body=f"""
BEGIN
    SELECT {summed} INTO {", ".join(f"NEW.{column}" for column in sums)}
    FROM {place} WHERE run_id = NEW.id AND {holds("")};
    RETURN NEW;
END""",
        )
        yield (
            f"CREATE TRIGGER {count} BEFORE INSERT OR UPDATE ON {run}"
            f" FOR EACH ROW EXECUTE FUNCTION {count}()"
        )
        yield FUNCTION.format(
            name=changed,
            arguments="",
            returns="trigger",
            body=f"""
BEGIN
    IF TG_OP = 'UPDATE' AND {same} AND {holds("OLD.")} = {holds("NEW.")}
    THEN RETURN NULL; END IF;
    IF {holds("OLD.")} OR {holds("NEW.")} THEN
        UPDATE {run} SET seats_taken = seats_taken WHERE id IN (OLD.run_id, NEW.run_id);
    END IF;
    RETURN NULL;
END""",
        )
        yield (
            f"CREATE TRIGGER {changed} AFTER INSERT OR UPDATE OR DELETE ON {place}"
            f" FOR EACH ROW EXECUTE FUNCTION {changed}()"
        )


class KeepBookings(TriggerOperation):
    """Keep a booking for every row that takes a room or a person for a period ("Belegung").

    `model` takes the `room` or the `person` that this field of it names. The period stands in the
    model itself, or in the one that its field `session` points to. A row is free again when it,
    its session, or the run that this belongs to has a `cancelled_on`; or when it has a date in one
    of its own fields `freed_by`, such as an interpreter's refusal.
    """

    def __init__(self, *, model, room=None, person=None, session=None, freed_by=()):
        self.model, self.room, self.person = model, room, person
        self.session, self.freed_by = session, freed_by

    def describe(self):
        return f"Keep the bookings of {self.model} rows"

    def functions(self, app_label, apps):
        table = apps.get_model(app_label, self.model)._meta.db_table
        names = [f"{table}_book(bigint[])", f"{table}_book_written()"]
        return names + [
            f"{table}_book_by_{alias}()" for alias, _model, _join in self.chain(app_label, apps)
        ]

    def chain(self, app_label, apps):
        """The tables that decide, each with its alias and how it hangs on the one before."""
        model = apps.get_model(app_label, self.model)
        chain = [("own", model, "")]
        if self.session:
            column = model._meta.get_field(self.session).column
            model = model._meta.get_field(self.session).related_model
            chain.append(("session", model, f"session.id = own.{column}"))
        if "run" in columns(model):
            field = model._meta.get_field("run")
            join = f"run.id = {chain[-1][0]}.{field.column}"
            chain.append(("run", field.related_model, join))
        return chain

    def statements(self, app_label, apps):
        chain = self.chain(app_label, apps)
        own = chain[0][1]
        table = own._meta.db_table
        rows = (
            table
            + " own"
            + "".join(
                f" JOIN {model._meta.db_table} {alias} ON {join}"
                for alias, model, join in chain[1:]
            )
        )
        yield self.book(table, rows, chain, apps)
        yield trigger_function(
            f"{table}_book_written", f"PERFORM {table}_book(ARRAY(SELECT id FROM changed));"
        )
        for event, transition in [("INSERT", "NEW"), ("DELETE", "OLD")]:
            yield (
                f"CREATE TRIGGER {table}_book_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {transition} TABLE AS changed"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_book_written()"
            )
        for alias, model, _join in chain:
            yield from self.follow(table, rows, alias, model)

    def book(self, table, rows, chain, apps):
        """The function that writes the bookings of some rows anew, those that are freed not."""
        taken, field = ("room_id", self.room) if self.room else ("person_id", self.person)
        column = chain[0][1]._meta.get_field(field).column
        period = "session" if self.session else "own"
        free = [f"own.{name}" for name in self.freed_by]
        free += [
            f"{alias}.cancelled_on" for alias, model, _ in chain if "cancelled_on" in columns(model)
        ]
        # Locked, so that a date that is being moved or cancelled meanwhile is waited for.
        others = ", ".join(alias for alias, _model, _join in chain[1:])
        booking = apps.get_model("cooperation", "Booking")._meta.db_table
        return FUNCTION.format(
            name=f"{table}_book",
            arguments="changed bigint[]",
            returns="void",
            body=f"""
BEGIN
    DELETE FROM {booking} WHERE source = '{table}' AND source_id = ANY (changed);
    INSERT INTO {booking} ({taken}, starts_at, ends_at, source, source_id)
    SELECT own.{column}, {period}.starts_at, {period}.ends_at, '{table}', own.id
    FROM {rows}
    WHERE own.id = ANY (changed) AND own.{column} IS NOT NULL
        {" ".join(f"AND {name} IS NULL" for name in free)}
    {f"FOR SHARE OF {others}" if others else ""};
END""",
        )

    def follow(self, table, rows, alias, model):
        """What books anew when a row of one of the deciding tables changes."""
        name, changing = f"{table}_book_by_{alias}", model._meta.db_table
        if alias == "run":  # written at every registration: only its cancelling matters
            yield trigger_function(
                name,
                f"PERFORM {table}_book(ARRAY(SELECT own.id FROM {rows} WHERE run.id = NEW.id));",
            )
            if "cancelled_on" in columns(model):
                yield (
                    f"CREATE TRIGGER {name} AFTER UPDATE ON {changing} FOR EACH ROW"
                    " WHEN (OLD.cancelled_on IS DISTINCT FROM NEW.cancelled_on)"
                    f" EXECUTE FUNCTION {name}()"
                )
            return
        # By statement, so that dates moved together don't get into each other's way.
        yield trigger_function(
            name,
            f"""PERFORM {table}_book(ARRAY(
        SELECT own.id FROM {rows}
        WHERE {alias}.id IN (SELECT id FROM (TABLE changed EXCEPT TABLE before) moved)
    ));""",
        )
        yield (
            f"CREATE TRIGGER {name} AFTER UPDATE ON {changing}"
            " REFERENCING OLD TABLE AS before NEW TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def columns(model):
    return {field.name for field in model._meta.fields}


def trigger_function(name, what):
    return FUNCTION.format(
        name=name,
        arguments="",
        returns="trigger",
        body=f"""
BEGIN
    {what}
    RETURN NULL;
END""",
    )
