//! A cloud of its own for a story: the real program on this computer, with a distributor in it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{office, programs::built};

/// A running cloud. It ends with the value, and its data with it.
pub struct Cloud {
    folder: TempDir,
    serving: Option<Child>,
    address: String,
}

impl Drop for Cloud {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Default for Cloud {
    fn default() -> Self {
        Self::new()
    }
}

impl Cloud {
    /// Starts a cloud with nobody in it.
    ///
    /// # Panics
    /// When the program does not start.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("mobileaccess-cloud-").tempdir().expect("a temporary folder");
        let mut cloud = Self { folder, serving: None, address: "127.0.0.1:0".to_owned() };
        cloud.start();
        cloud
    }

    /// Where computers find it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Creates the distributor of the stories and gives the one-time code of its first admin.
    ///
    /// # Panics
    /// When the issuer's command line refuses.
    pub fn distributor(&self) -> String {
        let wanted = ["create-distributor", "--name", "Alfa Locks", "--code", "Alfa", "--email", office::EMAIL];
        let code = self.issuer(&wanted);
        self.issuer(&["sell", "Alfa", "40", "--po", "PO 2026-1"]);
        code
    }

    /// Gives it a mail server that never answers, so that letters wait.
    ///
    /// # Panics
    /// When the command line refuses.
    pub fn mail_to_nobody(&self) {
        let server = ["--host", "127.0.0.1", "--port", "9", "--security", "none"];
        self.issuer(&[&["mail", "set", "--from", "Alfa Locks <klice@alfa.example>"], &server[..]].concat());
    }

    fn issuer(&self, arguments: &[&str]) -> String {
        let output = self.program().args(arguments).output().expect("mobileaccess-cloud starts");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn program(&self) -> Command {
        let mut command = Command::new(built("mobileaccess-cloud"));
        command.arg("--data").arg(self.folder.path().join("data"));
        command
    }

    /// Serves, at the same address as before.
    ///
    /// # Panics
    /// When it does not begin to listen.
    pub fn start(&mut self) {
        let mut serving = self
            .program()
            .args(["serve", "--plain", "--listen", &self.address])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("mobileaccess-cloud starts");
        let mut lines = BufReader::new(serving.stdout.take().expect("a pipe")).lines();
        let line = lines.next().expect("a line").expect("readable");
        // Whatever it says later is read, or it would wait for room in the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        said["address"].as_str().unwrap_or_else(|| panic!("no address: {line}")).clone_into(&mut self.address);
        self.serving = Some(serving);
    }

    /// Ends it; its data stay.
    pub fn stop(&mut self) {
        if let Some(mut serving) = self.serving.take() {
            let _ = serving.kill();
            let _ = serving.wait();
        }
    }

    /// Makes a data folder a computer of this cloud by the password, without a window.
    ///
    /// # Panics
    /// When the cloud refuses.
    pub fn join(&self, data: &Path, computer: &str) -> PathBuf {
        let request = json!({
            "address": self.url(), "email": office::EMAIL, "password": office::PASSWORD,
            "computer": computer, "language": "cs",
        });
        office::read(data, "cloud.join", request);
        data.to_owned()
    }
}
