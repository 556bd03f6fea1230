//! Kills the worker, lets the power fail, and judges what is left.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{
    Outcome,
    disk::{Disk, Loss},
    examine::{Found, Question},
    host::{Dice, time_of},
    job::{ADMIN, Login, Step},
    oracle::{Oracle, difference},
    says,
    tally::Tally,
    worker::{Line, Order},
};

/// Stands before the worker's calls that change files.
const SHIM: &str = include_str!("../../crash/shim.c");
/// How often one profile is killed at most before a new one is set up.
const LIVES: u64 = 8;
/// How many backups are kept.
const BACKUPS: usize = 7;
/// After this a worker that has not died where it should have is killed anyway.
const PATIENCE: Duration = Duration::from_secs(20);
/// Commands of one session at most.
const COMMANDS: u64 = 150;

/// What is to be done.
pub struct Plan {
    /// This program, which is its own worker and examiner.
    pub program: PathBuf,
    /// How often to kill.
    pub runs: u64,
    /// The run to begin with; its profile's earlier runs are done too, for what they left.
    pub from: u64,
    /// Where chance begins.
    pub seed: u64,
    /// Whether the power fails at every kill instead of at every second one.
    pub only_power_loss: bool,
    /// The end of the path of files that the disk only says it keeps: a lie that must come out. Empty for an honest disk.
    pub deaf_to: String,
}

/// How one worker dies.
struct Death {
    /// In this call, by its kind, number and moment; by the clock when there is none.
    call: Option<(&'static str, u64, &'static str)>,
    after: Duration,
    loss: Option<Loss>,
}

impl Death {
    fn plan(plan: &Plan, run: u64, dice: &mut Dice) -> Self {
        let loss = plan.only_power_loss || run % 2 == 1;
        let loss = loss.then(|| if dice.of_hundred(50) { Loss::Everything } else { Loss::Anything });
        // Three of five in a call, whatever chance says.
        let call = matches!((run / 2) % 5, 0 | 2 | 4).then(|| {
            let (kind, calls) = match dice.below(10) {
                0..4 => ("write", 1800),
                4..7 => ("sync", 150),
                7..9 => ("name", 40),
                _ => ("any", 1800),
            };
            let moment = dice.pick(&["before", "half", "half", "after"]).copied().unwrap_or("before");
            let bound = 1 + dice.below(calls);
            (kind, 1 + dice.below(bound), moment)
        });
        Self { call, after: Duration::from_millis(dice.below(1200)), loss }
    }
}

/// A profile over the sessions that end with a kill each.
struct Life {
    seed: u64,
    place: TempDir,
    oracle: Oracle,
    number: u64,
    logins: BTreeMap<String, Option<String>>,
    /// What each address opened with before, and must not any more.
    before: BTreeMap<String, String>,
    /// Recovery codes that were shown, the last one last.
    recovery: Vec<String>,
    /// Backups with the logins of their time.
    backups: BTreeMap<String, BTreeMap<String, Option<String>>>,
}

/// What a session was seen to do.
#[derive(Default)]
struct Session {
    done: Vec<Step>,
    refused: Vec<(Step, String)>,
    going_on: Option<Step>,
    call: Option<String>,
}

