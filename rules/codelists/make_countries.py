#!/usr/bin/env python3
"""Writes the list of countries from CLDR, checked against pycountry.

    python3 make_countries.py CLDR_CORE CLDR_LOCALENAMES_FULL

The two arguments are the unpacked npm packages `cldr-core` and `cldr-localenames-full` of one version. Which
territories ISO 3166-1 has is pycountry's word; their codes must be the same in both, or nothing is written.
See README.md beside this file.
"""

import csv
import json
import sys
from pathlib import Path

import pycountry

HERE = Path(__file__).resolve().parent
EVERYWHERE = HERE / "countries.csv"
MOROCCO = HERE.parent / "base" / "codelists" / "countries.csv"
LANGUAGES = ("fr", "ar", "en")
HEADER = ["alpha3", "alpha2", "numeric", "parent", "name_fr", "name_ar", "name_en"]
# Groups of CLDR that are no codes of UN M49.
NOT_M49 = {"QO"}
# Not a country in the statistics of Morocco, whose regions 11 and 12 hold the territory.
NOT_IN_MOROCCO = {"ESH"}


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def names_of(localenames, language):
    tree = read(localenames / "main" / language / "territories.json")
    return tree["main"][language]["localeDisplayNames"]["territories"]


def iso_codes(core):
    """alpha-2 to (alpha-3, numeric), as CLDR and pycountry both say."""
    mappings = read(core / "supplemental" / "codeMappings.json")["supplemental"]["codeMappings"]
    codes = {}
    for country in pycountry.countries:
        mapping = mappings[country.alpha_2]
        found = (mapping["_alpha3"], mapping["_numeric"])
        if found != (country.alpha_3, country.numeric):
            sys.exit(f"{country.alpha_2}: CLDR has {found}, pycountry {(country.alpha_3, country.numeric)}")
        codes[country.alpha_2] = found
    return codes


def parents(core, codes):
    """What stands above each territory and each M49 region, groupings left out."""
    tree = read(core / "supplemental" / "territoryContainment.json")["supplemental"]["territoryContainment"]
    above = {}
    for group, entry in tree.items():
        if "-" in group or "_grouping" in entry or not (group.isdigit() or group in NOT_M49):
            continue
        for member in entry["_contains"]:
            above[member] = group
    for member in list(above):
        while above[member] in NOT_M49:
            above[member] = above[above[member]]
    groups = {group for group in above.values()}
    missing = sorted(alpha2 for alpha2 in codes if alpha2 not in above)
    if missing:
        sys.exit(f"no region for {missing}")
    return above, groups


def rows(core, localenames):
    codes = iso_codes(core)
    above, groups = parents(core, codes)
    names = {language: names_of(localenames, language) for language in LANGUAGES}
    labels = lambda key: [names[language][key] for language in LANGUAGES]
    for group in sorted(groups):
        yield [group, "", "", above.get(group, ""), *labels(group)]
    for alpha2, (alpha3, numeric) in sorted(codes.items(), key=lambda entry: entry[1][0]):
        yield [alpha3, alpha2, numeric, above[alpha2], *labels(alpha2)]


def write(path, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


def main():
    core, localenames = (Path(argument) for argument in sys.argv[1:3])
    lines = list(rows(core, localenames))
    write(EVERYWHERE, lines)
    write(MOROCCO, [line for line in lines if line[0] not in NOT_IN_MOROCCO])


if __name__ == "__main__":
    main()
