//! *This computer is the office server*: a cloud in the program's own process, for the computers of a small office.
//!
//! Its data are in a file of their own with a key of their own, which is kept in this computer's encrypted store: the server
//! starts with the first log-in after the program, goes on while the screens are locked, and ends with the program. It listens
//! to this very computer only, until an admin lets the network in. Always with TLS, by a certificate that it made itself and
//! that other computers pin. It sends letters by a mail server of the office's own, and backs itself up every day.

mod backups;
mod mail;
mod sms;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mobileaccess_cloud::http::{Api, Certificate, Host as CloudHost, serve};
use mobileaccess_cloud::{Cloud, Database, Entropy, Keys};
use mobileaccess_domain::Mutation;
use mobileaccess_store::{Who, files::create_private_folder, sqlite};
use mobileaccess_sync::http::Address;
use mobileaccess_wire::{
    Empty, Failure, GetOffice, Handle, SetOfficeLan, TurnOnOffice,
    office::{Office as View, OfficeLanRequest, TurnOnOfficeRequest},
    session::ProfileKind,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cloud::{Journey, pulled};
use crate::{
    App, Host,
    data::{Open, fault},
};

/// Folder of the server's data, beside the profiles.
const FOLDER: &str = "office";
/// Its database.
const DATABASE: &str = "cloud.db";
/// Name of the setting that holds its keys.
const SETTING: &str = "office_server";
/// How long requests may take once the program ends.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the store keeps of the server.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The master key in hex.
    key: String,
    certificate: String,
    private_key: String,
    /// Where this computer finds it.
    port: u16,
    /// Where others do, if they are let in.
    lan_port: u16,
    lan: bool,
}

/// One listener.
struct Door {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Door {
    async fn close(self) {
        self.stop.send_replace(true);
        let mut task = self.task;
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

struct Running {
    cloud: Cloud,
    fingerprint: String,
    here: Door,
    lan: Option<Door>,
    carrier: Carrier,
}

/// What sends letters while the server runs.
struct Carrier {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Carrier {
    async fn end(self) {
        self.stop.send_replace(true);
        let mut task = self.task;
        // Cut off between a mail server's yes and the note of it, a letter goes out again, with the same Message-ID.
        if tokio::time::timeout(PATIENCE, &mut task).await.is_err() {
            task.abort();
        }
    }
}

/// The server while the program runs.
#[derive(Default)]
pub(crate) struct Office {
    running: tokio::sync::Mutex<Option<Running>>,
    problem: Mutex<Option<Failure>>,
}

impl Office {
    fn note(&self, problem: Option<Failure>) {
        if let Ok(mut kept) = self.problem.lock() {
            *kept = problem;
        }
    }
}

fn cloud_fault(error: &mobileaccess_cloud::Error) -> Failure {
    match error {
        mobileaccess_cloud::Error::Key(_) => Failure::new("office_key"),
        _ => Failure::new("office_database"),
    }
}

async fn listen(ip: Ipv4Addr, port: u16) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind((ip, port)).await;
    bound.map_err(|_| Failure::new("office_port_taken").with("port", i64::from(port)))
}

/// A listener on a port that is wanted, or on a free one.
async fn listen_somewhere(ip: Ipv4Addr, wanted: u16) -> Result<TcpListener, Failure> {
    match listen(ip, wanted).await {
        Ok(listener) => Ok(listener),
        Err(_) => listen(ip, 0).await,
    }
}

/// The address under which computers of the same network reach this one. Nothing is sent to find out.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that documents use: only the way there is looked up.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback())
}

impl<H: Host> App<H> {
    fn office_folder(&self) -> PathBuf {
        self.folder.join(FOLDER)
    }

    fn cloud_entropy(&self) -> Result<Entropy, Failure> {
        let mut bytes = [0; 32];
        if self.host.random(&mut bytes) {
            Ok(Entropy::new(bytes))
        } else {
            Err(Failure::new("store_no_random_numbers"))
        }
    }

    async fn office_kept(&self, open: &Open) -> Result<Option<Kept>, Failure> {
        if open.kind != ProfileKind::Main {
            return Ok(None);
        }
        let mut connection = open.store.read().await.map_err(fault)?;
        let kept = sqlite::settings::get(&mut connection, SETTING).await.map_err(fault)?;
        Ok(kept.and_then(|kept| serde_json::from_value(kept).ok()))
    }

