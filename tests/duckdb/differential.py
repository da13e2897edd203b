"""Mizan and DuckDB find the same: generated rules, each written in the language and in SQL, over the same records.

    python3 differential.py MIZAN [RULES] [SEED]

Needs the `duckdb` package. Says every rule on which the two differ, with both texts, and fails then. SQL has Kleene's
logic too, so that what may be missing can be compared; where the two mean different things by one word (sums of
nothing, quantifiers over missing values) the SQL says what the language means.
"""

import csv
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb

INTEGERS, TEXTS = ["a", "b", "y"], ["s", "u", "c"]
COLUMNS = ["id", "ref", "a", "b", "y", "s", "u", "c", "f", "g", "x"]
TYPES = {"id": "BIGINT", "ref": "BIGINT", "a": "BIGINT", "b": "BIGINT", "y": "BIGINT", "s": "TEXT", "u": "TEXT",
         "c": "TEXT", "f": "BOOLEAN", "g": "BOOLEAN", "x": "DATE"}
DECLARED = """
codelist letters { 'a' { en "a" } 'b' { en "b" } 'c' { en "c" } 'd' { en "d" } }
""" + "".join(
    f"""source {name} {{
  files "{name}.csv"
  key id
  id: integer
  ref: integer?
  a: integer?
  b: integer?
  y: integer?
  s: text?
  u: text?
  c: letters?
  f: boolean?
  g: boolean?
  x: date?
}}
"""
    for name in ("t", "o")
) + """
link os from t to o by s
link osc from t to o by s, c
link ref_to from t to one o by ref = id
link near from t to o by a where b <= this.b
link mates from t to t by u
table cells from t { where f or a > 0  by c, y  measure k = count()  measure total = sum(known a)  measure top = max(known b) }
table others from o { by c, y  measure k = count()  measure total = sum(known b) }
table years from cells { by y  measure k = sum(k)  measure areas = count(distinct known c) }
"""
TABLES = """
CREATE VIEW cells AS SELECT c, y, count(*) AS k, sum(a) AS total, max(b) AS top FROM t WHERE f OR a > 0 GROUP BY c, y;
CREATE VIEW others AS SELECT c, y, count(*) AS k, sum(b) AS total FROM o GROUP BY c, y;
CREATE VIEW years AS SELECT y, sum(k) AS k, count(DISTINCT c) AS areas FROM cells GROUP BY y;
"""


