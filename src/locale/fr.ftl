# Français. Les phrases sont entières. Les messages de diagnostic commencent par une minuscule et n'ont pas de point final.
# Un argument `x-given` vaut `yes` quand `x` a une valeur, sinon `no`.

## Words around diagnostics

level-error = erreur
level-warning = avertissement
level-advice = conseil
help-word = aide :
count-errors =
    { $count ->
        [one] { $count } erreur
       *[other] { $count } erreurs
    }
count-warnings =
    { $count ->
        [one] { $count } avertissement
       *[other] { $count } avertissements
    }
count-advice =
    { $count ->
        [one] { $count } conseil
       *[other] { $count } conseils
    }
no-diagnostics = rien à signaler
advice-later = les conseils sont montrés quand il ne reste pas d'erreur
explain-hint = `{ $command }` l'explique par un exemple
explain-hint-many = `{ $command }` explique le premier par un exemple ; chaque code a une telle page
explain-unknown = aucun diagnostic n'a le code `{ $code }`
list-or = { $list } ou { $last }
reason-not-found = ce fichier n'existe pas
reason-no-column =
    { $near-given ->
        [yes] il n'a pas de colonne `{ $column }`, mais `{ $near }`
       *[no] il n'a pas de colonne `{ $column }`
    }

## Types, with their article

type-boolean = une condition (vrai ou faux)
type-integer = un nombre entier
type-decimal = un nombre décimal
type-number = un nombre à virgule flottante
type-percent = un pourcentage
type-text = un texte
type-date = une date
type-timestamp = une date avec heure
type-period = une période
type-year = une année
type-quarter = un trimestre
type-month = un mois
type-week = une semaine
type-missing = une valeur manquante
type-codelist = un code
type-code = un code de la nomenclature `{ $codelist }`
type-tuple = la combinaison `{ $parts }`
type-with-unit = { $type } en `{ $unit }`
type-without-unit = { $type } sans unité
unit-none = aucune unité

## Things that the grammar expects

expected-clause = une clause de cette déclaration
expected-code = un code entre apostrophes droites
expected-date = une date, un mois ou une année
expected-expression = une valeur ou une condition
expected-language = une langue comme `fr`, `ar` ou `en`
expected-name = un nom
expected-number = un nombre
expected-operator = une comparaison
expected-regex = une expression régulière entre barres obliques
expected-set = un ensemble, un intervalle ou une nomenclature
expected-text = un texte entre guillemets droits
expected-type = un type
expected-unit = une unité

## Features that a later version compiles

feature-expects = les enregistrements attendus d'une entité
feature-provides = les enregistrements que plusieurs lignes composent (`provides … by`)

## Text and grammar (M01)

syntax-error =
    { $found-given ->
        [yes] `{ $found }` n'a pas sa place ici
       *[no] le texte s'arrête trop tôt
    }
    .here =
        { $expected-given ->
            [yes] attendu ici : { $expected }
           *[no] la suite n'est pas comprise
        }
    .write = écrivez `{ $write }`
single-equals = `=` donne sa valeur à un nom ; ici, on compare
    .here = deux valeurs se comparent avec `==`
    .write = écrire `==`
wrong-inequality = `<>` n'est pas un opérateur de Mizan
    .write = écrire `!=`
foreign-operator = `{ $found }` ne s'écrit pas ainsi dans Mizan
    .write = écrire `{ $write }`
typographic-quotes = `{ $found }` porte des guillemets typographiques, venus d'un traitement de texte
    .write =
        { $count ->
            [1] écrire `{ $write }` ; `mizan fmt --repair` le remplace
           *[other] écrire `{ $write }` ; `mizan fmt --repair` remplace les { $count } de ce fichier
        }
number-format = `{ $found }` contient une virgule ou des espaces à l'intérieur d'un nombre
    .write = la marque décimale est un point et `_` sépare les milliers : écrire `{ $write }`
malformed-date = `{ $found }` n'est pas une date
    .write = écrire `{ $write }`
    .form = une date s'écrit année-mois-jour, avec deux chiffres pour le mois et le jour, et doit exister au calendrier : `2024-01-05`
mixed-and-or = `and` avec `or` peut se lire de deux façons
    .parentheses = écrire `{ $first }`, ou bien `{ $second }`
if-without-else = cette conditionnelle n'a pas de `else`
    .repair = pour une exigence, écrire `{ $condition } implies { $value }` ; pour une valeur, ajouter `else` et ce qu'elle vaut dans les autres cas
case-without-else = ce `case` n'a pas de `else`
    .add = terminer par `else => …` : la valeur quand aucune condition n'est vraie, ou `else => missing`
between-word = `between` n'est pas un mot de Mizan
    .write = écrire `{ $value } in { $low }..{ $high }` : les deux bornes sont comprises
aggregate-parentheses = ce sur quoi porte `{ $aggregate }` se met entre parenthèses
    .write = écrire `{ $write }`
nesting-too-deep = l'imbrication dépasse { $limit } niveaux
    .here = trop profond à partir d'ici
    .define = donner un nom à la partie intérieure avec `define`
too-large = la taille est de { $size } Mio et Mizan lit au plus { $limit } Mio
    .split = répartir les déclarations dans plusieurs fichiers
text-direction-control = le caractère invisible { $found } change le sens d'écriture du texte qui l'entoure
    .remove = le supprimer : ce que voit le lecteur doit être ce qui est compilé
unknown-declaration = `{ $found }` ne commence aucune déclaration
    .similar = vouliez-vous dire `{ $similar }` ?
    .words = une déclaration commence par l'un de ces mots : { $words }
unclosed = `{ $found }` n'est pas refermé
    .here = ouvert ici
mixed-chain = une chaîne de comparaisons va dans un seul sens
    .split = écrire deux comparaisons reliées par `and`
column-without-colon = il manque un deux-points entre la colonne `{ $column }` et son type
    .write = écrire `{ $write }`
remainder-operator = `%` est le signe du pourcentage, non celui du reste d'une division
    .percent = le signe du pourcentage suit son nombre : `wage * 5%` ; Mizan n'a pas de reste de division
not-utf8 = le fichier `{ $file }` n'est pas écrit en UTF-8
    .save = l'enregistrer en UTF-8 : les tableurs et les éditeurs le proposent dans « enregistrer sous »

## Names (M02)

unknown-name =
    { $subject-given ->
        [yes] `{ $subject }` n'a rien qui s'appelle `{ $name }`, et aucun paramètre ne porte ce nom
       *[no] rien ne s'appelle `{ $name }`
    }
    .subject = il s'agit de cette source
    .similar = vouliez-vous dire `{ $similar }` ?
    .declare = le déclarer comme colonne, définition ou paramètre ; un code s'écrit entre apostrophes et un texte entre guillemets droits
unknown-column = `{ $source }` n'a pas de colonne `{ $column }`
    .subject = il s'agit de cette source
    .similar = vouliez-vous dire `{ $similar }` ?
duplicate-declaration = `{ $name }` est déclaré deux fois
    .first = première déclaration ici
    .rename = renommer l'un des deux : les fichiers d'un standard partagent un seul espace de noms
ambiguous-name = `{ $name }` désigne ici deux choses à la fois
    .first = l'autre
    .rename = renommer l'une des deux : aucun nom n'en cache un autre
unknown-subject = il n'y a pas de source `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
    .declare = la déclarer : `source { $name } {"{"} … {"}"}`
unknown-type = il n'y a pas de type `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
    .types = les types sont { $types }, ou le nom d'une nomenclature
unknown-function = il n'y a pas de fonction `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
    .list = `mizan functions` en donne la liste
    .form = cela s'écrit ici `{ $form }`
wrong-argument-count =
    { $found ->
        [0] `{ $function }` est appelée sans argument, ce qui n'est pas sa forme
        [one] `{ $function }` est appelée avec { $found } argument, ce qui n'est pas sa forme
       *[other] `{ $function }` est appelée avec { $found } arguments, ce qui n'est pas sa forme
    }
    .signature = sa forme est `{ $signature }`
aggregate-of-values = `{ $aggregate }` porte sur une colonne, à travers plusieurs lignes
    .write = pour plusieurs valeurs d'une même ligne, utiliser `{ $function }` : `{ $write }`
cycle = ces éléments dépendent les uns des autres : { $cycle }
names-alike = `{ $first }` et `{ $second }` peuvent être pris l'un pour l'autre
    .first = l'autre nom
    .rename = renommer l'un des deux, pour que la différence ne tienne pas à une majuscule ou à des lettres qui se ressemblent