    async fn keep_office(&self, open: &Open, kept: &Kept) -> Result<(), Failure> {
        let mut write = open.store.begin().await.map_err(fault)?;
        sqlite::settings::put(write.connection(), SETTING, &serde_json::json!(kept)).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        Ok(())
    }

    /// Whether this computer is an office server: its store is not wiped then, for the keys of all data are in it.
    pub(crate) async fn is_office(&self, open: &Open) -> Result<bool, Failure> {
        Ok(self.office_kept(open).await?.is_some())
    }

    async fn open_cloud(&self, kept: &Kept) -> Result<Cloud, Failure> {
        let key = Keys::from_hex(&kept.key).map_err(|error| cloud_fault(&error))?;
        let folder = self.office_folder();
        create_private_folder(&folder).map_err(fault)?;
        self.finish_office_restore()?;
        let database = Database::open_file(&folder.join(DATABASE), &key).await.map_err(|error| cloud_fault(&error))?;
        Cloud::open(database, key, &self.cloud_entropy()?).await.map_err(|error| cloud_fault(&error))
    }

    /// Sends letters from now on.
    fn start_carrier(&self, cloud: &Cloud) -> Carrier {
        let (clock, dice, cloud) = (Arc::clone(&self.host), Arc::clone(&self.host), cloud.clone());
        let random = move || {
            let mut bytes = [0; 32];
            if dice.random(&mut bytes) { Ok(bytes) } else { Err(std::io::Error::other("no random numbers")) }
        };
        let (stop, asked) = watch::channel(false);
        // What fails is tried again, and whatever a person can do about it stands at the message.
        let task = tokio::spawn(async move { cloud.send_until(&asked, move || clock.now(), random, |_| {}).await });
        Carrier { stop, task }
    }

    /// Opens a listener to the cloud. Each has an interface of its own: closing one ends its streams and no other's.
    fn open_door(&self, cloud: &Cloud, kept: &Kept, listener: TcpListener) -> Result<Door, Failure> {
        let (clock, dice) = (Arc::clone(&self.host), Arc::clone(&self.host));
        let random = move || {
            let mut bytes = [0; 32];
            if dice.random(&mut bytes) { Ok(bytes) } else { Err(std::io::Error::other("no random numbers")) }
        };
        let api = Api::new(cloud.clone(), CloudHost::new(move || clock.now(), random));
        let certificate = Certificate::from_pem(&kept.certificate, &kept.private_key);
        let certificate = certificate.map_err(|_| Failure::new("office_key"))?;
        let address = listener.local_addr().map_err(|_| Failure::new("office_network"))?;
        let (stop, mut stopped) = watch::channel(false);
        let asked = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let task = tokio::spawn(serve(api, listener, Some(certificate), asked));
        Ok(Door { address, stop, task })
    }

    /// Starts the server; on its ports, or where they were taken before the first start, on free ones.
    async fn run_office(&self, kept: &mut Kept, first: bool) -> Result<(), Failure> {
        let mut running = self.office.running.lock().await;
        if running.is_some() {
            return Ok(());
        }
        let local = Ipv4Addr::LOCALHOST;
        let listener = if first { listen_somewhere(local, kept.port).await? } else { listen(local, kept.port).await? };
        let cloud = self.open_cloud(kept).await?;
        let here = self.open_door(&cloud, kept, listener)?;
        kept.port = here.address.port();
        let certificate = Certificate::from_pem(&kept.certificate, &kept.private_key);
        let fingerprint = certificate.map_err(|_| Failure::new("office_key"))?.fingerprint();
        let mut lan = None;
        if kept.lan {
            match listen(Ipv4Addr::UNSPECIFIED, kept.lan_port).await {
                Ok(listener) => lan = Some(self.open_door(&cloud, kept, listener)?),
                // This computer itself goes on working.
                Err(failure) => self.office.note(Some(failure)),
            }
        }
        let carrier = self.start_carrier(&cloud);
        *running = Some(Running { cloud, fingerprint, here, lan, carrier });
        Ok(())
    }

    /// Starts the server with the first log-in, where this computer is one.
    pub(crate) async fn start_office(&self, open: &Open) {
        if !self.host.serves() {
            return;
        }
        let Ok(Some(mut kept)) = self.office_kept(open).await else { return };
        self.office.note(None);
        if let Err(failure) = self.run_office(&mut kept, false).await {
            self.office.note(Some(failure));
        }
    }

