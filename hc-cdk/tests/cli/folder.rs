//! What may be in the output folder: what a run of ours wrote, and nothing else.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::Command,
};

use super::{Place, failed, succeeded};

/// Runs into the folder, and expects that it is refused and stays as it is.
#[track_caller]
fn refused(place: &Place, folder: &str, why: &str) {
    let before = tree(&place.0);
    let text = failed(&place.run(1, &["--out", folder]));
    assert!(text.contains(why) && text.contains("\n  help: ") && text.ends_with("nothing was written\n"), "{text}");
    assert_eq!(tree(&place.0), before);
}

fn tree(folder: &Path) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let data = fs::symlink_metadata(entry.path()).unwrap();
        found.push((entry.path().display().to_string(), if data.is_file() { data.len() } else { 0 }));
        if data.is_dir() {
            found.extend(tree(&entry.path()));
        }
    }
    found.sort();
    found
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_mark_of_somebody_else_is_none() {
    let place = Place::new("other-mark");
    for (name, mark) in
        [("empty", ""), ("text", "notes of mine\n"), ("quoted", "> This folder is an output of hc-cdk.\n")]
    {
        fs::create_dir(place.0.join(name)).unwrap();
        fs::write(place.0.join(name).join(".hc-cdk"), mark).unwrap();
        refused(&place, name, "holds files that are not an output of this program");
    }
    fs::create_dir_all(place.0.join("folder/.hc-cdk")).unwrap();
    refused(&place, "folder", "holds files that are not an output of this program");
    fs::create_dir(place.0.join("link")).unwrap();
    std::os::unix::fs::symlink("../text/.hc-cdk", place.0.join("link/.hc-cdk")).unwrap();
    refused(&place, "link", "holds files that are not an output of this program");
}

#[test]
fn what_no_run_wrote_is_not_lost() {
    let place = Place::new("among");
    succeeded(&place.run(1, &["--out", "out"]));
    let out = place.0.join("out");
    for (make, name) in [
        (|it: &Path| fs::write(it, "precious").unwrap(), "outputs.json"),
        (|it: &Path| fs::write(it, "precious").unwrap(), "stack7.txt"),
        (|it: &Path| fs::create_dir(it).unwrap(), "notes"),
        (|it: &Path| std::os::unix::fs::symlink("stack0.txt", it).unwrap(), "link"),
        (fifo, "pipe"),
    ] as [(fn(&Path), &str); 5]
    {
        make(&out.join(name));
        refused(&place, "out", &format!("out` holds `{name}`, which no run wrote"));
        fs::remove_file(out.join(name)).or_else(|_| fs::remove_dir(out.join(name))).unwrap();
    }
    fs::remove_file(out.join("stack0.txt")).unwrap();
    fs::create_dir(out.join("stack0.txt")).unwrap();
    refused(&place, "out", "holds `stack0.txt`");
    fs::remove_dir(out.join("stack0.txt")).unwrap();
    succeeded(&place.run(1, &["--out", "out"]));
}

#[test]
fn only_the_locks_of_the_cdk_command_line_are_locks() {
    let place = Place::new("no-locks");
    for name in ["Cargo.lock", "read.me.lock", "read.1.x.lock", "data.lock", "synth.lock/x"] {
        let folder = place.0.join("locked");
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), "precious").unwrap();
        refused(&place, "locked", "holds files that are not an output of this program");
        fs::remove_dir_all(folder).unwrap();
    }
    fs::create_dir(place.0.join("piped")).unwrap();
    fifo(&place.0.join("piped/synth.lock"));
    refused(&place, "piped", "holds files that are not an output of this program");
}

