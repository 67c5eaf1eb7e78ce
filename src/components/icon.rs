//! The icons, drawn for this page on a 16-pixel grid.

use crate::view::{AnyView, IntoAny as _, view};

/// An icon by name. It says nothing to a screen reader: a text or a name stands beside it.
pub fn icon(name: &str) -> AnyView {
    let path = match name {
        "undo" => "M5.5 3 2.5 6l3 3M2.5 6H9a4 4 0 0 1 0 8H6",
        "redo" => "m10.5 3 3 3-3 3M13.5 6H7a4 4 0 0 0 0 8h3",
        "open" => "M2 13V3.5h4.5l1.5 2H14V13zM2 7.5h12",
        "share" => {
            "M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.5-2.5a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l1-1"
        }
        "outside" => "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
        "sun" => {
            "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
        }
        "moon" => "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
        "help" => "M2 4.5h12v8H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 10h6",
        "more" => "M3 8h.01M8 8h.01M13 8h.01",
        "menu" => "M2.5 4h11M2.5 8h11M2.5 12h11",
        "pencil" => "m3 13 .5-2.5 7-7 2 2-7 7zM9 5l2 2",
        "down" => "m4 6 4 4 4-4",
        "up" => "m4 10 4-4 4 4",
        "check" => "m3 8.5 3.5 3.5L13 4.5",
        "error" => "M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2zM8 4.8v4M8 11.2h.01",
        "warning" => "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7h.01",
        "info" => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4M8 7.4v3.8M8 4.8h.01",
        "copy" => "M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8z",
        "download" => "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
        "close" => "m4 4 8 8M12 4l-8 8",
        "add" => "M8 3v10M3 8h10",
        "compare" => "M2.5 3h4.5v10H2.5zM9 3h4.5v10H9zM4 6h1.5M4 8.5h1.5M10.5 6H12",
        "panel" => "M2 3h12v10H2zM9.5 3v10",
        "picture" => "M5.5 2h5v3h-5zM1.5 11h5v3h-5zM9.5 11h5v3h-5zM8 5v3M4 11V8h8v3",
        "power" => "M8 1.8v6M4.6 4.2a5 5 0 1 0 6.8 0",
        "paste" => "M5.5 3H3v11h10V3h-2.5M5.5 2h5v2.5h-5z",
        "settings" => {
            "M2 4.5h6M11.5 4.5H14M2 11.5h2.5M8 11.5h6M9.8 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4M6.2 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4"
        }
        "pin" => "M6 2h4M6.5 2v4.5L4.5 9h7l-2-2.5V2M8 9v5",
        "documents" => "M5 4.5h7v9.5H5zM3 11.5v-10h7",
        "search" => "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14",
        "file" => "M3.5 1.8h6l3 3v9.4h-9zM9.2 2v3.2h3.2",
        _ => "",
    };
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d=path.to_owned() />
        </svg>
    }
    .any()
}
