//! Who may ask. Any page that is open in the same browser can send requests to 127.0.0.1; none of them may read or change a ledger.
//!
//! - `Host` must be this server, so that a foreign name that is made to point at 127.0.0.1 (DNS rebinding) gets nothing.
//! - `Origin`, where the browser sends one, must be this server.
//! - `Sec-Fetch-Site` (Fetch Metadata Request Headers, W3C), where the browser sends one, must not be another site for anything but
//!   the page itself, which a link elsewhere may open.
//! - A change must carry the token of this run, which only this server's own page has.
//!
//! It does not keep out other people who work on the same machine and can reach its ports.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::ApiError;

/// Name of the header that carries the token.
pub(crate) const TOKEN_HEADER: &str = "x-demarche-token";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Knows where the server listens and which token changes must carry.
#[derive(Clone)]
pub struct Guard {
    hosts: Arc<[String; 2]>,
    token: Arc<str>,
}

impl Guard {
    /// A guard for this port of 127.0.0.1 with a new token.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new(port: u16) -> Result<Guard, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Ok(Guard { hosts: Arc::new(hosts), token: token.into() })
    }

    /// The token: 64 hexadecimal digits, new in each run.
    pub fn token(&self) -> &str {
        &self.token
    }

    fn refusal(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<&'static str> {
        let is_ours = |host: &str| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host));
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if !text(header::HOST).is_some_and(is_ours) {
            return Some("this address is not served here: open the one that demarche printed");
        }
        if text(header::ORIGIN).is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(is_ours)) {
            return Some("another site may not ask here");
        }
        let site = text(HeaderName::from_static("sec-fetch-site"));
        if path.starts_with("/api") && site.is_some_and(|site| site != "same-origin" && site != "none") {
            return Some("another site may not ask here");
        }
        if !is_read(method) && !text(HeaderName::from_static(TOKEN_HEADER)).is_some_and(|token| self.is_token(token)) {
            return Some("this page is from an earlier run of demarche: reload it");
        }
        None
    }

    /// Compares in a time that does not depend on where the first difference is.
    fn is_token(&self, token: &str) -> bool {
        let (given, own) = (token.as_bytes(), self.token.as_bytes());
        given.len() == own.len() && given.iter().zip(own).fold(0, |different, (a, b)| different | (a ^ b)) == 0
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Turns away who may not ask, and puts the page's policy on every answer.
pub(crate) async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut answer = match guard.refusal(request.method(), request.uri().path(), request.headers()) {
        Some(reason) => ApiError::new(StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(method: &Method, path: &str, headers: &[(&'static str, &str)]) -> bool {
        let guard = Guard { hosts: Arc::new(["127.0.0.1:80".into(), "localhost:80".into()]), token: "right".into() };
        let mut map = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("127.0.0.1:80"))]);
        for (name, value) in headers {
            map.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        guard.refusal(method, path, &map).is_some()
    }

    #[test]
    fn a_name_made_to_point_here_gets_nothing() {
        assert!(!refused(&Method::GET, "/", &[]));
        assert!(!refused(&Method::GET, "/", &[("host", "LOCALHOST:80")]));
        assert!(refused(&Method::GET, "/", &[("host", "evil.example:80")]));
        assert!(refused(&Method::GET, "/", &[("host", "127.0.0.1:81")]));
        assert!(refused(&Method::GET, "/", &[("host", "127.0.0.1:80.evil.example")]));
    }

    #[test]
    fn another_site_may_open_the_page_and_read_nothing() {
        assert!(!refused(&Method::GET, "/statements", &[("sec-fetch-site", "cross-site")]));
        assert!(refused(&Method::GET, "/api/summary", &[("sec-fetch-site", "cross-site")]));
        assert!(refused(&Method::GET, "/api/summary", &[("sec-fetch-site", "same-site")]));
        assert!(refused(&Method::GET, "/api/summary", &[("origin", "http://127.0.0.1:81")]));
        assert!(refused(&Method::GET, "/api/summary", &[("origin", "null")]));
        assert!(!refused(&Method::GET, "/api/summary", &[("origin", "http://localhost:80")]));
    }

    #[test]
    fn a_change_needs_the_token_of_this_run() {
        assert!(refused(&Method::POST, "/api/records/x/review", &[]));
        assert!(refused(&Method::POST, "/api/records/x/review", &[("x-demarche-token", "wrong")]));
        assert!(refused(&Method::POST, "/api/records/x/review", &[("x-demarche-token", "")]));
        assert!(!refused(&Method::POST, "/api/records/x/review", &[("x-demarche-token", "right")]));
        let foreign = [("x-demarche-token", "right"), ("origin", "https://evil.example")];
        assert!(refused(&Method::POST, "/api/records/x/review", &foreign));
    }
}
