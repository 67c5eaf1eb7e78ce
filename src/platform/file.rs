//! Files: read what a person chose or dropped, hand over what was made, the clipboard.

use gloo_file::{ObjectUrl, futures::read_as_bytes};
use gloo_timers::future::sleep;
use leptos::ev;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry, HtmlAnchorElement, HtmlInputElement,
};

/// A file that a person gave.
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: f64,
    file: File,
}

impl Given {
    /// The same file once more.
    #[must_use]
    pub fn again(&self) -> Given {
        Given { name: self.name.clone(), size: self.size, file: self.file.clone() }
    }
}

fn given(file: File, path: String) -> Given {
    Given { name: path, size: file.size(), file }
}

/// A file of a list by its path below a folder that was chosen, or by its name.
fn all(list: Option<FileList>) -> Vec<Given> {
    let Some(list) = list else { return Vec::new() };
    let files = (0..list.length()).filter_map(|at| list.get(at));
    files
        .map(|file| {
            let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into());
            let path = path.ok().and_then(|p| p.as_string()).filter(|p| !p.is_empty());
            let path = path.unwrap_or_else(|| file.name());
            given(file, path)
        })
        .collect()
}

/// The files of a file input's change event. The input is emptied, so that the same ones can be
/// chosen again.
pub fn chosen(event: &ev::Event) -> Vec<Given> {
    let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = all(input.files());
    input.set_value("");
    files
}

/// The files of a paste event: what was copied in a file manager.
pub fn pasted(event: &ev::Event) -> Vec<Given> {
    let data = js_sys::Reflect::get(event, &"clipboardData".into()).ok();
    let data = data.and_then(|data| data.dyn_into::<web_sys::DataTransfer>().ok());
    data.map(|data| all(data.files())).unwrap_or_default()
}

/// Whether a drag carries files.
pub fn has_files(event: &ev::DragEvent) -> bool {
    event.data_transfer().is_some_and(|d| d.types().iter().any(|t| t == "Files"))
}

/// The most files that a drop may have.
const MOST: usize = 20_000;

/// What is still being looked for of a drop.
struct Gathering {
    found: Vec<Given>,
    open: usize,
    done: Option<Box<dyn FnOnce(Vec<Given>)>>,
}

type Gathered = Rc<RefCell<Gathering>>;

/// The files of a drop, those in folders by their paths. Links are not among them: the browser does
/// not follow them.
pub fn dropped(event: &ev::DragEvent, done: impl FnOnce(Vec<Given>) + 'static) {
    let Some(data) = event.data_transfer() else { return };
    let items = data.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|at| items.get(at)?.webkit_get_as_entry().ok().flatten())
        .collect();
    // Files alone need no walk.
    if !entries.iter().any(FileSystemEntry::is_directory) {
        return done(all(data.files()));
    }
    let gathered: Gathered =
        Rc::new(RefCell::new(Gathering { found: Vec::new(), open: 1, done: Some(Box::new(done)) }));
    for entry in entries {
        walk(&entry, &gathered);
    }
    close(&gathered);
}

/// One thing less to look for; after the last the files are handed over, by path.
fn close(gathered: &Gathered) {
    let mut state = gathered.borrow_mut();
    state.open = state.open.saturating_sub(1);
    if state.open > 0 {
        return;
    }
    let Some(done) = state.done.take() else { return };
    let mut found = std::mem::take(&mut state.found);
    drop(state);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    done(found);
}

fn walk(entry: &FileSystemEntry, gathered: &Gathered) {
    if gathered.borrow().found.len() >= MOST {
        return;
    }
    let path = entry.full_path().trim_start_matches('/').to_owned();
    gathered.borrow_mut().open += 1;
    let failed = gathered.clone();
    let failed = Closure::once_into_js(move |_: JsValue| close(&failed));
    if let Some(file) = entry.dyn_ref::<FileSystemFileEntry>() {
        let own = gathered.clone();
        let found = Closure::once_into_js(move |file: File| {
            own.borrow_mut().found.push(given(file, path));
            close(&own);
        });
        file.file_with_callback_and_callback(found.unchecked_ref(), failed.unchecked_ref());
    } else if let Some(folder) = entry.dyn_ref::<FileSystemDirectoryEntry>() {
        batch(&folder.create_reader(), gathered.clone(), failed);
    } else {
        close(gathered);
    }
}

