//! A receipt: a decision with the signature of the service that made it, in one JSON document, which can be checked
//! years later without the service, by its public key alone.
//!
//! What is signed is the SHA-256 of the canonical bytes of the decision (RFC 8785). A decision names every package that
//! made it, to the byte, so that these are signed with it. A receipt is read only as it was issued, canonical as a
//! whole: there is no place in it where something could be said twice, to one reader and to another.

use crate::archive::{KeyId, PublicKey, SecretKey, Signature, Signed};
use parchemin_core::{Decision, Lang, Speak, canonical, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;

/// The name of the format.
pub const FORMAT: &str = "parchemin.receipt/1";

/// The media type.
pub const MEDIA: &str = "application/vnd.parchemin.receipt+json";

/// A receipt as it is written.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Receipt", title = "parchemin.receipt/1")]
pub struct Written {
    /// The decision. It stays what it was signed as, whatever later versions of the program know of decisions.
    #[schemars(with = "Decision")]
    decision: Value,
    /// `parchemin.receipt/1`.
    format: String,
    /// Algorithm, id of the key, signature in Base64: `ed25519 KEY SIGNATURE`.
    signature: String,
}

/// A receipt that is whole. Whether its signature holds is asked of a key or of a trust file.
#[derive(Clone, Debug)]
pub struct Receipt {
    decision: Value,
    digest: [u8; 32],
    signature: Signature,
}

/// Why bytes are no receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptFault {
    /// Not JSON, or without the members of a receipt: why.
    NotAReceipt(String),
    /// Of another format.
    OtherForm,
    /// The signature is of another form.
    BadSignature,
    /// It says the same, in other bytes.
    OtherBytes {
        /// The first byte that differs, from 0.
        at: usize,
    },
}

