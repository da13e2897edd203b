//! A receipt of a run: which files were judged by which standard, and what came of it. A producer shows with it that what
//! it sends is what it checked.
//!
//! Sources: in-toto Attestation Framework, *Statement* layer v1; DSSE 1.0.2 (*Dead Simple Signing Envelope*), whose
//! pre-authentication encoding is what is signed; Ed25519 of RFC 8032, with keys in PEM (RFC 8410).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Run, RunVerdict, StandardRun};
use crate::outcome::Verdict;

const STATEMENT: &str = "https://in-toto.io/Statement/v1";
const PREDICATE: &str = "urn:mizan:receipt:1";
const PAYLOAD: &str = "application/vnd.in-toto+json";

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    #[serde(rename = "_type")]
    kind: String,
    /// The files that were judged.
    pub subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_kind: String,
    /// What came of it.
    pub predicate: Judgement,
}

/// A file, by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Below the delivery, with `/`.
    pub name: String,
    /// Of its bytes.
    pub digest: FileDigest,
    /// Its rows.
    pub annotations: Annotations,
}

/// The digest of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// In hexadecimal digits.
    pub sha256: String,
}

/// What else is known of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotations {
    /// The source that it is of.
    pub source: String,
    /// Its rows.
    pub rows: u64,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The version of Mizan.
    pub mizan: String,
    /// By what.
    pub standard: StandardRun,
    /// The date that `as_of` meant.
    pub as_of: String,
    /// What the run came to.
    pub verdict: RunVerdict,
    /// What each rule came to.
    pub rules: Vec<RuleJudgement>,
}

/// What a rule came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleJudgement {
    /// Its id.
    pub id: String,
    /// What it asked, as results say it.
    pub fingerprint: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Items that hold.
    pub pass: u64,
    /// Items that do not.
    pub fail: u64,
    /// Items that missing values leave open.
    pub unknown: u64,
    /// Whether its failure was waived.
    pub waived: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    payload_type: String,
    payload: String,
    signatures: Vec<Signed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Signed {
    keyid: String,
    sig: String,
}

/// A key that receipts are signed with.
#[derive(Debug, Clone)]
pub struct SignKey(SigningKey);

/// A key that signatures are checked by.
#[derive(Debug, Clone)]
pub struct PublicKey(VerifyingKey);

/// Why a receipt can not be made or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptError {
    /// A text is no key of the kind, in PEM: in the words of the library that reads it.
    Key(String),
    /// A text is no receipt.
    Foreign(String),
}

/// What is known of who made a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authenticity {
    /// Nobody signed it.
    Unsigned,
    /// It is signed, and no key was given to check it by: the keys' ids.
    Unchecked(Vec<String>),
    /// The given key signed it as it is.
    Authentic,
    /// The given key did not sign it as it is.
    Forged,
}

impl SignKey {
    /// From PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(pem: &str) -> Result<Self, ReceiptError> {
        SigningKey::from_pkcs8_pem(pem).map(SignKey).map_err(|error| ReceiptError::Key(error.to_string()))
    }
}

impl PublicKey {
    /// From PEM, as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(pem: &str) -> Result<Self, ReceiptError> {
        let key = VerifyingKey::from_public_key_pem(pem).map(PublicKey);
        key.map_err(|error| ReceiptError::Key(error.to_string()))
    }
}

