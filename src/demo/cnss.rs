//! Synthetic declarations of CNSS.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::{day, month_text};
use super::codes::Countries;
use super::plant::{Both, Planted, Planter};
use super::random::Random;
use super::size::Size;
use super::{AS_OF, shares};
use crate::data::WrittenColumn;

/// The first month that is declared, and how many follow each other.
pub(super) const FIRST_MONTH: i32 = 2024 * 12 + 6;
pub(super) const MONTHS: i32 = 6;
/// The months of the earlier delivery.
const MONTHS_BEFORE: i32 = 3;
/// Declarations that are planted as copies of others, of each [`super::size::LEAST`].
const COPIES: usize = 12;
/// Copies that were taken out since the earlier delivery.
const COPIES_FIXED: usize = 4;
const FULL_MONTH: i32 = 26;
const CEILING: i64 = 600_000;
const SMIG: i64 = 311_139;

/// One declaration as its file holds it.
#[derive(Debug, Clone)]
pub(super) struct Declaration {
    /// The month of the file that it stands in.
    pub(super) file: i32,
    /// How many employers declare the person in the month; not in the file.
    jobs: usize,
    pub(super) record_id: Option<String>,
    pub(super) person_id: Option<String>,
    pub(super) affiliate: Option<String>,
    pub(super) ice: Option<String>,
    pub(super) citizenship: Option<&'static str>,
    pub(super) country_of_birth: Option<&'static str>,
    pub(super) sex: Option<&'static str>,
    pub(super) birth_date: Option<i32>,
    pub(super) month: Option<String>,
    pub(super) days: Option<i32>,
    pub(super) real_wage: Option<i64>,
    pub(super) capped_wage: Option<i64>,
    pub(super) situation: Option<&'static str>,
}

struct Employer {
    affiliate: String,
    ice: Option<String>,
}

struct Person {
    id: String,
    citizenship: &'static str,
    country_of_birth: Option<&'static str>,
    sex: &'static str,
    birth_date: i32,
    /// Hundredths of a dirham for a full month.
    wage: i64,
    employer: usize,
    second_employer: Option<usize>,
    /// First month and the one after the last.
    months: (i32, i32),
}

/// Declarations that obey every rule, ordered by month.
pub(super) fn clean(size: Size, random: &mut Random, countries: &Countries) -> Vec<Declaration> {
    let employers: Vec<Employer> = (0..size.affiliates()).map(|number| employer(number, random)).collect();
    let rows = size.declarations() - COPIES * size.times();
    let mut declarations = Vec::with_capacity(rows);
    let mut number = 0;
    while declarations.len() < rows {
        let person = person(number, employers.len(), random, countries);
        for month in person.months.0..person.months.1 {
            declare(&person, month, &employers, random, &mut declarations);
        }
        number += 1;
    }
    declarations.truncate(rows);
    declarations.sort_by_key(|declaration| declaration.file);
    for (position, declaration) in declarations.iter_mut().enumerate() {
        declaration.record_id = Some(record_id(position));
    }
    declarations
}

fn record_id(position: usize) -> String {
    format!("DS{:010}", 2_024_000_001 + position)
}

fn employer(number: usize, random: &mut Random) -> Employer {
    let ice = (!random.chance(30)).then(|| ice(random));
    Employer { affiliate: affiliate_number(number), ice }
}

pub(super) fn affiliate_number(number: usize) -> String {
    format!("{:07}", 1_000_003 + 37 * number)
}

/// Fifteen digits that are a multiple of 97.
pub(super) fn ice(random: &mut Random) -> String {
    let number: u64 = format!("00{}", random.digits(11)).parse().expect("thirteen digits");
    let remainder = number * 100 % 97;
    format!("{:015}", number * 100 + (97 - remainder) % 97)
}

