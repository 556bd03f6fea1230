//! Settings of this computer.

use mobileaccess_domain::{FieldCode, FieldError};
use mobileaccess_wire::{Changed, Empty, Failure, GetSettings, Handle, SetSettings, session::Settings};

use crate::{App, Host, computer};

impl<H: Host> Handle<GetSettings> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Settings, Failure> {
        Ok(computer::load(&self.folder))
    }
}

fn check(settings: &Settings) -> Result<(), Failure> {
    let mut fields = Vec::new();
    let mut require = |ok: bool, field: &str, code: FieldCode| {
        if !ok {
            fields.push(FieldError { field: field.to_owned(), code });
        }
    };
    let theme = ["light", "dark", "system"].contains(&settings.theme.as_str());
    require(theme, "theme", FieldCode::UnknownChoice);
    require(settings.auto_lock_minutes <= 480, "auto_lock_minutes", FieldCode::OutOfRange { min: 0, max: 480 });
    for (field, credit) in
        [("low_credit_customer", settings.low_credit_customer), ("low_credit_own", settings.low_credit_own)]
    {
        require(credit <= 1_000_000, field, FieldCode::OutOfRange { min: 0, max: 1_000_000 });
    }
    for (field, link) in [("android_link", &settings.android_link), ("ios_link", &settings.ios_link)] {
        let web = link.starts_with("https://") || link.starts_with("http://");
        require(web && link.len() <= 500 && !link.contains(char::is_whitespace), field, FieldCode::BadWeb);
    }
    for (field, mm) in
        [("calibration_x_mm", settings.calibration_x_mm), ("calibration_y_mm", settings.calibration_y_mm)]
    {
        require(mm.is_finite() && mm.abs() <= 10.0, field, FieldCode::OutOfRange { min: -10, max: 10 });
    }
    if fields.is_empty() { Ok(()) } else { Err(Failure::invalid(fields)) }
}

impl<H: Host> Handle<SetSettings> for App<H> {
    async fn handle(&self, request: Settings) -> Result<Settings, Failure> {
        check(&request)?;
        computer::save(&self.folder, &request)?;
        self.host.changed(Changed { nouns: vec!["settings".to_owned()], customer_id: None });
        Ok(request)
    }
}
