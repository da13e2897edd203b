//! Whether formulas can hold together: cases one by one, what follows carried through, numbers at the end.

use std::sync::Arc;

use super::formula::{Formula, KNOWN, Literal, Variable};
use super::linear::Linear;
use super::model::{Model, assign_discrete};
use super::simplex::{self, Feasible, Range};
use super::state::{Standing, State};
use super::variables::Variables;

/// What came of a search.
#[derive(Debug)]
pub(super) enum Answer {
    /// Nothing makes the formulas hold: certain.
    Never,
    /// These values do, as far as formulas say all that there is.
    Sometimes(Model),
    /// The work allowed was not enough.
    Unclear,
}

impl Answer {
    pub(super) fn is_never(&self) -> bool {
        matches!(self, Answer::Never)
    }
}

/// Whether formulas can hold together, and how many cases that took, at most the number allowed and at least one.
pub(super) fn search_within(variables: &Variables, formulas: Vec<Formula>, cases: u32) -> (Answer, u32) {
    let mut search = Search { variables, left: cases };
    let answer = search.go(State::default(), formulas, Vec::new());
    (answer, (cases - search.left).max(1))
}

struct Search<'a> {
    variables: &'a Variables,
    left: u32,
}

/// What a choice comes to.
enum Choice {
    Made,
    Impossible,
    One(Formula),
    Several(Vec<Formula>),
}

