//! How often things are in the synthetic delivery. Published figures where a comment says so; other weights are
//! assumed, to fill what publications call "others".

/// Nationalities of insured foreigners. CNSS 2017, as published by the press in 2019: the first ten of 26,283; the
/// others share the rest. Moroccans are here those whom an extract on migration holds.
pub(super) const INSURED: [(&str, u32); 34] = [
    ("FRA", 5_346),
    ("SEN", 4_958),
    ("ESP", 2_722),
    ("TUN", 964),
    ("PHL", 905),
    ("CIV", 899),
    ("DZA", 770),
    ("USA", 667),
    ("TUR", 664),
    ("CHN", 628),
    ("GIN", 700),
    ("ITA", 700),
    ("CMR", 600),
    ("SYR", 600),
    ("COD", 500),
    ("COG", 400),
    ("EGY", 400),
    ("IND", 400),
    ("MLI", 350),
    ("PRT", 350),
    ("GBR", 350),
    ("DEU", 350),
    ("BEL", 350),
    ("CAN", 300),
    ("MRT", 300),
    ("LBN", 260),
    ("NGA", 200),
    ("KOR", 200),
    ("JPN", 150),
    ("ROU", 150),
    ("BFA", 150),
    ("GAB", 150),
    ("BEN", 150),
    ("MAR", 5_000),
];

/// Nationalities of foreign residents. RGPH 2024, per thousand: the first five as published, regions of origin too.
pub(super) const RESIDENTS: [(&str, u32); 26] = [
    ("SEN", 184),
    ("CIV", 173),
    ("FRA", 138),
    ("GIN", 48),
    ("SYR", 30),
    ("CMR", 45),
    ("MLI", 35),
    ("COD", 30),
    ("COG", 25),
    ("GAB", 15),
    ("BFA", 12),
    ("NGA", 12),
    ("DZA", 30),
    ("TUN", 22),
    ("MRT", 8),
    ("ESP", 25),
    ("ITA", 12),
    ("BEL", 8),
    ("DEU", 8),
    ("GBR", 8),
    ("EGY", 15),
    ("YEM", 12),
    ("CHN", 18),
    ("IND", 9),
    ("PHL", 12),
    ("USA", 18),
];

/// Nationalities of authorised workers: 4,464 authorisations, as published in 2019, the others sharing the rest.
pub(super) const AUTHORISED: [(&str, u32); 23] = [
    ("FRA", 1_296),
    ("CHN", 481),
    ("IND", 202),
    ("PHL", 167),
    ("USA", 163),
    ("SEN", 139),
    ("DZA", 131),
    ("ESP", 130),
    ("TUN", 123),
    ("COG", 121),
    ("TUR", 85),
    ("ITA", 180),
    ("GBR", 150),
    ("DEU", 140),
    ("PRT", 130),
    ("BEL", 130),
    ("LBN", 120),
    ("EGY", 110),
    ("KOR", 100),
    ("JPN", 100),
    ("CMR", 100),
    ("CIV", 100),
    ("ROU", 66),
];

/// Women among insured foreigners, in a thousand: CNSS 2017.
pub(super) const WOMEN: u32 = 314;

/// Monthly wages of a full month, in dirhams: CNSS 2017, bands from 3,112 MAD upward.
pub(super) const WAGES: [((i32, i32), u32); 5] = [
    ((3_112, 4_000), 3_193),
    ((4_000, 6_000), 6_000),
    ((6_000, 10_000), 3_621),
    ((10_000, 25_000), 7_000),
    ((25_000, 70_000), 3_138),
];

/// Mentions of registration cards, in a thousand. RGPH 2024: reasons work 533, family 208, studies 140.
pub(super) const MENTIONS: [(&str, u32); 6] =
    [("work", 450), ("authorised", 83), ("family", 208), ("student", 140), ("visitor", 99), ("medical", 20)];

/// Regions of foreign residents, in a thousand: RGPH 2024 for six, the rest assumed.
pub(super) const REGIONS: [(&str, u32); 12] = [
    ("06", 433),
    ("04", 192),
    ("09", 94),
    ("07", 92),
    ("12", 42),
    ("02", 19),
    ("01", 55),
    ("03", 38),
    ("05", 10),
    ("08", 7),
    ("10", 6),
    ("11", 12),
];

/// Situations of insured without a declared day.
pub(super) const ABSENCES: [(&str, u32); 6] =
    [("IL", 40), ("IT", 20), ("CS", 25), ("AT", 8), ("MS", 5), ("MP", 2)];
