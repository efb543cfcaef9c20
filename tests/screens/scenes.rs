//! The screens that are looked at, and how to get there by keys.

use std::path::PathBuf;

use reskontra::desk::job::Progress;
use reskontra::desk::{Did, ImportOptions};
use reskontra::domain::credit::Verdict;
use reskontra::domain::id::EntryId;
use reskontra::domain::intake::{Fault, Problem};
use reskontra::domain::money::{Minor, Money};
use reskontra::domain::outbox::Stand;
use reskontra::domain::refusal::{CollectingRefusal, Refusal};
use reskontra::reports::import::{FileReport, ImportReport};
use reskontra::tui::msg::{Msg, Reply, Request};
use reskontra::tui::overlays::listing::Listing;

use crate::crediting;
use crate::ledger::{NOK, book, charged};
use crate::mapping::{name_columns, unknown};
use crate::posting::dispatch;
use crate::screen::{Screen, key, press, presses, type_in};

/// A screen by name, and how to get there.
pub type Scene = (&'static str, fn(&mut Screen));

pub const SCENES: &[Scene] = &[
    ("today", |_| {}),
    ("today_oldest", |screen| press(screen, "next-part")),
    ("today_credit", |screen| {
        screen.reply(Reply::CreditLook(Box::new(crediting::look())));
        press(screen, "last");
    }),
    ("today_setup", |screen| screen.reply(crediting::empty())),
    ("credit_tab", |screen| crediting::credit_tab(screen)),
    ("credit_answer", |screen| {
        crediting::ask(screen, "20000", Verdict::Hold);
    }),
    ("credit_check_form", |screen| {
        presses(
            screen,
            &[
                "customers",
                "down",
                "down",
                "put-on-record",
                "down",
                "choose",
            ],
        );
    }),
    ("credit_override_form", |screen| {
        crediting::ask(screen, "20000", Verdict::Hold);
        press(screen, "pass-over");
    }),
    ("credit_records", |screen| {
        presses(screen, &["customers", "down", "put-on-record"]);
    }),
    ("report_holds", |screen| {
        crediting::report(screen, Listing::Holds);
    }),
    ("report_warnings", |screen| {
        crediting::report(screen, Listing::Warnings);
    }),
    ("report_overrides", |screen| {
        crediting::report(screen, Listing::Overrides);
    }),
    ("report_setup", |screen| {
        crediting::report(screen, Listing::Setup);
    }),
    ("reports", |screen| press(screen, "reports")),
    ("customers", |screen| press(screen, "customers")),
    ("customers_card", |screen| {
        presses(screen, &["customers", "down", "open"]);
    }),
    ("customers_document", |screen| {
        presses(screen, &["customers", "down", "open", "open"]);
    }),
    ("customers_timeline", |screen| {
        presses(screen, &["customers", "down", "open", "next-part"]);
    }),
    ("customers_profile", |screen| {
        presses(screen, &["customers", "down", "edit-customer"]);
    }),
    ("customers_notes", |screen| {
        presses(screen, &["customers", "down", "open", "previous-part"]);
    }),
    ("customers_new", |screen| {
        presses(screen, &["customers", "new-customer"]);
        screen.reply(Reply::NextNumber("1100".into()));
    }),
    ("customers_edit", |screen| {
        presses(
            screen,
            &["customers", "down", "edit-customer", "edit-customer"],
        );
    }),
    ("customers_erase", |screen| {
        presses(screen, &["customers", "down", "erase-customer"]);
        let Some(Request::BooksNeed(customer)) = screen.asked.pop() else {
            panic!("nothing was asked for")
        };
        let until = Some(crate::ledger::day("2031-12-31"));
        screen.reply(Reply::BooksNeed { customer, until });
    }),
    ("customers_merge", |screen| {
        presses(screen, &["customers", "down", "merge-customer"]);
    }),
    ("customers_filtered", |screen| {
        presses(screen, &["customers", "filter"]);
        type_in(screen, "late:>0 bygg");
        press(screen, "choose");
    }),
    ("customers_filtering_badly", |screen| {
        presses(screen, &["customers", "filter"]);
        type_in(screen, "late:>x");
    }),
    ("customers_marked", |screen| {
        presses(screen, &["customers", "mark", "mark", "sort"]);
    }),
    ("aging", |screen| press(screen, "aging")),
    ("aging_filtered", |screen| {
        presses(screen, &["aging", "filter"]);
        type_in(screen, "late:>0");
        presses(screen, &["choose", "sort"]);
    }),
    ("aging_items", |screen| {
        presses(screen, &["aging", "down", "open"]);
    }),
    ("aging_document", |screen| {
        presses(screen, &["aging", "down", "down", "open", "open"]);
    }),
    ("aging_by_issue_as_of", |screen| {
        presses(screen, &["aging", "age-by", "as-of"]);
        key(screen, "ctrl-u");
        type_in(screen, "31.10.2026");
        press(screen, "choose");
    }),
    ("aging_as_of_form", |screen| {
        presses(screen, &["aging", "as-of"]);
    }),
    ("reminders", |screen| press(screen, "reminders")),
    ("reminders_items", |screen| {
        at(screen, "Nordlys");
        press(screen, "open");
    }),
    ("reminders_letter", |screen| at(screen, "Nordlys")),
    ("reminders_notice", |screen| at(screen, "Tind")),
    ("reminders_hand_over", |screen| at(screen, "to Kredinor")),
    ("reminders_call", |screen| at(screen, "since")),
    ("reminders_take_back", |screen| at(screen, "sent 18 Nov")),
    ("reminders_group", |screen| at(screen, "collection notice")),
    ("reminders_paused", |screen| {
        at(screen, "paused");
        press(screen, "open");
        crate::reminding::go_to(screen, "disputed to");
    }),
    ("reminders_coming", |screen| {
        at(screen, "coming");
        presses(screen, &["open", "down"]);
    }),
    ("reminders_empty", |screen| {
        press(screen, "reminders");
        screen.reply(crate::queue::empty());
    }),
    ("reminders_warned", |screen| {
        at(screen, "Nordlys");
        screen.reply(crate::queue::warned());
    }),
    ("reminders_marked", |screen| {
        at(screen, "friendly reminder (1)");
        press(screen, "mark-stage");
    }),
    ("reminders_why", |screen| {
        at(screen, "Nordlys");
        press(screen, "why");
    }),
    ("reminders_send", |screen| {
        at(screen, "Vik");
        press(screen, "record-sent");
    }),
    ("reminders_send_blocked", |screen| {
        at(screen, "Nordlys");
        press(screen, "record-sent");
    }),
    ("reminders_dry_run", |screen| {
        press(screen, "reminders");
        screen.reply(Reply::WouldRemind(crate::queue::reminded()));
    }),
    ("reminders_promise_form", |screen| {
        at(screen, "Vik");
        press(screen, "promise");
    }),
    ("reminders_pause_form", |screen| {
        at(screen, "Vik");
        press(screen, "pause");
    }),
    ("reminders_extend_form", |screen| {
        at(screen, "Vik");
        press(screen, "extend");
        type_in(screen, "+60");
        press(screen, "choose");
        screen.reply(Reply::Refused(CollectingRefusal::NoExtensions.into()));
    }),
    ("reminders_extend", |screen| {
        at(screen, "Vik");
        screen.reply(crate::queue::granted());
    }),
    ("reminders_plan_form", |screen| {
        at(screen, "Vik");
        press(screen, "plan");
    }),
    ("reminders_plan", |screen| {
        at(screen, "Vik");
        press(screen, "plan");
        type_in(screen, "3");
        press(screen, "choose");
        type_in(screen, "1.12");
        presses(screen, &["choose", "choose", "choose"]);
        let Some(Request::Rehearse(command)) = screen.asked.pop() else {
            panic!("nothing was asked for")
        };
        screen.reply(crate::queue::planned(*command));
    }),
    ("reminders_waive_form", |screen| {
        at(screen, "Nordlys");
        screen.reply(Reply::Card(Box::new(charged())));
        press(screen, "waive");
    }),
    ("reminders_hand_over_form", |screen| {
        at(screen, "to Kredinor");
        press(screen, "hand-over");
    }),
    ("reminders_skip_form", |screen| {
        at(screen, "Vik");
        press(screen, "skip");
    }),
    ("reminders_call_form", |screen| {
        at(screen, "since");
        press(screen, "call");
    }),
    ("reminders_bankrupt_form", |screen| {
        at(screen, "Vik");
        press(screen, "bankrupt");
    }),
    ("reminders_end_form", |screen| {
        at(screen, "paused");
        press(screen, "open");
        crate::reminding::go_to(screen, "promised 27 Nov");
        press(screen, "end-pause");
    }),
    ("reminders_take_back_question", |screen| {
        at(screen, "sent 18 Nov");
        press(screen, "take-back");
    }),
    ("reminders_to_waive", |screen| {
        press(screen, "reminders");
        screen.reply(Reply::Queue(Box::new(crate::charging::left_over())));
        crate::reminding::go_to(screen, "left over");
    }),
    ("reminders_waive_question", |screen| {
        press(screen, "reminders");
        screen.reply(Reply::Queue(Box::new(crate::charging::left_over())));
        crate::reminding::go_to(screen, "to waive (2)");
        press(screen, "take-back");
    }),
    ("reminders_no_fee_form", |screen| {
        at(screen, "Nordlys");
        press(screen, "no-fee");
    }),
    ("reminders_no_fee", |screen| {
        at(screen, "Nordlys");
        press(screen, "no-fee");
        type_in(screen, "our own slip");
        press(screen, "choose");
    }),
    ("reminders_law_missing", |screen| {
        press(screen, "reminders");
        screen.reply(crate::telling::law_missing());
        crate::reminding::go_to(screen, "the law's figure is missing");
    }),
    ("reminders_undone", |screen| {
        at(screen, "Tind");
        screen.reply(crate::telling::without_vik());
        screen.reply(crate::telling::letter_voided("Vik Regnskap DA"));
    }),
    ("reminders_rules_at_fault", |screen| {
        press(screen, "reminders");
        screen.reply(crate::telling::too_high());
    }),
    ("matching", |screen| press(screen, "matching")),
    ("matching_second", |screen| {
        presses(screen, &["matching", "down"]);
    }),
    ("matching_split", |screen| {
        presses(
            screen,
            &[
                "matching",
                "down",
                "toggle-item",
                "down",
                "toggle-item",
                "down",
                "toggle-item",
            ],
        );
    }),
    ("matching_unexplained", |screen| {
        presses(screen, &["matching", "last"]);
    }),
    ("matching_posted", |screen| {
        presses(screen, &["matching", "next-list"]);
    }),
    ("matching_posted_undo", |screen| {
        presses(screen, &["matching", "next-list", "down", "undo"]);
    }),
    ("matching_aside", |screen| {
        presses(screen, &["matching", "next-list", "next-list"]);
    }),
    ("matching_money", |screen| {
        presses(screen, &["matching", "next-list", "next-list", "next-list"]);
        presses(screen, &["down", "toggle-item"]);
    }),
    ("matching_refund", |screen| {
        presses(screen, &["matching", "next-list", "next-list", "next-list"]);
        press(screen, "down");
    }),
    ("matching_credit", |screen| {
        presses(screen, &["matching", "down", "down", "down", "toggle-item"]);
        presses(screen, &["down", "down", "toggle-item"]);
    }),
    ("matching_shared", |screen| {
        presses(
            screen,
            &["matching", "down", "toggle-item", "find-customer"],
        );
        type_in(screen, "10219");
        presses(screen, &["choose", "toggle-item"]);
    }),
    ("matching_together", |screen| {
        presses(
            screen,
            &["matching", "down", "mark-receipt", "mark-receipt"],
        );
    }),
    ("matching_write_off", |screen| {
        presses(screen, &["matching", "down", "down", "down", "toggle-item"]);
        press(screen, "write-off");
    }),
    ("matching_written_off", |screen| {
        presses(screen, &["matching", "down", "down", "down", "toggle-item"]);
        presses(screen, &["write-off", "up", "up", "up", "choose"]);
    }),
    ("matching_foreign", |screen| {
        presses(screen, &["matching", "down", "find-customer"]);
        type_in(screen, "Brekke");
        presses(screen, &["choose", "last", "edit-part"]);
    }),
    ("matching_not_receivable", |screen| {
        presses(screen, &["matching", "last", "not-receivable"]);
    }),
    ("matching_palette", |screen| {
        presses(screen, &["matching", "palette"]);
        type_in(screen, "re");
    }),
    ("matching_why", |screen| {
        presses(screen, &["matching", "down", "why"]);
    }),
    ("matching_find_customer", |screen| {
        presses(screen, &["matching", "find-customer"]);
        type_in(screen, "ode");
    }),
    ("matching_certain", |screen| {
        presses(screen, &["matching", "accept-certain"]);
    }),
    ("matching_done", |screen| {
        presses(screen, &["matching", "down", "accept"]);
        answer_act(screen);
    }),
    ("reminders_preview", |screen| {
        at(screen, "Vik");
        press(screen, "preview");
    }),
    ("reminders_letter_whole", |screen| {
        at(screen, "Tind");
        press(screen, "read-letter");
    }),
    ("reminders_letter_whole_end", |screen| {
        at(screen, "Tind");
        presses(screen, &["read-letter", "last"]);
    }),
    ("outbox", |screen| presses(screen, &["reminders", "outbox"])),
    ("outbox_failed", |screen| {
        presses(screen, &["reminders", "outbox", "down"]);
    }),
    ("outbox_print", |screen| {
        presses(screen, &["reminders", "outbox", "print-queued"]);
    }),
    ("outbox_send", |screen| {
        presses(screen, &["reminders", "outbox"]);
        let queued = dispatch(4, 3, Stand::Queued, "");
        screen.reply(Reply::Outbox(vec![queued]));
        press(screen, "send-queued");
    }),
    ("outbox_resend", |screen| {
        presses(screen, &["reminders", "outbox", "retry"]);
    }),
    ("outbox_copy", |screen| {
        presses(screen, &["reminders", "outbox", "show-copy"]);
    }),
    ("sending", |screen| {
        presses(screen, &["reminders", "outbox"]);
        let queued = dispatch(4, 3, Stand::Queued, "");
        screen.reply(Reply::Outbox(vec![queued]));
        presses(screen, &["send-queued", "yes"]);
        screen.send(Msg::Progress(Progress {
            what: "sending",
            done: 3,
            total: 40,
        }));
    }),
    ("today_in_doubt", |screen| {
        let mut overview = crate::ledger::overview();
        overview.outbox.in_doubt = 2;
        overview.outbox.failed = 1;
        screen.reply(Reply::Overview(overview, crate::ledger::first_look()));
    }),
    ("customers_letters", |screen| {
        presses(screen, &["customers", "down", "open", "letters"]);
    }),
    ("customers_statement", |screen| {
        presses(screen, &["customers", "down", "open", "statement"]);
    }),
    ("customers_activity", |screen| {
        presses(
            screen,
            &["customers", "down", "open", "statement", "statement-kind"],
        );
    }),
    ("statement_file", |screen| {
        presses(
            screen,
            &["customers", "down", "statement", "save-statement"],
        );
    }),
    ("bank", |screen| press(screen, "bank-lines")),
    ("bank_reversal", |screen| {
        presses(screen, &["bank-lines", "down"]);
    }),
    ("bank_marked", |screen| {
        presses(
            screen,
            &["matching", "bank-lines", "last", "mark", "up", "mark"],
        );
    }),
    ("bank_done", |screen| {
        presses(screen, &["bank-lines", "show-done", "last"]);
    }),
    ("bank_statements", |screen| {
        presses(screen, &["bank-lines", "statements"]);
    }),
    ("bank_pay_out", |screen| {
        presses(screen, &["bank-lines", "down", "pay-out"]);
        screen.reply(crate::bank::rehearsed());
    }),
    ("bank_pay_out_form", |screen| {
        presses(screen, &["bank-lines", "down", "down", "pay-out"]);
    }),
    ("bank_put_away_form", |screen| {
        presses(screen, &["bank-lines", "last", "put-away"]);
    }),
    ("imported_with_lines", |screen| {
        screen.reply(crate::bank::imported());
    }),
    ("import_test_file", |screen| {
        screen.reply(crate::bank::refused(Problem::TestFile));
    }),
    ("import_foreign_account", |screen| {
        screen.reply(crate::bank::refused(crate::bank::foreign()));
    }),
    ("dispute_form", |screen| {
        presses(screen, &["customers", "down", "open", "dispute"]);
    }),
    ("palette", |screen| {
        presses(screen, &["matching", "palette"]);
    }),
    ("palette_narrowed", |screen| {
        presses(screen, &["today", "palette"]);
        type_in(screen, "sort");
    }),
    ("log", |screen| press(screen, "log")),
    ("undo", |screen| press(screen, "undo")),
    ("chooser", |screen| {
        press(screen, "import");
        type_in(screen, "giro");
    }),
    ("importing", |screen| {
        press(screen, "import");
        type_in(screen, "giro-2026-11-22.txt");
        press(screen, "choose");
        screen.send(Msg::Progress(Progress {
            what: "reading",
            done: 41_200,
            total: 95_000,
        }));
    }),
    ("mapping", |screen| screen.reply(unknown())),
    ("mapping_field", |screen| {
        screen.reply(unknown());
        presses(screen, &["down", "name-column"]);
    }),
    ("mapping_named", |screen| {
        screen.reply(unknown());
        name_columns(screen);
    }),
    ("mapping_faulty", |screen| {
        screen.reply(unknown());
        name_columns(screen);
        presses(screen, &["decimal-mark", "decimal-mark", "last"]);
    }),
    ("mapping_customers", |screen| {
        screen.reply(unknown());
        press(screen, "table-kind");
    }),
    ("mapping_palette", |screen| {
        screen.reply(unknown());
        press(screen, "palette");
    }),
    ("kept_mappings", |screen| press(screen, "kept-mappings")),
    ("imported", |screen| screen.reply(imported(0))),
    ("import_refused", |screen| screen.reply(imported(3))),
    ("refused", |screen| {
        press(screen, "aging");
        screen.reply(Reply::Refused(Refusal::ChangedMeanwhile));
    }),
    ("broken", |screen| {
        press(screen, "aging");
        screen.reply(Reply::Broken {
            says: "the ledger could not be read".into(),
            story: vec![
                "the ledger could not be read".into(),
                "disk I/O error".into(),
            ],
        });
    }),
];

/// The queue with the cursor on the row that holds a text.
fn at(screen: &mut Screen, text: &str) {
    crate::reminding::open_at(screen, text);
}

/// The desk did what it was asked for last.
fn answer_act(screen: &mut Screen) {
    let Some(Request::Act { done, .. }) = screen.asked.pop() else {
        panic!("nothing was asked for")
    };
    let did = Did {
        entry: EntryId(9),
        run: EntryId(9),
        command: "settle",
        events: Vec::new(),
    };
    screen.reply(Reply::Did {
        did,
        done,
        book: Box::new(book()),
    });
}

pub fn imported(faults: u64) -> Reply {
    let fault = |line: u64| {
        Fault::at(
            line,
            Problem::NotAnAmount {
                field: "amount".into(),
                value: "12,,0".into(),
            },
        )
    };
    let file = FileReport {
        path: "in/giro-2026-11-22.txt".into(),
        format: "OCR giro".into(),
        new: 150,
        known: 12,
        faults: (0..faults).map(|at| fault(at * 7 + 3)).collect(),
        fault_count: faults,
        sums: vec![Money::new(Minor(412_300_00), NOK)],
        entry: (faults == 0).then_some(EntryId(12)),
        ..FileReport::default()
    };
    let report = ImportReport {
        files: vec![file],
        dry_run: false,
        cancelled: false,
    };
    Reply::Imported {
        report,
        path: PathBuf::from("in/giro-2026-11-22.txt"),
        options: ImportOptions::default(),
        book: Box::new(book()),
    }
}
