"""What Mizan finds in the demonstration and between registers, counted again by DuckDB from the text of the rules.

    python3 demo_counts.py MIZAN [DECLARATIONS] [ROWS]

`mizan demo` writes two deliveries of three registers, of DECLARATIONS (100,000 if left out), and what was planted in
them; `mizan generate` writes one of all registers of `rules/morocco-registers`, of ROWS each (5,000). Every rule of the
first, and rules that need several registers on the second, are counted with SQL that was written by what the rules say.
Needs the `duckdb` package and the `rules` of this repository, of which it reads the lists of codes. Says every count that
is another one in Mizan's result or in what was planted, and every rule that one of them lacks, and fails then.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb

import demo_rules
import register_rules

RULES = Path(__file__).resolve().parents[2] / "rules"
FIELDS = ("pass", "fail", "unknown", "not_applicable")
MACROS = """
CREATE MACRO as_day(t) AS CASE WHEN regexp_full_match(t, '\\d{4}-\\d{2}-\\d{2}') THEN TRY_CAST(t AS DATE) END;
CREATE MACRO as_month(t) AS CASE WHEN regexp_full_match(t, '\\d{4}-(0[1-9]|1[0-2])')
    THEN CAST(left(t, 4) AS INT) * 12 + CAST(right(t, 2) AS INT) - 1 END;
CREATE MACRO month_of(d) AS year(d) * 12 + month(d) - 1;
CREATE MACRO first_of(m) AS make_date(CAST(m // 12 AS BIGINT), CAST(m % 12 + 1 AS BIGINT), 1);
CREATE MACRO last_of(m) AS last_day(first_of(m));
CREATE MACRO months_between(a, b) AS month_of(b) - month_of(a) - CASE WHEN day(b) < day(a) THEN 1 ELSE 0 END;
CREATE MACRO years_between(a, b) AS CAST(floor(months_between(a, b) / 12) AS INT);
CREATE MACRO later(d, n) AS CAST(d + to_months(n) AS DATE);
CREATE MACRO is_ice(t) AS CASE WHEN t IS NOT NULL
    THEN regexp_full_match(t, '\\d{15}') AND coalesce(TRY_CAST(t AS BIGINT) % 97 = 0, FALSE) END;
"""


def mizan(*arguments, accepted):
    run = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False)
    if run.returncode not in accepted:
        sys.exit(f"{' '.join(map(str, arguments))}: {run.returncode}\n{run.stderr}")


def database(as_of):
    """With the lists of codes that the rules speak of, and the day that is today."""
    opened = duckdb.connect()
    opened.execute(MACROS)
    opened.execute(f"CREATE MACRO as_of() AS DATE '{as_of}'")
    for name, path in (("countries", "base/codelists/countries.csv"), ("territories", "morocco/codelists/regions_provinces.csv")):
        opened.execute(f"CREATE TABLE {name} AS FROM read_csv('{RULES / path}', all_varchar = true)")
    return opened


def counts(opened, query):
    """Items that pass, fail, are left open, and that the rule is not about, of guards `g` and requirements `r`."""
    return opened.execute(
        f"""SELECT count(*) FILTER (WHERE r AND g IS NOT FALSE), count(*) FILTER (WHERE g AND NOT r),
                   count(*) FILTER (WHERE g IS NOT FALSE AND NOT coalesce(r, FALSE) AND NOT coalesce(g AND NOT r, FALSE)),
                   count(*) FILTER (WHERE g IS FALSE)
            FROM ({query})"""
    ).fetchone()


class Comparison:
    """Collects what differs."""

    def __init__(self):
        self.rules, self.wrong, self.kinds = 0, 0, Counter()

    def add(self, place, rule, meant, fields, others):
        self.rules += 1
        self.kinds.update(field for field, count in zip(fields, meant) if count > 0)
        for whose, rules in others.items():
            found = rules.get(rule)
            found = found and tuple(found[field] for field in fields)
            if found != tuple(meant):
                self.wrong += 1
                print(f"{place}, {rule}: {whose} {found}, and by DuckDB {tuple(meant)} ({', '.join(fields)})")

    def lacks(self, place, rules):
        for rule in sorted(rules):
            self.wrong += 1
            print(f"{place}, {rule}: in the result, and not counted by DuckDB")


def results(path):
    return {rule["id"]: rule for rule in json.loads(path.read_text(encoding="utf-8"))["rules"]}


def demonstration(program, folder, declarations, seen):
    size = ["--declarations", declarations] if declarations != 100_000 else []
    mizan(program, "demo", folder, *size, accepted=(0,))
    truth = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    for delivery, truth in (("delivery", truth), ("previous_delivery", truth["previous"])):
        found = results(folder / "results" / f"{truth['as_of']}.json")
        opened = database(truth["as_of"])
        demo_rules.load(opened, folder / delivery)
        queries = demo_rules.queries()
        for rule, query in queries.items():
            others = {"Mizan says": found, "planted was": truth["rules"]}
            seen.add(delivery, rule, counts(opened, query), FIELDS, others)
        seen.lacks(delivery, found.keys() - queries.keys())


def registers(program, folder, rows, seen):
    standard = ["--standard", RULES / "morocco-registers", "--as-of", register_rules.AS_OF]
    mizan(program, "generate", folder, *standard, "--rows", rows, accepted=(0,))
    result = folder / "result.json"
    mizan(program, "check", folder / "delivery", *standard, "--format", f"json={result}", accepted=(0, 1, 4))
    opened, found = database(register_rules.AS_OF), results(result)
    register_rules.load(opened, folder / "delivery")
    for rule, query in register_rules.queries().items():
        # Keys that a comparison is not about are counted by it, and need not be here.
        fields = FIELDS[:3] if rule in register_rules.COMPARISONS else FIELDS
        meant = counts(opened, query)[: len(fields)]
        seen.add("registers", rule, meant, fields, {"Mizan says": found})
    with open(folder / "planted.csv", newline="", encoding="utf-8") as file:
        planted = Counter(row["rule"] for row in csv.DictReader(file))
    for rule, query in register_rules.column_queries().items():
        others = {"Mizan says": found, "planted was": {rule: {"fail": planted[rule]}}}
        seen.add("registers", rule, counts(opened, query)[1:2], ("fail",), others)


def main():
    program = Path(sys.argv[1]).resolve()
    declarations = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000
    seen = Comparison()
    with tempfile.TemporaryDirectory() as place:
        demonstration(program, Path(place) / "demo", declarations, seen)
        registers(program, Path(place) / "registers", rows, seen)
    kinds = ", ".join(f"{seen.kinds[field]} {field}" for field in FIELDS[:3])
    print(f"{seen.rules} counts of rules, with such items: {kinds}; {seen.wrong} differ")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
