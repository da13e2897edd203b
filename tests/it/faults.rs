//! What breaks outside of Mizan. Disks that are full: every command that writes, with room for so many blocks and no more.
//!
//! `ulimit -f` makes the system refuse what a file would have beyond the limit, wherever in the file that is.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const STANDARD: &str = r#"
source t { files "t.csv" key id owner "The fund" id: integer a: integer? m: month name: text identifying }
rules on t { small: a <= 10 }
table sums from t { by m measure total = sum(a) }
"#;

/// Standard, delivery and key in a folder.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    fs::create_dir_all(folder.path().join("rules")).unwrap();
    fs::create_dir_all(folder.path().join("delivery")).unwrap();
    write("rules/t.mizan", STANDARD);
    let rows = (0..400).map(|row| format!("{row},{},2024-{:02},n{row}\n", row % 20, row % 12 + 1));
    write("delivery/t.csv", &format!("id,a,m,name\n{}", rows.collect::<String>()));
    folder
}

fn with_room(folder: &Path, blocks: u32, line: &str) -> Output {
    let shell = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$MIZAN\" {line}");
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &shell]).env_clear();
    command.env("MIZAN", env!("CARGO_BIN_EXE_mizan")).env("LANG", "C").output().unwrap()
}

/// Whether a half-written file is anywhere below a folder.
fn leaves_a_part(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() { leaves_a_part(&path) } else { path.extension().is_some_and(|end| end == "part") }
    })
}

/// With ever more room the command ends with 2 and names the file, and leaves nothing half-written and what stood there
/// as it was, until there is room enough.
fn refused_until_there_is_room(line: &str, written: &str) {
    let folder = folder();
    let written = folder.path().join(written);
    if let Some(above) = written.parent() {
        fs::create_dir_all(above).unwrap();
    }
    fs::write(&written, "before").unwrap();
    for (refused, blocks) in [0, 1, 2, 4, 8, 16, 32, 64, 4_000].into_iter().enumerate() {
        let output = with_room(folder.path(), blocks, line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() != Some(2) {
            assert!(fs::read(&written).unwrap() != b"before", "`{line}` wrote nothing\n{said}");
            assert!(refused > 0, "`{line}` was never short of room");
            return;
        }
        assert!(said.contains("can not be written"), "`{line}` with {blocks} blocks said\n{said}");
        assert_eq!(fs::read(&written).unwrap(), b"before", "`{line}` with {blocks} blocks");
        assert!(!leaves_a_part(folder.path()), "`{line}` left a part");
    }
    panic!("`{line}` never had room enough");
}

#[test]
fn reports_are_whole_or_not_there() {
    for format in ["json", "html", "markdown", "junit", "sarif", "ess", "gitlab"] {
        let line = format!("check delivery --standard rules --format {format}=out");
        refused_until_there_is_room(&line, "out");
    }
}

#[test]
fn failing_items_tables_and_receipts_are_whole_or_not_there() {
    refused_until_there_is_room(
        "check delivery --standard rules --failing failing.parquet",
        "failing.parquet",
    );
    refused_until_there_is_room("check delivery --standard rules --failing failing.xlsx", "failing.xlsx");
    refused_until_there_is_room("check delivery --standard rules --receipt receipt.json", "receipt.json");
    refused_until_there_is_room("tables delivery --standard rules --out tables", "tables/sums.csv");
}

#[test]
fn split_files_are_whole_or_not_there() {
    refused_until_there_is_room("check delivery --standard rules --split split", "split/good/t.csv");
}

#[test]
fn a_standard_that_can_not_be_written_is_as_it_was() {
    let folder = folder();
    let file = folder.path().join("rules/t.mizan");
    let output = with_room(folder.path(), 0, "fmt rules");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&file).unwrap(), STANDARD);
    assert_eq!(with_room(folder.path(), 100, "fmt rules").status.code(), Some(0));
    assert_ne!(fs::read_to_string(&file).unwrap(), STANDARD);
}

#[test]
fn a_generated_delivery_that_does_not_fit_is_said() {
    let folder = folder();
    let output = with_room(folder.path(), 2, "generate made --standard rules");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!leaves_a_part(folder.path()));
}

