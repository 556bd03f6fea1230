//! Customers: table, wizard, settings, deletion.

use chrono::{DateTime, Utc};
use mobileaccess_domain::{
    Actor, FieldCode, FieldError, Id, Mutation,
    customers::{self as rules, DEMO_SYSTEM_ID, DEMO_SYSTEM_KEY, FirstAccount},
    ledger::TRIAL_CREDITS,
    rows::{Customer, Role, SystemType},
    schedule,
};
use mobileaccess_store::{
    Who,
    directory::{CustomerColumn, CustomerEntry, ListPage, ListQuery},
    sqlite::{self, lists::CustomerCounts},
};
use mobileaccess_text::{date_time, text};
use mobileaccess_wire::{
    CheckCustomer, CreateCustomer, CreditLeft, CustomerRequest, DeleteCustomer, EditCustomer, EditDistributor, Empty,
    ExportCustomers, Failure, GetCustomer, GetDistributor, Handle, ListCustomers, PrefillCustomer,
    PreviewDeleteCustomer, RestoreCustomer, RevealSystemKey, SetPublicAddress,
    customers::{
        CheckResponse, CreateCustomerRequest, CreatedCustomer, CustomerDetail, CustomerFilter, CustomerMay,
        CustomerPage, CustomerPrefill, CustomerRow, DeleteCustomerRequest, DeletePreview, DistributorDetail,
        EditCustomerRequest, EditDistributorRequest, ExportCustomersRequest, ListCustomersRequest,
        PublicAddressRequest, SystemKey,
    },
    files::Saved,
};

use crate::{
    App, Host,
    csv::Csv,
    data::{Open, fault},
    files::saved,
    lists, passwords,
};

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl<H: Host> App<H> {
    /// Customers that match a request. An installer's table is counted as if others' customers did not exist.
    async fn customers_page(
        &self,
        open: &Open,
        request: &ListCustomersRequest,
        query: &ListQuery<CustomerColumn>,
    ) -> Result<ListPage<CustomerEntry>, Failure> {
        let (_, actor) = self.actor(open).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let all_mine = actor.role == Role::DistributorAdmin;
        let context = self.context(Actor::Account(actor), uuid::Uuid::nil());
        let mine = |entry: &CustomerEntry| context.works_in(&entry.customer).is_ok();
        let status = |entry: &CustomerEntry| {
            let status =
                if entry.customer.deleted_at.is_some() { CustomerFilter::Deleted } else { CustomerFilter::Active };
            request.status.is_empty() || request.status.contains(&status)
        };
        let mut page = open
            .store
            .customers_page(open.distributor, query, |entry| mine(entry) && status(entry))
            .await
            .map_err(fault)?;
        if !all_mine {
            let found = open.store.customers_page(open.distributor, query, mine).await.map_err(fault)?.total;
            let anything = ListQuery { search: String::new(), ..query.clone() };
            page.all = open.store.customers_page(open.distributor, &anything, mine).await.map_err(fault)?.total;
            page.hidden_by_filters = found.saturating_sub(page.total);
        }
        Ok(page)
    }

    /// How much there is of everything in a customer, as its list knows it.
    pub(crate) async fn counts(&self, open: &Open, id: Id<Customer>) -> Result<CustomerCounts, Failure> {
        let mut counts = CustomerCounts::default();
        let each = |entry: &CustomerEntry| {
            if entry.customer.id == id {
                counts = entry.counts.clone();
            }
        };
        open.store.each_customer(open.distributor, each).await.map_err(fault)?;
        Ok(counts)
    }

    async fn detail(&self, open: &Open, id: Id<Customer>) -> Result<CustomerDetail, Failure> {
        let (customer, actor) = self.customer(open, id).await?;
        let credit = self.credit_of(open, &customer).await?;
        let counts = self.counts(open, id).await?;
        let on_site = self.held_of(open, id).await?;
        let admin = actor.role == Role::DistributorAdmin;
        Ok(CustomerDetail {
            id,
            name: customer.name,
            system_type: customer.system_type,
            system_id: customer.system_id,
            system_key_length: number(customer.system_key.chars().count()),
            app_android: customer.app_android,
            app_ios: customer.app_ios,
            contact: customer.contact,
            key_name: customer.key_name,
            key_prefix: customer.key_prefix,
            default_valid_to: customer.default_valid_to,
            allow_duplicate_user_id: customer.allow_duplicate_user_id,
            one_tap: customer.one_tap,
            automatic: customer.automatic,
            groups_enabled: customer.groups_enabled,
            time_zone: customer.time_zone,
            keys_issued: customer.keys_issued,
            keys: counts.keys,
            users: counts.users,
            readers: counts.readers,
            credit,
            created_at: customer.created_at,
            deleted_at: customer.deleted_at,
            published_at: customer.published_at,
            system_id_twice: customer.system_id_twice,
            on_site,
            may: CustomerMay {
                edit_system: actor.role != Role::CustomerAdmin,
                allow_duplicates: admin,
                move_credit: admin && !credit.unlimited,
                delete: admin,
                accounts: admin,
                waive: admin,
            },
        })
    }

    /// The mutation of the wizard. `password_hash` is the hash of the request's password, if there is one.
    async fn creation(
        &self,
        open: &Open,
        request: &CreateCustomerRequest,
        password_hash: Option<String>,
    ) -> Result<rules::CreateCustomer, Failure> {
        let time_zone =
            if request.time_zone.is_empty() { self.zone(open, None).await? } else { request.time_zone.clone() };
        let account = match password_hash {
            Some(password_hash) => Some(FirstAccount { account_id: self.id()?, password_hash }),
            None => None,
        };
        Ok(rules::CreateCustomer {
            customer_id: self.id()?,
            distributor_id: open.distributor,
            name: request.name.clone(),
            system_type: request.system_type,
            system_id: request.system_id.clone(),
            system_key: request.system_key.clone(),
            contact: request.contact.clone(),
            account,
            key_name: request.key_name.clone(),
            key_prefix: request.key_prefix.clone(),
            default_valid_to: request.default_valid_to,
            credit: request.credit,
            note: request.note.clone(),
            one_tap: request.one_tap,
            automatic: request.automatic,
            groups_enabled: request.groups_enabled,
            groups: self.new_groups(request.groups.clone())?,
            time_zone,
            // Without network it brings its own lease: trial credit and the first User IDs.
            lease: if self.is_away() && self.own_computer(open).await?.is_some() { Some(self.id()?) } else { None },
        })
    }
}