    /// Ends the server: what was asked is answered, then every connection closes.
    async fn end_office(&self) {
        let Some(running) = self.office.running.lock().await.take() else { return };
        self.stop_listening();
        match running.lan {
            Some(lan) => drop(tokio::join!(running.here.close(), lan.close())),
            None => running.here.close().await,
        }
        running.carrier.end().await;
        running.cloud.close().await;
    }

    /// The server, where it runs.
    async fn office_cloud(&self) -> Result<Cloud, Failure> {
        let running = self.office.running.lock().await;
        running.as_ref().map(|running| running.cloud.clone()).ok_or_else(|| Failure::new("office_network"))
    }

    /// Closes everything because the program ends. [`App::close`] closes the screens only.
    pub async fn end(&self) {
        self.close().await;
        self.end_office().await;
    }

    /// Carries out what only the issuer may: here, while this computer works by itself; at the office's own cloud, whose issuer
    /// it stays; and nowhere else.
    pub(crate) async fn as_issuer(&self, open: &Open, mutation: impl Into<Mutation> + Send) -> Result<(), Failure> {
        if self.sync_state(open).await?.is_none() {
            return self.mutate_as(open, Who::Issuer, mutation).await.map(drop);
        }
        let Some(kept) = self.office_kept(open).await? else { return Err(Failure::new("not_the_issuer")) };
        let mutation = mutation.into();
        let entropy = self.cloud_entropy()?;
        let running = self.office.running.lock().await.as_ref().map(|running| running.cloud.clone());
        let done = match running {
            Some(cloud) => cloud.as_issuer(self.host.now(), &entropy, open.distributor, &mutation).await,
            // Another process may be serving: the database lets one of them write at a time.
            None => {
                let cloud = self.open_cloud(&kept).await?;
                let done = cloud.as_issuer(self.host.now(), &entropy, open.distributor, &mutation).await;
                cloud.close().await;
                done
            }
        };
        done.map_err(|error| cloud_fault(&error))?.map_err(Failure::from)?;
        // Its rows come as everybody's do.
        drop(self.converse(true).await);
        Ok(())
    }

    async fn office_view(&self, open: &Open) -> Result<View, Failure> {
        let kept = self.office_kept(open).await?;
        let running = self.office.running.lock().await;
        let joined = self.sync_state(open).await?.is_some();
        let mut view = View {
            on: kept.is_some() && joined,
            joined,
            running: running.is_some(),
            address: String::new(),
            lan: kept.as_ref().is_some_and(|kept| kept.lan),
            lan_address: None,
            certificate: None,
            problem: self.office.problem.lock().ok().and_then(|problem| problem.clone()),
        };
        if let Some(running) = running.as_ref() {
            view.address = format!("https://{}", running.here.address);
            view.certificate = Some(running.fingerprint.clone());
            if let (Some(lan), Some(ip)) = (&running.lan, own_address()) {
                view.lan_address = Some(format!("https://{}", SocketAddr::new(ip, lan.address.port())));
            }
        }
        Ok(view)
    }

    /// Whether other computers may be getting their data from here.
    pub(crate) async fn serves_others(&self) -> bool {
        self.office.running.lock().await.as_ref().is_some_and(|running| running.lan.is_some())
    }

