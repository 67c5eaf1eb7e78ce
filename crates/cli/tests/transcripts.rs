//! The transcripts in `tests/cli` are run as they stand; they double as documentation.
//! `TRYCMD=overwrite cargo test -p cli --test transcripts` writes what the program says now.

/// The program is copied first: a build at the same time (of the site, of another test) takes the
/// file away for a moment and puts another one in its place, and the transcripts run at once, so
/// some of them would meet neither.
#[test]
fn the_transcripts_are_what_the_program_says() {
    let folder = tempfile::tempdir().expect("a folder for the program");
    let program = folder.path().join("muster");
    std::fs::copy(env!("CARGO_BIN_EXE_muster"), &program).expect("the program");
    let cases = trycmd::TestCases::new();
    cases.register_bin("muster", &program);
    cases.env("LC_ALL", "C").env("NO_COLOR", "1").case("../../tests/cli/*.md");
    cases.run();
}
