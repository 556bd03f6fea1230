//! How a letter with a mobile key reads (manual, chapter 4.3.2): what it is, the steps, the QR inline and attached, the code
//! for whoever cannot scan it, and until when both are valid.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
pub use lettre::Message as Letter;
use lettre::{
    Message,
    message::{Attachment, Body, Mailbox, MultiPart, SinglePart, header::ContentType},
};
use mobileaccess_domain::{Language, UserId};
use mobileaccess_text::{Value, date, date_time, text};

use crate::{Problem, ProblemKind};

/// Why a letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A new key, a further code, a restored key or a new phone.
    NewKey,
    /// The code ends soon and was not used yet.
    Reminder,
}

/// Everything that a letter with a key says.
#[derive(Clone)]
pub struct KeyLetter<'a> {
    /// Why it is written.
    pub occasion: Occasion,
    /// Language of the recipient.
    pub language: Language,
    /// Name of the recipient.
    pub name: &'a str,
    /// Name of the site (the customer).
    pub site: &'a str,
    /// Who signs: the distributor.
    pub sender: &'a str,
    /// Key Name.
    pub key_name: &'a str,
    /// User ID.
    pub number: UserId,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity.
    pub valid_to: Option<NaiveDate>,
    /// The activation code.
    pub code: &'a str,
    /// What the QR holds: the address with the code, or the bare code.
    pub qr_content: &'a str,
    /// The address, where the QR holds one, as a link.
    pub link: Option<&'a str>,
    /// Until when the code works, in the site's local time.
    pub code_until: NaiveDateTime,
    /// Where the phone app is to be had.
    pub app_link: &'a str,
    /// Whether the customer is a demo system.
    pub demo: bool,
}

impl fmt::Debug for KeyLetter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyLetter")
            .field("occasion", &self.occasion)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// Who a letter is from and to, and what makes a repeat recognisable.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// Sender, as `Name <address>` or an address.
    pub from: &'a str,
    /// Where answers go; empty for the sender.
    pub reply_to: &'a str,
    /// Name of the recipient; may be empty.
    pub to_name: &'a str,
    /// Address of the recipient.
    pub to: &'a str,
    /// Fixed for the life of the message, for example `<id@host>`: a repeat has the same.
    pub message_id: &'a str,
    /// When the message was queued; the same in a repeat.
    pub date: DateTime<Utc>,
}

