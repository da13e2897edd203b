"""The rules of `rules/morocco` in SQL: each register by itself."""

from columns import COUNTRY, NUMERIC, TERRITORY, Column, groups, matches, one_of, one_value, queries as of_columns, rows, since, unique, within

SIX = one_of("normal SO DE IT IL AT CS MS MP")
SEX = one_of("1 2")
MONEY = within(0, 1_000_000)

CNSS = {
    "record_id": Column(pattern=matches(r"[A-Z]{2}\d{10}")),
    "person_id": Column(pattern=matches(r"\d{9}")),
    "affiliate": Column(pattern=matches(r"\d{7}")),
    "ice": Column("optional", pattern=matches(r"\d{15}")),
    "citizenship": Column("optional", code=NUMERIC),
    "country_of_birth": Column("optional", code=NUMERIC),
    "sex": Column(code=SEX),
    "birth_date": Column(range=since("1910-01-01")),
    "declaration_month": Column(raw="month_text", range=within(2015 * 12, "month_of(as_of())")),
    "days_declared": Column(range=within(0, 26)),
    "real_wage": Column(range=MONEY),
    "capped_wage": Column(range=MONEY),
    "situation": Column("optional", means="normal", code=SIX),
}

DGSN = {
    "title_number": Column(pattern=matches("[A-Z0-9]{5,12}")),
    "person_id": Column(),
    "title_type": Column(code=one_of("registration residence")),
    "mention": Column(asked="(title_type = 'registration')", code=one_of("visitor work authorised student family medical")),
    "first_issued": Column(range=since("1990-01-01")),
    "issued": Column(raw="issued_text", range=since("1990-01-01")),
    "expires": Column(),
    "entry_date": Column("optional", range=since("1950-01-01")),
    "citizenship": Column(code=COUNTRY, pattern=matches("[A-Z]{3}")),
    "sex": Column(code=SEX),
    "birth_date": Column(raw="birth_text", range=since("1910-01-01")),
    "region": Column(code=TERRITORY, pattern=matches(r"\d{2}")),
    "province": Column(code=TERRITORY, pattern=matches(r"\d{3}")),
}

TAECHIR = {
    "contract_no": Column(pattern=matches("[A-Z0-9-]{6,16}")),
    "person_id": Column(),
    "passport": Column(pattern=matches("[A-Z0-9]{1,9}")),
    "ice": Column(pattern=matches(r"\d{15}")),
    "affiliate": Column("optional", pattern=matches(r"\d{7}")),
    "citizenship": Column(code=COUNTRY, pattern=matches("[A-Z]{3}")),
    "sex": Column(code=SEX),
    "birth_date": Column(range=since("1910-01-01")),
    "request": Column(code=one_of("new renewal change")),
    "submitted": Column(raw="submitted_text", range=since("2017-06-01")),
    "decided": Column("optional", raw="decided_text", range=since("2017-06-01")),
    "decision": Column(asked="(decided IS NOT NULL)", code=one_of("granted refused")),
    "visa_date": Column(asked="(decision = 'granted')", raw="visa_text"),
    "start": Column(),
    "end": Column("optional", raw="end_text"),
    "wage": Column(range=MONEY),
}

LOADED = {
    "cnss": """CREATE TABLE cnss AS SELECT * EXCLUDE (filename) REPLACE (as_month(declaration_month) AS declaration_month),
        declaration_month AS month_text, as_month(regexp_extract(filename, 'CNSS_([0-9-]+)_v', 1)) AS file_month
        FROM read_parquet('{folder}/cnss/*.parquet', filename = true, hive_partitioning = false)""",
    "dgsn": """CREATE TABLE dgsn AS SELECT * REPLACE (as_day(CAST(issued AS TEXT)) AS issued, as_day(CAST(birth_date AS TEXT)) AS birth_date),
        CAST(issued AS TEXT) AS issued_text, CAST(birth_date AS TEXT) AS birth_text FROM read_parquet('{folder}/dgsn/*.parquet')""",
    "taechir": """CREATE TABLE taechir AS SELECT * REPLACE (as_day(CAST(submitted AS TEXT)) AS submitted,
        as_day(CAST(decided AS TEXT)) AS decided, as_day(CAST(visa_date AS TEXT)) AS visa_date, as_day(CAST("end" AS TEXT)) AS "end"),
        CAST(submitted AS TEXT) AS submitted_text, CAST(decided AS TEXT) AS decided_text, CAST(visa_date AS TEXT) AS visa_text,
        CAST("end" AS TEXT) AS end_text FROM read_parquet('{folder}/taechir/*.parquet')""",
}

# By what each requirement says; texts of rules are in rules/morocco.
AGE = "years_between(birth_date, last_of(declaration_month))"
HOLDER = "years_between(birth_date, issued)"
VALID = "months_between(issued, expires)"
REGISTERED, RESIDENT = f"{VALID} BETWEEN 12 AND 120", f"{VALID} = 120"
CAPPED = "CASE WHEN real_wage IS NOT NULL THEN capped_wage = least(real_wage, 6000) END"
SHOWN = "count(citizenship)"