#[test]
fn a_file_that_was_changed_by_hand_is_said() {
    let place = Place::new("by-hand");
    succeeded(&place.run(3, &[]));
    let write = |name: &str, text: &str| fs::write(place.0.join("cdk.out").join(name), text).unwrap();
    let same = fs::read_to_string(place.0.join("cdk.out/stack0.txt")).unwrap();
    write("stack0.txt", &same);
    write("stack1.txt", &"x".repeat(fs::read(place.0.join("cdk.out/stack1.txt")).unwrap().len()));
    write("stack2.txt", "longer or shorter");
    let note = |name: &str| format!("note: `{name}` was changed by hand after the run that wrote it");
    let text = succeeded(&place.run(3, &["diff"]));
    assert!(text.contains(&note("stack1.txt")) && !text.contains(&note("stack0.txt")), "{text}");
    let text = succeeded(&place.run(3, &[]));
    assert!(text.contains(&note("stack1.txt")) && text.contains(&note("stack2.txt")), "{text}");
    assert!(!text.contains(&note("stack0.txt")), "{text}");
    assert!(!succeeded(&place.run(3, &[])).contains("by hand"));
}

#[test]
fn an_old_mark_speaks_for_what_bears_the_name_of_its_stacks() {
    let place = Place::new("old");
    succeeded(&place.run(2, &["--out", "out"]));
    let mark = "This folder is an output of hc-cdk. Every run replaces it as a whole, with whatever else was put into it.\n\
                system paper\nstack stack0 paper\nstack stack1 paper\n";
    fs::write(place.0.join("out/.hc-cdk"), mark).unwrap();
    fs::write(place.0.join("out/mine.txt"), "precious").unwrap();
    refused(&place, "out", "which does not say whether a run wrote `mine.txt`");
    fs::remove_file(place.0.join("out/mine.txt")).unwrap();
    succeeded(&place.run(1, &["--out", "out"]));
    assert_eq!(place.files("out").into_keys().collect::<Vec<_>>(), [".hc-cdk", "stack0.txt"]);
}

