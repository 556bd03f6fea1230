//! A change on one computer, seen on another: computer A, the cloud and computer B are three processes.

use std::io::Write as _;

use super::computers::{Desk, new_customer, new_user, way};
use super::*;

/// The word with which this program is started again, as computer B; address, e-mail and code follow.
pub(crate) const COMPUTER_B: &str = "computer-b";

/// Computer B: reads from its standard input which user to wait for, listens and pulls until its store has it, and says so.
pub(crate) async fn computer_b(url: &str, email: &str, code: &str) {
    let mut desk = Desk::join(url, email, code).await;
    desk.rest().await;
    let poked = Arc::new(tokio::sync::Notify::new());
    let listening = tokio::spawn({
        let (way, poked) = (way(url), Arc::clone(&poked));
        let token = desk.replica.session().token().unwrap().clone();
        async move { way.listen(&token, || poked.notify_one()).await }
    });
    // The first word comes as soon as the cloud listens to it.
    poked.notified().await;
    println!("ready");
    let (asked, mut users) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            asked.send(line.parse::<uuid::Uuid>().unwrap()).unwrap();
        }
    });
    while let Some(user) = users.recv().await {
        println!("waiting");
        while !desk.has(user).await {
            poked.notified().await;
            desk.replica.session().poke();
            desk.rest().await;
        }
        println!("{user}");
    }
    listening.abort();
    desk.store.close().await;
}

/// Times a change from the moment somebody makes it on A to the line with which B says that its store has it.
pub(crate) async fn from_a_to_b() {
    let server = Server::start(None);
    let (code, email) = (server.distributor("Alfa"), Server::email("Alfa"));
    let mut a = Desk::join(&server.url, &email, &code).await;
    a.rest().await;
    let distributor = a.store.sync_state().await.unwrap().unwrap().distributor_id;
    let create = new_customer(distributor, "Alfa0001");
    let customer = create.customer_id;
    a.ask(&create.into()).await;
    a.replica.session().ask();
    a.rest().await;
    let code = server.issuer(&["enrol-code", &email]);
    let mut b = Command::new(std::env::current_exe().unwrap())
        .args([COMPUTER_B, &server.url, &email, &code])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ask_b = b.stdin.take().unwrap();
    let (said, mut says) = tokio::sync::mpsc::unbounded_channel();
    let lines = BufReader::new(b.stdout.take().unwrap()).lines();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // The time of the line is taken here: nobody waits for a runtime in between.
            if said.send((Instant::now(), line)).is_err() {
                return;
            }
        }
    });
    assert_eq!(says.recv().await.unwrap().1, "ready");
    let mut times = Vec::new();
    for number in 0..ROUNDS {
        let mutation = new_user(customer, number);
        let Mutation::CreateUser(CreateUser { user_id, .. }) = &mutation else { panic!("it makes users") };
        writeln!(ask_b, "{}", user_id.uuid()).unwrap();
        assert_eq!(says.recv().await.unwrap().1, "waiting");
        let start = Instant::now();
        a.ask(&mutation).await;
        // Pushed; what the pull shows comes afterwards.
        a.replica.step(now(), 0.0, &mut entropy()).await.unwrap();
        let (seen, line) = says.recv().await.unwrap();
        assert_eq!(line, user_id.uuid().to_string());
        times.push(seen - start);
        a.rest().await;
    }
    drop(ask_b);
    assert!(b.wait().unwrap().success());
    times.sort();
    let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e3;
    println!("{{\"bench\":\"change on A seen on B, p50\",\"value_ms\":{:.3},\"budget\":\"15 ms\"}}", at(50));
    println!("{{\"bench\":\"change on A seen on B, p95\",\"value_ms\":{:.3}}}", at(95));
}
