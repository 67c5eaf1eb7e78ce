//! What stands around the form: findings, files, picture, export, the dialogs.

mod bar;
mod changes;
mod compare;
mod dialogs;
mod divider;
mod drafts;
mod drift;
mod drill;
mod embed;
mod explain;
mod export;
mod files;
mod findings;
mod lines;
mod notices;
mod original;
mod palette;
mod paste_files;
mod picture;
mod share;

pub use bar::bar;
pub use compare::compare_dialog;
pub use dialogs::{accept_dialog, help_dialog, opened_dialog};
pub use drafts::drafts_dialog;
pub use embed::embedded;
pub use explain::explain_dialog;
pub use export::{export, export_dialog, save_recipe};
pub use files::files;
pub use findings::{findings, grouped_findings};
pub use lines::{show_changes, show_line};
pub use notices::{example_notice, notices};
pub use palette::palette_dialog;
pub use paste_files::paste_files_dialog;
pub use picture::{open as open_picture, picture_button, picture_dialog, small_picture};
pub use share::share_dialog;
