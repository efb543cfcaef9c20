//! The fields of a customer, one list for edits, the change log, the form, the command line and the age of data.

mod proof;
mod value;

pub use value::{Change, Wrong, WrongValue};

/// A group of fields that are confirmed together, each with the day on which that was done last.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Who he is: name, number of the register, kind, country.
    Identity,
    /// Where post reaches him.
    Address,
    /// Whom to write to and call.
    Contact,
    /// The account that he pays from.
    Account,
    /// What was agreed with him.
    Terms,
    /// Limit and risk class.
    Credit,
    /// How the company sorts him.
    Sorting,
}

impl Section {
    pub const ALL: [Self; 7] = [
        Self::Identity,
        Self::Address,
        Self::Contact,
        Self::Account,
        Self::Terms,
        Self::Credit,
        Self::Sorting,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Address => "address",
            Self::Contact => "contact",
            Self::Account => "account",
            Self::Terms => "terms",
            Self::Credit => "credit",
            Self::Sorting => "sorting",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == text)
    }
}

macro_rules! fields {
    ($($field:ident = $name:literal, $section:ident;)*) => {
        /// A field of a customer.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Field { $($field),* }

        impl Field {
            /// In the order of a form.
            pub const ALL: &'static [Self] = &[$(Self::$field),*];

            /// Its name in files, on the command line and, under `field.`, in the locale.
            pub fn name(self) -> &'static str {
                match self { $(Self::$field => $name),* }
            }

            pub fn section(self) -> Section {
                match self { $(Self::$field => Section::$section),* }
            }
        }
    };
}

fields! {
    Name = "name", Identity;
    Kind = "kind", Identity;
    OrgNo = "org_no", Identity;
    Country = "country", Identity;
    Street = "street", Address;
    Postcode = "postcode", Address;
    City = "city", Address;
    Email = "email", Contact;
    Phone = "phone", Contact;
    Contacts = "contacts", Contact;
    Language = "language", Contact;
    Channel = "channel", Contact;
    Account = "account", Account;
    Terms = "terms", Terms;
    AgreedFeeDate = "agreed_fee_date", Terms;
    AgreedInterest = "agreed_interest", Terms;
    AgreedInterestDate = "agreed_interest_date", Terms;
    Contract = "contract", Terms;
    CreditLimit = "credit_limit", Credit;
    RiskClass = "risk_class", Credit;
    Since = "since", Credit;
    Group = "group", Sorting;
    Tags = "tags", Sorting;
    Salesperson = "salesperson", Sorting;
    Parent = "parent", Sorting;
    Inactive = "inactive", Sorting;
}

impl Field {
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().replace('-', "_");
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }
}
