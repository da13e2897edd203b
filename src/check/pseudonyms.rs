//! Pseudonyms: the same value of an identifying column has the same one wherever it stands, and nobody without the key
//! can tell or try out which value it is.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::outcome::Shown;
use crate::types::Scalar;

/// The least bytes of a key: as many as a key of 128 bits has.
const SHORTEST_KEY: usize = 16;

/// Bytes of the code that a pseudonym shows: two of 10^9 values share one with a chance below 1 in 10^6.
const SHOWN: usize = 10;

/// Replaces identifying values by the beginning of their HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key.
#[derive(Clone)]
pub struct Pseudonyms(Hmac<Sha256>);

impl std::fmt::Debug for Pseudonyms {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms")
    }
}

/// Why there are no pseudonyms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// The key is too short to be a secret: how many bytes there must be.
    Short(usize),
    /// The system gives no random key: in its words.
    NoRandomness(String),
}

impl Pseudonyms {
    /// By a key; white space around it is no part of it.
    ///
    /// # Errors
    /// When it is too short.
    pub fn with_key(key: &[u8]) -> Result<Self, KeyError> {
        let key = key.trim_ascii();
        if key.len() < SHORTEST_KEY {
            return Err(KeyError::Short(SHORTEST_KEY));
        }
        Ok(Pseudonyms(Hmac::new_from_slice(key).expect("a key of any length")))
    }

    /// By a key that nobody knows and that is gone with the run: pseudonyms of two runs have nothing in common.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn fresh() -> Result<Self, KeyError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|error| KeyError::NoRandomness(error.to_string()))?;
        Ok(Pseudonyms(Hmac::new_from_slice(&key).expect("a key of any length")))
    }

    fn of(&self, value: &Scalar) -> String {
        let mut mac = self.0.clone();
        mac.update(value.to_string().as_bytes());
        let code = mac.finalize().into_bytes();
        let digits = code.iter().take(SHOWN).map(|byte| format!("{byte:02x}"));
        format!("p-{}", digits.collect::<String>())
    }

    /// The same with its pseudonym where it is identifying.
    pub(super) fn shown(&self, shown: Shown) -> Shown {
        match &shown.value {
            Some(value) if shown.identifying => {
                let value = Some(Scalar::text(&self.of(value)));
                Shown { value, identifying: false, ..shown }
            }
            _ => shown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_of_the_value_and_the_key() {
        let by = |key: &[u8]| Pseudonyms::with_key(key).expect("long enough");
        let (one, other) = (by(b"0123456789abcdef"), by(b"0123456789abcdeg"));
        let value = Scalar::text("AB123456");
        assert_eq!(one.of(&value), one.of(&value));
        assert_ne!(one.of(&value), other.of(&value));
        assert_ne!(one.of(&value), one.of(&Scalar::text("AB123457")));
        assert!(!one.of(&value).contains("123456"));
        assert!(matches!(Pseudonyms::with_key(b" short \n"), Err(KeyError::Short(16))));
        let fresh = || Pseudonyms::fresh().expect("the system has randomness");
        assert_ne!(fresh().of(&value), fresh().of(&value));
    }
}
