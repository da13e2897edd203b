//! Failing items as a spreadsheet (Office Open XML), for who opens nothing else: every text is a text, whatever it begins
//! with, and keeps its leading zeros; from right to left in Arabic.

use std::collections::BTreeMap;
use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::ShownValue;
use super::escape::is_like_a_formula;
use crate::locale::{Arg, Catalog};

/// Items that a sheet holds: programs that open it hold all of it in memory.
pub const MOST_ITEMS: usize = 100_000;

/// Characters that a cell holds.
const LONGEST: usize = 32_767;
/// What a column without a width of its own is wide, and what one of sentences is, in digits.
const WIDTHS: [f64; 2] = [16.0, 48.0];
const SECONDS_OF_DAY: i64 = 86_400;

/// A sheet while its items come. Nothing is written to a disk before it is whole; until then texts are kept once each,
/// since most cells repeat what stands above them.
pub struct ItemsSheet {
    words: Catalog,
    columns: Vec<(String, bool)>,
    as_of: i32,
    most: usize,
    items: u64,
    rows: Vec<Vec<Cell>>,
    /// The number of each text.
    texts: BTreeMap<String, usize>,
}

/// What a cell holds.
#[derive(Clone, Copy)]
enum Cell {
    Nothing,
    Number(f64),
    Text(usize),
}

impl ItemsSheet {
    /// Begins a sheet with its columns' names, each with whether sentences stand below it. `as_of` is the day that it
    /// says it was made.
    #[must_use]
    pub fn new(words: Catalog, columns: Vec<(String, bool)>, as_of: i32) -> Self {
        Self::of_at_most(words, columns, as_of, MOST_ITEMS)
    }

    fn of_at_most(words: Catalog, columns: Vec<(String, bool)>, as_of: i32, most: usize) -> Self {
        ItemsSheet { words, columns, as_of, most, items: 0, rows: Vec::new(), texts: BTreeMap::new() }
    }

    /// Adds an item.
    pub fn write(&mut self, cells: &[ShownValue]) {
        self.items += 1;
        if self.rows.len() < self.most {
            let row = cells.iter().map(|cell| self.cell(cell)).collect();
            self.rows.push(row);
        }
    }

    fn cell(&mut self, value: &ShownValue) -> Cell {
        match value {
            ShownValue::Missing | ShownValue::Suppressed => Cell::Nothing,
            #[expect(clippy::cast_precision_loss, reason = "it is exact")]
            ShownValue::Integer(number) if is_exact(*number) => Cell::Number(*number as f64),
            ShownValue::Text(text) => self.text(fitting(text)),
            ShownValue::Masked
            | ShownValue::Boolean(_)
            | ShownValue::Integer(_)
            | ShownValue::Decimal(_)
            | ShownValue::Number(_) => self.text(value.plain("")),
        }
    }

    fn text(&mut self, text: String) -> Cell {
        let next = self.texts.len();
        Cell::Text(*self.texts.entry(text).or_insert(next))
    }

    /// The bytes of the file. A last line says how many items it leaves out.
    ///
    /// # Errors
    /// What the writer of the format says.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        self.workbook().and_then(|mut workbook| workbook.save_to_buffer()).map_err(io::Error::other)
    }

    fn workbook(self) -> Result<Workbook, XlsxError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_timestamp(i64::from(self.as_of) * SECONDS_OF_DAY)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet();
        begin(sheet, self.words, &self.columns)?;
        let mut texts = vec![""; self.texts.len()];
        self.texts.iter().for_each(|(text, number)| texts[*number] = text);
        let plain = Format::new().set_num_format("@");
        // Of texts that would be formulas where somebody edits them.
        let guarded = plain.clone().set_quote_prefix();
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Nothing => continue,
                    Cell::Number(number) => sheet.write_number(line, column, *number)?,
                    Cell::Text(number) => {
                        let text = texts[*number];
                        let format = if is_like_a_formula(text) { &guarded } else { &plain };
                        sheet.write_string_with_format(line, column, text, format)?
                    }
                };
            }
        }
        let end = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, end, last)?;
        if self.items > self.rows.len() as u64 {
            let arguments = [("most", Arg::from(self.rows.len())), ("count", Arg::from(self.items))];
            let text = self.words.text("returned-left-out", &arguments);
            sheet.write_string_with_format(end + 1, 0, text, &Format::new().set_bold())?;
        }
        Ok(workbook)
    }
}

