# العربية. الجمل تامة، ورسائل التشخيص بلا نقطة في آخرها.
# الوسيط `x-given` يساوي `yes` إذا كانت لـ `x` قيمة، وإلا `no`.

## Words around diagnostics

level-error = خطأ
level-warning = تحذير
level-advice = نصيحة
help-word = مساعدة:
count-errors =
    { $count ->
        [zero] لا خطأ
        [one] خطأ واحد
        [two] خطآن
        [few] { $count } أخطاء
        [many] { $count } خطأ
       *[other] { $count } خطإ
    }
count-warnings =
    { $count ->
        [zero] لا تحذير
        [one] تحذير واحد
        [two] تحذيران
        [few] { $count } تحذيرات
        [many] { $count } تحذيرا
       *[other] { $count } تحذير
    }
count-advice =
    { $count ->
        [zero] لا نصيحة
        [one] نصيحة واحدة
        [two] نصيحتان
        [few] { $count } نصائح
        [many] { $count } نصيحة
       *[other] { $count } من النصائح
    }
no-diagnostics = لا شيء يستوجب التبليغ
advice-later = تظهر النصائح بعد إصلاح الأخطاء
explain-hint = يشرح الأمر `{ $command }` ذلك بمثال
explain-hint-many = يشرح الأمر `{ $command }` أول هذه التشخيصات بمثال، ولكل رمز صفحة كهذه
explain-unknown = لا يوجد تشخيص رمزه `{ $code }`
list-or = { $list } أو { $last }
reason-not-found = لا وجود لهذا الملف
reason-no-column =
    { $near-given ->
        [yes] ليس فيه عمود اسمه `{ $column }`، وفيه `{ $near }`
       *[no] ليس فيه عمود اسمه `{ $column }`
    }

## Types, with their article

type-boolean = شرط (صحيح أو خاطئ)
type-integer = عدد صحيح
type-decimal = عدد عشري
type-number = عدد بفاصلة عائمة
type-percent = نسبة مئوية
type-text = نص
type-date = تاريخ
type-timestamp = تاريخ مع ساعة
type-period = فترة
type-year = سنة
type-quarter = فصل من السنة
type-month = شهر
type-week = أسبوع
type-missing = قيمة غائبة
type-codelist = رمز
type-code = رمز من اللائحة `{ $codelist }`
type-tuple = التركيبة `{ $parts }`
type-with-unit = { $type } بالوحدة `{ $unit }`
type-without-unit = { $type } بدون وحدة
unit-none = بدون وحدة

## Things that the grammar expects

expected-clause = بند من بنود هذا التصريح
expected-code = رمز بين فاصلتين علويتين مستقيمتين
expected-date = تاريخ أو شهر أو سنة
expected-expression = قيمة أو شرط
expected-language = لغة مثل `fr` أو `ar` أو `en`
expected-name = اسم
expected-number = عدد
expected-operator = مقارنة
expected-regex = تعبير نمطي بين خطين مائلين
expected-set = مجموعة قيم أو مجال أو لائحة رموز
expected-text = نص بين علامتي اقتباس مستقيمتين
expected-type = نوع
expected-unit = وحدة

## Features that a later version compiles

feature-expects = السجلات المنتظرة من وحدة إحصائية
feature-provides = السجلات التي تتكون من عدة أسطر (`provides … by`)

## Text and grammar (M01)

syntax-error =
    { $found-given ->
        [yes] لا محل هنا لـ `{ $found }`
       *[no] ينتهي النص قبل الأوان
    }
    .here =
        { $expected-given ->
            [yes] المطلوب هنا: { $expected }
           *[no] ما بعد هذا الموضع غير مفهوم
        }
    .write = اكتبوا `{ $write }`
single-equals = العلامة `=` تعطي الاسم قيمته، أما هنا فالمقصود مقارنة
    .here = تقارن قيمتان بالعلامة `==`
    .write = اكتبوا `==`
wrong-inequality = العلامة `<>` ليست عاملا في هذه اللغة
    .write = اكتبوا `!=`
foreign-operator = لا تكتب `{ $found }` هكذا في ميزان
    .write = اكتبوا `{ $write }`
typographic-quotes = في `{ $found }` علامات اقتباس مطبعية مصدرها معالج نصوص
    .write =
        { $count ->
            [zero] اكتبوا `{ $write }`
            [one] اكتبوا `{ $write }`، والأمر `mizan fmt --repair` يستبدلها
            [two] اكتبوا `{ $write }`، والأمر `mizan fmt --repair` يستبدل العلامتين الواردتين في هذا الملف
            [few] اكتبوا `{ $write }`، والأمر `mizan fmt --repair` يستبدل العلامات الواردة في هذا الملف، وعددها { $count } علامات
            [many] اكتبوا `{ $write }`، والأمر `mizan fmt --repair` يستبدل العلامات الواردة في هذا الملف، وعددها { $count } علامة
           *[other] اكتبوا `{ $write }`، والأمر `mizan fmt --repair` يستبدل { $count } علامة واردة في هذا الملف
        }
number-format = في `{ $found }` فاصلة أو فراغات داخل العدد
    .write = العلامة العشرية نقطة، و`_` تفصل الآلاف: اكتبوا `{ $write }`
malformed-date = ليس `{ $found }` تاريخا
    .write = اكتبوا `{ $write }`
    .form = يكتب التاريخ سنة ثم شهرا ثم يوما، برقمين للشهر ورقمين لليوم، ويجب أن يكون موجودا في التقويم: `2024-01-05`
mixed-and-or = اجتماع `and` و`or` يقرأ على وجهين
    .parentheses = اكتبوا `{ $first }` أو `{ $second }`
if-without-else = هذه الجملة الشرطية بدون `else`
    .repair = إذا كان المقصود إلزاما فاكتبوا `{ $condition } implies { $value }`، وإذا كان المقصود قيمة فأضيفوا `else` والقيمة في الحالات الأخرى
case-without-else = هذه الجملة `case` بدون `else`
    .add = اختموها بـ `else => …`: القيمة حين لا يتحقق أي شرط، أو `else => missing`
between-word = ليست `between` من كلمات ميزان
    .write = اكتبوا `{ $value } in { $low }..{ $high }`، والحدان داخلان
aggregate-parentheses = ما ينصب عليه `{ $aggregate }` يوضع بين قوسين
    .write = اكتبوا `{ $write }`
nesting-too-deep =
    { $limit ->
        [zero] التداخل غير مسموح به هنا
        [one] يتجاوز التداخل مستوى واحدا
        [two] يتجاوز التداخل مستويين
        [few] يتجاوز التداخل { $limit } مستويات
        [many] يتجاوز التداخل { $limit } مستوى
       *[other] يتجاوز التداخل { $limit } مستوى
    }
    .here = يتجاوز العمق الحد ابتداء من هنا
    .define = سموا الجزء الداخلي باسم بواسطة `define`
too-large = الحجم { $size } MiB، وأقصى ما يقرؤه ميزان { $limit } MiB
    .split = وزعوا التصريحات على عدة ملفات
text-direction-control = المحرف الخفي { $found } يغير اتجاه النص المحيط به
    .remove = احذفوه، فما يراه القارئ يجب أن يكون هو ما تتم ترجمته
unknown-declaration = لا يبدأ أي تصريح بـ `{ $found }`
    .similar = هل المقصود `{ $similar }`؟
    .words = يبدأ التصريح بإحدى هذه الكلمات: { $words }
unclosed = لم يتم إغلاق `{ $found }`
    .here = فتح هنا
mixed-chain = سلسلة المقارنات تمضي في اتجاه واحد
    .split = اكتبوا مقارنتين تربط بينهما `and`
column-without-colon = لا توجد نقطتان بين العمود `{ $column }` ونوعه
    .write = اكتبوا `{ $write }`
remainder-operator = العلامة `%` للنسبة المئوية لا لباقي القسمة
    .percent = علامة النسبة المئوية تلي عددها: `wage * 5%`، وليس في ميزان باق للقسمة
not-utf8 = الملف `{ $file }` غير مكتوب بترميز UTF-8
    .save = احفظوه بترميز UTF-8، فذلك من خيارات «حفظ باسم» في برامج الجداول والنصوص

## Names (M02)

unknown-name =
    { $subject-given ->
        [yes] لا يوجد في `{ $subject }` ما يسمى `{ $name }`، ولا توجد معلمة بهذا الاسم
       *[no] لا يوجد ما يسمى `{ $name }`
    }
    .subject = هذا هو المصدر المقصود
    .similar = هل المقصود `{ $similar }`؟
    .declare = صرحوا به عمودا أو تعريفا أو معلمة، علما أن الرمز يكتب بين فاصلتين علويتين والنص بين علامتي اقتباس مستقيمتين
unknown-column = لا يوجد في `{ $source }` عمود اسمه `{ $column }`
    .subject = هذا هو المصدر المقصود
    .similar = هل المقصود `{ $similar }`؟
duplicate-declaration = صرح بالاسم `{ $name }` مرتين
    .first = التصريح الأول هنا
    .rename = غيروا أحد الاسمين، فملفات المعيار تشترك في مجال واحد للأسماء
ambiguous-name = يدل `{ $name }` هنا على شيئين في آن واحد
    .first = الآخر
    .rename = غيروا أحد الاسمين، فلا يحجب اسم اسما آخر
unknown-subject = لا يوجد مصدر اسمه `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
    .declare = صرحوا به: `source { $name } {"{"} … {"}"}`
unknown-type = لا يوجد نوع اسمه `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
    .types = الأنواع هي { $types }، أو اسم لائحة رموز
unknown-function = لا توجد دالة اسمها `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
    .list = يسردها الأمر `mizan functions`
    .form = يكتب هذا هنا `{ $form }`
wrong-argument-count =
    { $found ->
        [zero] استدعيت الدالة `{ $function }` بدون وسيط، وليس ذلك شكلها
        [one] استدعيت الدالة `{ $function }` بوسيط واحد، وليس ذلك شكلها
        [two] استدعيت الدالة `{ $function }` بوسيطين، وليس ذلك شكلها
        [few] استدعيت الدالة `{ $function }` مع { $found } وسائط، وليس ذلك شكلها
        [many] استدعيت الدالة `{ $function }` مع { $found } وسيطا، وليس ذلك شكلها
       *[other] استدعيت الدالة `{ $function }` مع { $found } وسيط، وليس ذلك شكلها
    }
    .signature = شكلها هو `{ $signature }`
aggregate-of-values = يتناول `{ $aggregate }` عمودا واحدا على امتداد عدة أسطر
    .write = بين عدة قيم من سطر واحد استعملوا `{ $function }`: `{ $write }`
cycle = هذه العناصر متوقف بعضها على بعض: { $cycle }
names-alike = قد يلتبس `{ $first }` بـ `{ $second }`
    .first = الاسم الآخر
    .rename = غيروا أحد الاسمين حتى لا يقتصر الفرق على حالة الحروف أو على حروف متشابهة
not-yet = لا تترجم هذه النسخة من ميزان { $feature }
    .remove = احذفوا هذا في الوقت الراهن، فما يترك لا يراقب
unknown-placeholder = تعرض الرسالة `{ $name }`، وهو ما لا يمكنها قراءته
    .similar = هل المقصود `{ $similar }`؟
    .braces = يوضع بين حاضنتين عمود أو تعريف أو وسيط أو تعبير، والحاضنة المراد إظهارها تكتب مرتين
unknown-language = المعيار لا يتكلم اللغة `{ $language }`
    .declare = لغاته هي { $languages }، كما في `languages` من `mizan.toml`
missing-translation = هذا النص غير وارد بـ { $languages }
    .add = أضيفوه بكل لغة من لغات المعيار
invalid-name = لا يصلح `{ $name }` اسما مصرحا به
    .form = يتكون الاسم من 64 حرفا أو رقما أو `_` على الأكثر ويبدأ بحرف، والأعمدة وحدها يمكن أن تكتب بين علامتي نبر
unknown-file-field = لا يوجد في أسماء ملفات `{ $source }` حقل اسمه `{ $field }`
    .subject = هذا هو المصدر المقصود
    .fields = حقوله هي { $fields }
    .declare = صرحوا به في المسار، مثل `"{"{"}{ $field }: month{"}"}.parquet"`
unknown-parameter = لا توجد معلمة اسمها `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
unused-definition = لا تستعمل أي قاعدة ولا أي تعريف الاسم `{ $name }`
link-elsewhere = يبدأ الربط `{ $link }` من `{ $from }`، والسجلات هنا سجلات `{ $subject }`
    .declared = صرح بالربط هنا
