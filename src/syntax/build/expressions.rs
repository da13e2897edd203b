//! Expressions, from the loosest operator to operands.

use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast::{self, Expr, ExprKind, Quantifier};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// An `expr`.
    pub(in crate::syntax) fn expr(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let mut parts = node.into_inner().filter(|part| part.as_rule() != Rule::implies);
        let first = self.part(parts.next(), span);
        match parts.next() {
            None => first,
            Some(conditional) => {
                let right = self.part(Some(conditional), span);
                Expr { kind: ExprKind::Implies(Box::new(first), Box::new(right)), span }
            }
        }
    }

    /// A node of any level; the grammar yields one where this is called.
    fn part(&mut self, node: Option<Node>, span: Span) -> Expr {
        let Some(node) = node else { return Expr { kind: ExprKind::Literal(ast::Literal::Missing), span } };
        match node.as_rule() {
            Rule::expr => self.expr(node),
            Rule::conditional => self.conditional(&node),
            Rule::implication => self.implication(node),
            Rule::either => self.either(node),
            Rule::both => self.both(node),
            Rule::negation => self.negation(node),
            Rule::comparison => self.comparison(node),
            Rule::sum => self.sum(node),
            _ => self.operand(node),
        }
    }

    /// `if a then b else if c then d else e`.
    fn conditional(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let values: Vec<Node> = children(node, Rule::implication).collect();
        let ends_with_else = values.len() % 2 == 1;
        let mut values: Vec<Expr> = values.into_iter().map(|value| self.implication(value)).collect();
        let mut otherwise = if ends_with_else {
            values.pop().expect("an odd number of values is not none")
        } else {
            self.report_without_else(node, &values);
            Expr { kind: ExprKind::Literal(ast::Literal::Missing), span }
        };
        while let (Some(then), Some(condition)) = (values.pop(), values.pop()) {
            let kind = ExprKind::If(Box::new(condition), Box::new(then), Box::new(otherwise));
            otherwise = Expr { kind, span };
        }
        otherwise
    }

    fn report_without_else(&mut self, node: &Node, values: &[Expr]) {
        let texts: Vec<&str> = children(node, Rule::implication).map(|value| self.text_of(&value)).collect();
        if values.is_empty() || !values.len().is_multiple_of(2) {
            return;
        }
        let (condition, value) = (texts[texts.len() - 2], texts[texts.len() - 1]);
        let diagnostic = Diagnostic::new(Code::IfWithoutElse, self.span(node)).with("condition", condition);
        self.report(diagnostic.with("value", value).help("repair"));
    }

    /// `a implies b implies c` is `a implies (b implies c)`.
    fn implication(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let mut sides: Vec<Expr> = node
            .into_inner()
            .filter(|part| part.as_rule() == Rule::either)
            .map(|part| self.either(part))
            .collect();
        let Some(mut right) = sides.pop() else { return self.part(None, span) };
        while let Some(left) = sides.pop() {
            let span = left.span.to(right.span);
            right = Expr { kind: ExprKind::Implies(Box::new(left), Box::new(right)), span };
        }
        right
    }

    fn either(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let sides: Vec<Node> = children(&node, Rule::both).collect();
        if sides.len() > 1 && sides.iter().any(|side| children(side, Rule::negation).count() > 1) {
            self.report_mixed(&node, &sides);
        }
        for word in children(&node, Rule::or) {
            self.check_word(&word, "or");
        }
        let mut sides: Vec<Expr> = sides.into_iter().map(|side| self.both(side)).collect();
        if sides.len() == 1 { sides.remove(0) } else { Expr { kind: ExprKind::Or(sides), span } }
    }

    fn report_mixed(&mut self, node: &Node, sides: &[Node]) {
        let bracket = |side: &Node| {
            let text = self.text_of(side);
            if children(side, Rule::negation).count() > 1 { format!("({text})") } else { text.to_owned() }
        };
        let first = sides.iter().map(bracket).collect::<Vec<_>>().join(" or ");
        let parts: Vec<Vec<&str>> = sides
            .iter()
            .map(|side| children(side, Rule::negation).map(|part| self.text_of(&part)).collect())
            .collect();
        let second = other_reading(&parts);
        let diagnostic = Diagnostic::new(Code::MixedAndOr, self.span(node)).with("first", first);
        self.report(diagnostic.with("second", second).help("parentheses"));
    }

    fn both(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        for word in children(&node, Rule::and) {
            self.check_word(&word, "and");
        }
        let mut parts: Vec<Expr> = children(&node, Rule::negation).map(|part| self.negation(part)).collect();
        if parts.len() == 1 { parts.remove(0) } else { Expr { kind: ExprKind::And(parts), span } }
    }

    fn negation(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let words: Vec<Node> = children(&node, Rule::not).collect();
        words.iter().for_each(|word| self.check_word(word, "not"));
        let inner = match child(&node, Rule::comparison) {
            Some(comparison) => self.comparison(comparison),
            None => self.part(None, span),
        };
        // An even number of negations is none: Kleene's logic has no third value that negation would lose.
        match words.len() {
            0 => inner,
            odd if odd % 2 == 1 => Expr { kind: ExprKind::Not(Box::new(inner)), span },
            _ => {
                let once = Expr { kind: ExprKind::Not(Box::new(inner)), span };
                Expr { kind: ExprKind::Not(Box::new(once)), span }
            }
        }
    }

    /// `a + b`.
    pub(super) fn sum(&mut self, node: Node) -> Expr {
        let mut value: Option<Expr> = None;
        let mut op = ast::ArithmeticOp::Add;
        let span = self.span(&node);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::plus => op = ast::ArithmeticOp::Add,
                Rule::minus => {
                    self.check_minus(&part);
                    op = ast::ArithmeticOp::Subtract;
                }
                _ => {
                    let next = self.product(part);
                    value = Some(join(value, op, next));
                }
            }
        }
        value.unwrap_or_else(|| self.part(None, span))
    }

    fn product(&mut self, node: Node) -> Expr {
        let mut value: Option<Expr> = None;
        let mut op = ast::ArithmeticOp::Multiply;
        let span = self.span(&node);
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::times => {
                    op = if self.times_sign(&part) == "/" {
                        ast::ArithmeticOp::Divide
                    } else {
                        ast::ArithmeticOp::Multiply
                    };
                }
                Rule::remainder => {
                    let diagnostic = Diagnostic::new(Code::RemainderOperator, self.span(&part));
                    self.report(diagnostic.help("percent"));
                }
                _ => {
                    let next = self.factor(part);
                    value = Some(join(value, op, next));
                }
            }
        }
        value.unwrap_or_else(|| self.part(None, span))
    }

    fn factor(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let signs: Vec<Node> = children(&node, Rule::minus).collect();
        signs.iter().for_each(|sign| self.check_minus(sign));
        let operand = child(&node, Rule::operand).and_then(|operand| operand.into_inner().next());
        let inner = self.part(operand, span);
        if signs.len() % 2 == 1 { Expr { kind: ExprKind::Negate(Box::new(inner)), span } } else { inner }
    }

    fn operand(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::literal => return self.literal_expr(node),
            Rule::group => return self.group(&node),
            Rule::cases => self.cases(&node),
            Rule::quantified => self.quantified(&node),
            Rule::call => self.call(&node),
            Rule::path => self.path(&node),
            _ => ExprKind::Literal(ast::Literal::Missing),
        };
        Expr { kind, span }
    }

    fn group(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let mut parts: Vec<Expr> = children(node, Rule::expr).map(|part| self.expr(part)).collect();
        if parts.len() == 1 { parts.remove(0) } else { Expr { kind: ExprKind::Tuple(parts), span } }
    }

    fn cases(&mut self, node: &Node) -> ExprKind {
        let mut branches = Vec::new();
        for branch in children(node, Rule::branch) {
            let mut sides = children(&branch, Rule::expr).collect::<Vec<_>>().into_iter();
            if let (Some(condition), Some(value)) = (sides.next(), sides.next()) {
                branches.push((self.expr(condition), self.expr(value)));
            }
        }
        let span = self.span(node);
        let otherwise = match child(node, Rule::expr) {
            Some(otherwise) => self.expr(otherwise),
            None => self.part(None, span),
        };
        ExprKind::Case(branches, Box::new(otherwise))
    }

    fn quantified(&mut self, node: &Node) -> ExprKind {
        let quantifier = match node.clone().into_inner().next().map(|word| word.as_rule()) {
            Some(Rule::every) => Quantifier::Every,
            Some(Rule::no) => Quantifier::No,
            _ => Quantifier::Any,
        };
        let columns = child(node, Rule::column_set).and_then(|set| child(&set, Rule::name));
        let over = columns.or_else(|| child(node, Rule::name)).map(|name| self.name(&name));
        let condition = child(node, Rule::expr).map(|condition| Box::new(self.expr(condition)));
        ExprKind::Quantified { quantifier, over, condition }
    }

    fn path(&mut self, node: &Node) -> ExprKind {
        let this = child(node, Rule::this)
            .map(|this| ast::Spanned { value: "this".to_owned(), span: self.span(&this) });
        let mut names =
            children(node, Rule::name).map(|name| self.name(&name)).collect::<Vec<_>>().into_iter();
        let first = this.or_else(|| names.next());
        match (first, names.next()) {
            (Some(first), Some(second)) => ExprKind::Path(first, second),
            (Some(first), None) => ExprKind::Name(first.value),
            (None, _) => ExprKind::Literal(ast::Literal::Missing),
        }
    }

    fn call(&mut self, node: &Node) -> ExprKind {
        let mut names =
            children(node, Rule::name).map(|name| self.name(&name)).collect::<Vec<_>>().into_iter();
        let Some(function) = names.next() else { return ExprKind::Literal(ast::Literal::Missing) };
        let mut call = ast::Call {
            function,
            link: names.next(),
            distinct: false,
            known: false,
            columns: None,
            arguments: Vec::new(),
            condition: None,
            weight: None,
            grouping: None,
            along: None,
            range: None,
            unit: None,
        };
        for part in child(node, Rule::arguments).into_iter().flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::distinct => call.distinct = true,
                Rule::known => call.known = true,
                Rule::column_set => call.columns = child(&part, Rule::name).map(|name| self.name(&name)),
                Rule::argument => {
                    match child(&part, Rule::unit).and_then(|unit| child(&unit, Rule::unit_expr)) {
                        Some(unit) => call.unit = Some(self.unit_expr(&unit)),
                        None => call.arguments.extend(child(&part, Rule::expr).map(|expr| self.expr(expr))),
                    }
                }
                Rule::call_clause => self.call_clause(&part, &mut call),
                Rule::comma => self.check_comma(&part),
                _ => {}
            }
        }
        ExprKind::Call(call)
    }

    fn call_clause(&mut self, node: &Node, call: &mut ast::Call) {
        let Some(word) = node.clone().into_inner().next() else { return };
        let first = child(node, Rule::expr);
        match word.as_rule() {
            Rule::r#where => call.condition = first.map(|expr| Box::new(self.expr(expr))),
            Rule::weighted => call.weight = first.map(|expr| Box::new(self.expr(expr))),
            Rule::overall => call.grouping = Some(ast::CallGrouping::Overall(self.span(&word))),
            Rule::by => {
                let keys = children(node, Rule::sum).map(|key| self.sum(key)).collect();
                call.grouping = Some(ast::CallGrouping::By(keys));
            }
            Rule::K_along => call.along = child(node, Rule::name).map(|name| self.name(&name)),
            Rule::K_from => {
                let mut ends =
                    children(node, Rule::sum).map(|end| self.sum(end)).collect::<Vec<_>>().into_iter();
                if let (Some(from), Some(to)) = (ends.next(), ends.next()) {
                    call.range = Some((Box::new(from), Box::new(to)));
                }
            }
            _ => {}
        }
    }
}

fn join(left: Option<Expr>, op: ast::ArithmeticOp, right: Expr) -> Expr {
    let Some(left) = left else { return right };
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), span }
}

/// `a and (b or c)`, of `a and b or c`: the words between which the operators can also be read.
fn other_reading(sides: &[Vec<&str>]) -> String {
    let mut heads: Vec<&str> = Vec::new();
    let mut alternatives: Vec<&str> = Vec::new();
    let mut tails: Vec<&str> = Vec::new();
    let last = sides.len() - 1;
    for (position, side) in sides.iter().enumerate() {
        let (first, end) = (0, side.len() - 1);
        if position == 0 {
            heads.extend(&side[first..end]);
            alternatives.push(side[end]);
        } else if position == last {
            alternatives.push(side[first]);
            tails.extend(&side[1..]);
        } else {
            alternatives.push(side[first]);
        }
    }
    let middle = format!("({})", alternatives.join(" or "));
    heads.into_iter().chain(std::iter::once(middle.as_str())).chain(tails).collect::<Vec<_>>().join(" and ")
}
