//! What becomes of an interrupted run.

/// Signals that end a run from outside: before they do, what is half-written is removed. The process still ends by the
/// signal, so that a shell that runs it in a loop stops too.
#[cfg(unix)]
pub(super) fn leave_nothing_half_written() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    // Where the system gives no handler, a run is interrupted as any other program is.
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
    let Ok(mut signals) = Signals::new(heard) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            mizan::data::give_up();
            let _ = emulate_default_handler(signal);
        }
    });
}

/// Whether who started the process has it ignore a signal, as `nohup` does: then it goes on. Only Linux says so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = mizan::data::read_text(std::path::Path::new("/proc/self/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Elsewhere parts may stay beside the places of their files.
#[cfg(not(unix))]
pub(super) fn leave_nothing_half_written() {}