unknown-link = لا يبدأ من `{ $subject }` أي ربط اسمه `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
    .declare = صرحوا به: `link { $name } from { $subject } to SOURCE by KEY`
link-keys-differ = لمفاتيح الربط نوع واحد، لكن نوع `{ $mine }` هو { $left }، ونوع `{ $theirs }` هو { $right }
    .theirs = ما يقابله هنا
this-outside-link = تدل `this` على السجل المفحوص داخل قوسي ربط، ولا سجل غيره هنا
    .write = اكتبوا `{ $name }`
needs-this = ليس في `{ $linked }` عمود اسمه `{ $name }`، وهو موجود في `{ $judged }` المفحوص
    .write = اكتبوا `{ $write }`
link-to-many = قد تكون للسجل عدة `{ $link }`: فمن أيها يؤخذ `{ $column }`؟
    .declared = صرح بالربط هنا
    .any = بينوا أيها المقصود: `any { $link } ({ $column } …)` أو `max { $link } ({ $column })`
    .one = أو صرحوا بأن له واحدا على الأكثر: `link { $link } from … to one …`
column-of-another = العمود `{ $column }` من `{ $source }`، ولم يبين أي سجل من `{ $source }` هو المقصود
    .any = اسألوا سجلاته المرتبطة: `any { $link } ({ $column } …)`
    .declare = بينوا كيف ترتبط سجلاته بهذه السجلات: `link NAME from … to { $source } by KEY`
    .membership = للسؤال عن وجود قيمة ضمن قيمه كلها: `x in { $source }.{ $column }`
dates-not-ascending = تذكر قيم المعلمة من أول تاريخ إلى آخره
    .before = التاريخ الذي قبله
    .order = ضعوا هذه القيمة قبل التي فوقها
    .once = لكل تاريخ قيمة واحدة: احذفوا إحدى القيمتين
link-as-value = `{ $link }` ربط يؤدي إلى سجلات، وليس قيمة
    .write = اسألوا عنها شيئا: `any { $link }` أو `count { $link } ()` أو `any { $link } (…)`

## Types (M03)

type-mismatch = المطلوب هنا { $expected }، والموجود { $found }
    .declared = صرح به هنا
types-differ = لا يجتمع هذان: { $left } مع { $right }
    .left = هذا { $left }
    .right = هذا { $right }
not-ordered = لا ترتيب فيه: { $found }، فلا يكون أصغر ولا أكبر
    .codes = تقارن الرموز بواسطة `==` أو `in` أو `under`
number-equality = نتيجة `==` على عدد بفاصلة عائمة رهينة برقمه الأخير
    .within = اكتبوا `{ $left } within 0.000001 of { $right }`
    .decimal = أو صرحوا بالعمود من النوع `decimal`، وهو دقيق
equals-missing = لا شيء يساوي قيمة غائبة، فلا يصح هذا أبدا
    .write = اكتبوا `{ $value } { $negated }`
not-a-condition = المطلوب هنا شرط، والموجود { $found }
    .here = هذا { $found }
    .compare = قارنوه بشيء، مثل `… == …` أو `… is known`
date-with-period = المقارنة هنا بين { $left } و{ $right }
    .write = قارنوا بين تاريخين بواسطة `{ $date }`، أو بين فترتين بواسطة `{ $period }`
subtraction-as-range = هذا طرح: { $left } ناقص { $right }
    .write = يكتب المجال هكذا: `{ $write }`
branches-differ = لا يتفق الفرعان في النوع: { $first } ثم { $second }
    .first = هذا { $first }
    .second = هذا { $second }
not-a-set = ليس `{ $found }` مجموعة قيم
    .forms = بعد `in` تأتي مجموعة `{"{"}a, b{"}"}` أو مجال `a..b` أو لائحة رموز أو عمود من مصدر آخر
wrong-argument = تأخذ الدالة `{ $function }` في `{ $parameter }` ما يلي: { $expected }، والموجود { $found }
    .signature = شكلها هو `{ $signature }`
invalid-pattern = هذا التعبير النمطي غير سليم: { $reason }
invalid-tolerance = لا يصلح `{ $found }` هامش تسامح ولا نسبة تغطية
    .form = اكتبوا نسبة مئوية من 0% إلى 100%، أو مقدارا غير سالب
amount-looks-like-share = هذا يسمح بفرق قدره { $found } بوحدة القيمة لا بنسبة منها
    .declared = صرح به هنا
    .percent = إذا كان المقصود هامشا نسبيا فصرحوا هكذا: `{ $percent }`
not-constant = المطلوب هنا قيمة مكتوبة بذاتها لا محسوبة
no-arithmetic =
    { $left-given ->
        [yes] لا يحسب العامل `{ $operator }` مع { $left } و{ $right }
       *[no] لا يوضع العامل `{ $operator }` قبل { $right }
    }
    .left = هذا { $left }
    .right = هذا { $right }
    .write = اكتبوا `{ $write }`
unknown-reason = لا يصرح العمود `{ $column }` بسبب الغياب "{ $reason }"
    .declared = صرح به هنا
    .reasons = أسبابه هي { $reasons }

## Units of measure (M04)

unknown-unit = الوحدة `{ $name }` غير معروفة
    .similar =
        { $label-given ->
            [yes] هل المقصود `{ $similar }` ({ $label })؟
           *[no] هل المقصود `{ $similar }`؟
        }
    .declare = إذا كانت وحدة خاصة بكم فصرحوا بها: `unit { $name }`
units-differ = الوحدتان مختلفتان: { $left } و{ $right }
    .left = هنا: { $left }
    .right = هنا: { $right }
    .calendar = لا يحول ميزان مدد التقويم أبدا: اكتبوا القيمتين بوحدة واحدة، مثل `12 months` لسنة
    .convert = يمكن تحويل أحدهما إلى وحدة الآخر: `{ $write }`
unit-on-type = النوع `{ $found }` لا يقبل وحدة
unit-argument = لا محل هنا لوحدة
    .form = تأتي الوحدة بعد النوع العددي لعمود أو معلمة، أو بعد عدد: `decimal [MAD/month]` أو `5 [MAD]`
no-rates = لا شيء يبين أسعار الصرف التي تحول بها المبالغ
    .declare = يبينها مصدر لأسعار الصرف: `rates RATE by CURRENCY, MONTH`
no-rates-into = لا توجد أسعار صرف إلى `{ $currency }`، والموجود أسعار إلى { $given }
    .declared = أسعار الصرف هنا
    .declare = حولوا إلى إحدى هذه العملات، أو أضيفوا مصدرا لهذه الأسعار وحدته `[{ $currency }]`
no-currency = لا يحول إلا مبلغ بعملة واحدة، ووحدة هذا هي { $found }
    .unit = تبين وحدة المبلغ عملته: `decimal [USD]`، أو العمود الذي يتضمنها: `decimal [wage_currency/month]`
mixed-currencies = تجمع هنا أسطر مبالغها بعملات مختلفة: كل مبلغ بعملة `{ $column }` الخاصة به
    .convert = حولوها أولا إلى عملة واحدة: `convert(…, MAD, …)`، أو اجمعوا حسب `{ $column }`
no-factor = لا شيء يبين كم تساوي وحدة { $from } بوحدة { $to }
    .declare = تحول الوحدات حيث يعطي تصريح معاملا: `unit kMAD = 1000 MAD`

## Code lists (M05)

unknown-code =
    { $count ->
        [zero] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` وهي فارغة
        [one] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` (رمز واحد)
        [two] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` (رمزان)
        [few] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` ({ $count } رموز)
        [many] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` ({ $count } رمزا)
       *[other] الرمز `'{ $code }'` غير وارد في لائحة الرموز `{ $codelist }` ({ $count } رمز)
    }
    .declared = هذه اللائحة
    .similar =
        { $label-given ->
            [yes] هل المقصود `'{ $similar }'` ({ $label })؟
           *[no] هل المقصود `'{ $similar }'`؟
        }
    .codes = رموز اللائحة حيث صرح بها
text-for-code = ورد `{ $text }` في موضع رمز من `{ $codelist }`
    .write = يكتب الرمز بين فاصلتين علويتين مستقيمتين: اكتبوا `{ $write }`
code-for-text =
    { $name-given ->
        [yes] العمود `{ $name }` نص، و`'{ $code }'` مكتوب كأنه رمز
       *[no] المطلوب هنا نص، و`'{ $code }'` مكتوب كأنه رمز
    }
    .write = يكتب النص بين علامتي اقتباس مستقيمتين: اكتبوا `{ $write }`
codelists-differ = المقارنة هنا بين رموز `{ $left }` ورموز `{ $right }`
    .left = رمز من `{ $left }`
    .right = رمز من `{ $right }`
code-without-list = لا شيء هنا يبين من أي لائحة رموز يؤخذ `'{ $code }'`
    .declare = قارنوه بعمود من تلك اللائحة، أو صرحوا بالنوع: `define NAME: LIST on …`
codelist-file = لا يمكن استعمال ملف لائحة الرموز `{ $path }`: { $reason }
duplicate-code =
    { $line ->
        [0] ورد الرمز `'{ $code }'` مرتين في `{ $codelist }`
       *[other] ورد الرمز `'{ $code }'` مرتين في `{ $codelist }`: ثانيتهما في السطر رقم { $line } من ملفها
    }
    .first = المرة الأولى هنا
parent-cycle =
    { $line ->
        [0] الرمز `'{ $code }'` من `{ $codelist }` أصل لنفسه: { $cycle }
       *[other] الرمز `'{ $code }'` من `{ $codelist }` (السطر رقم { $line } من ملفها) أصل لنفسه: { $cycle }
    }
unknown-parent =
    { $line ->
        [0] الأصل `'{ $parent }'` للرمز `'{ $code }'` غير وارد في `{ $codelist }`
       *[other] الأصل `'{ $parent }'` للرمز `'{ $code }'` (السطر رقم { $line } من ملفها) غير وارد في `{ $codelist }`
    }
no-parents = ليس لرموز `{ $codelist }` أصول
    .declared = هذه اللائحة
unknown-coding = ليس للائحة الرموز `{ $codelist }` ترميز اسمه `{ $coding }`
    .codings = ترميزاتها هي { $codings }

## Aggregates and groups (M06)

