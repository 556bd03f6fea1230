//! A real mail server for a story, and a certificate for it.

use std::{path::Path, process::Stdio};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

/// A mail server that puts what it takes into a folder.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    folder: TempDir,
    process: Child,
}

impl MailServer {
    pub(crate) async fn start(options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail_server.py");
        let mut process = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python3 with aiosmtpd (cargo xtask setup --tests)");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let port =
            line.trim().parse().expect("the mail server said no port: is aiosmtpd there (cargo xtask setup --tests)?");
        Self { port, folder, process }
    }

    /// What it took so far, in order.
    pub(crate) fn letters(&self) -> Vec<Vec<u8>> {
        let mut paths: Vec<_> =
            std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        paths.sort();
        paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
    }

    pub(crate) async fn stop(mut self) {
        self.process.kill().await.unwrap();
    }
}

/// A certificate for `localhost` that nobody else knows.
pub(crate) struct Certificate {
    folder: TempDir,
}

impl Certificate {
    pub(crate) fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(folder.path().join("cert.pem"), made.cert.pem()).unwrap();
        std::fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        Self { folder }
    }

    pub(crate) fn cert(&self) -> String {
        self.folder.path().join("cert.pem").to_str().unwrap().to_owned()
    }

    pub(crate) fn key(&self) -> String {
        self.folder.path().join("key.pem").to_str().unwrap().to_owned()
    }

    pub(crate) fn pem(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("cert.pem")).unwrap()
    }
}
