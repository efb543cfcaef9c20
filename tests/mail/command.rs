//! The mail command: what it makes of a message, and what is known afterwards.

use std::fs;
use std::time::Duration;

use reskontra::letters::carrier::Carrier;
use reskontra::letters::command::hand_over;
use reskontra::letters::delivery::{Delivery, Whom};

use crate::sending::{LONG, email, large};

#[test]
fn a_command_reads_the_message_and_its_exit_code_tells() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.eml");
    let message = large("ase@kunde.example", "c@nordlys.example");
    let delivery = hand_over(&format!("cat > '{}'", file.display()), &message, LONG);
    assert!(matches!(delivery, Delivery::Sent { .. }), "{delivery:?}");
    assert_eq!(fs::read(&file).unwrap(), message.bytes());

    let message = email("ase@kunde.example", "c@nordlys.example");
    for (command, permanent, whom, answer) in [
        (
            "cat >/dev/null; echo first >&2; echo second >&2; exit 1",
            true,
            Whom::Server,
            "first",
        ),
        ("exit 67", true, Whom::Recipient, "exit code 67"),
        ("exit 75", false, Whom::Server, "exit code 75"),
        ("echo no >&2; exit 77", true, Whom::Login, "no"),
    ] {
        assert_eq!(
            hand_over(command, &message, LONG),
            Delivery::Refused {
                answer: answer.to_owned(),
                permanent,
                whom
            },
            "{command}"
        );
    }
    let delivery = hand_over("/no/such/program", &message, LONG);
    assert!(
        matches!(delivery, Delivery::NotReached { .. }),
        "{delivery:?}"
    );
}

#[test]
fn a_command_of_which_nothing_is_known_leaves_the_message_in_doubt() {
    let message = email("ase@kunde.example", "c@nordlys.example");
    for command in ["sleep 60", "cat >/dev/null; kill -9 $$"] {
        let delivery = hand_over(command, &message, Duration::from_secs(2));
        assert!(
            matches!(delivery, Delivery::InDoubt { .. }),
            "{command}: {delivery:?}"
        );
    }
    // It says yes without having read what it was to send.
    let delivery = hand_over("true", &large("a@b.example", "c@nordlys.example"), LONG);
    assert!(matches!(delivery, Delivery::InDoubt { .. }), "{delivery:?}");
}

#[test]
fn a_folder_holds_each_message_once_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let drafts = folder.path().join("drafts");
    let mut carrier = Carrier::Folder(drafts.clone());
    let message = email("ase@kunde.example", "17.3f@nordlys.example");
    // A folder that is missing is not made: nobody would send from it.
    assert!(carrier.open().is_err());
    assert!(!drafts.exists());
    fs::create_dir(&drafts).unwrap();
    for _ in 0..2 {
        let delivery = carrier.carry(&message);
        let path = drafts.join("17-3f-nordlys-example.eml");
        assert_eq!(
            delivery,
            Delivery::Sent {
                answer: path.display().to_string()
            }
        );
        assert_eq!(fs::read(path).unwrap(), message.bytes());
    }
    assert_eq!(fs::read_dir(&drafts).unwrap().count(), 1);
    let mut carrier = Carrier::Folder(drafts.join("17-3f-nordlys-example.eml"));
    let delivery = carrier.carry(&message);
    assert!(
        matches!(delivery, Delivery::NotReached { .. }),
        "{delivery:?}"
    );
}