aggregate-without-group = نتيجة `{ $aggregate }` على أي أسطر؟
    .write = بينوا المجموعة: `{ $by }`، أو `{ $overall }` للمصدر برمته
bare-column-in-group = ليس للمجموعة قيمة واحدة من `{ $column }`، فهو ليس من مفاتيح هذه القاعدة
    .header = مفاتيح المجموعة هنا
    .condition = بينوا من أي الأسطر: `every row ({ $condition })` أو `any row ({ $condition })`، أو أضيفوا `{ $column }` إلى `by`
    .value = خذوا قيمة من المجموعة: `only({ $column })` أو `max({ $column })`، أو أضيفوا `{ $column }` إلى `by`
nested-aggregate = يوجد تجميع داخل تجميع آخر
    .outer = داخل هذا
    .define = سموا التجميع الداخلي باسم بواسطة `define` على الأسطر
outside-group = ينظر `{ $found }` في أسطر مجموعة، وهذه القاعدة تحكم على الأسطر واحدا واحدا
    .by = أعطوا القاعدة مجموعة بواسطة `by` أو `as a whole`
clause-not-taken = لا يقبل `{ $aggregate }` البند `{ $clause }`
group-in-group = رأس هذه القاعدة يبين المجموعة من قبل
    .header = المجموعة مبينة هنا
    .remove = احذفوا `by` أو `overall` من بين القوسين
aggregate-needs-value = يحتاج `{ $aggregate }` إلى القيمة التي ينصب عليها
    .write = اكتبوا `{ $write }`
every-of-none = تصدق `every { $link }` أيضا حيث لا يوجد أي `{ $link }`
    .any = إن كان لا بد من واحد، أضيفوا `when any { $link }`، أو اشترطوا `any { $link }` كذلك
link-of-no-aggregate = تؤخذ `{ $function }` من قيمة واحدة، ولا ينصب على سجلات الربط `{ $link }` إلا التجميع
link-with-group = السجلات مبينة من قبل: سجلات `{ $link }`
    .condition = اختاروا منها بـ `where`
link-key-not-in-group = ليست للمجموعة قيمة واحدة لـ `{ $column }` التي يقوم عليها الربط `{ $link }`
    .header = مفاتيح المجموعة هنا
    .by = أضيفوا `{ $column }` إلى `by`، أو سموا بـ `define` ما يُسأل عنه كل سطر
key-without-name = ليس لهذا المفتاح اسم
    .write = اكتبوا `{ $write }`
not-a-key = ليس `{ $name }` من مفاتيح `{ $source }`
    .subject = المفاتيح مبينة هنا
    .keys = مفاتيحه هي { $keys }
along-type = لا يمكن أن يسير `{ $function }` على `{ $key }`: المطلوب { $expected } وهو { $found }
    .declared = المفتاح
outside-table = تنظر `{ $function }` في سطر آخر من جدول، ولا سطر آخر هنا
    .key = أضيفوا `key` إلى المصدر، أو استعملوها في جدول
    .define = اكتبوها تعريفا على الجدول (`define … on …`) ثم استعملوا التعريف
last-delivery-of-source = لا تُحفظ آخر دفعة من `{ $source }`: لا تُحفظ إلا الجداول
    .table = أعلنوا `table` لما تراد مقارنته، ثم استعملوه
not-comparable = يقارَن `{ $left }` بـ `{ $right }`
    .left = هذا الطرف
    .right = هذا الطرف
    .bridge = بينوا لماذا تصح المقارنة: `bridge "…"`
observes-nothing = لا يبين `{ $source }` ما يرصده، فلا يُعرف هل تصح مقارنته
    .declared = المصدر
    .write = أضيفوا إلى المصدر ما يعده، مثل `observes stock of persons`، أو إلى المقارنة سبب صحتها: `bridge "…"`
not-a-side = ليس `{ $name }` طرفا في هذه المقارنة
    .sides = طرفاها هما { $sides }
unknown-column-set = ليس في `{ $source }` مجموعة أعمدة باسم `{ $name }`
    .subject = هذا المصدر
    .similar = هل تقصدون `{ $similar }`؟
    .declare = صرحوا بها في المصدر: `columns { $name } = FIRST..LAST`
invalid-column-set = لا يمكن معرفة أعمدة المجموعة `{ $name }`
    .numbered = الأعمدة التي تصرح بها مجموعة لائحة، أو أسماء تختلف برقمها الأخير: `rc01..rc19`، ألف على الأكثر
    .order = عمودها الأول مصرح به بعد الأخير
    .none = لا يبدأ أي عمود من المصدر بهذا
columns-outside-row = يخص `{ $found }` أعمدة سجل واحد، وهذه القاعدة تحكم على مجموعات
    .header = المجموعة مذكورة هنا
    .define = ضعوه داخل تجميع، أو سموه للسجلات بواسطة `define`
rows-not-known = أسطر `{ $name }` غير معروفة قبل وصول البيانات، وكل سطر يعطي قاعدة اسمها
    .declared = مصرح به هنا
    .from = ضعوا الجدول في مجلد المعيار: `source { $name } from "{ $name }.csv"`
rule-table =
    { $row ->
        [0] لا يمكن استعمال الجدول `{ $path }`: { $reason }
       *[other] لا يمكن استعمال الجدول `{ $path }`: سطر البيانات رقم { $row }، { $reason }
    }
    .empty = ليس للخانة قيمة؛ تسمح بذلك `?` بعد نوع العمود
    .unreadable = لا تقرأ الخانة بنوع عمودها
    .twice = لسطرين هذا المفتاح
not-expectable = لا يمكن تعداد ما في `{ $found }` دون بيانات
    .forms = تنتظر السجلات في لائحة رموز، أو قيم، أو مجال أعداد صحيحة أو تواريخ أو فترات، أو أعمدة مصدر
dimension-not-key = ليس `{ $column }` في مفتاح `{ $source }`، فرموزه ليست خانات في توازن
    .subject = هذا المصدر
    .key = المفتاح هو ما يحدد الخانة: `key …, { $column }`
relations-file =
    { $line ->
        [0] لا يمكن استعمال العلاقات في `{ $path }`: { $reason }
       *[other] لا يمكن استعمال العلاقات في `{ $path }`: السطر رقم { $line }، { $reason }
    }
    .columns = أعمدته `total` و`part`، وعند الحاجة `sign` و`operator` و`relation`
    .sign = الإشارة هي `+` أو `-`
    .operator = العامل واحد من `= < <= > >=`، وهو نفسه لكل أجزاء العلاقة
    .code = ليس هذا رمزا من `{ $codelist }`
    .similar = هل تقصدون `'{ $similar }'`؟
code-twice =
    { $line ->
        [0] ورد الرمز `'{ $code }'` مرتين في { $relation }
       *[other] ورد الرمز `'{ $code }'` مرتين في { $relation } (ابتداء من السطر رقم { $line } من ملفها)
    }
relation-twice =
    { $line ->
        [0] في التوازن { $relation } من قبل
       *[other] في التوازن { $relation } من قبل (ابتداء من السطر رقم { $line } من ملفها)
    }
    .first = الأولى هنا
balance-cycle =
    { $line ->
        [0] المجموع `'{ $code }'` جزء من نفسه: { $cycle }
       *[other] المجموع `'{ $code }'` جزء من نفسه: { $cycle } (ابتداء من السطر رقم { $line } من ملفها)
    }

## Declarations (M07)

missing-clause = ليس في `{ $name }` البند `{ $clause }`
    .write = أضيفوا `{ $write }`
repeated-clause = ورد البند `{ $clause }` مرتين
    .first = ورد أول مرة هنا
empty-range = المجال من { $low } إلى { $high } فارغ، فبدايته بعد نهايته
    .swap = اكتبوا الحد الأصغر أولا
optional-key = لا يجوز أن يكون العمود المفتاح `{ $column }` فارغا
    .declared = العلامة `?` تسمح بخلايا فارغة
    .remove = احذفوا `?`، فالسجل بدون مفتاحه لا يتميز عن غيره
tolerance-of-one = تحكم هذه القاعدة على عنصر واحد، فهامش التسامح إما يعفيه وإما لا أثر له
no-example = القاعدة `{ $rule }` بدون مثال
    .write = أضيفوا سجلا يستوفيها وسجلا يخل بها: `example fail {"{"} … {"}"}`
invalid-path = المسار `{ $path }` يخرج من مجلده
    .form = المسار نسبي، بالعلامة `/`، وبدون `..`
no-rules = هذا المعيار بدون قاعدة، فهو يقبل أي تسليم كان
constraint-on-type = لا يصلح القيد `{ $constraint }` لهذا النوع: { $found }
invalid-settings = تتعذر قراءة `mizan.toml`: { $reason }
invalid-format = `{ $found }` غير مفهوم في التنسيق، والمقبول هنا { $expected }
setting-without-effect = لا أثر للضبط `{ $setting }` هنا
    .move = انقلوه إلى ضبط القاعدة نفسها
invalid-glob = تتعذر قراءة نمط الملفات `{ $glob }`: { $reason }
    .form = العلامة `*` تنوب عن جزء من اسم، و`**` عن مجلدات، و`{"{"}year: year{"}"}` عن حقل
unknown-entity = لا توجد وحدة إحصائية اسمها `{ $name }`
    .similar = هل المقصود `{ $similar }`؟
    .declare = صرحوا بها: `entity { $name } {"{"} … {"}"}`
unknown-variable = ليس في `{ $entity }` متغير ولا تعريف اسمه `{ $name }`
    .declared = صرح بالوحدة الإحصائية هنا
    .similar = هل المقصود `{ $similar }`؟
variables-not-said = لا يبين `{ $source }` كيف يعطي متغيرات `{ $entity }` هذه: { $variables }
    .declared = صرح بالوحدة الإحصائية هنا
    .write = أعطوا كل متغير، أو اكتبوا له `not collected`، أو اختموا بعبارة `everything else not collected`
given-twice = أعطي `{ $name }` مرتين
    .first = هنا أول مرة
provided-type = نوع `{ $name }` هو { $expected }، لكن نوع المعطى له هو { $found }
    .declared = صرح به هنا
rule-table-judged = إن `{ $name }` جدول من المعيار: ليست أسطره تسليما تحكم عليه القواعد
    .declared = صرح به هنا `from` ملف من المعيار
    .files = تحكم القواعد على مصدر له `files`

## Examples (M08)

incomplete-example = يقول هذا المثال `{ $outcome }`، ونتيجته رهينة بما لم يرد فيه: { $columns }
    .write = أعطوا قيمة لما يلي: { $columns }، أو اكتبوا `missing` حيث لا قيمة
example-disagrees = يقول هذا المثال `{ $expected }`، والقاعدة تعطي `{ $found }`
invalid-example = يحتاج المثال إلى نتيجة ممكنة لموضوعه وإلى سجل واحد على الأقل: `{ $reason }`
not-computable = لا يمكن حساب `{ $name }` في `{ $source }`، لغياب { $variables }
    .collected = غير مجمع، كما قيل هنا
    .entity = يبين `mizan coverage` أين يمكن ذلك، والقاعدة على `{ $entity }` تترك هذا المصدر وتقول ذلك
not-provided = لا يوفر `{ $source }` الوحدة `{ $entity }` التي منها `{ $name }`
    .declared = صرح بالمصدر هنا
    .write = أضيفوا إلى المصدر `provides { $entity } {"{"} … {"}"}`
