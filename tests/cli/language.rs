//! The language of the command line: who chooses it, what it reaches, and that no script ever meets it.

use crate::support::{Ran, World, ran};

/// Runs with these variables of the environment and none of the others that choose a language.
fn speaking(world: &World, environment: &[(&str, &str)], args: &[&str]) -> Ran {
    let mut command = world.command();
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    command.args(["--today", &world.today]).args(args);
    ran(command)
}

const NORWEGIAN: &str = "reskontra: Faktura 4711 finnes ikke.\n";
const ENGLISH: &str = "reskontra: There is no invoice 4711.\n";

#[test]
fn the_settings_choose_the_language_then_the_environment_then_it_is_english() {
    let world = World::with_book();
    let ask = ["promise", "4711", "--date", "2026-12-01"];
    for (settings, environment, says) in [
        ("", &[][..], ENGLISH),
        ("", &[("LANG", "nb_NO.UTF-8")], NORWEGIAN),
        ("", &[("LANG", "no_NO")], NORWEGIAN),
        ("", &[("LANG", "nn_NO.UTF-8")], NORWEGIAN),
        ("", &[("LANG", "nb_NO"), ("LC_ALL", "C")], ENGLISH),
        (
            "",
            &[("LANG", "en_GB"), ("LC_MESSAGES", "nb_NO")],
            NORWEGIAN,
        ),
        (
            "",
            &[("LC_MESSAGES", "en_GB"), ("LC_ALL", "nb_NO")],
            NORWEGIAN,
        ),
        ("", &[("LANG", "xx_XX.UTF-8")], ENGLISH),
        ("locale = \"\"", &[("LANG", "nb_NO.UTF-8")], NORWEGIAN),
        ("locale = \"nb\"", &[("LC_ALL", "C")], NORWEGIAN),
        ("locale = \"no\"", &[], NORWEGIAN),
        ("locale = \"en\"", &[("LANG", "nb_NO.UTF-8")], ENGLISH),
    ] {
        world.write("settings.toml", settings);
        let ran = speaking(&world, environment, &ask);
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (1, says),
            "{settings} {environment:?}"
        );
    }
}

#[test]
fn help_and_wrong_use_are_told_in_the_users_language() {
    let world = World::with_book();
    world.write("norsk.toml", "locale = \"nb\"\n");
    let help = speaking(&world, &[("LANG", "nb_NO.UTF-8")], &["aging", "--help"]);
    assert_eq!(help.code, 0);
    for words in [
        "Aldersfordelingen",
        "Bruk: reskontra aging",
        "Valg:",
        "[ett av: table, csv, json]",
        "Vis hjelp",
    ] {
        assert!(help.out.contains(words), "{words}: {}", help.out);
    }
    for english in ["Usage", "Options:", "Print", "possible values"] {
        assert!(!help.out.contains(english), "{english}: {}", help.out);
    }
    let all = world.run(&["--config", "norsk.toml", "--help"]);
    assert!(all.out.contains("Kommandoer:"), "{}", all.out);
    for (args, says) in [
        (&["aging", "--bogus"][..], "«--bogus» er ikke kjent her."),
        (&["aging", "--format", "xml"], "kan ikke være «xml»"),
        (&["agin"], "Kommandoen «agin» finnes ikke. Mente du aging?"),
        (&["lock"], "Dette mangler: <date>."),
        (&["lock", "31.13.2026"], "«31.13.2026» er ingen dato"),
    ] {
        let mut args = args.to_vec();
        args.extend(["--config", "norsk.toml"]);
        let err = world.misused(&args);
        assert!(err.contains(says), "{args:?}: {err}");
    }
}

#[test]
fn a_table_is_in_the_users_language_and_dates_are_read_as_he_writes_them() {
    let world = World::with_book();
    world.write("settings.toml", "locale = \"nb\"\n");
    let table = world.done(&["aging", "--as-of", "31.10.2026"]);
    for words in ["Ikke forfalt", "Uplassert", "Sum", "Avstemming NOK: kunder"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let locked = world.done(&["lock", "31.10.2026"]);
    assert!(
        locked.contains("perioden sperret til og med 31.10.2026"),
        "{locked}"
    );
    let log = world.done(&["log"]);
    assert!(log.contains("periode sperret"), "{log}");
}

#[test]
fn what_scripts_read_is_the_same_in_every_language() {
    let world = World::with_book();
    let payments = "payment_id,booking_date,amount,currency,kid,text,debtor_name\n\
        p1,2026-11-20,100.00,NOK,,faktura 4711,Kari Nordmann\n\
        p2,2026-11-20,77.00,NOK,12345,x,Ola\n";
    world.write("payments.csv", payments);
    world.write("faulty.csv", payments.replace("77.00", "7,,7"));
    world.done(&["import", "payments.csv"]);
    world.receipt("50.00", &[]);
    world.write("norsk.toml", "locale = \"nb\"\n");
    for args in [
        &["aging"][..],
        &["customer", "list"],
        &["customer", "show", "1042"],
        &["log"],
        &["keys"],
        &["lines", "--all"],
        &["bank"],
        &["account"],
        &["unapplied"],
        &["learned"],
        &["learned", "--patterns"],
        &["rules", "list"],
        &["match"],
        &["match", "--explain", "p1"],
        &["doctor"],
        &["import", "faulty.csv", "--dry-run"],
        &["setaside", "p2", "--reason", "x", "--dry-run"],
        &["lock", "2026-10-31", "--dry-run"],
    ] {
        for format in ["json", "csv"] {
            let run = |settings: &str| {
                let mut args = args.to_vec();
                args.extend(["--format", format, "--config", settings]);
                world.run(&args)
            };
            world.write("english.toml", "locale = \"en\"\n");
            let (english, norwegian) = (run("english.toml"), run("norsk.toml"));
            // Where the settings lie is said by the doctor.
            let out = norwegian.out.replace("norsk.toml", "english.toml");
            assert_eq!(
                (english.code, &english.out),
                (norwegian.code, &out),
                "{args:?} {format}"
            );
        }
    }
}
