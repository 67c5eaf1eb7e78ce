//! The page of Muster: its language, its theme, its steps.

use crate::{Browser, browser::PATIENCE};
use anyhow::{Result, ensure};
use model::Lang;
use serde_json::{Value, json};
use std::time::Duration;

/// How the page is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    fn id(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A language, a theme and a size.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The words.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
}

impl std::fmt::Display for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (width, height) = self.size;
        write!(f, "{}-{}-{width}x{height}", self.lang.id(), self.theme.id())
    }
}

impl Browser {
    /// Opens the page and waits until it takes input.
    ///
    /// # Errors
    /// When it does not within [`PATIENCE`].
    pub fn open(&self, address: &str) -> Result<()> {
        self.goto(address)?;
        self.drawn()
    }

    /// Waits until the page is drawn; the engine may still be on its way.
    ///
    /// # Errors
    /// When it is not within [`PATIENCE`].
    pub fn drawn(&self) -> Result<()> {
        self.wait("!document.getElementById('boot') && document.getElementById('step-heading')")
    }

    /// Waits until the engine has answered for the first time.
    ///
    /// # Errors
    /// When it has not within [`PATIENCE`].
    pub fn engine_ready(&self) -> Result<()> {
        self.engine_ready_within(PATIENCE).map(|_| ())
    }

    /// Waits until the engine has answered for the first time, and says how long that took.
    ///
    /// # Errors
    /// When it has not within the limit.
    pub fn engine_ready_within(&self, limit: Duration) -> Result<Duration> {
        self.wait_for("document.getElementById('app')?.dataset.engine === 'ready'", limit)
    }

    /// Sets language and theme as the person's stored choice, the size, and loads the page again.
    ///
    /// # Errors
    /// When the page does not follow.
    pub fn wear(&self, look: Look) -> Result<()> {
        self.size(look.size.0, look.size.1)?;
        self.eval(
            "(localStorage.setItem('muster.lang', args[0]), localStorage.setItem('muster.theme', args[1]))",
            &[json!(look.lang.id()), json!(look.theme.id())],
        )?;
        self.reload()?;
        self.drawn()?;
        let is = self
            .text("document.documentElement.lang + ' ' + document.documentElement.dataset.theme")?;
        ensure!(
            is.starts_with(look.lang.id()) && is.ends_with(look.theme.id()),
            "the page is in {is} instead of {look}"
        );
        Ok(())
    }

    /// The ids of the steps, in order.
    ///
    /// # Errors
    /// When the page shows none.
    pub fn steps(&self) -> Result<Vec<String>> {
        let steps = self.eval(
            "[...document.querySelectorAll('#steps-nav a[id^=step-]')].map((a) => a.id.slice(5))",
            &[],
        )?;
        let steps: Vec<String> = serde_json::from_value(steps)?;
        ensure!(steps.len() >= 3, "the page shows the steps {steps:?}\n{}", self.shown());
        Ok(steps)
    }

    /// Opens a step by its address and waits for its heading.
    ///
    /// # Errors
    /// When it does not come.
    pub fn step(&self, id: &str) -> Result<()> {
        let moved = self.run(
            "const link = document.getElementById(`step-${arguments[0]}`);
             const there = document.querySelector('.step')?.dataset.step === arguments[0];
             if (location.hash !== link.hash) location.hash = link.hash;
             return !there;",
            &[json!(id)],
        )?;
        if moved == Value::Bool(true) {
            // The heading takes the focus a frame later; what is focused before that would lose it.
            self.wait("document.activeElement?.id === 'step-heading'")?;
        }
        self.wait(&format!("document.querySelector('.step')?.dataset.step === {}", json!(id)))
    }
}