judged-nowhere = لا يمكن الحكم على أي مصدر بالقاعدة `{ $rule }`
    .provides = لا مصدر يوفر `{ $entity }`
    .coverage = ما تحتاجه لا يجمع في أي مكان، ويبين `mizan coverage` ما ينقص من `{ $entity }`

## ما يعرف دون بيانات (M10)

always-true = `{ $condition }` صحيح في كل سجل أعمدته كما أعلن عنها
    .declared = ينتج عن هذا
never-true = `{ $condition }` غير صحيح في أي سجل أعمدته كما أعلن عنها
    .declared = ينتج عن هذا
guard-never-true = لا سجل يستوفي `{ $condition }`، فلا تحكم `{ $rule }` على أي سجل
    .declared = هذا يستبعده
requirement-never-true = لا سجل يستوفي `{ $condition }` الذي تطلبه `{ $rule }`
    .declared = هذا يستبعده
contradictory-rules = كل سجل يخالف إحدى القاعدتين `{ $first }` و`{ $second }`
    .other = القاعدة الأخرى
    .declared = مع هذا
clashing-rules = كل سجل يستوفي شرطي `{ $first }` و`{ $second }` يخالف إحداهما
    .other = القاعدة الأخرى
    .declared = مع هذا
    .split = إن لم يوجد مثل هذا السجل فقولوا ذلك في قاعدة، وإلا فاستثنوه من أحد الشرطين
impossible-rules = { $count ->
        [zero] لا سجل يستوفي هذه القواعد معا: { $rules }
        [one] لا سجل يستوفي هذه القاعدة: { $rules }
        [two] لا سجل يستوفي هاتين القاعدتين معا: { $rules }
        [few] لا سجل يستوفي هذه القواعد الـ{ $count } معا: { $rules }
        [many] لا سجل يستوفي هذه القواعد الـ{ $count } معا: { $rules }
       *[other] لا سجل يستوفي هذه القواعد الـ{ $count } معا: { $rules }
    }
    .declared = مع هذا
implied-rule = لا تقول `{ $rule }` شيئا جديدا: من خالفها خالف { $rules }
    .declared = ينتج عن هذا
    .remove = احذفوها، أو قولوا ما الذي ينبغي أن تجده سوى ذلك
unreachable-branch = لا سجل يصل إلى فرع `{ $condition }`: ما قبله يأخذ الكل
    .declared = ينتج عن هذا
never-broken = لا سجل يخالف `{ $rule }`: حيث تطرح يكون ما تطلبه صحيحا
    .declared = ينتج عن هذا

## Messages of the rules that columns make
# Arguments: column, value, codelist, range, pattern, condition; of a key: key.

column-type = تتعذر قراءة `{ $column }` على النحو المصرح به: { $type }.
column-present = العمود `{ $column }` فارغ.
column-code = القيمة `{ $value }` في `{ $column }` ليست من رموز `{ $codelist }`.
column-range = قيمة `{ $column }` هي { $value }، ويجب أن تكون { $range }.
column-pattern = القيمة `{ $value }` في `{ $column }` ليست على الشكل { $pattern }.
column-unique = القيمة `{ $value }` في `{ $column }` واردة في أكثر من سجل.
column-asked = يجب أن تكون لـ `{ $column }` قيمة إذا تحقق الشرط { $condition }، وألا تكون له قيمة في غير ذلك.
key-unique = المفتاح { $key } وارد في أكثر من سجل.
link-one = ترتبط عدة سجلات بواسطة `{ $link }`، ولا يصح إلا واحد على الأكثر.
compare-last-delivery = آخر دفعة
compare-differs = قيمة `{ $value }` هي { $first } في `{ $left }` و{ $second } في `{ $right }`.
compare-differs-by = قيمة `{ $value }` هي { $first } في `{ $left }` و{ $second } في `{ $right }`: الفرق { $difference }.
compare-only = المفتاح { $key } وارد في `{ $source }` وغير وارد في `{ $other }`.
compare-duplicated = المفتاح { $key } وارد في `{ $source }` بهذا العدد من المرات: { $count }.
rule-broken = الشرط { $condition } غير متحقق.
message-repeated = { $message } (× { $count })
expected-absent = لا سجل مع { $key }.
expected-extra = لا ينتظر أي سجل مع { $key }.
balance-broken = المجموع { $total }، وأجزاؤه تعطي { $sum }: فرق قدره { $difference }.
range-in = ضمن { $range }
range-at-least = { $value } على الأقل
range-more-than = أكبر من { $value }
range-at-most = { $value } على الأكثر
range-less-than = أصغر من { $value }
range-equal = مساوية لـ { $value }
range-not-equal = غير { $value }

## Words of results

severity-error = خطأ
severity-warning = تحذير
severity-info = معلومة
verdict-ok = مطابق
verdict-tolerated = متسامح فيه
verdict-not-checked-enough = غير مراقب بما يكفي
verdict-breached = مخالف
verdict-not-evaluated = لم يقيم
outcome-pass = مستوف
outcome-fail = مخل
outcome-unknown = غير محدد
outcome-not-applicable = غير معني
outcome-not-evaluated = لم يقيم
not-evaluated-source-absent = لم يسلم أي ملف من `{ $source }`
not-evaluated-column-absent = العمود `{ $column }` غير موجود في ملفات `{ $source }`
not-evaluated-source-unreadable = تتعذر قراءة أحد ملفات `{ $source }`
not-evaluated-nothing-to-judge = لم يوجد ما يحكم عليه
not-evaluated-not-collected = لا يجمع { $source } المتغيرات { $variables }
not-evaluated-too-many-expected = عدد السجلات المنتظرة { $count }، ولا يمكن البحث عن أكثر من { $most }
not-evaluated-failure = تعذرت مواصلة التنفيذ: { $reason }
value-true = نعم
value-false = لا
value-missing = غائب
reason-empty = فارغ
reason-unreadable = غير مقروء

## report

report-passed =
    { $rules ->
        [one] مقبول: القاعدة الوحيدة محترمة.
        [two] مقبول: القاعدتان محترمتان.
        [few] مقبول: القواعد الـ{ $rules } كلها محترمة.
        [many] مقبول: القواعد وعددها { $rules } كلها محترمة.
       *[other] مقبول: القواعد وعددها { $rules } كلها محترمة.
    }
report-passed-tolerating =
    { $tolerated ->
        [one] مقبول: في قاعدة واحدة من أصل { $rules } حالات مخالفة لا تتجاوز الحد المسموح به.
        [two] مقبول: في قاعدتين من أصل { $rules } حالات مخالفة لا تتجاوز الحد المسموح به.
        [few] مقبول: في { $tolerated } قواعد من أصل { $rules } حالات مخالفة لا تتجاوز الحد المسموح به.
        [many] مقبول: في { $tolerated } قاعدة من أصل { $rules } حالات مخالفة لا تتجاوز الحد المسموح به.
       *[other] مقبول: في { $tolerated } قاعدة من أصل { $rules } حالات مخالفة لا تتجاوز الحد المسموح به.
    }
report-passed-though =
    { $failing ->
        [one] مقبول، مع أن قاعدة واحدة من أصل { $rules } غير محترمة: ليست من الخطورة بحيث يُرفض التسليم.
        [two] مقبول، مع أن قاعدتين من أصل { $rules } غير محترمتين: ليستا من الخطورة بحيث يُرفض التسليم.
        [few] مقبول، مع أن { $failing } قواعد من أصل { $rules } غير محترمة: ليس فيها ما هو من الخطورة بحيث يُرفض التسليم.
        [many] مقبول، مع أن { $failing } قاعدة من أصل { $rules } غير محترمة: ليس فيها ما هو من الخطورة بحيث يُرفض التسليم.
       *[other] مقبول، مع أن { $failing } قاعدة من أصل { $rules } غير محترمة: ليس فيها ما هو من الخطورة بحيث يُرفض التسليم.
    }
report-failed =
    { $failing ->
        [one] مرفوض: قاعدة واحدة من أصل { $rules } غير محترمة.
        [two] مرفوض: قاعدتان من أصل { $rules } غير محترمتين.
        [few] مرفوض: { $failing } قواعد من أصل { $rules } غير محترمة.
        [many] مرفوض: { $failing } قاعدة من أصل { $rules } غير محترمة.
       *[other] مرفوض: { $failing } قاعدة من أصل { $rules } غير محترمة.
    }
report-failed-advice = صحّحوا في المصدر ما هو مبيّن أدناه، ثم افحصوا التسليم الجديد.
report-no-rules = غير مكتمل: لم تُفحص أي قاعدة، فلا يُعرف شيء عن هذا التسليم.
report-incomplete = غير مكتمل: تعذّر فحص بعض القواعد، وعددها الإجمالي { $rules }.
report-incomplete-failing =
    { $failing ->
        [one] غير مكتمل: تعذّر فحص بعض القواعد وعددها الإجمالي { $rules }، وقاعدة واحدة غير محترمة.
        [two] غير مكتمل: تعذّر فحص بعض القواعد وعددها الإجمالي { $rules }، وقاعدتان غير محترمتين.
        [few] غير مكتمل: تعذّر فحص بعض القواعد وعددها الإجمالي { $rules }، و{ $failing } قواعد غير محترمة.
        [many] غير مكتمل: تعذّر فحص بعض القواعد وعددها الإجمالي { $rules }، و{ $failing } قاعدة غير محترمة.
       *[other] غير مكتمل: تعذّر فحص بعض القواعد وعددها الإجمالي { $rules }، و{ $failing } قاعدة غير محترمة.
    }
report-incomplete-advice = سلّموا ما ينقص أو تتعذّر قراءته مما هو مبيّن أدناه، ثم أعيدوا الفحص.
report-as-of = بتاريخ { $date }.
report-standard = المعيار: { $standard }، بتاريخ { $date }.
report-overview-good =
    { $rules ->
        [one] { $source }: قاعدته الوحيدة محترمة
        [two] { $source }: قاعدتان محترمتان
        [few] { $source }: { $rules } قواعد كلها محترمة
        [many] { $source }: { $rules } قاعدة كلها محترمة
       *[other] { $source }: { $rules } قاعدة كلها محترمة
    }
report-overview-failing = { $source }: عدد القواعد { $rules }، منها { $failing } غير محترمة
report-overview-open = { $source }: عدد القواعد { $rules }، منها { $open } لم تُقيَّم
report-overview-open-failing = { $source }: عدد القواعد { $rules }، منها { $open } لم تُقيَّم و{ $failing } غير محترمة
report-unclaimed = ملفات في التسليم لا يقرؤها أي مصدر؛ فهل أسماؤها صحيحة؟ { $files }
report-owner = الجهة المسلِّمة: { $owner }
report-files =
    { $files ->
        [zero] بلا ملفات
        [one] ملف واحد
        [two] ملفان
        [few] { $files } ملفات
        [many] { $files } ملفا
       *[other] { $files } ملف
    }، { $rows ->
        [zero] بلا أسطر
        [one] سطر واحد
        [two] سطران
        [few] { $rows } أسطر
        [many] { $rows } سطرا
       *[other] { $rows } سطر
    }
report-blamed = الحقول الواجب تصحيحها، بعدد السجلات المخالفة: { $list }.
report-problem = مشكل
report-remark = ملاحظة
report-hold =
    { $count ->
        [one] قاعدة واحدة محترمة.
        [two] قاعدتان محترمتان.
        [few] { $count } قواعد محترمة.
        [many] { $count } قاعدة محترمة.
       *[other] { $count } قاعدة محترمة.
    }
