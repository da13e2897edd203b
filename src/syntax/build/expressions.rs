//! Expressions, from the loosest operator to operands.

use super::{Builder, child, children};
use crate::diag::{Code, Diagnostic};
use crate::files::Span;
use crate::syntax::ast::{self, Expr, ExprKind, Quantifier};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// An `expr`, or any level below it.
    pub(in crate::syntax) fn expr(&mut self, node: Node) -> Expr {
        let node = sole(node);
        match node.as_rule() {
            Rule::expr => self.implies_conditional(node),
            Rule::conditional => self.conditional(&node),
            Rule::implication => self.implication(&node),
            Rule::either => self.either(&node),
            Rule::both => self.both(&node),
            Rule::negation => self.negation(&node),
            Rule::comparison => self.comparison(node),
            Rule::sum => self.chain(node, Self::shallow_sum),
            Rule::product => self.chain(node, Self::shallow_product),
            Rule::factor => self.factor(&node),
            _ => self.operand(node),
        }
    }

    /// `a implies if b then c else d`.
    fn implies_conditional(&mut self, node: Node) -> Expr {
        let span = self.span(&node);
        let mut sides = node.into_inner().filter(|part| part.as_rule() != Rule::implies);
        let left = self.optional(sides.next(), span);
        let right = self.optional(sides.next(), span);
        Expr { kind: ExprKind::Implies(Box::new(left), Box::new(right)), span }
    }

    /// A node that the grammar yields where this is called.
    fn optional(&mut self, node: Option<Node>, span: Span) -> Expr {
        match node {
            Some(node) => self.expr(node),
            None => Expr { kind: ExprKind::Literal(ast::Literal::Missing), span },
        }
    }

    /// A sum or a product: each operator makes the tree one level deeper.
    fn chain(&mut self, node: Node, build: fn(&mut Self, Node) -> Expr) -> Expr {
        let span = self.span(&node);
        let operators = node.clone().into_inner().count() / 2;
        let built = self.deeper(operators, &node.clone(), |builder| build(builder, node));
        built.unwrap_or_else(|| self.optional(None, span))
    }

    /// `if a then b else if c then d else e`.
    fn conditional(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let values: Vec<Node> = children(node, Rule::implication).collect();
        let ends_with_else = values.len() % 2 == 1;
        let built = self.deeper(values.len() / 2, node, |builder| {
            values.into_iter().map(|value| builder.expr(value)).collect::<Vec<Expr>>()
        });
        let Some(mut values) = built else { return self.optional(None, span) };
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
    fn implication(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let sides: Vec<Node> = children(node, Rule::either).collect();
        let built = self.deeper(sides.len() - 1, node, |builder| {
            sides.into_iter().map(|part| builder.expr(part)).collect::<Vec<Expr>>()
        });
        let mut sides = built.unwrap_or_default();
        let Some(mut right) = sides.pop() else { return self.optional(None, span) };
        while let Some(left) = sides.pop() {
            let span = left.span.to(right.span);
            right = Expr { kind: ExprKind::Implies(Box::new(left), Box::new(right)), span };
        }
        right
    }

    fn either(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let sides: Vec<Node> = children(node, Rule::both).collect();
        if sides.len() > 1 && sides.iter().any(|side| children(side, Rule::negation).count() > 1) {
            self.report_mixed(node, &sides);
        }
        for word in children(node, Rule::or) {
            self.check_word(&word, "or");
        }
        let mut sides: Vec<Expr> = sides.into_iter().map(|side| self.expr(side)).collect();
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

    fn both(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        for word in children(node, Rule::and) {
            self.check_word(&word, "and");
        }
        let mut parts: Vec<Expr> = children(node, Rule::negation).map(|part| self.expr(part)).collect();
        if parts.len() == 1 { parts.remove(0) } else { Expr { kind: ExprKind::And(parts), span } }
    }

    fn negation(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let words: Vec<Node> = children(node, Rule::not).collect();
        for word in &words {
            self.check_word(word, "not");
        }
        let inner = match child(node, Rule::comparison) {
            Some(comparison) => self.expr(comparison),
            None => self.optional(None, span),
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
    fn shallow_sum(&mut self, node: Node) -> Expr {
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
                    let next = self.expr(part);
                    value = Some(join(value, op, next));
                }
            }
        }
        value.unwrap_or_else(|| self.optional(None, span))
    }

    fn shallow_product(&mut self, node: Node) -> Expr {
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
                    let next = self.expr(part);
                    value = Some(join(value, op, next));
                }
            }
        }
        value.unwrap_or_else(|| self.optional(None, span))
    }

    fn factor(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        let signs: Vec<Node> = children(node, Rule::minus).collect();
        for sign in &signs {
            self.check_minus(sign);
        }
        let operand = child(node, Rule::operand).and_then(|operand| operand.into_inner().next());
        let inner = self.optional(operand, span);
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

    /// `(a)`, whose place holds the parentheses, or the combination `(a, b)`.
    fn group(&mut self, node: &Node) -> Expr {
        let span = self.span(node);
        for comma in children(node, Rule::comma) {
            self.check_comma(&comma);
        }
        let mut parts: Vec<Expr> = children(node, Rule::expr).map(|part| self.expr(part)).collect();
        if parts.len() == 1 && child(node, Rule::comma).is_none() {
            return Expr { span, ..parts.remove(0) };
        }
        Expr { kind: ExprKind::Tuple(parts), span }
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
            None => {
                self.report(Diagnostic::new(Code::CaseWithoutElse, span).help("add"));
                Expr { kind: ExprKind::Literal(ast::Literal::Missing), span }
            }
        };
        ExprKind::Case(branches, Box::new(otherwise))
    }

    fn quantified(&mut self, node: &Node) -> ExprKind {
        let quantifier = match node.clone().into_inner().next().map(|word| word.as_rule()) {
            Some(Rule::every) => Quantifier::Every,
            Some(Rule::no) => Quantifier::No,
            _ => Quantifier::Any,
        };
        let over = child(node, Rule::name).map(|name| self.name(&name));
        let columns = child(node, Rule::column_set).and_then(|set| child(&set, Rule::name));
        let columns = columns.map(|name| self.name(&name));
        let condition = child(node, Rule::expr).map(|condition| Box::new(self.expr(condition)));
        ExprKind::Quantified { quantifier, over, columns, condition }
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
}

/// The node below all levels of operators that have one operand and no operator.
fn sole(mut node: Node) -> Node {
    loop {
        let mut parts = node.clone().into_inner();
        let is_level = matches!(
            node.as_rule(),
            Rule::expr
                | Rule::implication
                | Rule::either
                | Rule::both
                | Rule::negation
                | Rule::comparison
                | Rule::sum
                | Rule::product
                | Rule::factor
                | Rule::operand
        );
        match (is_level, parts.next(), parts.next()) {
            (true, Some(only), None) => node = only,
            _ => return node,
        }
    }
}

fn join(left: Option<Expr>, op: ast::ArithmeticOp, right: Expr) -> Expr {
    let Some(left) = left else { return right };
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), span }
}

/// `a and (b or c)`, of `a and b or c`: the operands that `or` joins belong together.
fn other_reading(sides: &[Vec<&str>]) -> String {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for side in sides {
        let mut operands = side.iter();
        if let (Some(group), Some(first)) = (groups.last_mut(), operands.as_slice().first()) {
            group.push(first);
            operands.next();
        }
        groups.extend(operands.map(|operand| vec![*operand]));
    }
    let bracket = |group: &Vec<&str>| match group.as_slice() {
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(" or ")),
    };
    groups.iter().map(bracket).collect::<Vec<_>>().join(" and ")
}
