//! The Moroccan standard, embedded: every file of `rules/morocco`.

use crate::files::Files;

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        /// Paths below the standard's folder, with `/`, and texts; in the order of the paths.
        pub const STANDARD: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../rules/morocco/", $path)))),*];
    };
}

embedded! {
    "cnss.mizan",
    "codelists.mizan",
    "codelists/countries.csv",
    "codelists/regions_provinces.csv",
    "dgsn.mizan",
    "mizan.toml",
    "parameters.mizan",
    "taechir.mizan",
}

/// The embedded standard, as if it had been read from its folder.
#[must_use]
pub fn standard_files() -> Files {
    let mut files = Files::new();
    for (path, text) in STANDARD {
        if path.rsplit_once('.').is_some_and(|(_, extension)| extension == "mizan") {
            files.add(path, text);
        } else {
            files.attach(path, Ok(text));
        }
    }
    files
}
