"""Rules of `rules/morocco-registers` that need several registers, in SQL; and what columns of the others bring."""

from columns import COUNTRY, TERRITORY, Column, matches, one_of, queries as of_columns, since, within
from demo_rules import CNSS, DGSN, LOADED as THREE, SEX, TAECHIR

AS_OF = "2025-01-31"
EXEMPT = "('SEN', 'DZA', 'TUN')"
THREE_LETTERS = matches("[A-Z]{3}")

CERTIFICATES = {
    "request_no": Column(),
    "ice": Column(pattern=matches(r"\d{15}")),
    "affiliate": Column("optional", pattern=matches(r"\d{7}")),
    "citizenship": Column("optional", code=COUNTRY, pattern=THREE_LETTERS),
    "occupation": Column("optional", pattern=matches(r"\d{4}")),
    "region": Column("optional", code=TERRITORY, pattern=matches(r"\d{2}")),
    "requested": Column(range=since("2000-01-01")),
    "answered": Column("optional", range=since("2000-01-01")),
    "fit": Column("optional", range=within(0, 10_000)),
}
PLACEMENTS = {
    "placement_no": Column(),
    "person_id": Column(),
    "cin": Column("optional", pattern=matches(r"[A-Z]{1,2}\d{1,6}")),
    "sex": Column(code=SEX),
    "birth_date": Column(range=since("1910-01-01")),
    "region": Column("optional", code=TERRITORY, pattern=matches(r"\d{2}")),
    "employer_country": Column(code=COUNTRY, pattern=THREE_LETTERS),
    "start": Column(),
}
STUDENTS = {
    "enrolment_no": Column(),
    "person_id": Column(),
    "citizenship": Column(code=COUNTRY, pattern=THREE_LETTERS),
    "birth_date": Column(range=since("1920-01-01")),
    "academic_year": Column(range=within(2000, "year(as_of())")),
    "isced_level": Column(pattern=matches("[5-8]")),
    "sector": Column(code=one_of("public private")),
}
CARDS = {
    "card_no": Column(),
    "citizenship": Column(code=COUNTRY, pattern=THREE_LETTERS),
    "birth_date": Column(range=since("1900-01-01")),
    "issued": Column(range=since("1990-01-01")),
    "expires": Column(),
}
CASES = {
    "case_no": Column(),
    "stateless": Column(),
    "birth_date": Column(range=since("1910-01-01")),
    "entered": Column("optional", range=since("1950-01-01")),
    "applied": Column(range=since("2013-01-01")),
    "card_issued": Column("optional", range=since("2013-01-01")),
}
REGISTRATIONS = {
    "registration_no": Column(),
    "citizenship": Column(asked="(NOT stateless)", code=COUNTRY, pattern=THREE_LETTERS),
    "recognised": Column(asked="(status = 'refugee')", range=since("1950-01-01")),
    "registered": Column(range=since("1950-01-01")),
}
FOLDERS = {
    "anapec_certificates": ("anapec/certificates", CERTIFICATES, "request_no"),
    "anapec_placements": ("anapec/placements", PLACEMENTS, "placement_no"),
    "enssup": ("enssup", STUDENTS, "enrolment_no"),
    "maec_cards": ("maec/cards", CARDS, "card_no"),
    "bra": ("bra", CASES, "case_no"),
    "unhcr": ("unhcr", REGISTRATIONS, "registration_no"),
    "amci": ("amci", {}, None),
    "borders": ("borders", {}, None),
    "consular_register": ("maec/register", {}, None),
}
# Text that names what they are about.
READ = {
    "enssup": "REPLACE (TRY_CAST(academic_year AS INT) AS academic_year)",
    "amci": "REPLACE (TRY_CAST(academic_year AS INT) AS academic_year)",
    "borders": "REPLACE (CAST(TRY_CAST(crossed AS TIMESTAMP) AS DATE) AS crossed)",
}