class Both:
    """A text of the language and the SQL that means the same."""

    def __init__(self, mizan, sql):
        self.mizan, self.sql = mizan, sql


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, *choices):
        return self.random.choice(choices)

    # Expressions over rows. `alias` names the rows in SQL, `prefix` in the language.

    def integer(self, alias, prefix="", depth=1):
        kind = self.random.random()
        if depth == 0 or kind < 0.55:
            name = self.one("a", "b", "y")
            return Both(prefix + name, f"{alias}.{name}")
        if kind < 0.7:
            value = self.random.randint(-2, 5)
            return Both(str(value), str(value))
        one, two = self.integer(alias, prefix, depth - 1), self.integer(alias, prefix, depth - 1)
        if kind < 0.85:
            op = self.one("+", "-", "*")
            return Both(f"({one.mizan} {op} {two.mizan})", f"({one.sql} {op} {two.sql})")
        if kind < 0.92:
            return Both(f"first_known({one.mizan}, {two.mizan})", f"coalesce({one.sql}, {two.sql})")
        if kind < 0.96:
            return Both(f"abs({one.mizan})", f"abs({one.sql})")
        return Both(f"length({prefix}s)", f"length({alias}.s)")

    def condition(self, alias, prefix="", depth=2):
        kind = self.random.random()
        if depth > 0 and kind < 0.4:
            one, two = (self.condition(alias, prefix, depth - 1) for _ in range(2))
            op = self.one("and", "or", "implies", "not")
            if op == "not":
                return Both(f"not ({one.mizan})", f"(NOT ({one.sql}))")
            if op == "implies":
                return Both(f"(({one.mizan}) implies ({two.mizan}))", f"((NOT ({one.sql})) OR ({two.sql}))")
            return Both(f"(({one.mizan}) {op} ({two.mizan}))", f"(({one.sql}) {op.upper()} ({two.sql}))")
        if kind < 0.6:
            one, two = self.integer(alias, prefix), self.integer(alias, prefix)
            op = self.one("==", "!=", "<", "<=", ">", ">=")
            return Both(f"{one.mizan} {op} {two.mizan}", f"({one.sql} {'=' if op == '==' else op} {two.sql})")
        if kind < 0.7:
            one, no = self.integer(alias, prefix), self.one("", "not ")
            return Both(f"{one.mizan} {no}in {{0, 1, 3}}", f"({one.sql} {no.upper()}IN (0, 1, 3))")
        if kind < 0.76:
            one, no = self.integer(alias, prefix), self.one("", "not ")
            return Both(f"{one.mizan} {no}in 0..2", f"({one.sql} {no.upper()}BETWEEN 0 AND 2)")
        if kind < 0.82:
            name, test = self.one(*COLUMNS[1:]), self.one("missing", "known")
            return Both(f"{prefix}{name} is {test}", f"({alias}.{name} IS {'NOT ' if test == 'known' else ''}NULL)")
        if kind < 0.88:
            name, pattern = self.one("s", "u"), self.one("[ab]+", "a.*", "[a-z][0-9]")
            return Both(f"{prefix}{name} matches /{pattern}/", f"regexp_full_match({alias}.{name}, '{pattern}')")
        if kind < 0.94:
            name = self.one("f", "g")
            return Both(prefix + name, f"{alias}.{name}")
        if kind < 0.97:
            day, op = f"2024-0{self.random.randint(1, 5)}-15", self.one("<", ">=")
            return Both(f"{prefix}x {op} {day}", f"({alias}.x {op} DATE '{day}')")
        code, op = self.one("a", "b"), self.one("==", "!=")
        return Both(f"{prefix}c {op} '{code}'", f"({alias}.c {'=' if op == '==' else op} '{code}')")

    # Aggregates: their SQL is over a query that selects the rows.

    def aggregate(self, alias):
        """A condition on aggregates of the rows of `alias`: what stands in the parentheses, and SQL over the group."""
        kind = self.random.randint(0, 7)
        op = self.one("<=", ">", "<", ">=")
        limit = self.random.randint(0, 6)
        if kind == 0:
            return "count", "", Both(f" {op} {limit}", f"count(*) {op} {limit}")
        if kind == 1:
            where = self.condition(alias, depth=1)
            return "count", f"where ({where.mizan}) is true", Both(f" {op} {limit}", f"count(*) FILTER (WHERE {where.sql}) {op} {limit}")
        name = self.one("a", "b", "y")
        column = f"{alias}.{name}"
        if kind == 2:
            total = f"CASE WHEN count(*) = 0 THEN 0 ELSE sum({column}) END"
            return "sum", f"known {name}", Both(f" {op} {limit}", f"({total}) {op} {limit}")
        if kind == 3:
            total = f"CASE WHEN count(*) > count({column}) THEN NULL ELSE coalesce(sum({column}), 0) END"
            return "sum", name, Both(f" {op} {limit}", f"({total}) {op} {limit}")
        if kind == 4:
            function = self.one("min", "max")
            return function, f"known {name}", Both(f" {op} {limit}", f"{function}({column}) {op} {limit}")
        if kind == 5:
            return "mean", f"known {name}", Both(f" {op} {limit}", f"avg({column}) {op} {limit}")
        if kind == 6:
            text = self.one("s", "u", "c", "y")
            return "count", f"distinct known {text}", Both(f" {op} {limit}", f"count(DISTINCT {alias}.{text}) {op} {limit}")
        return "median", f"known {name}", Both(f" {op} {limit}", f"quantile_cont({column}, 0.5) {op} {limit}")

    def quantified(self, alias):
        """`any`, `every` or `no` of a condition, and its SQL over the group."""
        quantifier, inner = self.one("any", "every", "no"), self.condition(alias, depth=1)
        return quantifier, inner.mizan, kleene(quantifier, inner.sql)

    # Rules.

    def over_rows(self):
        kind = self.random.random()
        if kind < 0.45:
            return self.condition("t", depth=3)
        if kind < 0.55:
            name, other, no = self.one("a", "b", "y"), self.one("a", "b", "y"), self.one("", "not ")
            inside = f"(t.{name} {no.upper()}IN (SELECT {other} FROM o WHERE {other} IS NOT NULL))"
            return Both(f"{name} {no}in o.{other}", inside)
        if kind < 0.62:
            keys = self.one(["s"], ["s", "c"], ["a", "u"])
            known = " AND ".join(f"t.{key} IS NOT NULL" for key in keys)
            others = " AND ".join(f"z.{key} = t.{key}" for key in keys)
            count = f"(SELECT count(*) FROM t z WHERE {others})"
            return Both(f"unique({', '.join(keys)})", f"(CASE WHEN {known} THEN {count} = 1 END)")
        if kind < 0.72:
            key, op = self.one("s", "c", "y"), self.one("<=", ">")
            mean = f"(SELECT avg(z.a) FROM t z WHERE z.{key} = t.{key})"
            return Both(f"a {op} mean(known a by {key})", f"(CASE WHEN t.{key} IS NOT NULL THEN t.a {op} {mean} END)")
        return self.linked()

    def linked(self):
        links = {
            "os": ("o", ["s = s"], None),
            "osc": ("o", ["s = s", "c = c"], None),
            "near": ("o", ["a = a"], "(z.b <= t.b)"),
            "mates": ("t", ["u = u"], None),
        }
        if self.random.random() < 0.2:
            name, op = self.one("a", "b", "y"), self.one("==", "<", ">=")
            of = f"(SELECT z.{name} FROM o z WHERE z.id = t.ref)"
            return Both(f"ref_to.{name} {op} a", f"({of} {'=' if op == '==' else op} t.a)")
        link = self.one(*links)
        source, keys, where = links[link]
        keys = [key.split(" = ") for key in keys]
        known = " AND ".join(f"t.{mine} IS NOT NULL" for mine, _ in keys)
        match = " AND ".join(f"z.{theirs} = t.{mine}" for mine, theirs in keys)
        rows = f"FROM {source} z WHERE {match}"
        if where is None and self.random.random() < 0.5:
            function, inside, tail = self.aggregate("z")
            value = f"(SELECT {tail.sql} {rows})"
            return Both(f"{function} {link} ({inside}){tail.mizan}", f"(CASE WHEN {known} THEN {value} END)")
        quantifier, inner = self.one("any", "every", "no"), self.condition("z", depth=1)
        if self.random.random() < 0.5:
            name, op = self.one("a", "b", "y"), self.one("<", "<=", ">")
            inner = Both(f"({inner.mizan}) or {name} {op} this.{name}", f"(({inner.sql}) OR (z.{name} {op} t.{name}))")
        sql = inner.sql
        if where:
            sql = f"((NOT {where}) OR ({sql}))" if quantifier == "every" else f"({where} AND ({sql}))"
        value = f"(SELECT {kleene(quantifier, sql)} {rows})"
        return Both(f"{quantifier} {link} ({inner.mizan})", f"(CASE WHEN {known} THEN {value} END)")

    def over_group(self):
        if self.random.random() < 0.4:
            quantifier, inside, sql = self.quantified("t")
            return Both(f"{quantifier} row ({inside})", sql)
        function, inside, tail = self.aggregate("t")
        return Both(f"{function}({inside}){tail.mizan}", tail.sql)

    def rule(self, name):
        """The text of a rule, its id, and a query that gives guard and requirement of each item."""
        kind = self.random.random()
        guard = self.random.random() < 0.4
        if kind < 0.5:
            when, require = self.over_rows(), self.over_rows()
            query = f"SELECT {when.sql if guard else 'TRUE'} AS g, {require.sql} AS r FROM t"
            return body(name, "t", when if guard else None, require), f"t.{name}", query
        if kind < 0.72:
            keys = self.one(["s"], ["c"], ["s", "f"], ["y", "u"])
            when, require = self.over_group(), self.over_group()
            known = " AND ".join(f"t.{key} IS NOT NULL" for key in keys)
            query = f"SELECT {when.sql if guard else 'TRUE'} AS g, {require.sql} AS r FROM t WHERE {known} GROUP BY {', '.join('t.' + key for key in keys)}"
            return body(name, f"t by {', '.join(keys)}", when if guard else None, require), f"t.{name}", query
        if kind < 0.76:
            require = self.over_group()
            return body(name, "t as a whole", None, require), f"t.{name}", f"SELECT TRUE AS g, {require.sql} AS r FROM t"
        if kind < 0.9:
            return self.of_cells(name)
        return self.expected(name)

    def of_cells(self, name):
        measure, op, kind = self.one("k", "total", "top"), self.one("<", "<=", ">", ">="), self.random.random()
        if kind < 0.3:
            limit = self.random.randint(0, 5)
            require, guard = Both(f"{measure} {op} {limit}", f"z.{measure} {op} {limit}"), "TRUE"
        elif kind < 0.7:
            before = f"(SELECT w.{measure} FROM cells w WHERE w.c = z.c AND w.y = z.y - 1)"
            require = Both(f"{measure} {op} previous({measure} along y)", f"z.{measure} {op} {before}")
            # The first period is left out; where the period is not known, so is whether it is the first.
            guard = None
        elif kind < 0.85:
            mean = f"(SELECT avg(w.{measure}) FROM cells w WHERE w.y = z.y)"
            require, guard = Both(f"{measure} {op} mean(known {measure} by y)", f"z.{measure} {op} {mean}"), "TRUE"
        else:
            limit = self.random.randint(0, 9)
            table = self.one("years", "others")
            query = f"SELECT TRUE AS g, z.k {op} {limit} AS r FROM {table} z"
            return f"rule {name} on {table}: k {op} {limit}", f"{table}.{name}", query
        if guard is None:
            first = "(z.y = (SELECT min(w.y) FROM cells w))"
            query = f"SELECT {first} IS NOT TRUE AS g, CASE WHEN z.y IS NOT NULL THEN {require.sql} END AS r FROM cells z"
        else:
            query = f"SELECT {guard} AS g, {require.sql} AS r FROM cells z"
        return f"rule {name} on cells: {require.mizan}", f"cells.{name}", query

    def expected(self, name):
        group = self.one(None, "s", "u")
        values, wanted = self.one(
            ("c in letters", "SELECT unnest(['a', 'b', 'c', 'd']) AS k"),
            ("y in 0..4", "SELECT unnest([0, 1, 2, 3, 4]) AS k"),
            ("y in {1, 3}", "SELECT unnest([1, 3]) AS k"),
            ("c in o.c", "SELECT DISTINCT c AS k FROM o WHERE c IS NOT NULL"),
        )
        column = values[0]
        if group:
            items = f"SELECT DISTINCT t.{group} AS h, w.k FROM t, ({wanted}) w WHERE t.{group} IS NOT NULL"
            found = f"EXISTS (SELECT 1 FROM t WHERE t.{group} = i.h AND t.{column} = i.k)"
        else:
            items = f"SELECT w.k FROM ({wanted}) w"
            found = f"EXISTS (SELECT 1 FROM t WHERE t.{column} = i.k)"
        by = f" by {group}" if group else ""
        return f"rule {name} on t{by} {{ expects {values} }}", f"t.{name}", f"SELECT TRUE AS g, {found} AS r FROM ({items}) i"