/// Kills as often as planned.
///
/// # Errors
/// A sentence when the harness itself cannot work; broken promises are in the tally.
pub async fn kill(plan: &Plan) -> Outcome<Tally> {
    let tools = TempDir::new().map_err(|error| error.to_string())?;
    let shim = build_shim(tools.path())?;
    let mut tally = Tally { seed: plan.seed, ..Tally::default() };
    println!("seed {}", plan.seed);
    let mut life: Option<Life> = None;
    let first = plan.from - plan.from % LIVES;
    for run in first..plan.from.saturating_add(plan.runs) {
        let mut dice = Dice::new(&[plan.seed, run, 2]);
        let mut this = match life.take() {
            Some(life) if run % LIVES != 0 => life,
            old => {
                if let Some(old) = old {
                    old.oracle.close().await;
                }
                Life::new(dice.number())?
            }
        };
        let death = Death::plan(plan, run, &mut dice);
        let judged = this.session(plan, &shim, &death, &mut dice, &mut tally).await;
        tally.runs += 1;
        tally.power += u64::from(death.loss.is_some());
        match judged {
            Ok(()) => life = Some(this),
            Err(wrong) => {
                let how = format!("run {run} of seed {}, {:?}, {:?}", plan.seed, death.call, death.loss);
                eprintln!("{how}: {wrong}");
                tally.wrong.push(format!("{how}: {wrong}"));
                if std::env::var_os("CRASH_KEEP").is_some() {
                    eprintln!("kept: {}", this.place.keep().display());
                }
                this.oracle.close().await;
            }
        }
    }
    if let Some(life) = life {
        life.oracle.close().await;
    }
    Ok(tally)
}