fn person(number: usize, employers: usize, random: &mut Random, countries: &Countries) -> Person {
    let citizenship = random.weighted(&shares::INSURED);
    let born_elsewhere = random.chance(60);
    let birth = if born_elsewhere { random.weighted(&shares::INSURED) } else { citizenship };
    let unknown_birth = citizenship == "MAR" && random.chance(100);
    let (low, high) = random.weighted(&shares::WAGES);
    // The first persons stay all months with an employer each, so that no employer leaves a month out.
    let anchor = number < employers;
    let start = if anchor || random.chance(700) { 0 } else { random.between(0, MONTHS - 1) };
    let end = if anchor || random.chance(700) { MONTHS } else { random.between(start + 1, MONTHS) };
    let employer = if anchor {
        number
    } else {
        let most = random.index(employers) + 1;
        random.index(most)
    };
    let second = random.chance(40).then(|| (employer + 1 + random.index(employers - 1)) % employers);
    Person {
        id: format!("{:09}", 100_000_007 + 31 * number),
        citizenship: countries.numeric(citizenship),
        country_of_birth: (!unknown_birth).then(|| countries.numeric(birth)),
        sex: if random.chance(shares::WOMEN) { "2" } else { "1" },
        birth_date: day(random.between(1960, 2005), random.below(12) + 1, random.below(28) + 1),
        wage: i64::from(random.between(low * 100, high * 100)),
        employer,
        second_employer: second,
        months: (FIRST_MONTH + start, FIRST_MONTH + end),
    }
}

fn declare(
    person: &Person,
    month: i32,
    employers: &[Employer],
    random: &mut Random,
    into: &mut Vec<Declaration>,
) {
    let nationality_lost = random.chance(12);
    let absent = random.chance(20);
    let most = if person.second_employer.is_some() { 13 } else { FULL_MONTH };
    for employer in std::iter::once(person.employer).chain(person.second_employer) {
        let days = match (absent, random.chance(800)) {
            (true, _) => 0,
            (false, true) => most,
            (false, false) => random.between(6, most - 1),
        };
        let leaves = month + 1 == person.months.1 && month + 1 < FIRST_MONTH + MONTHS;
        let situation = match (absent, leaves) {
            (true, _) => Some(random.weighted(&shares::ABSENCES)),
            (false, true) => Some("SO"),
            (false, false) => None,
        };
        let real_wage = person.wage * i64::from(days) / i64::from(FULL_MONTH);
        into.push(Declaration {
            file: month,
            jobs: 1 + usize::from(person.second_employer.is_some()),
            record_id: None,
            person_id: Some(person.id.clone()),
            affiliate: Some(employers[employer].affiliate.clone()),
            ice: employers[employer].ice.clone(),
            citizenship: (!nationality_lost).then_some(person.citizenship),
            country_of_birth: person.country_of_birth,
            sex: Some(person.sex),
            birth_date: Some(person.birth_date),
            month: Some(month_text(month)),
            days: Some(days),
            real_wage: Some(real_wage),
            capped_wage: Some(real_wage.min(CEILING)),
            situation,
        });
    }
}

/// Plants errors of every kind that a rule of the standard is about.
pub(super) fn plant(
    size: Size,
    both: &mut Both<Declaration>,
    mut random: Random,
) -> BTreeMap<&'static str, Planted> {
    let copies = copy_some(size, both, &mut random);
    let mut planter = Planter::new("cnss", size, both, random);
    planter.planted.insert("declared_once", copies);
    plant_identifiers(&mut planter);
    plant_attributes(&mut planter);
    plant_amounts(&mut planter);
    plant_contradictions(&mut planter);
    let mut by_rule = planter.planted;
    // It shows once there is a month after the one that is left out.
    let silent = [&mut both.before, &mut both.now].map(|declarations| leave_months_out(size, declarations));
    by_rule.insert("affiliate_declares_every_month", Planted { new: silent[1], ..Planted::default() });
    for declarations in [&mut both.before, &mut both.now] {
        declarations.sort_by_key(|declaration| declaration.file);
    }
    by_rule
}

/// Declares some persons twice: in the delivery or deliveries that hold the month, and some in the earlier one only.
fn copy_some(size: Size, both: &mut Both<Declaration>, random: &mut Random) -> Planted {
    let mut planted = Planted::default();
    let mut number = both.now.len();
    let mut twin = |declaration: &Declaration| {
        let record_id = Some(record_id(number));
        number += 1;
        Declaration { record_id, ..declaration.clone() }
    };
    let mut positions = random.shuffled(both.now.len()).into_iter();
    for position in positions.by_ref().take(COPIES * size.times()) {
        let twin = twin(&both.now[position]);
        let before = both.earlier(position).map(|_| twin.clone());
        *(if before.is_some() { &mut planted.persisting } else { &mut planted.new }) += 1;
        both.add(before, Some(twin));
    }
    let earlier = positions.filter(|position| both.earlier(*position).is_some());
    let earlier: Vec<usize> = earlier.take(COPIES_FIXED * size.times()).collect();
    for position in earlier {
        both.add(Some(twin(&both.now[position])), None);
        planted.fixed += 1;
    }
    planted
}

