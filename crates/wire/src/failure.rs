use std::collections::BTreeMap;

use mobileaccess_domain::{FieldError, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Why a command was not carried out: a stable code, from which the text is made in the UI's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Failure {
    /// Stable code, for example `no_credit` or `wrong_password`.
    pub code: String,
    /// Values for the text.
    #[serde(default)]
    pub args: BTreeMap<String, Value>,
    /// What is wrong with which field of the request, for `invalid`.
    #[serde(default)]
    pub fields: Vec<FieldError>,
}

impl Failure {
    /// A failure with only a code.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), args: BTreeMap::new(), fields: Vec::new() }
    }

    /// Adds a value for the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Wrong fields of a request.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Self::new("invalid") }
    }

    /// One wrong field of a request.
    pub fn field(field: &str, code: mobileaccess_domain::FieldCode) -> Self {
        Self::invalid(vec![FieldError { field: field.to_owned(), code }])
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        if let Refusal::Invalid { fields } = refusal {
            return Self::invalid(fields);
        }
        let mut failure = Self::new(&refusal.code());
        if let Ok(Value::Object(args)) = serde_json::to_value(&refusal) {
            failure.args.extend(args.into_iter().filter(|(name, _)| name != "code"));
        }
        failure
    }
}