impl Envelope<'_> {
    fn builder(&self, subject: String) -> Result<lettre::message::MessageBuilder, Problem> {
        let address = |error: lettre::address::AddressError| Problem::new(ProblemKind::BadSettings, error);
        let from: Mailbox = self.from.parse().map_err(address)?;
        let to = Mailbox::new(
            Some(self.to_name.to_owned()).filter(|name| !name.trim().is_empty()),
            // An address that cannot be written on an envelope will not get better by waiting.
            self.to.parse().map_err(|error| Problem::new(ProblemKind::RecipientRefused, error))?,
        );
        let mut builder = Message::builder()
            .from(from)
            .to(to)
            .subject(subject)
            .message_id(Some(self.message_id.to_owned()))
            .date(self.date.into())
            // No vacation notices in answer to a machine.
            .raw_header(lettre::message::header::HeaderValue::new(
                lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        if !self.reply_to.is_empty() {
            builder = builder.reply_to(self.reply_to.parse().map_err(address)?);
        }
        Ok(builder)
    }
}

/// What a letter holds besides text: a picture of the QR, for the place in the page that names it.
const PICTURE: &str = "qr.mobileaccess";

/// Writes the letter with a key.
///
/// # Errors
/// [`ProblemKind::BadSettings`] for a sender that is no address, [`ProblemKind::RecipientRefused`] for such a recipient,
/// [`ProblemKind::Rejected`] if the QR cannot hold its content.
pub fn key_letter(letter: &KeyLetter<'_>, envelope: &Envelope<'_>) -> Result<Message, Problem> {
    let words = Words::of(letter);
    let picture = mobileaccess_handout::qr_png(letter.qr_content, 8)
        .map_err(|error| Problem::new(ProblemKind::Rejected, error))?;
    let png: ContentType = "image/png".parse().map_err(|_| Problem::new(ProblemKind::Rejected, "image/png"))?;
    let picture = Body::new(picture);
    let parts = MultiPart::mixed()
        .multipart(
            MultiPart::alternative().singlepart(SinglePart::plain(words.plain())).multipart(
                MultiPart::related()
                    .singlepart(SinglePart::html(words.html()))
                    .singlepart(Attachment::new_inline(PICTURE.to_owned()).body(picture.clone(), png.clone())),
            ),
        )
        .singlepart(Attachment::new(words.file.clone()).body(picture, png));
    let message = envelope.builder(words.subject)?.multipart(parts);
    message.map_err(|error| Problem::new(ProblemKind::BadSettings, error))
}

/// Writes the letter that tries the settings of a mail server.
///
/// # Errors
/// As [`key_letter`].
pub fn test_letter(language: Language, sender: &str, envelope: &Envelope<'_>) -> Result<Message, Problem> {
    let body = text(language, "mail-test-text", &[("sender", sender.into())]);
    let message = envelope.builder(text(language, "mail-test-subject", &[]))?.singlepart(SinglePart::plain(body));
    message.map_err(|error| Problem::new(ProblemKind::BadSettings, error))
}

/// The words of a letter, before they become a page or plain text.
struct Words {
    language: Language,
    subject: String,
    greeting: String,
    intro: String,
    steps: Vec<String>,
    code_label: String,
    code: String,
    until: String,
    link: Option<(String, String)>,
    facts: Vec<(String, String)>,
    once: String,
    demo: Option<String>,
    closing: String,
    sender: String,
    alt: String,
    file: String,
}

impl Words {
    fn of(letter: &KeyLetter<'_>) -> Self {
        let language = letter.language;
        let say = |id: &str, args: &[(&str, Value<'_>)]| text(language, id, args);
        let site: Value<'_> = letter.site.into();
        let until = date_time(language, letter.code_until);
        let (subject, intro) = match letter.occasion {
            Occasion::NewKey => ("mail-key-subject", "mail-key-intro"),
            Occasion::Reminder => ("mail-reminder-subject", "mail-reminder-intro"),
        };
        let valid = match letter.valid_to {
            Some(to) => say(
                "handout-valid-from-to",
                &[("from", date(language, letter.valid_from).into()), ("to", date(language, to).into())],
            ),
            None => say("handout-valid-from", &[("from", date(language, letter.valid_from).into())]),
        };
        Self {
            language,
            subject: say(subject, &[("site", site.clone())]),
            greeting: say("mail-greeting", &[("name", letter.name.into())]),
            intro: say(intro, &[("site", site.clone()), ("until", until.clone().into())]),
            steps: vec![
                say("mail-step-app", &[("link", letter.app_link.into())]),
                say("mail-step-check", &[]),
                say("mail-step-load", &[]),
                say("mail-step-scan", &[]),
                say("mail-step-open", &[]),
            ],
            code_label: say("handout-code", &[]),
            code: letter.code.to_owned(),
            until: say("mail-code-until", &[("until", until.into())]),
            link: letter.link.map(|link| (say("mail-link", &[]), link.to_owned())),
            facts: vec![
                (say("handout-site", &[]), letter.site.to_owned()),
                (say("handout-key", &[]), letter.key_name.to_owned()),
                (say("handout-user-id", &[]), letter.number.to_string()),
                (say("handout-valid", &[]), valid),
            ],
            once: say("handout-once", &[]),
            demo: letter.demo.then(|| say("handout-demo-note", &[])),
            closing: say("mail-closing", &[]),
            sender: letter.sender.to_owned(),
            alt: say("mail-qr-alt", &[]),
            file: say("mail-file", &[]),
        }
    }

    fn plain(&self) -> String {
        let mut lines = vec![self.greeting.clone(), String::new(), self.intro.clone(), String::new()];
        lines.extend(self.steps.iter().enumerate().map(|(index, step)| format!("{}) {step}", index + 1)));
        lines.extend([String::new(), format!("{}: {}", self.code_label, self.code), self.until.clone()]);
        if let Some((label, link)) = &self.link {
            lines.extend([String::new(), format!("{label}: {link}")]);
        }
        lines.push(String::new());
        lines.extend(self.facts.iter().map(|(name, value)| format!("{name}: {value}")));
        lines.extend([String::new(), self.once.clone()]);
        lines.extend(self.demo.clone());
        lines.extend([String::new(), self.closing.clone(), self.sender.clone(), String::new()]);
        lines.join("\r\n")
    }

    /// A page of tables and inline styles, the only kind that mail readers of every age show alike. Dark readers turn its
    /// colours around, the QR keeps its white ground.
    fn html(&self) -> String {
        let tag = match self.language {
            Language::En => "en",
            Language::Cs => "cs",
        };
        let mut page = format!(
            "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{}</title></head>\
             <body style=\"margin:0;padding:0\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\"><tr><td align=\"center\" style=\"padding:24px 12px\"><table role=\"presentation\" \
             width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:560px;font-family:Arial,Helvetica,\
             sans-serif;font-size:16px;line-height:24px\"><tr><td>",
            escape(&self.subject)
        );
        let paragraph = |text: &str| format!("<p style=\"margin:0 0 16px\">{}</p>", escape(text));
        page += &paragraph(&self.greeting);
        page += &paragraph(&self.intro);
        if let Some(demo) = &self.demo {
            page += &paragraph(demo);
        }
        page += "<ol style=\"margin:0 0 16px;padding-left:24px\">";
        for step in &self.steps {
            page += &format!("<li style=\"margin:0 0 8px\">{}</li>", linked(step));
        }
        page += &format!(
            "</ol><p style=\"margin:0 0 16px;text-align:center\"><img src=\"cid:{PICTURE}\" alt=\"{}\" width=\"240\" \
             height=\"240\" style=\"background:#ffffff;padding:12px\"></p><p style=\"margin:0 0 4px;text-align:center\">\
             {}</p><p style=\"margin:0 0 4px;text-align:center;font-family:Consolas,Menlo,monospace;font-size:20px\">\
             <strong>{}</strong></p><p style=\"margin:0 0 16px;text-align:center\">{}</p>",
            escape(&self.alt),
            escape(&self.code_label),
            escape(&self.code),
            escape(&self.until)
        );
        if let Some((label, link)) = &self.link {
            page += &format!(
                "<p style=\"margin:0 0 16px;text-align:center\"><a href=\"{}\">{}</a></p>",
                escape(link),
                escape(label)
            );
        }
        page += "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px\">";
        for (name, value) in &self.facts {
            page += &format!(
                "<tr><td style=\"padding:2px 16px 2px 0;color:#666666\">{}</td><td style=\"padding:2px 0\">{}</td></tr>",
                escape(name),
                escape(value)
            );
        }
        page += "</table>";
        page += &paragraph(&self.once);
        page += &format!(
            "<p style=\"margin:0\">{}<br>{}</p></td></tr></table></td></tr></table></body></html>",
            escape(&self.closing),
            escape(&self.sender)
        );
        page
    }
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A sentence of ours in which an address becomes a link.
fn linked(sentence: &str) -> String {
    let mut html = String::new();
    for (index, word) in sentence.split(' ').enumerate() {
        if index > 0 {
            html.push(' ');
        }
        let address = word.trim_end_matches(['.', ',', ')']);
        if address.starts_with("https://") || address.starts_with("http://") {
            let rest = &word[address.len()..];
            html += &format!("<a href=\"{0}\">{0}</a>{1}", escape(address), escape(rest));
        } else {
            html += &escape(word);
        }
    }
    html
}
