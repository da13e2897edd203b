//! Synthetic residence titles of DGSN.

use std::collections::BTreeMap;

use super::calendar::{day, plus_months, read, text};
use super::codes::Territories;
use super::plant::{Both, Planted, Planter};
use super::random::Random;
use super::size::Size;
use super::{AS_OF, AS_OF_BEFORE, shares};
use crate::data::WrittenColumn;

/// One title as its file holds it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "fields are named as columns are")]
pub(super) struct Title {
    pub(super) title_number: Option<String>,
    pub(super) person_id: Option<String>,
    pub(super) title_type: Option<&'static str>,
    pub(super) mention: Option<&'static str>,
    pub(super) first_issued: Option<i32>,
    pub(super) issued: Option<String>,
    pub(super) expires: Option<i32>,
    pub(super) entry_date: Option<i32>,
    pub(super) citizenship: Option<&'static str>,
    pub(super) sex: Option<&'static str>,
    pub(super) birth_date: Option<String>,
    pub(super) region: Option<&'static str>,
    pub(super) province: Option<&'static str>,
}

/// Titles that obey every rule.
pub(super) fn clean(size: Size, random: &mut Random, territories: &Territories) -> Vec<Title> {
    let mut titles = Vec::with_capacity(size.titles());
    while titles.len() < size.titles() {
        titles_of_a_person(random, territories, &mut titles);
    }
    titles.truncate(size.titles());
    let numbers = random.shuffled(size.titles());
    for (title, number) in titles.iter_mut().zip(numbers) {
        title.title_number = Some(format!("E{:07}", 1_000_000 + number));
    }
    titles
}

fn titles_of_a_person(random: &mut Random, territories: &Territories, into: &mut Vec<Title>) {
    let first = day(random.between(2008, 2024), random.below(12) + 1, random.below(28) + 1);
    let mention = random.weighted(&shares::MENTIONS);
    let age = if mention == "work" && random.chance(15) { 16 } else { random.between(18, 60) };
    let birth = plus_months(first, -12 * age - random.between(0, 11));
    let region = random.weighted(&shares::REGIONS);
    let person = Title {
        title_number: None,
        person_id: Some(random.pseudonym()),
        title_type: None,
        mention: None,
        first_issued: Some(first),
        issued: None,
        expires: None,
        entry_date: (!random.chance(120)).then(|| first - random.between(20, 90)),
        citizenship: Some(random.weighted(&shares::RESIDENTS)),
        sex: Some(if random.chance(440) { "2" } else { "1" }),
        birth_date: Some(text(birth)),
        region: Some(region),
        province: Some(*random.pick(&territories.provinces(region))),
    };
    let mut issued = first;
    while issued <= AS_OF {
        let settled = issued >= plus_months(first, 48) && random.chance(400);
        let months = if settled { 120 } else { *random.pick(&[12, 12, 12, 24, 24, 36, 60]) };
        let expires = plus_months(issued, months);
        into.push(Title {
            title_type: Some(if settled { "residence" } else { "registration" }),
            mention: (!settled).then_some(mention),
            issued: Some(text(issued)),
            expires: Some(expires),
            ..person.clone()
        });
        issued = expires;
    }
}

/// The title as the earlier delivery has it: those that were issued by then.
pub(super) fn earlier(title: &Title) -> Option<Title> {
    (title.issued.as_deref().and_then(read)? <= AS_OF_BEFORE).then(|| title.clone())
}

/// Plants errors of every kind that a rule of the standard is about.
pub(super) fn plant(size: Size, titles: &mut Both<Title>, random: Random) -> BTreeMap<&'static str, Planted> {
    let mut planter = Planter::new("dgsn", size, titles, random);
    plant_identifiers(&mut planter);
    plant_dates(&mut planter);
    plant_attributes(&mut planter);
    plant_contradictions(&mut planter);
    planter.planted
}

fn plant_identifiers(planter: &mut Planter<'_, Title>) {
    let any = |_: &Title| true;
    planter.plant("title_number.present", 3, any, |t, _| t.title_number = None);
    planter.plant("title_number.pattern", 6, any, |t, r| t.title_number = Some(format!("E-{}", r.digits(6))));
    planter.plant_pairs("title_number.unique", 5, |from, to| {
        to.title_number.clone_from(&from.title_number);
    });
    planter.plant("person_id.present", 7, any, |t, _| t.person_id = None);
    planter.plant_pairs("one_title_a_day", 8, |from, to| {
        (to.person_id, to.issued) = (from.person_id.clone(), from.issued.clone());
        (to.first_issued, to.expires, to.mention, to.title_type) =
            (from.first_issued, from.expires, from.mention, from.title_type);
        (to.entry_date, to.birth_date, to.sex) = (from.entry_date, from.birth_date.clone(), from.sex);
    });
}

