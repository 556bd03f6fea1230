//! Printers. Where the system has CUPS, its commands list them and take the PDF from a pipe, so that no file with an
//! activation code is left anywhere. Elsewhere the PDF is opened in the system's viewer, which prints.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use mobileaccess_wire::{Failure, handouts::Printer};

/// Printers of this computer; `None` where they cannot be listed.
pub async fn printers() -> Option<Vec<Printer>> {
    if cfg!(windows) {
        return None;
    }
    tokio::task::spawn_blocking(list).await.ok().flatten()
}

/// Sends a PDF to a printer; `None` takes the system's default one.
///
/// # Errors
/// `no_such_printer` or `print_failed`.
pub async fn print(pdf: Vec<u8>, printer: Option<String>, title: String) -> Result<(), Failure> {
    let printing = tokio::task::spawn_blocking(move || send(&pdf, printer.as_deref(), &title)).await;
    printing.unwrap_or_else(|_| Err(Failure::new("print_failed")))
}

/// A command of CUPS that answers in a language that can be read by a program.
fn cups(name: &str) -> Command {
    let mut command = Command::new(name);
    command.env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn list() -> Option<Vec<Printer>> {
    let names = cups("lpstat").arg("-e").output().ok()?;
    let default = cups("lpstat").arg("-d").output().ok()?;
    let default = default_of(&String::from_utf8_lossy(&default.stdout));
    let names = String::from_utf8_lossy(&names.stdout).into_owned();
    let named = |name: &str| Printer { name: name.to_owned(), default: default.as_deref() == Some(name) };
    Some(names.lines().map(str::trim).filter(|name| !name.is_empty()).map(named).collect())
}

/// The name in `system default destination: NAME`.
fn default_of(text: &str) -> Option<String> {
    text.lines().find_map(|line| Some(line.split_once("system default destination:")?.1.trim().to_owned()))
}

fn send(pdf: &[u8], printer: Option<&str>, title: &str) -> Result<(), Failure> {
    let failed = || Failure::new("print_failed");
    let known = list().ok_or_else(failed)?;
    let chosen = match printer {
        Some(name) => known.iter().find(|known| known.name == name),
        None => known.iter().find(|known| known.default),
    };
    let chosen = chosen.ok_or_else(|| Failure::new("no_such_printer"))?;
    let mut child = cups("lp")
        .args(["-d", &chosen.name, "-t", title, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|_| failed())?;
    // Dropped at the end of the statement: `lp` waits for the end of its input.
    let sent = child.stdin.take().map(|mut pipe| pipe.write_all(pdf));
    let ended = child.wait().map_err(|_| failed())?;
    if ended.success() && matches!(sent, Some(Ok(()))) { Ok(()) } else { Err(failed()) }
}

#[cfg(test)]
mod tests {
    use super::default_of;

    #[test]
    fn the_default_printer_is_the_one_named_after_the_colon() {
        assert_eq!(default_of("system default destination: Office_2\n").as_deref(), Some("Office_2"));
        assert_eq!(default_of("no system default destination\n"), None);
    }
}
