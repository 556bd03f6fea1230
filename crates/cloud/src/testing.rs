//! A PostgreSQL server of its own for a test or benchmark: in a temporary folder, on a free port, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::Connection as _;
use tempfile::TempDir;

/// A running server. Dropping it stops it and removes its folder.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts a server; every commit is forced to the disk, as outside of tests.
    ///
    /// # Errors
    /// When PostgreSQL is not installed (Debian package `postgresql`) or does not start.
    pub fn start() -> std::io::Result<Self> {
        let programs = programs()
            .ok_or_else(|| std::io::Error::other("PostgreSQL is missing: cargo xtask setup --tests installs it"))?;
        let folder = tempfile::Builder::new().prefix("mobileaccess-pg").tempdir()?;
        // Asked for and given back: whoever else takes it in between makes this start fail, and nothing worse.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { folder, programs, port };
        #[cfg(unix)]
        if is_root() {
            // It refuses to run as root.
            run(Command::new("chown").arg("nobody:nogroup").arg(server.folder.path()))?;
        }
        let data = server.data();
        run(server.command("initdb").arg("-D").arg(&data).args([
            "-U",
            "app",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]))?;
        server.start_server()?;
        Ok(server)
    }

    /// Kills the server as `kill -9` does, and starts it again on the same data.
    ///
    /// # Errors
    /// When it does not start again.
    #[cfg(unix)]
    pub fn kill_and_start(&self) -> std::io::Result<()> {
        let first_line = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        let id = first_line.lines().next().unwrap_or_default().to_owned();
        run(Command::new("kill").args(["-9", &id]))?;
        let mut tries = 0;
        loop {
            // Its children notice in their own time; until then the data counts as in use.
            match self.start_server() {
                Err(_) if tries < 50 => std::thread::sleep(std::time::Duration::from_millis(200)),
                other => return other,
            }
            tries += 1;
        }
    }

    fn start_server(&self) -> std::io::Result<()> {
        let options = format!("-c listen_addresses=127.0.0.1 -p {} -k {}", self.port, self.folder.path().display());
        let log = self.folder.path().join("log");
        let mut command = self.command("pg_ctl");
        command.arg("-D").arg(self.data()).args(["-w", "-l"]).arg(log).args(["-o", &options, "start"]);
        run(&mut command)
    }

    /// Where a client finds a new, empty database of this server.
    ///
    /// # Errors
    /// When the database cannot be made.
    pub async fn database(&self, name: &str) -> sqlx::Result<String> {
        let mut connection = sqlx::PgConnection::connect(&self.url("postgres")).await?;
        let text = format!("CREATE DATABASE \"{name}\"");
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut connection).await?;
        connection.close().await?;
        Ok(self.url(name))
    }

    /// Where a client finds a database that was made.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://app@127.0.0.1:{}/{name}", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "env"]);
            command.arg(format!("HOME={}", self.folder.path().display())).arg(path);
            command.current_dir(self.folder.path());
            command
        } else {
            Command::new(path)
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // At once: what it holds is thrown away.
        drop(run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"])));
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    // Everything under /proc/self belongs to whom this process runs as.
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// The folder of PostgreSQL's programs: on the path, or where Debian puts the newest version.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
    });
    on_path.or_else(|| {
        let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(Path::new("/usr/lib/postgresql"))
            .ok()?
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let version = entry.file_name().to_str()?.parse().ok()?;
                Some((version, entry.path().join("bin"))).filter(|(_, folder)| folder.join("initdb").is_file())
            })
            .collect();
        versions.sort();
        versions.pop().map(|(_, folder)| folder)
    })
}

fn run(command: &mut Command) -> std::io::Result<()> {
    // What the server inherits it keeps open; a pipe would be waited for until it ends.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(std::io::Error::other(format!("{:?}: {status}", command.get_program()))) }
}