/// The SHA-256 of a public key's bytes: by this a signature says whose it is.
fn key_id(key: &VerifyingKey) -> String {
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is signed (DSSE, PAE).
fn encoded(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// The receipt of a run in its envelope, signed where a key is given.
///
/// # Panics
/// Never: every key of its JSON is a text.
#[must_use]
pub fn receipt(run: &Run, key: Option<&SignKey>) -> String {
    let receipt = Receipt::of(run);
    let payload = serde_json::to_vec(&receipt).expect("every key is a text");
    let sign = |SignKey(key): &SignKey| Signed {
        keyid: key_id(&key.verifying_key()),
        sig: STANDARD.encode(key.sign(&encoded(PAYLOAD, &payload)).to_bytes()),
    };
    let envelope = Envelope {
        payload_type: PAYLOAD.to_owned(),
        payload: STANDARD.encode(&payload),
        signatures: key.iter().map(|key| sign(key)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&envelope).expect("every key is a text");
    text.push('\n');
    text
}

impl Receipt {
    fn of(run: &Run) -> Self {
        let files = run.sources.iter().flat_map(|source| {
            source.files.iter().map(move |file| Subject {
                name: file.path.clone(),
                digest: FileDigest { sha256: file.sha256.clone() },
                annotations: Annotations { source: source.name.clone(), rows: file.rows },
            })
        });
        let rules = run.rules.iter().map(|rule| RuleJudgement {
            id: rule.id.clone(),
            fingerprint: rule.fingerprint.clone(),
            verdict: rule.verdict,
            pass: rule.pass,
            fail: rule.fail,
            unknown: rule.unknown,
            waived: rule.waived,
        });
        Receipt {
            kind: STATEMENT.to_owned(),
            subject: files.collect(),
            predicate_kind: PREDICATE.to_owned(),
            predicate: Judgement {
                mizan: run.mizan.clone(),
                standard: run.standard.clone(),
                as_of: run.as_of.clone(),
                verdict: run.verdict,
                rules: rules.collect(),
            },
        }
    }

    /// Reads a receipt, and checks who signed it.
    ///
    /// # Errors
    /// When it is no receipt.
    pub fn read(text: &str, key: Option<&PublicKey>) -> Result<(Self, Authenticity), ReceiptError> {
        let foreign = |reason: String| ReceiptError::Foreign(reason);
        let envelope: Envelope = serde_json::from_str(text).map_err(|error| foreign(error.to_string()))?;
        if envelope.payload_type != PAYLOAD {
            return Err(foreign(envelope.payload_type));
        }
        let payload = STANDARD.decode(&envelope.payload).map_err(|error| foreign(error.to_string()))?;
        let receipt: Receipt =
            serde_json::from_slice(&payload).map_err(|error| foreign(error.to_string()))?;
        if receipt.kind != STATEMENT || receipt.predicate_kind != PREDICATE {
            return Err(foreign(receipt.predicate_kind));
        }
        let authenticity = match key {
            Some(PublicKey(key)) => {
                let is_by = |signed: &Signed| is_signed_by(key, &envelope.payload_type, &payload, signed);
                if envelope.signatures.iter().any(is_by) {
                    Authenticity::Authentic
                } else {
                    Authenticity::Forged
                }
            }
            None if envelope.signatures.is_empty() => Authenticity::Unsigned,
            None => {
                Authenticity::Unchecked(envelope.signatures.into_iter().map(|signed| signed.keyid).collect())
            }
        };
        Ok((receipt, authenticity))
    }
}

fn is_signed_by(key: &VerifyingKey, payload_type: &str, payload: &[u8], signed: &Signed) -> bool {
    let Ok(bytes) = STANDARD.decode(&signed.sig) else { return false };
    let Ok(signature) = Signature::from_slice(&bytes) else { return false };
    key.verify(&encoded(payload_type, payload), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_is_encoded_as_the_specification_shows() {
        // The example of the DSSE specification, protocol.md.
        let found = encoded("http://example.com/HelloWorld", b"hello world");
        assert_eq!(found, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    #[test]
    fn other_files_are_no_receipts() {
        assert!(matches!(Receipt::read("{}", None), Err(ReceiptError::Foreign(_))));
        let other = r#"{"payloadType": "text/plain", "payload": "", "signatures": []}"#;
        assert_eq!(Receipt::read(other, None).err(), Some(ReceiptError::Foreign("text/plain".to_owned())));
        assert!(matches!(SignKey::read("no key"), Err(ReceiptError::Key(_))));
        assert!(matches!(PublicKey::read("no key"), Err(ReceiptError::Key(_))));
    }
}
