//! The gateway of an office: how the text messages of the office server leave.

use mobileaccess_cloud::{BodyKind, Cloud, Gateway, GatewayFault, MailSettings, Place};
use mobileaccess_domain::{FieldCode, FieldError, is_phone};
use mobileaccess_wire::{
    Empty, Failure, GetOfficeSms, Handle, SetOfficeSms, TestOfficeSms,
    office::{OfficeSms, SetOfficeSmsRequest, SetSmsHeader, SmsBody, TestOfficeSmsRequest, TestedSms},
};

use super::cloud_fault;
use crate::{App, Host};

/// Headers that are kept at most.
const HEADERS: usize = 20;

fn shown(kind: BodyKind) -> SmsBody {
    match kind {
        BodyKind::Form => SmsBody::Form,
        BodyKind::Json => SmsBody::Json,
        BodyKind::Text => SmsBody::Text,
        BodyKind::Xml => SmsBody::Xml,
    }
}

fn meant(body: SmsBody) -> BodyKind {
    match body {
        SmsBody::Form => BodyKind::Form,
        SmsBody::Json => BodyKind::Json,
        SmsBody::Text => BodyKind::Text,
        SmsBody::Xml => BodyKind::Xml,
    }
}

async fn kept(cloud: &Cloud) -> Result<MailSettings, Failure> {
    Ok(cloud.mail_settings(None).await.map_err(|error| cloud_fault(&error))?.unwrap_or_default())
}

fn view(settings: MailSettings) -> OfficeSms {
    let letters = settings.server.is_some();
    let Some(gateway) = settings.gateway else {
        return OfficeSms {
            on: false,
            letters,
            url: String::new(),
            headers: Vec::new(),
            body: String::new(),
            body_kind: SmsBody::default(),
        };
    };
    OfficeSms {
        on: !gateway.off,
        letters,
        body_kind: shown(gateway.body_kind()),
        url: gateway.url,
        headers: gateway.headers.into_iter().map(|(name, _)| name).collect(),
        body: gateway.body,
    }
}

/// The place of a fault in the form, and what is said there.
fn at_field(fault: GatewayFault) -> FieldError {
    let (field, code) = match fault {
        GatewayFault::Url => ("url".to_owned(), FieldCode::BadWeb),
        GatewayFault::NeedsTls => ("url".to_owned(), FieldCode::NeedsTls),
        GatewayFault::UnknownPlaceholder { place, name } => {
            let field = if place == Place::Url { "url" } else { "body" };
            (field.to_owned(), FieldCode::UnknownPlaceholder { name })
        }
        GatewayFault::MissingPlaceholder { name } => {
            ("body".to_owned(), FieldCode::MissingPlaceholder { name: name.to_owned() })
        }
        GatewayFault::BodyIsNoJson => ("body".to_owned(), FieldCode::BadJson),
        GatewayFault::Header { index, name } => {
            (format!("headers.{index}.{}", if name { "name" } else { "value" }), FieldCode::BadHeader)
        }
        GatewayFault::HeaderTwice { index } => (format!("headers.{index}.name"), FieldCode::HeaderTwice),
    };
    FieldError { field, code }
}

/// What was typed, over what is kept.
fn onto(kept: Option<Gateway>, request: SetOfficeSmsRequest) -> Result<Option<Gateway>, Failure> {
    let SetOfficeSmsRequest { on, url, headers, body, body_kind } = request;
    let (url, body) = (url.trim().to_owned(), body.trim().to_owned());
    if url.is_empty() && !on {
        return Ok(None);
    }
    // Another server does not get to see what the one before was told.
    let same = kept.filter(|known| known.is_at(&url));
    let mut wrong = Vec::new();
    let mut require = |holds: bool, field: String, code: FieldCode| {
        if !holds {
            wrong.push(FieldError { field, code });
        }
    };
    let longest = |text: &str, max: u32| text.chars().count() <= usize::try_from(max).unwrap_or(usize::MAX);
    for (field, text, max) in [("url", &url, 2000), ("body", &body, 4000)] {
        require(longest(text, max), field.to_owned(), FieldCode::TooLong { max });
    }
    require(!url.is_empty(), "url".to_owned(), FieldCode::Required);
    let most = i64::try_from(HEADERS).unwrap_or(i64::MAX);
    require(headers.len() <= HEADERS, "headers".to_owned(), FieldCode::OutOfRange { min: 0, max: most });
    let mut sent = Vec::with_capacity(headers.len().min(HEADERS));
    for (index, SetSmsHeader { name, value }) in headers.into_iter().take(HEADERS).enumerate() {
        let name = name.trim().to_owned();
        let of_kept = |kept: &Gateway| {
            let known = kept.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name));
            known.map(|(_, value)| value.clone())
        };
        let value = value.map(|value| value.trim().to_owned()).or_else(|| same.as_ref().and_then(of_kept));
        let value = value.unwrap_or_default();
        require(!name.is_empty(), format!("headers.{index}.name"), FieldCode::Required);
        require(!value.is_empty(), format!("headers.{index}.value"), FieldCode::Required);
        for (field, text, max) in [("name", &name, 100), ("value", &value, 2000)] {
            require(longest(text, max), format!("headers.{index}.{field}"), FieldCode::TooLong { max });
        }
        sent.push((name, value));
    }
    let gateway = Gateway { url, headers: sent, body, kind: Some(meant(body_kind)), off: !on };
    // One reason a field is enough, and what is much too long is not looked into.
    if wrong.iter().all(|error| !matches!(error.code, FieldCode::TooLong { .. })) {
        for fault in gateway.faults().into_iter().map(at_field) {
            if wrong.iter().all(|known| known.field != fault.field) {
                wrong.push(fault);
            }
        }
    }
    if wrong.is_empty() { Ok(Some(gateway)) } else { Err(Failure::invalid(wrong)) }
}

impl<H: Host> Handle<GetOfficeSms> for App<H> {
    async fn handle(&self, _: Empty) -> Result<OfficeSms, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        Ok(view(kept(&self.office_cloud().await?).await?))
    }
}

impl<H: Host> Handle<SetOfficeSms> for App<H> {
    async fn handle(&self, request: SetOfficeSmsRequest) -> Result<OfficeSms, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let cloud = self.office_cloud().await?;
        let mut settings = kept(&cloud).await?;
        settings.gateway = onto(settings.gateway.take(), request)?;
        let (at, entropy) = (self.host.now(), self.cloud_entropy()?);
        let done = cloud.set_mail_settings(at, &entropy, None, Some(&settings)).await;
        done.map_err(|error| cloud_fault(&error))?;
        // Whether text messages can be sent is in a row, which comes as everybody's do.
        drop(self.converse(true).await);
        self.news(&["office", "distributor"]);
        Ok(view(settings))
    }
}

impl<H: Host> Handle<TestOfficeSms> for App<H> {
    async fn handle(&self, request: TestOfficeSmsRequest) -> Result<TestedSms, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let cloud = self.office_cloud().await?;
        if !is_phone(&request.phone) {
            return Err(Failure::field("phone", FieldCode::BadPhone));
        }
        let language = self.screen_language(&open).await?;
        let tested = cloud.test_gateway(Some(open.distributor), &request.phone, language).await;
        tested.map_err(|error| cloud_fault(&error))?.ok_or_else(|| Failure::new("nothing_to_do"))
    }
}
