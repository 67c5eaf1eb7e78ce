//! What the engine's sources say in words, and the text files of the repository: for the program
//! that finishes the site, and for the checks of the tree.

pub mod texts;
pub mod tree;