def load(opened, folder):
    for text in THREE.values():
        opened.execute(text.format(folder=folder))
    for source, (place, _, _) in FOLDERS.items():
        opened.execute(f"CREATE TABLE {source} AS SELECT * {READ.get(source, '')} FROM read_parquet('{folder}/{place}/*.parquet')")
    # CNSS writes the numbers of countries, the others their letters.
    opened.execute(
        """CREATE TABLE insured AS SELECT c.* REPLACE (coalesce(k.alpha3, c.citizenship) AS citizenship,
               coalesce(situation, 'normal') AS situation)
           FROM cnss c LEFT JOIN countries k ON k.numeric = c.citizenship"""
    )
    for source in ["cnss", "insured", "dgsn", "taechir", *FOLDERS]:
        opened.execute(f"ALTER TABLE {source} ADD COLUMN row_no BIGINT")
        opened.execute(f"UPDATE {source} SET row_no = rowid")


def column_queries():
    """What is planted in generated deliveries."""
    found = {}
    for source, (_, columns, key) in {"cnss": (0, CNSS, "record_id"), "dgsn": (0, DGSN, "title_number"), "taechir": (0, TAECHIR, "contract_no"), **FOLDERS}.items():
        found.update(of_columns(source, columns, key))
    return found


def linked(source, other, keys, requirement, guard="TRUE", /, **conditions):
    """Rows of `t`, each with what rows of `o` with its keys are: `any_NAME` is whether one meets the condition, unknown where
    that is open, or where a key is not known."""
    on = " AND ".join(f"o.{theirs} = t.{mine}" for mine, theirs in keys)
    known = " AND ".join(f"t.{mine} IS NOT NULL" for mine, _ in keys)
    met = ", ".join(
        f"count(*) FILTER (WHERE {text}) > 0 AS {name}_met, count(*) FILTER (WHERE ({text}) IS NULL) > 0 AS {name}_open"
        for name, text in conditions.items()
    )
    values = ", ".join(
        f"CASE WHEN {known} THEN CASE WHEN {name}_met THEN TRUE WHEN {name}_open THEN NULL ELSE FALSE END END AS any_{name}"
        for name in conditions
    )
    return f"""WITH found AS (SELECT t.row_no, {met} FROM {source} t JOIN {other} o ON {on} GROUP BY t.row_no),
        judged AS (SELECT t.*, {values} FROM {source} t LEFT JOIN found ON found.row_no = t.row_no)
        SELECT {guard} AS g, {requirement} AS r FROM judged t"""


PERSON = [("person_id", "person_id")]


def queries():
    return {**of_workers(), **of_holders(), **of_others(), **COMPARISONS}


