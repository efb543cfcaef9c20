//! The customers of the made-up company. Places, people and firms are invented; organisation numbers are from the
//! range that the Norwegian register keeps for tests, and addresses for mail end in `.example`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::dice::{Dice, checked_number};
use crate::domain::customer::CustomerKind;
use crate::domain::date::Date;
use crate::domain::intake::CustomerRow;
use crate::domain::money::Currency;

/// How a customer pays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Temper {
    Prompt,
    Usual,
    Slow,
    Bad,
}

/// A customer with what his row does not say.
pub struct Party {
    pub row: CustomerRow,
    pub temper: Temper,
    /// Out of all weights, how many invoices he gets.
    pub weight: usize,
    /// Least and most of an invoice without tax, in whole units.
    pub net: (i64, i64),
    pub currency: Currency,
    /// The account he pays from, whether or not his row has it.
    pub account: String,
}

/// The first eight are invoiced most, the last ones now and then.
const FIRMS: [&str; 47] = [
    "Granskar Bygg AS",
    "Tindfoss Entreprenør AS",
    "Haugsnes Hytter AS",
    "Brekkvik Byggmesterforretning AS",
    "Skarvneset Eiendom AS",
    "Ulvmoen Prosjekt AS",
    "Lyngstø Snekkeri AS",
    "Rognvoll Totalbygg AS",
    "Blåheia Arkitekter AS",
    "Steinvadet Maskin AS",
    "Furustøl Interiør AS",
    "Oterdal Elektro AS",
    "Sjøbakken Hotell AS",
    "Myrløkken Rør AS",
    "Kvernbekk Transport AS",
    "Heimvatn Tak og Fasade AS",
    "Solhella Barnehage SA",
    "Nordtangen Restaurantdrift AS",
    "Åsgløtt Kontorfellesskap AS",
    "Bekkelia Borettslag",
    "Storhaugen Sameie",
    "Elvekroken Borettslag",
    "Ørnvik Marina AS",
    "Fagerbu Møbler AS",
    "Holmskjær Rederi AS",
    "Vindåsen Regnskap DA",
    "Perlevika Tannklinikk AS",
    "Tangodden Frisør ENK",
    "Kvitberget Fysioterapi ANS",
    "Gråsteinen Bakeri AS",
    "Hegrefjord Fisk AS",
    "Lauvåsen Gård",
    "Øvrebygda Idrettslag",
    "Midtsund Optikk AS",
    "Rypelia Blomster ENK",
    "Sandholt Verksted AS",
    "Bjørnehi Camping AS",
    "Løvenskar Advokatfirma DA",
    "Trollknausen Kafé AS",
    "Vestmarka Sport AS",
    "Ekornlia Trykkeri AS",
    "Havdøgg Foto ENK",
    "Mosvoll Maskinutleie AS",
    "Kråkenes Glass AS",
    "Fløyteren Musikk AS",
    "Stavgarden Samfunnshus SA",
    "Tyttebærmyra Data AS",
];

const PEOPLE: [&str; 10] = [
    "Kari Solhella",
    "Ola Brekkvik",
    "Ingrid Lauvåsen",
    "Bjørn Oterdal",
    "Silje Ørnvik",
    "Håkon Myrløkken",
    "Åse Tangodden",
    "Magnus Rypelia",
    "Turid Kvernbekk",
    "Sondre Blåheia",
];

const TOWNS: [(&str, &str); 12] = [
    ("6002", "Ålesund"),
    ("6413", "Molde"),
    ("6509", "Kristiansund N"),
    ("6150", "Ørsta"),
    ("6100", "Volda"),
    ("7010", "Trondheim"),
    ("5003", "Bergen"),
    ("6800", "Førde"),
    ("0150", "Oslo"),
    ("2609", "Lillehammer"),
    ("6300", "Åndalsnes"),
    ("7300", "Orkanger"),
];

const STREETS: [&str; 8] = [
    "Sjøgata",
    "Kirkebakken",
    "Verftsveien",
    "Nedre Torg",
    "Møllestien",
    "Skolegata",
    "Industriveien",
    "Fjordveien",
];

/// All customers, in order of number.
pub fn parties(dice: &mut Dice, agreed: Date) -> Vec<Party> {
    let firms = FIRMS
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, Sort::Firm(at)));
    let public = [
        ("Storvåg kommune", Sort::Public(8)),
        ("Innerøy vidaregåande skule", Sort::Public(3)),
    ];
    let abroad = [("Küstenholz Lohbeck GmbH", Sort::Abroad)];
    let people = PEOPLE.iter().map(|name| (*name, Sort::Person));
    let all = firms.chain(public).chain(abroad).chain(people);
    all.zip(1001..)
        .map(|((name, sort), number)| sort.party(name, number, dice, agreed))
        .collect()
}

enum Sort {
    Firm(usize),
    Public(usize),
    Abroad,
    Person,
}