not-yet = cette version de Mizan ne compile pas encore { $feature }
    .remove = à retirer pour l'instant : ce qui est laissé de côté n'est pas vérifié
unknown-placeholder = le message montre `{ $name }`, qu'il ne peut pas lire
    .similar = vouliez-vous dire `{ $similar }` ?
    .braces = entre accolades se met une colonne, une définition, un paramètre ou une expression ; une accolade à afficher s'écrit deux fois
unknown-language = le standard ne parle pas la langue `{ $language }`
    .declare = ses langues sont { $languages }, d'après `languages` dans `mizan.toml`
missing-translation = ce texte n'est pas donné en { $languages }
    .add = l'ajouter dans chaque langue du standard
invalid-name = `{ $name }` ne peut pas être un nom déclaré
    .form = un nom a au plus 64 lettres, chiffres ou `_` et commence par une lettre ; seules les colonnes s'écrivent entre accents graves
unknown-file-field = les noms de fichiers de `{ $source }` n'ont pas de champ `{ $field }`
    .subject = il s'agit de cette source
    .fields = ses champs sont { $fields }
    .declare = le déclarer dans le chemin, comme dans `"{"{"}{ $field }: month{"}"}.parquet"`
unknown-parameter = il n'y a pas de paramètre `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
unused-definition = aucune règle ni définition n'utilise `{ $name }`
link-elsewhere = le lien `{ $link }` part de `{ $from }`, et les enregistrements sont ici de `{ $subject }`
    .declared = le lien est déclaré ici
