# English. Sentences are whole. Messages of diagnostics begin in lower case and have no final stop.
# An argument `x-given` is `yes` where `x` has a value, else `no`.

## Words around diagnostics

level-error = error
level-warning = warning
level-advice = advice
help-word = help:
count-errors =
    { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
count-warnings =
    { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
count-advice =
    { $count ->
        [one] { $count } piece of advice
       *[other] { $count } pieces of advice
    }
no-diagnostics = nothing to report
advice-later = advice is shown when no error is left
explain-hint = `{ $command }` explains this with an example
explain-hint-many = `{ $command }` explains the first of these with an example; each code has such a page
explain-unknown = there is no diagnostic with the code `{ $code }`
list-or = { $list } or { $last }
reason-not-found = there is no such file
reason-no-column =
    { $near-given ->
        [yes] it has no column `{ $column }`, but `{ $near }`
       *[no] it has no column `{ $column }`
    }

## Types, with their article

type-boolean = a condition (true or false)
type-integer = a whole number
type-decimal = a decimal number
type-number = a floating-point number
type-percent = a percent
type-text = a text
type-date = a date
type-timestamp = a date with a time
type-period = a period
type-year = a year
type-quarter = a quarter
type-month = a month
type-week = a week
type-missing = a missing value
type-codelist = a code
type-code = a code of the list `{ $codelist }`
type-tuple = the combination `{ $parts }`
type-with-unit = { $type } in `{ $unit }`
type-without-unit = { $type } without a unit
unit-none = no unit

## Things that the grammar expects

expected-clause = a clause of this declaration
expected-code = a code in single quotes
expected-date = a date, a month or a year
expected-expression = a value or a condition
expected-language = a language such as `fr`, `ar` or `en`
expected-name = a name
expected-number = a number
expected-operator = a comparison
expected-regex = a regular expression between slashes
expected-set = a set, a range or a code list
expected-text = a text in double quotes
expected-type = a type
expected-unit = a unit

## Features that a later version compiles

feature-expects = expected records of an entity
feature-provides = records that several rows make (`provides … by`)

## Text and grammar (M01)

syntax-error =
    { $found-given ->
        [yes] `{ $found }` can not stand here
       *[no] the text ends too early
    }
    .here =
        { $expected-given ->
            [yes] expected here: { $expected }
           *[no] not understood from here on
        }
    .write = write `{ $write }`
single-equals = `=` gives a name its value; this compares
    .here = two values are compared with `==`
    .write = write `==`
wrong-inequality = `<>` is not an operator here
    .write = write `!=`
foreign-operator = `{ $found }` is not written so in Mizan
    .write = write `{ $write }`
typographic-quotes = `{ $found }` has typographic quotes, from a word processor
    .write =
        { $count ->
            [1] write `{ $write }`; `mizan fmt --repair` changes it
           *[other] write `{ $write }`; `mizan fmt --repair` changes all { $count } of this file
        }
number-format = `{ $found }` has a comma or blanks within a number
    .write = the decimal mark is a point, and `_` groups digits: write `{ $write }`
malformed-date = `{ $found }` is not a date
    .write = write `{ $write }`
    .form = a date is written year-month-day with two digits for month and day, and must be in the calendar: `2024-01-05`
mixed-and-or = `and` with `or` can be read in two ways
    .parentheses = write `{ $first }`, or `{ $second }`
if-without-else = this conditional has no `else`
    .repair = for a requirement, write `{ $condition } implies { $value }`; for a value, add `else` and what it is otherwise
case-without-else = this `case` has no `else`
    .add = end with `else => …`: what it is where no condition holds, or `else => missing`
between-word = `between` is not a word of Mizan
    .write = write `{ $value } in { $low }..{ $high }`: both ends are included
aggregate-parentheses = what `{ $aggregate }` is taken over stands in parentheses
    .write = write `{ $write }`
nesting-too-deep = this is nested deeper than { $limit } levels
    .here = too deep from here on
    .define = give the inner part a name with `define`
too-large = this has { $size } MiB, and Mizan reads at most { $limit } MiB
    .split = spread the declarations over several files
text-direction-control = the invisible character { $found } changes the direction of the text around it
    .remove = remove it: what a reader sees must be what is compiled
unknown-declaration = `{ $found }` begins no declaration
    .similar = did you mean `{ $similar }`?
    .words = a declaration begins with one of { $words }
unclosed = `{ $found }` is not closed
    .here = opened here
mixed-chain = a chain of comparisons goes in one direction
    .split = write two comparisons joined by `and`
column-without-colon = the column `{ $column }` has no colon before its type
    .write = write `{ $write }`
remainder-operator = `%` is the sign of a percent, not of a remainder
    .percent = a percent stands after its number: `wage * 5%`; Mizan has no remainder of a division
not-utf8 = the file `{ $file }` is not written in UTF-8
    .save = save it as UTF-8; in a spreadsheet or an editor this is a choice of "save as"

## Names (M02)

unknown-name =
    { $subject-given ->
        [yes] `{ $subject }` has nothing named `{ $name }`, and no parameter has that name
       *[no] nothing is named `{ $name }`
    }
    .subject = this source is meant
    .similar = did you mean `{ $similar }`?
    .declare = declare it as a column, a definition or a parameter; a code is written in single quotes and a text in double quotes
unknown-column = `{ $source }` has no column `{ $column }`
    .subject = this source is meant
    .similar = did you mean `{ $similar }`?
duplicate-declaration = `{ $name }` is declared twice
    .first = first declared here
    .rename = rename one of the two: a standard is one space of names over all its files
ambiguous-name = `{ $name }` names two things that are both in reach
    .first = the other one
    .rename = rename one of the two: no name hides another
unknown-subject = there is no source `{ $name }`
    .similar = did you mean `{ $similar }`?
    .declare = declare it: `source { $name } {"{"} … {"}"}`
unknown-type = there is no type `{ $name }`
    .similar = did you mean `{ $similar }`?
    .types = a type is one of { $types }, or the name of a code list
unknown-function = there is no function `{ $name }`
    .similar = did you mean `{ $similar }`?
    .list = `mizan functions` lists them
    .form = that is written `{ $form }` here
wrong-argument-count =
    { $found ->
        [0] `{ $function }` is called without arguments, which is not its form
        [one] `{ $function }` is called with { $found } argument, which is not its form
       *[other] `{ $function }` is called with { $found } arguments, which is not its form
    }
    .signature = its form is `{ $signature }`
aggregate-of-values = `{ $aggregate }` takes one column, over many rows
    .write = of several values of one row, use `{ $function }`: `{ $write }`
cycle = these depend on each other: { $cycle }
names-alike = `{ $first }` and `{ $second }` can be taken for one another
    .first = the other one
    .rename = rename one of the two, so that they differ by more than case or look-alike letters
not-yet = this version of Mizan does not compile { $feature }
    .remove = take it out for now: what is left out is not checked
unknown-placeholder = the message shows `{ $name }`, which is nothing that it can read
    .similar = did you mean `{ $similar }`?
    .braces = a column, a definition, a parameter or an expression stands in braces; a brace that is shown is written twice
unknown-language = the standard does not speak `{ $language }`
    .declare = its languages are { $languages }, as `languages` in `mizan.toml` says
missing-translation = this text is not given in { $languages }
    .add = add it in each language of the standard
invalid-name = `{ $name }` can not be a declared name
    .form = a name has at most 64 letters, digits and `_`, and begins with a letter; only columns may stand in backquotes
unknown-file-field = the file names of `{ $source }` have no field `{ $field }`
    .subject = this source is meant
    .fields = its fields are { $fields }
    .declare = declare it in the path, as in `"{"{"}{ $field }: month{"}"}.parquet"`
unknown-parameter = there is no parameter `{ $name }`
    .similar = did you mean `{ $similar }`?
unused-definition = no rule or definition uses `{ $name }`
link-elsewhere = the link `{ $link }` starts at `{ $from }`, and the records here are of `{ $subject }`
    .declared = the link is declared here
unknown-link = no link from `{ $subject }` has the name `{ $name }`
    .similar = did you mean `{ $similar }`?
    .declare = declare it: `link { $name } from { $subject } to SOURCE by KEY`
link-keys-differ = the keys of a link have one type: `{ $mine }` is { $left }, `{ $theirs }` is { $right }
    .theirs = its counterpart is here
this-outside-link = `this` is the judged record inside the parentheses of a link; here no other is meant
    .write = write `{ $name }`
needs-this = `{ $linked }` has no column `{ $name }`; the judged `{ $judged }` has
    .write = write `{ $write }`
link-to-many = a record may have several `{ $link }`: which one's `{ $column }`?
    .declared = the link is declared here
    .any = say of which: `any { $link } ({ $column } …)`, `max { $link } ({ $column })`
    .one = or declare that there is at most one: `link { $link } from … to one …`
column-of-another = `{ $column }` is a column of `{ $source }`, and no record of `{ $source }` is said
    .any = ask its linked records: `any { $link } ({ $column } …)`
    .declare = say how its records belong to these: `link NAME from … to { $source } by KEY`
    .membership = to ask whether a value is among all of them: `x in { $source }.{ $column }`
dates-not-ascending = the values of a parameter are given from the first date to the last
    .before = the date before it
    .order = move this value before the one above
    .once = one date has one value: remove one of the two
link-as-value = `{ $link }` is a link, which leads to records and is no value
    .write = ask something of them: `any { $link }`, `count { $link } ()`, `any { $link } (…)`

## Types (M03)

type-mismatch = { $expected } must stand here, and this is { $found }
    .declared = declared here
types-differ = { $left } does not go together with { $right }
    .left = this is { $left }
    .right = this is { $right }
not-ordered = { $found } has no order, so it is neither less nor greater
    .codes = compare codes with `==`, `in` or `under`
number-equality = `==` on a floating-point number depends on its last digit
    .within = write `{ $left } within 0.000001 of { $right }`
    .decimal = or declare the column `decimal`, which is exact
equals-missing = nothing equals a missing value: this is never true
    .write = write `{ $value } { $negated }`
not-a-condition = a condition must stand here, and this is { $found }
    .here = this is { $found }
    .compare = compare it with something, as in `… == …` or `… is known`
date-with-period = { $left } is compared with { $right }
    .write = compare dates, with `{ $date }`, or periods, with `{ $period }`
subtraction-as-range = this is { $left } minus { $right }
    .write = a range is written `{ $write }`
branches-differ = one branch gives { $first } and another gives { $second }
    .first = this is { $first }
    .second = this is { $second }
not-a-set = `{ $found }` is no set of values
    .forms = after `in` stands a set `{"{"}a, b{"}"}`, a range `a..b`, a code list or another source's column
wrong-argument = `{ $function }` takes { $expected } as `{ $parameter }`, and this is { $found }
    .signature = its form is `{ $signature }`
invalid-pattern = this regular expression does not compile: { $reason }
invalid-tolerance = `{ $found }` can not be a tolerance or a coverage
    .form = write a percent from 0% to 100%, or an amount of zero or more
amount-looks-like-share = this allows a difference of { $found } in the unit of the value, not a share of it
    .declared = declared here
    .percent = for a relative tolerance, declare it `{ $percent }`
not-constant = a value written out must stand here
no-arithmetic =
    { $left-given ->
        [yes] `{ $operator }` does not calculate with { $left } and { $right }
       *[no] `{ $operator }` can not stand before { $right }
    }
    .left = this is { $left }
    .right = this is { $right }
    .write = write `{ $write }`
unknown-reason = the column `{ $column }` declares no missing reason "{ $reason }"
    .declared = declared here
    .reasons = its reasons are { $reasons }

## Units of measure (M04)

unknown-unit = unknown unit `{ $name }`
    .similar =
        { $label-given ->
            [yes] did you mean `{ $similar }` ({ $label })?
           *[no] did you mean `{ $similar }`?
        }
    .declare = to have a unit of your own, declare it: `unit { $name }`
units-differ = the units differ: { $left } and { $right }
    .left = here: { $left }
    .right = here: { $right }
    .calendar = Mizan never converts calendars: write both in one unit, as in `12 months` for a year
    .convert = one can be brought to the unit of the other: `{ $write }`
unit-on-type = `{ $found }` takes no unit
unit-argument = a unit can not stand here
    .form = units stand after the numeric type of a column or parameter, or after a number: `decimal [MAD/month]`, `5 [MAD]`
no-rates = nothing says at which rates money is converted
    .declare = a source of exchange rates says so: `rates RATE by CURRENCY, MONTH`
no-rates-into = no rates are into `{ $currency }`; there are rates into { $given }
    .declared = the rates are here
    .declare = convert into one of these, or add a source of such rates, its rate with the unit `[{ $currency }]`
no-currency = only an amount in one currency can be converted, and this has { $found }
    .unit = the unit of the amount says its currency: `decimal [USD]`, or the column that holds it: `decimal [wage_currency/month]`
mixed-currencies = rows are taken together whose amounts are in several currencies: each is in that of its `{ $column }`
    .convert = bring them to one first: `convert(…, MAD, …)`, or group by `{ $column }`
no-factor = nothing says how many { $to } one { $from } is
    .declare = units convert where a declaration gives a factor: `unit kMAD = 1000 MAD`

## Code lists (M05)

unknown-code =
    { $count ->
        [one] `'{ $code }'` is not in the code list `{ $codelist }` ({ $count } code)
       *[other] `'{ $code }'` is not in the code list `{ $codelist }` ({ $count } codes)
    }
    .declared = this list
    .similar =
        { $label-given ->
            [yes] did you mean `'{ $similar }'` ({ $label })?
           *[no] did you mean `'{ $similar }'`?
        }
    .codes = the codes of the list are where it is declared
text-for-code = `{ $text }` stands where a code of `{ $codelist }` must stand
    .write = codes take single quotes: write `{ $write }`
code-for-text =
    { $name-given ->
        [yes] `{ $name }` is text, and `'{ $code }'` is written as a code
       *[no] a text must stand here, and `'{ $code }'` is written as a code
    }
    .write = texts take double quotes: write `{ $write }`
codelists-differ = codes of `{ $left }` are compared with codes of `{ $right }`
    .left = a code of `{ $left }`
    .right = a code of `{ $right }`
code-without-list = nothing here says which code list `'{ $code }'` is from
    .declare = compare it with a column of that list, or declare the type: `define NAME: LIST on …`
codelist-file = the code list's file `{ $path }` can not be used: { $reason }
duplicate-code =
    { $line ->
        [0] the code `'{ $code }'` is twice in `{ $codelist }`
       *[other] the code `'{ $code }'` is twice in `{ $codelist }`: again on line { $line } of its file
    }
    .first = the first is here
parent-cycle =
    { $line ->
        [0] the code `'{ $code }'` of `{ $codelist }` is its own ancestor: { $cycle }
       *[other] the code `'{ $code }'` of `{ $codelist }` (line { $line } of its file) is its own ancestor: { $cycle }
    }
unknown-parent =
    { $line ->
        [0] the parent `'{ $parent }'` of the code `'{ $code }'` is not in `{ $codelist }`
       *[other] the parent `'{ $parent }'` of the code `'{ $code }'` (line { $line } of its file) is not in `{ $codelist }`
    }
no-parents = the codes of `{ $codelist }` have no parents
    .declared = this list
unknown-coding = the code list `{ $codelist }` has no coding `{ $coding }`
    .codings = its codings are { $codings }

## Aggregates and groups (M06)

aggregate-without-group = the `{ $aggregate }` of which rows?
    .write = say the group: `{ $by }`, or `{ $overall }` for the whole source
bare-column-in-group = a group has no single `{ $column }`: it is no key of this rule
    .header = the keys of the group are here
    .condition = say of which rows: `every row ({ $condition })`, `any row ({ $condition })`, or add `{ $column }` to `by`
    .value = take one value of the group: `only({ $column })`, `max({ $column })`, or add `{ $column }` to `by`
nested-aggregate = an aggregate stands within an aggregate
    .outer = within this one
    .define = give the inner one a name with `define`, on the rows
outside-group = `{ $found }` looks at the rows of a group, and this rule judges rows one by one
    .by = give the rule a group with `by`, or `as a whole`
clause-not-taken = `{ $aggregate }` does not take `{ $clause }`
group-in-group = this rule's header already says the group
    .header = the group is said here
    .remove = take `by` or `overall` out of the parentheses
aggregate-needs-value = `{ $aggregate }` needs the value that it is taken of
    .write = write `{ $write }`
every-of-none = `every { $link }` also holds where there is no `{ $link }` at all
    .any = if one is needed, add `when any { $link }`, or require `any { $link }` too
link-of-no-aggregate = `{ $function }` is of one value; only aggregates are taken over the records of the link `{ $link }`
link-with-group = the records are already said: those of `{ $link }`
    .condition = choose among them with `where`
link-key-not-in-group = a group has no single `{ $column }`, which the link `{ $link }` goes by
    .header = the keys of the group are here
    .by = add `{ $column }` to `by`, or name what is asked of each row with `define`
key-without-name = this key has no name
    .write = write `{ $write }`
not-a-key = `{ $name }` is no key of `{ $source }`
    .subject = the keys are said here
    .keys = its keys are { $keys }
along-type = `{ $function }` can not go along `{ $key }`: { $expected } is needed, it is { $found }
    .declared = the key
outside-table = `{ $function }` looks at another row of a table, and there is none here
    .key = give the source a `key`, or use it on a table
    .define = write it as a definition on the table (`define … on …`), and use that
last-delivery-of-source = of `{ $source }` the last delivery is not kept: only tables are
    .table = declare a `table` of what is to be compared, and use that
not-comparable = `{ $left }` is compared with `{ $right }`
    .left = this side
    .right = this side
    .bridge = say why the two can be compared: `bridge "…"`
observes-nothing = `{ $source }` does not say what it observes, so nobody knows whether it can be compared
    .declared = the source
    .write = add to the source what it counts, such as `observes stock of persons`, or to the comparison why it holds: `bridge "…"`
not-a-side = `{ $name }` is no side of this comparison
    .sides = its sides are { $sides }
unknown-column-set = `{ $source }` has no set of columns `{ $name }`
    .subject = this source
    .similar = do you mean `{ $similar }`?
    .declare = declare it in the source: `columns { $name } = FIRST..LAST`
invalid-column-set = the columns of the set `{ $name }` can not be told
    .numbered = columns that a set declares are a list, or names that differ by their last number: `rc01..rc19`, up to a thousand
    .order = its first column is declared after its last
    .none = no column of the source begins so
columns-outside-row = `{ $found }` is over the columns of one record, and this rule judges groups
    .header = the group is said here
    .define = put it into an aggregate, or name it for the records with `define`
rows-not-known = the rows of `{ $name }` are not known before data arrive, and each row must give a rule its name
    .declared = declared here
    .from = put the table into the folder of the standard: `source { $name } from "{ $name }.csv"`
rule-table =
    { $row ->
        [0] the table `{ $path }` can not be used: { $reason }
       *[other] the table `{ $path }` can not be used: row { $row }, { $reason }
    }
    .empty = the cell has no value; `?` after the column's type lets it
    .unreadable = the cell can not be read as its column's type
    .twice = two rows have this key
not-expectable = what `{ $found }` holds can not be told one by one without data
    .forms = records are expected in a code list, values, a range of integers, dates or periods, or the columns of a source
dimension-not-key = `{ $column }` is not in the key of `{ $source }`, so its codes are no cells of a balance
    .subject = this source
    .key = the key says what identifies a cell: `key …, { $column }`
relations-file =
    { $line ->
        [0] the relations in `{ $path }` can not be used: { $reason }
       *[other] the relations in `{ $path }` can not be used: line { $line }, { $reason }
    }
    .columns = its columns are `total` and `part`, and where they are needed `sign`, `operator`, `relation`
    .sign = a sign is `+` or `-`
    .operator = an operator is one of `= < <= > >=`, the same for all parts of a relation
    .code = this is no code of `{ $codelist }`
    .similar = do you mean `'{ $similar }'`?
code-twice =
    { $line ->
        [0] the code `'{ $code }'` is twice in { $relation }
       *[other] the code `'{ $code }'` is twice in { $relation } (from line { $line } of its file)
    }
relation-twice =
    { $line ->
        [0] the balance has { $relation } already
       *[other] the balance has { $relation } already (from line { $line } of its file)
    }
    .first = the first is here
balance-cycle =
    { $line ->
        [0] the total `'{ $code }'` is a part of itself: { $cycle }
       *[other] the total `'{ $code }'` is a part of itself: { $cycle } (from line { $line } of its file)
    }

## Declarations (M07)

missing-clause = `{ $name }` has no `{ $clause }`
    .write = add `{ $write }`
repeated-clause = `{ $clause }` is given twice
    .first = first given here
empty-range = the range from { $low } to { $high } is empty: its start is after its end
    .swap = write the smaller end first
optional-key = the key column `{ $column }` may not be empty
    .declared = `?` allows empty cells
    .remove = take the `?` off: a record without its key can not be told from another
tolerance-of-one = this rule judges one item, so a tolerance either forgives it or does nothing
no-example = the rule `{ $rule }` has no example
    .write = add a record that passes and one that fails: `example fail {"{"} … {"}"}`
invalid-path = `{ $path }` leaves its folder
    .form = a path is relative, with `/`, and without `..`
no-rules = this standard has no rule, so it would pass every delivery
constraint-on-type = `{ $constraint }` does not go with { $found }
invalid-settings = `mizan.toml` can not be read: { $reason }
invalid-format = `{ $found }` is not understood in a format, which takes { $expected } here
setting-without-effect = `{ $setting }` has no effect here
    .move = move it to the rule's own settings
invalid-glob = the file pattern `{ $glob }` can not be read: { $reason }
    .form = `*` stands for anything within a name, `**` for folders, and `{"{"}year: year{"}"}` for a field
unknown-entity = there is no entity `{ $name }`
    .similar = did you mean `{ $similar }`?
    .declare = declare it: `entity { $name } {"{"} … {"}"}`
unknown-variable = `{ $entity }` has no variable and no definition `{ $name }`
    .declared = the entity is declared here
    .similar = did you mean `{ $similar }`?
variables-not-said = `{ $source }` does not say how it gives these variables of `{ $entity }`: { $variables }
    .declared = the entity is declared here
    .write = give each one, write `not collected` for it, or end with `everything else not collected`
given-twice = `{ $name }` is given twice
    .first = here for the first time
provided-type = `{ $name }` is { $expected }, but what is given for it is { $found }
    .declared = declared here
rule-table-judged = `{ $name }` is a table of the standard: its rows are no delivery that rules judge
    .declared = declared `from` a file of the standard here
    .files = rules judge a source with `files`

## Examples (M08)

incomplete-example = this example says `{ $outcome }`, and its outcome depends on { $columns }, which it does not give
    .write = give a value for { $columns }, or write `missing` where none is meant
example-disagrees = this example says `{ $expected }`, and the rule makes it `{ $found }`
invalid-example = an example needs an outcome that its subject can have and at least one record: `{ $reason }`
not-computable = `{ $name }` can not be computed at `{ $source }`, for want of { $variables }
    .collected = not collected, as is said here
    .entity = `mizan coverage` lists where it can; a rule on `{ $entity }` leaves this source out and says so
not-provided = `{ $source }` does not provide `{ $entity }`, which `{ $name }` is of
    .declared = the source is declared here
    .write = add `provides { $entity } {"{"} … {"}"}` to the source
judged-nowhere = no source can be judged by `{ $rule }`
    .provides = no source provides `{ $entity }`
    .coverage = what it needs is collected nowhere; `mizan coverage` lists what is missing of `{ $entity }`

## What can be known without data (M10)

always-true = `{ $condition }` is true of every record whose columns are as declared
    .declared = follows from this
never-true = `{ $condition }` is true of no record whose columns are as declared
    .declared = follows from this
guard-never-true = no record meets `{ $condition }`, so that `{ $rule }` judges none
    .declared = this rules it out
requirement-never-true = no record meets `{ $condition }`, which `{ $rule }` requires
    .declared = this rules it out
contradictory-rules = every record breaks one of `{ $first }` and `{ $second }`
    .other = the other rule
    .declared = with this
clashing-rules = every record that meets the guards of `{ $first }` and `{ $second }` breaks one of them
    .other = the other rule
    .declared = with this
    .split = if there is no such record, say so in a rule of its own; else let one guard leave it out
impossible-rules = { $count ->
        [one] no record meets this rule: { $rules }
       *[other] no record meets these { $count } rules together: { $rules }
    }
    .declared = with this
implied-rule = `{ $rule }` says nothing new: who breaks it breaks { $rules }
    .declared = follows from this
    .remove = remove it, or say what else it is to find
unreachable-branch = no record reaches the branch of `{ $condition }`: those before it take them all
    .declared = follows from this
never-broken = no record breaks `{ $rule }`: where it is asked, what it requires holds
    .declared = follows from this

## Messages of the rules that columns make
# Arguments: column, value, codelist, range, pattern, condition; of a key: key.

column-type = `{ $column }` can not be read as { $type }.
column-present = `{ $column }` is empty.
column-code = `{ $value }` in `{ $column }` is not a code of `{ $codelist }`.
column-range = `{ $column }` is { $value }, and must be { $range }.
column-pattern = `{ $value }` in `{ $column }` does not have the form { $pattern }.
column-unique = `{ $value }` in `{ $column }` is in more than one record.
column-asked = `{ $column }` must have a value exactly when { $condition }.
key-unique = the key { $key } is in more than one record.
link-one = several records are linked by `{ $link }`, where there is one at most.
compare-last-delivery = last delivery
compare-differs = `{ $value }` is { $first } in `{ $left }` and { $second } in `{ $right }`.
compare-differs-by = `{ $value }` is { $first } in `{ $left }` and { $second } in `{ $right }`: a difference of { $difference }.
compare-only = { $key } is in `{ $source }` and not in `{ $other }`.
compare-duplicated = { $key } is { $count } times in `{ $source }`.
rule-broken = { $condition } does not hold.
message-repeated = { $message } (× { $count })
expected-absent = there is no record with { $key }.
expected-extra = no record is expected with { $key }.
balance-broken = the total is { $total }, its parts come to { $sum }: a difference of { $difference }.
range-in = in { $range }
range-at-least = at least { $value }
range-more-than = more than { $value }
range-at-most = at most { $value }
range-less-than = less than { $value }
range-equal = equal to { $value }
range-not-equal = other than { $value }

## Words of results

severity-error = error
severity-warning = warning
severity-info = information
verdict-ok = ok
verdict-tolerated = tolerated
verdict-not-checked-enough = not checked enough
verdict-breached = breached
verdict-not-evaluated = not evaluated
outcome-pass = pass
outcome-fail = fail
outcome-unknown = unknown
outcome-not-applicable = not applicable
outcome-not-evaluated = not evaluated
not-evaluated-source-absent = no file of `{ $source }` was delivered
not-evaluated-column-absent = the column `{ $column }` is not in the files of `{ $source }`
not-evaluated-source-unreadable = a file of `{ $source }` can not be read
not-evaluated-nothing-to-judge = there was nothing to judge
not-evaluated-not-collected = { $source } does not collect { $variables }
not-evaluated-too-many-expected = { $count } records are expected, and at most { $most } can be looked for
not-evaluated-failure = the run could not go on: { $reason }
value-true = yes
value-false = no
value-missing = missing
reason-empty = empty
reason-unreadable = unreadable

## report

report-passed =
    { $rules ->
        [one] Passed: the one rule holds.
       *[other] Passed: all { $rules } rules hold.
    }
report-passed-tolerating =
    { $tolerated ->
        [one] Passed: one of { $rules } rules has failing items, within what it tolerates.
       *[other] Passed: { $tolerated } of { $rules } rules have failing items, within what they tolerate.
    }
report-passed-though =
    { $failing ->
        [one] Passed, though one of { $rules } rules is not met: it is not grave enough to stop the delivery.
       *[other] Passed, though { $failing } of { $rules } rules are not met: none is grave enough to stop the delivery.
    }
report-failed =
    { $failing ->
        [one] Failed: one of { $rules } rules is not met.
       *[other] Failed: { $failing } of { $rules } rules are not met.
    }
report-failed-advice = Correct at the source what is listed below, then check the new delivery.
report-no-rules = Incomplete: no rule was judged, so nothing is known of this delivery.
report-incomplete = Incomplete: some of the { $rules } rules could not be judged.
report-incomplete-failing =
    { $failing ->
        [one] Incomplete: some of the { $rules } rules could not be judged, and one is not met.
       *[other] Incomplete: some of the { $rules } rules could not be judged, and { $failing } are not met.
    }
report-incomplete-advice = Deliver what is missing or can not be read, as listed below, then check again.
report-as-of = As of { $date }.
report-standard = Standard: { $standard }, as of { $date }.
report-overview-good =
    { $rules ->
        [one] { $source }: its one rule is met
       *[other] { $source }: { $rules } rules, all met
    }
report-overview-failing =
    { $rules ->
        [one] { $source }: its one rule is not met
       *[other] { $source }: { $rules } rules, { $failing } not met
    }
report-overview-open =
    { $rules ->
        [one] { $source }: its one rule was not evaluated
       *[other] { $source }: { $rules } rules, { $open } not evaluated
    }
report-overview-open-failing = { $source }: { $rules } rules, { $open } not evaluated, { $failing } not met
report-unclaimed = Files of the delivery that no source reads; are their names right? { $files }
report-owner = Delivered by { $owner }
report-files =
    { $files ->
        [one] 1 file
       *[other] { $files } files
    }, { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    }
report-blamed = Fields to correct, by the number of failing records: { $list }.
report-problem = problem
report-remark = remark
report-hold =
    { $count ->
        [one] 1 rule holds.
       *[other] { $count } rules hold.
    }
report-not-evaluated =
    { $count ->
        [one] 1 rule was not evaluated: { $reason }.
       *[other] { $count } rules were not evaluated: { $reason }.
    }
report-nothing-to-judge =
    { $count ->
        [one] 1 rule had nothing to judge: it applies to no item of this delivery.
       *[other] { $count } rules had nothing to judge: they apply to no item of this delivery.
    }
report-left-out =
    { $count ->
        [one] 1 finding is left out: a log holds 25,000 results, the gravest first.
       *[other] { $count } findings are left out: a log holds 25,000 results, the gravest first.
    }
report-closing =
    { $rules ->
        [0] No rule was judged.
        [one] 1 rule: { $counts }.
       *[other] { $rules } rules: { $counts }.
    }
report-count-ok =
    { $count ->
        [one] 1 holds
       *[other] { $count } hold
    }
report-count-tolerated = { $count } tolerated
report-count-breached = { $count } breached
report-count-not-checked = { $count } not checked enough
report-count-not-evaluated = { $count } not evaluated
report-count-nothing = { $count } with nothing to judge
report-failing-rows =
    { $fail ->
        [one] 1 row of { $checked } checked fails ({ $share }).
       *[other] { $fail } of { $checked } rows checked fail ({ $share }).
    }
report-failing-groups =
    { $fail ->
        [one] 1 group of { $checked } checked fails ({ $share }).
       *[other] { $fail } of { $checked } groups checked fail ({ $share }).
    }
report-failing-whole = The source as a whole fails.
report-tolerated-share = Tolerated: { $share }.
report-tolerated-count = Tolerated: { $count }.
report-tolerated-either = Tolerated: { $share }, or { $count }.
report-unknown =
    { $count ->
        [one] 1 could not be decided, because values are missing.
       *[other] { $count } could not be decided, because values are missing.
    }
report-ungrouped =
    { $count ->
        [one] 1 row is in no group, because a part of its key is missing.
       *[other] { $count } rows are in no group, because a part of their key is missing.
    }
report-coverage = Only { $share } of what the rule applies to could be checked; { $coverage } is asked for.
report-missing = Missing answers by reason: { $list }.
report-sample-row = row { $row } of { $file }
report-sample-key = key { $key }
report-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
report-cites = Source of the rule: { $document }
report-cites-to-verify = Source of the rule, to be verified: { $document }
report-place = Written in { $place }
report-from-table =
    { $rows ->
        [one] Table of 1 cell
       *[other] Table of { $rows } cells
    }
report-from-comparison =
    { $rows ->
        [one] Comparison of 1 key
       *[other] Comparison of { $rows } keys
    }
report-from-expected =
    { $rows ->
        [one] 1 record that must be there
       *[other] { $rows } records that must be there
    }
report-from-last-delivery =
    { $rows ->
        [one] 1 cell of the previous delivery
       *[other] { $rows } cells of the previous delivery
    }
report-compare = { $left } compared with { $right }
report-compare-judged =
    { $count ->
        [one] 1 key on both sides; pairs that agree: { $equal }, that differ: { $different }, not comparable: { $open }.
       *[other] { $count } keys on both sides; pairs that agree: { $equal }, that differ: { $different }, not comparable: { $open }.
    }
report-compare-matched =
    { $count ->
        [one] 1 key on both sides.
       *[other] { $count } keys on both sides.
    }
report-compare-only =
    { $count ->
        [one] 1 key only in { $side }.
       *[other] { $count } keys only in { $side }.
    }
report-compare-duplicate =
    { $count ->
        [one] 1 key several times in { $side }, in { $rows } rows.
       *[other] { $count } keys several times in { $side }, in { $rows } rows.
    }
report-compare-against =
    { $count ->
        [one] 1 row of { $side } whose key the other side has several times.
       *[other] { $count } rows of { $side } whose keys the other side has several times.
    }
report-compare-not-stated =
    { $count ->
        [one] 1 row of { $side } without a complete key.
       *[other] { $count } rows of { $side } without a complete key.
    }
report-tables = Tables
report-table =
    { $count ->
        [one] { $table }: 1 row
       *[other] { $table }: { $count } rows
    }
report-table-suppressed =
    { $count ->
        [one] 1 of them is not shown: fewer than { $threshold } records, or it would give such a cell away.
       *[other] { $count } of them are not shown: fewer than { $threshold } records, or they would give such a cell away.
    }
report-table-undecided =
    { $count ->
        [one] 1 row of { $from } can not be told to belong to it, because values are missing.
       *[other] { $count } rows of { $from } can not be told to belong to it, because values are missing.
    }
report-sample-suppressed = Not shown: a cell of fewer than { $threshold } records, or one that would give such a cell away.
report-html-sources = The sources
report-html-source = Source
report-html-rows = Rows
report-html-rules = Rules
report-html-met = Met
report-html-not-met = Not met
report-html-not-evaluated = Not evaluated
report-html-rule = Rule
report-html-checked = Checked
report-html-undecided = Undecided
report-html-examples = Examples
report-html-where = Where
report-html-wrong = What is wrong
report-html-about = About this rule
report-html-provenance = Where these figures come from
report-html-files = Files that were read
report-html-file = File
report-html-made-by = Made by Mizan { $version }. SHA-256 of the standard:
report-html-to-see = To be looked at
report-html-matrix = Rules that several sources are judged by
report-html-met-everywhere =
    { $count ->
        [one] 1 more such rule is met, or has nothing to judge, at every source.
       *[other] { $count } more such rules are met, or have nothing to judge, at every source.
    }
report-more-rules =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
report-mark-error = error, not met
report-mark-warning = warning, not met
report-mark-info = information, not met
report-mark-waived = not met, waived
report-mark-not-checked = not checked enough
report-mark-open = not evaluated
report-mark-tolerated = tolerated
report-mark-nothing = nothing to judge
report-mark-met = met
report-health = The health of the rules
report-health-everywhere =
    { $count ->
        [one] 1 rule fails nearly everywhere
       *[other] { $count } rules fail nearly everywhere
    }
    .advice = At least nine in ten of what was checked fail: the rule, its parameter or its code list may be wrong, rather than the data. Look at these before the source is asked to correct anything.
report-health-unchecked =
    { $count ->
        [one] 1 rule could often not be checked
       *[other] { $count } rules could often not be checked
    }
    .advice = The share of what the rule applies to for which values are missing.
report-health-never =
    { $count ->
        [one] 1 rule applied to nothing
       *[other] { $count } rules applied to nothing
    }
    .advice = The source has rows, and the condition of the rule holds for none: it may be written too narrowly, or the source may have nothing of this kind.
report-differences = { $within } of { $all } differences are within { $limit }.
report-differences-advice =
    { $rest ->
        [0] If they come of rounding, a tolerance of { $limit } would leave none.
       *[other] If they come of rounding, a tolerance of { $limit } would leave { $rest }.
    }
report-differences-caption = Failing items by the size of the difference
report-health-rounding =
    { $count ->
        [one] 1 rule fails by little
       *[other] { $count } rules fail by little
    }
    .advice = Nine in ten differences are so small that they may come of rounding: a tolerance may be what is missing.
report-html-language = Language
report-html-language-name = English
report-html-shortened = So that this page stays small, not everything is on it: there are fewer examples and rows of tables, and perhaps one language only. The rest is in the result as JSON, or in a check of fewer rules (--only).
report-html-new = { $count } new
report-html-contents = On this page
report-together-heading = Rules that mostly the same rows break:
report-together =
    { $count ->
        [one] `{ $first }` and `{ $second }`: 1 row breaks both
       *[other] `{ $first }` and `{ $second }`: { $count } rows break both
    }
report-title-type = `{ $column }` can be read as { $type }.
report-title-present = `{ $column }` is never empty.
report-title-code = `{ $column }` is a code of `{ $codelist }`.
report-title-range = `{ $column }` is { $range }.
report-title-pattern = `{ $column }` has the form { $pattern }.
report-title-unique = `{ $column }` is in one record only.
report-title-asked = `{ $column }` has a value exactly when { $condition }.
report-title-key = The key { $key } is in one record only.
report-title-link-one = `{ $link }` leads to one record at most.
report-title-matched = `{ $left }` and `{ $right }` agree.
report-title-only = Every key of `{ $source }` is in `{ $other }`.
report-title-duplicated = No key is twice in `{ $source }`.
problem-source-absent = no file was delivered; expected: { $patterns }
problem-source-absent-below = no file was delivered: nothing in `{ $folders }` is named as { $patterns }
problem-source-unreadable = its files can not be looked for: { $reason }
problem-no-rows = the files have no row, so that no rule has anything to judge
problem-file-absent = the file is not there
problem-file-unreadable = the system does not let the file be read: { $reason }
problem-file-corrupt = the file is damaged or not of its format: { $reason }
problem-file-empty = the file is empty: it has no header
problem-file-utf16 = the file is in UTF-16: save it as UTF-8
problem-column-absent = the column `{ $column }` is not there
    .similar = the column `{ $column }` is not there; is it `{ $similar }`?
problem-header-respelled = the column `{ $column }` is headed `{ $header }`; it was read
problem-duplicate-header = `{ $column }` heads { $times } columns; the first was read
problem-extra-columns = columns that the standard does not have, and that nothing reads: { $names }
problem-wrong-storage = the column `{ $column }` is stored as { $stored }, which can not hold its values
problem-too-many-fields =
    { $rows ->
        [one] row { $row } has more fields than the header
       *[other] { $rows } rows have more fields than the header, the first of them row { $row }
    }
problem-too-few-fields =
    { $rows ->
        [one] row { $row } has fewer fields than the header
       *[other] { $rows } rows have fewer fields than the header, the first of them row { $row }
    }
problem-row-count = the file says that it has { $said } rows and has { $found }
problem-file-changed = the file was changed while it was read: deliver it whole, and check again
problem-record-too-long = the record of row { $row } does not end: a quote is probably never closed
unit-day =
    { $count ->
        [one] day
       *[other] days
    }
unit-day-words = day days
unit-week =
    { $count ->
        [one] week
       *[other] weeks
    }
unit-week-words = week weeks
unit-month =
    { $count ->
        [one] month
       *[other] months
    }
unit-month-words = month months
unit-year =
    { $count ->
        [one] year
       *[other] years
    }
unit-year-words = year years
unit-person =
    { $count ->
        [one] person
       *[other] persons
    }
unit-person-words = person persons people

## command line

cli-parameters = a value given with --set is wrong
cli-pattern = `{ $pattern }` is no pattern of rules: { $reason }
cli-no-such-rule = no rule has a name like `{ $pattern }`
    .similar = no rule has a name like `{ $pattern }`; is it `{ $similar }`?
cli-no-such-source = the standard has no source `{ $name }`
    .similar = the standard has no source `{ $name }`; is it `{ $similar }`?
cli-no-such-function = there is no function `{ $name }`; `mizan functions` lists all
    .similar = there is no function `{ $name }`; is it `{ $similar }`?
cli-no-delivery = the delivery `{ $path }` is not there, or is no folder
cli-previous-foreign = no result of Mizan: it does not say the format { $format }
cli-previous-format = a result of the format { $found }; this version reads { $format }
cli-previous-broken = the result is broken: { $reason }
cli-previous-value = the previous result is broken: row { $row } of the table `{ $table }` has a value in `{ $column }` that is not of its type
cli-no-such-table = the standard has no table `{ $name }`
cli-tables-where = several tables can not all go to standard output: give a folder with --out, or one of them with --table: { $names }
cli-tables-parquet = Parquet files are written into a folder: give it with --out
cli-tables-none = The standard has no table.
cli-tables-absent = { $table }: could not be computed. { $reason }
cli-threads = the system does not give the threads that are asked for: { $reason }
cli-no-standard = there is no mizan.toml here or in a folder above; name the standard's folder
cli-standard-absent = `{ $path }` is no folder
cli-standard-too-large = `{ $path }` is too large for a rule file
cli-standard-empty = `{ $path }` holds no .mizan file
cli-file-of-which-source = `{ $path }` is a file: say of which source with --source NAME={ $path }; the sources are { $names }
cli-two-reports = two reports can not both go to standard output: give all but one a path, as in --format json=result.json
cli-read = `{ $path }` can not be read: { $reason }
cli-read-absent = `{ $path }` is not there
cli-read-folder = `{ $path }` is a folder, not a file
cli-read-denied = `{ $path }` may not be read: the system does not permit it
cli-of-file = `{ $path }`: { $reason }
cli-occupied = `{ $path }` is no empty folder: what goes back to institutions is written to one that is, or that is not there yet
cli-returned = { $folder } is for { $owner }; rules not met: { $count }
cli-returned-nowhere = rules on what is computed from the rows of several institutions, in none of the folders: { $count }
returned-rule = Rule
returned-title = What it asks
returned-severity = Severity
returned-source = Source
returned-file = File
returned-row = Row
returned-key = Key
returned-values = Values
returned-message = What is wrong
returned-blamed = Fields to look at
returned-sheet = Failing items
returned-left-out = Only the first { $most } of { $count } failing items are here: the CSV file of a return pack and a Parquet file have all of them.
cli-write = `{ $path }` can not be written: { $reason }
cli-internal = internal error: Mizan is at fault, neither the standard nor the data. Please report it with the command and this line: mizan { $version }, { $place }
cli-tests-passed =
    { $count ->
        [one] The one example agrees.
       *[other] All { $count } examples agree.
    }
cli-tests-failed =
    { $failed ->
        [one] 1 of { $count } examples does not agree.
       *[other] { $failed } of { $count } examples do not agree.
    }
cli-no-examples = The standard has no example.
cli-test-differs = expected: { $expected }; found: { $found }
cli-test-lacking = columns that are read and that the example leaves out: { $columns }
cli-coverage-complete = The examples show every outcome and take every branch.
cli-coverage-short = Not shown by examples: rules and definitions without any ({ $subjects }), outcomes ({ $outcomes }), branches ({ $branches }). `{ $command }` lists them.
cli-coverage-without = Rules and definitions without an example ({ $count } of { $all }):
cli-coverage-outcomes = Outcomes that no example shows ({ $count }):
cli-coverage-branches = Branches that no example takes ({ $count } of { $all }):
cli-coverage-value = `{ $text }` is never taken
cli-coverage-true = `{ $text }` is never true
cli-coverage-false = `{ $text }` is never false
cli-mutate-rules = Wrong rules that no example notices ({ $count }):
cli-mutate-data = Wrong data that changes no outcome of the examples ({ $count }):
cli-mutate-instead = `{ $from }` could be `{ $to }`
cli-mutate-without = `{ $from }` could be left out
cli-mutate-missing = `{ $column }` missing
cli-mutate-step = `{ $column }` one step lower or higher
cli-mutate-other = `{ $column }` with another value
cli-mutate-score = Noticed: { $rules } of { $all-rules } wrong variants of rules, { $data } of { $all-data } of data; { $share } in all.
cli-mutate-without-example = Variants of rules and definitions without an example, among those not noticed: { $count }.
cli-mutate-nothing = There is nothing to change: no rule that people wrote, no definition.
cli-mutate-under = That is less than the { $share } asked for.
cli-fmt-differs = not in canonical form: { $path }
cli-fmt-written = written in canonical form: { $path }
cli-fmt-broken = `{ $path }` was left as it is, because of the errors above
cli-similar-codes = Codes that look like it:
cli-opening = opening files
cli-judging = judging
cli-demo-wrote = A standard and two synthetic deliveries that follow each other are in { $folder }. Errors were planted in them: { $truth } lists them.
cli-demo-changes = Rules since the delivery of { $before } – fixed: { $fixed }, failing newly: { $new }, still failing: { $persisting }.
cli-demo-page = The report as a page for a browser: { $path }.
cli-demo-next = What to try next:
cli-plan-scan = { $number }. { $source }: { $rows } rows (pieces: { $pieces }), { $bytes } of { $all } bytes; columns: { $columns }
cli-plan-all = Readings: { $readings }; bytes: { $bytes }. Beside them, every file is read once for its SHA-256, and rows that are shown are read again.
cli-generate-rows = { $source }: { $rows } rows
cli-generate-wrote = The delivery is in { $delivery }; { $failing } failing rows were planted in it, listed in { $planted }.
cli-generate-not-reached =
    { $count ->
        [one] { $rule }: 1 row could not be brought to obey it, and may fail though nothing was planted in it.
       *[other] { $rule }: { $count } rows could not be brought to obey it, and may fail though nothing was planted in them.
    }
cli-generate-never-broken = No record that breaks these rules, and of which the rest can be said, was found to plant ({ $count }): { $rules }.
cli-generate-not-looked-at = Rules that are on more than a record and those that it is linked to were not looked at, and may fail anywhere ({ $count }): { $rules }.
cli-generate-no-source = the standard has no source that is delivered
cli-generate-exists = { $path } is there already: give another folder
cli-demo-exists = the folder { $path } holds a standard or a delivery already: give another
cli-not-a-file = `{ $path }` is neither a file nor a folder
cli-built-in = No mizan.toml is here or above: judging by the Moroccan standard that comes with Mizan.

## The coverage matrix

coverage-title = What each source can compute
coverage-heading = { $entity }: what each source can compute
coverage-caption = Each column is a source, each row a definition or a variable
coverage-none = the standard has no entity that a source provides
coverage-definitions = Definitions
coverage-variables = Variables
coverage-yes = yes
coverage-by-substitute = by substitute
coverage-in-part = in part
coverage-no = no
coverage-legend-yes = from variables that the source gives
coverage-legend-by-substitute = by a rule of the source's own in place of the definition
coverage-legend-in-part = for some records: something that it needs is not collected, or not given for all of them
coverage-legend-no = unknown for every record
coverage-shares = Percentages are the records of the delivery for which it is known, on { $date }.
coverage-records =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
coverage-of-source = Missing at { $source }
coverage-missing = not collected: { $variables }
coverage-partly = given for some records only: { $variables }
coverage-whole = nothing
coverage-wanted = What { $source } could add
coverage-waiting =
    { $count ->
        [one] { $variable }: { $count } definition waits for it
       *[other] { $variable }: { $count } definitions wait for it
    }
coverage-to-verify = to be verified

# Waivers, and the previous delivery

report-passed-accepted =
    { $failing ->
        [one] Passed, though one of { $rules } rules is not met: the failure is waived, or was known from the previous delivery.
       *[other] Passed, though { $failing } of { $rules } rules are not met: each failure is waived, was known from the previous delivery, or is not grave enough to stop this one.
    }
report-waivers = Waivers
report-waived = waived
report-is-waived = Waived.
report-waiver-applied = `{ $rule }`: accepted until { $date } by { $owner }. { $reason }
report-waiver-exceeded = `{ $rule }`: does not count, for more than { $most } items fail. Accepted until { $date } by { $owner }. { $reason }
report-waiver-expired = `{ $rule }`: expired on { $date }, and it still fails. Accepted by { $owner }. { $reason }
report-waiver-unused = `{ $rule }`: nothing fails any more; the waiver of { $owner } can go. { $reason }
report-before-failing = Previous delivery: { $fail } ({ $share }).
report-before-worse = Previous delivery: { $fail } ({ $share }). It is worse now.
report-before = Previous delivery: { $verdict }.

# What differs between two runs

diff-verdict = { $from }: { $before }. { $to }: { $after }.
diff-passed = passed
diff-failed = failed
diff-incomplete = incomplete
diff-standard = The standards differ: { $before }, then { $after }.
diff-source = { $source }: { $before } rows, then { $after }.
diff-source-new = { $source }: new, { $after } rows.
diff-source-gone = { $source }: not delivered any more.
diff-nothing = No rule came to anything else.
diff-new =
    { $count ->
        [one] New: 1 rule fails that did not
       *[other] New: { $count } rules fail that did not
    }
diff-worse =
    { $count ->
        [one] Worse: 1 rule failed before and fails for more than chance explains
       *[other] Worse: { $count } rules failed before and fail for more than chance explains
    }
diff-no-longer-checked =
    { $count ->
        [one] No longer checked: 1 rule says nothing any more
       *[other] No longer checked: { $count } rules say nothing any more
    }
diff-persisting =
    { $count ->
        [one] Still there: 1 rule fails as before
       *[other] Still there: { $count } rules fail as before
    }
diff-fixed =
    { $count ->
        [one] Fixed: 1 rule does not fail any more
       *[other] Fixed: { $count } rules do not fail any more
    }
diff-now-checked =
    { $count ->
        [one] Now checked: 1 rule, and it holds
       *[other] Now checked: { $count } rules, and they hold
    }
diff-moved =
    { $count ->
        [one] Within what is tolerated, another number of items fails: 1 rule
       *[other] Within what is tolerated, another number of items fails: { $count } rules
    }
diff-rule-changed =
    { $count ->
        [one] 1 rule asks something else, and comes to the same
       *[other] { $count } rules ask something else, and come to the same
    }
diff-absent = not there
diff-movement = { $before } → { $after }
diff-asks-otherwise = The rule has changed.

cli-key-short = the key of the pseudonyms is no secret: it needs { $bytes } bytes at least
cli-no-randomness = the system gives no random key: { $reason }
cli-fail-on-new = `--fail-on { $gate }` compares with the previous delivery: give its result with --previous
cli-waivers-broken = the waivers can not be read: { $reason }
cli-waivers-empty = the waiver of `{ $rule }` does not say its { $field }: a failure that nobody answers for is not waived
cli-waivers-date = the waiver of `{ $rule }` does not say a day, as in `expires = 2025-03-31`

# Receipts

cli-no-key = `{ $path }` holds no key: { $reason }
cli-no-receipt = `{ $path }` is no receipt: { $reason }
verify-standard = The standard is not the one by which the delivery was checked.
verify-changed = { $file }: has changed since it was checked.
verify-unread = { $file }: can not be read: { $reason }
verify-absent = { $file }: is not there.
verify-differs = The receipt is not of what is here:
verify-outside = { $file }: this name leads out of the delivery.
verify-holds =
    { $files ->
        [one] The file is the one that was checked, by this standard, as of { $date }.
       *[other] All { $files } files are those that were checked, by this standard, as of { $date }.
    }
verify-passed = The delivery passed.
verify-failed = The delivery failed.
verify-incomplete = The run was incomplete.
verify-unsigned = The receipt is not signed: anybody can have written it.
verify-unchecked = The receipt is signed, and nothing was checked by whom: give the key with --public-key. Key: { $keys }
verify-authentic = The signature is that of the key.
verify-forged = The signature is not that of the key: the receipt is another's, or was changed.

# The sheet of a source

sheet-title = { $source }: what this source can serve
sheet-standard = By the standard { $standard }
sheet-serves = Definitions
sheet-serves-counts = { $yes } can be computed, { $part } in part, { $no } can not.
sheet-measures = What is missing, and what to do
sheet-no-measure = Nothing is missing.
sheet-variable = Variable
sheet-to-do = Measure
sheet-definitions = Definitions that wait for it
sheet-collect = add it to the register
sheet-complete = fill it in for every record
sheet-results = Last delivery, as of { $date }
sheet-counts = { $rows } rows. Of { $judged } rules that were judged, { $hold } hold and { $fail } fail.
sheet-severity = Severity
sheet-failing = Failing
sheet-more =
    { $count ->
        [one] and 1 more rule
       *[other] and { $count } more rules
    }
sheet-progress = Since the delivery before
cli-no-sheet = no source `{ $source }` has a sheet in this standard; these have: { $names }

# How deliveries went over time

history-title =
    { $count ->
        [one] 1 delivery
       *[other] { $count } deliveries
    }
history-run = { $date }: { $verdict }; { $failing } of { $rules } rules fail, { $rows } rows ({ $file })
history-rules = Rules that fail, or failed: failing share by delivery
history-line = Over time
cli-no-history = there is no result in `{ $path }`: write one a run with --format json=FILE