impl Search<'_> {
    fn go(&mut self, mut state: State, mut queue: Vec<Formula>, mut choices: Vec<Vec<Formula>>) -> Answer {
        let before = state.linears.len();
        loop {
            if !self.assert_all(&mut state, &mut queue, &mut choices)
                || state.propagate(self.variables).is_err()
            {
                return Answer::Never;
            }
            let mut open = Vec::with_capacity(choices.len());
            for choice in std::mem::take(&mut choices) {
                match self.choice(&mut state, choice) {
                    Choice::Made => {}
                    Choice::Impossible => return Answer::Never,
                    Choice::One(formula) => queue.push(formula),
                    Choice::Several(several) => open.push(several),
                }
            }
            choices = open;
            if queue.is_empty() {
                break;
            }
        }
        if choices.is_empty() {
            return self.finish(state);
        }
        if state.linears.len() > before.max(1) && matches!(self.numbers(&mut state, false), Feasible::No) {
            return Answer::Never;
        }
        self.branch(&state, choices)
    }

    /// Takes everything in the queue as given; false when it can not be.
    fn assert_all(
        &self,
        state: &mut State,
        queue: &mut Vec<Formula>,
        choices: &mut Vec<Vec<Formula>>,
    ) -> bool {
        while let Some(formula) = queue.pop() {
            match formula {
                Formula::True => {}
                Formula::False => return false,
                Formula::And(all) => queue.extend(all.iter().cloned()),
                Formula::Or(any) => choices.push(any.to_vec()),
                Formula::Literal(literal) => {
                    if state.assert(self.variables, &literal).is_err() {
                        return false;
                    }
                }
            }
        }
        true
    }

    fn choice(&self, state: &mut State, choice: Vec<Formula>) -> Choice {
        let mut open = Vec::with_capacity(choice.len());
        for option in choice {
            match self.standing(state, &option) {
                Standing::Holds => return Choice::Made,
                Standing::Fails => {}
                Standing::Open => open.push(option),
            }
        }
        match open.len() {
            0 => Choice::Impossible,
            1 => Choice::One(open.swap_remove(0)),
            _ => Choice::Several(open),
        }
    }

    fn standing(&self, state: &mut State, formula: &Formula) -> Standing {
        match formula {
            Formula::True => Standing::Holds,
            Formula::False => Standing::Fails,
            Formula::Literal(literal) => state.standing(self.variables, literal),
            Formula::And(all) => self.standing_of_all(state, all),
            Formula::Or(any) => {
                let mut result = Standing::Fails;
                for part in any.iter() {
                    match self.standing(state, part) {
                        Standing::Holds => return Standing::Holds,
                        Standing::Fails => {}
                        Standing::Open => result = Standing::Open,
                    }
                }
                result
            }
        }
    }

    fn standing_of_all(&self, state: &mut State, all: &Arc<[Formula]>) -> Standing {
        let mut result = Standing::Holds;
        for part in all.iter() {
            match self.standing(state, part) {
                Standing::Fails => return Standing::Fails,
                Standing::Holds => {}
                Standing::Open => result = Standing::Open,
            }
        }
        result
    }

    fn branch(&mut self, state: &State, mut choices: Vec<Vec<Formula>>) -> Answer {
        let smallest = (0..choices.len()).min_by_key(|at| choices[*at].len()).expect("there is a choice");
        let options = choices.swap_remove(smallest);
        let mut unclear = false;
        for option in options {
            if self.left == 0 {
                return Answer::Unclear;
            }
            self.left -= 1;
            match self.go(state.clone(), vec![option], choices.clone()) {
                Answer::Never => {}
                Answer::Sometimes(model) => return Answer::Sometimes(model),
                Answer::Unclear => unclear = true,
            }
        }
        if unclear { Answer::Unclear } else { Answer::Never }
    }

    /// No choice is left: values for all variables.
    fn finish(&mut self, mut state: State) -> Answer {
        let numbers = match self.numbers(&mut state, true) {
            Feasible::Yes(numbers) => numbers,
            Feasible::No => return Answer::Never,
            Feasible::Unclear => return Answer::Unclear,
        };
        let Some(discrete) = assign_discrete(self.variables, &state) else { return Answer::Never };
        let mut model = Model::default();
        let mut numbers = numbers.into_iter();
        for (variable, slot) in &state.slots {
            let bit = if slot.may_be_known() { KNOWN } else { slot.states & slot.states.wrapping_neg() };
            model.states.insert(*variable, bit);
            if self.is_number(*variable) {
                model.numbers.extend(numbers.next().map(|number| (*variable, number)));
            }
        }
        model.discrete = discrete;
        Answer::Sometimes(model)
    }

    fn is_number(&self, variable: Variable) -> bool {
        self.variables.declared(variable).sort != super::variables::Sort::Discrete
    }

    /// Whether the numbers can be.
    fn numbers(&self, state: &mut State, with_integers: bool) -> Feasible {
        let linears = state.linears.clone();
        for linear in &linears {
            for (variable, _) in &linear.terms {
                state.slot(self.variables, *variable);
            }
        }
        let ranges: Vec<Range> = state
            .slots
            .iter()
            .filter(|(variable, _)| self.is_number(*variable))
            .map(|(variable, slot)| Range {
                variable: *variable,
                low: slot.low,
                high: slot.high,
                whole: self.variables.is_whole(*variable),
            })
            .collect();
        let rows: Vec<&Linear> = linears.iter().map(AsRef::as_ref).collect();
        simplex::solve(&ranges, &rows, with_integers)
    }
}

impl Literal {
    /// Whether it holds in a model in which all its variables have values.
    pub(super) fn holds(&self, model: &Model) -> bool {
        match self {
            Literal::State(variable, states) => model.state(*variable) & states != 0,
            Literal::In(variable, set) => model.discrete(*variable).is_some_and(|number| set.has(number)),
            Literal::Same(a, b) => model.discrete(*a).is_some() && model.discrete(*a) == model.discrete(*b),
            Literal::Differ(a, b) => model.discrete(*a) != model.discrete(*b),
            Literal::Linear(linear) => model.satisfies(linear),
        }
    }
}

impl Formula {
    /// Whether it holds in a model.
    pub(super) fn holds(&self, model: &Model) -> bool {
        match self {
            Formula::True => true,
            Formula::False => false,
            Formula::Literal(literal) => literal.holds(model),
            Formula::And(all) => all.iter().all(|part| part.holds(model)),
            Formula::Or(any) => any.iter().any(|part| part.holds(model)),
        }
    }
}
