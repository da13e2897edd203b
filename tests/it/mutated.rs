//! What others hand in, with bytes changed: an error or another reading, never a panic.

use std::fs;

use mizan::check::{Previous, Waivers};
use mizan::report::{Past, PublicKey, Receipt, SignKey};

use crate::cli::{RULES, mizan, workplace};

/// A generator of numbers that are the same on every machine (Marsaglia's xorshift64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap_or(0)
    }
}

/// A text with a few bytes changed, taken out, doubled or cut off.
fn mutated(text: &str, numbers: &mut Numbers) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=numbers.next(3) {
        let at = numbers.next(bytes.len());
        match numbers.next(5) {
            0 => bytes[at] = b"\"{}[]:,0-9eE.\\\n\x00\xff"[numbers.next(16)],
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, bytes[at]),
            3 => bytes.truncate(at.max(1)),
            _ => bytes.splice(at..at, b"18446744073709551616".iter().copied()).for_each(drop),
        }
        if bytes.is_empty() {
            bytes.push(b'{');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_changed_byte_of_what_is_handed_in_makes_a_panic() {
    let place = workplace(RULES, "id,age\n1,20\n2,130\n");
    let folder = place.path();
    let check = "check delivery --standard standard --as-of 2024-12-31 --format json=a.json --receipt r.json";
    mizan(folder, check).exits(1);
    let waivers = mizan(folder, "waivers a.json --owner A --expires 2025-01-31").exits(0);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (result, receipt) = (read("a.json"), read("r.json"));
    let key = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut unreadable = 0;
    for _ in 0..2_000 {
        unreadable += usize::from(Past::read(&mutated(&result, &mut numbers)).is_err());
        drop(Previous::read(&mutated(&result, &mut numbers)));
        drop(Waivers::read(&mutated(waivers.out(), &mut numbers)));
        drop(Receipt::read(&mutated(&receipt, &mut numbers), None));
        drop(PublicKey::read(&mutated(key, &mut numbers)));
        drop(SignKey::read(&mutated(key, &mut numbers)));
    }
    assert!((500..2_000).contains(&unreadable), "changes are changes: {unreadable}");
}

#[test]
fn no_changed_byte_of_a_standard_makes_a_panic() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let texts = [
        include_str!("../../rules/icls/migrant_workers.mizan"),
        include_str!("../../rules/morocco/taechir.mizan"),
        include_str!("../../rules/sdg-10-7-1-vectors/cases.mizan"),
    ];
    for text in texts {
        for _ in 0..60 {
            let files = mizan::Files::of("a.mizan", &mutated(text, &mut numbers));
            drop(mizan::Standard::compile(&files));
        }
    }
}
