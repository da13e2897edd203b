//! What the rules on DGSN must find.

use std::collections::BTreeMap;

use super::calendar::{day, months_between, read, years_between};
use super::codes::{Countries, MENTIONS, SEXES, TITLE_TYPES, Territories};
use super::dgsn::Title;
use super::truth::{Cell, Counting, Need, Outcomes, Truth, and, is_capitals, is_digits, one_value, or};

type Row = Title;

/// The ground truth of every rule on the source.
pub(super) fn truth(
    rows: &[Row],
    as_of: i32,
    countries: &Countries,
    territories: &Territories,
) -> BTreeMap<String, Outcomes> {
    let mut counting = Counting::new("dgsn", rows, as_of);
    identifiers(&mut counting);
    dates(&mut counting);
    attributes(&mut counting, countries);
    places(&mut counting, territories);
    titles(&mut counting);
    counting.unique("one_title_a_day", |row| Some((row.person_id.as_deref()?, row.issued()?)));
    counting.groups(
        "one_holder",
        |row| row.person_id.as_deref(),
        |group| {
            let births = one_value(group.iter().map(|row| row.birth()));
            (Some(true), and(births, one_value(group.iter().map(|row| row.sex))))
        },
    );
    counting.outcomes
}

fn identifiers(counting: &mut Counting<'_, Row>) {
    counting.unique("title_number.unique", |row| row.title_number.as_deref());
    let number = |text: &&str| is_capitals(text, 5, 12, &[]);
    counting.column(
        "title_number",
        &Need::Present,
        |row| Cell::of(row.title_number.as_deref()),
        &[("pattern", &number)],
    );
    counting.column("person_id", &Need::Present, |row| Cell::of(row.person_id.as_deref()), &[]);
}

fn dates(counting: &mut Counting<'_, Row>) {
    let as_of = counting.as_of;
    let title = |date: &i32| (day(1990, 1, 1)..=as_of).contains(date);
    let entry = |date: &i32| (day(1950, 1, 1)..=as_of).contains(date);
    let birth = |date: &i32| (day(1910, 1, 1)..=as_of).contains(date);
    counting.column("first_issued", &Need::Present, |row| Cell::of(row.first_issued), &[("range", &title)]);
    counting.column(
        "issued",
        &Need::Present,
        |row| Cell::read(row.issued.as_deref(), read),
        &[("range", &title)],
    );
    counting.column("expires", &Need::Present, |row| Cell::of(row.expires), &[]);
    counting.column("entry_date", &Need::Optional, |row| Cell::of(row.entry_date), &[("range", &entry)]);
    counting.column(
        "birth_date",
        &Need::Present,
        |row| Cell::read(row.birth_date.as_deref(), read),
        &[("range", &birth)],
    );
}

fn attributes(counting: &mut Counting<'_, Row>, countries: &Countries) {
    let title_type = |code: &&str| TITLE_TYPES.contains(code);
    counting.column("title_type", &Need::Present, |row| Cell::of(row.title_type), &[("code", &title_type)]);
    let mention = |code: &&str| MENTIONS.contains(code);
    let asked = Need::Asked(&Row::is_registration);
    counting.column("mention", &asked, |row| Cell::of(row.mention), &[("code", &mention)]);
    let (country, letters) = (|code: &&str| countries.codes.contains(code), |code: &&str| is_alpha3(code));
    let checks: [super::truth::Check<'_, &str>; 2] = [("code", &country), ("pattern", &letters)];
    counting.column("citizenship", &Need::Present, |row| Cell::of(row.citizenship), &checks);
    let sex = |code: &&str| SEXES.contains(code);
    counting.column("sex", &Need::Present, |row| Cell::of(row.sex), &[("code", &sex)]);
}

/// Three capital letters.
pub(super) fn is_alpha3(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn places(counting: &mut Counting<'_, Row>, territories: &Territories) {
    let known = |code: &&str| territories.has(code);
    let (two, three) = (|code: &&str| is_digits(code, 2), |code: &&str| is_digits(code, 3));
    counting.column(
        "region",
        &Need::Present,
        |row| Cell::of(row.region),
        &[("code", &known), ("pattern", &two)],
    );
    counting.column(
        "province",
        &Need::Present,
        |row| Cell::of(row.province),
        &[("code", &known), ("pattern", &three)],
    );
    counting.all_rows("province_lies_in_its_region", |row| {
        Some(territories.parent(row.province?)? == row.region?)
    });
}

fn titles(counting: &mut Counting<'_, Row>) {
    counting.all_rows("title_ends_after_its_start", |row| Some(row.issued()? < row.expires?));
    counting.all_rows("holder_is_of_age", of_age);
    counting.all_rows("validity_fits_the_type", validity_fits);
    let residence = |row: &Row| row.title_type.map(|code| code == "residence");
    counting.rows("residence_card_after_four_years", residence, |row| {
        Some(years_between(row.first_issued?, row.issued()?) >= 4)
    });
    counting.all_rows("first_title_comes_first", |row| Some(row.first_issued? <= row.issued()?));
    counting.all_rows("title_follows_the_entry", |row| Some(row.entry_date? <= row.first_issued?));
}

fn of_age(row: &Row) -> Truth {
    let age = row.birth().zip(row.issued()).map(|(birth, issued)| years_between(birth, issued));
    let works = row.mention.map(|mention| mention == "work");
    or(age.map(|age| age >= 18), and(age.map(|age| (16..=17).contains(&age)), works))
}

/// Where the type is unknown, what both types would say counts.
fn validity_fits(row: &Row) -> Truth {
    let months = row.issued().zip(row.expires).map(|(issued, expires)| months_between(issued, expires));
    let (registration, residence) =
        (months.map(|months| (12..=120).contains(&months)), months.map(|months| months == 120));
    match row.is_registration() {
        Some(true) => registration,
        Some(false) => residence,
        None if registration == residence => registration,
        None => None,
    }
}

impl Title {
    fn issued(&self) -> Option<i32> {
        read(self.issued.as_deref()?)
    }

    fn birth(&self) -> Option<i32> {
        read(self.birth_date.as_deref()?)
    }

    fn is_registration(&self) -> Truth {
        self.title_type.map(|code| code == "registration")
    }
}
