//! `docs/ci.md`: the gate that it shows does what it says.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cli::mizan;

const PAGE: &str = include_str!("../../docs/ci.md");

/// The script of the page.
fn script() -> &'static str {
    let (_, after) = PAGE.split_once("```sh\n#!/bin/sh\n").expect("a script");
    after.split("```").next().expect("its end")
}

/// Runs the script, and says what it exits with.
fn gate(folder: &Path, delivery: &str, date: &str) -> i32 {
    let binaries = Path::new(env!("CARGO_BIN_EXE_mizan")).parent().expect("a folder").display().to_string();
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["gate.sh", delivery, date]).env_clear();
    let output = command.env("PATH", format!("{binaries}:/usr/bin:/bin")).output().expect("sh starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.is_empty(), "{complaint}");
    output.status.code().expect("it exits")
}

#[test]
fn the_gate_lets_through_what_was_accepted_and_nothing_new() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let folder = place.path();
    mizan(folder, "demo demo").exits(0);
    fs::rename(folder.join("demo/standard"), folder.join("rules")).expect("the standard moves");
    fs::create_dir(folder.join("accepted")).expect("a folder");
    fs::write(folder.join("gate.sh"), script()).expect("the script is written");
    let is_there = |path: &str| folder.join(path).exists();
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect(path);

    assert_eq!(gate(folder, "demo/previous_delivery", "2024-10-31"), 1);
    assert!(!is_there("accepted/2024-10-31.json") && !is_there("changes.md") && is_there("report.html"));
    fs::copy(folder.join("result.json"), folder.join("accepted/2024-10-31.json")).expect("it is accepted");

    assert_eq!(gate(folder, "demo/delivery", "2025-01-31"), 1);
    assert!(read("changes.md").contains("Nouveau\u{a0}: 10 règles"));
    assert!(!is_there("accepted/2025-01-31.json") && !is_there("history.html"));

    assert_eq!(gate(folder, "demo/previous_delivery", "2024-11-30"), 0, "nothing in it is new");
    assert_eq!(read("accepted/2024-11-30.json"), read("result.json"));
    assert!(read("history.html").contains("2 livraisons"));

    fs::remove_dir_all(folder.join("demo/delivery/dgsn")).expect("a source is away");
    assert_eq!(gate(folder, "demo/delivery", "2025-01-31"), 4);
    assert!(!is_there("accepted/2025-01-31.json"));
}
