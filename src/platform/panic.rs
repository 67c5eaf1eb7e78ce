//! The last resort. A panic ends the module, so the banner is drawn without it: the page is never
//! blank, and what was saved stays saved.

use std::sync::atomic::{AtomicBool, Ordering};

static BROKEN: AtomicBool = AtomicBool::new(false);

/// Whether the module has panicked: then nothing is saved any more, so that a broken state does
/// not replace the last good one.
pub fn broken() -> bool {
    BROKEN.load(Ordering::Relaxed)
}

/// Installs the hook.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        BROKEN.store(true, Ordering::Relaxed);
        web_sys::console::error_1(&info.to_string().into());
        show();
    }));
}

/// Shows the banner that `index.html` holds.
pub fn show() {
    let banner =
        web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("broken"));
    if let Some(banner) = banner {
        let _ = banner.remove_attribute("hidden");
    }
}