report-not-evaluated =
    { $count ->
        [one] لم تُقيَّم قاعدة واحدة: { $reason }.
        [two] لم تُقيَّم قاعدتان: { $reason }.
        [few] لم تُقيَّم { $count } قواعد: { $reason }.
        [many] لم تُقيَّم { $count } قاعدة: { $reason }.
       *[other] لم تُقيَّم { $count } قاعدة: { $reason }.
    }
report-nothing-to-judge =
    { $count ->
        [one] قاعدة واحدة لم تجد ما تفحصه: لا تنطبق على أي عنصر من هذا التسليم.
        [two] قاعدتان لم تجدا ما تفحصانه: لا تنطبقان على أي عنصر من هذا التسليم.
        [few] { $count } قواعد لم تجد ما تفحصه: لا تنطبق على أي عنصر من هذا التسليم.
        [many] { $count } قاعدة لم تجد ما تفحصه: لا تنطبق على أي عنصر من هذا التسليم.
       *[other] { $count } قاعدة لم تجد ما تفحصه: لا تنطبق على أي عنصر من هذا التسليم.
    }
report-left-out =
    { $count ->
        [one] أُغفلت نتيجة واحدة: يسع السجل 25000 نتيجة، الأخطر أولا.
        [two] أُغفلت نتيجتان: يسع السجل 25000 نتيجة، الأخطر أولا.
        [few] أُغفلت { $count } نتائج: يسع السجل 25000 نتيجة، الأخطر أولا.
        [many] أُغفلت { $count } نتيجة: يسع السجل 25000 نتيجة، الأخطر أولا.
       *[other] أُغفلت { $count } نتيجة: يسع السجل 25000 نتيجة، الأخطر أولا.
    }
report-closing =
    { $rules ->
        [zero] لم تُفحص أي قاعدة.
        [one] قاعدة واحدة: { $counts }.
        [two] قاعدتان: { $counts }.
        [few] { $rules } قواعد: { $counts }.
        [many] { $rules } قاعدة: { $counts }.
       *[other] { $rules } قاعدة: { $counts }.
    }
report-count-ok = { $count } مطابقة
report-count-tolerated = { $count } متسامح فيها
report-count-breached = { $count } مخالفة
report-count-not-checked = { $count } غير مراقبة بما يكفي
report-count-not-evaluated = { $count } لم تُقيَّم
report-count-nothing = { $count } بلا شيء تفحصه
report-failing-rows =
    { $fail ->
        [one] سطر واحد من أصل { $checked } مفحوصة مخالف ({ $share }).
        [two] سطران من أصل { $checked } مفحوصة مخالفان ({ $share }).
        [few] { $fail } أسطر من أصل { $checked } مفحوصة مخالفة ({ $share }).
        [many] { $fail } سطرا من أصل { $checked } مفحوصة مخالفة ({ $share }).
       *[other] { $fail } سطر من أصل { $checked } مفحوصة مخالفة ({ $share }).
    }
report-failing-groups =
    { $fail ->
        [one] مجموعة واحدة من أصل { $checked } مفحوصة مخالفة ({ $share }).
        [two] مجموعتان من أصل { $checked } مفحوصة مخالفتان ({ $share }).
        [few] { $fail } مجموعات من أصل { $checked } مفحوصة مخالفة ({ $share }).
        [many] { $fail } مجموعة من أصل { $checked } مفحوصة مخالفة ({ $share }).
       *[other] { $fail } مجموعة من أصل { $checked } مفحوصة مخالفة ({ $share }).
    }
report-failing-whole = المصدر في مجمله مخالف.
report-tolerated-share = المسموح به: { $share }.
report-tolerated-count = المسموح به: { $count }.
report-tolerated-either = المسموح به: { $share }، أو { $count }.
report-unknown =
    { $count ->
        [one] حالة واحدة لم يُبتّ فيها لنقص في القيم.
        [two] حالتان لم يُبتّ فيهما لنقص في القيم.
        [few] { $count } حالات لم يُبتّ فيها لنقص في القيم.
        [many] { $count } حالة لم يُبتّ فيها لنقص في القيم.
       *[other] { $count } حالة لم يُبتّ فيها لنقص في القيم.
    }
report-ungrouped =
    { $count ->
        [one] سطر واحد لا يدخل في أي مجموعة لنقص في مفتاحه.
        [two] سطران لا يدخلان في أي مجموعة لنقص في مفتاحيهما.
        [few] { $count } أسطر لا تدخل في أي مجموعة لنقص في مفاتيحها.
        [many] { $count } سطرا لا تدخل في أي مجموعة لنقص في مفاتيحها.
       *[other] { $count } سطر لا تدخل في أي مجموعة لنقص في مفاتيحها.
    }
report-coverage = لم يمكن فحص سوى { $share } مما تنطبق عليه القاعدة، والمطلوب { $coverage }.
report-missing = الأجوبة الناقصة حسب السبب: { $list }.
report-sample-row = السطر { $row } من { $file }
report-sample-key = المفتاح { $key }
report-more =
    { $count ->
        [one] وحالة أخرى
        [two] وحالتان أخريان
        [few] و{ $count } حالات أخرى
        [many] و{ $count } حالة أخرى
       *[other] و{ $count } حالة أخرى
    }
report-cites = مرجع القاعدة: { $document }
report-cites-to-verify = مرجع القاعدة، وهو بحاجة إلى تحقق: { $document }
report-place = كُتبت في { $place }
report-from-table =
    { $rows ->
        [one] جدول من خلية واحدة
        [two] جدول من خليتين
        [few] جدول من { $rows } خلايا
        [many] جدول من { $rows } خلية
       *[other] جدول من { $rows } خلية
    }
report-from-comparison =
    { $rows ->
        [one] مقارنة لمفتاح واحد
        [two] مقارنة لمفتاحين
        [few] مقارنة لـ{ $rows } مفاتيح
        [many] مقارنة لـ{ $rows } مفتاحا
       *[other] مقارنة لـ{ $rows } مفتاح
    }
report-from-expected =
    { $rows ->
        [one] سجل واحد يجب أن يوجد
        [two] سجلان يجب أن يوجدا
        [few] { $rows } سجلات يجب أن توجد
        [many] { $rows } سجلا يجب أن توجد
       *[other] { $rows } سجل يجب أن توجد
    }
report-from-last-delivery =
    { $rows ->
        [one] خلية واحدة من التسليم السابق
        [two] خليتان من التسليم السابق
        [few] { $rows } خلايا من التسليم السابق
        [many] { $rows } خلية من التسليم السابق
       *[other] { $rows } خلية من التسليم السابق
    }
report-compare = مقارنة { $left } مع { $right }
report-compare-judged =
    { $count ->
        [one] مفتاح واحد في الجانبين؛ أزواج متطابقة: { $equal }، مختلفة: { $different }، غير قابلة للمقارنة: { $open }.
        [two] مفتاحان في الجانبين؛ أزواج متطابقة: { $equal }، مختلفة: { $different }، غير قابلة للمقارنة: { $open }.
        [few] { $count } مفاتيح في الجانبين؛ أزواج متطابقة: { $equal }، مختلفة: { $different }، غير قابلة للمقارنة: { $open }.
        [many] { $count } مفتاحا في الجانبين؛ أزواج متطابقة: { $equal }، مختلفة: { $different }، غير قابلة للمقارنة: { $open }.
       *[other] { $count } مفتاح في الجانبين؛ أزواج متطابقة: { $equal }، مختلفة: { $different }، غير قابلة للمقارنة: { $open }.
    }
report-compare-matched =
    { $count ->
        [one] مفتاح واحد في الجانبين.
        [two] مفتاحان في الجانبين.
        [few] { $count } مفاتيح في الجانبين.
        [many] { $count } مفتاحا في الجانبين.
       *[other] { $count } مفتاح في الجانبين.
    }
report-compare-only =
    { $count ->
        [one] مفتاح واحد في { $side } فقط.
        [two] مفتاحان في { $side } فقط.
        [few] { $count } مفاتيح في { $side } فقط.
        [many] { $count } مفتاحا في { $side } فقط.
       *[other] { $count } مفتاح في { $side } فقط.
    }
report-compare-duplicate =
    { $count ->
        [one] مفتاح واحد مكرر في { $side }، في { $rows } من الأسطر.
        [two] مفتاحان مكرران في { $side }، في { $rows } من الأسطر.
        [few] { $count } مفاتيح مكررة في { $side }، في { $rows } من الأسطر.
        [many] { $count } مفتاحا مكررا في { $side }، في { $rows } من الأسطر.
       *[other] { $count } مفتاح مكرر في { $side }، في { $rows } من الأسطر.
    }
report-compare-against =
    { $count ->
        [one] سطر واحد من { $side } مفتاحه مكرر في الجانب الآخر.
        [two] سطران من { $side } مفتاحاهما مكرران في الجانب الآخر.
        [few] { $count } أسطر من { $side } مفاتيحها مكررة في الجانب الآخر.
        [many] { $count } سطرا من { $side } مفاتيحها مكررة في الجانب الآخر.
       *[other] { $count } سطر من { $side } مفاتيحها مكررة في الجانب الآخر.
    }
report-compare-not-stated =
    { $count ->
        [one] سطر واحد من { $side } بلا مفتاح كامل.
        [two] سطران من { $side } بلا مفتاح كامل.
        [few] { $count } أسطر من { $side } بلا مفتاح كامل.
        [many] { $count } سطرا من { $side } بلا مفتاح كامل.
       *[other] { $count } سطر من { $side } بلا مفتاح كامل.
    }
report-tables = الجداول
report-table =
    { $count ->
        [one] { $table }: سطر واحد
        [two] { $table }: سطران
        [few] { $table }: { $count } أسطر
        [many] { $table }: { $count } سطرا
       *[other] { $table }: { $count } سطر
    }
report-table-suppressed =
    { $count ->
        [one] سطر واحد منها غير معروض: سجلاته أقل من { $threshold }، أو يكشف خلية كذلك.
        [two] سطران منها غير معروضين: سجلاتهما أقل من { $threshold }، أو يكشفان خلية كذلك.
        [few] { $count } أسطر منها غير معروضة: سجلاتها أقل من { $threshold }، أو تكشف خلية كذلك.
        [many] { $count } سطرا منها غير معروضة: سجلاتها أقل من { $threshold }، أو تكشف خلية كذلك.
       *[other] { $count } سطر منها غير معروضة: سجلاتها أقل من { $threshold }، أو تكشف خلية كذلك.
    }
report-table-undecided =
    { $count ->
        [one] سطر واحد من { $from } لا يُعرف هل هو منه، لنقص قيم.
        [two] سطران من { $from } لا يُعرف هل هما منه، لنقص قيم.
        [few] { $count } أسطر من { $from } لا يُعرف هل هي منه، لنقص قيم.
        [many] { $count } سطرا من { $from } لا يُعرف هل هي منه، لنقص قيم.
       *[other] { $count } سطر من { $from } لا يُعرف هل هي منه، لنقص قيم.
    }