fn begin(sheet: &mut Worksheet, words: Catalog, columns: &[(String, bool)]) -> Result<(), XlsxError> {
    sheet.set_name(words.text("returned-sheet", &[]))?;
    sheet.set_right_to_left(words.lang().is_right_to_left());
    sheet.set_freeze_panes(1, 0)?;
    let head = Format::new().set_bold().set_text_wrap();
    for (column, (name, has_sentences)) in (0..).zip(columns) {
        sheet.set_column_width(column, WIDTHS[usize::from(*has_sentences)])?;
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    Ok(())
}

/// A number of a sheet has 53 bits.
fn is_exact(number: i64) -> bool {
    number.unsigned_abs() < 1 << 53
}

/// The beginning of a text that no cell would hold.
fn fitting(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::locale::Lang;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("a text");
        text
    }

    fn sheet(lang: Lang, most: usize, items: &[ShownValue]) -> Vec<u8> {
        let columns = vec![("Code".to_owned(), false), ("What".to_owned(), true)];
        let mut sheet = ItemsSheet::of_at_most(Catalog::of(lang), columns, 20_000, most);
        items.iter().for_each(|item| sheet.write(&[item.clone(), ShownValue::Missing]));
        sheet.finish().expect("it ends")
    }

    #[test]
    fn no_text_is_a_formula_or_a_number() {
        let items = ["007", "=1+1", "+2", "@x"].map(|text| ShownValue::Text(text.to_owned()));
        let bytes = sheet(Lang::English, 10, &items);
        let cells = part(&bytes, "xl/worksheets/sheet1.xml");
        // Two heads and four texts.
        assert!(!cells.contains("<f>") && cells.matches("t=\"s\"").count() == 6, "{cells}");
        let texts = part(&bytes, "xl/sharedStrings.xml");
        for text in ["007", "=1+1", "+2", "@x"] {
            assert!(texts.contains(&format!("<t>{text}</t>")), "{text} is not in\n{texts}");
        }
        assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
        assert_eq!(bytes, sheet(Lang::English, 10, &items), "the same again");
    }

    #[test]
    fn a_number_is_one_and_a_long_text_ends() {
        let bytes = sheet(
            Lang::English,
            10,
            &[ShownValue::Integer(12), ShownValue::Integer(i64::MAX), ShownValue::Text("x".repeat(40_000))],
        );
        assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<c r=\"A2\"><v>12</v>"));
        let texts = part(&bytes, "xl/sharedStrings.xml");
        assert!(texts.contains("x…</t>") && texts.contains(&format!("<t>{}</t>", i64::MAX)), "{texts}");
    }

    #[test]
    fn a_sheet_says_what_it_leaves_out_and_runs_as_its_language_does() {
        let items: Vec<ShownValue> = (0..5).map(ShownValue::Integer).collect();
        let xml = part(&sheet(Lang::Arabic, 3, &items), "xl/worksheets/sheet1.xml");
        assert!(xml.contains("rightToLeft=\"1\""));
        assert!(xml.contains("state=\"frozen\"") && xml.contains("<autoFilter ref=\"A1:B4\"/>"), "{xml}");
        assert!(xml.contains("<v>2</v>") && !xml.contains("<v>3</v>"));
        assert!(xml.contains("r=\"A5\"") && !xml.contains("r=\"A6\""), "the line that says so");
        let whole = part(&sheet(Lang::French, 5, &items), "xl/worksheets/sheet1.xml");
        assert!(!whole.contains("rightToLeft") && !whole.contains("r=\"A7\""));
    }
}
