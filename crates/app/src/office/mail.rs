//! The mail server of an office: how the letters of the office server leave.

use mobileaccess_cloud::{Cloud, MailSecurity as Security, MailServer, MailSettings};
use mobileaccess_domain::{FieldCode, FieldError, messages::MOST_REMINDER_DAYS};
use mobileaccess_wire::{
    Empty, Failure, GetOfficeMail, Handle, SetOfficeMail,
    office::{MailSecurity, OfficeMail, SetOfficeMailRequest},
};

use super::cloud_fault;
use crate::{App, Host};

/// The usual port of a server that is asked for TLS after the first words.
const PORT: u16 = 587;

fn security(of: Security) -> MailSecurity {
    match of {
        Security::StartTls => MailSecurity::StartTls,
        Security::Tls => MailSecurity::Tls,
        Security::None => MailSecurity::None,
    }
}

async fn view(cloud: &Cloud) -> Result<OfficeMail, Failure> {
    let settings = cloud.mail_settings(None).await.map_err(|error| cloud_fault(&error))?.unwrap_or_default();
    let waiting = cloud.messages_waiting().await.map_err(|error| cloud_fault(&error))?;
    let server = settings.server.as_ref();
    Ok(OfficeMail {
        from: settings.from.clone(),
        host: server.map(|server| server.host.clone()).unwrap_or_default(),
        port: server.map_or(PORT, |server| server.port),
        security: server.map(|server| security(server.security)).unwrap_or_default(),
        username: server.map(|server| server.username.clone()).unwrap_or_default(),
        has_password: server.is_some_and(|server| !server.password.is_empty()),
        reminder_days: settings.reminder_days,
        waiting,
    })
}

/// What was typed, over what is kept.
fn onto(kept: MailSettings, request: SetOfficeMailRequest) -> Result<MailSettings, Failure> {
    let SetOfficeMailRequest { from, host, port, security, username, password, reminder_days } = request;
    let (from, host, username) = (from.trim().to_owned(), host.trim().to_owned(), username.trim().to_owned());
    if host.is_empty() {
        return Ok(MailSettings { server: None, ..kept });
    }
    // Another server, or another user of it, does not get to see the password of the one before.
    let same = kept.server.as_ref().filter(|known| known.host == host && known.username == username);
    let password = match (password, same) {
        (Some(password), _) => password,
        (None, Some(known)) => known.password.clone(),
        (None, None) => String::new(),
    };
    let root_certificate = same.and_then(|known| known.root_certificate.clone());
    let security = match security {
        MailSecurity::StartTls => Security::StartTls,
        MailSecurity::Tls => Security::Tls,
        MailSecurity::None => Security::None,
    };
    let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let mut wrong = Vec::new();
    let mut require = |holds: bool, field: &str, code: FieldCode| {
        if !holds {
            wrong.push(FieldError { field: field.to_owned(), code });
        }
    };
    let sender = MailSettings { from: from.clone(), server: None, gateway: None, ..MailSettings::default() };
    let longest = |text: &str, max: u32| text.chars().count() <= usize::try_from(max).unwrap_or(usize::MAX);
    for (field, text, max) in
        [("from", &from, 320), ("host", &host, 253), ("username", &username, 320), ("password", &password, 500)]
    {
        require(longest(text, max), field, FieldCode::TooLong { max });
    }
    let is_sender = !from.is_empty() && sender.check().is_ok();
    require(!longest(&from, 320) || is_sender, "from", FieldCode::BadEmail);
    require(!host.contains(|sign: char| sign.is_whitespace() || sign == '/'), "host", FieldCode::BadHost);
    require(port > 0, "port", FieldCode::OutOfRange { min: 1, max: i64::from(u16::MAX) });
    require(security != Security::None || local, "security", FieldCode::NeedsTls);
    let most = i64::from(MOST_REMINDER_DAYS);
    require(i64::from(reminder_days) <= most, "reminder_days", FieldCode::OutOfRange { min: 0, max: most });
    if !wrong.is_empty() {
        return Err(Failure::invalid(wrong));
    }
    let server = MailServer { host, port, security, username, password, root_certificate };
    let settings = MailSettings { from, server: Some(server), reminder_days, ..kept };
    // What is left can only be a name that is none.
    let letters = MailSettings { gateway: None, ..settings.clone() };
    letters.check().map_err(|_| Failure::field("host", FieldCode::BadHost))?;
    Ok(settings)
}

impl<H: Host> Handle<GetOfficeMail> for App<H> {
    async fn handle(&self, _: Empty) -> Result<OfficeMail, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        view(&self.office_cloud().await?).await
    }
}

impl<H: Host> Handle<SetOfficeMail> for App<H> {
    async fn handle(&self, request: SetOfficeMailRequest) -> Result<OfficeMail, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let cloud = self.office_cloud().await?;
        let kept = cloud.mail_settings(None).await.map_err(|error| cloud_fault(&error))?.unwrap_or_default();
        let settings = onto(kept, request)?;
        let (at, entropy) = (self.host.now(), self.cloud_entropy()?);
        let done = cloud.set_mail_settings(at, &entropy, None, Some(&settings)).await;
        done.map_err(|error| cloud_fault(&error))?;
        // Whether letters can be sent is in a row, which comes as everybody's do.
        drop(self.converse(true).await);
        self.news(&["office", "distributor"]);
        view(&cloud).await
    }
}
