//! How large the errors of a rule are, drawn: a bar for each power of ten.

use maud::{Markup, html};

use crate::locale::Catalog;
use crate::report::{RuleRun, SizeRun, sizes};

const WIDTH: u32 = 52;
const HEIGHT: u32 = 48;
/// Room for the number above a bar and for the limit below it.
const ABOVE: u32 = 14;
const BELOW: u32 = 16;

/// The bars, from left to right or as the language goes; nothing where there are no two to compare.
pub(super) fn histogram(rule: &RuleRun, words: Catalog) -> Markup {
    let bars = &rule.sizes;
    if bars.len() < 2 {
        return html! {};
    }
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(1).max(1);
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let width = WIDTH * number(bars.len());
    let height = ABOVE + HEIGHT + BELOW;
    let place = |at: usize| {
        let at = if words.lang().is_right_to_left() { bars.len() - 1 - at } else { at };
        WIDTH * number(at)
    };
    html! {
        figure {
            svg role="img" width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } direction="ltr" {
                title { (said(bars, words)) }
                @for (at, bar) in bars.iter().enumerate() {
                    @let tall = tall(bar.count, most);
                    @let middle = place(at) + WIDTH / 2;
                    rect x=(place(at) + 4) y=(ABOVE + HEIGHT - tall) width=(WIDTH - 8) height=(tall) {}
                    text x=(middle) y=(ABOVE + HEIGHT - tall - 3) { (words.lang().count(bar.count)) }
                    text x=(middle) y=(height - 4) { (label(bar, words)) }
                }
            }
            figcaption { (words.text("report-differences-caption", &[])) }
        }
    }
}

/// At least a line, so that a bar of few is not taken for one of none.
fn tall(count: u64, most: u64) -> u32 {
    let tall = u128::from(count) * u128::from(HEIGHT) / u128::from(most);
    u32::try_from(tall).unwrap_or(HEIGHT).max(1)
}

/// `≤ 10`; of what is beyond every limit `> 10⁹`.
fn label(bar: &SizeRun, words: Catalog) -> String {
    bar.up_to
        .map_or_else(|| "> 10⁹".to_owned(), |up_to| format!("≤ {}", sizes::short_limit(up_to, words.lang())))
}

/// The bars in words.
fn said(bars: &[SizeRun], words: Catalog) -> String {
    let each = bars.iter().map(|bar| format!("{}: {}", label(bar, words), words.lang().count(bar.count)));
    each.collect::<Vec<_>>().join("; ")
}