impl Sort {
    fn party(self, name: &str, number: u32, dice: &mut Dice, agreed: Date) -> Party {
        let (postcode, city) = TOWNS[dice.place(TOWNS.len())];
        let street = format!(
            "{} {}",
            STREETS[dice.place(STREETS.len())],
            dice.between(1, 88)
        );
        let account = checked_number(dice, "99", 11);
        let is_person = matches!(self, Self::Person);
        let row = CustomerRow {
            number: number.to_string(),
            name: name.to_owned(),
            kind: Some(self.kind()),
            org_no: (!is_person).then(|| checked_number(dice, "31", 9)),
            country: Some("NO".to_owned()),
            language: Some("nb".to_owned()),
            email: Some(mail(name, is_person)),
            phone: None,
            account: (!is_person && !number.is_multiple_of(5)).then(|| account.clone()),
            terms_days: Some(self.terms()),
            credit_limit: self.limit().map(Decimal::from),
            risk_class: self.risk(),
            street: Some(street),
            postcode: Some(postcode.to_owned()),
            city: Some(city.to_owned()),
            group: None,
            channel: Some(
                if number.is_multiple_of(7) {
                    "print"
                } else {
                    "email"
                }
                .to_owned(),
            ),
            agreed_fee_date: matches!(self, Self::Firm(_)).then_some(agreed),
            notes: BTreeMap::new(),
        };
        let party = Party {
            row,
            temper: self.temper(),
            weight: self.weight(),
            net: self.net(),
            currency: Currency::NOK,
            account,
        };
        if matches!(self, Self::Abroad) {
            abroad(party)
        } else {
            party
        }
    }

    fn kind(&self) -> CustomerKind {
        match self {
            Self::Firm(_) | Self::Abroad => CustomerKind::Business,
            Self::Public(_) => CustomerKind::Public,
            Self::Person => CustomerKind::Consumer,
        }
    }

    fn terms(&self) -> u16 {
        match self {
            Self::Firm(at) if at % 3 == 1 => 14,
            Self::Person => 14,
            _ => 30,
        }
    }

    fn limit(&self) -> Option<i64> {
        match self {
            Self::Firm(0..8) => Some(250_000),
            Self::Firm(8..24) => Some(100_000),
            Self::Firm(at) if at % 2 == 0 => Some(40_000),
            Self::Abroad => Some(150_000),
            _ => None,
        }
    }

    fn risk(&self) -> Option<String> {
        let class = match self.temper() {
            _ if !matches!(self, Self::Firm(_)) => return None,
            Temper::Prompt => "A",
            Temper::Usual => "B",
            Temper::Slow => "C",
            Temper::Bad => "D",
        };
        Some(class.to_owned())
    }

    fn temper(&self) -> Temper {
        match self {
            Self::Firm(5 | 17 | 30 | 38) => Temper::Bad,
            Self::Firm(at) if at % 4 == 2 => Temper::Slow,
            Self::Firm(at) if at % 3 == 0 => Temper::Prompt,
            Self::Public(_) => Temper::Prompt,
            _ => Temper::Usual,
        }
    }

    fn weight(&self) -> usize {
        match self {
            Self::Firm(0..8) => 12,
            Self::Firm(8..24) | Self::Abroad => 5,
            Self::Firm(_) => 2,
            Self::Public(weight) => *weight,
            Self::Person => 1,
        }
    }

    fn net(&self) -> (i64, i64) {
        match self {
            Self::Firm(0..8) => (3_000, 48_000),
            Self::Firm(8..24) => (1_500, 24_000),
            Self::Firm(_) => (800, 12_000),
            Self::Public(_) => (4_000, 60_000),
            Self::Abroad => (900, 14_000),
            Self::Person => (400, 9_000),
        }
    }
}

/// The customer who is invoiced in euro.
fn abroad(mut party: Party) -> Party {
    party.currency = Currency::EUR;
    party.row.country = Some("DE".to_owned());
    party.row.language = Some("en".to_owned());
    party.row.org_no = None;
    party.row.account = None;
    party.row.street = Some("Am Speicher 12".to_owned());
    party.row.postcode = Some("23552".to_owned());
    party.row.city = Some("Lübeck".to_owned());
    party
}

fn mail(name: &str, is_person: bool) -> String {
    let mut words = name.split(' ').map(|word| {
        let letters = word
            .chars()
            .flat_map(char::to_lowercase)
            .filter_map(|c| match c {
                'å' => Some('a'),
                'ø' | 'ö' => Some('o'),
                'æ' => Some('e'),
                'ü' => Some('u'),
                c => c.is_ascii_alphanumeric().then_some(c),
            });
        letters.collect::<String>()
    });
    let (first, second) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    if is_person {
        format!("{first}@{second}.example")
    } else {
        format!("faktura@{first}-{second}.example")
    }
}
