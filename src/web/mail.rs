//! Sending mail: one message to one address, at once, with an answer in words.
//!
//! Messages are plain text. What people typed stands in them as it is, and can make no header: control characters become
//! spaces, and the crate encodes the rest. Neither addresses nor what the server says reach the log.

use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::now::Now;
use crate::config::{Mail, Safety};

/// How long a message may take to be taken by the server: somebody waits for the page.
const PATIENCE: Duration = Duration::from_secs(10);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The portal's way to send mail.
pub struct Mailer {
    /// None when the machine has no certificates to know servers by.
    transport: Option<Transport>,
    from: Mailbox,
}

/// A message that was not sent: why, as the page says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// Mail knows no such address, though an account may have it as its name.
    Address,
    /// Too many messages were sent within the hour.
    TooMany,
    /// The server does not take this message: its code (RFC 5321, section 4.2).
    Refused(u16),
    /// The server takes no message now: its code.
    Busy(u16),
    /// The server cannot do what this message needs.
    Unable,
    /// The way to the server cannot be made safe.
    Unsafe,
    /// The server is not to be reached, or hung up.
    Unreachable,
    /// The server took too long.
    Slow,
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("mail knows no such address"),
            Self::TooMany => f.write_str("too many messages were sent within the hour"),
            Self::Refused(code @ (550 | 551 | 553)) => {
                write!(f, "the mail server takes none for this address, or none from the portal ({code})")
            }
            Self::Refused(code) => write!(f, "the mail server refused it ({code})"),
            Self::Busy(code) => write!(f, "the mail server takes none at the moment ({code})"),
            Self::Unable => f.write_str("the mail server lacks TLS, or cannot take such an address"),
            Self::Unsafe => f.write_str("the connection to the mail server is not safe"),
            Self::Unreachable => f.write_str("the mail server cannot be reached, or hung up"),
            Self::Slow => write!(f, "the mail server did not answer within {} seconds", PATIENCE.as_secs()),
        }
    }
}

impl NotSent {
    fn of(error: &smtp::Error) -> Self {
        let code = error.status().map_or(0, u16::from);
        if error.is_permanent() {
            Self::Refused(code)
        } else if error.is_transient() {
            Self::Busy(code)
        } else if error.is_tls() {
            Self::Unsafe
        } else if error.is_timeout() {
            Self::Slow
        } else if error.is_client() {
            Self::Unable
        } else {
            Self::Unreachable
        }
    }
}

/// Says that a program wrote the message, so that no absence note answers it (RFC 3834, section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Mailer {
    /// By these settings. Nothing is asked of the server yet.
    #[must_use]
    pub fn new(settings: Mail) -> Self {
        let Mail { safety, host, port, login, from } = settings;
        let tls = match safety {
            Safety::Plain => Ok(Tls::None),
            Safety::StartTls => TlsParameters::new(host.clone()).map(Tls::Required),
            Safety::Tls => TlsParameters::new(host.clone()).map(Tls::Wrapper),
        };
        let transport = tls.inspect_err(|error| tracing::error!(%error, "no mail can be sent")).ok().map(|tls| {
            let way = Transport::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
            let way = match login {
                Some((name, password)) => way.credentials(Credentials::new(name, password)),
                None => way,
            };
            way.build()
        });
        Self { transport, from }
    }

    /// Sends a message to one address, and waits until the server has taken it.
    pub async fn send(&self, to: &str, subject: &str, body: String, now: Now) -> Result<(), NotSent> {
        let message = self.message(to, subject, body, now)?;
        let transport = self.transport.as_ref().ok_or(NotSent::Unsafe)?;
        let sent = match tokio::time::timeout(PATIENCE, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(NotSent::of(&error)),
            Err(_) => Err(NotSent::Slow),
        };
        let outcome = if sent.is_ok() { "sent" } else { "not sent" };
        metrics::counter!("podium_mails_total", "outcome" => outcome).increment(1);
        if let Err(why) = sent {
            tracing::warn!(%why, "a message was not sent");
        }
        sent
    }

    fn message(&self, to: &str, subject: &str, body: String, now: Now) -> Result<Message, NotSent> {
        let to: Address = to.parse().map_err(|_| NotSent::Address)?;
        let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let written = u64::try_from(now.0.0).unwrap_or_default();
        let builder: MessageBuilder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .date(UNIX_EPOCH + Duration::from_millis(written))
            // Not by the crate's own, which names this machine.
            .message_id(Some(format!("<{}@{}>", Now::id(), self.from.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN);
        builder.body(body).map_err(|_| NotSent::Address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Millis;

    fn mailer() -> Mailer {
        let from = "Podium <podium@example.org>".parse().unwrap();
        Mailer::new(Mail { safety: Safety::Plain, host: "127.0.0.1".to_owned(), port: 25, login: None, from })
    }

    fn written(to: &str, subject: &str, body: &str) -> Result<String, NotSent> {
        let now = Now(Millis(1_800_000_000_000));
        let message = mailer().message(to, subject, body.to_owned(), now)?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn what_people_typed_makes_no_header() {
        for typed in
            ["Ada\r\nBcc: eve@example.org", "Ada\nBcc: eve@example.org\n\n<p>", "Ada\rBcc: e", "Åda\u{0}\r\nBcc: e"]
        {
            let text = written("bob@example.org", &format!("{typed} invites you"), "one\n.\n..two\r\n").unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let names: Vec<&str> = head.lines().filter(|line| !line.starts_with([' ', '\t'])).collect();
            assert!(names.iter().all(|line| !line.to_lowercase().starts_with("bcc")), "{head}");
            assert_eq!(names.iter().filter(|line| line.starts_with("Subject:")).count(), 1, "{head}");
            assert!(
                head.contains("Auto-Submitted: auto-generated") && head.contains("Date: Fri, 15 Jan 2027"),
                "{head}"
            );
            assert_eq!(body.replace("\r\n", "\n"), "one\n.\n..two\n");
        }
        for to in ["bob@example.org\r\nRCPT TO:<eve@example.org>", "bob@example.org, eve@example.org", "bob", "@", ""] {
            assert_eq!(written(to, "x", "y"), Err(NotSent::Address), "{to:?}");
        }
    }

    #[test]
    fn each_reason_is_said_in_words_of_its_own() {
        let all = [
            NotSent::Address,
            NotSent::TooMany,
            NotSent::Refused(550),
            NotSent::Refused(554),
            NotSent::Busy(421),
            NotSent::Unable,
            NotSent::Unsafe,
            NotSent::Unreachable,
            NotSent::Slow,
        ];
        let words: std::collections::BTreeSet<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(words.len(), all.len());
    }
}