/// The declaration as the earlier delivery has it.
pub(super) fn earlier(declaration: &Declaration) -> Option<Declaration> {
    (declaration.file < FIRST_MONTH + MONTHS_BEFORE).then(|| declaration.clone())
}

fn plant_identifiers(planter: &mut Planter<'_, Declaration>) {
    let any = |_: &Declaration| true;
    planter.plant("record_id.present", 5, any, |d, _| d.record_id = None);
    planter.plant("record_id.pattern", 7, any, |d, r| d.record_id = Some(format!("ds{}", r.digits(10))));
    planter.plant_pairs("record_id.unique", 6, |from, to| to.record_id.clone_from(&from.record_id));
    planter.plant("person_id.present", 4, any, |d, _| d.person_id = None);
    planter.plant("person_id.pattern", 9, any, |d, r| d.person_id = Some(r.digits(8)));
    planter.plant("affiliate.present", 3, any, |d, _| d.affiliate = None);
    planter.plant("affiliate.pattern", 8, any, |d, r| d.affiliate = Some(r.digits(5)));
    planter.plant("ice.pattern", 6, |d| d.ice.is_some(), |d, _| shorten(&mut d.ice));
    planter.plant("employer_number_is_valid", 11, |d| d.ice.is_some(), |d, _| spoil_last_digit(&mut d.ice));
}

/// Takes the last character away.
pub(super) fn shorten(text: &mut Option<String>) {
    if let Some(text) = text {
        text.pop();
    }
}

/// Replaces the last digit by the next one.
pub(super) fn spoil_last_digit(text: &mut Option<String>) {
    let last = text.as_mut().and_then(String::pop).and_then(|digit| digit.to_digit(10));
    if let (Some(text), Some(digit)) = (text, last) {
        text.push(char::from_digit((digit + 1) % 10, 10).expect("a digit below ten"));
    }
}

fn plant_attributes(planter: &mut Planter<'_, Declaration>) {
    let any = |_: &Declaration| true;
    planter.plant("citizenship.code", 12, any, |d, r| d.citizenship = Some(*r.pick(&["999", "X04", "5040"])));
    planter
        .plant("country_of_birth.code", 5, any, |d, r| d.country_of_birth = Some(*r.pick(&["000", "888"])));
    planter.plant("sex.present", 6, any, |d, _| d.sex = None);
    planter.plant("sex.code", 10, any, |d, r| d.sex = Some(*r.pick(&["3", "M", "F"])));
    planter.plant("birth_date.present", 10, any, |d, _| d.birth_date = None);
    planter.plant("birth_date.range", 8, any, |d, r| {
        d.birth_date = Some(*r.pick(&[day(1905, 3, 1), AS_OF + 40]));
    });
    planter.plant("declaration_month.present", 3, any, |d, _| d.month = None);
    planter.plant("declaration_month.type", 6, any, |d, r| {
        d.month = Some((*r.pick(&["2024-13", "10/2024"])).to_owned());
    });
    planter.plant("declaration_month.range", 5, any, |d, r| {
        d.month = Some((*r.pick(&["2012-05", "2025-06"])).to_owned());
    });
    planter.plant("situation.code", 7, any, |d, r| d.situation = Some(*r.pick(&["XX", "so", "1"])));
}

fn plant_amounts(planter: &mut Planter<'_, Declaration>) {
    let any = |_: &Declaration| true;
    planter.plant("days_declared.present", 10, any, |d, _| d.days = None);
    planter.plant("days_declared.range", 9, any, |d, r| d.days = Some(*r.pick(&[27, 30, 40, -1])));
    planter.plant("real_wage.present", 12, any, |d, _| d.real_wage = None);
    planter.plant("real_wage.range", 4, any, |d, r| d.real_wage = Some(*r.pick(&[-5_000, 150_000_000])));
    planter.plant("capped_wage.present", 6, any, |d, _| d.capped_wage = None);
    planter.plant("capped_wage.range", 4, any, |d, _| d.capped_wage = Some(-100));
    let full = |d: &Declaration| d.days == Some(FULL_MONTH) && d.real_wage.is_some();
    planter.plant("full_month_pays_the_minimum", 25, full, |d, r| {
        let wage = SMIG - i64::from(r.between(1, 200_000));
        (d.real_wage, d.capped_wage) = (Some(wage), Some(wage));
    });
    let above = |d: &Declaration| d.real_wage.is_some_and(|wage| wage > CEILING);
    planter.plant("capped_wage_is_capped", 17, above, |d, _| d.capped_wage = d.real_wage);
    let part = |d: &Declaration| d.days.is_some_and(|days| (1..FULL_MONTH).contains(&days));
    planter
        .plant("declared_days_are_paid", 9, part, |d, _| (d.real_wage, d.capped_wage) = (Some(0), Some(0)));
}