impl Receipt {
    /// The receipt of a decision, signed: its bytes, which end with a line end.
    ///
    /// # Errors
    /// Only for a value that JSON cannot hold; a decision has none.
    pub fn issue(decision: &Decision, key: &SecretKey) -> Result<Vec<u8>, serde_json::Error> {
        let signature = Signature::made(key, Signed::Decision, &digest(&canonical(decision)?));
        let mut bytes = canonical(&Written {
            decision: serde_json::to_value(decision)?,
            format: FORMAT.to_owned(),
            signature: signature.to_string(),
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a receipt.
    ///
    /// # Errors
    /// Anything but the bytes of a receipt as it is issued; a line end after them may be missing.
    pub fn read(bytes: &[u8]) -> Result<Receipt, ReceiptFault> {
        let not = |error: serde_json::Error| ReceiptFault::NotAReceipt(error.to_string());
        let written: Written = serde_json::from_slice(bytes).map_err(not)?;
        if written.format != FORMAT {
            return Err(ReceiptFault::OtherForm);
        }
        let (given, issued) = (bytes.strip_suffix(b"\n").unwrap_or(bytes), canonical(&written).map_err(not)?);
        if given != issued {
            let at = given.iter().zip(&issued).take_while(|(one, other)| one == other).count();
            return Err(ReceiptFault::OtherBytes { at });
        }
        let signature = Signature::read(&written.signature).ok_or(ReceiptFault::BadSignature)?;
        let digest = digest(&canonical(&written.decision).map_err(not)?);
        Ok(Receipt { decision: written.decision, digest, signature })
    }

    /// The decision, as it was signed.
    pub fn decision(&self) -> &Value {
        &self.decision
    }

    /// The key that is said to have signed it.
    pub fn key(&self) -> &KeyId {
        &self.signature.key
    }

    /// Whether that key signed it.
    pub fn is_signed_by(&self, public: &PublicKey) -> bool {
        public.id() == self.signature.key && self.signature.is_of(public, Signed::Decision, &self.digest)
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Speak for ReceiptFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            ReceiptFault::NotAReceipt(reason) => {
                say!(lang, fr: "ce n’est pas un reçu : {reason}", en: "this is not a receipt: {reason}")
            }
            ReceiptFault::OtherForm => {
                say!(lang, fr: "la forme du reçu n’est pas connue", en: "the form of the receipt is not known")
            }
            ReceiptFault::BadSignature => {
                say!(lang, fr: "la signature du reçu est illisible", en: "the signature of the receipt cannot be read")
            }
            ReceiptFault::OtherBytes { at } => say!(lang,
                fr: "le reçu n’est pas tel qu’il a été délivré, à partir de l’octet {at}",
                en: "the receipt is not as it was issued, from byte {at} on"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            ReceiptFault::OtherForm => say!(lang,
                fr: "une version plus récente de parchemin la connaît peut-être", en: "a newer version of parchemin may know it"),
            _ => say!(lang,
                fr: "donner les octets que le service a répondus, sans les remettre en forme",
                en: "give the bytes that the service answered, not laid out anew"),
        })
    }
}

impl fmt::Display for ReceiptFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for ReceiptFault {}

#[cfg(test)]
mod tests {
    //! A receipt holds for the decision and the key that it was issued for, in the bytes in which it was issued.
    use super::*;
    use crate::archive::{Standing, Trust};
    use zeroize::Zeroizing;

    fn key(seed: u8) -> SecretKey {
        SecretKey::from_seed(&Zeroizing::new([seed; 32]))
    }

    /// A receipt of a decision in which only what is told is told.
    fn issued(outcome: &str) -> String {
        let decision = serde_json::json!({
            "format": "parchemin.decision/1", "language": "fr", "date": "2026-01-02", "engine": "0.1.0",
            "packages": [{ "id": "mn-2025", "version": "1.0.0", "digest": "sha256:00" }],
            "revision": { "state": "undetermined", "why": "?", "citations": [] },
            "headline": { "question": "recevabilite", "outcome": outcome },
            "questions": {}, "ccps": [], "held": [], "missing": { "facts": [], "texts": [] }, "steps": [],
            "deadlines": [], "findings": [],
        });
        let decision: Decision = serde_json::from_value(decision).unwrap();
        String::from_utf8(Receipt::issue(&decision, &key(1)).unwrap()).unwrap()
    }

    fn standing(receipt: &str, more: &str) -> Standing {
        let public = key(1).public();
        let trust = format!("[[keys]]\nid = \"{}\"\npublic = \"{public}\"\n{more}\n", public.id());
        let receipt = Receipt::read(receipt.as_bytes()).unwrap();
        Trust::read(&trust).unwrap().judge_receipt(&receipt, "2026-06-01".parse().unwrap()).standing
    }

    #[test]
    fn a_receipt_is_signed_by_its_key_and_no_other() {
        let receipt = Receipt::read(issued("recevable").as_bytes()).unwrap();
        assert!(receipt.is_signed_by(&key(1).public()));
        assert!(!receipt.is_signed_by(&key(2).public()));
        assert_eq!(receipt.decision()["packages"][0]["digest"], "sha256:00");
    }

    #[test]
    fn a_word_that_was_changed_is_no_more_signed() {
        for (from, to) in
            [("non-recevable", "recevable"), ("sha256:00", "sha256:01"), ("2026-01-02", "2026-01-03")]
        {
            let forged = issued("non-recevable").replacen(from, to, 1);
            let receipt = Receipt::read(forged.as_bytes()).unwrap();
            assert!(!receipt.is_signed_by(&key(1).public()), "{from}");
            assert_eq!(standing(&forged, "receipts = true"), Standing::Wrong);
        }
    }

    #[test]
    fn what_is_not_as_it_was_issued_is_no_receipt() {
        let whole = issued("recevable");
        assert!(Receipt::read(whole.trim_end().as_bytes()).is_ok());
        for (wrong, expected) in [
            (whole.replacen(':', ": ", 1), "not as it was issued"),
            (format!("{whole}\n"), "not as it was issued"),
            // Twice the same member: one reader takes the first, another the last.
            (whole.replacen("\"date\"", "\"date\":\"2000-01-01\",\"date\"", 1), "not as it was issued"),
            (whole.replacen("receipt/1", "receipt/2", 1), "form of the receipt is not known"),
            (whole.replacen("ed25519", "rsa", 1), "signature of the receipt cannot be read"),
            (whole.replacen("{", "{\"a\":1,", 1), "not a receipt: unknown field `a`"),
            (String::new(), "not a receipt"),
        ] {
            let fault = Receipt::read(wrong.as_bytes()).unwrap_err();
            assert!(fault.to_string().contains(expected), "{expected}: {fault}");
            assert!(
                fault.say(Lang::Fr) != fault.say(Lang::En) && fault.help(Lang::Fr) != fault.help(Lang::En)
            );
        }
    }

    #[test]
    fn a_trust_file_says_which_keys_sign_receipts_and_on_which_days() {
        let day = |text: &str| text.parse().unwrap();
        for (more, expected) in [
            ("receipts = true", Standing::Trusted),
            ("", Standing::OutOfScope),
            ("packages = [\"mn-2025\"]", Standing::OutOfScope),
            ("receipts = true\nuntil = \"2026-05-31\"", Standing::Expired(day("2026-05-31"))),
            ("receipts = true\nrevoked = \"2026-06-01\"", Standing::Revoked(day("2026-06-01"))),
        ] {
            assert_eq!(standing(&issued("recevable"), more), expected, "{more}");
        }
        let receipt = Receipt::read(issued("recevable").as_bytes()).unwrap();
        let nobody = Trust::read("").unwrap().judge_receipt(&receipt, day("2026-06-01"));
        assert_eq!((nobody.standing, nobody.holds()), (Standing::Unknown, false));
    }
}
