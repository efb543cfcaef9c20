//! Whose money it may be by who paid it: the payer's account, what was learned of him, numbers that name a customer,
//! his name.

use super::clue::Clues;
use super::matcher::Matcher;
use super::name;
use super::numbers::{Aside, Mentions};
use crate::domain::account;
use crate::domain::candidate::Waiting;
use crate::domain::evidence::Evidence;
use crate::domain::fold::same;
use crate::domain::id::CustomerId;
use crate::domain::link::{LinkKind, LinkState};

/// How much it says of whose the money is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Strength {
    /// A name that is like his and nobody else's.
    Weak,
    /// One of several.
    Narrow,
    /// Seen, not proven.
    Medium,
    Strong,
}

/// A customer that something of the payer points to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lead {
    pub customer: CustomerId,
    pub strength: Strength,
    pub evidence: Evidence,
}

#[derive(Default, Debug)]
pub(super) struct Payer {
    /// The service that it is, if it pays for many.
    pub many: Option<&'static str>,
    /// The strongest first.
    pub leads: Vec<Lead>,
}

/// More customers than this behind one account say nothing.
const MOST_SHARED: usize = 10;

impl Payer {
    pub fn of(matcher: &Matcher<'_>, receipt: &Waiting, clues: &Clues<'_>) -> Self {
        let mut payer = Self::default();
        if receipt.customer != CustomerId::UNIDENTIFIED {
            return payer;
        }
        let text = &receipt.text;
        let name = text.payer_name.as_deref().filter(|name| !name.is_empty());
        payer.many = name.and_then(|name| matcher.pays_for_many(name));
        if let Some(account) = &text.payer_account {
            payer.by_account(matcher, &account::bare(account));
        }
        payer.by_numbers(matcher, receipt, &clues.mentions);
        if payer.many.is_some() {
            payer.leads.retain(|lead| lead.evidence.code() == "O1");
        } else if let Some(name) = name {
            payer.by_name(matcher, name, clues.customer(matcher));
        }
        payer
            .leads
            .sort_by(|a, b| (b.strength, a.customer).cmp(&(a.strength, b.customer)));
        payer
    }

    fn push(&mut self, customer: CustomerId, strength: Strength, evidence: Evidence) {
        let lead = Lead {
            customer,
            strength,
            evidence,
        };
        if !self.leads.contains(&lead) {
            self.leads.push(lead);
        }
    }

    fn by_account(&mut self, matcher: &Matcher<'_>, account: &str) {
        let registered = matcher.owners(account);
        let links = matcher.links(LinkKind::Account, account);
        if links.iter().any(|link| link.state == LinkState::Blocked) {
            return;
        }
        let mut owners: Vec<CustomerId> = registered.to_vec();
        owners.extend(links.iter().map(|link| link.customer));
        owners.sort_unstable();
        owners.dedup();
        let shared = owners.len() > 1 || links.iter().any(|link| link.state == LinkState::Shared);
        if shared {
            let count = u32::try_from(owners.len()).unwrap_or(u32::MAX);
            for owner in owners.into_iter().take(MOST_SHARED) {
                let evidence = Evidence::PayerAccountShared { count };
                self.push(owner, Strength::Narrow, evidence);
            }
        } else if let [owner] = registered {
            self.push(*owner, Strength::Strong, Evidence::PayerAccount);
        } else if let [link] = links {
            let times = link.record.right;
            if link.state == LinkState::Trusted {
                let evidence = Evidence::PayerAccountTrusted { times };
                self.push(link.customer, Strength::Strong, evidence);
            } else if times > 0 {
                let evidence = Evidence::PayerAccountTrial { times };
                self.push(link.customer, Strength::Medium, evidence);
            }
        }
    }