    /// The address for other computers, where this one is an office server that lets them in.
    pub(crate) async fn office_address(&self, open: &Open) -> Result<Option<Address>, Failure> {
        let view = self.office_view(open).await?;
        Ok(view.lan_address.map(|url| Address { url, certificate: view.certificate }))
    }
}

impl<H: Host> Handle<GetOffice> for App<H> {
    async fn handle(&self, _: Empty) -> Result<View, Failure> {
        let open = self.open().await?;
        self.admin(&open).await?;
        self.office_view(&open).await
    }
}

impl<H: Host> Handle<TurnOnOffice> for App<H> {
    async fn handle(&self, request: TurnOnOfficeRequest) -> Result<View, Failure> {
        let _gate = self.gate.lock().await;
        let open = self.open().await?;
        self.admin(&open).await?;
        self.turn_on_office(&open, &request.password, &request.computer).await?;
        self.office_view(&open).await
    }
}

impl<H: Host> App<H> {
    /// Moves this computer into a cloud of its own, or goes on with that where it was cut off.
    pub(crate) async fn turn_on_office(&self, open: &Open, password: &str, computer: &str) -> Result<(), Failure> {
        if !self.host.serves() {
            return Err(Failure::new("office_not_here"));
        }
        let mover = self.mover(open, password, computer).await?;
        let begun = self.journey(open).await?;
        if begun.as_ref().is_some_and(|journey| journey.code.is_some()) {
            return Err(Failure::new("store_moving"));
        }
        let kept = self.office_kept(open).await?;
        let mut kept = match kept {
            Some(kept) if begun.is_some() => kept,
            // Whatever a first attempt left behind is older than what is here.
            _ => {
                self.end_office().await;
                self.set_office_aside()?;
                self.new_office()?
            }
        };
        self.keep_office(open, &kept).await?;
        self.run_office(&mut kept, begun.is_none()).await?;
        self.keep_office(open, &kept).await?;
        let (cloud, fingerprint) = {
            let running = self.office.running.lock().await;
            let running = running.as_ref().ok_or_else(|| Failure::new("office_network"))?;
            (running.cloud.clone(), running.fingerprint.clone())
        };
        let address = Address { url: format!("https://127.0.0.1:{}", kept.port), certificate: Some(fingerprint) };
        let journey = Journey { address: address.to_string(), code: None };
        let mut luggage = open.store.begin_move(&serde_json::json!(journey)).await.map_err(fault)?;
        let there = cloud.distributors().await.map_err(|error| cloud_fault(&error))?;
        // An attempt that was cut off after this step left it there, and nothing could be done here since.
        if there.is_empty() {
            let lines = pulled(open, &mut luggage);
            let moved = cloud.move_in_here(self.host.now(), &self.cloud_entropy()?, lines).await;
            if let Err(error) = moved {
                open.store.end_move().await.map_err(fault)?;
                return Err(cloud_fault(&error));
            }
        }
        let (way, _) = self.hello(&address).await?;
        self.arrive(open, &mover, (&address, &way), (computer, luggage.head)).await?;
        self.news(&["office"]);
        Ok(())
    }
}

impl<H: Host> App<H> {
    fn new_office(&self) -> Result<Kept, Failure> {
        let mut key = [0; 32];
        if !self.host.random(&mut key) {
            return Err(Failure::new("store_no_random_numbers"));
        }
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), self.host.computer_name()];
        let (certificate, private_key) = Certificate::make(&names).map_err(|_| Failure::new("office_key"))?;
        let key = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let (port, lan_port) = self.host.office_ports();
        Ok(Kept { key, certificate, private_key, port, lan_port, lan: false })
    }

    /// Ends a server whose data never moved in.
    pub(crate) async fn forget_office(&self, open: &Open) -> Result<(), Failure> {
        self.end_office().await;
        let mut write = open.store.begin().await.map_err(fault)?;
        sqlite::settings::remove(write.connection(), SETTING).await.map_err(fault)?;
        write.commit().await.map_err(fault)?;
        Ok(())
    }

    /// Ends the server of a store that is set aside, and sets its data aside too.
    pub(crate) async fn leave_office(&self) -> Result<(), Failure> {
        self.end_office().await;
        self.set_office_aside()
    }

    fn set_office_aside(&self) -> Result<(), Failure> {
        let folder = self.office_folder();
        if !folder.exists() {
            return Ok(());
        }
        let aside = self.folder.join("set-aside");
        create_private_folder(&aside).map_err(fault)?;
        let name = format!("office-{}", self.host.now().timestamp_millis());
        std::fs::rename(&folder, aside.join(name)).map_err(|error| fault(error.into()))
    }
}

impl<H: Host> Handle<SetOfficeLan> for App<H> {
    async fn handle(&self, request: OfficeLanRequest) -> Result<View, Failure> {
        let _gate = self.gate.lock().await;
        let open = self.open().await?;
        self.admin(&open).await?;
        let mut kept = self.office_kept(&open).await?.ok_or_else(|| Failure::new("nothing_to_do"))?;
        let mut running = self.office.running.lock().await;
        let office = running.as_mut().ok_or_else(|| Failure::new("office_network"))?;
        self.office.note(None);
        if request.lan && office.lan.is_none() {
            let listener = listen_somewhere(Ipv4Addr::UNSPECIFIED, kept.lan_port).await?;
            let door = self.open_door(&office.cloud, &kept, listener)?;
            kept.lan_port = door.address.port();
            office.lan = Some(door);
        } else if !request.lan
            && let Some(door) = office.lan.take()
        {
            door.close().await;
        }
        drop(running);
        kept.lan = request.lan;
        self.keep_office(&open, &kept).await?;
        self.news(&["office"]);
        self.office_view(&open).await
    }
}
