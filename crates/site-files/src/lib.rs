//! What the engine's sources say in words, the text files of the repository, and forms of the
//! finished site: for the program that finishes it, and for the checks of the tree.

pub mod offline;
pub mod one_file;
pub mod texts;
pub mod tree;
