//! A cloud as a process of its own, the way of each computer to it, and computers as processes of `mobileaccess-cli`.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};

use mobileaccess_cloud::testing::Postgres;
use mobileaccess_store::{Profile, Store, sqlite};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::programs::{built, cli};

/// Password of every account of these stories.
pub const PASSWORD: &str = "Heslo-123";
/// Login of the distributor's admin.
pub const ADMIN: &str = "eva@alfa.cz";

/// The program of a cloud with its data, on either engine.
pub struct Cloud {
    folder: TempDir,
    /// The server of its database, where it is not the embedded one.
    pub postgres: Option<Postgres>,
    process: Option<Child>,
    /// Where it listens.
    pub address: SocketAddr,
    /// The fingerprint of its certificate.
    pub certificate: String,
}

impl Cloud {
    /// A cloud on its embedded database, listening with a certificate of its own.
    pub fn embedded() -> Self {
        Self::begin(None)
    }

    /// The same on PostgreSQL.
    pub async fn postgres() -> Self {
        let server = tokio::task::spawn_blocking(Postgres::start).await.expect("a task").expect("PostgreSQL starts");
        server.database("cloud").await.expect("a database");
        Self::begin(Some(server))
    }

    fn begin(postgres: Option<Postgres>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut cloud = Self { folder, postgres, process: None, address: nowhere, certificate: String::new() };
        cloud.start();
        cloud
    }

    fn command(&self) -> Command {
        let mut command = Command::new(built("mobileaccess-cloud"));
        command.arg("--data").arg(self.folder.path());
        if let Some(server) = &self.postgres {
            command.args(["--database", &server.url("cloud")]);
        }
        command
    }

    /// Does what the issuer asks for, and gives what was printed.
    pub fn issuer(&self, words: &[&str]) -> String {
        let output = self.command().args(words).output().expect("mobileaccess-cloud starts");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Starts the process where it listened before.
    pub fn start(&mut self) {
        let mut command = self.command();
        command.args(["serve", "--listen", &self.address.to_string()]);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("mobileaccess-cloud starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let line: Value = loop {
            let line = lines.next().expect("the cloud listens").expect("a line");
            if let Ok(line) = serde_json::from_str(&line) {
                break line;
            }
        };
        // Whatever else it says is read, so that it never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        self.address = line["address"].as_str().expect("an address").parse().expect("an address");
        line["certificate"].as_str().unwrap_or_default().clone_into(&mut self.certificate);
        self.process = Some(process);
    }

    /// Kills the process as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it can be killed");
            process.wait().expect("it has ended");
        }
    }

    /// Asks the process to end, and says whether it did so well.
    pub fn stop(&mut self) -> bool {
        let Some(mut process) = self.process.take() else { return true };
        let asked = Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
        assert!(asked.expect("kill starts").success());
        process.wait().expect("it has ended").success()
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            drop(process.kill());
            drop(process.wait());
        }
    }
}

/// A way to a cloud that can be cut: at once for everything, or after so many bytes of an answer.
pub struct Way {
    /// Where computers find the cloud.
    pub address: SocketAddr,
    open: Arc<AtomicBool>,
    /// How many bytes of answers pass until each connection is cut; the numbers of one connection after the other.
    left: Arc<AtomicU64>,
    /// Connections that were made.
    pub connections: Arc<AtomicU64>,
}

impl Way {
    /// A way that is open.
    pub fn to(cloud: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let way = Self {
            address,
            open: Arc::new(AtomicBool::new(true)),
            left: Arc::new(AtomicU64::new(u64::MAX)),
            connections: Arc::default(),
        };
        let (open, left, connections) = (Arc::clone(&way.open), Arc::clone(&way.left), Arc::clone(&way.connections));
        thread::spawn(move || {
            for here in listener.incoming().flatten() {
                if !open.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(there) = TcpStream::connect(cloud) else { continue };
                connections.fetch_add(1, Ordering::SeqCst);
                // What is allowed to pass was said for one connection.
                let left = left.swap(u64::MAX, Ordering::SeqCst);
                let (asked, asking) = (here.try_clone(), there.try_clone());
                if let (Ok(asked), Ok(asking)) = (asked, asking) {
                    let (stays, open_too) = (Arc::clone(&open), Arc::clone(&open));
                    thread::spawn(move || pass(asked, asking, u64::MAX, &stays));
                    thread::spawn(move || pass(there, here, left, &open_too));
                }
            }
        });
        way
    }

    /// Cuts the way, or opens it again.
    pub fn set_open(&self, open: bool) {
        self.open.store(open, Ordering::SeqCst);
    }