fn column(sort: &str) -> CustomerColumn {
    match sort {
        "system_id" => CustomerColumn::SystemId,
        "system_type" => CustomerColumn::SystemType,
        "city" => CustomerColumn::City,
        "keys" => CustomerColumn::Keys,
        "credit" => CustomerColumn::Credit,
        "waiting" => CustomerColumn::Waiting,
        "changed_at" => CustomerColumn::ChangedAt,
        "created_at" => CustomerColumn::CreatedAt,
        _ => CustomerColumn::Name,
    }
}

fn row(entry: CustomerEntry, now: DateTime<Utc>) -> CustomerRow {
    let (waiting, expired) = entry.waiting_and_expired(now);
    let changed_at = entry.changed_at();
    let customer = entry.customer;
    CustomerRow {
        id: customer.id,
        credit: CreditLeft { paid: entry.paid, trial: entry.trial, unlimited: customer.is_demo() },
        keys: entry.counts.keys,
        waiting: waiting + entry.counts.arriving,
        expired,
        unpublished: entry.counts.unpublished,
        changed_at,
        name: customer.name,
        system_type: customer.system_type,
        system_id: customer.system_id,
        city: customer.contact.city,
        address: customer.contact.address,
        created_at: customer.created_at,
        deleted_at: customer.deleted_at,
    }
}

impl<H: Host> Handle<ListCustomers> for App<H> {
    async fn handle(&self, request: ListCustomersRequest) -> Result<CustomerPage, Failure> {
        let open = self.open().await?;
        let query = lists::query(&request.page, column(&request.page.sort));
        let page = self.customers_page(&open, &request, &query).await?;
        let info = lists::info(&page, &request.page);
        let now = self.host.now();
        Ok(CustomerPage { rows: page.rows.into_iter().map(|entry| row(entry, now)).collect(), info })
    }
}