/// Whether anything below a folder ends in `.part`, now or soon.
fn comes_to_a_part(folder: &Path) -> bool {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while std::time::Instant::now() < until {
        if folder.is_dir() && leaves_a_part(folder) {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    false
}

/// Rows of which a run is still writing the failing ones when a signal comes.
const STILL_WRITING: u32 = 60_000;

/// So many rows that break a rule.
fn large_folder(rows: u32) -> TempDir {
    let folder = folder();
    let rows = (0..rows).map(|row| format!("{row},99,2024-01,n{row}\n"));
    fs::write(folder.path().join("delivery/t.csv"), format!("id,a,m,name\n{}", rows.collect::<String>()))
        .unwrap();
    folder
}

#[test]
fn an_interrupted_run_leaves_nothing_half_written() {
    use std::os::unix::process::ExitStatusExt;
    for (name, number) in [("INT", 2), ("TERM", 15)] {
        let folder = large_folder(STILL_WRITING);
        let at = folder.path();
        fs::write(at.join("failing.parquet"), "before").unwrap();
        let line = "check delivery --standard rules --return-pack made/for/back --failing failing.parquet";
        let mut command = Command::new(env!("CARGO_BIN_EXE_mizan"));
        command.current_dir(at).args(line.split_whitespace()).env_clear().env("LANG", "C");
        let mut run = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        assert!(comes_to_a_part(&at.join("made")), "it never began to write");
        let sent = Command::new("kill").args(["-s", name, &run.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(run.wait().unwrap().signal(), Some(number), "it ends by the signal");
        assert!(!leaves_a_part(at), "{name}");
        assert!(!at.join("made").exists(), "{name}: nor a folder that was made for what is not whole");
        assert_eq!(fs::read(at.join("failing.parquet")).unwrap(), b"before");
    }
}

#[test]
fn a_run_that_is_to_ignore_hanging_up_goes_on() {
    let folder = large_folder(STILL_WRITING);
    let line = "trap '' HUP; \"$MIZAN\" check delivery --standard rules --return-pack back & \
        while ! ls back/t/*.part >/dev/null 2>&1; do sleep 0.01; done; kill -s HUP $!; wait $!";
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).args(["-c", line]).env("MIZAN", env!("CARGO_BIN_EXE_mizan"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("back/t/failing.csv").exists() && !leaves_a_part(folder.path()));
}

#[test]
fn a_pack_that_does_not_fit_is_not_there() {
    let folder = large_folder(8_000);
    let line = "check delivery --standard rules --format json=result.json --return-pack back";
    for blocks in [4, 64, 512] {
        let output = with_room(folder.path(), blocks, line);
        assert_eq!(output.status.code(), Some(2), "{blocks}: {output:?}");
        assert!(!folder.path().join("back").exists(), "{blocks}");
    }
    assert_eq!(with_room(folder.path(), 1_000_000, line).status.code(), Some(1));
    assert!(folder.path().join("back/t/report.html").exists());
}

/// What is no file is written where it is, and a link stays a link.
#[test]
fn pipes_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let output =
        with_room(folder.path(), 100, "check delivery --standard rules --format json=/dev/stdout | cat");
    assert!(output.stdout.starts_with(b"{"));
    let full = with_room(folder.path(), 100, "check delivery --standard rules --format json=/dev/full");
    assert_eq!(full.status.code(), Some(2));
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::write(&real, "before").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real", &link).unwrap();
    with_room(folder.path(), 100, "check delivery --standard rules --format json=link");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read(&real).unwrap().starts_with(b"{"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

/// The decoder of such a file panics: found by fuzzing. It is an error of the file, and Mizan is not said to be at fault.
#[test]
fn a_decoder_that_gives_up_is_an_error_of_the_file() {
    let folder = folder();
    let damaged =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/parquet/delta-without-values.parquet");
    fs::create_dir(folder.path().join("damaged")).unwrap();
    fs::copy(damaged, folder.path().join("damaged/t.parquet")).unwrap();
    fs::write(
        folder.path().join("rules/t.mizan"),
        "source t { files \"t.parquet\" key id id: integer b: integer? }",
    )
    .unwrap();
    let output = with_room(folder.path(), 100, "check damaged --standard rules");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stdout).contains("the file is damaged"), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}