def kleene(quantifier, sql):
    """Of the rows of a group, or of a query's."""
    none, some = f"count(*) FILTER (WHERE ({sql}) IS NULL) > 0", "count(*) FILTER (WHERE {}) > 0"
    if quantifier == "every":
        return f"(CASE WHEN {some.format(f'NOT ({sql})')} THEN FALSE WHEN {none} THEN NULL ELSE TRUE END)"
    any_of = f"(CASE WHEN {some.format(sql)} THEN TRUE WHEN {none} THEN NULL ELSE FALSE END)"
    return f"(NOT {any_of})" if quantifier == "no" else any_of


def body(name, subject, when, require):
    if subject == "t":
        # Every record has such an id. One without it would meet all rules, so that they do not contradict each other.
        when = Both(f"id >= 0 and ({when.mizan})" if when else "id >= 0", None)
    when = f"when {when.mizan} " if when else ""
    return f"rule {name} on {subject} {{ {when}require {require.mizan} }}"


COMPARES = {
    "cells_others": (
        "compare cells_others: cells with others by c, y { pair k within 1 }",
        "SELECT c, y, count(*) AS n, min(k) AS v FROM cells GROUP BY c, y",
        "SELECT c, y, count(*) AS n, min(k) AS v FROM others GROUP BY c, y",
        ["c", "y"], ("cells", "others"), "abs(l.v - r.v) <= 1",
    ),
    "t_o": (
        "compare t_o: t with o by ref { pair a }",
        "SELECT ref, count(*) AS n, min(a) AS v FROM t GROUP BY ref",
        "SELECT ref, count(*) AS n, min(a) AS v FROM o GROUP BY ref",
        ["ref"], ("t", "o"), "l.v = r.v",
    ),
}


