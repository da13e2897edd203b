//! Synthetic work contracts of foreigners.

use std::collections::BTreeMap;

use super::calendar::{day, plus_months, read, text};
use super::cnss::{affiliate_number, ice, shorten, spoil_last_digit};
use super::plant::{Both, Planted, Planter};
use super::random::Random;
use super::size::Size;
use super::{AS_OF, AS_OF_BEFORE, shares};
use crate::data::WrittenColumn;

/// One application as its file holds it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "fields are named as columns are")]
pub(super) struct Contract {
    pub(super) contract_no: Option<String>,
    pub(super) person_id: Option<String>,
    pub(super) passport: Option<String>,
    pub(super) ice: Option<String>,
    pub(super) affiliate: Option<String>,
    pub(super) citizenship: Option<&'static str>,
    pub(super) sex: Option<&'static str>,
    pub(super) birth_date: Option<i32>,
    pub(super) request: Option<&'static str>,
    pub(super) submitted: Option<String>,
    pub(super) decided: Option<String>,
    pub(super) decision: Option<&'static str>,
    pub(super) visa_date: Option<String>,
    pub(super) start: Option<i32>,
    pub(super) end: Option<String>,
    pub(super) wage: Option<i64>,
}

/// Contracts that obey every rule.
pub(super) fn clean(size: Size, random: &mut Random) -> Vec<Contract> {
    let mut contracts: Vec<Contract> = Vec::with_capacity(size.contracts());
    while contracts.len() < size.contracts() {
        let first = contract(size, random);
        let renewed = random.chance(80).then(|| renewal(&first, random));
        contracts.push(first);
        contracts.extend(renewed);
    }
    contracts.truncate(size.contracts());
    for (position, contract) in contracts.iter_mut().enumerate() {
        contract.contract_no = Some(format!("CTE-24-{:06}", position + 1));
    }
    contracts
}

fn contract(size: Size, random: &mut Random) -> Contract {
    let contract = Contract {
        contract_no: None,
        person_id: Some(random.pseudonym()),
        passport: Some(format!("{}{}", random.pick(&["A", "B", "C", "EA", "PK"]), random.digits(7))),
        ice: Some(ice(random)),
        affiliate: (!random.chance(100)).then(|| affiliate_number(random.index(size.affiliates()))),
        citizenship: Some(random.weighted(&shares::AUTHORISED)),
        sex: Some(if random.chance(shares::WOMEN) { "2" } else { "1" }),
        birth_date: Some(day(random.between(1960, 2001), random.below(12) + 1, random.below(28) + 1)),
        request: Some(if random.chance(150) { "change" } else { "new" }),
        submitted: None,
        decided: None,
        decision: None,
        visa_date: None,
        start: None,
        end: None,
        wage: Some(i64::from(random.between(450_000, 8_000_000))),
    };
    decide(contract, random)
}

fn renewal(first: &Contract, random: &mut Random) -> Contract {
    decide(Contract { request: Some("renewal"), ..first.clone() }, random)
}

/// An application of 2024, most often answered within ten days.
fn decide(contract: Contract, random: &mut Random) -> Contract {
    let submitted = random.between(day(2024, 1, 2), day(2024, 12, 10));
    let late = random.chance(30);
    let answered = submitted + if late { random.between(11, 40) } else { random.between(0, 10) };
    let granted = random.chance(920);
    let open = random.chance(20);
    let start = day(2024, random.below(12) + 1, random.below(28) + 1).max(answered);
    let months = *random.pick(&[12, 12, 24, 36]);
    let permanent = random.chance(25);
    Contract {
        submitted: Some(text(submitted)),
        decided: (!open).then(|| text(answered)),
        decision: (!open).then_some(if granted { "granted" } else { "refused" }),
        visa_date: (!open && granted).then(|| text(answered)),
        start: Some(start),
        end: (!permanent).then(|| text(first_to_28th(start, months))),
        ..contract
    }
}