    /// Lets so many bytes of answers pass on the next connection.
    pub fn cut_after(&self, bytes: u64) {
        self.left.store(bytes, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut left: u64, open: &AtomicBool) {
    use std::io::Read;
    let mut buffer = [0; 8 * 1024];
    while left > 0 {
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let part = buffer.get_mut(..most).unwrap_or_default();
        match from.read(part) {
            Ok(read) if read > 0 && open.load(Ordering::SeqCst) => {
                left -= read as u64;
                if to.write_all(part.get(..read).unwrap_or_default()).is_err() {
                    break;
                }
            }
            _ => break,
        }
    }
    drop(from.shutdown(Shutdown::Both));
    drop(to.shutdown(Shutdown::Both));
}

/// A computer: a data folder, and processes of `mobileaccess-cli` on it.
pub struct Computer {
    folder: TempDir,
    email: String,
}

impl Computer {
    /// A computer that joins a cloud with a password, or with a one-time code.
    pub fn join(way: SocketAddr, certificate: &str, email: &str, code: &str, name: &str) -> Self {
        let computer = Self { folder: tempfile::tempdir().expect("a temporary folder"), email: email.to_owned() };
        let request = json!({
            "address": format!("https://{way}"), "certificate": certificate, "email": email, "password": PASSWORD,
            "code": code, "computer": name, "language": "cs",
        });
        computer.must("cloud.join", &request);
        computer
    }

    fn command(&self) -> Command {
        let mut command = cli();
        command
            .env("MOBILEACCESS_PROFILE", self.folder.path())
            .env("MOBILEACCESS_EMAIL", &self.email)
            .env("MOBILEACCESS_PASSWORD", PASSWORD);
        command
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place for a file of this computer.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Calls one command in a process of its own.
    pub fn call(&self, name: &str, request: &Value) -> Value {
        let output =
            self.command().args(["call", name, &request.to_string()]).output().expect("mobileaccess-cli starts");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{name}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// The same; it must succeed.
    pub fn must(&self, name: &str, request: &Value) -> Value {
        let mut answer = self.call(name, request);
        assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
        answer["value"].take()
    }

    /// Sends and gets everything.
    pub fn sync(&self) -> Value {
        let output = self.command().args(["sync", "run"]).output().expect("mobileaccess-cli starts");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("sync: {error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// A process that is asked line by line.
    pub fn session(&self) -> Session {
        let mut process = self
            .command()
            .arg("session")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("mobileaccess-cli starts");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("its output"));
        Session { process, input, output }
    }

    /// Looks into its store: per scope the number of rows and their sum.
    pub async fn sums(&self) -> Vec<(String, u64, String)> {
        let profile = Profile::open(&self.folder.path().join("main")).expect("a profile");
        let unlocked = profile.unlock(&self.email, PASSWORD).expect("the password");
        let store = Store::open_without_account(&profile, &unlocked.file_key).await.expect("a store");
        let sums = {
            let mut connection = store.read().await.expect("a connection");
            assert!(sqlite::sync::differing(&mut connection).await.expect("scopes").is_empty());
            assert_eq!(sqlite::mutations::pending_count(&mut connection).await.expect("a count"), 0);
            sqlite::sync::sums(&mut connection).await.expect("sums")
        };
        assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());
        store.close().await;
        sums.into_iter().map(|(scope, (count, sum))| (scope.to_string(), count, sum)).collect()
    }
}

/// A process of `mobileaccess-cli session`.
pub struct Session {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Session {
    /// Asks for something; `None` when the process was killed meanwhile.
    pub fn ask(&mut self, name: &str, request: &Value) -> Option<Value> {
        let line = json!({"name": name, "request": request}).to_string();
        writeln!(self.input.as_mut()?, "{line}").ok()?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).ok()?;
        serde_json::from_str(&answer).ok()
    }

    /// Asks for something that must succeed.
    pub fn must(&mut self, name: &str, request: &Value) -> Value {
        let mut answer = self.ask(name, request).unwrap_or_default();
        assert_eq!(answer["ok"], true, "{name} {request}: {answer}");
        answer["value"].take()
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It ends when nothing more is asked.
        self.input = None;
        drop(self.process.wait());
    }
}

/// A phone: a process of `mobileaccess-phone` that reads a printed page, with a pocket of its own for its key pairs.
pub fn phone(cloud: &Cloud, pocket: &Path, words: &[&str]) -> Value {
    let output = Command::new(built("mobileaccess-phone"))
        .arg("--state")
        .arg(pocket)
        .args(["--cloud", &format!("https://{}", cloud.address), "--certificate", &cloud.certificate, "--json"])
        .args(words)
        .output()
        .expect("mobileaccess-phone starts");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{words:?}: {error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A new customer with this much credit.
pub fn new_customer(system_id: &str, credit: i64) -> Value {
    json!({
        "name": format!("Bytový dům {system_id}"), "system_type": "importer", "system_id": system_id,
        "system_key": "Klic-tajny", "contact": {}, "password": null, "key_name": "dům", "key_prefix": "39",
        "default_valid_to": null, "credit": credit, "one_tap": true, "automatic": true,
    })
}

/// Asks a session for a key, as the wizard does: with what it proposes.
pub fn issue(session: &mut Session, customer: &str, who: &str) -> Option<Value> {
    let prefill = session.ask("keys.prefill", &json!({"customer_id": customer, "user_id": null}))?;
    let prefill = &prefill["value"];
    let request = json!({
        "customer_id": customer, "holder": {"kind": "new", "fields": {"first_name": ""}, "full_name": who},
        "device_name": prefill["device_name"], "key_name": prefill["key_name"], "number": prefill["number"],
        "valid_from": prefill["valid_from"], "valid_to": null,
    });
    session.ask("keys.issue", &request)
}
