//! What a new ledger still lacks before all of it works. Each area works without the others.

/// What is to be set up, in the order in which to do it: register, aging, reminders, matching, policy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Need {
    Customers,
    Invoices,
    /// Where the company is: letters want it at their head.
    Address,
    /// Where answers go.
    Email,
    /// A way for letters to leave by e-mail.
    Mail,
    /// The company's own bank account: letters name it, and payers' are told from it.
    Account,
    BankFile,
    /// Somebody has looked at what reminders and credit go by.
    Policy,
}

impl Need {
    pub const ALL: [Self; 8] = [
        Self::Customers,
        Self::Invoices,
        Self::Address,
        Self::Email,
        Self::Mail,
        Self::Account,
        Self::BankFile,
        Self::Policy,
    ];

    /// Its name in the locale, under `tui.setup.`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Invoices => "invoices",
            Self::Address => "address",
            Self::Email => "email",
            Self::Mail => "mail",
            Self::Account => "account",
            Self::BankFile => "bank-file",
            Self::Policy => "policy",
        }
    }
}

/// How far the set-up has come.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Setup {
    pub missing: Vec<Need>,
    /// The user wants to see no more of it.
    pub put_away: bool,
    /// The settings file, there or not; none where the platform has no place for one.
    pub settings: Option<String>,
}

impl Setup {
    /// Whether it is shown without being asked for.
    pub fn shows(&self) -> bool {
        !self.missing.is_empty() && !self.put_away
    }
}