impl<H: Host> Handle<ExportCustomers> for App<H> {
    async fn handle(&self, request: ExportCustomersRequest) -> Result<Saved, Failure> {
        let open = self.open().await?;
        let zone = self.zone(&open, None).await?;
        let query = lists::whole(&request.list.page, column(&request.list.page.sort));
        let page = self.customers_page(&open, &request.list, &query).await?;
        let now = self.host.now();
        let header = [
            "csv-name",
            "csv-system-type",
            "csv-system-id",
            "csv-address",
            "csv-city",
            "csv-keys",
            "csv-waiting",
            "csv-paid-credit",
            "csv-trial-credit",
            "csv-created",
            "csv-deleted",
        ];
        let mut csv = Csv::of(request.format, request.list.page.language, &header)
            .watched(self.jobs.start(&request.file), page.rows.len())?;
        let language = csv.language();
        let local = |at| date_time(language, schedule::local_time(at, &zone));
        for row in page.rows.into_iter().map(|entry| row(entry, now)) {
            let system_type = if row.system_type == SystemType::Demo { "csv-type-demo" } else { "csv-type-importer" };
            csv.row(&[
                row.name,
                text(language, system_type, &[]),
                row.system_id,
                row.address,
                row.city,
                row.keys.to_string(),
                row.waiting.to_string(),
                row.credit.paid.to_string(),
                row.credit.trial.to_string(),
                local(row.created_at),
                row.deleted_at.map(local).unwrap_or_default(),
            ]);
        }
        let (bytes, count) = csv.file()?;
        Ok(saved(self.host.write_file(&request.file, bytes).await?, count, 0))
    }
}

impl<H: Host> Handle<GetCustomer> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<CustomerDetail, Failure> {
        let open = self.open().await?;
        self.detail(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<PrefillCustomer> for App<H> {
    async fn handle(&self, _: Empty) -> Result<CustomerPrefill, Failure> {
        let open = self.open().await?;
        let (_, actor) = self.actor(&open).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let own_credit = self.own_credit(&open).await?;
        let mut connection = open.store.read().await.map_err(fault)?;
        let distributor = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        let distributor = distributor.ok_or_else(|| Failure::new("not_found"))?;
        let customers = sqlite::customers::of_distributor(&mut connection, open.distributor).await.map_err(fault)?;
        // The serial after the highest one; the serials of deleted customers stay taken.
        let serials = customers
            .iter()
            .filter(|customer| !customer.is_demo())
            .filter_map(|customer| customer.system_id.get(4..)?.parse::<u32>().ok());
        let serial = serials.max().unwrap_or(0) + 1;
        let system_id = if serial <= 9999 { format!("{}{serial:04}", distributor.code) } else { String::new() };
        let admin = actor.role == Role::DistributorAdmin;
        Ok(CustomerPrefill {
            code: distributor.code,
            system_id,
            credit: admin.then_some(own_credit),
            trial: TRIAL_CREDITS,
            time_zone: distributor.time_zone,
            demo_system_id: DEMO_SYSTEM_ID.to_owned(),
            demo_system_key: DEMO_SYSTEM_KEY.to_owned(),
        })
    }
}

/// What is wrong with the password field of the wizard; *Do not create account* has none.
fn password_errors(request: &CreateCustomerRequest) -> Vec<FieldError> {
    let wrong = request.password.as_deref().and_then(|password| passwords::check_rule("password", password).err());
    wrong.map(|failure| failure.fields).unwrap_or_default()
}

impl<H: Host> Handle<CheckCustomer> for App<H> {
    async fn handle(&self, request: CreateCustomerRequest) -> Result<CheckResponse, Failure> {
        let open = self.open().await?;
        let mut fields = password_errors(&request);
        // The hash is not needed to check: any text that is not empty stands for it.
        let stand_in = request.password.as_ref().map(|_| "unchecked".to_owned());
        let mutation = Mutation::from(self.creation(&open, &request, stand_in).await?);
        match open.store.would(&mutation, Who::Account(open.account), self.host.now()).await.map_err(fault)? {
            Ok(()) => {}
            Err(refusal) => {
                let failure = Failure::from(refusal);
                match failure.code.as_str() {
                    "invalid" => fields.extend(failure.fields),
                    "no_credit" => {
                        let available = failure.args.get("available").and_then(serde_json::Value::as_i64).unwrap_or(0);
                        fields.push(FieldError {
                            field: "credit".to_owned(),
                            code: FieldCode::OutOfRange { min: 0, max: available },
                        });
                    }
                    _ => return Err(failure),
                }
            }
        }
        Ok(CheckResponse { fields })
    }
}

impl<H: Host> Handle<CreateCustomer> for App<H> {
    async fn handle(&self, request: CreateCustomerRequest) -> Result<CreatedCustomer, Failure> {
        let open = self.open().await?;
        let wrong = password_errors(&request);
        if !wrong.is_empty() {
            return Err(Failure::invalid(wrong));
        }
        let password_hash = match &request.password {
            Some(password) => Some(passwords::hash(password, self.random()?).await?),
            None => None,
        };
        let mutation = self.creation(&open, &request, password_hash).await?;
        let customer_id = mutation.customer_id;
        match (&mutation.account, &request.password) {
            (Some(first), Some(password)) => {
                let account = first.account_id;
                let email = request.contact.email.trim().to_owned();
                let who = Who::Account(open.account);
                let effects =
                    self.mutate_with_password(&open.store, who, &mutation.into(), (account, &email), password).await?;
                self.announce(&effects);
            }
            _ => drop(self.mutate(&open, mutation).await?),
        }
        Ok(CreatedCustomer { customer_id })
    }
}

impl<H: Host> Handle<EditCustomer> for App<H> {
    async fn handle(&self, request: EditCustomerRequest) -> Result<CustomerDetail, Failure> {
        let open = self.open().await?;
        let EditCustomerRequest { customer_id, mut edits } = request;
        // The screen never knows the System Key it replaces, so the core says what it started from.
        if let Some(edit) = &mut edits.system_key {
            edit.from = self.customer(&open, customer_id).await?.0.system_key;
        }
        self.mutate(&open, rules::EditCustomer { customer_id, edits }).await?;
        self.detail(&open, customer_id).await
    }
}

impl<H: Host> Handle<PreviewDeleteCustomer> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<DeletePreview, Failure> {
        let open = self.open().await?;
        let detail = self.detail(&open, request.customer_id).await?;
        Ok(DeletePreview {
            name: detail.name,
            users: detail.users,
            keys: detail.keys,
            readers: detail.readers,
            credit: detail.credit,
            on_site: detail.on_site,
        })
    }
}

impl<H: Host> Handle<DeleteCustomer> for App<H> {
    async fn handle(&self, request: DeleteCustomerRequest) -> Result<CustomerDetail, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        if request.typed_name.trim() != customer.name {
            return Err(Failure::field("typed_name", FieldCode::DoesNotMatch));
        }
        self.mutate(&open, rules::DeleteCustomer { customer_id: customer.id, take_back: request.take_back }).await?;
        self.detail(&open, customer.id).await
    }
}

