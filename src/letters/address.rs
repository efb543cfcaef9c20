//! The address window: whom a letter is for, line by line, as the post reads it.

use super::draft::clean;
use super::fault::LetterFault;
use crate::domain::content::Recipient;

/// Lines of the window.
pub const MOST_LINES: usize = 9;

/// Characters of one field: longer ones are no name and no street.
const LONGEST: usize = 200;

/// The lines of a customer's address with his name first; the name alone where no address is known. `home` is the
/// sender's country: a letter that leaves it names the other one.
pub fn lines(recipient: &Recipient, home: &str) -> Result<Vec<String>, LetterFault> {
    let customer = || clean(&recipient.number);
    for (field, text) in [
        ("name", Some(&recipient.name)),
        ("street", recipient.street.as_ref()),
        ("postcode", recipient.postcode.as_ref()),
        ("city", recipient.city.as_ref()),
    ] {
        if text.is_some_and(|text| text.chars().count() > LONGEST) {
            return Err(LetterFault::FieldTooLong {
                customer: customer(),
                field,
                limit: LONGEST,
            });
        }
    }
    let mut lines = parted(&recipient.name);
    if lines.is_empty() {
        return Err(LetterFault::FieldMissing {
            customer: customer(),
            field: "name",
        });
    }
    for line in parted(recipient.street.as_deref().unwrap_or_default()) {
        match care_of(&line) {
            Some((person, street)) => lines.extend([person, street]),
            None => lines.push(line),
        }
    }
    let country = recipient.country.trim().to_ascii_uppercase();
    let postcode = clean(recipient.postcode.as_deref().unwrap_or_default());
    let postcode = written_postcode(&country, &postcode);
    let city = clean(recipient.city.as_deref().unwrap_or_default());
    let place = format!("{postcode} {city}").trim().to_owned();
    if !place.is_empty() {
        lines.push(place);
    }
    let is_abroad = !country.is_empty() && !country.eq_ignore_ascii_case(home.trim());
    if is_abroad && lines.len() > 1 {
        lines.push(country_line(&country));
    }
    if lines.len() > MOST_LINES {
        return Err(LetterFault::AddressTooLong {
            customer: customer(),
            lines: lines.len(),
            limit: MOST_LINES,
        });
    }
    Ok(lines)
}

/// The same for the post, which delivers to no name alone.
pub fn postal(recipient: &Recipient, home: &str) -> Result<Vec<String>, LetterFault> {
    let has_place = [&recipient.street, &recipient.postcode, &recipient.city]
        .into_iter()
        .flatten()
        .any(|text| !clean(text).is_empty());
    if !has_place {
        return Err(LetterFault::NoAddress {
            customer: clean(&recipient.number),
        });
    }
    lines(recipient, home)
}

fn parted(text: &str) -> Vec<String> {
    let lines = text.split(['\n', '\r']).map(clean);
    lines.filter(|line| !line.is_empty()).collect()
}

/// `c/o Ola Nordmann, Storgata 1` in two lines.
fn care_of(line: &str) -> Option<(String, String)> {
    let is_care_of = line.get(..3)?.eq_ignore_ascii_case("c/o");
    let (person, street) = line.split_once(',').filter(|_| is_care_of)?;
    let (person, street) = (person.trim(), street.trim());
    (!person.is_empty() && !street.is_empty()).then(|| (person.to_owned(), street.to_owned()))
}

/// A postcode as its country writes it: Swedish ones in two groups, none with the country in front.
fn written_postcode(country: &str, postcode: &str) -> String {
    let upper = postcode.to_ascii_uppercase();
    let bare = [country, country.get(..1).unwrap_or_default()]
        .into_iter()
        .filter(|prefix| !prefix.is_empty())
        .find_map(|prefix| upper.strip_prefix(prefix)?.strip_prefix(['-', ' ']))
        .unwrap_or(postcode);
    let digits: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    match (country, digits.len()) {
        ("SE", 5) if is_number => format!("{} {}", &digits[..3], &digits[3..]),
        ("NO" | "DK", 4) | ("FI", 5) if is_number => digits,
        _ => bare.to_owned(),
    }
}

/// The country in capitals, in English, which posts everywhere read.
fn country_line(code: &str) -> String {
    let named = COUNTRIES.iter().find(|(known, _)| *known == code);
    named.map_or(clean(code), |(_, name)| (*name).to_owned())
}