report-sample-suppressed = غير معروض: خلية سجلاتها أقل من { $threshold }، أو تكشف خلية كذلك.
report-html-sources = المصادر
report-html-source = المصدر
report-html-rows = الأسطر
report-html-rules = القواعد
report-html-met = المستوفاة
report-html-not-met = غير المستوفاة
report-html-not-evaluated = غير المقيَّمة
report-html-rule = القاعدة
report-html-checked = ما فُحص
report-html-undecided = غير المحسوم
report-html-examples = أمثلة
report-html-where = الموضع
report-html-wrong = وجه الخطأ
report-html-about = عن هذه القاعدة
report-html-provenance = مصدر هذه الأرقام
report-html-files = الملفات المقروءة
report-html-file = الملف
report-html-made-by = أعدّه ميزان { $version }. بصمة SHA-256 للمعيار:
report-html-to-see = للمراجعة
report-html-matrix = القواعد المشتركة بين عدة مصادر
report-html-met-everywhere =
    { $count ->
        [zero] لا قاعدة مشتركة أخرى.
        [one] قاعدة مشتركة أخرى مستوفاة، أو ليس فيها ما يقيم، في كل المصادر.
        [two] قاعدتان مشتركتان أخريان مستوفاتان، أو ليس فيهما ما يقيم، في كل المصادر.
        [few] { $count } قواعد مشتركة أخرى مستوفاة، أو ليس فيها ما يقيم، في كل المصادر.
        [many] { $count } قاعدة مشتركة أخرى مستوفاة، أو ليس فيها ما يقيم، في كل المصادر.
       *[other] { $count } قاعدة مشتركة أخرى مستوفاة، أو ليس فيها ما يقيم، في كل المصادر.
    }
report-more-rules =
    { $count ->
        [zero] لا شيء آخر
        [one] وواحدة أخرى
        [two] واثنتان أخريان
        [few] و{ $count } أخرى
        [many] و{ $count } أخرى
       *[other] و{ $count } أخرى
    }
report-mark-error = خطأ، غير مستوفاة
report-mark-warning = تحذير، غير مستوفاة
report-mark-info = معلومة، غير مستوفاة
report-mark-waived = غير مستوفاة، معفاة
report-mark-not-checked = غير مراقبة بما يكفي
report-mark-open = لم تقيم
report-mark-tolerated = متسامح فيها
report-mark-nothing = لا شيء للفحص
report-mark-met = مستوفاة
report-health = سلامة القواعد
report-health-everywhere =
    { $count ->
        [zero] لا قاعدة تكاد لا تُحترم أبدا
        [one] قاعدة واحدة تكاد لا تُحترم أبدا
        [two] قاعدتان تكادان لا تُحترمان أبدا
        [few] { $count } قواعد تكاد لا تُحترم أبدا
        [many] { $count } قاعدة تكاد لا تُحترم أبدا
       *[other] { $count } قاعدة تكاد لا تُحترم أبدا
    }
    .advice = تسع حالات من كل عشر حالات مفحوصة على الأقل مخالفة: قد يكون الخطأ في القاعدة أو في معلمتها أو في لائحة رموزها، لا في البيانات. تُراجع قبل أن يُطلب من المصدر أي تصحيح.
report-health-unchecked =
    { $count ->
        [zero] لا قاعدة تعذر فحصها كثيرا
        [one] قاعدة واحدة تعذر فحصها كثيرا
        [two] قاعدتان تعذر فحصهما كثيرا
        [few] { $count } قواعد تعذر فحصها كثيرا
        [many] { $count } قاعدة تعذر فحصها كثيرا
       *[other] { $count } قاعدة تعذر فحصها كثيرا
    }
    .advice = نسبة الحالات التي تعنيها القاعدة والتي تنقصها قيم.
report-health-never =
    { $count ->
        [zero] لا قاعدة بقيت بلا تطبيق
        [one] قاعدة واحدة لم تنطبق على شيء
        [two] قاعدتان لم تنطبقا على شيء
        [few] { $count } قواعد لم تنطبق على شيء
        [many] { $count } قاعدة لم تنطبق على شيء
       *[other] { $count } قاعدة لم تنطبق على شيء
    }
    .advice = في المصدر سطور، ولا يتحقق شرط القاعدة في أي منها: قد يكون الشرط ضيقا أكثر من اللازم، أو ليس في المصدر شيء من هذا النوع.
report-differences = { $within } من أصل { $all } من الفوارق لا تتجاوز { $limit }.
report-differences-advice =
    { $rest ->
        [0] إذا كان سببها التقريب، فإن هامش تسامح قدره { $limit } لا يُبقي أيا منها.
       *[other] إذا كان سببها التقريب، فإن هامش تسامح قدره { $limit } يُبقي { $rest } منها.
    }
report-differences-caption = الحالات المخالفة حسب حجم الفارق
report-health-rounding =
    { $count ->
        [zero] لا قاعدة مخالَفة بفارق صغير
        [one] قاعدة واحدة مخالَفة بفارق صغير
        [two] قاعدتان مخالَفتان بفارق صغير
        [few] { $count } قواعد مخالَفة بفارق صغير
        [many] { $count } قاعدة مخالَفة بفارق صغير
       *[other] { $count } قاعدة مخالَفة بفارق صغير
    }
    .advice = تسعة فوارق من كل عشرة صغيرة بحيث قد يكون سببها التقريب: قد يكون هامش التسامح هو الناقص.
report-html-language = اللغة
report-html-language-name = العربية
report-html-shortened = لتبقى هذه الصفحة خفيفة لا تعرض كل شيء: الأمثلة وأسطر الجداول أقل، وقد تكون بلغة واحدة فقط. والباقي في النتيجة بصيغة JSON، أو في فحص لقواعد أقل (--only).
report-html-new =
    { $count ->
        [zero] لا جديدة منها
        [one] منها واحدة جديدة
        [two] منها اثنتان جديدتان
        [few] منها { $count } جديدة
        [many] منها { $count } جديدة
       *[other] منها { $count } جديدة
    }
report-html-contents = في هذه الصفحة
report-together-heading = قواعد تخالفها في الغالب الأسطر نفسها:
report-together =
    { $count ->
        [zero] `{ $first }` و`{ $second }`: لا سطر يخالفهما معا
        [one] `{ $first }` و`{ $second }`: سطر واحد يخالفهما معا
        [two] `{ $first }` و`{ $second }`: سطران يخالفانهما معا
        [few] `{ $first }` و`{ $second }`: { $count } أسطر تخالفهما معا
        [many] `{ $first }` و`{ $second }`: { $count } سطرا يخالفهما معا
       *[other] `{ $first }` و`{ $second }`: { $count } سطر يخالفهما معا
    }
report-title-type = العمود `{ $column }` يُقرأ على أنه { $type }.
report-title-present = العمود `{ $column }` لا يكون فارغا.
report-title-code = العمود `{ $column }` رمز من القائمة `{ $codelist }`.
report-title-range = العمود `{ $column }` يكون { $range }.
report-title-pattern = العمود `{ $column }` على الشكل { $pattern }.
report-title-unique = قيمة العمود `{ $column }` لا ترد إلا في سجل واحد.
report-title-asked = للعمود `{ $column }` قيمة إذا وفقط إذا تحقق: { $condition }.
report-title-key = المفتاح { $key } لا يرد إلا في سجل واحد.
report-title-link-one = يؤدي `{ $link }` إلى سجل واحد على الأكثر.
report-title-matched = تتفق `{ $left }` و`{ $right }`.
report-title-only = كل مفتاح في `{ $source }` وارد في `{ $other }`.
report-title-duplicated = لا يتكرر أي مفتاح في `{ $source }`.
problem-source-absent = لم يُسلَّم أي ملف؛ المنتظر: { $patterns }
problem-source-absent-below = لم يُسلَّم أي ملف: لا شيء في `{ $folders }` يحمل اسما مثل { $patterns }
problem-source-unreadable = تعذّر البحث عن ملفاته: { $reason }
problem-no-rows = ليس في الملفات أي سطر، فلا تجد أي قاعدة ما تفحصه
problem-file-absent = الملف غير موجود
problem-file-unreadable = النظام لا يسمح بقراءة الملف: { $reason }
problem-file-corrupt = الملف تالف أو ليس من الصيغة المعلنة: { $reason }
problem-file-empty = الملف فارغ: ليس فيه سطر العناوين
problem-file-utf16 = الملف بترميز UTF-16: احفظوه بترميز UTF-8
problem-column-absent = العمود `{ $column }` غير موجود
    .similar = العمود `{ $column }` غير موجود؛ هل هو `{ $similar }`؟
problem-header-respelled = عنوان العمود `{ $column }` مكتوب `{ $header }`؛ وقد قُرئ
problem-duplicate-header =
    { $times ->
        [two] العنوان `{ $column }` لعمودين؛ وقد قُرئ أولهما
        [few] العنوان `{ $column }` لـ{ $times } أعمدة؛ وقد قُرئ أولها
        [many] العنوان `{ $column }` لـ{ $times } عمودا؛ وقد قُرئ أولها
       *[other] العنوان `{ $column }` لـ{ $times } عمود؛ وقد قُرئ أولها
    }
problem-extra-columns = أعمدة لا يعرفها المعيار ولا يقرؤها شيء: { $names }
problem-wrong-storage = العمود `{ $column }` مخزَّن على شكل { $stored }، وهو لا يتسع لقيمه
problem-too-many-fields =
    { $rows ->
        [one] في السطر { $row } حقول أكثر مما في سطر العناوين
        [two] في سطرين حقول أكثر مما في سطر العناوين، أولهما السطر { $row }
        [few] في { $rows } أسطر حقول أكثر مما في سطر العناوين، أولها السطر { $row }
        [many] في { $rows } سطرا حقول أكثر مما في سطر العناوين، أولها السطر { $row }
       *[other] في { $rows } سطر حقول أكثر مما في سطر العناوين، أولها السطر { $row }
    }
problem-too-few-fields =
    { $rows ->
        [one] في السطر { $row } حقول أقل مما في سطر العناوين
        [two] في سطرين حقول أقل مما في سطر العناوين، أولهما السطر { $row }
        [few] في { $rows } أسطر حقول أقل مما في سطر العناوين، أولها السطر { $row }
        [many] في { $rows } سطرا حقول أقل مما في سطر العناوين، أولها السطر { $row }
       *[other] في { $rows } سطر حقول أقل مما في سطر العناوين، أولها السطر { $row }
    }
problem-row-count = يعلن الملف { $said } من الأسطر وفيه { $found }
problem-file-changed = تغير الملف أثناء قراءته: أودعوه كاملا ثم أعيدوا المراقبة
problem-record-too-long = سجل السطر { $row } لا ينتهي: لعل علامة تنصيص لم تُغلق
unit-day =
    { $count ->
        [two] يوم
        [few] أيام
        [many] يوما
       *[other] يوم
    }
unit-day-words = يوم يوما يومان يومين أيام
unit-week =
    { $count ->
        [two] أسبوع
        [few] أسابيع
        [many] أسبوعا
       *[other] أسبوع
    }
unit-week-words = أسبوع أسبوعا أسبوعان أسبوعين أسابيع
unit-month =
    { $count ->
        [two] شهر
        [few] أشهر
        [many] شهرا
       *[other] شهر
    }
unit-month-words = شهر شهرا شهران شهرين أشهر شهور
unit-year =
    { $count ->
        [two] سنة
        [few] سنوات
        [many] سنة
       *[other] سنة
    }
unit-year-words = سنة سنتان سنتين سنوات عام عاما عامان عامين أعوام
unit-person =
    { $count ->
        [two] شخص
        [few] أشخاص
        [many] شخصا
       *[other] شخص
    }
unit-person-words = شخص شخصا شخصان شخصين أشخاص

## command line

