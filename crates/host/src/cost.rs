//! How costly guessing a password is made on this computer.

use std::path::Path;

use mobileaccess_store::KdfParams;

/// Measures once, at the first start, what this computer can bear, and keeps the figure in the data folder. A debug build
/// takes the minimum, for it would measure its own slowness.
pub fn password_cost(folder: &Path) -> KdfParams {
    if cfg!(debug_assertions) {
        return KdfParams::MINIMUM;
    }
    let file = folder.join("password-cost.json");
    let kept = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<KdfParams>(&bytes).ok());
    if let Some(kept) = kept.filter(|kept| sensible(*kept)) {
        return kept;
    }
    let measured = KdfParams::calibrate(|params| {
        let start = std::time::Instant::now();
        params.run();
        start.elapsed()
    });
    // Not remembering it costs half a second at the next start and nothing else.
    if std::fs::create_dir_all(folder).is_ok()
        && let Ok(bytes) = serde_json::to_vec(&measured)
    {
        let _ = std::fs::write(&file, bytes);
    }
    measured
}

/// Whoever may write the file must not be able to make new passwords cheap to guess, or the program unusable.
fn sensible(params: KdfParams) -> bool {
    let (least, most) = (KdfParams::MINIMUM, KdfParams::MAXIMUM);
    (least.memory_kib..=most.memory_kib).contains(&params.memory_kib)
        && (least.passes..=most.passes).contains(&params.passes)
        && params.lanes == 1
}