fn build_shim(folder: &Path) -> Outcome<PathBuf> {
    let (source, shim) = (folder.join("shim.c"), folder.join("shim.so"));
    fs::write(&source, SHIM).map_err(says("write", &source))?;
    let mut compiler = Command::new("cc");
    compiler
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .arg(&shim)
        .arg(&source)
        .args(["-ldl", "-lpthread"]);
    let output = compiler.output().map_err(|error| format!("a C compiler (cc) is needed: {error}"))?;
    if output.status.success() { Ok(shim) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

fn tell(child: &mut Child, what: &impl serde::Serialize) -> Outcome<()> {
    let text = serde_json::to_vec(what).map_err(|error| error.to_string())?;
    let mut input = child.stdin.take().ok_or("a process without an input")?;
    input.write_all(&text).map_err(|error| error.to_string())
}

impl Life {
    fn new(seed: u64) -> Outcome<Self> {
        let place = TempDir::new().map_err(|error| error.to_string())?;
        for folder in ["disk", "saved"] {
            fs::create_dir(place.path().join(folder)).map_err(says("make", place.path()))?;
        }
        Ok(Self {
            seed,
            place,
            oracle: Oracle::new(seed)?,
            number: 0,
            logins: BTreeMap::new(),
            before: BTreeMap::new(),
            recovery: Vec::new(),
            backups: BTreeMap::new(),
        })
    }

    fn disk(&self) -> PathBuf {
        self.place.path().join("disk")
    }

    fn data(&self) -> PathBuf {
        self.disk().join("data")
    }

    async fn session(
        &mut self,
        plan: &Plan,
        shim: &Path,
        death: &Death,
        dice: &mut Dice,
        tally: &mut Tally,
    ) -> Outcome<()> {
        let log = self.place.path().join("log");
        let before = match death.loss {
            Some(_) => Some(Disk::of(&self.disk())?),
            None => None,
        };
        let session = self.die(plan, shim, death, &log)?;
        if let (Some(mut disk), Some(loss)) = (before, death.loss) {
            let written = fs::read(&log).map_err(says("read", &log))?;
            fs::remove_file(&log).map_err(says("remove", &log))?;
            disk.replay(&written)?;
            disk.fail(loss, dice)?;
        }
        tally.confirmed += u64::try_from(session.done.len()).unwrap_or(0);
        for (step, code) in &session.refused {
            tally.refused += 1;
            *tally.refusals.entry(format!("{} ({code})", step.name)).or_default() += 1;
        }
        match (&session.call, &session.going_on) {
            (Some(call), Some(step)) => {
                tally.in_call += 1;
                let mut parts = call.split('|');
                let name = |part: Option<&str>| part.unwrap_or_default().to_owned();
                let (moment, kind, path) = (name(parts.next()), name(parts.next()), name(parts.next()));
                let file = path.rsplit('/').next().unwrap_or_default();
                let file = if file.starts_with(|first: char| first.is_ascii_digit()) { "a backup" } else { file };
                *tally.calls.entry(format!("{moment} {kind} {file}")).or_default() += 1;
                *tally.commands.entry(step.name.clone()).or_default() += 1;
            }
            (None, Some(step)) => {
                tally.in_command += 1;
                *tally.commands.entry(step.name.clone()).or_default() += 1;
            }
            (_, None) => tally.between += 1,
        }
        self.judge(plan, session, tally).await
    }

    /// Lets the worker work until it is dead.
    fn die(&mut self, plan: &Plan, shim: &Path, death: &Death, log: &Path) -> Outcome<Session> {
        let note = self.place.path().join("note");
        let _ = fs::remove_file(&note);
        let mut command = Command::new(&plan.program);
        command.arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("LD_PRELOAD", shim).env("CRASH_FOLDER", self.disk()).env("CRASH_NOTE", &note);
        if death.loss.is_some() {
            command.env("CRASH_LOG", log).env("CRASH_DEAF", &plan.deaf_to);
        }
        if let Some((kind, number, moment)) = death.call {
            command.env("CRASH_KIND", kind).env("CRASH_AT", number.to_string()).env("CRASH_MOMENT", moment);
        }
        let mut worker = command.spawn().map_err(says("start", &plan.program))?;
        let order = Order {
            seed: self.seed,
            data: self.data(),
            saved: self.place.path().join("saved"),
            number: self.number,
            password: self.logins.get(ADMIN).cloned().flatten().unwrap_or_default(),
            commands: COMMANDS,
        };
        tell(&mut worker, &order)?;
        let output = worker.stdout.take().ok_or("a worker without a voice")?;
        let (send, said) = channel();
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let mut lines: Vec<String> = Vec::new();
        let mut end: Option<Instant> = None;
        let start = Instant::now();
        loop {
            let wait = match end {
                Some(end) => end.saturating_duration_since(Instant::now()),
                None => PATIENCE.saturating_sub(start.elapsed()),
            };
            match said.recv_timeout(wait) {
                Ok(line) => {
                    lines.push(line);
                    if end.is_none() && death.call.is_none() {
                        end = Some(Instant::now() + death.after);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    worker.kill().map_err(|error| error.to_string())?;
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = worker.wait().map_err(|error| error.to_string())?;
        reader.join().map_err(|_| "nobody listened to the worker")?;
        // What it said while it was being killed was said.
        lines.extend(said.try_iter());
        let mut complaint = String::new();
        if let Some(mut errors) = worker.stderr.take() {
            errors.read_to_string(&mut complaint).map_err(|error| error.to_string())?;
        }
        if std::os::unix::process::ExitStatusExt::signal(&status) != Some(9) && !status.success() {
            return Err(format!(
                "the worker failed by itself: {complaint} {}",
                lines.last().cloned().unwrap_or_default()
            ));
        }
        let mut session = Session { call: fs::read_to_string(&note).ok(), ..Session::default() };
        for line in lines {
            // A line that was cut off was not said.
            let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
            match line {
                Line::Begin(step) => {
                    self.number = step.number;
                    session.going_on = Some(step);
                }
                Line::Done(_) => session.done.extend(session.going_on.take()),
                Line::Refused(_, code) => session.refused.extend(session.going_on.take().map(|step| (step, code))),
            }
        }
        Ok(session)
    }

    async fn judge(&mut self, plan: &Plan, session: Session, tally: &mut Tally) -> Outcome<()> {
        let mut confirmed: Vec<(&Step, bool)> = session.done.iter().map(|step| (step, true)).collect();
        confirmed.extend(session.refused.iter().map(|(step, _)| (step, false)));
        confirmed.sort_by_key(|(step, _)| step.number);
        for (step, done) in confirmed {
            let answer = self.oracle.carry_out(step).await?;
            if answer.is_some() != done {
                return Err(format!(
                    "{} was {done} where it was killed and not so where it was not: {step:?}",
                    step.name
                ));
            }
            if let Some(answer) = answer {
                self.note(step, &answer);
            }
        }
        let going_on = session.going_on;
        let doors = self.doors(going_on.as_ref());
        let found = self.examine(plan, going_on.as_ref(), &doors)?;
        if found.problem.is_object() || found.stage == "broken" {
            return Err(format!("the profile is broken: {} while {}", found.problem, describe(going_on.as_ref())));
        }
        if found.stage == "first_run" {
            if !self.logins.is_empty() {
                return Err(format!("the whole profile is lost, {}", describe(going_on.as_ref())));
            }
            tally.absent += u64::from(going_on.is_some());
            tally.unset += u64::from(going_on.is_some());
            return Ok(());
        }
        let settings = self.oracle.settings(self.number).await?;
        let wanted = self.oracle.rows().await?;
        if found.findings.is_none() {
            let tried: Vec<_> = doors.iter().zip(&found.logins).collect();
            return Err(format!("no password opens the store, {}: {tried:?}", describe(going_on.as_ref())));
        }
        // A backup changes no row; the language is kept twice, by the computer for before somebody logs in and with the
        // account, and the computer's is first.
        let made = |step: &Step| {
            found.backups.iter().any(|(name, _)| *name == backup_of(step) && step.name == "backups.create")
        };
        let said = |step: &Step| step.name == "session.set_language" && found.rows == wanted;
        let whole = if found.rows == wanted && found.settings == settings && !going_on.as_ref().is_some_and(made) {
            false
        } else if let Some(step) = going_on.as_ref().filter(|step| said(step)) {
            let spoken = found.settings["language"] == step.request["language"];
            if !spoken {
                return Err(format!("settings: {} instead of {settings}", found.settings));
            }
            false
        } else {
            let Some(step) = &going_on else {
                return Err(format!("nothing was going on\n{}", difference(&wanted, &found.rows)));
            };
            let answer = self.oracle.carry_out(step).await?;
            let after = self.oracle.rows().await?;
            if found.rows != after {
                return Err(format!(
                    "{} is neither there nor not there\nagainst before: {}\nagainst after: {}",
                    describe(going_on.as_ref()),
                    difference(&wanted, &found.rows),
                    difference(&after, &found.rows)
                ));
            }
            let settings_after = self.oracle.settings(self.number).await?;
            if found.settings != settings_after {
                return Err(format!("settings: {} is neither {settings} nor {settings_after}", found.settings));
            }
            if let Some(answer) = answer {
                self.note(step, &answer);
            }
            true
        };
        if let Some(step) = &going_on {
            if whole {
                tally.whole += 1
            } else {
                tally.absent += 1
            }
            if found.settings != self.oracle.settings(self.number).await? {
                let align = Step { name: "settings.set".into(), request: found.settings.clone(), ..step.clone() };
                self.oracle.carry_out(&align).await?;
            }
        }
        self.judge_doors(&found, &doors, going_on.as_ref())
    }

    /// Passwords, recovery codes, backups, and what the store says of itself.
    fn judge_doors(&mut self, found: &Found, doors: &[(String, String)], going_on: Option<&Step>) -> Outcome<()> {
        let what = describe(going_on);
        match &found.findings {
            None => {}
            Some(findings) if !findings.is_empty() => {
                return Err(format!("the store's check found {findings:?}, {what}"));
            }
            Some(_) => {}
        }
        if found.readable {
            return Err("the database is readable without a key".to_owned());
        }
        for ((email, password), failure) in doors.iter().zip(&found.logins) {
            let opens = self.logins.get(email).cloned().flatten().as_ref() == Some(password);
            match failure.as_deref() {
                None if opens => {}
                Some("wrong_password") if !opens => {}
                other => {
                    return Err(format!("{email} with {password}: {other:?}, though it opens is {opens}, {what}"));
                }
            }
        }
        let renewing = going_on.is_some_and(|step| step.name == "session.new_recovery_code");
        if let Some((last, older)) = found.recovery.split_last()
            && (!*last && !renewing || older.contains(&true))
        {
            return Err(format!("recovery codes, the last one last: {:?}, {what}", found.recovery));
        }
        let making = going_on.is_some_and(|step| step.name == "backups.create");
        let kept = if making { BACKUPS - 1 } else { BACKUPS };
        for name in self.backups.keys().rev().take(kept) {
            if !found.backups.iter().any(|(listed, _)| listed == name) {
                return Err(format!("the backup {name} is lost, {what}: {:?}", found.backups));
            }
        }
        if let Some((name, Some(wrong))) = found.backups.iter().find(|(_, wrong)| wrong.is_some()) {
            return Err(format!("the backup {name} is unsound, {what}: {wrong}"));
        }
        for (name, _) in &found.backups {
            // A backup that was going on is there as well as any other.
            self.backups.entry(name.clone()).or_insert_with(|| self.logins.clone());
        }
        Ok(())
    }

    /// Remembers what a confirmed command means for the doors.
    fn note(&mut self, step: &Step, answer: &serde_json::Value) {
        if let Some(Login { email, password }) = &step.login
            && let Some(old) = self.logins.insert(email.clone(), password.clone()).flatten()
        {
            self.before.insert(email.clone(), old);
        }
        if let Some(code) = answer["recovery_code"].as_str() {
            self.recovery.push(code.to_owned());
        }
        match step.name.as_str() {
            "backups.create" => {
                self.backups.insert(backup_of(step), self.logins.clone());
            }
            "backups.restore" => {
                let then = step.request["name"].as_str().and_then(|name| self.backups.get(name)).cloned();
                if let Some(then) = then {
                    // Accounts keep the password they have now; those that only the backup knows get theirs back.
                    let now = self.logins.clone();
                    for (email, password) in &mut self.logins {
                        let had = then.get(email).cloned().flatten();
                        *password = had.map(|had| now.get(email).cloned().flatten().unwrap_or(had));
                    }
                    for (email, had) in now {
                        if let Some(had) = had
                            && self.logins.get(&email).cloned().flatten().is_none()
                        {
                            self.before.insert(email, had);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Every address with each password that it has, had before, or was about to get.
    fn doors(&self, going_on: Option<&Step>) -> Vec<(String, String)> {
        let mut doors: Vec<(String, String)> = Vec::new();
        let now = self.logins.iter().filter_map(|(email, password)| Some((email.clone(), password.clone()?)));
        doors.extend(now);
        doors.extend(self.before.iter().map(|(email, password)| (email.clone(), password.clone())));
        if let Some(Login { email, password: Some(password) }) = going_on.and_then(|step| step.login.clone()) {
            doors.push((email, password));
        }
        doors.push((ADMIN.to_owned(), "Heslo-0-Tajne".to_owned()));
        doors.sort();
        doors.dedup();
        doors
    }

    fn examine(&self, plan: &Plan, going_on: Option<&Step>, doors: &[(String, String)]) -> Outcome<Found> {
        let mut command = Command::new(&plan.program);
        command.arg("examiner").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut examiner = command.spawn().map_err(says("start", &plan.program))?;
        let question = Question {
            seed: self.seed,
            number: self.number,
            data: self.data(),
            logins: doors.to_vec(),
            recovery: self.recovery.clone(),
        };
        tell(&mut examiner, &question)?;
        let output = examiner.wait_with_output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("what is left cannot be opened, {}: {complaint}", describe(going_on)));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }
}

/// The name of the backup that a command makes.
fn backup_of(step: &Step) -> String {
    time_of(step.number).format("%Y-%m-%dT%H-%M-%SZ").to_string()
}

fn describe(step: Option<&Step>) -> String {
    match step {
        Some(step) => format!("command {} {} was going on", step.number, step.name),
        None => "nothing was going on".to_owned(),
    }
}