def compared():
    """The rules of the comparisons; items that are not of a class are not applicable there, and not counted here."""
    for name, (text, left, right, keys, (a, b), agree) in COMPARES.items():
        on = " AND ".join(f"l.{key} = r.{key}" for key in keys)
        stated = " AND ".join(f"coalesce(l.{key}, r.{key}) IS NOT NULL" for key in keys)
        items = f"FROM ({left}) l FULL JOIN ({right}) r ON {on} WHERE {stated}"
        once = "coalesce(l.n, 0) <= 1 AND coalesce(r.n, 0) <= 1"
        yield text, name, f"SELECT TRUE AS g, {agree} AS r {items} AND l.n = 1 AND r.n = 1"
        yield None, f"{name}.only_in_{a}", f"SELECT TRUE AS g, r.n IS NOT NULL AS r {items} AND l.n = 1 AND {once}"
        yield None, f"{name}.only_in_{b}", f"SELECT TRUE AS g, l.n IS NOT NULL AS r {items} AND r.n = 1 AND {once}"
        yield None, f"{name}.duplicated_in_{a}", f"SELECT TRUE AS g, l.n = 1 AS r {items} AND l.n IS NOT NULL"
        yield None, f"{name}.duplicated_in_{b}", f"SELECT TRUE AS g, r.n = 1 AS r {items} AND r.n IS NOT NULL"


