//! The one integration binary: it links once.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests read and write files, and fail by panicking"
)]

mod across;
mod analysis;
mod cases;
mod ci_page;
mod cli;
mod cli_examples;
mod cli_tables;
mod data;
mod deliveries;
mod demo;
mod engines;
mod ess;
mod ess_report;
mod explain_pages;
mod faults;
mod formats;
mod functions_page;
mod fuzzed;
mod gate;
mod generate;
mod glance;
mod harmonise;
mod hosts;
mod html;
mod junit;
mod links;
mod masking;
mod mutated;
mod peers;
mod peers_accounts;
mod reports;
mod returned;
mod rules;
mod rules_texts;
mod sarif;
mod spec;
mod support;
mod tables;
mod tidy;
mod tidy_words;
mod ui;
mod words;