fn plant_contradictions(planter: &mut Planter<'_, Declaration>) {
    let any = |_: &Declaration| true;
    planter.plant("insured_is_of_working_age", 14, any, |d, r| {
        d.birth_date = Some(day(r.between(2010, 2012), 2, r.below(28) + 1));
    });
    planter.plant("month_is_the_month_of_the_file", 5, any, |d, _| d.month = Some(month_text(d.file - 1)));
    planter.plant("one_birth_date", 9, any, |d, r| {
        d.birth_date = d.birth_date.map(|date| date + r.between(1, 300));
    });
    let second = |d: &Declaration| d.jobs == 2 && d.days.is_some_and(|days| days > 0);
    planter.plant("days_fit_in_the_month", 40, second, |d, _| {
        let wage = d.real_wage.unwrap_or_default().max(2 * SMIG);
        (d.days, d.real_wage, d.capped_wage) = (Some(FULL_MONTH), Some(wage), Some(wage.min(CEILING)));
    });
    let known = |d: &Declaration| d.jobs == 2 && d.citizenship.is_some();
    planter.plant("one_nationality", 30, known, |d, _| {
        d.citizenship = Some(if d.citizenship == Some("686") { "384" } else { "686" });
    });
    let foreign = |d: &Declaration| d.citizenship.is_some_and(|country| country != "504");
    planter.plant("foreigner_has_a_country_of_birth", 2_000, foreign, |d, _| d.country_of_birth = None);
    planter.plant("nationality_is_given", 1_400, |d| d.citizenship.is_some(), |d, _| d.citizenship = None);
}

/// The last employers leave a month out: their declarations of it go to the first one. Says how many do.
fn leave_months_out(size: Size, declarations: &mut [Declaration]) -> u64 {
    let silent = size.affiliates() - 4 * size.times()..size.affiliates();
    let silent: BTreeSet<String> = silent.map(affiliate_number).collect();
    let month = declarations.iter_mut().filter(|declaration| declaration.file == FIRST_MONTH + 2);
    for declaration in month {
        if declaration.affiliate.as_ref().is_some_and(|affiliate| silent.contains(affiliate)) {
            declaration.affiliate = Some(affiliate_number(0));
        }
    }
    silent.len() as u64
}

/// The columns of one month's file.
pub(super) fn columns<'d>(rows: &[&'d Declaration]) -> Vec<(&'static str, WrittenColumn<'d>)> {
    let text = |cell: fn(&'d Declaration) -> Option<&'d str>| {
        WrittenColumn::Text(rows.iter().map(|row| cell(row)).collect())
    };
    let amount = |cell: fn(&Declaration) -> Option<i64>| {
        WrittenColumn::Amount(rows.iter().map(|row| cell(row)).collect())
    };
    vec![
        ("record_id", text(|d| d.record_id.as_deref())),
        ("person_id", text(|d| d.person_id.as_deref())),
        ("affiliate", text(|d| d.affiliate.as_deref())),
        ("ice", text(|d| d.ice.as_deref())),
        ("citizenship", text(|d| d.citizenship)),
        ("country_of_birth", text(|d| d.country_of_birth)),
        ("sex", text(|d| d.sex)),
        ("birth_date", WrittenColumn::Date(rows.iter().map(|d| d.birth_date).collect())),
        ("declaration_month", text(|d| d.month.as_deref())),
        ("days_declared", WrittenColumn::Integer(rows.iter().map(|d| d.days).collect())),
        ("real_wage", amount(|d| d.real_wage)),
        ("capped_wage", amount(|d| d.capped_wage)),
        ("situation", text(|d| d.situation)),
    ]
}