const COUNTRIES: &[(&str, &str)] = &[
    ("AT", "AUSTRIA"),
    ("AU", "AUSTRALIA"),
    ("AX", "ÅLAND, FINLAND"),
    ("BE", "BELGIUM"),
    ("BG", "BULGARIA"),
    ("BR", "BRAZIL"),
    ("CA", "CANADA"),
    ("CH", "SWITZERLAND"),
    ("CN", "CHINA"),
    ("CY", "CYPRUS"),
    ("CZ", "CZECH REPUBLIC"),
    ("DE", "GERMANY"),
    ("DK", "DENMARK"),
    ("EE", "ESTONIA"),
    ("ES", "SPAIN"),
    ("FI", "FINLAND"),
    ("FO", "FAROE ISLANDS"),
    ("FR", "FRANCE"),
    ("GB", "UNITED KINGDOM"),
    ("GL", "GREENLAND"),
    ("GR", "GREECE"),
    ("HR", "CROATIA"),
    ("HU", "HUNGARY"),
    ("IE", "IRELAND"),
    ("IN", "INDIA"),
    ("IS", "ICELAND"),
    ("IT", "ITALY"),
    ("JP", "JAPAN"),
    ("LI", "LIECHTENSTEIN"),
    ("LT", "LITHUANIA"),
    ("LU", "LUXEMBOURG"),
    ("LV", "LATVIA"),
    ("MT", "MALTA"),
    ("NL", "NETHERLANDS"),
    ("NO", "NORWAY"),
    ("PL", "POLAND"),
    ("PT", "PORTUGAL"),
    ("RO", "ROMANIA"),
    ("SE", "SWEDEN"),
    ("SI", "SLOVENIA"),
    ("SK", "SLOVAKIA"),
    ("TR", "TÜRKIYE"),
    ("UA", "UKRAINE"),
    ("US", "UNITED STATES OF AMERICA"),
];

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn to(country: &str, street: &str, postcode: &str, city: &str) -> Recipient {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Recipient {
            name: "Bjørk & sønn AS".into(),
            country: country.into(),
            street: given(street),
            postcode: given(postcode),
            city: given(city),
            ..samples::recipient()
        }
    }

    #[test]
    fn postcodes_are_written_as_their_country_does() {
        let place = |country, postcode| {
            let lines = lines(&to(country, "", postcode, "X"), country).unwrap();
            lines[1].clone()
        };
        assert_eq!(place("SE", "11122"), "111 22 X");
        assert_eq!(place("SE", "SE-111 22"), "111 22 X");
        assert_eq!(place("SE", "S-11122"), "111 22 X");
        assert_eq!(place("NO", "N-0150"), "0150 X");
        assert_eq!(place("FI", "FI-00100"), "00100 X");
        assert_eq!(place("DK", "DK 2100"), "2100 X");
        assert_eq!(place("GB", "SW1A 1AA"), "SW1A 1AA X");
    }

    #[test]
    fn a_letter_abroad_names_the_country_in_capitals() {
        let lines = lines(
            &to("se", "c/o Åsa Öberg, Storgatan 1", "11122", "Stockholm"),
            "NO",
        );
        assert_eq!(
            lines.unwrap(),
            [
                "Bjørk & sønn AS",
                "c/o Åsa Öberg",
                "Storgatan 1",
                "111 22 Stockholm",
                "SWEDEN"
            ]
        );
    }

    #[test]
    fn nine_lines_fit_and_ten_do_not() {
        let street = |lines: usize| vec!["Line"; lines].join("\n");
        assert_eq!(
            lines(&to("NO", &street(7), "0150", "Oslo"), "NO")
                .unwrap()
                .len(),
            9
        );
        assert!(matches!(
            lines(&to("NO", &street(8), "0150", "Oslo"), "NO"),
            Err(LetterFault::AddressTooLong { lines: 10, .. })
        ));
    }

    #[test]
    fn the_post_needs_more_than_a_name() {
        let unknown = to("NO", "", "", " ");
        assert_eq!(lines(&unknown, "NO").unwrap().len(), 1);
        assert!(matches!(
            postal(&unknown, "NO"),
            Err(LetterFault::NoAddress { .. })
        ));
        assert_eq!(postal(&to("NO", "", "", "Oslo"), "NO").unwrap().len(), 2);
    }

    #[test]
    fn what_steers_a_terminal_is_no_part_of_an_address() {
        let lines = lines(&to("NO", "A\u{1b}[2J\u{202e}\r\nB", "01\t50", "Oslo"), "NO").unwrap();
        assert_eq!(lines[1..], ["A[2J", "B", "0150 Oslo"]);
    }
}
