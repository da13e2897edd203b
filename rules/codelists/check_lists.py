#!/usr/bin/env python3
"""Says what is wrong with the lists of this folder: codes twice, parents that are no codes, stray spaces, counts.

    python3 check_lists.py
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
# How many rows, by what column.
COUNTS = {
    "countries_with_history.csv": ("kind", {"region": 28, "country": 249, "former": 30, "icao": 19}),
    "isco_08.csv": ("level", {"1": 10, "2": 43, "3": 130, "4": 436}),
    "isic_rev4.csv": ("level", {"1": 21, "2": 88, "3": 238, "4": 419}),
    "icse_18_a.csv": ("level", {"1": 2, "2": 5, "3": 10}),
    "icse_18_r.csv": ("level", {"1": 2, "2": 5, "3": 10}),
    "regions_provinces.csv": ("kind", {"region": 12, "province": 62, "prefecture": 13}),
}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def faults(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = next(iter(rows[0]))
    parent = {row[key]: row.get("parent", "") for row in rows}
    if len(parent) != len(rows):
        yield "a code stands twice"
    for row in rows:
        code, line = row[key], []
        if None in row or None in row.values() or not code:
            yield f"{code}: not as many cells as columns"
            continue
        while code and code not in line:
            line.append(code)
            code = parent.get(code, "")
            if code and code not in parent:
                yield f"{row[key]}: no parent {code}"
        if code:
            yield f"{row[key]} is below itself"
        if "level" in row and int(row["level"]) != len(line):
            yield f"{row[key]}: not at level {row['level']}"
        for column, cell in row.items():
            if cell != " ".join(cell.split()):
                yield f"{row[key]}: spaces in {column}"
            if column in ("valid_from", "valid_to") and cell and not DATE.fullmatch(cell):
                yield f"{row[key]}: {column} is no date"
        if not any(cell for column, cell in row.items() if column.startswith(("label_", "name_"))):
            yield f"{row[key]}: no label"
    if path.name in COUNTS:
        column, expected = COUNTS[path.name]
        counted = Counter(row[column] for row in rows)
        if counted != expected:
            yield f"{dict(counted)}, expected {expected}"


def main():
    found = [f"{path.name}: {fault}" for path in sorted(HERE.glob("*.csv")) for fault in faults(path)]
    print("\n".join(found) or "nothing to report")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