#[test]
fn mode_and_owner_of_a_folder_stay() {
    let place = Place::new("mode");
    for mode in [0o700, 0o755, 0o750, 0o2775, 0o555] {
        let out = place.0.join("out");
        let _ = fs::create_dir(&out);
        fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        // Only the superuser can give a folder away.
        let given = std::os::unix::fs::chown(&out, Some(12345), Some(12346)).is_ok();
        fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        succeeded(&place.run(1, &["--out", "out"]));
        let now = fs::metadata(&out).unwrap();
        assert_eq!(now.mode() & 0o7777, mode, "{mode:o}");
        assert!(!given || (now.uid(), now.gid()) == (12345, 12346));
        fs::set_permissions(out.join("stack0.txt"), fs::Permissions::from_mode(0o640)).unwrap();
        succeeded(&place.run(1, &["--out", "out"]));
        assert_eq!(fs::metadata(out.join("stack0.txt")).unwrap().mode() & 0o777, 0o640);
        assert_eq!(place.names(), ["out"]);
        fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let place = Place::new("pipes");
    succeeded(&place.run(1, &[]));
    fifo(&place.0.join("cdk.out/broken"));
    let text = failed(&place.run(1, &["diff"]));
    assert!(text.contains("cannot read `cdk.out/broken`: it is not a regular file"), "{text}");
    fs::remove_file(place.0.join("cdk.out/broken")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", place.0.join("cdk.out/broken")).unwrap();
    let text = failed(&place.run(1, &["diff"]));
    assert!(text.contains("it is not a regular file"), "{text}");
    fs::remove_file(place.0.join("cdk.out/broken")).unwrap();
    fs::File::create(place.0.join("cdk.out/broken")).unwrap().set_len(1 << 40).unwrap();
    let text = failed(&place.run(1, &["diff"]));
    assert!(text.contains("it has more than 1073741824 bytes"), "{text}");
    fs::remove_file(place.0.join("cdk.out/broken")).unwrap();
    // The mark itself, what the deployed stacks said, and what looks like a leftover of a killed run.
    fs::remove_file(place.0.join("cdk.out/.hc-cdk")).unwrap();
    fifo(&place.0.join("cdk.out/.hc-cdk"));
    fifo(&place.0.join(".cdk.out.1.0.new"));
    assert!(failed(&place.run(1, &["diff"])).contains("holds files that are not an output of this program"));
    refused(&place, "cdk.out", "holds files that are not an output of this program");
    succeeded(&place.run(1, &["--out", "other"]));
    for file in [".cdk.out.1.0.new", "/dev/zero"] {
        assert!(failed(&place.run(1, &["--outputs", file])).contains("it is not a regular file"));
    }
}

#[test]
fn a_mark_cannot_move_the_cursor() {
    let place = Place::new("escapes");
    succeeded(&place.run(1, &[]));
    let mark = fs::read_to_string(place.0.join("cdk.out/.hc-cdk")).unwrap();
    let mark = mark.replace("stack stack0 paper", "stack gone\u{1b}[2J\u{202e} pa\rper");
    fs::write(place.0.join("cdk.out/.hc-cdk"), mark).unwrap();
    for arguments in [&["diff"][..], &[]] {
        let text = succeeded(&place.run(1, arguments));
        assert!(text.contains("gone\\u{1b}[2J\\u{202e}"), "{text}");
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
    }
    let text = failed(&place.run(1, &["explain", "\u{1b}[31m"]));
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let text = String::from_utf8(place.run(1, &["\u{1b}[31m"]).stderr).unwrap();
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn names_of_folders_and_files_are_shown_and_not_obeyed() {
    let place = Place::new("names");
    let hostile = "x\u{1b}[2J\nnote: all is well";
    succeeded(&place.run(1, &["--out", hostile]));
    let text = succeeded(&place.run(1, &["diff"]));
    assert!(text.contains("there are outputs of this program beside it") && !text.contains("\nnote: all is"), "{text}");
    succeeded(&place.run(1, &[]));
    fs::write(place.0.join("cdk.out").join(hostile), "mine").unwrap();
    refused(&place, "cdk.out", "holds `x\\u{1b}[2J\\u{a}note: all is well`, which no run wrote");
    let bytes = std::os::unix::ffi::OsStrExt::from_bytes(b"a\xffb");
    let output = place.command(1, &["--out"]).arg::<&std::ffi::OsStr>(bytes).output().unwrap();
    assert!(failed(&output).contains("its name is no text in UTF-8"));
}

#[test]
fn what_deployed_stacks_said_is_read_with_a_mark_of_its_encoding_and_not_if_it_is_said_twice() {
    let place = Place::new("said");
    fs::write(place.0.join("marked"), "\u{feff}{\"a\": {\"b\": \"1\"}}").unwrap();
    succeeded(&place.run(1, &["--outputs", "marked"]));
    fs::write(place.0.join("twice"), "{\"a\": {\"b\": \"1\", \"b\": \"2\"}}").unwrap();
    assert!(failed(&place.run(1, &["--outputs", "twice"])).contains("`b` is there twice"));
}

#[test]
fn what_looks_like_a_leftover_and_is_none_stays() {
    let place = Place::new("no-leftover");
    succeeded(&place.run(1, &["--out", "out"]));
    for name in [".cdk.out.1.0.new", ".cdk.out.2.0.new", ".cdk.out.3.0.new"] {
        fs::create_dir(place.0.join(name)).unwrap();
        fs::copy(place.0.join("out/.hc-cdk"), place.0.join(name).join(".hc-cdk")).unwrap();
    }
    fs::write(place.0.join(".cdk.out.1.0.new/notes"), "precious").unwrap();
    fs::remove_file(place.0.join(".cdk.out.2.0.new/.hc-cdk")).unwrap();
    fs::write(place.0.join(".cdk.out.2.0.new/stack0.txt"), "precious").unwrap();
    // This one was killed while it wrote.
    fs::write(place.0.join(".cdk.out.3.0.new/stack0.txt"), "sta").unwrap();
    succeeded(&place.run(1, &[]));
    assert_eq!(place.names(), [".cdk.out.1.0.new", ".cdk.out.2.0.new", "cdk.out", "out"]);
}