impl<H: Host> Handle<RestoreCustomer> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<CustomerDetail, Failure> {
        let open = self.open().await?;
        self.mutate(&open, rules::RestoreCustomer { customer_id: request.customer_id }).await?;
        self.detail(&open, request.customer_id).await
    }
}

impl<H: Host> Handle<RevealSystemKey> for App<H> {
    async fn handle(&self, request: CustomerRequest) -> Result<SystemKey, Failure> {
        let open = self.open().await?;
        let (customer, _) = self.customer(&open, request.customer_id).await?;
        Ok(SystemKey { system_key: customer.system_key })
    }
}

impl<H: Host> App<H> {
    async fn distributor(&self, open: &Open) -> Result<DistributorDetail, Failure> {
        let (_, actor) = self.actor(open).await?;
        if actor.role == Role::CustomerAdmin {
            return Err(Failure::new("not_allowed"));
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let row = sqlite::distributors::get(&mut connection, open.distributor).await.map_err(fault)?;
        let row = row.ok_or_else(|| Failure::new("not_found"))?;
        Ok(DistributorDetail {
            id: row.id,
            name: row.name,
            code: row.code,
            contact: row.contact,
            time_zone: row.time_zone,
            created_at: row.created_at,
            public_address: row.public_address,
        })
    }
}

impl<H: Host> Handle<GetDistributor> for App<H> {
    async fn handle(&self, _: Empty) -> Result<DistributorDetail, Failure> {
        let open = self.open().await?;
        self.distributor(&open).await
    }
}

impl<H: Host> Handle<EditDistributor> for App<H> {
    async fn handle(&self, request: EditDistributorRequest) -> Result<DistributorDetail, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        let EditDistributorRequest { name, contact } = request;
        let mutation =
            mobileaccess_domain::distributors::EditDistributor { distributor_id: open.distributor, name, contact };
        self.as_issuer(&open, mutation).await?;
        self.distributor(&open).await
    }
}

impl<H: Host> Handle<SetPublicAddress> for App<H> {
    async fn handle(&self, request: PublicAddressRequest) -> Result<DistributorDetail, Failure> {
        let open = self.open().await?;
        let (distributor_id, address) = (open.distributor, request.address);
        let mutation = mobileaccess_domain::distributors::SetPublicAddress { distributor_id, address };
        self.mutate(&open, mutation).await?;
        self.distributor(&open).await
    }
}
