//! The one table of diagnostic codes. Words are in `locale/*.ftl`, long explanations in `explain/`.

use super::Level;

/// One row of the table.
#[derive(Debug)]
pub struct CodeInfo {
    /// `M0201`.
    pub code: &'static str,
    /// Name of its message in the catalogues.
    pub slug: &'static str,
    /// How grave it is.
    pub level: Level,
    /// Arguments of its message.
    pub arguments: &'static [&'static str],
    /// Labels that it may put beside the main place, which may have the label `here`.
    pub labels: &'static [&'static str],
    /// Helps that it may give.
    pub helps: &'static [&'static str],
}

macro_rules! diagnostics {
    ($( $(#[doc = $doc:literal])* $code:ident $variant:ident $slug:literal $level:ident
        ($($argument:ident),*) labels [$($label:ident),*] helps [$($help:ident),*]; )*) => {
        /// What is wrong with a standard.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])* $variant, )* }

        impl Code {
            /// Every code, ascending.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// Its row of the table.
            #[must_use]
            pub fn info(self) -> &'static CodeInfo {
                match self {
                    $( Code::$variant => &CodeInfo {
                        code: stringify!($code), slug: $slug, level: Level::$level,
                        arguments: &[$(stringify!($argument)),*],
                        labels: &[$(stringify!($label)),*], helps: &[$(stringify!($help)),*],
                    }, )*
                }
            }
        }
    };
}

