//! The transcripts in `tests/cli` are run as they stand; they double as documentation.
//! `TRYCMD=overwrite cargo test -p cli --test transcripts` writes what the program says now.

#[test]
fn the_transcripts_are_what_the_program_says() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C").env("NO_COLOR", "1").case("../../tests/cli/*.md");
}
