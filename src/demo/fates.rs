//! Which errors are mended from the earlier delivery to the later one, and which appear. All others persist: some of
//! their records are corrected, some are not, some are new.

/// What becomes of the errors that are planted for a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// They are in the earlier delivery only.
    Fixed,
    /// They are in both.
    Persisting,
    /// They are in the later delivery only.
    New,
}

/// Rules whose errors are all mended.
pub(super) const FIXED: [&str; 10] = [
    "cnss.days_declared.range",
    "cnss.ice.pattern",
    "cnss.record_id.pattern",
    "cnss.sex.code",
    "dgsn.citizenship.pattern",
    "dgsn.sex.code",
    "dgsn.title_number.unique",
    "taechir.passport.pattern",
    "taechir.wage.range",
    "taechir.worker_is_foreign",
];

/// Rules that are broken for the first time.
pub(super) const NEW: [&str; 10] = [
    "cnss.affiliate.pattern",
    "cnss.declaration_month.type",
    "cnss.nationality_is_given",
    "cnss.situation.code",
    "dgsn.issued.type",
    "dgsn.mention.code",
    "dgsn.title_type.code",
    "taechir.answers_come_in_time",
    "taechir.decision_follows_the_application",
    "taechir.request.code",
];

/// What becomes of the errors of a rule, whose name is given without its source.
pub(super) fn fate(source: &str, rule: &str) -> Fate {
    let is = |id: &&str| id.strip_prefix(source).and_then(|rest| rest.strip_prefix('.')) == Some(rule);
    if FIXED.iter().any(is) {
        Fate::Fixed
    } else if NEW.iter().any(is) {
        Fate::New
    } else {
        Fate::Persisting
    }
}
