//! Small, native, accessible parts. Each is a function of the state; none names a product.

mod choice;
mod control;
mod field;
mod finding;
mod icon;
mod list;
mod memory;
mod menu;
mod modal;
mod window;

pub use choice::{Choice, radio_rows};
pub use field::{SettingField, node_setting, setting};
pub use finding::{finding_view, findings_below, severity_icon, severity_word, sources};
pub use icon::icon;
pub use list::{Numbered, drawn, keyed, numbered, show_all};
pub use memory::memory;
pub use menu::{MenuItem, menu};
pub use modal::{modal, modal_closing};
pub use window::{ROW_HEIGHT, Window};
