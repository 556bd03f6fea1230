//! Many worlds, each from its seed: 300 in a normal run, in four processes.

use mobileaccess_simulation::{EVENTS, run_seed};

async fn come_to_rest(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let outcome = run_seed(seed, EVENTS).await;
        let told = format!("seed {seed}:\n{}\n{}", outcome.trace.join("\n"), outcome.wrong.join("\n"));
        assert!(outcome.wrong.is_empty(), "{told}");
    }
}

#[tokio::test]
async fn the_first_worlds_come_to_rest_with_nothing_lost() {
    come_to_rest(0..75).await;
}

#[tokio::test]
async fn the_second_worlds_come_to_rest_with_nothing_lost() {
    come_to_rest(75..150).await;
}

#[tokio::test]
async fn the_third_worlds_come_to_rest_with_nothing_lost() {
    come_to_rest(150..225).await;
}

#[tokio::test]
async fn the_last_worlds_come_to_rest_with_nothing_lost() {
    come_to_rest(225..300).await;
}

#[tokio::test]
async fn the_same_seed_gives_the_same_trace() {
    for seed in [3, 44] {
        assert_eq!(run_seed(seed, EVENTS).await, run_seed(seed, EVENTS).await);
    }
}