unknown-link = aucun lien ne part de `{ $subject }` sous le nom `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
    .declare = le déclarer : `link { $name } from { $subject } to SOURCE by KEY`
link-keys-differ = les clés d'un lien sont d'un même type : `{ $mine }` est { $left }, `{ $theirs }` est { $right }
    .theirs = ce qui lui correspond est ici
this-outside-link = `this` est l'enregistrement jugé dans les parenthèses d'un lien ; ici il n'y en a pas d'autre
    .write = écrire `{ $name }`
needs-this = `{ $linked }` n'a pas de colonne `{ $name }` ; `{ $judged }`, qui est jugé, en a une
    .write = écrire `{ $write }`
link-to-many = un enregistrement peut avoir plusieurs `{ $link }` : `{ $column }` de lequel ?
    .declared = le lien est déclaré ici
    .any = dire duquel : `any { $link } ({ $column } …)`, `max { $link } ({ $column })`
    .one = ou déclarer qu'il y en a un au plus : `link { $link } from … to one …`
column-of-another = `{ $column }` est une colonne de `{ $source }`, et il n'est pas dit de quel enregistrement de `{ $source }`
    .any = interroger les enregistrements liés : `any { $link } ({ $column } …)`
    .declare = dire comment ses enregistrements vont avec ceux-ci : `link NAME from … to { $source } by KEY`
    .membership = pour demander si une valeur est parmi toutes : `x in { $source }.{ $column }`
dates-not-ascending = les valeurs d'un paramètre se donnent de la première date à la dernière
    .before = la date qui la précède
    .order = placer cette valeur avant celle du dessus
    .once = une date a une seule valeur : en retirer une des deux
link-as-value = `{ $link }` est un lien, qui mène à des enregistrements et n'est pas une valeur
    .write = leur demander quelque chose : `any { $link }`, `count { $link } ()`, `any { $link } (…)`

## Types (M03)

type-mismatch = il faut ici { $expected }, et l'on trouve { $found }
    .declared = déclaré ici
types-differ = { $left } ne va pas avec { $right }
    .left = ceci est { $left }
    .right = ceci est { $right }
not-ordered = { $found } n'a pas d'ordre, et n'est donc ni plus petit ni plus grand
    .codes = les codes se comparent avec `==`, `in` ou `under`
number-equality = `==` sur un nombre à virgule flottante dépend de son dernier chiffre
    .within = écrire `{ $left } within 0.000001 of { $right }`
    .decimal = ou déclarer la colonne `decimal`, qui est exact
equals-missing = rien n'est égal à une valeur manquante : ce n'est jamais vrai
    .write = écrire `{ $value } { $negated }`
not-a-condition = il faut ici une condition, et l'on trouve { $found }
    .here = ceci est { $found }
    .compare = comparer à quelque chose, comme dans `… == …` ou `… is known`
date-with-period = on compare { $left } avec { $right }
    .write = comparer des dates, avec `{ $date }`, ou des périodes, avec `{ $period }`
subtraction-as-range = ceci est { $left } moins { $right }
    .write = un intervalle s'écrit `{ $write }`
branches-differ = une branche donne { $first } et une autre { $second }
    .first = ceci est { $first }
    .second = ceci est { $second }
not-a-set = `{ $found }` n'est pas un ensemble de valeurs
    .forms = après `in` vient un ensemble `{"{"}a, b{"}"}`, un intervalle `a..b`, une nomenclature ou la colonne d'une autre source
wrong-argument = `{ $function }` prend { $expected } comme `{ $parameter }`, et l'on trouve { $found }
    .signature = sa forme est `{ $signature }`
invalid-pattern = cette expression régulière ne se compile pas : { $reason }
invalid-tolerance = `{ $found }` ne peut être ni une tolérance ni une couverture
    .form = écrire un pourcentage de 0% à 100%, ou une quantité qui n'est pas négative
amount-looks-like-share = ceci permet un écart de { $found } dans l'unité de la valeur, et non une part de celle-ci
    .declared = déclaré ici
    .percent = pour une tolérance relative, déclarer `{ $percent }`
not-constant = il faut ici une valeur écrite, non calculée
no-arithmetic =
    { $left-given ->
        [yes] `{ $operator }` ne calcule pas avec { $left } et { $right }
       *[no] `{ $operator }` ne se place pas devant { $right }
    }
    .left = ceci est { $left }
    .right = ceci est { $right }
    .write = écrivez `{ $write }`
unknown-reason = la colonne `{ $column }` ne déclare pas le motif d'absence "{ $reason }"
    .declared = déclarée ici
    .reasons = ses motifs sont { $reasons }

## Units of measure (M04)

unknown-unit = unité inconnue : `{ $name }`
    .similar =
        { $label-given ->
            [yes] vouliez-vous dire `{ $similar }` ({ $label }) ?
           *[no] vouliez-vous dire `{ $similar }` ?
        }
    .declare = pour une unité qui vous est propre, la déclarer : `unit { $name }`
units-differ = les unités diffèrent : { $left } et { $right }
    .left = ici : { $left }
    .right = ici : { $right }
    .calendar = Mizan ne convertit jamais les durées du calendrier : écrire les deux dans la même unité, par exemple `12 months` pour une année
    .convert = l'un peut être ramené à l'unité de l'autre : `{ $write }`
unit-on-type = `{ $found }` ne prend pas d'unité
unit-argument = une unité n'a pas sa place ici
    .form = une unité suit le type numérique d'une colonne ou d'un paramètre, ou un nombre : `decimal [MAD/month]`, `5 [MAD]`
no-rates = rien ne dit à quels taux l'argent est converti
    .declare = une source de taux de change le dit : `rates RATE by CURRENCY, MONTH`
no-rates-into = il n'y a pas de taux vers `{ $currency }` ; il y en a vers { $given }
    .declared = les taux sont ici
    .declare = convertir vers l'une de celles-ci, ou ajouter une source de tels taux, avec l'unité `[{ $currency }]`
no-currency = seul un montant dans une monnaie peut être converti, et celui-ci a { $found }
    .unit = l'unité du montant dit sa monnaie : `decimal [USD]`, ou la colonne qui la contient : `decimal [wage_currency/month]`
mixed-currencies = on réunit des lignes dont les montants sont en plusieurs monnaies : chacun est dans celle de son `{ $column }`
    .convert = les ramener d'abord à une seule : `convert(…, MAD, …)`, ou grouper par `{ $column }`
no-factor = rien ne dit combien de { $to } fait une unité de { $from }
    .declare = les unités se convertissent là où une déclaration donne un facteur : `unit kMAD = 1000 MAD`

## Code lists (M05)

unknown-code =
    { $count ->
        [one] `'{ $code }'` n'est pas dans la nomenclature `{ $codelist }` ({ $count } code)
       *[other] `'{ $code }'` n'est pas dans la nomenclature `{ $codelist }` ({ $count } codes)
    }
    .declared = cette nomenclature
    .similar =
        { $label-given ->
            [yes] vouliez-vous dire `'{ $similar }'` ({ $label }) ?
           *[no] vouliez-vous dire `'{ $similar }'` ?
        }
    .codes = les codes de la nomenclature sont là où elle est déclarée
text-for-code = `{ $text }` occupe la place d'un code de `{ $codelist }`
    .write = un code s'écrit entre apostrophes droites : écrire `{ $write }`
code-for-text =
    { $name-given ->
        [yes] `{ $name }` est un texte, et `'{ $code }'` est écrit comme un code
       *[no] il faut ici un texte, et `'{ $code }'` est écrit comme un code
    }
    .write = un texte s'écrit entre guillemets droits : écrire `{ $write }`
codelists-differ = on compare des codes de `{ $left }` avec des codes de `{ $right }`
    .left = un code de `{ $left }`
    .right = un code de `{ $right }`
code-without-list = rien ne dit ici de quelle nomenclature vient `'{ $code }'`
    .declare = le comparer à une colonne de cette nomenclature, ou déclarer le type : `define NOM: NOMENCLATURE on …`
codelist-file = le fichier `{ $path }` de la nomenclature est inutilisable : { $reason }
duplicate-code =
    { $line ->
        [0] le code `'{ $code }'` figure deux fois dans `{ $codelist }`
       *[other] le code `'{ $code }'` figure deux fois dans `{ $codelist }` : de nouveau à la ligne { $line } de son fichier
    }
    .first = la première fois ici
parent-cycle =
    { $line ->
        [0] le code `'{ $code }'` de `{ $codelist }` est son propre ancêtre : { $cycle }
       *[other] le code `'{ $code }'` de `{ $codelist }` (ligne { $line } de son fichier) est son propre ancêtre : { $cycle }
    }
unknown-parent =
    { $line ->
        [0] le parent `'{ $parent }'` du code `'{ $code }'` n'est pas dans `{ $codelist }`
       *[other] le parent `'{ $parent }'` du code `'{ $code }'` (ligne { $line } de son fichier) n'est pas dans `{ $codelist }`
    }
no-parents = les codes de `{ $codelist }` n'ont pas de parents
    .declared = cette nomenclature
unknown-coding = la nomenclature `{ $codelist }` n'a pas de codification `{ $coding }`
    .codings = ses codifications sont { $codings }

## Aggregates and groups (M06)

aggregate-without-group = `{ $aggregate }` de quelles lignes ?
    .write = préciser le groupe : `{ $by }`, ou `{ $overall }` pour toute la source
bare-column-in-group = un groupe n'a pas un seul `{ $column }` : ce n'est pas une clé de cette règle
    .header = les clés du groupe sont ici
    .condition = préciser de quelles lignes : `every row ({ $condition })`, `any row ({ $condition })`, ou ajouter `{ $column }` à `by`
    .value = prendre une valeur du groupe : `only({ $column })`, `max({ $column })`, ou ajouter `{ $column }` à `by`
nested-aggregate = un agrégat se trouve dans un autre agrégat
    .outer = à l'intérieur de celui-ci
    .define = donner un nom à l'agrégat intérieur avec `define`, sur les lignes
outside-group = `{ $found }` regarde les lignes d'un groupe, et cette règle juge les lignes une à une
    .by = donner à la règle un groupe avec `by`, ou `as a whole`
clause-not-taken = `{ $aggregate }` n'admet pas `{ $clause }`
group-in-group = l'en-tête de cette règle dit déjà le groupe
    .header = le groupe est dit ici
    .remove = retirer `by` ou `overall` des parenthèses
aggregate-needs-value = `{ $aggregate }` a besoin de la valeur sur laquelle il porte
    .write = écrire `{ $write }`
every-of-none = `every { $link }` est vrai aussi là où il n'y a aucun `{ $link }`
    .any = s'il en faut un, ajouter `when any { $link }`, ou exiger aussi `any { $link }`
link-of-no-aggregate = `{ $function }` porte sur une valeur ; seuls les agrégats portent sur les enregistrements du lien `{ $link }`
link-with-group = les enregistrements sont déjà dits : ceux de `{ $link }`
    .condition = choisir parmi eux avec `where`
link-key-not-in-group = un groupe n'a pas un seul `{ $column }`, par lequel passe le lien `{ $link }`
    .header = les clés du groupe sont ici
    .by = ajouter `{ $column }` à `by`, ou nommer avec `define` ce qui est demandé à chaque ligne
key-without-name = cette clé n'a pas de nom
    .write = écrire `{ $write }`
not-a-key = `{ $name }` n'est pas une clé de `{ $source }`
    .subject = les clés sont dites ici
    .keys = ses clés sont { $keys }
along-type = `{ $function }` ne peut pas suivre `{ $key }` : il faut { $expected }, c'est { $found }
    .declared = la clé
outside-table = `{ $function }` regarde une autre ligne d'un tableau, et il n'y en a pas ici
    .key = donner une `key` à la source, ou l'utiliser sur un tableau
    .define = l'écrire comme définition sur le tableau (`define … on …`), et utiliser celle-ci
last-delivery-of-source = la dernière livraison de `{ $source }` n'est pas conservée : seuls les tableaux le sont
    .table = déclarer une `table` de ce qui est à comparer, et utiliser celle-ci
not-comparable = `{ $left }` est comparé à `{ $right }`
    .left = ce côté
    .right = ce côté
    .bridge = dire pourquoi les deux sont comparables : `bridge "…"`
observes-nothing = `{ $source }` ne dit pas ce qu'elle observe : nul ne sait si elle est comparable
    .declared = la source
    .write = ajouter à la source ce qu'elle compte, comme `observes stock of persons`, ou à la comparaison sa raison : `bridge "…"`
not-a-side = `{ $name }` n'est pas un côté de cette comparaison
    .sides = ses côtés sont { $sides }
unknown-column-set = `{ $source }` n'a pas d'ensemble de colonnes `{ $name }`
    .subject = cette source
    .similar = voulez-vous dire `{ $similar }` ?
    .declare = le déclarer dans la source : `columns { $name } = PREMIÈRE..DERNIÈRE`
invalid-column-set = on ne peut pas dire quelles sont les colonnes de l'ensemble `{ $name }`
    .numbered = les colonnes qu'un ensemble déclare sont une liste, ou des noms qui diffèrent par leur numéro final : `rc01..rc19`, mille au plus
    .order = sa première colonne est déclarée après sa dernière
    .none = aucune colonne de la source ne commence ainsi
columns-outside-row = `{ $found }` porte sur les colonnes d'un enregistrement, et cette règle juge des groupes
    .header = le groupe est dit ici
    .define = le mettre dans un agrégat, ou le nommer pour les enregistrements par `define`
rows-not-known = les lignes de `{ $name }` ne sont pas connues avant les données, et chaque ligne doit donner son nom à une règle
    .declared = déclarée ici
    .from = mettre la table dans le dossier du standard : `source { $name } from "{ $name }.csv"`
rule-table =
    { $row ->
        [0] la table `{ $path }` est inutilisable : { $reason }
       *[other] la table `{ $path }` est inutilisable : ligne de données { $row }, { $reason }
    }
    .empty = la cellule n'a pas de valeur ; `?` après le type de la colonne l'admet
    .unreadable = la cellule ne se lit pas comme le type de sa colonne
    .twice = deux lignes ont cette clé
not-expectable = ce que contient `{ $found }` ne peut être énuméré sans données
    .forms = on attend des enregistrements dans une nomenclature, des valeurs, un intervalle d'entiers, de dates ou de périodes, ou les colonnes d'une source
dimension-not-key = `{ $column }` n'est pas dans la clé de `{ $source }` : ses codes ne sont pas des cellules d'un équilibre
    .subject = cette source
    .key = la clé dit ce qui identifie une cellule : `key …, { $column }`
relations-file =
    { $line ->
        [0] les relations de `{ $path }` sont inutilisables : { $reason }
       *[other] les relations de `{ $path }` sont inutilisables : ligne { $line }, { $reason }
    }
    .columns = ses colonnes sont `total` et `part`, et au besoin `sign`, `operator`, `relation`
    .sign = un signe est `+` ou `-`
    .operator = un opérateur est l'un de `= < <= > >=`, le même pour toutes les parties d'une relation
    .code = ce n'est pas un code de `{ $codelist }`
    .similar = voulez-vous dire `'{ $similar }'` ?
code-twice =
    { $line ->
        [0] le code `'{ $code }'` figure deux fois dans { $relation }
       *[other] le code `'{ $code }'` figure deux fois dans { $relation } (à partir de la ligne { $line } de son fichier)
    }
relation-twice =
    { $line ->
        [0] l'équilibre a déjà { $relation }
       *[other] l'équilibre a déjà { $relation } (à partir de la ligne { $line } de son fichier)
    }
    .first = la première est ici
balance-cycle =
    { $line ->
        [0] le total `'{ $code }'` est une partie de lui-même : { $cycle }
       *[other] le total `'{ $code }'` est une partie de lui-même : { $cycle } (à partir de la ligne { $line } de son fichier)
    }

## Declarations (M07)

missing-clause = `{ $name }` n'a pas de `{ $clause }`
    .write = ajouter `{ $write }`
repeated-clause = `{ $clause }` est donné deux fois
    .first = donné une première fois ici
empty-range = l'intervalle de { $low } à { $high } est vide : son début vient après sa fin
    .swap = écrire d'abord la plus petite borne
optional-key = la colonne clé `{ $column }` ne peut pas être vide
    .declared = `?` permet des cellules vides
    .remove = enlever le `?` : un enregistrement sans sa clé ne se distingue pas d'un autre
tolerance-of-one = cette règle juge un seul élément : une tolérance le pardonne ou n'a aucun effet
no-example = la règle `{ $rule }` n'a pas d'exemple
    .write = ajouter un enregistrement qui passe et un qui échoue : `example fail {"{"} … {"}"}`
invalid-path = `{ $path }` sort de son dossier
    .form = un chemin est relatif, avec `/`, et sans `..`
no-rules = ce standard n'a pas de règle : il accepterait n'importe quelle livraison
constraint-on-type = `{ $constraint }` ne va pas avec { $found }
invalid-settings = `mizan.toml` ne peut pas être lu : { $reason }
invalid-format = `{ $found }` n'est pas compris dans un format, qui prend ici { $expected }
setting-without-effect = `{ $setting }` n'a pas d'effet ici
    .move = le placer parmi les réglages de la règle elle-même
invalid-glob = le motif de fichiers `{ $glob }` ne peut pas être lu : { $reason }
    .form = `*` remplace une partie d'un nom, `**` des dossiers, et `{"{"}year: year{"}"}` un champ
unknown-entity = il n'y a pas d'entité `{ $name }`
    .similar = vouliez-vous dire `{ $similar }` ?
    .declare = la déclarer : `entity { $name } {"{"} … {"}"}`
unknown-variable = `{ $entity }` n'a ni variable ni définition `{ $name }`
    .declared = l'entité est déclarée ici
    .similar = vouliez-vous dire `{ $similar }` ?
variables-not-said = `{ $source }` ne dit pas comment elle donne ces variables de `{ $entity }` : { $variables }
    .declared = l'entité est déclarée ici
    .write = donner chacune, écrire pour elle `not collected`, ou finir par `everything else not collected`
given-twice = `{ $name }` est donné deux fois
    .first = ici la première fois
provided-type = `{ $name }` est { $expected }, mais ce qui est donné pour lui est { $found }
    .declared = déclaré ici
rule-table-judged = `{ $name }` est une table du standard : ses lignes ne sont pas une livraison que des règles jugent
    .declared = déclarée ici `from` un fichier du standard
    .files = les règles jugent une source qui a des `files`

## Examples (M08)

incomplete-example = cet exemple annonce `{ $outcome }`, et son résultat dépend de { $columns }, qu'il ne donne pas
    .write = donner une valeur à { $columns }, ou écrire `missing` là où il n'y en a pas
example-disagrees = cet exemple annonce `{ $expected }`, et la règle donne `{ $found }`
invalid-example = un exemple demande un résultat que son sujet peut avoir et au moins un enregistrement : `{ $reason }`
not-computable = `{ $name }` ne peut pas être calculé pour `{ $source }`, faute de { $variables }
    .collected = non collecté, comme il est dit ici
    .entity = `mizan coverage` montre où il peut l'être ; une règle sur `{ $entity }` laisse cette source de côté et le dit
not-provided = `{ $source }` ne fournit pas `{ $entity }`, dont `{ $name }` relève
    .declared = la source est déclarée ici
    .write = ajouter `provides { $entity } {"{"} … {"}"}` à la source
judged-nowhere = aucune source ne peut être jugée par `{ $rule }`
    .provides = aucune source ne fournit `{ $entity }`
    .coverage = ce qu'il lui faut n'est collecté nulle part ; `mizan coverage` montre ce qui manque de `{ $entity }`

## Ce que l'on sait sans données (M10)

always-true = `{ $condition }` est vrai de tout enregistrement dont les colonnes sont comme déclarées
    .declared = cela en découle
never-true = `{ $condition }` n'est vrai d'aucun enregistrement dont les colonnes sont comme déclarées
    .declared = cela en découle
guard-never-true = aucun enregistrement ne remplit `{ $condition }` : `{ $rule }` n'en juge donc aucun
    .declared = ceci l'exclut
requirement-never-true = aucun enregistrement ne remplit `{ $condition }`, que `{ $rule }` exige
    .declared = ceci l'exclut
contradictory-rules = tout enregistrement enfreint l'une des règles `{ $first }` et `{ $second }`
    .other = l'autre règle
    .declared = avec ceci
clashing-rules = tout enregistrement qui remplit les gardes de `{ $first }` et de `{ $second }` enfreint l'une d'elles
    .other = l'autre règle
    .declared = avec ceci
    .split = si un tel enregistrement n'existe pas, le dire par une règle ; sinon l'exclure de l'une des gardes
impossible-rules = { $count ->
        [one] aucun enregistrement ne respecte cette règle : { $rules }
       *[other] aucun enregistrement ne respecte ensemble ces { $count } règles : { $rules }
    }
    .declared = avec ceci
implied-rule = `{ $rule }` ne dit rien de nouveau : qui l'enfreint enfreint { $rules }
    .declared = cela en découle
    .remove = la retirer, ou dire ce qu'elle doit trouver d'autre
unreachable-branch = aucun enregistrement n'atteint la branche de `{ $condition }` : celles d'avant les prennent tous
    .declared = cela en découle
never-broken = aucun enregistrement n'enfreint `{ $rule }` : là où elle se pose, ce qu'elle exige est vrai
    .declared = cela en découle

## Messages of the rules that columns make
# Arguments: column, value, codelist, range, pattern, condition; of a key: key.

column-type = `{ $column }` ne peut pas être lu comme { $type }.
column-present = `{ $column }` est vide.
column-code = `{ $value }`, dans `{ $column }`, n'est pas un code de `{ $codelist }`.
column-range = `{ $column }` vaut { $value } et doit être { $range }.
column-pattern = `{ $value }`, dans `{ $column }`, n'a pas la forme { $pattern }.
column-unique = `{ $value }`, dans `{ $column }`, se trouve dans plusieurs enregistrements.
column-asked = `{ $column }` doit être renseigné si { $condition }, et seulement dans ce cas.
key-unique = la clé { $key } se trouve dans plusieurs enregistrements.
link-one = plusieurs enregistrements sont liés par `{ $link }`, qui n'en admet qu'un.
compare-last-delivery = dernière livraison
compare-differs = `{ $value }` est { $first } dans `{ $left }` et { $second } dans `{ $right }`.
compare-differs-by = `{ $value }` est { $first } dans `{ $left }` et { $second } dans `{ $right }` : un écart de { $difference }.
compare-only = { $key } se trouve dans `{ $source }` et non dans `{ $other }`.
compare-duplicated = { $key } se trouve { $count } fois dans `{ $source }`.
rule-broken = la condition { $condition } n'est pas remplie.
message-repeated = { $message } (× { $count })
expected-absent = aucun enregistrement avec { $key }.
expected-extra = aucun enregistrement n'est attendu avec { $key }.
balance-broken = le total est { $total }, ses parties font { $sum } : un écart de { $difference }.
range-in = dans { $range }
range-at-least = au moins égal à { $value }
range-more-than = supérieur à { $value }
range-at-most = au plus égal à { $value }
range-less-than = inférieur à { $value }
range-equal = égal à { $value }
range-not-equal = différent de { $value }

## Words of results

severity-error = erreur
severity-warning = avertissement
severity-info = information
verdict-ok = conforme
verdict-tolerated = toléré
verdict-not-checked-enough = insuffisamment vérifié
verdict-breached = non conforme
verdict-not-evaluated = non évalué
outcome-pass = conforme
outcome-fail = en échec
outcome-unknown = indéterminé
outcome-not-applicable = sans objet
outcome-not-evaluated = non évalué
not-evaluated-source-absent = aucun fichier de `{ $source }` n'a été livré
not-evaluated-column-absent = la colonne `{ $column }` n'est pas dans les fichiers de `{ $source }`
not-evaluated-source-unreadable = un fichier de `{ $source }` ne peut pas être lu
not-evaluated-nothing-to-judge = il n'y avait rien à juger
not-evaluated-not-collected = { $source } ne collecte pas { $variables }
not-evaluated-too-many-expected = { $count } enregistrements sont attendus, et { $most } au plus peuvent être cherchés
not-evaluated-failure = l'exécution n'a pas pu continuer : { $reason }
value-true = oui
value-false = non
value-missing = manquant
reason-empty = vide
reason-unreadable = illisible

## report

report-passed =
    { $rules ->
        [one] Accepté : la seule règle est respectée.
       *[other] Accepté : les { $rules } règles sont toutes respectées.
    }
report-passed-tolerating =
    { $tolerated ->
        [one] Accepté : une règle sur { $rules } présente des écarts, dans la limite tolérée.
       *[other] Accepté : { $tolerated } règles sur { $rules } présentent des écarts, dans la limite tolérée.
    }
report-passed-though =
    { $failing ->
        [one] Accepté, bien qu'une règle sur { $rules } ne soit pas respectée : elle n'est pas assez grave pour refuser la livraison.
       *[other] Accepté, bien que { $failing } règles sur { $rules } ne soient pas respectées : aucune n'est assez grave pour refuser la livraison.
    }
report-failed =
    { $failing ->
        [one] Refusé : une règle sur { $rules } n'est pas respectée.
       *[other] Refusé : { $failing } règles sur { $rules } ne sont pas respectées.
    }
report-failed-advice = Faites corriger à la source ce qui est indiqué ci-dessous, puis contrôlez la nouvelle livraison.
report-no-rules = Incomplet : aucune règle n'a été contrôlée ; on ne sait donc rien de cette livraison.
report-incomplete = Incomplet : une partie des { $rules } règles n'a pas pu être contrôlée.
report-incomplete-failing =
    { $failing ->
        [one] Incomplet : une partie des { $rules } règles n'a pas pu être contrôlée, et une règle n'est pas respectée.
       *[other] Incomplet : une partie des { $rules } règles n'a pas pu être contrôlée, et { $failing } ne sont pas respectées.
    }
report-incomplete-advice = Faites livrer ce qui manque ou ne peut pas être lu, indiqué ci-dessous, puis relancez le contrôle.
report-as-of = Au { $date }.
report-standard = Standard : { $standard }, au { $date }.
report-overview-good =
    { $rules ->
        [one] { $source } : sa seule règle est respectée
       *[other] { $source } : { $rules } règles, toutes respectées
    }
report-overview-failing =
    { $rules ->
        [1] { $source } : sa seule règle n'est pas respectée
       *[other]
        { $failing ->
            [one] { $source } : { $rules } règles, dont { $failing } non respectée
           *[other] { $source } : { $rules } règles, dont { $failing } non respectées
        }
    }
report-overview-open =
    { $rules ->
        [1] { $source } : sa seule règle n'a pas été évaluée
       *[other]
        { $open ->
            [one] { $source } : { $rules } règles, dont { $open } non évaluée
           *[other] { $source } : { $rules } règles, dont { $open } non évaluées
        }
    }
report-overview-open-failing = { $source } : { $rules } règles, dont non évaluées { $open } et non respectées { $failing }
report-unclaimed = Fichiers de la livraison qu'aucune source ne lit ; leurs noms sont-ils justes ? { $files }
report-owner = Livré par { $owner }
report-files =
    { $files ->
        [one] { $files } fichier
       *[other] { $files } fichiers
    }, { $rows ->
        [one] { $rows } ligne
       *[other] { $rows } lignes
    }
report-blamed = Champs à corriger, par nombre d'enregistrements en défaut : { $list }.
report-problem = problème
report-remark = remarque
report-hold =
    { $count ->
        [one] { $count } règle est respectée.
       *[other] { $count } règles sont respectées.
    }
report-not-evaluated =
    { $count ->
        [one] { $count } règle n'a pas été évaluée : { $reason }.
       *[other] { $count } règles n'ont pas été évaluées : { $reason }.
    }
report-nothing-to-judge =
    { $count ->
        [one] { $count } règle n'avait rien à juger : elle ne s'applique à aucun élément de cette livraison.
       *[other] { $count } règles n'avaient rien à juger : elles ne s'appliquent à aucun élément de cette livraison.
    }
report-left-out =
    { $count ->
        [one] { $count } constat est omis : un journal contient 25 000 résultats, les plus graves d'abord.
       *[other] { $count } constats sont omis : un journal contient 25 000 résultats, les plus graves d'abord.
    }
report-closing =
    { $rules ->
        [0] Aucune règle n'a été contrôlée.
        [one] { $rules } règle : { $counts }.
       *[other] { $rules } règles : { $counts }.
    }
report-count-ok =
    { $count ->
        [one] { $count } conforme
       *[other] { $count } conformes
    }
report-count-tolerated =
    { $count ->
        [one] { $count } tolérée
       *[other] { $count } tolérées
    }
report-count-breached =
    { $count ->
        [one] { $count } non conforme
       *[other] { $count } non conformes
    }
report-count-not-checked =
    { $count ->
        [one] { $count } insuffisamment vérifiée
       *[other] { $count } insuffisamment vérifiées
    }
report-count-not-evaluated =
    { $count ->
        [one] { $count } non évaluée
       *[other] { $count } non évaluées
    }
report-count-nothing = { $count } sans rien à juger
report-failing-rows =
    { $fail ->
        [one] { $fail } ligne sur { $checked } contrôlées est en défaut ({ $share }).
       *[other] { $fail } lignes sur { $checked } contrôlées sont en défaut ({ $share }).
    }
report-failing-groups =
    { $fail ->
        [one] { $fail } groupe sur { $checked } contrôlés est en défaut ({ $share }).
       *[other] { $fail } groupes sur { $checked } contrôlés sont en défaut ({ $share }).
    }
report-failing-whole = La source prise dans son ensemble est en défaut.
report-tolerated-share = Toléré : { $share }.
report-tolerated-count = Toléré : { $count }.
report-tolerated-either = Toléré : { $share }, ou { $count }.
report-unknown =
    { $count ->
        [one] { $count } cas n'a pas pu être tranché, faute de valeurs.
       *[other] { $count } cas n'ont pas pu être tranchés, faute de valeurs.
    }
report-ungrouped =
    { $count ->
        [one] { $count } ligne n'est dans aucun groupe, car une partie de sa clé manque.
       *[other] { $count } lignes ne sont dans aucun groupe, car une partie de leur clé manque.
    }
report-coverage = Seuls { $share } des cas concernés par la règle ont pu être contrôlés ; { $coverage } sont exigés.
report-missing = Réponses manquantes par motif : { $list }.
report-sample-row = ligne { $row } de { $file }
report-sample-key = clé { $key }
report-more =
    { $count ->
        [one] et { $count } autre
       *[other] et { $count } autres
    }
report-cites = Fondement de la règle : { $document }
report-cites-to-verify = Fondement de la règle, à vérifier : { $document }
report-place = Écrite dans { $place }
report-from-table =
    { $rows ->
        [one] Tableau d'une cellule
       *[other] Tableau de { $rows } cellules
    }
report-from-comparison =
    { $rows ->
        [one] Comparaison d'une clé
       *[other] Comparaison de { $rows } clés
    }
report-from-expected =
    { $rows ->
        [one] 1 enregistrement attendu
       *[other] { $rows } enregistrements attendus
    }
report-from-last-delivery =
    { $rows ->
        [one] 1 cellule de la livraison précédente
       *[other] { $rows } cellules de la livraison précédente
    }
report-compare = { $left } comparé à { $right }
report-compare-judged =
    { $count ->
        [one] { $count } clé des deux côtés ; couples qui concordent : { $equal }, qui diffèrent : { $different }, non comparables : { $open }.
       *[other] { $count } clés des deux côtés ; couples qui concordent : { $equal }, qui diffèrent : { $different }, non comparables : { $open }.
    }
report-compare-matched =
    { $count ->
        [one] { $count } clé des deux côtés.
       *[other] { $count } clés des deux côtés.
    }
report-compare-only =
    { $count ->
        [one] { $count } clé dans { $side } seulement.
       *[other] { $count } clés dans { $side } seulement.
    }
report-compare-duplicate =
    { $count ->
        [one] { $count } clé répétée dans { $side }, en { $rows } lignes.
       *[other] { $count } clés répétées dans { $side }, en { $rows } lignes.
    }
report-compare-against =
    { $count ->
        [one] { $count } ligne de { $side } dont la clé est répétée de l'autre côté.
       *[other] { $count } lignes de { $side } dont les clés sont répétées de l'autre côté.
    }
report-compare-not-stated =
    { $count ->
        [one] { $count } ligne de { $side } sans clé complète.
       *[other] { $count } lignes de { $side } sans clé complète.
    }
report-tables = Tableaux
report-table =
    { $count ->
        [one] { $table } : { $count } ligne
       *[other] { $table } : { $count } lignes
    }
report-table-suppressed =
    { $count ->
        [one] { $count } d'entre elles n'est pas montrée : moins de { $threshold } enregistrements, ou elle trahirait une telle cellule.
       *[other] { $count } d'entre elles ne sont pas montrées : moins de { $threshold } enregistrements, ou elles trahiraient une telle cellule.
    }
report-table-undecided =
    { $count ->
        [one] { $count } ligne de { $from } dont on ne peut dire si elle en fait partie, faute de valeurs.
       *[other] { $count } lignes de { $from } dont on ne peut dire si elles en font partie, faute de valeurs.
    }
report-sample-suppressed = Non montré : cellule de moins de { $threshold } enregistrements, ou qui trahirait une telle cellule.
report-html-sources = Les sources
report-html-source = Source
report-html-rows = Lignes
report-html-rules = Règles
report-html-met = Respectées
report-html-not-met = Non respectées
report-html-not-evaluated = Non évaluées
report-html-rule = Règle
report-html-checked = Vérifiés
report-html-undecided = Indécis
report-html-examples = Exemples
report-html-where = Où
report-html-wrong = Ce qui ne va pas
report-html-about = À propos de cette règle
report-html-provenance = D'où viennent ces chiffres
report-html-files = Fichiers lus
report-html-file = Fichier
report-html-made-by = Établi par Mizan { $version }. SHA-256 du référentiel :
report-html-to-see = À examiner
report-html-matrix = Règles communes à plusieurs sources
report-html-met-everywhere =
    { $count ->
        [one] 1 autre règle commune est respectée, ou sans objet, dans chaque source.
       *[other] { $count } autres règles communes sont respectées, ou sans objet, dans chaque source.
    }
report-more-rules =
    { $count ->
        [one] et 1 autre
       *[other] et { $count } autres
    }
report-mark-error = erreur, non respectée
report-mark-warning = avertissement, non respecté
report-mark-info = information, non respectée
report-mark-waived = non respectée, dérogation
report-mark-not-checked = insuffisamment vérifiée
report-mark-open = non évaluée
report-mark-tolerated = tolérée
report-mark-nothing = rien à juger
report-mark-met = respectée
report-health = La santé des règles
report-health-everywhere =
    { $count ->
        [one] 1 règle n'est presque jamais respectée
       *[other] { $count } règles ne sont presque jamais respectées
    }
    .advice = Au moins neuf cas contrôlés sur dix sont en écart : la règle, son paramètre ou sa nomenclature sont peut-être en cause, plutôt que les données. À examiner avant de demander une correction à la source.
report-health-unchecked =
    { $count ->
        [one] 1 règle n'a souvent pas pu être contrôlée
       *[other] { $count } règles n'ont souvent pas pu être contrôlées
    }
    .advice = Part des cas concernés pour lesquels des valeurs manquent.
report-health-never =
    { $count ->
        [one] 1 règle ne s'est appliquée à rien
       *[other] { $count } règles ne se sont appliquées à rien
    }
    .advice = La source a des lignes, et la condition de la règle n'est vraie pour aucune : elle est peut-être trop étroite, ou la source n'a rien de cette sorte.
report-differences = { $within } différences sur { $all } ne dépassent pas { $limit }.
report-differences-advice =
    { $rest ->
        [0] Si elles viennent d'arrondis, une tolérance de { $limit } n'en laisserait aucune.
       *[other] Si elles viennent d'arrondis, une tolérance de { $limit } en laisserait { $rest }.
    }
report-differences-caption = Cas en écart selon l'ampleur de la différence
report-health-rounding =
    { $count ->
        [one] 1 règle est en écart de peu
       *[other] { $count } règles sont en écart de peu
    }
    .advice = Neuf différences sur dix sont si petites qu'elles peuvent venir d'arrondis : il manque peut-être une tolérance.
report-html-language = Langue
report-html-language-name = Français
report-html-shortened = Pour que cette page reste légère, tout n'y est pas : moins d'exemples et de lignes de tableaux, et peut-être une seule langue. Le reste est dans le résultat en JSON, ou dans un contrôle de moins de règles (--only).
report-html-new =
    { $count ->
        [one] dont { $count } nouvelle
       *[other] dont { $count } nouvelles
    }
report-html-contents = Sur cette page
report-together-heading = Règles en défaut, pour l'essentiel, sur les mêmes lignes :
report-together =
    { $count ->
        [one] `{ $first }` et `{ $second }` : 1 ligne est en défaut pour les deux
       *[other] `{ $first }` et `{ $second }` : { $count } lignes sont en défaut pour les deux
    }
report-title-type = `{ $column }` peut être lu comme { $type }.
report-title-present = `{ $column }` n'est jamais vide.
report-title-code = `{ $column }` est un code de `{ $codelist }`.
report-title-range = `{ $column }` est { $range }.
report-title-pattern = `{ $column }` a la forme { $pattern }.
report-title-unique = `{ $column }` n'est que dans un seul enregistrement.
report-title-asked = `{ $column }` a une valeur si, et seulement si, { $condition }.
report-title-key = La clé { $key } n'est que dans un seul enregistrement.
report-title-link-one = `{ $link }` mène à un enregistrement au plus.
report-title-matched = `{ $left }` et `{ $right }` concordent.
report-title-only = Chaque clé de `{ $source }` se trouve dans `{ $other }`.
report-title-duplicated = Aucune clé n'est en double dans `{ $source }`.
problem-source-absent = aucun fichier n'a été livré ; attendu : { $patterns }
problem-source-absent-below = aucun fichier n'a été livré : rien dans `{ $folders }` ne porte un nom comme { $patterns }
problem-source-unreadable = ses fichiers ne peuvent pas être cherchés : { $reason }
problem-no-rows = les fichiers n'ont aucune ligne : aucune règle n'a donc rien à juger
problem-file-absent = le fichier n'existe pas
problem-file-unreadable = le système ne permet pas de lire le fichier : { $reason }
problem-file-corrupt = le fichier est abîmé, ou n'est pas de son format : { $reason }
problem-file-empty = le fichier est vide : il n'a pas d'en-tête
problem-file-utf16 = le fichier est en UTF-16 : enregistrez-le en UTF-8
problem-column-absent = la colonne `{ $column }` manque
    .similar = la colonne `{ $column }` manque ; est-ce `{ $similar }` ?
problem-header-respelled = la colonne `{ $column }` a pour en-tête `{ $header }` ; elle a été lue
problem-duplicate-header = `{ $column }` est l'en-tête de { $times } colonnes ; la première a été lue
problem-extra-columns = colonnes que le standard ne connaît pas, et que rien ne lit : { $names }
problem-wrong-storage = la colonne `{ $column }` est enregistrée comme { $stored }, qui ne peut pas contenir ses valeurs
problem-too-many-fields =
    { $rows ->
        [one] la ligne { $row } a plus de champs que l'en-tête
       *[other] { $rows } lignes ont plus de champs que l'en-tête, la première est la ligne { $row }
    }
problem-too-few-fields =
    { $rows ->
        [one] la ligne { $row } a moins de champs que l'en-tête
       *[other] { $rows } lignes ont moins de champs que l'en-tête, la première est la ligne { $row }
    }
problem-row-count = le fichier annonce { $said } lignes et en contient { $found }
problem-file-changed = le fichier a été modifié pendant sa lecture : le déposer entier, puis contrôler de nouveau
problem-record-too-long = l'enregistrement de la ligne { $row } ne se termine pas : un guillemet n'est sans doute jamais fermé
unit-day =
    { $count ->
        [one] jour
       *[other] jours
    }
unit-day-words = jour jours
unit-week =
    { $count ->
        [one] semaine
       *[other] semaines
    }
unit-week-words = semaine semaines
unit-month =
    { $count ->
        [one] mois
       *[other] mois
    }
unit-month-words = mois
unit-year =
    { $count ->
        [one] an
       *[other] ans
    }
unit-year-words = an ans année années
unit-person =
    { $count ->
        [one] personne
       *[other] personnes
    }
unit-person-words = personne personnes

## command line

cli-parameters = une valeur donnée par --set est erronée
cli-pattern = `{ $pattern }` n'est pas un motif de règles : { $reason }
cli-no-such-rule = aucune règle n'a un nom comme `{ $pattern }`
    .similar = aucune règle n'a un nom comme `{ $pattern }` ; est-ce `{ $similar }` ?
cli-no-such-source = le standard n'a pas de source `{ $name }`
    .similar = le standard n'a pas de source `{ $name }` ; est-ce `{ $similar }` ?
cli-no-such-function = il n'y a pas de fonction `{ $name }` ; `mizan functions` les donne toutes
    .similar = il n'y a pas de fonction `{ $name }` ; est-ce `{ $similar }` ?
cli-no-delivery = la livraison `{ $path }` n'existe pas, ou n'est pas un dossier
cli-previous-foreign = ce n'est pas un résultat de Mizan : il ne porte pas le format { $format }
cli-previous-format = résultat au format { $found } ; cette version lit { $format }
cli-previous-broken = le résultat est endommagé : { $reason }
cli-previous-value = le résultat précédent est endommagé : la ligne { $row } du tableau `{ $table }` a dans `{ $column }` une valeur qui n'est pas de son type
cli-no-such-table = le référentiel n'a pas de tableau `{ $name }`
cli-tables-where = plusieurs tableaux ne peuvent aller ensemble sur la sortie standard : donnez un dossier avec --out, ou l'un d'eux avec --table : { $names }
cli-tables-parquet = les fichiers Parquet s'écrivent dans un dossier : donnez-le avec --out
cli-tables-none = Le référentiel n'a pas de tableau.
cli-tables-absent = { $table } : n'a pu être calculé. { $reason }
cli-threads = le système ne donne pas les fils d'exécution demandés : { $reason }
cli-no-standard = il n'y a de mizan.toml ni ici ni dans un dossier parent ; indiquer le dossier du standard
cli-standard-absent = `{ $path }` n'est pas un dossier
cli-standard-too-large = `{ $path }` est trop grand pour un fichier de règles
cli-standard-empty = `{ $path }` ne contient aucun fichier .mizan
cli-file-of-which-source = `{ $path }` est un fichier : dire de quelle source par --source NOM={ $path } ; les sources sont { $names }
cli-two-reports = deux rapports ne peuvent pas aller ensemble sur la sortie standard : donner un chemin à tous sauf un, par exemple --format json=resultat.json
cli-read = `{ $path }` ne peut pas être lu : { $reason }
cli-read-absent = `{ $path }` n'existe pas
cli-read-folder = `{ $path }` est un dossier, pas un fichier
cli-read-denied = `{ $path }` ne peut pas être lu : le système ne le permet pas
cli-of-file = `{ $path }` : { $reason }
cli-occupied = `{ $path }` n'est pas un dossier vide : ce qui revient aux institutions s'écrit dans un dossier vide, ou qui n'existe pas encore
cli-returned = { $folder } est pour { $owner } ; règles non respectées : { $count }
cli-returned-nowhere = règles sur ce qui est calculé des lignes de plusieurs institutions, dans aucun des dossiers : { $count }
returned-rule = Règle
returned-title = Ce qui est demandé
returned-severity = Gravité
returned-source = Source
returned-file = Fichier
returned-row = Ligne
returned-key = Clé
returned-values = Valeurs
returned-message = Ce qui ne va pas
returned-blamed = Champs à examiner
returned-sheet = Éléments en défaut
returned-left-out = Seuls les { $most } premiers éléments en défaut sur { $count } sont ici : le fichier CSV d'un dossier de retour et un fichier Parquet les ont tous.
cli-write = `{ $path }` ne peut pas être écrit : { $reason }
cli-internal = erreur interne : la faute est à Mizan, ni au standard ni aux données. Merci de la signaler avec la commande et cette ligne : mizan { $version }, { $place }
cli-tests-passed =
    { $count ->
        [one] Le seul exemple est confirmé.
       *[other] Les { $count } exemples sont tous confirmés.
    }
cli-tests-failed =
    { $failed ->
        [one] { $failed } exemple sur { $count } n'est pas confirmé.
       *[other] { $failed } exemples sur { $count } ne sont pas confirmés.
    }
cli-no-examples = Le standard n'a aucun exemple.
cli-test-differs = attendu : { $expected } ; obtenu : { $found }
cli-test-lacking = colonnes lues que l'exemple ne donne pas : { $columns }
cli-coverage-complete = Les exemples montrent toutes les issues et passent par toutes les branches.
cli-coverage-short = Ce que les exemples ne montrent pas : règles et définitions sans exemple ({ $subjects }), issues ({ $outcomes }), branches ({ $branches }). `{ $command }` en donne la liste.
cli-coverage-without = Règles et définitions sans exemple ({ $count } sur { $all }) :
cli-coverage-outcomes = Issues qu'aucun exemple ne montre ({ $count }) :
cli-coverage-branches = Branches par lesquelles aucun exemple ne passe ({ $count } sur { $all }) :
cli-coverage-value = `{ $text }` n'est jamais retenu
cli-coverage-true = `{ $text }` n'est jamais vrai
cli-coverage-false = `{ $text }` n'est jamais faux
cli-mutate-rules = Règles fausses qu'aucun exemple ne remarque ({ $count }) :
cli-mutate-data = Données fausses qui ne changent l'issue d'aucun exemple ({ $count }) :
cli-mutate-instead = `{ $from }` pourrait être `{ $to }`
cli-mutate-without = `{ $from }` pourrait manquer
cli-mutate-missing = `{ $column }` manquant
cli-mutate-step = `{ $column }` un cran plus bas ou plus haut
cli-mutate-other = `{ $column }` avec une autre valeur
cli-mutate-score = Remarquées : { $rules } variantes fausses de règles sur { $all-rules }, { $data } de données sur { $all-data } ; { $share } en tout.
cli-mutate-without-example = Dont, parmi celles qui ne le sont pas, variantes de règles et de définitions sans exemple : { $count }.
cli-mutate-nothing = Il n'y a rien à changer : ni règle écrite, ni définition.
cli-mutate-under = C'est moins que les { $share } demandés.
cli-fmt-differs = pas sous forme canonique : { $path }
cli-fmt-written = écrit sous forme canonique : { $path }
cli-fmt-broken = `{ $path }` est resté tel quel, à cause des erreurs ci-dessus
cli-similar-codes = Codes qui lui ressemblent :
cli-opening = ouverture des fichiers
cli-judging = contrôle
cli-demo-wrote = Un standard et deux livraisons synthétiques qui se suivent sont dans { $folder }. Des erreurs y ont été placées : { $truth } en donne la liste.
cli-demo-changes = Règles depuis la livraison du { $before } – corrigées : { $fixed }, nouvellement en échec : { $new }, toujours en échec : { $persisting }.
cli-demo-page = Le rapport comme page pour un navigateur : { $path }.
cli-demo-next = Pour continuer :
cli-plan-scan = { $number }. { $source } : { $rows } lignes (morceaux : { $pieces }), { $bytes } octets sur { $all } ; colonnes : { $columns }
cli-plan-all = Lectures : { $readings } ; octets : { $bytes }. En outre, chaque fichier est lu une fois pour son SHA-256, et les lignes montrées sont relues.
cli-generate-rows = { $source } : { $rows } lignes
cli-generate-wrote = La livraison est dans { $delivery } ; { $failing } lignes en erreur y ont été placées, { $planted } en donne la liste.
cli-generate-not-reached =
    { $count ->
        [one] { $rule } : { $count } ligne n'a pas pu être rendue conforme, et peut échouer sans erreur placée.
       *[other] { $rule } : { $count } lignes n'ont pas pu être rendues conformes, et peuvent échouer sans erreur placée.
    }
cli-generate-never-broken = Aucun enregistrement à placer qui enfreigne ces règles, et dont on sache le reste, n'a été trouvé ({ $count }) : { $rules }.
cli-generate-not-looked-at = Des règles portent sur plus qu'un enregistrement et ceux auxquels il est lié ; elles n'ont pas été prises en compte et peuvent échouer partout ({ $count }) : { $rules }.
cli-generate-no-source = aucune source de ce référentiel n'est livrée
cli-generate-exists = { $path } existe déjà : donner un autre dossier
cli-demo-exists = le dossier { $path } contient déjà un standard ou une livraison : en donner un autre
cli-not-a-file = `{ $path }` n'est ni un fichier ni un dossier
cli-built-in = Il n'y a de mizan.toml ni ici ni au-dessus : contrôle selon le standard marocain fourni avec Mizan.

## Le tableau de couverture

coverage-title = Ce que chaque source peut calculer
coverage-heading = { $entity } : ce que chaque source peut calculer
coverage-caption = Chaque colonne est une source, chaque ligne une définition ou une variable
coverage-none = le standard n'a pas d'entité qu'une source fournisse
coverage-definitions = Définitions
coverage-variables = Variables
coverage-yes = oui
coverage-by-substitute = par substitut
coverage-in-part = en partie
coverage-no = non
coverage-legend-yes = à partir de variables que la source donne
coverage-legend-by-substitute = par une règle propre à la source, à la place de la définition
coverage-legend-in-part = pour certains enregistrements : il manque une variable, ou elle n'est pas donnée pour tous
coverage-legend-no = inconnu pour tout enregistrement
coverage-shares = Les pourcentages sont les enregistrements de la livraison pour lesquels c'est connu, au { $date }.
coverage-records =
    { $count ->
        [one] { $count } enregistrement
       *[other] { $count } enregistrements
    }
coverage-of-source = Ce qui manque : { $source }
coverage-missing = non collecté : { $variables }
coverage-partly = donné pour certains enregistrements seulement : { $variables }
coverage-whole = rien
coverage-wanted = À ajouter : { $source }
coverage-waiting =
    { $count ->
        [one] { $variable } : { $count } définition l'attend
       *[other] { $variable } : { $count } définitions l'attendent
    }
coverage-to-verify = à vérifier

# Dérogations, et la livraison précédente

report-passed-accepted =
    { $failing ->
        [one] Accepté, bien qu'une règle sur { $rules } ne soit pas respectée : l'écart fait l'objet d'une dérogation, ou était connu de la livraison précédente.
       *[other] Accepté, bien que { $failing } règles sur { $rules } ne soient pas respectées : chaque écart fait l'objet d'une dérogation, était connu de la livraison précédente, ou n'est pas assez grave pour refuser celle-ci.
    }
report-waivers = Dérogations
report-waived = dérogation
report-is-waived = Fait l'objet d'une dérogation.
report-waiver-applied = `{ $rule }` : accepté jusqu'au { $date } par { $owner }. { $reason }
report-waiver-exceeded = `{ $rule }` : ne compte pas, car plus de { $most } éléments sont en écart. Accepté jusqu'au { $date } par { $owner }. { $reason }
report-waiver-expired = `{ $rule }` : échue le { $date }, et l'écart demeure. Accepté par { $owner }. { $reason }
report-waiver-unused = `{ $rule }` : plus aucun écart ; la dérogation de { $owner } peut être retirée. { $reason }
report-before-failing = Livraison précédente : { $fail } ({ $share }).
report-before-worse = Livraison précédente : { $fail } ({ $share }). La situation s'est aggravée.
report-before = Livraison précédente : { $verdict }.

# Ce qui diffère entre deux exécutions

diff-verdict = { $from } : { $before }. { $to } : { $after }.
diff-passed = accepté
diff-failed = refusé
diff-incomplete = incomplet
diff-standard = Les référentiels diffèrent : { $before }, puis { $after }.
diff-source = { $source } : { $before } lignes, puis { $after }.
diff-source-new = { $source } : nouvelle source, { $after } lignes.
diff-source-gone = { $source } : n'est plus livrée.
diff-nothing = Aucune règle n'aboutit à autre chose.
diff-new =
    { $count ->
        [one] Nouveau : 1 règle n'est plus respectée
       *[other] Nouveau : { $count } règles ne sont plus respectées
    }
diff-worse =
    { $count ->
        [one] Aggravé : 1 règle n'était pas respectée et l'est moins encore, au-delà du hasard
       *[other] Aggravé : { $count } règles n'étaient pas respectées et le sont moins encore, au-delà du hasard
    }
diff-no-longer-checked =
    { $count ->
        [one] N'est plus contrôlé : 1 règle ne dit plus rien
       *[other] N'est plus contrôlé : { $count } règles ne disent plus rien
    }
diff-persisting =
    { $count ->
        [one] Demeure : 1 règle n'est toujours pas respectée
       *[other] Demeure : { $count } règles ne sont toujours pas respectées
    }
diff-fixed =
    { $count ->
        [one] Corrigé : 1 règle est de nouveau respectée
       *[other] Corrigé : { $count } règles sont de nouveau respectées
    }
diff-now-checked =
    { $count ->
        [one] Désormais contrôlé : 1 règle, respectée
       *[other] Désormais contrôlé : { $count } règles, respectées
    }
diff-moved =
    { $count ->
        [one] Dans la limite tolérée, le nombre d'écarts change : 1 règle
       *[other] Dans la limite tolérée, le nombre d'écarts change : { $count } règles
    }
diff-rule-changed =
    { $count ->
        [one] 1 règle demande autre chose, et aboutit au même résultat
       *[other] { $count } règles demandent autre chose, et aboutissent au même résultat
    }
diff-absent = absente
diff-movement = { $before } → { $after }
diff-asks-otherwise = La règle a changé.

cli-key-short = la clé des pseudonymes n'est pas un secret : il lui faut au moins { $bytes } octets
cli-no-randomness = le système ne donne pas de clé aléatoire : { $reason }
cli-fail-on-new = `--fail-on { $gate }` compare avec la livraison précédente : donnez son résultat avec --previous
cli-waivers-broken = les dérogations ne peuvent être lues : { $reason }
cli-waivers-empty = la dérogation à `{ $rule }` ne dit pas son champ `{ $field }` : un écart dont personne ne répond n'est pas accepté
cli-waivers-date = la dérogation à `{ $rule }` ne dit pas un jour, comme dans `expires = 2025-03-31`

# Reçus

cli-no-key = `{ $path }` ne contient pas de clé : { $reason }
cli-no-receipt = `{ $path }` n'est pas un reçu : { $reason }
verify-standard = Le référentiel n'est pas celui par lequel la livraison a été contrôlée.
verify-changed = { $file } : a changé depuis le contrôle.
verify-unread = { $file } : illisible : { $reason }
verify-absent = { $file } : n'est pas là.
verify-differs = Le reçu ne correspond pas à ce qui est ici :
verify-outside = { $file } : ce nom mène hors de la livraison.
verify-holds =
    { $files ->
        [one] Le fichier est celui qui a été contrôlé, par ce référentiel, au { $date }.
       *[other] Les { $files } fichiers sont ceux qui ont été contrôlés, par ce référentiel, au { $date }.
    }
verify-passed = La livraison a été acceptée.
verify-failed = La livraison a été refusée.
verify-incomplete = Le contrôle était incomplet.
verify-unsigned = Le reçu n'est pas signé : n'importe qui peut l'avoir écrit.
verify-unchecked = Le reçu est signé, et le signataire n'a pas été vérifié : donnez la clé avec --public-key. Clé : { $keys }
verify-authentic = La signature est celle de la clé.
verify-forged = La signature n'est pas celle de la clé : le reçu est d'un autre, ou a été modifié.

# La fiche d'une source

sheet-title = { $source } : ce que permet cette source
sheet-standard = Selon le référentiel { $standard }
sheet-serves = Définitions
sheet-serves-counts = Calculables : { $yes } ; en partie : { $part } ; non calculables : { $no }.
sheet-measures = Ce qui manque, et ce qu'il faut faire
sheet-no-measure = Rien ne manque.
sheet-variable = Variable
sheet-to-do = Mesure
sheet-definitions = Définitions qui l'attendent
sheet-collect = à ajouter au registre
sheet-complete = à renseigner pour chaque enregistrement
sheet-results = Dernière livraison, au { $date }
sheet-counts = { $rows } lignes. Règles contrôlées : { $judged } ; respectées : { $hold } ; non respectées : { $fail }.
sheet-severity = Gravité
sheet-failing = Écarts
sheet-more =
    { $count ->
        [one] et 1 autre règle
       *[other] et { $count } autres règles
    }
sheet-progress = Depuis la livraison précédente
cli-no-sheet = aucune source `{ $source }` n'a de fiche dans ce référentiel ; en ont une : { $names }

# Les livraisons dans le temps

history-title =
    { $count ->
        [one] 1 livraison
       *[other] { $count } livraisons
    }
history-run =
    { $failing ->
        [one] { $date } : { $verdict } ; { $failing } règle sur { $rules } n'est pas respectée, lignes : { $rows } ({ $file })
       *[other] { $date } : { $verdict } ; { $failing } règles sur { $rules } ne sont pas respectées, lignes : { $rows } ({ $file })
    }
history-rules = Règles non respectées, à présent ou autrefois : part des écarts par livraison
history-line = Évolution
cli-no-history = aucun résultat dans `{ $path }` : écrivez-en un par exécution avec --format json=FICHIER