    /// Organisation numbers that the bank or the payer gives, and customer numbers.
    fn by_numbers(&mut self, matcher: &Matcher<'_>, receipt: &Waiting, mentions: &Mentions) {
        let org = receipt.text.details.payer_org_no.iter();
        let written = mentions
            .aside
            .iter()
            .filter(|(_, aside)| *aside == Aside::OrganisationNumber)
            .map(|(written, _)| written);
        let mut found: Vec<CustomerId> = org
            .chain(written)
            .filter_map(|number| matcher.by_org_no(number))
            .collect();
        let named = mentions
            .aside
            .iter()
            .filter(|(_, aside)| *aside == Aside::Customer)
            .map(|(written, _)| written.as_str());
        // Short ones without a word beside are quantities and house numbers.
        let bare = mentions
            .numbers
            .iter()
            .filter(|mention| {
                mention.token.len() >= 5
                    && !mention.near_word
                    && !mention.date_like
                    && matcher.index().by_number(&mention.token).is_empty()
            })
            .map(|mention| mention.token.as_str());
        let numbered = named.chain(bare);
        found.extend(numbered.filter_map(|number| matcher.by_customer_number(number)));
        for customer in found {
            // Not as it was written: an organisation number may be a person's.
            let number = matcher.number(customer).into();
            let evidence = Evidence::CustomerInText { number };
            self.push(customer, Strength::Strong, evidence);
        }
    }

    fn by_name(&mut self, matcher: &Matcher<'_>, name: &str, named: Option<CustomerId>) {
        let key = LinkKind::Name.key(name).unwrap_or_default();
        if let [link] = matcher.links(LinkKind::Name, &key)
            && link.state == LinkState::Trusted
        {
            let times = link.record.right;
            let evidence = Evidence::PayerNameTrusted { times };
            self.push(link.customer, Strength::Medium, evidence);
        }
        // The search costs; a payer whose account tells who he is needs it only to contradict.
        if let [lead] = self.leads.as_slice()
            && lead.strength == Strength::Strong
            && same(matcher.name(lead.customer), name)
        {
            let customer = lead.customer;
            self.push(
                customer,
                Strength::Weak,
                Evidence::NameLike { percent: 100 },
            );
            return;
        }
        if named.is_some_and(|customer| same(matcher.name(customer), name)) {
            return;
        }
        if let Some((customer, percent)) = matcher.find_name(name) {
            self.push(customer, Strength::Weak, Evidence::NameLike { percent });
        }
    }

    /// How strongly the payer points to a customer.
    pub fn strength(&self, customer: CustomerId) -> Option<Strength> {
        self.leads
            .iter()
            .find(|lead| lead.customer == customer)
            .map(|lead| lead.strength)
    }

    /// What of the payer speaks for a customer.
    pub fn speaks_for(&self, customer: CustomerId) -> impl Iterator<Item = Evidence> + '_ {
        self.leads
            .iter()
            .filter(move |lead| lead.customer == customer)
            .map(|lead| lead.evidence.clone())
    }

    /// What of the payer says that the money is another customer's.
    pub fn contradicts(&self, matcher: &Matcher<'_>, customer: CustomerId) -> Vec<Evidence> {
        let mine = self.strength(customer);
        let mut found = Vec::new();
        for lead in &self.leads {
            if lead.customer == customer || matcher.same_group(lead.customer, customer) {
                continue;
            }
            let number = matcher.number(lead.customer).into();
            match (&lead.evidence, lead.strength) {
                (Evidence::PayerAccount | Evidence::PayerAccountTrusted { .. }, _) => {
                    found.push(Evidence::PayerAccountOfOther { customer: number });
                }
                (Evidence::CustomerInText { .. }, _) => {
                    found.push(Evidence::TextOfOther { customer: number });
                }
                // A name contradicts only where nothing else of the payer says who he is.
                (Evidence::NameLike { .. }, _) if mine.is_none() => {
                    found.push(Evidence::PayerNameOfOther { customer: number });
                }
                _ => {}
            }
        }
        found
    }

    /// The payer's name beside the customer's, where they are not alike.
    pub fn name_differs(
        &self,
        matcher: &Matcher<'_>,
        receipt: &Waiting,
        customer: CustomerId,
    ) -> Option<u8> {
        let name = receipt.text.payer_name.as_deref()?;
        if name.is_empty() || self.many.is_some() {
            return None;
        }
        let own = matcher.name(customer);
        if own.is_empty() || same(name, own) {
            return None;
        }
        let percent = name::agree(name, own);
        (percent < ALIKE).then_some(percent)
    }
}

/// Names that agree so much are taken for one.
const ALIKE: u8 = 75;
