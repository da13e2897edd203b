//! What the command takes from its environment.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]

use mizan::locale::Lang;

/// The first of these variables that says something decides, as for other programs; then the system's setting.
/// English for languages that Mizan does not speak.
pub(super) fn language() -> Lang {
    let variables = ["MIZAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let said = variables.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    let tag = said.or_else(sys_locale::get_locale);
    tag.as_deref().and_then(Lang::from_tag).unwrap_or_default()
}

/// Whether colours and moving bars are unwanted, whatever the output is.
pub(super) fn is_plain() -> bool {
    ["NO_COLOR", "CI"].into_iter().any(|name| std::env::var(name).is_ok_and(|value| !value.is_empty()))
}

/// Columns of the terminal, where the shell says so.
pub(super) fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// Today, of the system's clock and zone.
pub(super) fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

/// The time of the system's clock in UTC, by ISO 8601.
pub(super) fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// The key of pseudonyms.
pub(super) fn pseudonym_key() -> Option<String> {
    std::env::var("MIZAN_PSEUDONYM_KEY").ok().filter(|key| !key.is_empty())
}

/// Where GitHub Actions takes a summary of a step in Markdown.
pub(super) fn step_summary() -> Option<std::path::PathBuf> {
    let path = std::env::var("GITHUB_STEP_SUMMARY").ok().filter(|path| !path.is_empty())?;
    is_github().then(|| std::path::PathBuf::from(path))
}

/// Whether this is a step of GitHub Actions.
pub(super) fn is_github() -> bool {
    std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true")
}
