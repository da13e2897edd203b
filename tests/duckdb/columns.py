"""What a column brings with it, in SQL: that it can be read, is there, and holds what it may."""

COUNTRY = "{v} IN (SELECT alpha3 FROM countries)"
# A cell of a column that is coded otherwise may hold the code of the list itself, too.
NUMERIC = "{v} IN (SELECT numeric FROM countries WHERE numeric IS NOT NULL UNION ALL SELECT alpha3 FROM countries)"
TERRITORY = "{v} IN (SELECT code FROM territories)"


def one_of(codes):
    return "{v} IN (" + ", ".join(f"'{code}'" for code in codes.split()) + ")"


def within(low, high):
    return f"{{v}} BETWEEN {low} AND {high}"


def since(day):
    return within(f"DATE '{day}'", "as_of()")


def matches(pattern):
    return f"regexp_full_match({{v}}, '{pattern}')"


class Column:
    """`raw` is what the file holds, `value` what it is read as: missing where it can not be read."""

    def __init__(self, need="present", raw=None, means=None, asked=None, **checks):
        self.need, self.raw, self.means, self.asked, self.checks = need, raw, means, asked, checks

    def queries(self, source, name):
        value = f'"{name}"'
        raw = self.raw or value
        rule = f"{source}.{name}."
        readable = "TRUE" if raw == value else f"({raw} IS NULL OR {value} IS NOT NULL)"
        yield rule + "type", f"SELECT TRUE AS g, {readable} AS r FROM {source}"
        if self.asked:
            routed = f"CASE WHEN {self.asked} THEN {raw} IS NOT NULL WHEN NOT {self.asked} THEN {raw} IS NULL END"
            yield rule + "asked", f"SELECT TRUE AS g, {routed} AS r FROM {source}"
        elif self.need == "present":
            yield rule + "present", f"SELECT TRUE AS g, {raw} IS NOT NULL AS r FROM {source}"
        judged = "TRUE" if self.need == "present" and not self.asked else f"{raw} IS NOT NULL"
        if self.means:
            value, judged = f"coalesce({value}, '{self.means}')", "TRUE"
        for check, condition in self.checks.items():
            # Of SQL, `IN` of a list that a query gives is never unknown for a value that is known.
            held = condition.replace("{v}", value)
            yield rule + check, f"SELECT {judged} AS g, {held} AS r FROM {source}"


def queries(source, columns, key=None):
    found = {}
    for name, column in columns.items():
        found.update(column.queries(source, name))
    if key:
        found[f"{source}.{key}.unique"] = unique(source, [key])
    return found


def unique(source, keys):
    """Each row: whether no other one has its key, whose parts are all known."""
    known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    return f"SELECT TRUE AS g, CASE WHEN {known} THEN count(*) OVER (PARTITION BY {', '.join(keys)}) = 1 END AS r FROM {source}"


def rows(source, requirement, guard="TRUE"):
    return f"SELECT {guard} AS g, {requirement} AS r FROM {source}"


def groups(source, keys, requirement, guard="TRUE"):
    known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    return f"SELECT {guard} AS g, {requirement} AS r FROM {source} WHERE {known} GROUP BY {', '.join(keys)}"


def one_value(column):
    """All values of a group are known and one."""
    return f"(CASE WHEN count(*) = count({column}) THEN count(DISTINCT {column}) = 1 END)"
