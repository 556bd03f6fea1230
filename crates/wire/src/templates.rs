//! Site templates.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Edit, Id,
    rows::{Customer, SiteTemplate, TemplateFields},
    templates::TemplateEdits,
};

use crate::dto;

dto! {
    /// A template.
    pub struct Template {
        /// The template.
        pub id: Id<SiteTemplate>,
        /// Name.
        pub name: String,
        /// What it is for.
        pub note: String,
        /// What it sets.
        pub fields: TemplateFields,
        /// When it was created.
        pub created_at: DateTime<Utc>,
        /// When it was last changed.
        pub changed_at: DateTime<Utc>,
    }

    /// The distributor's templates, by name.
    pub struct Templates {
        /// Templates.
        pub templates: Vec<Template>,
        /// Whether the account that asks may create, change and delete them.
        pub may_edit: bool,
    }

    /// One template.
    pub struct TemplateRequest {
        /// The template.
        pub template_id: Id<SiteTemplate>,
    }

    /// Creates a template.
    pub struct CreateTemplateRequest {
        /// Name.
        pub name: String,
        /// What it is for.
        #[serde(default)]
        pub note: String,
        /// What it sets.
        pub fields: TemplateFields,
    }

    /// Changes a template.
    pub struct EditTemplateRequest {
        /// The template.
        pub template_id: Id<SiteTemplate>,
        /// New name.
        #[serde(default)]
        pub name: Option<Edit<String>>,
        /// New note.
        #[serde(default)]
        pub note: Option<Edit<String>>,
        /// What it sets.
        #[serde(default)]
        pub fields: Option<Edit<TemplateFields>>,
    }

    /// What a template made from a customer would set.
    pub struct TemplateDraft {
        /// A name to begin with.
        pub name: String,
        /// The customer's own settings and groups.
        pub fields: TemplateFields,
    }

    /// A template and a customer it may be given to.
    pub struct PreviewTemplateRequest {
        /// The template.
        pub template_id: Id<SiteTemplate>,
        /// The customer.
        pub customer_id: Id<Customer>,
    }

    /// What a template would change in a customer.
    pub struct TemplatePlan {
        /// Settings that would change; send them back to apply exactly this.
        pub edits: TemplateEdits,
        /// Groups that would be created.
        pub groups: Vec<String>,
        /// Groups that stay out because reader groups are switched off.
        pub left_out: Vec<String>,
        /// Whether the customer has all of it already.
        pub nothing: bool,
    }

    /// Gives a template to a customer, as planned.
    pub struct ApplyTemplateRequest {
        /// The template.
        pub template_id: Id<SiteTemplate>,
        /// The customer.
        pub customer_id: Id<Customer>,
        /// Settings of the plan.
        pub edits: TemplateEdits,
        /// Groups of the plan.
        #[serde(default)]
        pub groups: Vec<String>,
    }
}
