//! Site templates: list, editor, and giving one to a customer.

use mobileaccess_domain::{
    Id,
    groups::NewGroup,
    rows::{ReaderGroup, Role, SiteTemplate, TemplateFields, TemplateValidity},
    schedule,
    templates::{self as rules, Plan},
};
use mobileaccess_store::sqlite;
use mobileaccess_wire::{
    ApplyTemplate, CreateTemplate, CustomerRequest, DeleteTemplate, DraftTemplate, EditTemplate, Empty, Failure,
    GetCustomer, Handle, ListTemplates, PreviewTemplate, RestoreTemplate,
    customers::CustomerDetail,
    templates::{
        ApplyTemplateRequest, CreateTemplateRequest, EditTemplateRequest, PreviewTemplateRequest, Template,
        TemplateDraft, TemplatePlan, TemplateRequest, Templates,
    },
};

use crate::{
    App, Host,
    data::{Open, fault},
};

fn view(row: SiteTemplate) -> Template {
    let SiteTemplate { id, name, note, fields, created_at, changed_at, .. } = row;
    Template { id, name, note, fields, created_at, changed_at }
}

impl<H: Host> App<H> {
    async fn templates(&self, open: &Open) -> Result<Templates, Failure> {
        let (_, actor) = self.actor(open).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let mut rows = sqlite::templates::live(&mut connection, open.distributor).await.map_err(fault)?;
        rows.sort_by_key(|row| row.name.to_lowercase());
        let templates = rows.into_iter().map(view).collect();
        Ok(Templates { templates, may_edit: actor.role == Role::DistributorAdmin })
    }

    /// Ids for groups that are created together with something else.
    pub(crate) fn new_groups(&self, names: Vec<String>) -> Result<Vec<NewGroup>, Failure> {
        names.into_iter().map(|name| Ok(NewGroup { group_id: self.id::<ReaderGroup>()?, name })).collect()
    }
}

impl<H: Host> Handle<ListTemplates> for App<H> {
    async fn handle(&self, _: Empty) -> Result<Templates, Failure> {
        let open = self.open().await?;
        self.templates(&open).await
    }
}

impl<H: Host> Handle<DraftTemplate> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<TemplateDraft, Failure> {
        let open = self.open().await?;
        let (customer, actor) = self.customer(&open, request.customer_id).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let groups = sqlite::groups::live(&mut connection, customer.id).await.map_err(fault)?;
        let validity = customer.default_valid_to;
        let fields = TemplateFields {
            key_name: Some(customer.key_name),
            key_prefix: Some(customer.key_prefix),
            validity: Some(validity.map_or(TemplateValidity::Unlimited, |day| TemplateValidity::Until { day })),
            one_tap: Some(customer.one_tap),
            automatic: Some(customer.automatic),
            groups_enabled: Some(customer.groups_enabled),
            groups: groups.into_iter().map(|group| group.name).collect(),
        };
        Ok(TemplateDraft { name: customer.name, fields })
    }
}

impl<H: Host> Handle<CreateTemplate> for App<H> {
    async fn handle(&self, request: CreateTemplateRequest) -> Result<Templates, Failure> {
        let open = self.open().await?;
        let CreateTemplateRequest { name, note, fields } = request;
        let template_id = self.id()?;
        let distributor_id = open.distributor;
        self.mutate(&open, rules::CreateTemplate { template_id, distributor_id, name, note, fields }).await?;
        self.templates(&open).await
    }
}

impl<H: Host> Handle<EditTemplate> for App<H> {
    async fn handle(&self, request: EditTemplateRequest) -> Result<Templates, Failure> {
        let open = self.open().await?;
        let EditTemplateRequest { template_id, name, note, fields } = request;
        let distributor_id = open.distributor;
        self.mutate(&open, rules::EditTemplate { template_id, distributor_id, name, note, fields }).await?;
        self.templates(&open).await
    }
}

impl<H: Host> Handle<DeleteTemplate> for App<H> {
    async fn handle(&self, request: TemplateRequest) -> Result<Templates, Failure> {
        let open = self.open().await?;
        self.mutate(&open, rules::DeleteTemplate { template_id: request.template_id }).await?;
        self.templates(&open).await
    }
}

impl<H: Host> Handle<RestoreTemplate> for App<H> {
    async fn handle(&self, request: TemplateRequest) -> Result<Templates, Failure> {
        let open = self.open().await?;
        let distributor_id = open.distributor;
        self.mutate(&open, rules::RestoreTemplate { template_id: request.template_id, distributor_id }).await?;
        self.templates(&open).await
    }
}

impl<H: Host> App<H> {
    async fn template(&self, open: &Open, id: Id<SiteTemplate>) -> Result<SiteTemplate, Failure> {
        let mut connection = open.store.read().await.map_err(fault)?;
        let found = sqlite::templates::get(&mut connection, id).await.map_err(fault)?;
        let own =
            found.filter(|row| row.distributor_id == open.distributor).ok_or_else(|| Failure::new("not_found"))?;
        if own.deleted_at.is_some() { Err(Failure::new("template_deleted")) } else { Ok(own) }
    }
}

impl<H: Host> Handle<PreviewTemplate> for App<H> {
    async fn handle(&self, request: PreviewTemplateRequest) -> Result<TemplatePlan, Failure> {
        let open = self.open().await?;
        let (customer, actor) = self.customer(&open, request.customer_id).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let template = self.template(&open, request.template_id).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let groups = sqlite::groups::live(&mut connection, customer.id).await.map_err(fault)?;
        let today = schedule::local_day(self.host.now(), &customer.time_zone);
        let plan = rules::plan(&template.fields, &customer, groups.iter(), today);
        let nothing = plan.is_empty();
        let Plan { edits, groups, left_out } = plan;
        Ok(TemplatePlan { edits, groups, left_out, nothing })
    }
}

impl<H: Host> Handle<ApplyTemplate> for App<H> {
    async fn handle(&self, request: ApplyTemplateRequest) -> Result<CustomerDetail, Failure> {
        let open = self.open().await?;
        let ApplyTemplateRequest { template_id, customer_id, edits, groups } = request;
        let groups = self.new_groups(groups)?;
        self.mutate(&open, rules::ApplyTemplate { template_id, customer_id, edits, groups }).await?;
        <Self as Handle<GetCustomer>>::handle(self, CustomerRequest { customer_id }).await
    }
}