/// A day so many months later that every month has.
fn first_to_28th(start: i32, months: i32) -> i32 {
    (0..4)
        .find_map(|back| is_in_every_month(start - back).then(|| plus_months(start - back, months)))
        .unwrap_or(start)
}

fn is_in_every_month(days: i32) -> bool {
    let day_of_month = text(days)[8..].parse::<u32>().unwrap_or_default();
    day_of_month <= 28
}

/// The application as the earlier delivery has it, undecided where the decision came later.
pub(super) fn earlier(contract: &Contract) -> Option<Contract> {
    let by_then =
        |date: &Option<String>| date.as_deref().and_then(read).is_some_and(|day| day <= AS_OF_BEFORE);
    let open = Contract { decided: None, decision: None, visa_date: None, ..contract.clone() };
    let earlier = if by_then(&contract.decided) { contract.clone() } else { open };
    by_then(&contract.submitted).then_some(earlier)
}

/// Plants errors of every kind that a rule of the standard is about.
pub(super) fn plant(
    size: Size,
    contracts: &mut Both<Contract>,
    random: Random,
) -> BTreeMap<&'static str, Planted> {
    let mut planter = Planter::new("taechir", size, contracts, random);
    plant_identifiers(&mut planter);
    plant_attributes(&mut planter);
    plant_dates(&mut planter);
    plant_contradictions(&mut planter);
    planter.planted
}

fn plant_identifiers(planter: &mut Planter<'_, Contract>) {
    let any = |_: &Contract| true;
    planter.plant("contract_no.present", 3, any, |c, _| c.contract_no = None);
    planter.plant("contract_no.pattern", 4, any, |c, r| c.contract_no = Some(format!("cte/{}", r.digits(6))));
    planter.plant_pairs("contract_no.unique", 5, |from, to| to.contract_no.clone_from(&from.contract_no));
    planter.plant("person_id.present", 4, any, |c, _| c.person_id = None);
    planter.plant("passport.present", 5, any, |c, _| c.passport = None);
    planter.plant("passport.pattern", 6, any, |c, r| c.passport = Some(format!("P{}", r.digits(11))));
    planter.plant("ice.present", 4, any, |c, _| c.ice = None);
    planter.plant("ice.pattern", 5, any, |c, _| shorten(&mut c.ice));
    planter.plant("contract_employer_is_valid", 9, any, |c, _| spoil_last_digit(&mut c.ice));
    planter.plant("affiliate.pattern", 5, |c| c.affiliate.is_some(), |c, _| shorten(&mut c.affiliate));
}

fn plant_attributes(planter: &mut Planter<'_, Contract>) {
    let any = |_: &Contract| true;
    planter.plant("citizenship.present", 4, any, |c, _| c.citizenship = None);
    planter.plant("citizenship.code", 5, any, |c, _| c.citizenship = Some("FRX"));
    planter.plant("citizenship.pattern", 3, any, |c, _| c.citizenship = Some("150"));
    planter.plant("worker_is_foreign", 8, any, |c, _| c.citizenship = Some("MAR"));
    planter.plant("sex.present", 3, any, |c, _| c.sex = None);
    planter.plant("sex.code", 4, any, |c, _| c.sex = Some("H"));
    planter.plant("request.present", 4, any, |c, _| c.request = None);
    planter.plant("request.code", 5, any, |c, _| c.request = Some("other"));
    planter.plant("decision.code", 4, |c| c.decision == Some("refused"), |c, _| c.decision = Some("pending"));
    planter.plant("decision.asked", 6, |c| c.decision.is_some(), |c, _| c.decision = None);
    planter.plant("visa_date.asked", 7, |c| c.visa_date.is_some(), |c, _| c.visa_date = None);
    planter.plant("wage.present", 5, any, |c, _| c.wage = None);
    planter.plant("wage.range", 3, any, |c, _| c.wage = Some(-1));
}