cli-parameters = قيمة من القيم المعطاة بـ --set غير صحيحة
cli-pattern = `{ $pattern }` ليس نمطا لأسماء القواعد: { $reason }
cli-no-such-rule = لا توجد قاعدة باسم مثل `{ $pattern }`
    .similar = لا توجد قاعدة باسم مثل `{ $pattern }`؛ هل هي `{ $similar }`؟
cli-no-such-source = ليس في المعيار مصدر باسم `{ $name }`
    .similar = ليس في المعيار مصدر باسم `{ $name }`؛ هل هو `{ $similar }`؟
cli-no-such-function = لا توجد دالة باسم `{ $name }`؛ الأمر `mizan functions` يسردها كلها
    .similar = لا توجد دالة باسم `{ $name }`؛ هل هي `{ $similar }`؟
cli-no-delivery = التسليم `{ $path }` غير موجود أو ليس مجلدا
cli-previous-foreign = ليست نتيجة من نتائج Mizan: لا تحمل الصيغة { $format }
cli-previous-format = نتيجة بالصيغة { $found }؛ وهذا الإصدار يقرأ { $format }
cli-previous-broken = النتيجة معطوبة: { $reason }
cli-previous-value = النتيجة السابقة معطوبة: في السطر { $row } من الجدول `{ $table }` قيمة في `{ $column }` ليست من نوعه
cli-no-such-table = ليس في المعيار جدول باسم `{ $name }`
cli-tables-where = لا يمكن أن تُكتب جداول عدة معا على الخرج القياسي: أعطوا مجلدا بـ --out، أو جدولا واحدا بـ --table: { $names }
cli-tables-parquet = تُكتب ملفات Parquet في مجلد: حددوه بـ --out
cli-tables-none = ليس في المعيار أي جدول.
cli-tables-absent = { $table }: تعذر حسابه. { $reason }
cli-threads = النظام لا يمنح خيوط التنفيذ المطلوبة: { $reason }
cli-no-standard = لا يوجد ملف mizan.toml هنا ولا في مجلد أعلى؛ حددوا مجلد المعيار
cli-standard-absent = `{ $path }` ليس مجلدا
cli-standard-too-large = `{ $path }` أكبر من أن يكون ملف قواعد
cli-standard-empty = ليس في `{ $path }` أي ملف .mizan
cli-file-of-which-source = `{ $path }` ملف: حددوا مصدره بـ --source NAME={ $path }؛ والمصادر هي { $names }
cli-two-reports = لا يمكن أن يُكتب تقريران معا على الخرج القياسي: أعطوا مسارا لكل تقرير إلا واحدا، مثل --format json=result.json
cli-read = تعذرت قراءة `{ $path }`: { $reason }
cli-read-absent = `{ $path }` غير موجود
cli-read-folder = `{ $path }` مجلد لا ملف
cli-read-denied = لا يسمح النظام بقراءة `{ $path }`
cli-of-file = `{ $path }`: { $reason }
cli-occupied = `{ $path }` ليس مجلدا فارغا: ما يعود إلى المؤسسات يُكتب في مجلد فارغ أو في مجلد غير موجود بعد
cli-returned = { $folder } موجه إلى { $owner }؛ القواعد غير المستوفاة: { $count }
cli-returned-nowhere = قواعد على ما يُحسب من أسطر عدة مؤسسات، ليست في أي مجلد: { $count }
returned-rule = القاعدة
returned-title = المطلوب
returned-severity = الخطورة
returned-source = المصدر
returned-file = الملف
returned-row = السطر
returned-key = المفتاح
returned-values = القيم
returned-message = الخلل
returned-blamed = الخانات المطلوب فحصها
returned-sheet = العناصر المخالفة
returned-left-out = هنا أول { $most } عنصرا مخالفا من { $count } فقط: ملف CSV في مجلد الإرجاع وملف Parquet فيهما كلها.
cli-write = تعذرت كتابة `{ $path }`: { $reason }
cli-internal = خطأ داخلي: الخلل في Mizan لا في المعيار ولا في البيانات. المرجو التبليغ عنه مع الأمر وهذا السطر: mizan { $version }، { $place }
cli-tests-passed =
    { $count ->
        [one] المثال الوحيد مطابق.
        [two] المثالان مطابقان.
        [few] الأمثلة الـ{ $count } كلها مطابقة.
        [many] الأمثلة وعددها { $count } كلها مطابقة.
       *[other] الأمثلة وعددها { $count } كلها مطابقة.
    }
cli-tests-failed =
    { $failed ->
        [one] مثال واحد من أصل { $count } غير مطابق.
        [two] مثالان من أصل { $count } غير مطابقين.
        [few] { $failed } أمثلة من أصل { $count } غير مطابقة.
        [many] { $failed } مثالا من أصل { $count } غير مطابقة.
       *[other] { $failed } مثال من أصل { $count } غير مطابقة.
    }
cli-no-examples = ليس في المعيار أي مثال.
cli-test-differs = المنتظر: { $expected }؛ والحاصل: { $found }
cli-test-lacking = أعمدة تُقرأ ولا يعطيها المثال: { $columns }
cli-coverage-complete = تُظهر الأمثلة كل النتائج وتمر بكل الفروع.
cli-coverage-short = ما لا تُظهره الأمثلة: قواعد أو تعاريف بلا مثال ({ $subjects })، ونتائج ({ $outcomes })، وفروع ({ $branches }). الأمر `{ $command }` يسردها.
cli-coverage-without = قواعد وتعاريف بلا مثال ({ $count } من أصل { $all }):
cli-coverage-outcomes = نتائج لا يُظهرها أي مثال ({ $count }):
cli-coverage-branches = فروع لا يمر بها أي مثال ({ $count } من أصل { $all }):
cli-coverage-value = `{ $text }` لا يُؤخذ أبدا
cli-coverage-true = `{ $text }` لا يكون صحيحا أبدا
cli-coverage-false = `{ $text }` لا يكون خاطئا أبدا
cli-mutate-rules = قواعد خاطئة لا يلاحظها أي مثال ({ $count }):
cli-mutate-data = معطيات خاطئة لا تغير نتيجة أي مثال ({ $count }):
cli-mutate-instead = `{ $from }` قد يكون `{ $to }`
cli-mutate-without = `{ $from }` قد يُحذف
cli-mutate-missing = `{ $column }` ناقص
cli-mutate-step = `{ $column }` أقل أو أكثر بدرجة واحدة
cli-mutate-other = `{ $column }` بقيمة أخرى
cli-mutate-score = لوحظت { $rules } من أصل { $all-rules } من صيغ القواعد الخاطئة، و{ $data } من أصل { $all-data } من المعطيات الخاطئة؛ أي { $share } في المجموع.
cli-mutate-without-example = من بين ما لم يُلاحظ، صيغ قواعد وتعاريف بلا مثال: { $count }.
cli-mutate-nothing = ليس هناك ما يُغيَّر: لا قاعدة مكتوبة ولا تعريف.
cli-mutate-under = وهذا أقل من النسبة المطلوبة { $share }.
cli-fmt-differs = ليس على الشكل المعتمد: { $path }
cli-fmt-written = كُتب على الشكل المعتمد: { $path }
cli-fmt-broken = تُرك `{ $path }` كما هو بسبب الأخطاء أعلاه
cli-similar-codes = رموز تشبهه:
cli-opening = فتح الملفات
cli-judging = الفحص جار
cli-demo-wrote = يوجد معيار وتسليمان مصطنعان متتاليان في { $folder }. وُضعت فيهما أخطاء مقصودة، وقائمتها في { $truth }.
cli-demo-changes = القواعد منذ تسليم { $before } – صُحّحت: { $fixed }، فشلت حديثا: { $new }، ما زالت فاشلة: { $persisting }.
cli-demo-page = التقرير في صفحة للمتصفح: { $path }.
cli-demo-next = الخطوات التالية:
cli-plan-scan = { $number }. { $source }: { $rows } سطر (القطع: { $pieces })، { $bytes } بايت من { $all }؛ الأعمدة: { $columns }
cli-plan-all = عدد القراءات: { $readings }؛ البايتات: { $bytes }. وإضافة إلى ذلك يُقرأ كل ملف مرة لحساب SHA-256، وتُعاد قراءة الأسطر المعروضة.
cli-generate-rows = { $source }: { $rows } سطر
cli-generate-wrote = التسليم في { $delivery }؛ وُضع فيه { $failing } سطر خاطئ، وقائمتها في { $planted }.
cli-generate-not-reached =
    { $count ->
        [one] { $rule }: تعذر جعل سطر واحد مطابقا لها، وقد يفشل دون خطأ موضوع.
        [two] { $rule }: تعذر جعل سطرين مطابقين لها، وقد يفشلان دون خطأ موضوع.
        [few] { $rule }: تعذر جعل { $count } أسطر مطابقة لها، وقد تفشل دون خطأ موضوع.
        [many] { $rule }: تعذر جعل { $count } سطرا مطابقا لها، وقد تفشل دون خطأ موضوع.
       *[other] { $rule }: تعذر جعل { $count } سطر مطابقة لها، وقد تفشل دون خطأ موضوع.
    }
cli-generate-never-broken = لم يوجد سجل يخالف هذه القواعد ويُعرف حكم غيرها فيه ليوضع ({ $count }): { $rules }.
cli-generate-not-looked-at = قواعد تخص أكثر من سجل والسجلات المرتبطة به لم تؤخذ في الحسبان، وقد تفشل في أي موضع ({ $count }): { $rules }.
cli-generate-no-source = ليس في هذا المعيار مصدر يُسلَّم
cli-generate-exists = ‏{ $path } موجود من قبل: حددوا مجلدا آخر
cli-demo-exists = في المجلد { $path } معيار أو تسليم من قبل: حددوا مجلدا آخر
cli-not-a-file = `{ $path }` ليس ملفا ولا مجلدا
cli-built-in = لا يوجد ملف mizan.toml هنا ولا في مجلد أعلى: يجري الفحص بالمعيار المغربي المرفق مع Mizan.

## جدول التغطية

coverage-title = ما يستطيع كل مصدر حسابه
coverage-heading = { $entity }: ما يستطيع كل مصدر حسابه
coverage-caption = كل عمود مصدر، وكل سطر تعريف أو متغير
coverage-none = ليس في المعيار وحدة إحصائية يوفرها مصدر
coverage-definitions = التعاريف
coverage-variables = المتغيرات
coverage-yes = نعم
coverage-by-substitute = ببديل
coverage-in-part = جزئيا
coverage-no = لا
coverage-legend-yes = من متغيرات يعطيها المصدر
coverage-legend-by-substitute = بقاعدة خاصة بالمصدر مكان التعريف
coverage-legend-in-part = لبعض السجلات: متغير لازم غير مجمع، أو لا يعطى للسجلات كلها
coverage-legend-no = مجهول في كل سجل
coverage-shares = النسب المئوية هي سجلات التسليم التي يعرف فيها ذلك، في { $date }.
coverage-records =
    { $count ->
        [zero] لا سجل
        [one] سجل واحد
        [two] سجلان
        [few] { $count } سجلات
        [many] { $count } سجلا
       *[other] { $count } سجل
    }
coverage-of-source = ما ينقص: { $source }
coverage-missing = غير مجمع: { $variables }
coverage-partly = يعطى لبعض السجلات فقط: { $variables }
coverage-whole = لا شيء
coverage-wanted = ما يمكن أن يضيفه { $source }
coverage-waiting =
    { $count ->
        [zero] { $variable }: لا ينتظره أي تعريف
        [one] { $variable }: ينتظره تعريف واحد
        [two] { $variable }: ينتظره تعريفان
        [few] { $variable }: تنتظره { $count } تعاريف
        [many] { $variable }: ينتظره { $count } تعريفا
       *[other] { $variable }: ينتظره { $count } تعريف
    }
