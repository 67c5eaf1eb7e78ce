//! Compressing and unpacking by the browser's own means, which cost the page no byte.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair};

/// Why bytes could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The browser has no such thing.
    Browser,
    /// They are not what was compressed: cut off, changed, or with something behind them.
    Damaged,
    /// There are more of them than allowed.
    TooLong,
}

/// Compresses bytes (deflate without a frame); `None` where the browser can't.
pub async fn compress(bytes: &[u8]) -> Option<Vec<u8>> {
    let pair = stream("CompressionStream")?;
    collect(&through(bytes, &pair)?, usize::MAX).await.ok()
}

/// Unpacks what [`compress`] made. After `most` bytes nothing more is unpacked.
///
/// # Errors
/// See [`Failed`].
pub async fn unpack(bytes: &[u8], most: usize) -> Result<Vec<u8>, Failed> {
    let pair = stream("DecompressionStream").ok_or(Failed::Browser)?;
    collect(&through(bytes, &pair).ok_or(Failed::Browser)?, most).await
}

/// The browser's stream of this name, which `web-sys` does not have among what is stable: an object
/// with `readable` and `writable`.
fn stream(name: &str) -> Option<ReadableWritablePair> {
    let class: Function = Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()?;
    let format = Array::of1(&JsValue::from_str("deflate-raw"));
    Some(Reflect::construct(&class, &format).ok()?.unchecked_into())
}

/// What comes out when bytes go in. The browser hands on an error by itself.
fn through(bytes: &[u8], pair: &ReadableWritablePair) -> Option<ReadableStream> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Some(Blob::new_with_u8_array_sequence(&parts).ok()?.stream().pipe_through(pair))
}

async fn collect(stream: &ReadableStream, most: usize) -> Result<Vec<u8>, Failed> {
    let reader = ReadableStreamDefaultReader::new(stream).map_err(|_| Failed::Browser)?;
    let mut out = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| Failed::Damaged)?;
        let member = |name: &str| Reflect::get(&piece, &name.into()).ok();
        if member("done").is_none_or(|done| done.is_truthy()) {
            return Ok(out);
        }
        let Some(Ok(bytes)) = member("value").map(JsCast::dyn_into::<Uint8Array>) else {
            return Err(Failed::Damaged);
        };
        out.extend(bytes.to_vec());
        if out.len() > most {
            // It stops by itself when nobody reads; this frees it at once.
            let _ = reader.cancel();
            return Err(Failed::TooLong);
        }
    }
}
