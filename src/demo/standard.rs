//! The Moroccan standard, embedded: every file of `rules/morocco`.

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
