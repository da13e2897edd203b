//! What the rules on the work contracts must find.

use std::collections::BTreeMap;

use super::calendar::{day, read};
use super::codes::{Countries, DECISIONS, REQUESTS, SEXES};
use super::dgsn_truth::is_alpha3;
use super::taechir::Contract;
use super::truth::{
    Cell, Check, Counting, Need, Outcomes, Truth, is_capitals, is_digits, is_ice, one_value, share_at_least,
};

type Row = Contract;

/// The ground truth of every rule on the source.
pub(super) fn truth(rows: &[Row], as_of: i32, countries: &Countries) -> BTreeMap<String, Outcomes> {
    let mut counting = Counting::new("taechir", rows, as_of);
    identifiers(&mut counting);
    attributes(&mut counting, countries);
    dates(&mut counting);
    contracts(&mut counting);
    counting.groups(
        "one_worker",
        |row| row.person_id.as_deref(),
        |group| (Some(true), one_value(group.iter().map(|row| row.birth_date))),
    );
    let sure = rows.iter().filter(|row| row.in_time() == Some(true)).count();
    let possible = rows.iter().filter(|row| row.in_time() != Some(false)).count();
    counting.whole("answers_come_in_time", share_at_least(sure, possible, rows.len(), 90));
    counting.outcomes
}

fn identifiers(counting: &mut Counting<'_, Row>) {
    counting.unique("contract_no.unique", |row| row.contract_no.as_deref());
    let number = |text: &&str| is_capitals(text, 6, 16, b"-");
    counting.column(
        "contract_no",
        &Need::Present,
        |row| Cell::of(row.contract_no.as_deref()),
        &[("pattern", &number)],
    );
    counting.column("person_id", &Need::Present, |row| Cell::of(row.person_id.as_deref()), &[]);
    let passport = |text: &&str| is_capitals(text, 1, 9, &[]);
    counting.column(
        "passport",
        &Need::Present,
        |row| Cell::of(row.passport.as_deref()),
        &[("pattern", &passport)],
    );
    let ice = |text: &&str| is_digits(text, 15);
    counting.column("ice", &Need::Present, |row| Cell::of(row.ice.as_deref()), &[("pattern", &ice)]);
    let affiliate = |text: &&str| is_digits(text, 7);
    counting.column(
        "affiliate",
        &Need::Optional,
        |row| Cell::of(row.affiliate.as_deref()),
        &[("pattern", &affiliate)],
    );
}

fn attributes(counting: &mut Counting<'_, Row>, countries: &Countries) {
    let (country, letters) = (|code: &&str| countries.codes.contains(code), |code: &&str| is_alpha3(code));
    let checks: [Check<'_, &str>; 2] = [("code", &country), ("pattern", &letters)];
    counting.column("citizenship", &Need::Present, |row| Cell::of(row.citizenship), &checks);
    let sex = |code: &&str| SEXES.contains(code);
    counting.column("sex", &Need::Present, |row| Cell::of(row.sex), &[("code", &sex)]);
    let request = |code: &&str| REQUESTS.contains(code);
    counting.column("request", &Need::Present, |row| Cell::of(row.request), &[("code", &request)]);
    let decision = |code: &&str| DECISIONS.contains(code);
    let decided = |row: &Row| Some(row.decided().is_some());
    counting.column("decision", &Need::Asked(&decided), |row| Cell::of(row.decision), &[("code", &decision)]);
    let wage = |cents: &i64| (0..=100_000_000).contains(cents);
    counting.column("wage", &Need::Present, |row| Cell::of(row.wage), &[("range", &wage)]);
}

fn dates(counting: &mut Counting<'_, Row>) {
    let as_of = counting.as_of;
    let birth = |date: &i32| (day(1910, 1, 1)..=as_of).contains(date);
    counting.column("birth_date", &Need::Present, |row| Cell::of(row.birth_date), &[("range", &birth)]);
    let handled = |date: &i32| (day(2017, 6, 1)..=as_of).contains(date);
    counting.column(
        "submitted",
        &Need::Present,
        |row| Cell::read(row.submitted.as_deref(), read),
        &[("range", &handled)],
    );
    counting.column(
        "decided",
        &Need::Optional,
        |row| Cell::read(row.decided.as_deref(), read),
        &[("range", &handled)],
    );
    let granted = |row: &Row| row.is_granted();
    counting.column(
        "visa_date",
        &Need::Asked(&granted),
        |row| Cell::read(row.visa_date.as_deref(), read),
        &[],
    );
    counting.column("start", &Need::Present, |row| Cell::of(row.start), &[]);
    counting.column("end", &Need::Optional, |row| Cell::read(row.end.as_deref(), read), &[]);
}

fn contracts(counting: &mut Counting<'_, Row>) {
    counting.all_rows("contract_ends_after_its_start", |row| Some(row.start? <= row.end()?));
    counting.rows("visa_before_the_end", Row::is_granted, |row| Some(row.visa()? <= row.end()?));
    counting.all_rows("worker_is_foreign", |row| row.citizenship.map(|country| country != "MAR"));
    counting.all_rows("contract_employer_is_valid", |row| row.ice.as_deref().map(is_ice));
    counting.all_rows("decision_follows_the_application", |row| Some(row.submitted()? <= row.decided()?));
}

impl Contract {
    fn submitted(&self) -> Option<i32> {
        read(self.submitted.as_deref()?)
    }

    fn decided(&self) -> Option<i32> {
        read(self.decided.as_deref()?)
    }

    fn visa(&self) -> Option<i32> {
        read(self.visa_date.as_deref()?)
    }

    fn end(&self) -> Option<i32> {
        read(self.end.as_deref()?)
    }

    fn is_granted(&self) -> Truth {
        self.decision.map(|decision| decision == "granted")
    }

    /// Whether the decision came within ten days.
    fn in_time(&self) -> Truth {
        Some(self.decided()? - self.submitted()? <= 10)
    }
}
