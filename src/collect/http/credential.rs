//! What a server is shown to be let in: of one source, for one origin, never to be read anywhere (T-61).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderValue;
use http::header::HeaderName;
use reqwest::RequestBuilder;
use sha2::Sha256;
use url::{Origin, Url};

/// A password, a token, or the like: what prints it prints three stars.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// From a file or the environment.
    ///
    /// # Errors
    /// A few words on what is wrong with it.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        // Editors end a file by a line break.
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        match text {
            "" => Err("is empty"),
            text if HeaderValue::from_str(text).is_err() => {
                Err("has more than one line, or a control character")
            }
            text => Ok(Secret(text.to_owned())),
        }
    }

    /// Its length, in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: an empty one is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its hash: by it one is known that is shown to us, without the secret itself being at hand. Hashes compare in constant
    /// time.
    pub fn hash(&self) -> blake3::Hash {
        blake3::hash(self.0.as_bytes())
    }

    /// What shows that a body comes from somebody who knows the secret: HMAC-SHA256 (RFC 2104), in hexadecimal digits.
    pub fn signature(&self, body: &[u8]) -> String {
        // A key may have any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else {
            return String::new();
        };
        mac.update(body);
        let bytes = mac.finalize().into_bytes();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How a source shows who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A user name and a password (RFC 7617).
    Basic(String, Secret),
    /// A token (RFC 6750).
    Bearer(Secret),
    /// The value of a header of the server's choice.
    Header(HeaderName, Secret),
}

/// A proof, and where it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    origin: Origin,
    proof: Proof,
}

impl Credential {
    /// For the origin of an address: scheme, host and port.
    pub fn new(url: &Url, proof: Proof) -> Self {
        Credential {
            origin: url.origin(),
            proof,
        }
    }

    /// Who asks, as far as it is no secret: what one is let see, another may not be (E-02).
    pub fn account(&self) -> String {
        match &self.proof {
            Proof::Basic(name, _) => format!("basic {name}"),
            Proof::Bearer(_) => "bearer".to_owned(),
            Proof::Header(name, _) => format!("header {name}"),
        }
    }

    /// A request with the proof, where it goes to the origin that it is for.
    pub(super) fn sign(&self, url: &Url, request: RequestBuilder) -> RequestBuilder {
        if url.origin() != self.origin {
            return request;
        }
        match &self.proof {
            Proof::Basic(name, Secret(password)) => request.basic_auth(name, Some(password)),
            Proof::Bearer(Secret(token)) => request.bearer_auth(token),
            Proof::Header(name, Secret(value)) => match HeaderValue::from_str(value) {
                Ok(mut value) => {
                    value.set_sensitive(true);
                    request.header(name, value)
                }
                Err(_) => request,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-61
    #[test]
    fn secrets_are_never_printed() {
        let secret = Secret::new("canary-4711\n").expect("a secret");
        let url = Url::parse("https://example.org/feed").expect("an address");
        for proof in [
            Proof::Basic("ada".to_owned(), secret.clone()),
            Proof::Bearer(secret.clone()),
            Proof::Header(HeaderName::from_static("x-key"), secret),
        ] {
            let credential = Credential::new(&url, proof);
            let printed = format!("{credential:?} {credential:#?} {}", credential.account());
            assert!(!printed.contains("4711"), "{printed}");
            assert!(printed.contains("***"), "{printed}");
        }
    }

    /// RFC 4231, test case 2.
    #[test]
    fn a_signature_is_that_of_the_standard() {
        let secret = Secret::new("Jefe").expect("a secret");
        assert_eq!(
            secret.signature(b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_secret_is_one_line() {
        for (text, good) in [
            ("a b", true),
            ("a\r\n", true),
            ("a\n", true),
            ("", false),
            ("\n", false),
            ("a\nb", false),
            ("a\0b", false),
        ] {
            assert_eq!(Secret::new(text).is_ok(), good, "{text:?}");
        }
    }
}
