//! Failing items as a spreadsheet (Office Open XML), for who opens nothing else: every text is a text, whatever it begins
//! with, and keeps its leading zeros; from right to left in Arabic.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::ShownValue;
use crate::locale::{Arg, Catalog};

/// Items that a sheet holds: programs that open it hold all of it in memory.
pub const MOST_ITEMS: u32 = 100_000;

/// Characters that a cell holds.
const LONGEST: usize = 32_767;
/// What a column without a width of its own is wide, and what one of sentences is, in digits.
const WIDTHS: [f64; 2] = [16.0, 48.0];
const SECONDS_OF_DAY: i64 = 86_400;

/// A sheet while it is written, row by row. What is written goes to a file without a name until it is finished.
pub struct ItemsSheet {
    workbook: Workbook,
    words: Catalog,
    text: Format,
    /// Of texts that would be formulas where somebody edits them.
    guarded: Format,
    columns: u16,
    rows: u32,
    most: u32,
    items: u64,
}

impl ItemsSheet {
    /// Begins a sheet with its columns' names, each with whether sentences stand below it. `as_of` is the day that it
    /// says it was made.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(words: Catalog, columns: &[(String, bool)], as_of: i32) -> io::Result<Self> {
        Self::of_at_most(words, columns, as_of, MOST_ITEMS)
    }

    fn of_at_most(words: Catalog, columns: &[(String, bool)], as_of: i32, most: u32) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let text = Format::new().set_num_format("@");
        let mut sheet = ItemsSheet {
            guarded: text.clone().set_quote_prefix(),
            columns: u16::try_from(columns.len()).unwrap_or(u16::MAX),
            words,
            text,
            rows: 0,
            most,
            items: 0,
            workbook: Workbook::new(),
        };
        begin(&mut workbook, words, columns, as_of).map_err(io::Error::other)?;
        sheet.workbook = workbook;
        Ok(sheet)
    }

    /// Adds an item.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&mut self, cells: &[ShownValue]) -> io::Result<()> {
        self.items += 1;
        if self.rows == self.most {
            return Ok(());
        }
        self.rows += 1;
        self.cells(cells).map_err(io::Error::other)
    }

    fn cells(&mut self, cells: &[ShownValue]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..self.columns).zip(cells) {
            match cell {
                ShownValue::Missing | ShownValue::Suppressed => continue,
                ShownValue::Integer(number) if is_exact(*number) =>
                {
                    #[expect(clippy::cast_precision_loss, reason = "it is exact")]
                    sheet.write_number(self.rows, column, *number as f64)?
                }
                ShownValue::Text(text) => {
                    let guards = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    let format = if guards { &self.guarded } else { &self.text };
                    sheet.write_string_with_format(self.rows, column, fitting(text), format)?
                }
                ShownValue::Masked
                | ShownValue::Boolean(_)
                | ShownValue::Integer(_)
                | ShownValue::Decimal(_)
                | ShownValue::Number(_) => {
                    sheet.write_string_with_format(self.rows, column, cell.plain(""), &self.text)?
                }
            };
        }
        Ok(())
    }

    /// The bytes of the file. A last line says how many items it leaves out.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.end().map_err(io::Error::other)
    }

    fn end(&mut self) -> Result<Vec<u8>, XlsxError> {
        let last = self.columns.saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(0)?;
        sheet.autofilter(0, 0, self.rows, last)?;
        if self.items > u64::from(self.rows) {
            let arguments = [("most", Arg::from(u64::from(self.rows))), ("count", Arg::from(self.items))];
            let text = self.words.text("returned-left-out", &arguments);
            sheet.write_string_with_format(self.rows + 1, 0, text, &Format::new().set_bold())?;
        }
        self.workbook.save_to_buffer()
    }
}

fn begin(
    workbook: &mut Workbook,
    words: Catalog,
    columns: &[(String, bool)],
    as_of: i32,
) -> Result<(), XlsxError> {
    let made = ExcelDateTime::from_timestamp(i64::from(as_of) * SECONDS_OF_DAY)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet: &mut Worksheet = workbook.add_worksheet_with_constant_memory()?;
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

    fn sheet(lang: Lang, most: u32, items: &[ShownValue]) -> Vec<u8> {
        let columns = [("Code".to_owned(), false), ("What".to_owned(), true)];
        let mut sheet = ItemsSheet::of_at_most(Catalog::of(lang), &columns, 20_000, most).expect("begins");
        for item in items {
            sheet.write(&[item.clone(), ShownValue::Missing]).expect("an item");
        }
        sheet.finish().expect("it ends")
    }

    #[test]
    fn no_text_is_a_formula_or_a_number() {
        let items = ["007", "=1+1", "+2", "@x"].map(|text| ShownValue::Text(text.to_owned()));
        let bytes = sheet(Lang::English, 10, &items);
        let xml = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!xml.contains("<f>"), "{xml}");
        for text in ["007", "=1+1", "+2", "@x"] {
            assert!(xml.contains(&format!("t=\"inlineStr\"><is><t>{text}</t>")), "{text} is in\n{xml}");
        }
        assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
        assert_eq!(bytes, sheet(Lang::English, 10, &items), "the same again");
    }

    #[test]
    fn a_number_is_one_and_a_long_text_ends() {
        let long = "x".repeat(40_000);
        let xml = part(
            &sheet(Lang::English, 10, &[ShownValue::Integer(12), ShownValue::Text(long)]),
            "xl/worksheets/sheet1.xml",
        );
        assert!(xml.contains("<v>12</v>"), "{xml}");
        assert!(xml.contains("x…</t>"));
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