def records(rng, count):
    def maybe(make, share=0.85):
        return make() if rng.random() < share else None

    for number in range(count):
        yield {
            "id": number,
            "ref": maybe(lambda: rng.randint(0, count)),
            "a": maybe(lambda: rng.randint(-2, 5)),
            "b": maybe(lambda: rng.randint(-2, 5)),
            "y": maybe(lambda: rng.randint(0, 6), 0.95),
            "s": maybe(lambda: rng.choice(["a", "ab", "b1", "é", "zz", "q7"]) + rng.choice(["", "", "x"])),
            "u": maybe(lambda: rng.choice(["a", "b", "c1"]) + str(rng.randint(0, 20))),
            "c": maybe(lambda: rng.choice("abcd")),
            "f": maybe(lambda: rng.random() < 0.5, 0.7),
            "g": maybe(lambda: rng.random() < 0.5, 0.7),
            "x": maybe(lambda: f"2024-0{rng.randint(1, 6)}-{rng.randint(1, 28):02}"),
        }


def deliver(folder, database, name, rows):
    database.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {TYPES[column]}' for column in COLUMNS)})")
    database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(COLUMNS))})", [[row[c] for c in COLUMNS] for row in rows])
    with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        text = {True: "true", False: "false", None: ""}
        writer.writerows([[text[row[c]] if row[c] is None or isinstance(row[c], bool) else row[c] for c in COLUMNS] for row in rows])


