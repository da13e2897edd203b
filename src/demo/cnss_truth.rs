//! What the rules on CNSS must find.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::{day, last_day, month_of, read_month, years_between};
use super::cnss::Declaration;
use super::codes::{Countries, SEXES, SITUATIONS};
use super::truth::{
    Cell, Counting, Need, Outcomes, Truth, is_capitals, is_digits, is_ice, one_value, or, share_at_least,
};

type Row = Declaration;

/// The ground truth of every rule on the source.
pub(super) fn truth(rows: &[Row], as_of: i32, countries: &Countries) -> BTreeMap<String, Outcomes> {
    let mut counting = Counting::new("cnss", rows, as_of);
    identifiers(&mut counting);
    attributes(&mut counting, countries);
    amounts(&mut counting);
    declarations(&mut counting);
    groups(&mut counting);
    let missing = rows.iter().filter(|row| row.citizenship.is_none()).count();
    // At most 2% are missing where at least 98% are there.
    let given = rows.len() - missing;
    counting.whole("nationality_is_given", share_at_least(given, given, rows.len(), 98));
    counting.outcomes
}

fn identifiers(counting: &mut Counting<'_, Row>) {
    counting.unique("record_id.unique", |row| row.record_id.as_deref());
    let record = |id: &&str| is_record_id(id);
    counting.column(
        "record_id",
        &Need::Present,
        |row| Cell::of(row.record_id.as_deref()),
        &[("pattern", &record)],
    );
    let insured = |id: &&str| is_digits(id, 9);
    counting.column(
        "person_id",
        &Need::Present,
        |row| Cell::of(row.person_id.as_deref()),
        &[("pattern", &insured)],
    );
    let affiliate = |id: &&str| is_digits(id, 7);
    counting.column(
        "affiliate",
        &Need::Present,
        |row| Cell::of(row.affiliate.as_deref()),
        &[("pattern", &affiliate)],
    );
    let ice = |id: &&str| is_digits(id, 15);
    counting.column("ice", &Need::Optional, |row| Cell::of(row.ice.as_deref()), &[("pattern", &ice)]);
}

/// Two capital letters and ten digits.
fn is_record_id(text: &str) -> bool {
    let (letters, digits) = text.split_at(text.len().min(2));
    is_capitals(letters, 2, 2, &[])
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && is_digits(digits, 10)
}

fn attributes(counting: &mut Counting<'_, Row>, countries: &Countries) {
    let country = |code: &&str| countries.has_numeric(code);
    counting.column("citizenship", &Need::Optional, |row| Cell::of(row.citizenship), &[("code", &country)]);
    counting.column(
        "country_of_birth",
        &Need::Optional,
        |row| Cell::of(row.country_of_birth),
        &[("code", &country)],
    );
    let sex = |code: &&str| SEXES.contains(code);
    counting.column("sex", &Need::Present, |row| Cell::of(row.sex), &[("code", &sex)]);
    let as_of = counting.as_of;
    let birth = |date: &i32| (day(1910, 1, 1)..=as_of).contains(date);
    counting.column("birth_date", &Need::Present, |row| Cell::of(row.birth_date), &[("range", &birth)]);
    let month = |month: &i32| (2015 * 12..=month_of(as_of)).contains(month);
    let read = |row| Cell::read(Row::month_text(row), read_month);
    counting.column("declaration_month", &Need::Present, read, &[("range", &month)]);
    let situation = |code: &&str| SITUATIONS.contains(code);
    counting.column(
        "situation",
        &Need::Means,
        |row| Cell::Value(row.situation.unwrap_or("normal")),
        &[("code", &situation)],
    );
}

fn amounts(counting: &mut Counting<'_, Row>) {
    let days = |days: &i32| (0..=26).contains(days);
    counting.column("days_declared", &Need::Present, |row| Cell::of(row.days), &[("range", &days)]);
    let wage = |cents: &i64| (0..=100_000_000).contains(cents);
    counting.column("real_wage", &Need::Present, |row| Cell::of(row.real_wage), &[("range", &wage)]);
    counting.column("capped_wage", &Need::Present, |row| Cell::of(row.capped_wage), &[("range", &wage)]);
}

fn declarations(counting: &mut Counting<'_, Row>) {
    counting.all_rows("month_is_the_month_of_the_file", |row| row.month().map(|month| month == row.file));
    counting.all_rows("insured_is_of_working_age", |row| {
        Some(years_between(row.birth_date?, last_day(row.month()?)) >= 15)
    });
    let full = |row: &Row| row.days.map(|days| days == 26);
    counting.rows("full_month_pays_the_minimum", full, |row| row.real_wage.map(|wage| wage >= 311_139));
    counting.all_rows("capped_wage_is_capped", |row| Some(row.capped_wage? == row.real_wage?.min(600_000)));
    counting.all_rows("declared_days_are_paid", |row| {
        or(row.days.map(|days| days <= 0), row.real_wage.map(|wage| wage > 0))
    });
    counting.all_rows("employer_number_is_valid", |row| row.ice.as_deref().map(is_ice));
    counting.unique("declared_once", |row| {
        Some((row.person_id.as_deref()?, row.affiliate.as_deref()?, row.month()?))
    });
    let foreign = |row: &Row| row.citizenship.map(|country| country != "504");
    counting.rows("foreigner_has_a_country_of_birth", foreign, |row| Some(row.country_of_birth.is_some()));
}

fn person_month(row: &Row) -> Option<(&str, i32)> {
    Some((row.person_id.as_deref()?, row.month()?))
}

fn groups(counting: &mut Counting<'_, Row>) {
    counting.groups("days_fit_in_the_month", person_month, |group| (Some(true), days_fit(group)));
    counting.groups("one_nationality", person_month, |group| {
        let known: BTreeSet<&str> = group.iter().filter_map(|row| row.citizenship).collect();
        (Some(!known.is_empty()), Some(known.len() == 1))
    });
    counting.groups(
        "one_birth_date",
        |row| row.person_id.as_deref(),
        |group| (Some(true), one_value(group.iter().map(|row| row.birth_date))),
    );
    counting.groups(
        "affiliate_declares_every_month",
        |row| row.affiliate.as_deref(),
        |group| (Some(true), gapless(group)),
    );
}

fn days_fit(group: &[&Row]) -> Truth {
    let total: Option<i32> = group.iter().map(|row| row.days).sum();
    total.map(|days| days <= 31)
}

/// As many months as there are from the first to the last.
fn gapless(group: &[&Row]) -> Truth {
    let months: Option<BTreeSet<i32>> = group.iter().map(|row| row.month()).collect();
    let months = months?;
    let (first, last) = (months.first()?, months.last()?);
    Some(usize::try_from(last - first + 1).is_ok_and(|span| span == months.len()))
}

impl Declaration {
    fn month_text(&self) -> Option<&str> {
        self.month.as_deref()
    }

    fn month(&self) -> Option<i32> {
        read_month(self.month_text()?)
    }
}
