//! What a person does with keyboard and mouse.

use crate::{
    Browser,
    browser::PATIENCE,
    keys::{Stroke, stroke},
};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use thirtyfour::action_chain::ActionChain;

impl Browser {
    /// Presses keys one after another, wherever the focus is: `Tab Tab Ctrl+Enter`.
    ///
    /// # Errors
    /// For a name that is no key's.
    pub fn press(&self, strokes: &str) -> Result<()> {
        let mut actions = self.actions()?;
        for text in strokes.split_whitespace() {
            let Stroke { held, key } = stroke(text)?;
            for key in &held {
                actions = actions.key_down(*key);
            }
            actions = actions.key_down(key).key_up(key);
            for key in held.iter().rev() {
                actions = actions.key_up(*key);
            }
        }
        Ok(self.runtime()?.block_on(actions.perform())?)
    }

    /// Types text key by key, wherever the focus is.
    ///
    /// # Errors
    /// The browser's.
    pub fn write(&self, text: &str) -> Result<()> {
        Ok(self.runtime()?.block_on(self.actions()?.send_keys(text).perform())?)
    }

    fn actions(&self) -> Result<ActionChain> {
        Ok(self.session()?.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO)))
    }

    /// Inserts text at the caret as a paste does: at once, and as one input.
    ///
    /// # Errors
    /// The browser's.
    pub fn insert(&self, text: &str) -> Result<()> {
        self.cdp("Input.insertText", json!({ "text": text })).map(|_| ())
    }

    /// Clicks the middle of the only visible element that this selector finds, with the mouse.
    ///
    /// # Errors
    /// When there is none within [`PATIENCE`], when there are several, or something else lies above it.
    pub fn click(&self, css: &str) -> Result<()> {
        self.click_element("[...document.querySelectorAll(args[0])]", &[json!(css)], css)
    }

    /// Clicks the only visible button, link, label or option with exactly this text or name.
    ///
    /// # Errors
    /// As [`Browser::click`].
    pub fn click_text(&self, text: &str) -> Result<()> {
        self.click_element(
            "[...document.querySelectorAll('button, a, label, summary, [role=tab], [role=radio]')]\
             .filter((e) => e.innerText.trim() === args[0] || e.getAttribute('aria-label') === args[0])",
            &[json!(text)],
            text,
        )
    }

    /// Clicks where the element is. What an answer of the engine moves away before the press has
    /// come is aimed at again, as a person does who sees it move; the press is kept from what lies
    /// there instead. It has met when the element was clicked, not only pressed.
    fn click_element(&self, all: &str, args: &[Value], what: &str) -> Result<()> {
        let script = format!(
            "const args = arguments;
             const seen = ({all}).filter((e) => e.checkVisibility({{ visibilityProperty: true }}));
             if (seen.length !== 1) return {{ count: seen.length }};
             const element = seen[0];
             const label = element.closest('label');
             const meant = (hit) => hit && (element.contains(hit)
               || hit.contains(element) && hit.tagName === 'LABEL' || label && label.contains(hit));
             const inside = () => {{
               const b = element.getBoundingClientRect();
               const x = b.x + b.width / 2, y = b.y + b.height / 2;
               const hit = document.elementFromPoint(x, y);
               return {{ x, y, ok: Boolean(meant(hit)), hit: hit?.outerHTML.slice(0, 200), width: b.width }};
             }};
             let at = inside();
             if (!at.ok) {{ element.scrollIntoView({{ block: 'center', behavior: 'instant' }}); at = inside(); }}
             if (!at.ok) return at;
             const press = window.press = {{ pressed: false, met: false }};
             const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
             const watch = (event) => {{
               if (event.type === 'pointerdown') press.pressed = Boolean(meant(event.target));
               if (press.pressed && event.type === 'click' && meant(event.target)) press.met = true;
               if (press.pressed) return;
               event.preventDefault();
               event.stopImmediatePropagation();
             }};
             press.done = () => {{
               kinds.forEach((kind) => removeEventListener(kind, watch, true));
               return press.met;
             }};
             kinds.forEach((kind) => addEventListener(kind, watch, true));
             return at;"
        );
        let begin = Instant::now();
        loop {
            let at = self.run(&script, args)?;
            if at["ok"] == Value::Bool(true) && self.press_mouse(&at)? {
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                bail!("{what} can't be clicked: {at}\n{}", self.shown());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the press met what it was aimed at.
    fn press_mouse(&self, at: &Value) -> Result<bool> {
        self.mouse("mouseMoved", at)?;
        self.mouse("mousePressed", at)?;
        self.mouse("mouseReleased", at)?;
        // On a page that came by the click there is nothing to say.
        Ok(self.run("return window.press?.done() ?? true", &[])? == Value::Bool(true))
    }

    /// One thing that a mouse does, at a point with `x` and `y`.
    ///
    /// # Errors
    /// The browser's.
    pub fn mouse(&self, kind: &str, at: &Value) -> Result<()> {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        self.cdp(
            "Input.dispatchMouseEvent",
            json!({ "type": kind, "x": at["x"], "y": at["y"], "button": button, "clickCount": 1 }),
        )?;
        Ok(())
    }

    /// Moves the mouse to the middle of the first element that this selector finds.
    ///
    /// # Errors
    /// When there is none.
    pub fn hover(&self, css: &str) -> Result<()> {
        let at = self.run(
            "const e = document.querySelector(arguments[0]); if (!e) return null;
             e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
             const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2];",
            &[json!(css)],
        )?;
        ensure!(at.is_array(), "no {css}\n{}", self.shown());
        self.cdp(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseMoved", "x": at[0], "y": at[1], "button": "none" }),
        )?;
        Ok(())
    }

    /// Drops a file onto the middle of the page, as a file manager does.
    ///
    /// # Errors
    /// The browser's.
    pub fn drop_file(&self, file: &Path) -> Result<()> {
        let middle = self.eval("[innerWidth / 2, innerHeight / 2]", &[])?;
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.cdp(
                "Input.dispatchDragEvent",
                json!({
                    "type": kind, "x": middle[0], "y": middle[1],
                    "data": { "items": [], "files": [file], "dragOperationsMask": 1 },
                }),
            )?;
        }
        Ok(())
    }

    /// Gives a file to the input that this selector finds, as its chooser does.
    ///
    /// # Errors
    /// When there is no such input.
    pub fn choose_file(&self, css: &str, file: &Path) -> Result<()> {
        let session = self.session()?;
        let path = file.to_str().context("the path is not UTF-8")?;
        self.runtime()?.block_on(async {
            let input = session.find(thirtyfour::By::Css(css)).await?;
            input.send_keys(path).await
        })?;
        Ok(())
    }
}