def counts(database, query):
    """Pass, fail, unknown, as the language counts them."""
    row = database.execute(
        f"""SELECT count(*) FILTER (WHERE r AND g IS NOT FALSE), count(*) FILTER (WHERE g AND NOT r),
                   count(*) FILTER (WHERE g IS NOT FALSE)
            FROM ({query})"""
    ).fetchone()
    return row[0], row[1], row[2] - row[0] - row[1]


def accepted(mizan, folder, rules):
    """Writes the standard, without the rules that are refused because no record can meet them."""
    folder.mkdir()
    for _ in range(9):
        texts = [rule for rule, _, _ in rules if rule]
        (folder / "standard.mizan").write_text(DECLARED + "\n".join(texts) + "\n", encoding="utf-8")
        command = [mizan, "lint", str(folder), "--lang", "en"]
        run = subprocess.run(command, capture_output=True, text=True, check=False, env={"NO_COLOR": "1", "PATH": ""})
        errors = re.findall(r"^error (M\d+)$.*?\[standard\.mizan:(\d+):", run.stdout + run.stderr, re.MULTILINE | re.DOTALL)
        unmet = {int(line) - DECLARED.count("\n") - 1 for code, line in errors if code in ("M1003", "M1004", "M1005", "M1007")}
        if len(unmet) == 0:
            return rules
        refused = {texts[number] for number in unmet}
        rules = [rule for rule in rules if rule[0] not in refused]
    return rules


def main():
    mizan = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    generator = Generator(seed)
    rules = [generator.rule(f"r{number}") for number in range(wanted)] + list(compared())
    database = duckdb.connect()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "delivery").mkdir()
        for name, count in (("t", 240), ("o", 180)):
            deliver(folder / "delivery", database, name, list(records(generator.random, count)))
        database.execute(TABLES)
        rules = accepted(mizan, folder / "standard", rules)
        found = {}
        for engine in ("native", "reference"):
            command = [mizan, "check", str(folder / "delivery"), "--standard", str(folder / "standard"), "--engine", engine, "--format", "json"]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            if run.returncode not in (0, 1, 4):
                sys.exit(f"mizan did not run ({run.returncode}):\n{run.stderr}")
            found[engine] = {rule["id"]: (rule["pass"], rule["fail"], rule["unknown"]) for rule in json.loads(run.stdout)["rules"]}
        wrong, kinds = 0, Counter()
        for rule, name, query in rules:
            meant = counts(database, query)
            kinds.update({"pass": meant[0] > 0, "fail": meant[1] > 0, "unknown": meant[2] > 0})
            for engine, of_rules in found.items():
                if of_rules.get(name) != meant:
                    wrong += 1
                    print(f"{name} ({engine}): {of_rules.get(name)}, and by DuckDB {meant} (pass, fail, unknown)\n  {rule}\n  {query}")
    print(f"{len(rules)} rules; with a passing item {kinds['pass']}, a failing one {kinds['fail']}, an unknown one {kinds['unknown']}; {wrong} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