fn plant_dates(planter: &mut Planter<'_, Contract>) {
    let any = |_: &Contract| true;
    let answered = |c: &Contract| c.decided.is_some();
    planter.plant("birth_date.present", 5, any, |c, _| c.birth_date = None);
    planter.plant("birth_date.range", 3, any, |c, _| c.birth_date = Some(AS_OF + 1));
    planter.plant("submitted.present", 3, any, |c, _| c.submitted = None);
    planter.plant("submitted.type", 6, any, |c, r| {
        c.submitted = Some((*r.pick(&["2024-02-30", "03/04/2024"])).to_owned());
    });
    planter.plant("submitted.range", 3, any, |c, _| c.submitted = Some("2017-05-31".to_owned()));
    planter.plant("decided.type", 5, answered, |c, _| c.decided = Some("2024-06-31".to_owned()));
    planter.plant("decided.range", 3, answered, |c, _| c.decided = Some(text(AS_OF + 5)));
    planter.plant(
        "visa_date.type",
        4,
        |c| c.visa_date.is_some(),
        |c, _| c.visa_date = Some("le 3 mai".to_owned()),
    );
    planter.plant("start.present", 4, any, |c, _| c.start = None);
    planter.plant("end.type", 5, |c| c.end.is_some(), |c, _| c.end = Some("indéterminée".to_owned()));
}

fn plant_contradictions(planter: &mut Planter<'_, Contract>) {
    planter.plant(
        "contract_ends_after_its_start",
        9,
        |c| c.decision == Some("refused"),
        |c, _| {
            c.end = c.start.map(|start| text(start - 1));
        },
    );
    planter.plant(
        "visa_before_the_end",
        7,
        |c| c.visa_date.is_some() && c.end.is_some(),
        |c, _| {
            c.visa_date = Some(text(AS_OF + 2_000));
        },
    );
    planter.plant(
        "decision_follows_the_application",
        8,
        |c| c.decided.is_some(),
        |c, _| {
            (c.decided, c.submitted) = (Some("2024-03-01".to_owned()), Some("2024-03-02".to_owned()));
        },
    );
    planter.plant(
        "one_worker",
        10,
        |c| c.request == Some("renewal"),
        |c, r| {
            c.birth_date = c.birth_date.map(|date| date + r.between(1, 400));
        },
    );
    planter.plant(
        "answers_come_in_time",
        600,
        |c| c.decided.is_some(),
        |c, _| {
            let late = Some("2024-06-20".to_owned());
            c.visa_date = c.visa_date.as_ref().and(late.clone());
            (c.submitted, c.decided) = (Some("2024-05-02".to_owned()), late);
        },
    );
}

/// The columns of the file.
pub(super) fn columns(rows: &[Contract]) -> Vec<(&'static str, WrittenColumn<'_>)> {
    fn text<'c>(rows: &'c [Contract], cell: fn(&'c Contract) -> Option<&'c str>) -> WrittenColumn<'c> {
        WrittenColumn::Text(rows.iter().map(cell).collect())
    }
    let date = |cell: fn(&Contract) -> Option<i32>| WrittenColumn::Date(rows.iter().map(cell).collect());
    vec![
        ("contract_no", text(rows, |c| c.contract_no.as_deref())),
        ("person_id", text(rows, |c| c.person_id.as_deref())),
        ("passport", text(rows, |c| c.passport.as_deref())),
        ("ice", text(rows, |c| c.ice.as_deref())),
        ("affiliate", text(rows, |c| c.affiliate.as_deref())),
        ("citizenship", text(rows, |c| c.citizenship)),
        ("sex", text(rows, |c| c.sex)),
        ("birth_date", date(|c| c.birth_date)),
        ("request", text(rows, |c| c.request)),
        ("submitted", text(rows, |c| c.submitted.as_deref())),
        ("decided", text(rows, |c| c.decided.as_deref())),
        ("decision", text(rows, |c| c.decision)),
        ("visa_date", text(rows, |c| c.visa_date.as_deref())),
        ("start", date(|c| c.start)),
        ("end", text(rows, |c| c.end.as_deref())),
        ("wage", WrittenColumn::Amount(rows.iter().map(|c| c.wage).collect())),
    ]
}