/// A folder gives its entries in batches, the last of which is empty.
fn batch(reader: &FileSystemDirectoryReader, gathered: Gathered, failed: JsValue) {
    let again = reader.clone();
    let on_error = failed.clone();
    let next = Closure::once_into_js(move |entries: js_sys::Array| {
        if entries.length() == 0 {
            return close(&gathered);
        }
        for entry in entries.iter().filter_map(|e| e.dyn_into::<FileSystemEntry>().ok()) {
            walk(&entry, &gathered);
        }
        batch(&again, gathered, failed);
    });
    let _ = reader
        .read_entries_with_callback_and_callback(next.unchecked_ref(), on_error.unchecked_ref());
}

/// Reads files one after the other: path and bytes of those that the browser can read and that are
/// not longer than `longest` bytes.
pub fn read_all(
    files: Vec<Given>,
    longest: f64,
    done: impl FnOnce(Vec<(String, Vec<u8>)>) + 'static,
) {
    spawn_local(async move {
        let mut read = Vec::new();
        for file in files.into_iter().filter(|file| file.size <= longest) {
            let bytes = read_as_bytes(&file.file.into()).await.ok();
            read.extend(bytes.map(|bytes| (file.name, bytes)));
        }
        done(read);
    });
}

/// Opens the file chooser of a file input.
pub fn choose(id: &str) {
    let input = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(input) = input.and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
        input.click();
    }
}

/// Reads a file; `None` when the browser cannot.
pub fn read(given: &Given, done: impl FnOnce(Option<Vec<u8>>) + 'static) {
    let file = gloo_file::Blob::from(given.file.clone());
    spawn_local(async move { done(read_as_bytes(&file).await.ok()) });
}

/// Hands bytes to the person as a file.
pub fn download(name: &str, kind: &str, bytes: &[u8]) {
    let url = ObjectUrl::from(gloo_file::Blob::new_with_options(bytes, Some(kind)));
    let link = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.create_element("a").ok())
        .and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the bytes by then; what is dropped is revoked.
    spawn_local(async move {
        sleep(Duration::from_mins(1)).await;
        drop(url);
    });
}

/// Copies a text; says whether the browser allowed it.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let clipboard = web_sys::window()
        .map(|w| w.navigator())
        .and_then(|n| js_sys::Reflect::get(&n, &"clipboard".into()).ok())
        .and_then(|c| c.dyn_into::<web_sys::Clipboard>().ok());
    // Only secure contexts have one; a page from http://host has none.
    let Some(clipboard) = clipboard else { return done(copy_by_command(text)) };
    let promise = JsFuture::from(clipboard.write_text(text));
    let text = text.to_owned();
    spawn_local(async move { done(promise.await.is_ok() || copy_by_command(&text)) });
}

/// The old way, which also works where the page did not come over https.
fn copy_by_command(text: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return false };
    let area = document
        .create_element("textarea")
        .ok()
        .and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (area, document.body()) else { return false };
    area.set_value(text);
    area.set_class_name("visually-hidden");
    let before = document.active_element();
    let _ = body.append_child(&area);
    area.select();
    let copied = js_sys::Reflect::get(&document, &"execCommand".into())
        .and_then(JsCast::dyn_into::<js_sys::Function>)
        .and_then(|f| f.call1(&document, &"copy".into()))
        .is_ok_and(|v| v.is_truthy());
    area.remove();
    if let Some(before) = before.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = before.focus();
    }
    copied
}