def load(opened, folder):
    for text in LOADED.values():
        opened.execute(text.format(folder=folder))


def queries():
    return {
        **of_columns("cnss", CNSS, "record_id"),
        **of_columns("dgsn", DGSN, "title_number"),
        **of_columns("taechir", TAECHIR, "contract_no"),
        **declarations(),
        **titles(),
        **contracts(),
    }


def declarations():
    return {
        "cnss.month_is_the_month_of_the_file": rows("cnss", "declaration_month = file_month"),
        "cnss.insured_is_of_working_age": rows("cnss", f"{AGE} >= 15"),
        "cnss.full_month_pays_the_minimum": rows("cnss", "real_wage >= 3111.39", "days_declared = 26"),
        "cnss.capped_wage_is_capped": rows("cnss", CAPPED),
        "cnss.declared_days_are_paid": rows("cnss", "NOT (days_declared > 0) OR real_wage > 0"),
        "cnss.employer_number_is_valid": rows("cnss", "is_ice(ice)"),
        "cnss.declared_once": unique("cnss", ["person_id", "affiliate", "declaration_month"]),
        "cnss.foreigner_has_a_country_of_birth": rows("cnss", "country_of_birth IS NOT NULL", "citizenship <> '504'"),
        "cnss.days_fit_in_the_month": groups(
            "cnss",
            ["person_id", "declaration_month"],
            "CASE WHEN count(*) = count(days_declared) THEN sum(days_declared) <= 31 END",
        ),
        "cnss.one_nationality": groups(
            "cnss", ["person_id", "declaration_month"], "count(DISTINCT citizenship) = 1", f"{SHOWN} > 0"
        ),
        "cnss.one_birth_date": groups("cnss", ["person_id"], one_value("birth_date")),
        "cnss.affiliate_declares_every_month": groups(
            "cnss",
            ["affiliate"],
            """CASE WHEN count(*) = count(declaration_month)
               THEN max(declaration_month) - min(declaration_month) + 1 = count(DISTINCT declaration_month) END""",
        ),
        "cnss.nationality_is_given": f"SELECT TRUE AS g, (count(*) - {SHOWN}) * 100 <= 2 * count(*) AS r FROM cnss",
    }


def titles():
    parent = "(SELECT parent FROM territories WHERE code = province)"
    return {
        "dgsn.title_ends_after_its_start": rows("dgsn", "issued < expires"),
        "dgsn.holder_is_of_age": rows("dgsn", f"({HOLDER} >= 18) OR (({HOLDER} BETWEEN 16 AND 17) AND mention = 'work')"),
        # Where the type is not known, what both types would say counts.
        "dgsn.validity_fits_the_type": rows(
            "dgsn",
            f"""CASE WHEN title_type IS NOT NULL THEN CASE WHEN title_type = 'registration' THEN {REGISTERED} ELSE {RESIDENT} END
                WHEN ({REGISTERED}) = ({RESIDENT}) THEN {RESIDENT} END""",
        ),
        "dgsn.residence_card_after_four_years": rows(
            "dgsn", "years_between(first_issued, issued) >= 4", "title_type = 'residence'"
        ),
        "dgsn.first_title_comes_first": rows("dgsn", "first_issued <= issued"),
        "dgsn.title_follows_the_entry": rows("dgsn", "entry_date <= first_issued"),
        "dgsn.province_lies_in_its_region": rows("dgsn", f"{parent} = region"),
        "dgsn.one_title_a_day": unique("dgsn", ["person_id", "issued"]),
        "dgsn.one_holder": groups("dgsn", ["person_id"], f"{one_value('birth_date')} AND {one_value('sex')}"),
    }


def contracts():
    sure = "count(*) FILTER (WHERE decided - submitted <= 10)"
    possible = "count(*) FILTER (WHERE (decided - submitted <= 10) IS NOT FALSE)"
    return {
        "taechir.contract_ends_after_its_start": rows("taechir", 'start <= "end"'),
        "taechir.visa_before_the_end": rows("taechir", 'visa_date <= "end"', "decision = 'granted'"),
        "taechir.worker_is_foreign": rows("taechir", "citizenship <> 'MAR'"),
        "taechir.contract_employer_is_valid": rows("taechir", "is_ice(ice)"),
        "taechir.decision_follows_the_application": rows("taechir", "submitted <= decided"),
        "taechir.one_worker": groups("taechir", ["person_id"], one_value("birth_date")),
        # Open applications leave it open only where they could decide it.
        "taechir.answers_come_in_time": f"""SELECT TRUE AS g, CASE WHEN {sure} * 100 >= 90 * count(*) THEN TRUE
            WHEN {possible} * 100 < 90 * count(*) THEN FALSE END AS r FROM taechir""",
    }
