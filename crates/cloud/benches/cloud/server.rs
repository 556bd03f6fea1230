//! The cloud as a process of its own, and what is asked of its database past it.

use super::*;

/// Who answers: a process of its own.
pub(crate) struct Server {
    pub(crate) process: Child,
    pub(crate) folder: TempDir,
    pub(crate) database: Option<String>,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(database: Option<String>) -> Self {
        let folder = TempDir::new_in(std::env::var_os("BENCH_DIR").unwrap_or_else(|| ".".into())).unwrap();
        let mut command = Self::command(folder.path(), database.as_deref());
        command.args(["serve", "--plain", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, folder, database, url: format!("http://{}", line["address"].as_str().unwrap()) }
    }

    pub(crate) fn command(folder: &Path, database: Option<&str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mobileaccess-cloud"));
        command.arg("--data").arg(folder);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        command
    }

    pub(crate) fn issuer(&self, words: &[&str]) -> String {
        let output = Self::command(self.folder.path(), self.database.as_deref()).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub(crate) fn distributor(&self, code: &str) -> String {
        let email = Self::email(code);
        self.issuer(&["create-distributor", "--name", code, "--code", code, "--email", &email])
    }

    pub(crate) fn email(code: &str) -> String {
        format!("jana@{}.example", code.to_lowercase())
    }

    /// How long the raw writing of everything takes that this cloud has written after `before`, in so many transactions.
    pub(crate) async fn floor(
        &self,
        postgres: Option<&testing::Postgres>,
        before: &Before,
        transactions: usize,
    ) -> Duration {
        let keys = Keys::read(&self.folder.path().join("cloud.key")).unwrap();
        let source = self.open(&keys).await;
        let target_folder = TempDir::new_in(self.folder.path()).unwrap();
        let target = match postgres {
            None => Database::open_file(&target_folder.path().join("cloud.db"), &keys).await.unwrap(),
            Some(server) => {
                let name = format!("floor{}", u32::from_le_bytes(bytes()[..4].try_into().unwrap()));
                Database::connect(&server.database(&name).await.unwrap()).await.unwrap()
            }
        };
        let mut tx = source.read().await.unwrap();
        let (mut first, mut parts) = (Vec::new(), vec![Vec::new(); transactions]);
        for (table, order) in TABLES {
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            let text = format!("SELECT {} FROM {} ORDER BY {order}", columns.join(", "), table.name);
            let mut rows = Vec::new();
            for row in tx.fetch(&text, Vec::new()).await.unwrap() {
                let value = |(at, (_, kind)): (usize, &(&str, Kind))| match kind {
                    Kind::Id => Value::Id(row.opt_id(at).unwrap()),
                    Kind::Int => Value::Int(row.opt_int(at).unwrap()),
                    Kind::Text => Value::Text(row.opt_text(at).unwrap()),
                    Kind::Bytes => Value::Bytes(row.opt_bytes(at).unwrap()),
                };
                rows.push(table.columns.iter().enumerate().map(value).collect::<Vec<_>>());
            }
            // What was there before is no part of what is measured.
            let known = before.0.get(table.name).copied().unwrap_or(0).min(rows.len());
            let new = rows.split_off(known);
            first.push((table, rows));
            let size = new.len().div_ceil(transactions).max(1);
            for (part, rows) in parts.iter_mut().zip(new.chunks(size)) {
                part.push((table, rows.to_vec()));
            }
        }
        tx.roll_back().await.unwrap();
        source.close().await;
        let mut tx = target.write().await.unwrap();
        for (table, rows) in first {
            tx.put(table, rows).await.unwrap();
        }
        tx.commit().await.unwrap();
        let start = Instant::now();
        for part in parts {
            let mut tx = target.write().await.unwrap();
            for (table, rows) in part {
                tx.put(table, rows).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        let took = start.elapsed();
        target.close().await;
        took
    }

    pub(crate) async fn open(&self, keys: &Keys) -> Database {
        match &self.database {
            Some(url) => Database::connect(url).await.unwrap(),
            None => Database::open_file(&self.folder.path().join("cloud.db"), keys).await.unwrap(),
        }
    }

    /// How many rows there are.
    pub(crate) async fn before(&self) -> Before {
        let keys = Keys::read_or_make(&self.folder.path().join("cloud.key"), &Entropy::new(bytes())).unwrap();
        let database = self.open(&keys).await;
        let mut tx = database.read().await.unwrap();
        let mut counts = BTreeMap::new();
        for (table, _) in TABLES {
            let count = tx.number(&format!("SELECT count(*) FROM {}", table.name), Vec::new()).await.unwrap();
            counts.insert(table.name, usize::try_from(count).unwrap());
        }
        tx.roll_back().await.unwrap();
        database.close().await;
        Before(counts)
    }
}

/// How many rows each table had.
pub(crate) struct Before(BTreeMap<&'static str, usize>);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
