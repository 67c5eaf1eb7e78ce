//! Archives of every kind, and what must not come out of them.

use flate2::Compression;
use flate2::write::GzEncoder;
use import::{Limits, Source, unpack};
use std::io::{Cursor, Write};

const SMALL: Limits = Limits { bytes: 4 << 20, file: 1 << 20, files: 50 };

fn source(path: &str, bytes: Vec<u8>) -> Source {
    Source { path: path.to_owned(), bytes }
}

fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        // A path that `tar` itself would refuse to write.
        let name = &mut header.as_old_mut().name;
        name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).expect("tar");
    }
    tar.into_inner().expect("tar")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(bytes).expect("gzip");
    gz.finish().expect("gzip")
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(*path, options).expect("zip");
        zip.write_all(bytes).expect("zip");
    }
    zip.finish().expect("zip").into_inner()
}

fn paths(brought: Vec<Source>) -> (Vec<String>, Vec<String>) {
    let out = unpack(brought, &SMALL);
    let refused = out.refused.into_iter().map(|(path, _)| path).collect();
    (out.sources.into_iter().map(|s| s.path).collect(), refused)
}

const TWO: &[(&str, &[u8])] =
    &[("k1/conf/a.properties", b"a=1"), ("./k2/conf/a.properties", b"a=2")];

#[test]
fn every_kind_gives_its_files() {
    let expected = ["k1/conf/a.properties", "k2/conf/a.properties"];
    for (name, bytes) in [
        ("x.tar", tar_of(TWO)),
        ("x.tgz", gz(&tar_of(TWO))),
        ("wrong-name.txt", zip_of(TWO)),
        ("twice.zip", zip_of(&[("in.tar.gz", &gz(&tar_of(TWO)))])),
    ] {
        assert_eq!(paths(vec![source(name, bytes)]).0, expected, "{name}");
    }
    assert_eq!(paths(vec![source("k1/a.properties.gz", gz(b"a=1"))]).0, ["k1/a.properties"]);
    let both = vec![
        source("k1.tgz", gz(&tar_of(&[("conf/a.properties", b"a=1")]))),
        source("k2.zip", zip_of(&[("conf/a.properties", b"a=2")])),
    ];
    assert_eq!(paths(both).0, ["k1/conf/a.properties", "k2/conf/a.properties"]);
}

#[test]
fn nothing_leads_out_and_no_noise_comes_in() {
    let files: &[(&str, &[u8])] = &[
        ("../up.properties", b"a=1"),
        ("/etc/abs.properties", b"a=1"),
        ("a/../../b.properties", b"a=1"),
        ("c:\\d.properties", b"a=1"),
        ("__MACOSX/._x", b"\0"),
        ("fine.properties", b"a=1"),
    ];
    for bytes in [tar_of(files), zip_of(files)] {
        let (paths, refused) = paths(vec![source("x", bytes)]);
        assert_eq!(paths, ["fine.properties"]);
        assert_eq!(refused.len(), 4, "{refused:?}");
    }
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    tar.append_link(&mut header, "kylin.properties", "/etc/shadow").expect("tar");
    let (found, refused) = paths(vec![source("x.tar", tar.into_inner().expect("tar"))]);
    assert_eq!((found.len(), refused), (0, vec!["kylin.properties".to_owned()]));
}

#[test]
fn bombs_stop_at_the_limits() {
    let zeros = vec![0_u8; 64 << 20];
    let bomb = gz(&zeros);
    assert!(bomb.len() < 1 << 20);
    let (found, refused) = paths(vec![source("bomb.properties.gz", bomb)]);
    assert_eq!((found.len(), refused), (0, vec!["bomb.properties".to_owned()]));
    // Many files that are each within the limit.
    let half = vec![b'a'; 1 << 20];
    let names: Vec<String> = (0..40).map(|n| format!("f{n}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), half.as_slice())).collect();
    for bytes in [gz(&tar_of(&files)), zip_of(&files)] {
        let out = unpack(vec![source("many", bytes)], &SMALL);
        assert_eq!(out.sources.len(), 4);
        assert_eq!(out.refused.len(), 1);
    }
    let names: Vec<String> = (0..60).map(|n| format!("f{n}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"x".as_slice())).collect();
    assert_eq!(unpack(vec![source("x", zip_of(&files))], &SMALL).sources.len(), 50);
    let deep = gz(&gz(&gz(b"a=1")));
    assert_eq!(paths(vec![source("x", deep)]).0.len(), 0);
}

#[test]
fn what_is_cut_off_gives_what_came_before() {
    let whole = tar_of(TWO);
    let out = unpack(vec![source("x.tar", whole[..1200].to_vec())], &SMALL);
    assert_eq!(out.sources.len(), 1);
    assert_eq!(out.refused.len(), 1);
    // Cut exactly between two files: nothing is broken but the missing end.
    let out = unpack(vec![source("x.tar", whole[..1024].to_vec())], &SMALL);
    assert_eq!((out.sources.len(), out.refused.len()), (1, 1));
    for bytes in [gz(&whole), zip_of(TWO), whole] {
        for cut in (0..bytes.len()).step_by(7) {
            let _ = unpack(vec![source("x", bytes[..cut].to_vec())], &SMALL);
        }
    }
}

/// What a folder or a file is called is told in reports: a login in it is not.
#[test]
fn a_secret_in_a_path_is_covered() {
    let brought = vec![
        source("f/root:hunter2@k9/conf/kylin.properties", b"a=b\n".to_vec()),
        source("f/k1/password=first1.txt", b"a\n".to_vec()),
        source("f/k1/password=second2.txt", b"b\n".to_vec()),
        source("f/k1/conf/kylin.properties", b"a=b\n".to_vec()),
    ];
    let (read, _) = paths(brought);
    let told = read.join("\n");
    for secret in ["hunter2", "first1", "second2"] {
        assert!(!told.contains(secret), "{told}");
    }
    assert!(read.contains(&"f/k1/conf/kylin.properties".to_owned()), "{told}");
    assert_eq!(read.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "{told}");
}
