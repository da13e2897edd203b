//! The Moroccan standard, embedded: every file of `rules/morocco`, and of what it uses.

use crate::files::Files;

macro_rules! embedded {
    ($($path:literal = $file:literal),* $(,)?) => {
        /// Paths below the standard's folder, with `/`, and texts; in the order of the paths. What it uses is below it.
        pub const STANDARD: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../rules/", $file)))),*];
    };
}

embedded! {
    "base/base.mizan" = "base/base.mizan",
    "cnss.mizan" = "morocco/cnss.mizan",
    "codelists.mizan" = "morocco/codelists.mizan",
    "codelists/countries.csv" = "base/codelists/countries.csv",
    "codelists/regions_provinces.csv" = "morocco/codelists/regions_provinces.csv",
    "dgsn.mizan" = "morocco/dgsn.mizan",
    "icls/icse18.mizan" = "icls/icse18.mizan",
    "icls/labour_force.mizan" = "icls/labour_force.mizan",
    "icls/migrant_workers.mizan" = "icls/migrant_workers.mizan",
    "icls/movements.mizan" = "icls/movements.mizan",
    "icls/parameters.mizan" = "icls/parameters.mizan",
    "icls/person.mizan" = "icls/person.mizan",
    "icls/residence.mizan" = "icls/residence.mizan",
    "mizan.toml" = "morocco/mizan.toml",
    "parameters.mizan" = "morocco/parameters.mizan",
    "taechir.mizan" = "morocco/taechir.mizan",
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