def of_workers():
    covered = "o.days_declared > 0 AND o.declaration_month BETWEEN month_of(t.start) AND month_of(coalesce(t.\"end\", as_of()))"
    return {
        "taechir.contract_has_a_title": linked(
            "taechir", "dgsn", PERSON, "any_title", "t.decision = 'granted' AND t.visa_date + 180 <= as_of()",
            title="""(o.mention IN ('work', 'authorised', 'family') OR o.title_type = 'residence')
                     AND o.issued <= t.visa_date + 180 AND o.expires >= t.visa_date - 90""",
        ),
        "dgsn.work_title_has_a_contract": linked(
            "dgsn", "taechir", PERSON, "any_contract",
            f"""t.mention = 'work' AND t.citizenship NOT IN {EXEMPT} AND t.issued >= DATE '2017-06-01' + 365
                AND t.issued + 30 <= as_of()""",
            contract="o.decision = 'granted' AND o.visa_date >= t.issued - 365 AND o.visa_date <= t.issued + 30",
        ),
        "cnss.insured_foreigner_has_a_contract": linked(
            "insured", "taechir", PERSON, "any_contract",
            f"""t.citizenship <> 'MAR' AND t.citizenship NOT IN {EXEMPT} AND t.days_declared > 0
                AND t.declaration_month >= {2017 * 12 + 5}""",
            contract="""o.decision = 'granted' AND month_of(o.start) <= t.declaration_month
                        AND month_of(coalesce(o."end", as_of())) >= t.declaration_month""",
        ),
        "taechir.contract_is_declared": linked(
            "taechir", "cnss", PERSON, "any_declared", "t.decision = 'granted' AND month_of(t.start) + 3 < month_of(as_of())",
            declared="o.days_declared > 0 AND o.declaration_month BETWEEN month_of(t.start) AND month_of(t.start) + 3",
        ),
        "cnss.insured_foreigner_has_a_title": linked(
            "insured", "dgsn", PERSON, "any_title", "t.citizenship <> 'MAR' AND t.days_declared > 0",
            title="month_of(o.issued) <= t.declaration_month AND month_of(o.expires) >= t.declaration_month",
        ),
        "taechir.first_contract_has_a_certificate": linked(
            "taechir", "anapec_certificates", [("ice", "ice")], "any_certificate",
            f"t.request = 'new' AND t.decision = 'granted' AND t.citizenship NOT IN {EXEMPT}",
            certificate="""o.answer = 'positive' AND o.answered <= t.submitted AND o.answered >= later(t.submitted, -12)
                           AND (o.person_id IS NULL OR o.person_id = t.person_id)""",
        ),
        "taechir.employer_of_the_contract_declares": linked(
            "taechir", "cnss", PERSON, "any_own", "t.decision = 'granted' AND any_declared",
            declared=covered, own=f"{covered} AND (o.affiliate = t.affiliate OR o.ice = t.ice)",
        ),
        "cnss.who_left_is_not_declared": linked(
            "insured", "insured", [*PERSON, ("affiliate", "affiliate")], "NOT any_next",
            "t.situation = 'SO' AND t.declaration_month < (SELECT max(declaration_month) FROM insured)",
            next="o.declaration_month = t.declaration_month + 1 AND o.days_declared > 0",
        ),
    }


def of_holders():
    # SQL's `greatest` and `least` leave what is missing out; here it leaves the whole open.
    overlap = """CASE WHEN o.issued IS NOT NULL AND t.issued IS NOT NULL AND o.expires IS NOT NULL AND t.expires IS NOT NULL
                 THEN least(o.expires, t.expires) - greatest(o.issued, t.issued) > 60 END"""
    return {
        "dgsn.titles_take_turns": linked(
            "dgsn", "dgsn", PERSON, "NOT any_other", other=f"o.title_number <> t.title_number AND ({overlap})"
        ),
        "dgsn.first_title_follows_a_crossing": linked(
            "dgsn", "borders", PERSON, "any_entry", "t.entry_date >= DATE '2015-01-01'",
            entry="o.direction = 'in' AND o.crossed <= t.first_issued",
        ),
        "maec_cards.diplomat_has_no_title": linked(
            "maec_cards", "dgsn", PERSON, "NOT any_title", "t.kind = 'diplomatic'",
            title="o.issued <= t.expires AND t.issued <= o.expires",
        ),
        "bra.refugee_has_a_title": linked(
            "bra", "dgsn", PERSON, "any_title",
            "t.card_issued + 180 <= as_of() AND years_between(t.birth_date, t.card_issued) >= 18",
            title="o.issued <= t.card_issued + 180 AND o.expires >= t.card_issued",
        ),
        "enssup.student_has_a_title": linked(
            "enssup", "dgsn", PERSON, "any_title",
            """t.citizenship <> 'MAR' AND years_between(t.birth_date, make_date(t.academic_year, 9, 1)) >= 18
               AND coalesce(t.programme_end - t.programme_start > 90, TRUE) AND make_date(t.academic_year + 1, 9, 1) <= as_of()""",
            title="""(o.mention IN ('student', 'family') OR o.title_type = 'residence')
                     AND o.issued < make_date(t.academic_year + 1, 9, 1) AND o.expires >= make_date(t.academic_year, 9, 1)""",
        ),
    }


