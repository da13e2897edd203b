//! Deliveries and standards on disk.
#![expect(clippy::disallowed_methods, reason = "the test lays out the folders that are read")]

use std::fs;
use std::path::{Path, PathBuf};

use super::integer;
use crate::data::{FileFormat, FindError, GlobError, LoadError, file_fields, find_files, load_standard};
use crate::files::NOT_UTF8;
use crate::types::{Column, Grain, Scalar, Schema, Type};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder for the test");
        fs::write(path, bytes).expect("a file for the test");
    }
    folder
}

fn declared() -> Schema {
    let mut period = Column::new("file.period", Type::Period(Some(Grain::Month)));
    let mut version = Column::new("file.version", integer());
    period.from_file_name = true;
    version.from_file_name = true;
    Schema::new(vec![period, version])
}

fn names(root: &Path, globs: &[&str]) -> Result<Vec<String>, FindError> {
    let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
    Ok(find_files(root, &globs, &declared())?.into_iter().map(|file| file.name).collect())
}

#[test]
fn fields_of_names_are_read_as_their_columns() {
    let delivery = folder(&[
        ("cnss/CNSS_2024-01_v2.parquet", b""),
        ("cnss/CNSS_202402_v10.parquet", b""),
        ("cnss/CNSS_march_v1.parquet", b""),
        ("cnss/notes.txt", b""),
    ]);
    let globs = ["cnss/CNSS_{period: month}_v{version: integer}.parquet".to_owned()];
    let found = find_files(delivery.path(), &globs, &declared()).expect("the delivery can be read");
    let shown: Vec<String> = found
        .iter()
        .map(|file| {
            let value = |value: &Option<Scalar>| value.as_ref().map_or("?".to_owned(), ToString::to_string);
            let fields: Vec<_> =
                file.fields.iter().map(|(name, found)| format!("{name}={}", value(found))).collect();
            format!("{} {}", file.name, fields.join(" "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "cnss/CNSS_2024-01_v2.parquet file.period=2024-01 file.version=2",
            "cnss/CNSS_202402_v10.parquet file.period=2024-02 file.version=10",
            "cnss/CNSS_march_v1.parquet file.period=? file.version=1",
        ]
    );
}

#[test]
fn each_file_is_found_once_by_name_and_format() {
    let delivery = folder(&[
        ("b/x.CSV", b""),
        ("a.pq", b""),
        ("b/c/y.tsv", b""),
        ("z.dat", b"PAR1..."),
        ("w.dat", b"a,b"),
    ]);
    let found =
        find_files(delivery.path(), &["**/*".to_owned(), "a.pq".to_owned()], &declared()).expect("readable");
    let shown: Vec<_> = found.iter().map(|file| (file.name.as_str(), file.format)).collect();
    let expected = [
        ("a.pq", FileFormat::Parquet),
        ("b/c/y.tsv", FileFormat::Csv),
        ("b/x.CSV", FileFormat::Csv),
        ("w.dat", FileFormat::Csv),
        ("z.dat", FileFormat::Parquet),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_folder_that_matches_stands_for_its_data_files() {
    let delivery = folder(&[
        ("cnss.parquet/part-0.parquet", b""),
        ("cnss.parquet/part-1.parquet", b""),
        ("cnss.parquet/_SUCCESS", b""),
        ("cnss.parquet/.part-0.parquet.crc", b""),
        ("cnss.parquet/_hidden.parquet", b""),
        ("plain/x.csv", b""),
    ]);
    let expected = ["cnss.parquet/part-0.parquet", "cnss.parquet/part-1.parquet"];
    assert_eq!(names(delivery.path(), &["cnss.parquet"]).expect("readable"), expected);
    assert_eq!(names(delivery.path(), &["*"]).expect("readable"), expected, "another folder is no data set");
    assert_eq!(names(delivery.path(), &["plain"]).expect("readable"), ["plain/x.csv"]);
    assert_eq!(names(delivery.path(), &["**/**/x.csv"]).expect("readable"), ["plain/x.csv"]);
}

#[test]
fn a_delivery_without_the_files_is_readable_and_one_that_is_absent_is_not() {
    let delivery = folder(&[("a.csv", b"")]);
    assert_eq!(
        names(delivery.path(), &["b.csv", "c/*.csv", "a.csv/b.csv"]).expect("readable"),
        Vec::<String>::new()
    );
    let gone = delivery.path().join("gone");
    assert!(matches!(names(&gone, &["a.csv"]), Err(FindError::Absent { .. })));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_delivery_are_refused() {
    let outside = folder(&[("secret.csv", b"a\n1\n"), ("folder/x.csv", b"")]);
    let delivery = folder(&[("real.csv", b"")]);
    let link =
        |to: PathBuf, name: &str| std::os::unix::fs::symlink(to, delivery.path().join(name)).expect("a link");
    link(outside.path().join("secret.csv"), "secret.csv");
    link(outside.path().join("folder"), "folder");
    link(delivery.path().join("real.csv"), "alias.csv");
    assert!(matches!(names(delivery.path(), &["secret.csv"]), Err(FindError::Outside { .. })));
    assert!(matches!(names(delivery.path(), &["s*.csv"]), Err(FindError::Outside { .. })));
    assert!(matches!(names(delivery.path(), &["folder/*.csv"]), Err(FindError::Outside { .. })));
    assert_eq!(names(delivery.path(), &["[r]eal.csv", "a*.csv"]).expect("inside"), ["alias.csv"]);
}

#[test]
fn patterns_say_what_is_wrong_with_them() {
    let fields = file_fields("a/{period: month}_v{version:integer}.csv").expect("a pattern");
    assert_eq!(
        fields,
        [("period".to_owned(), "month".to_owned()), ("version".to_owned(), "integer".to_owned())]
    );
    let error = |glob| file_fields(glob).expect_err("no pattern");
    assert_eq!(error("/a"), GlobError::Absolute);
    assert_eq!(error("C:/a"), GlobError::Absolute);
    assert_eq!(error("a/../b"), GlobError::Parent { at: 2 });
    assert_eq!(error("a//b"), GlobError::Empty { at: 2 });
    assert_eq!(error(""), GlobError::Empty { at: 0 });
    assert_eq!(error("a\\b"), GlobError::Backslash { at: 1 });
    assert_eq!(error("a{b"), GlobError::Brace { at: 1 });
    assert_eq!(error("a}"), GlobError::Brace { at: 1 });
    assert_eq!(error("{a}"), GlobError::Field { span: 1..2 });
    assert_eq!(error("{a: text}{b: text}"), GlobError::Touching { at: 9 });
    assert_eq!(error("{a: text}_{a: text}"), GlobError::DuplicateField { name: "a".to_owned() });
}

#[test]
fn a_standard_is_its_rule_files_its_settings_and_the_tables_they_name() {
    let standard = folder(&[
        ("b.mizan", b"codelist country from \"lists/country.csv\" { }\ncodelist x from \"../x.csv\" { }"),
        ("a/c.mizan", b"codelist sex from \"lists/sex.csv\" { }"),
        ("a/bad.mizan", b"\xff"),
        (".hidden/d.mizan", b""),
        ("mizan.toml", b"name = \"x\""),
        ("lists/country.csv", b"code\nMAR\n"),
    ]);
    let files = load_standard(&[standard.path().to_owned()]).expect("readable");
    let names: Vec<&str> = files.iter().map(|(_, file)| file.name()).collect();
    assert_eq!(names, ["a/c.mizan", "b.mizan"]);
    let text = |path: &str| files.attachment(path).map(|found| found.as_ref().map(ToString::to_string));
    assert_eq!(text("mizan.toml"), Some(Ok("name = \"x\"".to_owned())));
    assert_eq!(text("lists/country.csv"), Some(Ok("code\nMAR\n".to_owned())));
    assert_eq!(text("lists/sex.csv"), None);
    assert!(text("../x.csv").is_some_and(|found| found.is_err()));
    assert!(text(&format!("{NOT_UTF8}a/bad.mizan")).is_some_and(|found| found.is_err()));
    let gone = standard.path().join("gone");
    assert!(matches!(load_standard(&[gone]), Err(LoadError::Absent { .. })));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_standard_are_not_read() {
    let outside = folder(&[("x.mizan", b"parameter a: integer = 1"), ("x.csv", b"secret")]);
    let standard = folder(&[("a.mizan", b"codelist c from \"x.csv\" { }")]);
    for name in ["x.mizan", "x.csv"] {
        std::os::unix::fs::symlink(outside.path().join(name), standard.path().join(name)).expect("a link");
    }
    let files = load_standard(&[standard.path().to_owned()]).expect("readable");
    assert_eq!(files.iter().count(), 1);
    assert!(files.attachment("x.csv").is_some_and(Result::is_err));
}

#[test]
fn a_standard_that_is_used_is_read_from_beside_or_below_once() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let put = |path: &str, text: &str| {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("base/mizan.toml", "name = \"base\"\nuses = [\"own\"]\n");
    put("base/b.mizan", "codelist c from \"c.csv\" { code code }\n");
    put("base/c.csv", "code\nA\n");
    put("own/mizan.toml", "name = \"own\"\nuses = [\"base\"]\n");
    put("own/a.mizan", "");
    put("own/c.mizan", "");
    let read = || load_standard(&[place.path().join("own")]);
    let names = || -> Vec<String> {
        read().expect("readable").iter().map(|(_, file)| file.name().to_owned()).collect()
    };
    assert_eq!(names(), ["a.mizan", "base/b.mizan", "c.mizan"]);
    let files = read().expect("readable");
    assert!(matches!(files.attachment("c.csv"), Some(Ok(_))));
    assert!(matches!(files.attachment("mizan.toml"), Some(Ok(text)) if text.contains("own")));
    put("own/base/table.csv", "");
    assert_eq!(names(), ["a.mizan", "base/b.mizan", "c.mizan"]);
    put("own/base/d.mizan", "");
    assert_eq!(names(), ["a.mizan", "base/d.mizan", "c.mizan"]);
    for outside in ["../base", "/base", "gone", ".", ""] {
        put("own/mizan.toml", &format!("uses = [{outside:?}]\n"));
        assert!(matches!(read(), Err(LoadError::Absent { .. })), "{outside}");
    }
}