// `found` is text of the standard, `expected` a list of words for people, `similar` the name proposed.
diagnostics! {
    /// The text is not what the grammar expects here. `expected` may be empty.
    M0101 SyntaxError "syntax-error" Error (found, expected, write) labels [here] helps [write];
    /// `=` where two values are compared.
    M0102 SingleEquals "single-equals" Error () labels [here] helps [write];
    /// `<>`.
    M0103 WrongInequality "wrong-inequality" Error () labels [] helps [write];
    /// `&&`, `||`, `!`, `≥`, `≤`, `≠`, an Arabic comma or digit: `write` is the operator of Mizan.
    M0104 ForeignOperator "foreign-operator" Error (found, write) labels [] helps [write];
    /// Curly quotes or guillemets. `count` is how many the file has.
    M0105 TypographicQuotes "typographic-quotes" Error (found, write, count) labels [] helps [write];
    /// A decimal comma, or blanks within a number.
    M0106 NumberFormat "number-format" Error (found, write) labels [] helps [write];
    /// `2024-1-5`, `2024-13-01`, `2024-02-30`. `write` may be absent where no repair is sure.
    M0107 MalformedDate "malformed-date" Error (found, write) labels [] helps [write, form];
    /// `a and b or c`.
    M0108 MixedAndOr "mixed-and-or" Error (first, second) labels [] helps [parentheses];
    /// `if a then b`.
    M0109 IfWithoutElse "if-without-else" Error (condition, value) labels [] helps [repair];
    /// `x between a and b`.
    M0110 BetweenWord "between-word" Error (value, low, high) labels [] helps [write];
    /// `count where …`: the aggregate's parentheses are not there.
    M0111 AggregateParentheses "aggregate-parentheses" Error (aggregate, write) labels [] helps [write];
    /// Expressions nested deeper than `limit`.
    M0112 NestingTooDeep "nesting-too-deep" Error (limit) labels [here] helps [define];
    /// A file larger than `limit` megabytes, or a declaration larger than the parser takes.
    M0113 TooLarge "too-large" Error (size, limit) labels [] helps [split];
    /// U+202A-202E, U+2066-2069, and marks outside texts and comments. `found` is the code point.
    M0114 TextDirectionControl "text-direction-control" Error (found) labels [] helps [remove];
    /// A line that begins with no declaration's word.
    M0115 UnknownDeclaration "unknown-declaration" Error (found, similar, words) labels [] helps [similar, words];
    /// A quote, brace or parenthesis that is not closed.
    M0116 Unclosed "unclosed" Error (found) labels [here] helps [];
    /// `a < b > c`.
    M0117 MixedChain "mixed-chain" Error () labels [] helps [split];
    /// A column without the colon before its type.
    M0118 ColumnWithoutColon "column-without-colon" Error (column, write) labels [] helps [write];
    /// `a % b`.
    M0119 RemainderOperator "remainder-operator" Error () labels [] helps [percent];
    /// The file is not UTF-8.
    M0120 NotUtf8 "not-utf8" Error (file) labels [] helps [save];
    /// `case { a => 1 }`.
    M0121 CaseWithoutElse "case-without-else" Error () labels [] helps [add];

    /// A name that nothing in reach has. `subject` is the source (empty where there is none).
    M0201 UnknownName "unknown-name" Error (name, subject, similar) labels [subject] helps [similar, declare];
    /// A column that its source does not have.
    M0202 UnknownColumn "unknown-column" Error (column, source, similar) labels [subject] helps [similar];
    /// Two declarations with one name.
    M0203 DuplicateDeclaration "duplicate-declaration" Error (name) labels [first] helps [rename];
    /// A name that two things in one scope have.
    M0204 AmbiguousName "ambiguous-name" Error (name) labels [first] helps [rename];
    /// A rule or definition on something that is no source.
    M0205 UnknownSubject "unknown-subject" Error (name, similar) labels [] helps [similar, declare];
    /// A type that does not exist.
    M0206 UnknownType "unknown-type" Error (name, similar, types) labels [] helps [similar, types];
    /// A function that does not exist.
    M0207 UnknownFunction "unknown-function" Error (name, similar, form) labels [] helps [similar, list, form];
    /// A function with too many or too few arguments. `signature` is its declaration.
    M0208 WrongArgumentCount "wrong-argument-count" Error (function, found, signature) labels [] helps [signature];
    /// An aggregate over rows called with several values.
    M0209 AggregateOfValues "aggregate-of-values" Error (aggregate, function, write) labels [] helps [write];
    /// Definitions, parameters, measures or tables that depend on each other. `cycle` is `a → b → a`.
    M0210 Cycle "cycle" Error (cycle) labels [] helps [];
    /// Two names of one scope that differ by case only or look alike.
    M0211 NamesAlike "names-alike" Error (first, second) labels [first] helps [rename];
    /// A clause or declaration that parses and is not compiled by this version.
    M0212 NotYet "not-yet" Error (feature) labels [] helps [remove];
    /// A placeholder of a message that is no name in reach or does not read.
    M0213 UnknownPlaceholder "unknown-placeholder" Error (name, similar) labels [] helps [similar, braces];
    /// A language that the standard does not declare.
    M0214 UnknownLanguage "unknown-language" Error (language, languages) labels [] helps [declare];
    /// A text that lacks some of the standard's languages.
    M0215 MissingTranslation "missing-translation" Warning (languages) labels [] helps [add];
    /// A declared name that is longer than 64 characters, or in backquotes where it may not be.
    M0216 InvalidName "invalid-name" Error (name) labels [] helps [form];
    /// `file.x` where no glob of the source has the field.
    M0217 UnknownFileField "unknown-file-field" Error (field, source, fields) labels [subject] helps [fields, declare];
    /// A parameter that does not exist (`given`, `--set`).
    M0218 UnknownParameter "unknown-parameter" Error (name, similar) labels [] helps [similar];
    /// A definition that nothing uses.
    M0219 UnusedDefinition "unused-definition" Advice (name) labels [] helps [];
    /// A link that starts from another source than the one whose records are judged.
    M0220 LinkElsewhere "link-elsewhere" Error (link, from, subject) labels [declared] helps [];
    /// `any x (…)`, `count x (…)` where `x` is no link.
    M0221 UnknownLink "unknown-link" Error (name, subject, similar) labels [] helps [similar, declare];
    /// Keys of a link of two types.
    M0222 LinkKeysDiffer "link-keys-differ" Error (mine, theirs, left, right) labels [theirs] helps [];
    /// `this.x` outside the parentheses of a link, or of a parameter.
    M0223 ThisOutsideLink "this-outside-link" Error (name) labels [] helps [write];
    /// A name that the linked record does not have and the judged one does.
    M0224 NeedsThis "needs-this" Error (name, linked, judged, write) labels [] helps [write];
    /// `L.x` of a link that may lead to several records.
    M0225 LinkToMany "link-to-many" Error (link, column) labels [declared] helps [any, one];
    /// `source.x` where no record of that source is said. `link` is a link there.
    M0226 ColumnOfAnother "column-of-another" Error (column, source, link) labels [] helps [any, declare, membership];
    /// `from` dates of a parameter that do not ascend.
    M0227 DatesNotAscending "dates-not-ascending" Error () labels [before] helps [order, once];
    /// A link's name where a value must stand.
    M0228 LinkAsValue "link-as-value" Error (link) labels [] helps [write];

    /// A value of another type than its place asks for.
    M0301 TypeMismatch "type-mismatch" Error (expected, found) labels [declared] helps [];
    /// Two operands of types that do not go together.
    M0302 TypesDiffer "types-differ" Error (left, right) labels [left, right] helps [];
    /// `<` on values without an order.
    M0303 NotOrdered "not-ordered" Error (found) labels [] helps [codes];
    /// `==` on a floating-point number.
    M0304 NumberEquality "number-equality" Error (left, right) labels [] helps [within, decimal];
    /// `x == missing`.
    M0305 EqualsMissing "equals-missing" Error (value, negated) labels [] helps [write];
    /// A value where a condition must stand.
    M0306 NotACondition "not-a-condition" Error (found) labels [here] helps [compare];
    /// A date compared with a month, a quarter, a year.
    M0307 DateWithPeriod "date-with-period" Error (left, right, date, period) labels [] helps [write];
    /// `year in 2020-2024`.
    M0308 SubtractionAsRange "subtraction-as-range" Error (left, right, write) labels [] helps [write];
    /// Branches of `if`, `case`, `first_known` of several types.
    M0309 BranchesDiffer "branches-differ" Error (first, second) labels [first, second] helps [];
    /// `in` something that is no set.
    M0310 NotASet "not-a-set" Error (found) labels [] helps [forms];
    /// An argument of another type than the function asks for.
    M0311 WrongArgument "wrong-argument" Error (function, parameter, expected, found, signature) labels [] helps [signature];
    /// A regular expression that does not compile. `reason` is the regex library's.
    M0312 InvalidPattern "invalid-pattern" Error (reason) labels [] helps [];
    /// A tolerance or coverage below zero or above 100%.
    M0313 InvalidTolerance "invalid-tolerance" Error (found) labels [] helps [form];
    /// `within tol of x` where `tol` is a number below one and no percent.
    M0314 AmountLooksLikeShare "amount-looks-like-share" Warning (found, percent) labels [declared] helps [percent];
    /// A place that takes a constant.
    M0315 NotConstant "not-constant" Error () labels [] helps [];
    /// A calculation that such values have not. `operator` is `+ - * /`.
    M0316 NoArithmetic "no-arithmetic" Error (operator, left, right, write) labels [left, right] helps [write];
    /// `is missing "x"` where the column declares no such reason.
    M0317 UnknownReason "unknown-reason" Error (reason, column, reasons) labels [declared] helps [reasons];

    /// A unit that is not declared.
    M0401 UnknownUnit "unknown-unit" Error (name, similar, label) labels [] helps [similar, declare];
    /// Operands of different units.
    M0402 UnitsDiffer "units-differ" Error (left, right, write) labels [left, right] helps [calendar, convert];
    /// A unit on a type that takes none.
    M0403 UnitOnType "unit-on-type" Error (found) labels [] helps [];
    /// A literal beside a unit in `*` or `/` is fine; a unit in a place that takes none.
    M0404 UnitArgument "unit-argument" Error () labels [] helps [form];
    /// `convert` in a standard without `rates`.
    M0405 NoRates "no-rates" Error () labels [] helps [declare];
    /// `convert` into a currency that no rates give. `given` are those that they give.
    M0406 NoRatesInto "no-rates-into" Error (currency, given) labels [declared] helps [declare];
    /// `convert` of what is not in one currency.
    M0407 NoCurrency "no-currency" Error (found) labels [] helps [unit];
    /// An aggregate of amounts whose currency differs from row to row.
    M0408 MixedCurrencies "mixed-currencies" Error (column) labels [] helps [convert];
    /// `in_unit` between units that no factor joins.
    M0409 NoFactor "no-factor" Error (from, to) labels [] helps [declare];

    /// A code that is not in its list.
    M0501 UnknownCode "unknown-code" Error (code, codelist, count, similar, label) labels [declared] helps [similar, codes];
    /// A text where a code must stand. `write` is that code, if the list has it.
    M0502 TextForCode "text-for-code" Error (text, codelist, write) labels [] helps [write];
    /// A code where a text must stand.
    M0503 CodeForText "code-for-text" Error (code, name, write) labels [] helps [write];
    /// Codes of two lists compared.
    M0504 CodelistsDiffer "codelists-differ" Error (left, right) labels [left, right] helps [];
    /// A code literal whose list can not be told.
    M0505 CodeWithoutList "code-without-list" Error (code) labels [] helps [declare];
    /// A code list's file that is absent, unreadable, or lacks a column. `reason` says which.
    M0506 CodelistFile "codelist-file" Error (path, reason) labels [] helps [];
    /// A code twice in one list.
    M0507 DuplicateCode "duplicate-code" Error (code, codelist, line) labels [first] helps [];
    /// A code that is its own ancestor. `cycle` is `A → B → A`.
    M0508 ParentCycle "parent-cycle" Error (code, codelist, cycle, line) labels [] helps [];
    /// A parent that is no code of the list.
    M0509 UnknownParent "unknown-parent" Error (code, parent, codelist, line) labels [] helps [];
    /// `under`, `parent`, `level` of a list without parents.
    M0510 NoParents "no-parents" Error (codelist) labels [declared] helps [];
    /// `coded x` where the list has no such coding.
    M0511 UnknownCoding "unknown-coding" Error (coding, codelist, codings) labels [] helps [codings];

    /// An aggregate in a rule on rows without its group.
    M0601 AggregateWithoutGroup "aggregate-without-group" Error (aggregate, by, overall) labels [] helps [write];
    /// A column outside aggregates in a rule on groups.
    M0602 BareColumnInGroup "bare-column-in-group" Error (column, condition) labels [header] helps [condition, value];
    /// An aggregate within an aggregate.
    M0603 NestedAggregate "nested-aggregate" Error () labels [outer] helps [define];
    /// `every row`, `only`, `gapless` in a rule on rows.
    M0604 OutsideGroup "outside-group" Error (found) labels [] helps [by];
    /// A clause that this aggregate does not take.
    M0605 ClauseNotTaken "clause-not-taken" Error (aggregate, clause) labels [] helps [];
    /// `by` or `overall` inside an aggregate of a rule on groups.
    M0606 GroupInGroup "group-in-group" Error () labels [header] helps [remove];
    /// `known` before a value of an aggregate that has none.
    M0607 AggregateNeedsValue "aggregate-needs-value" Error (aggregate, write) labels [] helps [write];
    /// `every L (c)` where nothing asks for a linked record.
    M0608 EveryOfNone "every-of-none" Warning (link) labels [] helps [any];
    /// A link before the parenthesis of what is no aggregate.
    M0609 LinkOfNoAggregate "link-of-no-aggregate" Error (function, link) labels [] helps [];
    /// `by` or `overall` in an aggregate over linked records.
    M0610 LinkWithGroup "link-with-group" Error (link) labels [] helps [condition];
    /// A link in a rule on groups whose keys are no keys of the group.
    M0611 LinkKeyNotInGroup "link-key-not-in-group" Error (link, column) labels [header] helps [by];
    /// A key of a table that is no bare column and has no name.
    M0615 KeyWithoutName "key-without-name" Error (write) labels [] helps [write];
    /// `along k` or `mirror k` where `k` is no key.
    M0616 NotAKey "not-a-key" Error (name, source, keys) labels [subject] helps [keys];
    /// `along k` where `k` has no preceding value, or no parts.
    M0617 AlongType "along-type" Error (function, key, expected, found) labels [declared] helps [];
    /// `previous` and its like where there is no other row to look at.
    M0618 OutsideTable "outside-table" Error (function) labels [] helps [key, define];
    /// `last delivery` of a source: only tables are kept.
    M0619 LastDeliveryOfSource "last-delivery-of-source" Error (source) labels [] helps [table];
    /// A comparison of two sides that count different things. `left` and `right` are what each says.
    M0620 NotComparable "not-comparable" Error (left, right) labels [left, right] helps [bridge];
    /// A side of a comparison that does not say what it observes.
    M0621 ObservesNothing "observes-nothing" Warning (source) labels [declared] helps [write];
    /// `only in x` where `x` is no side of the comparison.
    M0622 NotASide "not-a-side" Error (name, sides) labels [] helps [sides];

    /// `columns x` where the source has no such set.
    M0630 UnknownColumnSet "unknown-column-set" Error (name, source, similar) labels [subject] helps [similar, declare];
    /// A set of columns whose columns can not be told: names without numbers, an end before its start, nothing.
    M0631 InvalidColumnSet "invalid-column-set" Error (name) labels [] helps [numbered, order, none];
    /// `sum(columns x)` outside aggregates in a rule on groups.
    M0632 ColumnsOutsideRow "columns-outside-row" Error (found) labels [header] helps [define];
    /// `for each row of x` where the rows of `x` are delivered.
    M0633 RowsNotKnown "rows-not-known" Error (name) labels [declared] helps [from];
    /// A table of the standard that does not read. `reason` is a column, a key, or the system's words; row 0 is the file.
    M0634 RuleTable "rule-table" Error (path, row, reason) labels [] helps [empty, unreadable, twice];
    /// `expects x in` what has no end, or is not known without data.
    M0635 NotExpectable "not-expectable" Error (found) labels [] helps [forms];
    /// `over` a column that is not in the key.
    M0640 DimensionNotKey "dimension-not-key" Error (column, source) labels [subject] helps [key];
    /// A file of relations that does not read. `reason` is a cell, a column, or the system's words; line 0 is the file.
    M0641 RelationsFile "relations-file" Error (path, line, reason, codelist, similar) labels []
        helps [columns, sign, operator, code, similar];
    /// A code that stands twice in a relation.
    M0642 CodeTwice "code-twice" Error (code, relation, line) labels [] helps [];
    /// A relation that a balance has already.
    M0643 RelationTwice "relation-twice" Error (relation, line) labels [first] helps [];
    /// A total that is a part of itself. `cycle` is `A → B → A`.
    M0644 BalanceCycle "balance-cycle" Error (code, cycle, line) labels [] helps [];

    /// A declaration that lacks a clause.
    M0701 MissingClause "missing-clause" Error (name, clause, write) labels [] helps [write];
    /// A clause given twice.
    M0702 RepeatedClause "repeated-clause" Error (clause) labels [first] helps [];
    /// A range whose start is after its end.
    M0703 EmptyRange "empty-range" Error (low, high) labels [] helps [swap];
    /// A key column with `?`.
    M0704 OptionalKey "optional-key" Error (column) labels [declared] helps [remove];
    /// `tolerate` on a rule with one item.
    M0705 ToleranceOfOne "tolerance-of-one" Warning () labels [] helps [];
    /// A written rule without an example.
    M0706 NoExample "no-example" Advice (rule) labels [] helps [write];
    /// A path that leaves its folder.
    M0707 InvalidPath "invalid-path" Error (path) labels [] helps [form];
    /// A standard without a rule.
    M0708 NoRules "no-rules" Error () labels [] helps [];
    /// A constraint that the column's type does not take.
    M0709 ConstraintOnType "constraint-on-type" Error (constraint, found) labels [] helps [];
    /// `mizan.toml` that does not read. `reason` says why.
    M0710 InvalidSettings "invalid-settings" Error (reason) labels [] helps [];
    /// A `format` that is not understood.
    M0711 InvalidFormat "invalid-format" Error (found, expected) labels [] helps [];
    /// A setting that has no effect where it stands.
    M0712 SettingWithoutEffect "setting-without-effect" Error (setting) labels [] helps [move];
    /// A glob in `files` that does not read. `reason` says why.
    M0713 InvalidGlob "invalid-glob" Error (glob, reason) labels [] helps [form];
    /// `provides x` where no entity has the name.
    M0714 UnknownEntity "unknown-entity" Error (name, similar) labels [] helps [similar, declare];
    /// A source gives what is no variable and no definition of the entity.
    M0715 UnknownVariable "unknown-variable" Error (name, entity, similar) labels [declared] helps [similar];
    /// Variables of which a source does not say how it gives them.
    M0716 VariablesNotSaid "variables-not-said" Error (source, entity, variables) labels [declared] helps [write];
    /// A variable that a source gives twice.
    M0717 GivenTwice "given-twice" Error (name) labels [first] helps [];
    /// A variable given as a value of another type, unit or code list.
    M0718 ProvidedType "provided-type" Error (name, expected, found) labels [declared] helps [];

    /// A rule, a definition, a link on a table of the standard.
    M0730 RuleTableJudged "rule-table-judged" Error (name) labels [declared] helps [files];

    /// An example whose outcome follows only with columns that it does not give.
    M0801 IncompleteExample "incomplete-example" Error (outcome, columns) labels [] helps [write];
    /// An example whose outcome is another.
    M0802 ExampleDisagrees "example-disagrees" Error (expected, found) labels [] helps [];
    /// An example of a shape that its rule does not take: no record, an outcome that no rule has.
    M0803 InvalidExample "invalid-example" Error (reason) labels [] helps [];

    /// A variable or definition of an entity at a source where it is unknown for every record.
    M0901 NotComputable "not-computable" Error (name, source, variables, entity) labels [collected] helps [entity];
    /// A variable or definition of an entity at a source that does not provide the entity.
    M0902 NotProvided "not-provided" Error (name, source, entity) labels [declared] helps [write];
    /// A rule on an entity that no source can be judged by.
    M0903 JudgedNowhere "judged-nowhere" Warning (rule, entity) labels [] helps [provides, coverage];

    /// A comparison that no record whose columns are as declared makes false.
    M1001 AlwaysTrue "always-true" Warning (condition) labels [declared] helps [];
    /// A comparison that no record whose columns are as declared makes true.
    M1002 NeverTrue "never-true" Warning (condition) labels [declared] helps [];
    /// A `when` that no record whose columns are as declared meets.
    M1003 GuardNeverTrue "guard-never-true" Error (rule, condition) labels [declared] helps [];
    /// A `require` that no record meets for which the rule is asked.
    M1004 RequirementNeverTrue "requirement-never-true" Error (rule, condition) labels [declared] helps [];
    /// Two rules of which every record breaks one for which one of them is asked.
    M1005 ContradictoryRules "contradictory-rules" Error (first, second) labels [other, declared] helps [];
    /// Two rules of which every record breaks one that meets both guards.
    M1006 ClashingRules "clashing-rules" Warning (first, second) labels [other, declared] helps [split];
    /// Rules that no record meets together. `rules` are their names, the smallest set.
    M1007 ImpossibleRules "impossible-rules" Error (count, rules) labels [declared] helps [];
    /// A rule that no record breaks without breaking others. `rules` are their names.
    M1008 ImpliedRule "implied-rule" Warning (rule, rules) labels [declared] helps [remove];
    /// A branch of a `case` that no record reaches.
    M1009 UnreachableBranch "unreachable-branch" Warning (condition) labels [declared] helps [];
    /// A rule that no record breaks: where it is asked, what it requires holds.
    M1010 NeverBroken "never-broken" Warning (rule) labels [declared] helps [];
}