def of_others():
    until = "CASE WHEN t.\"end\" IS NOT NULL THEN least(t.\"end\", coalesce(t.returned, t.\"end\")) END"
    return {
        "bra.card_follows_unhcr": linked(
            "bra", "unhcr", PERSON, "any_known", "t.card_issued IS NOT NULL AND (t.stateless OR t.citizenship <> 'SYR')",
            known="o.status = 'refugee' AND o.recognised <= t.card_issued",
        ),
        "amci.scholar_is_enrolled": linked(
            "amci", "enssup", [*PERSON, ("academic_year", "academic_year")], "any_enrolment", enrolment="TRUE"
        ),
        "anapec_placements.placed_worker_is_not_declared_here": linked(
            "anapec_placements", "cnss", PERSON, "NOT any_declared", "t.departed IS NOT NULL",
            declared=f"""o.days_declared > 0 AND first_of(o.declaration_month) >= t.departed
                         AND last_of(o.declaration_month) <= {until}""",
        ),
        "anapec_placements.placed_worker_is_registered": linked(
            "anapec_placements", "consular_register", PERSON, "any_registered",
            "t.departed IS NOT NULL AND months_between(t.start, t.\"end\") >= 12 AND later(t.departed, 12) <= as_of()",
            registered="o.host_country = t.employer_country AND o.registered <= later(t.departed, 12)",
        ),
        "foreign_insured.foreign_insured_do_not_jump": jumps(
            persons("insured", "declaration_month // 12 AS year", "citizenship <> 'MAR'"), 15
        ),
        "foreign_students.students_do_not_jump": jumps(persons("enssup", "academic_year AS year"), 25),
    }


def jumps(table, percent):
    """A cell is near the one of the year before. The first year has none before it; a cell without a year is left open."""
    before = "(SELECT persons FROM years b WHERE b.year = y.year - 1)"
    return f"""WITH years AS ({table}) SELECT (y.year = (SELECT min(year) FROM years)) IS NOT TRUE AS g,
        100 * abs(y.persons - {before}) <= {percent} * {before} AS r FROM years y"""


def persons(source, by, where="TRUE"):
    """Persons of each cell; of one in which a person is not known, that is not known either."""
    counted = "CASE WHEN count(*) = count(person_id) THEN count(DISTINCT person_id) END"
    return f"SELECT {by}, {counted} AS persons FROM {source} WHERE {where} GROUP BY ALL"


def agreement(left, right, *values):
    """Persons whom both sides know: whether the one value that each side gives is the same."""

    def side(source):
        one = ", ".join(f"CASE WHEN count(DISTINCT {value}) = 1 THEN any_value({value}) END AS {value}" for value in values)
        return f"SELECT person_id, {one} FROM {source} WHERE person_id IS NOT NULL GROUP BY person_id"

    same = " AND ".join(f"(l.{value} = r.{value})" for value in values)
    return f"SELECT TRUE AS g, {same} AS r FROM ({side(left)}) l JOIN ({side(right)}) r USING (person_id)"


WHO = ("birth_date", "sex", "citizenship")
COMPARISONS = {
    "insured_and_holder.cnss_with_dgsn": agreement("insured", "dgsn", *WHO),
    "worker_and_holder.taechir_with_dgsn": agreement("taechir", "dgsn", *WHO),
    "worker_and_insured.taechir_with_cnss": agreement("taechir", "insured", *WHO),
    "student_and_holder.enssup_with_dgsn": agreement("enssup", "dgsn", *WHO),
    "refugee_and_registered.bra_with_unhcr": agreement("bra", "unhcr", *WHO),
    "diplomat_and_holder.maec_cards_with_dgsn": agreement("maec_cards", "dgsn", *WHO),
    "candidate_and_insured.anapec_placements_with_cnss": agreement("anapec_placements", "cnss", *WHO[:2]),
    "contracts_and_insured": f"""SELECT TRUE AS g, v.contracts * 50 >= i.persons AND v.contracts <= i.persons AS r
        FROM (SELECT citizenship, year(visa_date) AS year, count(*) AS contracts FROM taechir WHERE decision = 'granted' GROUP BY ALL) v
        JOIN ({persons("insured", "citizenship, declaration_month // 12 AS year", "citizenship <> 'MAR'")}) i USING (citizenship, year)""",
}