fn plant_dates(planter: &mut Planter<'_, Title>) {
    let any = |_: &Title| true;
    planter.plant("first_issued.present", 6, any, |t, _| t.first_issued = None);
    planter.plant("first_issued.range", 4, any, |t, _| t.first_issued = Some(day(1985, 6, 1)));
    planter.plant("issued.present", 5, any, |t, _| t.issued = None);
    planter.plant("issued.type", 9, any, |t, r| {
        t.issued = Some((*r.pick(&["2023-02-30", "12/05/2023", "2023"])).to_owned());
    });
    planter.plant("issued.range", 4, any, |t, r| {
        let late = AS_OF + r.between(1, 300);
        (t.issued, t.expires) = (Some(text(late)), Some(late + 800));
    });
    planter.plant("expires.present", 8, any, |t, _| t.expires = None);
    planter.plant("entry_date.range", 3, any, |t, _| t.entry_date = Some(day(1949, 12, 31)));
    planter.plant("birth_date.present", 7, any, |t, _| t.birth_date = None);
    planter.plant("birth_date.type", 6, any, |t, r| {
        t.birth_date = Some((*r.pick(&["1990-00-00", "1990-06-31"])).to_owned());
    });
    planter.plant("birth_date.range", 3, any, |t, _| t.birth_date = Some("1890-01-01".to_owned()));
}

fn plant_attributes(planter: &mut Planter<'_, Title>) {
    let any = |_: &Title| true;
    let registration = |t: &Title| t.title_type == Some("registration");
    planter.plant("title_type.present", 4, any, |t, _| t.title_type = None);
    planter.plant("title_type.code", 5, any, |t, _| t.title_type = Some("permit"));
    planter.plant("mention.asked", 10, registration, |t, _| t.mention = None);
    planter.plant("mention.code", 6, registration, |t, _| t.mention = Some("tourist"));
    planter.plant("citizenship.present", 5, any, |t, _| t.citizenship = None);
    planter.plant("citizenship.code", 8, any, |t, r| t.citizenship = Some(*r.pick(&["XXA", "ZZZ", "SNG"])));
    planter
        .plant("citizenship.pattern", 6, any, |t, r| t.citizenship = Some(*r.pick(&["002", "145", "fra"])));
    planter.plant("sex.present", 3, any, |t, _| t.sex = None);
    planter.plant("sex.code", 4, any, |t, _| t.sex = Some("X"));
    planter.plant("region.present", 5, any, |t, _| t.region = None);
    planter.plant("region.code", 6, any, |t, r| t.region = Some(*r.pick(&["13", "16"])));
    planter.plant("region.pattern", 4, any, |t, _| t.region = t.province);
    planter.plant("province.present", 5, any, |t, _| t.province = None);
    planter.plant("province.code", 7, any, |t, r| t.province = Some(*r.pick(&["000", "999"])));
    planter.plant("province.pattern", 4, any, |t, _| t.province = t.region);
}

fn plant_contradictions(planter: &mut Planter<'_, Title>) {
    let any = |_: &Title| true;
    let registration = |t: &Title| t.title_type == Some("registration") && t.mention == Some("student");
    let residence = |t: &Title| t.title_type == Some("residence");
    planter.plant("title_ends_after_its_start", 7, any, |t, _| {
        t.expires = t.first_issued.map(|first| first - 1);
    });
    planter.plant("holder_is_of_age", 9, registration, |t, r| {
        t.birth_date = t.first_issued.map(|first| text(first - r.between(400, 4_000)));
        t.issued = t.first_issued.map(text);
        t.expires = t.first_issued.map(|first| plus_months(first, 12));
    });
    planter.plant("validity_fits_the_type", 12, residence, |t, _| {
        t.expires = t.expires.map(|end| plus_months(end, -60));
    });
    planter.plant("residence_card_after_four_years", 10, residence, |t, r| {
        let issued = t.expires.map(|end| plus_months(end, -120));
        t.first_issued = issued.map(|issued| plus_months(issued, -r.between(1, 47)));
    });
    planter.plant("first_title_comes_first", 8, any, |t, _| t.first_issued = t.expires);
    planter.plant("title_follows_the_entry", 20, any, |t, r| {
        t.entry_date = t.first_issued.map(|first| first + r.between(1, 60));
    });
    planter.plant("province_lies_in_its_region", 15, any, |t, _| {
        t.province = Some(if t.region == Some("03") { "363" } else { "061" });
    });
    planter.plant("one_holder", 14, any, |t, _| t.sex = Some(if t.sex == Some("1") { "2" } else { "1" }));
}

/// The columns of the file.
pub(super) fn columns(rows: &[Title]) -> Vec<(&'static str, WrittenColumn<'_>)> {
    fn text<'t>(rows: &'t [Title], cell: fn(&'t Title) -> Option<&'t str>) -> WrittenColumn<'t> {
        WrittenColumn::Text(rows.iter().map(cell).collect())
    }
    let date = |cell: fn(&Title) -> Option<i32>| WrittenColumn::Date(rows.iter().map(cell).collect());
    vec![
        ("title_number", text(rows, |t| t.title_number.as_deref())),
        ("person_id", text(rows, |t| t.person_id.as_deref())),
        ("title_type", text(rows, |t| t.title_type)),
        ("mention", text(rows, |t| t.mention)),
        ("first_issued", date(|t| t.first_issued)),
        ("issued", text(rows, |t| t.issued.as_deref())),
        ("expires", date(|t| t.expires)),
        ("entry_date", date(|t| t.entry_date)),
        ("citizenship", text(rows, |t| t.citizenship)),
        ("sex", text(rows, |t| t.sex)),
        ("birth_date", text(rows, |t| t.birth_date.as_deref())),
        ("region", text(rows, |t| t.region)),
        ("province", text(rows, |t| t.province)),
    ]
}
