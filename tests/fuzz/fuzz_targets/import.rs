//! A file that is taken into a real ledger: taken or refused, the ledger is sound afterwards.
#![no_main]

use std::fs;
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use reskontra::desk::clock::Clock;
use reskontra::desk::config::Config;
use reskontra::desk::{Desk, Face, ImportOptions, Watch};
use reskontra::domain::date::Date;
use reskontra::domain::ledger::{CompanySize, LedgerFacts};
use reskontra::domain::money::Currency;
use reskontra_fuzz::{ENGLISH, answer};

const CUSTOMERS: &str = "customer_no,name,account\n100,Alpha AS,12345678903\n200,Beta,\n";
const INVOICES: &str = "invoice_no,customer_no,issue_date,due_date,amount,currency,kid\n\
    1001,100,2026-10-01,2026-10-15,1000.00,NOK,0000018\n\
    1002,200,2026-10-01,2026-10-15,500.00,EUR,\n";

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let facts = LedgerFacts {
        company: "Z".to_owned(),
        country: "NO".to_owned(),
        currency: Currency::NOK,
        org_no: None,
        accounts: Vec::new(),
        size: CompanySize::Small,
    };
    let clock = Clock::fixed(Date::from_str("2026-11-22").unwrap());
    let face = Face::CommandLine;
    let config = Config::default();
    let mut desk = Desk::create(&path("ledger"), facts, config, clock, face).unwrap();
    fs::write(path("customers"), CUSTOMERS).unwrap();
    fs::write(path("invoices"), INVOICES).unwrap();
    fs::write(path("file"), bytes).unwrap();
    let options = ImportOptions {
        keep_going: true,
        test_files: true,
        ..ImportOptions::default()
    };
    // The second time it is all there already.
    let files = ["customers", "invoices", "file", "file"].map(path);
    let report = desk.import(&files, options, &Watch::new()).unwrap();
    for fault in report.files.iter().flat_map(|file| &file.faults) {
        answer::is_told(&ENGLISH, fault);
    }
    let findings = desk.doctor(&Watch::new()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
});
