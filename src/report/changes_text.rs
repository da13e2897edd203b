//! The changes from one run to the next as people read them: on a terminal, and as Markdown.

use std::fmt::Write as _;

use super::changes::{Change, Changes, RuleChange, SourceChange, Standing};
use super::escape::of_markdown as escaped;
use super::page::{Look, Page};
use super::{RunVerdict, TextOptions, harmless, sentences};
use crate::locale::{Arg, Catalog};

/// In the order in which they are told.
const TOLD: [(Change, &str, Look); 7] = [
    (Change::New, "diff-new", Look::Bad),
    (Change::Worse, "diff-worse", Look::Bad),
    (Change::NoLongerChecked, "diff-no-longer-checked", Look::Bad),
    (Change::Persisting, "diff-persisting", Look::Doubtful),
    (Change::Fixed, "diff-fixed", Look::Good),
    (Change::NowChecked, "diff-now-checked", Look::Good),
    (Change::Moved, "diff-moved", Look::Plain),
];

/// The changes in the words of a catalogue.
#[must_use]
pub fn changes_text(changes: &Changes, words: Catalog, options: TextOptions) -> String {
    let mut page = Page::new(options.width, options.colour);
    for (position, line) in heads(changes, words).iter().enumerate() {
        page.paragraph(0, if position == 0 { Look::Strong } else { Look::Plain }, line);
    }
    for (look, title, rules) in groups(changes, words) {
        page.blank();
        page.paragraph(0, look, &title);
        for rule in rules {
            page.pieces(2, &[(Look::Strong, &rule.id), (Look::Plain, &movement(rule, words))]);
            page.paragraph(4, Look::Faint, &rule.title);
        }
    }
    page.into_text()
}

/// The changes as Markdown.
#[must_use]
pub fn changes_markdown(changes: &Changes, words: Catalog) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        let _infallible = writeln!(text, "{line}");
    };
    for (position, sentence) in heads(changes, words).iter().enumerate() {
        line(&format!("{}{}", if position == 0 { "# " } else { "\n" }, escaped(sentence)));
    }
    for (_, title, rules) in groups(changes, words) {
        line(&format!("\n## {}\n", escaped(&title)));
        for rule in rules {
            let parts = [escaped(&rule.title), escaped(&movement(rule, words))];
            line(&format!("- **{}** {}", escaped(&rule.id), parts.join(" — ")));
        }
    }
    text
}

/// What the runs came to, whether they were judged alike, and which sources grew or shrank.
fn heads(changes: &Changes, words: Catalog) -> Vec<String> {
    let verdict = |verdict: RunVerdict| {
        let message = match verdict {
            RunVerdict::Passed => "diff-passed",
            RunVerdict::Failed => "diff-failed",
            RunVerdict::Incomplete => "diff-incomplete",
        };
        words.text(message, &[])
    };
    let (before, after) = (&changes.before, &changes.after);
    let arguments = [
        ("before", Arg::from(verdict(before.verdict))),
        ("after", Arg::from(verdict(after.verdict))),
        ("from", Arg::from(before.as_of.as_str())),
        ("to", Arg::from(after.as_of.as_str())),
    ];
    let mut lines = vec![words.text("diff-verdict", &arguments)];
    if before.standard.sha256 != after.standard.sha256 {
        let title = |side: &super::StandardRun| harmless(format!("{} {}", side.name, side.version).trim());
        let sides =
            [("before", Arg::from(title(&before.standard))), ("after", Arg::from(title(&after.standard)))];
        lines.push(words.text("diff-standard", &sides));
    }
    lines.extend(changes.sources.iter().map(|source| of_source(source, words)));
    if changes.rules.is_empty() {
        lines.push(words.text("diff-nothing", &[]));
    }
    lines
}

fn of_source(source: &SourceChange, words: Catalog) -> String {
    let name = ("source", Arg::from(harmless(&source.name)));
    match (source.before, source.after) {
        (Some(before), Some(after)) => {
            let rows = [name, ("before", Arg::from(before)), ("after", Arg::from(after))];
            words.text("diff-source", &rows)
        }
        (None, Some(after)) => words.text("diff-source-new", &[name, ("after", Arg::from(after))]),
        (_, None) => words.text("diff-source-gone", &[name]),
    }
}

/// The rules of each change that there is, and at last those that only ask something else.
fn groups(changes: &Changes, words: Catalog) -> Vec<(Look, String, Vec<&RuleChange>)> {
    let group = |change: Change, message: &str, look: Look| {
        let rules: Vec<&RuleChange> = changes.rules.iter().filter(|rule| rule.change == change).collect();
        let title = words.text(message, &[("count", Arg::from(rules.len()))]);
        (!rules.is_empty()).then_some((look, title, rules))
    };
    let told = TOLD.into_iter().chain([(Change::Same, "diff-rule-changed", Look::Faint)]);
    told.filter_map(|(change, message, look)| group(change, message, look)).collect()
}

/// The words that stand over the rules of a change.
pub(super) fn title_of(change: Change, count: usize, words: Catalog) -> String {
    let told = TOLD.iter().find(|(known, ..)| *known == change);
    words.text(told.map_or("diff-rule-changed", |(_, message, _)| message), &[("count", Arg::from(count))])
}

/// From how many failing items to how many, and whether the rule is another one.
pub(super) fn movement(rule: &RuleChange, words: Catalog) -> String {
    let standing = |standing: &Standing| {
        let share = standing.share.map(|share| words.lang().failing_share(share)).unwrap_or_default();
        match standing.verdict {
            crate::outcome::Verdict::NotEvaluated => sentences::of_verdict(standing.verdict, words),
            _ if standing.fail == 0 => sentences::of_verdict(standing.verdict, words),
            _ => format!("{} ({share})", words.lang().count(standing.fail)),
        }
    };
    let side =
        |side: &Option<Standing>| side.as_ref().map_or_else(|| words.text("diff-absent", &[]), standing);
    let arguments = [("before", Arg::from(side(&rule.before))), ("after", Arg::from(side(&rule.after)))];
    let mut text = words.text("diff-movement", &arguments);
    if rule.rule_changed && rule.change != Change::Same {
        text.push(' ');
        text.push_str(&words.text("diff-asks-otherwise", &[]));
    }
    text
}
