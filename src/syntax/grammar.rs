//! The parser that pest makes of `grammar/mizan.pest`, and what is asked of its pairs.

use pest::iterators::Pair;

/// Private to `syntax`: no other module sees a rule of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/mizan.pest"]
pub(super) struct Grammar;

/// One node of the parse.
pub(super) type Node<'t> = Pair<'t, Rule>;

/// Where a node ends: at the end of its last leaf. (A rule that ends with something optional has eaten the blanks
/// before what is not there.)
pub(super) fn end(node: &Node) -> usize {
    match node.clone().into_inner().next_back() {
        Some(last) => end(&last),
        None => node.as_span().end(),
    }
}