coverage-to-verify = للتحقق

# الإعفاءات والتسليم السابق

report-passed-accepted =
    { $failing ->
        [one] مقبول، مع أن قاعدة واحدة من أصل { $rules } غير محترمة: المخالفة معفاة، أو كانت معروفة من التسليم السابق.
        [two] مقبول، مع أن قاعدتين من أصل { $rules } غير محترمتين: كل مخالفة إما معفاة، أو معروفة من التسليم السابق، أو ليست من الخطورة بحيث يُرفض هذا التسليم.
        [few] مقبول، مع أن { $failing } قواعد من أصل { $rules } غير محترمة: كل مخالفة إما معفاة، أو معروفة من التسليم السابق، أو ليست من الخطورة بحيث يُرفض هذا التسليم.
        [many] مقبول، مع أن { $failing } قاعدة من أصل { $rules } غير محترمة: كل مخالفة إما معفاة، أو معروفة من التسليم السابق، أو ليست من الخطورة بحيث يُرفض هذا التسليم.
       *[other] مقبول، مع أن { $failing } قاعدة من أصل { $rules } غير محترمة: كل مخالفة إما معفاة، أو معروفة من التسليم السابق، أو ليست من الخطورة بحيث يُرفض هذا التسليم.
    }
report-waivers = الإعفاءات
report-waived = معفاة
report-is-waived = معفاة.
report-waiver-applied = `{ $rule }`: مقبولة إلى غاية { $date } بمسؤولية { $owner }. { $reason }
report-waiver-exceeded = `{ $rule }`: لا يسري الإعفاء، لأن المخالفات تتجاوز { $most }. كان مقبولا إلى غاية { $date } بمسؤولية { $owner }. { $reason }
report-waiver-expired = `{ $rule }`: انتهى الإعفاء في { $date } ولا تزال المخالفة قائمة. كان بمسؤولية { $owner }. { $reason }
report-waiver-unused = `{ $rule }`: لم تعد هناك مخالفة، ويمكن سحب إعفاء { $owner }. { $reason }
report-before-failing = التسليم السابق: { $fail } ({ $share }).
report-before-worse = التسليم السابق: { $fail } ({ $share }). ازداد الوضع سوءا.
report-before = التسليم السابق: { $verdict }.

# ما يختلف بين نتيجتين

diff-verdict = { $from }: { $before }. { $to }: { $after }.
diff-passed = مقبول
diff-failed = مرفوض
diff-incomplete = غير مكتمل
diff-standard = المعياران مختلفان: { $before }، ثم { $after }.
diff-source = { $source }: عدد السطور { $before }، ثم { $after }.
diff-source-new = { $source }: مصدر جديد، عدد سطوره { $after }.
diff-source-gone = { $source }: لم يعد يسلم.
diff-nothing = لم تتغير نتيجة أي قاعدة.
diff-new =
    { $count ->
        [one] جديد: قاعدة واحدة لم تعد محترمة
        [two] جديد: قاعدتان لم تعودا محترمتين
        [few] جديد: { $count } قواعد لم تعد محترمة
        [many] جديد: { $count } قاعدة لم تعد محترمة
       *[other] جديد: { $count } قاعدة لم تعد محترمة
    }
diff-worse =
    { $count ->
        [one] ازدادت سوءا: قاعدة واحدة لم تكن محترمة وزادت مخالفاتها بأكثر مما تفسره الصدفة
        [two] ازدادتا سوءا: قاعدتان لم تكونا محترمتين وزادت مخالفاتهما بأكثر مما تفسره الصدفة
        [few] ازدادت سوءا: { $count } قواعد لم تكن محترمة وزادت مخالفاتها بأكثر مما تفسره الصدفة
        [many] ازدادت سوءا: { $count } قاعدة لم تكن محترمة وزادت مخالفاتها بأكثر مما تفسره الصدفة
       *[other] ازدادت سوءا: { $count } قاعدة لم تكن محترمة وزادت مخالفاتها بأكثر مما تفسره الصدفة
    }
diff-no-longer-checked =
    { $count ->
        [one] لم تعد تراقب: قاعدة واحدة لم تعد تقول شيئا
        [two] لم تعد تراقب: قاعدتان لم تعودا تقولان شيئا
        [few] لم تعد تراقب: { $count } قواعد لم تعد تقول شيئا
        [many] لم تعد تراقب: { $count } قاعدة لم تعد تقول شيئا
       *[other] لم تعد تراقب: { $count } قاعدة لم تعد تقول شيئا
    }
diff-persisting =
    { $count ->
        [one] ما زالت قائمة: قاعدة واحدة غير محترمة كما من قبل
        [two] ما زالت قائمة: قاعدتان غير محترمتين كما من قبل
        [few] ما زالت قائمة: { $count } قواعد غير محترمة كما من قبل
        [many] ما زالت قائمة: { $count } قاعدة غير محترمة كما من قبل
       *[other] ما زالت قائمة: { $count } قاعدة غير محترمة كما من قبل
    }
diff-fixed =
    { $count ->
        [one] صُحح: قاعدة واحدة صارت محترمة
        [two] صُحح: قاعدتان صارتا محترمتين
        [few] صُحح: { $count } قواعد صارت محترمة
        [many] صُحح: { $count } قاعدة صارت محترمة
       *[other] صُحح: { $count } قاعدة صارت محترمة
    }
diff-now-checked =
    { $count ->
        [one] صارت تراقب: قاعدة واحدة، وهي محترمة
        [two] صارت تراقب: قاعدتان، وهما محترمتان
        [few] صارت تراقب: { $count } قواعد، وهي محترمة
        [many] صارت تراقب: { $count } قاعدة، وهي محترمة
       *[other] صارت تراقب: { $count } قاعدة، وهي محترمة
    }
diff-moved =
    { $count ->
        [one] تغير عدد المخالفات ضمن الحد المسموح به: قاعدة واحدة
        [two] تغير عدد المخالفات ضمن الحد المسموح به: قاعدتان
        [few] تغير عدد المخالفات ضمن الحد المسموح به: { $count } قواعد
        [many] تغير عدد المخالفات ضمن الحد المسموح به: { $count } قاعدة
       *[other] تغير عدد المخالفات ضمن الحد المسموح به: { $count } قاعدة
    }
diff-rule-changed =
    { $count ->
        [one] قاعدة واحدة صارت تطلب شيئا آخر، والنتيجة هي نفسها
        [two] قاعدتان صارتا تطلبان شيئا آخر، والنتيجة هي نفسها
        [few] { $count } قواعد صارت تطلب شيئا آخر، والنتيجة هي نفسها
        [many] { $count } قاعدة صارت تطلب شيئا آخر، والنتيجة هي نفسها
       *[other] { $count } قاعدة صارت تطلب شيئا آخر، والنتيجة هي نفسها
    }
diff-absent = غير موجودة
diff-movement = { $before } ← { $after }
diff-asks-otherwise = تغيرت القاعدة.

cli-key-short = مفتاح الأسماء المستعارة ليس سرا: يلزمه { $bytes } بايتا على الأقل
cli-no-randomness = النظام لا يعطي مفتاحا عشوائيا: { $reason }
cli-fail-on-new = الخيار `--fail-on { $gate }` يقارن بالتسليم السابق: أعطوا نتيجته بـ --previous
cli-waivers-broken = تتعذر قراءة الإعفاءات: { $reason }
cli-waivers-empty = إعفاء `{ $rule }` لا يذكر الحقل `{ $field }`: لا تعفى مخالفة لا مسؤول عنها
cli-waivers-date = إعفاء `{ $rule }` لا يذكر يوما كما في `expires = 2025-03-31`

# الوصولات

cli-no-key = لا مفتاح في `{ $path }`: { $reason }
cli-no-receipt = `{ $path }` ليس وصلا: { $reason }
verify-standard = المعيار ليس هو الذي روقب به التسليم.
verify-changed = { $file }: تغير منذ المراقبة.
verify-unread = { $file }: تتعذر قراءته: { $reason }
verify-absent = { $file }: غير موجود.
verify-differs = الوصل ليس لما هو هنا:
verify-outside = { $file }: هذا الاسم يخرج عن مجلد التسليم.
verify-holds =
    { $files ->
        [one] الملف هو الذي روقب بهذا المعيار بتاريخ { $date }.
        [two] الملفان هما اللذان روقبا بهذا المعيار بتاريخ { $date }.
        [few] الملفات { $files } هي التي روقبت بهذا المعيار بتاريخ { $date }.
        [many] الملفات { $files } هي التي روقبت بهذا المعيار بتاريخ { $date }.
       *[other] الملفات { $files } هي التي روقبت بهذا المعيار بتاريخ { $date }.
    }
verify-passed = التسليم مقبول.
verify-failed = التسليم مرفوض.
verify-incomplete = كانت المراقبة غير مكتملة.
verify-unsigned = الوصل غير موقع: قد يكون كتبه أي كان.
verify-unchecked = الوصل موقع، ولم يتحقق من الموقع: أعطوا المفتاح بـ --public-key. المفتاح: { $keys }
verify-authentic = التوقيع هو توقيع المفتاح.
verify-forged = التوقيع ليس توقيع المفتاح: الوصل لغيره، أو غُير.

# بطاقة المصدر

sheet-title = { $source }: ما يمكن أن يوفره هذا المصدر
sheet-standard = حسب المعيار { $standard }
sheet-serves = التعاريف
sheet-serves-counts = قابلة للحساب: { $yes }؛ جزئيا: { $part }؛ غير قابلة للحساب: { $no }.
sheet-measures = الناقص، وما ينبغي عمله
sheet-no-measure = لا ينقص شيء.
sheet-variable = المتغير
sheet-to-do = الإجراء
sheet-definitions = التعاريف التي تنتظره
sheet-collect = يضاف إلى السجل
sheet-complete = يملأ في كل تسجيل
sheet-results = آخر تسليم، بتاريخ { $date }
sheet-counts = السطور: { $rows }. القواعد المراقبة: { $judged }؛ المحترمة: { $hold }؛ غير المحترمة: { $fail }.
sheet-severity = الخطورة
sheet-failing = المخالفات
sheet-more =
    { $count ->
        [one] وقاعدة أخرى
        [two] وقاعدتان أخريان
        [few] و{ $count } قواعد أخرى
        [many] و{ $count } قاعدة أخرى
       *[other] و{ $count } قاعدة أخرى
    }
sheet-progress = منذ التسليم السابق
cli-no-sheet = لا بطاقة للمصدر `{ $source }` في هذا المعيار؛ المصادر التي لها بطاقة: { $names }

# التسليمات عبر الزمن

history-title =
    { $count ->
        [one] تسليم واحد
        [two] تسليمان
        [few] { $count } تسليمات
        [many] { $count } تسليما
       *[other] { $count } تسليم
    }
history-run = { $date }: { $verdict }؛ القواعد غير المحترمة { $failing } من أصل { $rules }، عدد السطور { $rows } ({ $file })
history-rules = القواعد غير المحترمة، الآن أو من قبل: نسبة المخالفات حسب التسليم
history-line = التطور
cli-no-history = لا توجد نتيجة في `{ $path }`: اكتبوا واحدة في كل تنفيذ بـ --format json=FILE
