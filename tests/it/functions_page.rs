//! `docs/functions.md` is made from the code: this test writes it, and fails when it was another.

use std::fmt::Write;
use std::path::Path;

use mizan::builtin;

fn page() -> String {
    let mut text = "# The functions of Mizan\n\nMade from the code by `cargo test`; `mizan functions NAME` prints the same. A missing argument makes the value missing\nunless a function says otherwise.\n".to_owned();
    let mut family = "";
    for function in builtin::all() {
        if function.family != family {
            family = function.family;
            write!(text, "\n## {family}\n").unwrap();
        }
        write!(text, "\n### {}\n\n`{}`\n\n{}\n", function.name, function.signature(), function.doc().trim())
            .unwrap();
    }
    text.push_str("\n## codes\n");
    for function in builtin::documented() {
        write!(text, "\n### {}\n\n`{}`\n\n{}\n", function.name, function.signature, function.doc.trim())
            .unwrap();
    }
    text
}

#[test]
fn the_page_of_functions_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/functions.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let made = page();
    if written != made {
        std::fs::write(&path, &made).unwrap();
        panic!("docs/functions.md was not up to date; it has been written anew");
    }
}
