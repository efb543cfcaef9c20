//! Which column holds what: the names that Nordic and English systems give to the columns of a customer,
//! invoice or payment list. One table for each kind of list, one line for each field.
//!
//! The first name is the field's own. Names after `weak` are common words that mean something else in other
//! lists ("Dato", "Navn"): they count only when no column has one of the clear names. Names are compared without
//! case, accents, blanks and punctuation. Balance columns ("Saldo") are left out on purpose: they are of the
//! customer, not of the invoice.

#[allow(clippy::enum_glob_use, reason = "the tables name every field once")]
use crate::formats::cells::Field::{self, *};
use crate::formats::cells::Names;

const fn names(
    field: Field,
    clear: &'static [&'static str],
    weak: &'static [&'static str],
) -> Names {
    Names { field, clear, weak }
}

#[rustfmt::skip]
pub const CUSTOMERS: &[Names] = &[
    names(CustomerNo, &["customer_no", "customer number", "customer nr", "customer id", "customer code", "cust no",
        "client no", "client number", "Kundenr", "Kundenummer", "Kunde nr", "Kundnr", "Kundnummer", "Kund nr",
        "Kund-id", "Kunde-id", "Kundekode", "Kundkod", "Debitornr", "Debitornummer", "Asiakasnro", "Asiakasnumero",
        "Asiakas nro", "Asiakkaan numero", "Asiakastunnus"], &["no", "nr", "number", "nummer", "numero", "nro",
        "id"]),
    names(Name, &["name", "customer name", "company name", "legal name", "Navn", "Namn", "Nimi", "Kundenavn",
        "Kundnamn", "Kundens navn", "Kundens namn", "Firmanavn", "Firmanamn", "Foretaksnavn", "Företagsnamn",
        "Virksomhedsnavn", "Debitornavn", "Asiakasnimi", "Asiakkaan nimi", "Yrityksen nimi"], &["company",
        "customer", "Kunde", "Kund", "Asiakas", "Firma", "Företag", "Yritys"]),
    names(Kind, &["kind", "customer kind", "customer type", "Kundetype", "Kundtyp", "Asiakastyyppi", "Asiakaslaji"],
        &["type", "typ", "tyyppi"]),
    names(OrgNo, &["org_no", "org number", "organisation number", "organization number", "organisation no",
        "organization no", "company number", "company registration number", "registration number", "business id",
        "Orgnr", "Organisasjonsnr", "Organisasjonsnummer", "Org nummer", "Foretaksnummer", "Organisationsnr",
        "Organisationsnummer", "Org.nr/Personnr", "Person-/orgnr", "Personnr/Orgnr", "CVR", "CVR-nr", "CVR-nummer",
        "Y-tunnus", "Yritystunnus", "FO-nummer"], &[]),
    names(Country, &["country", "country code", "Land", "Landkode", "Landskode", "Landekode", "Landskod", "Landkod",
        "Maa", "Maakoodi", "Maatunnus"], &[]),
    names(Language, &["language", "language code", "lang", "Språk", "Språkkode", "Språkkod", "Sprog", "Sprogkode",
        "Kieli", "Kielikoodi"], &[]),
    names(Email, &["email", "e-mail", "email address", "E-post", "E-postadresse", "E-postadress", "Mailadresse",
        "Mailadress", "E-mailadresse", "Sähköposti", "Sähköpostiosoite"], &["mail", "Faktura e-post",
        "Fakturaepost"]),
    names(Phone, &["phone", "phone number", "phone no", "telephone", "Telefon", "Telefonnr", "Telefonnummer", "Tlf",
        "Tlf nr", "Tlfnr", "Puhelin", "Puhelinnumero", "Puh"], &["tel", "mobile", "Mobil", "Mobiltelefon",
        "Mobilnummer", "Matkapuhelin"]),
    names(Account, &["account", "account no", "account number", "bank account", "bank account number", "iban",
        "payer account", "Kontonr", "Kontonummer", "Bankkonto", "Bankkontonr", "Bankkontonummer", "Tilinumero",
        "Tilinro", "Pankkitili", "Pankkitilin numero"], &["Konto", "Tili", "Bankgiro"]),
    names(TermsDays, &["terms_days", "terms", "payment terms", "payment terms days", "payment days", "credit days",
        "due days", "Betalingsbetingelser", "Betalingsbetingelse", "Betalingsvilkår", "Betalingsfrist",
        "Betalingsfrist dager", "Forfallsdager", "Kredittdager", "Kredittid", "Betalningsvillkor", "Betalningstid",
        "Kredittid dagar", "Kreditdagar", "Kreditdage", "Betalingsdage", "Maksuehto", "Maksuehdot", "Maksuaika",
        "Maksuaika pv"], &[]),
    names(CreditLimit, &["credit_limit", "credit limit amount", "credit line", "Kredittgrense", "Kredittramme",
        "Kredittlimit", "Kreditgräns", "Kreditlimit", "Kreditgrænse", "Kreditmaksimum", "Kreditmax", "Luottoraja",
        "Luottolimiitti"], &[]),
    names(RiskClass, &["risk_class", "risk", "risk category", "risk group", "rating", "credit rating",
        "Risikoklasse", "Risiko", "Riskklass", "Kredittrating", "Kreditvurdering", "Kredittvurdering",
        "Kreditbetyg", "Riskiluokka", "Luottoluokka", "Luottoluokitus"], &[]),
    names(Street, &["street", "street address", "address", "address 1", "address line 1", "Adresse", "Adresse 1",
        "Adresselinje 1", "Adress", "Adress 1", "Gateadresse", "Gate", "Gatuadress", "Gata", "Vej", "Vejnavn",
        "Gade", "Osoite", "Katuosoite", "Lähiosoite"], &["Postadresse", "Postadress", "Postiosoite"]),
    names(Postcode, &["postcode", "post code", "postal code", "zip", "zip code", "zipcode", "Postnr", "Postnummer",
        "Postinumero", "Postinro"], &[]),
    names(City, &["city", "town", "postal town", "Poststed", "Postort", "By", "Bynavn", "Ort", "Postitoimipaikka",
        "Kaupunki", "Paikkakunta"], &["place", "Sted"]),
    names(Group, &["group", "customer group", "customer category", "Kundegruppe", "Kundekategori", "Kundgrupp",
        "Kundkategori", "Debitorgruppe", "Asiakasryhmä"], &["category", "Gruppe", "Grupp", "Kategori", "Ryhmä"]),
    names(Channel, &["channel", "invoice channel", "letter channel", "delivery method", "delivery channel",
        "send by", "Kanal", "Utsendelse", "Utsendelsesmåte", "Leveringsmåte", "Fakturakanal", "Leveranssätt",
        "Distributionssätt", "Distribution", "Leveringsmetode", "Laskutustapa", "Toimitustapa", "Lähetystapa"],
        &[]),
    names(AgreedFeeDate, &["agreed_fee_date", "fee agreed", "fee agreed date", "fees agreed on", "Gebyr avtalt",
        "Gebyr avtalt dato", "Purregebyr avtalt", "Avgift avtalad", "Påminnelseavgift avtalad", "Gebyr aftalt",
        "Rykkergebyr aftalt", "Maksusta sovittu", "Muistutusmaksusta sovittu"], &[]),
];

#[rustfmt::skip]
pub const INVOICES: &[Names] = &[
    names(InvoiceNo, &["invoice_no", "invoice number", "invoice nr", "invoice num", "invoice id", "document no",
        "document number", "doc no", "Fakturanr", "Fakturanummer", "Faktura nr", "Fakturaid", "Dokumentnr",
        "Dokumentnummer", "Regningsnr", "Regningsnummer", "Laskunro", "Laskunumero", "Laskun numero", "Laskun nro",
        "Lasku nro"], &["invoice", "Faktura", "Lasku", "Räkning", "Regning"]),
    names(CustomerNo, &["customer_no", "customer number", "customer nr", "customer id", "customer code", "cust no",
        "client no", "client number", "Kundenr", "Kundenummer", "Kunde nr", "Kundnr", "Kundnummer", "Kund nr",
        "Kund-id", "Kunde-id", "Kundekode", "Kundkod", "Debitornr", "Debitornummer", "Asiakasnro", "Asiakasnumero",
        "Asiakas nro", "Asiakkaan numero", "Asiakastunnus"], &[]),
    names(IssueDate, &["issue_date", "issued", "issued on", "invoice date", "document date", "Fakturadato",
        "Fakturadatum", "Fakturadag", "Faktureringsdato", "Faktureringsdatum", "Utstedt", "Utstedelsesdato",
        "Utfärdad", "Dokumentdato", "Dokumentdatum", "Udstedelsesdato", "Udstedt", "Laskun päivä", "Laskun päiväys",
        "Laskun päivämäärä", "Laskun pvm", "Laskupäivä", "Laskupvm"], &["date", "Dato", "Datum", "Pvm", "Päivä",
        "Päiväys", "Päivämäärä"]),
    names(DueDate, &["due_date", "due", "due on", "date due", "payment due", "payment due date", "Forfallsdato",
        "Forfall", "Forfaller", "Forfallsdag", "Förfallodatum", "Förfallodag", "Förfaller", "Förfall",
        "Sista betalningsdag", "Forfaldsdato", "Forfald", "Forfaldsdag", "Forfalder", "Sidste betalingsdag",
        "Eräpäivä", "Eräpvm", "Eräpäivämäärä", "Erääntyy"], &["Betalingsfrist", "deadline"]),
    names(Amount, &["amount", "invoice amount", "invoice total", "total amount", "gross amount", "amount incl vat",
        "amount including vat", "total incl vat", "Beløp", "Fakturabeløp", "Totalbeløp", "Bruttobeløp",
        "Beløp inkl mva", "Opprinnelig beløp", "Belopp", "Fakturabelopp", "Totalbelopp", "Bruttobelopp",
        "Belopp inkl moms", "Ursprungligt belopp", "Beløb", "Fakturabeløb", "Totalbeløb", "Bruttobeløb",
        "Beløb inkl moms", "Oprindeligt beløb", "Laskun summa", "Loppusumma", "Kokonaissumma", "Laskun loppusumma",
        "Määrä"], &["total", "gross", "sum", "Totalt", "Summa", "Total inkl mva", "Total inkl moms", "Att betala",
        "Å betale", "Yhteensä"]),
    names(Currency, &["currency", "currency code", "ccy", "curr", "Valuta", "Valutakode", "Valutakod", "Valutaslag",
        "Valuutta", "Valuuttakoodi"], &[]),
    names(Reference, &["reference", "kid", "payment reference", "payment id", "KID-nr", "KID-nummer",
        "Betalingsreferanse", "OCR", "OCR-nr", "OCR-nummer", "OCR-referens", "Betalningsreferens", "FIK", "FIK-nr",
        "FIK-nummer", "Betalings-id", "Betalingsident", "Betalingsreference", "Viite", "Viitenro", "Viitenumero",
        "RF-viite", "Maksuviite"], &[]),
    names(DeliveryDate, &["delivery_date", "delivered", "date of delivery", "Leveringsdato", "Levert",
        "Leveransedato", "Leveransdatum", "Leveransdag", "Leveret", "Toimituspäivä", "Toimituspvm"], &[]),
    names(OrderRef, &["order_ref", "order reference", "order no", "order number", "order", "purchase order",
        "purchase order number", "po number", "po no", "Ordrenr", "Ordrenummer", "Ordre", "Bestillingsnr",
        "Bestillingsnummer", "Rekvisisjonsnr", "Ordernr", "Ordernummer", "Beställningsnr", "Beställningsnummer",
        "Rekvisitionsnr", "Tilausnro", "Tilausnumero", "Tilaus"], &[]),
    names(ContractRef, &["contract_ref", "contract reference", "contract no", "contract number", "contract",
        "Kontraktsnr", "Kontraktnr", "Kontraktsnummer", "Kontrakt", "Avtalenr", "Avtalenummer", "Avtalsnr",
        "Avtalsnummer", "Aftalenr", "Aftalenummer", "Sopimusnro", "Sopimusnumero", "Sopimus"], &[]),
    names(Collection, &["collection", "collection method", "payment method", "Innkreving", "Betalingsmåte",
        "Betalingsmetode", "Betalingsform", "Inkasseringssätt", "Betalningssätt", "Betalsätt", "Betalningsmetod",
        "Opkrævning", "Opkrævningsform", "Betalingsmåde", "Perintätapa", "Maksutapa"], &[]),
    names(Type, &["invoice type", "document type", "doc type", "Fakturatype", "Dokumenttype", "Bilagstype",
        "Fakturatyp", "Dokumenttyp", "Verifikattyp", "Laskutyyppi", "Laskulaji", "Tositelaji"], &["type", "Typ",
        "Tyyppi", "Laji"]),
    names(CreditsInvoice, &["credits_invoice", "credited invoice", "credit of invoice", "original invoice",
        "Krediterer", "Krediterer faktura", "Kreditert faktura", "Kreditnota for", "Krediterar",
        "Krediterar faktura", "Krediterad faktura", "Krediteret faktura", "Hyvitettävä lasku", "Hyvittää laskun",
        "Hyvitetty lasku"], &[]),
    names(Rate, &["rate", "exchange rate", "currency rate", "fx rate", "Kurs", "Valutakurs", "Vekslingskurs",
        "Växelkurs", "Omregningskurs", "Kurssi", "Valuuttakurssi", "Vaihtokurssi"], &[]),
    names(DiscountPercent, &["discount_percent", "cash discount percent", "cash discount", "discount %",
        "Kontantrabatt", "Kontantrabatt %", "Kontantrabatt prosent", "Kassarabatt", "Kassarabatt %",
        "Kassarabatt procent", "Kontantrabat", "Kontantrabat %", "Kontantrabat procent", "Käteisalennus",
        "Käteisalennus %", "Kassa-alennus", "Kassa-alennus %", "Kassa-ale %"], &[]),
    names(DiscountDate, &["discount_date", "cash discount date", "discount until", "Kontantrabatt dato",
        "Kontantrabatt frist", "Kontantrabattdato", "Kassarabattdatum", "Kassarabatt datum", "Kontantrabatdato",
        "Kontantrabat dato", "Käteisalennuspäivä", "Kassa-alennuspäivä", "Käteisalennus pvm", "Kassa-alennus pvm"],
        &[]),
    names(OpenAmount, &["open_amount", "open", "outstanding", "outstanding amount", "remaining", "remaining amount",
        "residual", "amount open", "unpaid", "unpaid amount", "Restbeløp", "Rest", "Restsum", "Utestående",
        "Utestående beløp", "Åpent beløp", "Åpen post", "Gjenstående", "Gjenstående beløp", "Ubetalt", "Restbelopp",
        "Restskuld", "Kvarstående", "Kvarstående belopp", "Återstående", "Återstående belopp", "Kvar att betala",
        "Obetalt", "Obetalt belopp", "Utestående belopp", "Öppet belopp", "Restbeløb", "Restgæld", "Udestående",
        "Udestående beløb", "Åbent beløb", "Resterende", "Avoinna", "Avoin", "Avoin summa", "Avoin määrä",
        "Jäljellä", "Maksamatta"], &["amount due"]),
    names(LastStage, &["last_stage", "reminder stage", "reminder level", "last reminder", "dunning level",
        "Purretrinn", "Purrenivå", "Purringer", "Antall purringer", "Påminnelsenivå", "Påminnelsesteg",
        "Antal påminnelser", "Kravnivå", "Rykkertrin", "Rykkerniveau", "Antal rykkere", "Muistutusvaihe",
        "Maksukehotusvaihe", "Perintävaihe"], &[]),
    names(LastLetterDate, &["last_letter_date", "last reminder date", "reminder date", "last letter", "Purredato",
        "Siste purredato", "Siste purring", "Påminnelsedatum", "Senaste påminnelse", "Senaste påminnelsedatum",
        "Rykkerdato", "Seneste rykker", "Seneste rykkerdato", "Muistutuspäivä", "Viimeisin muistutus",
        "Maksukehotuspäivä"], &[]),
    names(FeesCharged, &["fees_charged", "fees", "reminder fee", "reminder fees", "Gebyr", "Gebyrer", "Purregebyr",
        "Purregebyrer", "Påminnelseavgift", "Påminnelseavgifter", "Påminnelsekostnad", "Rykkergebyr",
        "Rykkergebyrer", "Muistutusmaksu", "Muistutusmaksut", "Maksumuistutuspalkkio", "Muistutuskulut"], &[]),
    names(InterestCharged, &["interest_charged", "interest claimed", "Krevd rente", "Krevd forsinkelsesrente",
        "Debiterad ränta", "Krävd ränta", "Opkrævet rente", "Peritty korko"], &[]),
    names(InterestUntil, &["interest_until", "interest claimed until", "Rente krevd til", "Ränta krävd till",
        "Ränta debiterad till", "Rente opkrævet til", "Korko peritty asti"], &[]),
];

#[rustfmt::skip]
pub const PAYMENTS: &[Names] = &[
    names(PaymentId, &["payment_id", "payment no", "payment number", "transaction id", "transaction no",
        "transaction number", "receipt no", "Betalingsnr", "Betalingsnummer", "Innbetalingsnr", "Transaksjonsid",
        "Transaksjons-nr", "Transaksjonsnummer", "Betalningsnr", "Betalningsnummer", "Inbetalningsnr",
        "Transaktionsid", "Transaktionsnr", "Transaktionsnummer", "Indbetalingsnr", "Maksutunnus", "Maksun numero",
        "Maksunro", "Tapahtumatunnus", "Tapahtumanumero"], &[]),
    names(BookingDate, &["booking_date", "booked", "booked on", "date booked", "posting date", "posted",
        "payment date", "date paid", "paid on", "Bokføringsdato", "Bokført", "Bokføringsdag", "Bokført dato",
        "Betalingsdato", "Betalt dato", "Innbetalingsdato", "Innbetalt dato", "Bokföringsdatum", "Bokföringsdag",
        "Bokförd", "Betalningsdatum", "Betalningsdag", "Betaldatum", "Inbetalningsdatum", "Inbetalningsdag",
        "Bogføringsdato", "Bogført", "Bogføringsdag", "Indbetalingsdato", "Betalt den", "Kirjauspäivä",
        "Kirjauspvm"], &["date", "Dato", "Datum", "Pvm", "Päivä", "Päivämäärä", "Päiväys", "Maksupäivä",
        "Maksupvm"]),
    names(Amount, &["amount", "payment amount", "paid amount", "amount paid", "Beløp", "Betalt beløp",
        "Innbetalt beløp", "Belopp", "Betalt belopp", "Inbetalt belopp", "Beløb", "Betalt beløb", "Indbetalt beløb",
        "Määrä", "Maksettu summa", "Maksettu määrä", "Maksun määrä", "Maksun summa"], &["paid", "sum", "Summa",
        "Betalt", "Innbetalt", "Innbetaling", "Inbetalt", "Inbetalning", "Indbetalt", "Indbetaling", "Maksettu"]),
    names(Currency, &["currency", "currency code", "ccy", "curr", "Valuta", "Valutakode", "Valutakod", "Valutaslag",
        "Valuutta", "Valuuttakoodi"], &[]),
    names(Reference, &["reference", "kid", "payment reference", "structured reference", "KID-nr", "KID-nummer",
        "Betalingsreferanse", "OCR", "OCR-nr", "OCR-nummer", "OCR-referens", "Betalningsreferens", "FIK", "FIK-nr",
        "FIK-nummer", "Betalings-id", "Betalingsident", "Betalingsreference", "Viite", "Viitenro", "Viitenumero",
        "RF-viite", "Maksuviite"], &["ref", "Referanse", "Referens", "Referansenr", "Referensnr",
        "Referensnummer"]),
    names(Text, &["text", "payment text", "remittance information", "Tekst", "Melding", "Melding til mottaker",
        "Meddelande", "Meddelande till mottagare", "Meddelelse", "Besked", "Viesti", "Selite"], &["message",
        "description", "Forklaring", "Beskrivelse", "Beskrivning", "Rubrik", "Tittel", "Kuvaus"]),
    names(PayerName, &["debtor_name", "debtor", "payer", "payer name", "paid by", "sender", "Betaler",
        "Betalers navn", "Betalernavn", "Innbetaler", "Avsender", "Avsenders navn", "Betalare", "Betalarens namn",
        "Inbetalare", "Avsändare", "Avsändarens namn", "Indbetaler", "Afsender", "Afsenders navn", "Maksaja",
        "Maksajan nimi", "Saaja/Maksaja"], &["name", "Navn", "Namn", "Nimi"]),
    names(PayerAccount, &["debtor_account", "payer account", "from account", "sender account", "Fra konto",
        "Betalers konto", "Avsenders konto", "Avsenderkonto", "Från konto", "Betalarens konto", "Avsändarens konto",
        "Avsändarkonto", "Afsenders konto", "Afsenderkonto", "Maksajan tili", "Maksajan tilinumero"], &["Motkonto",
        "Modkonto", "Vastatili"]),
    names(BankRef, &["bank_ref", "bank reference", "archive reference", "archive id", "account servicer reference",
        "Arkivreferanse", "Arkivref", "Bankreferanse", "Bankens referanse", "Arkivreferens", "Bankreferens",
        "Bankens referens", "Arkivreference", "Bankreference", "Bankens reference", "Arkistointitunnus",
        "Arkistotunnus", "Pankin viite"], &[]),
    names(OwnAccount, &["own_account", "our account", "to account", "creditor account", "Til konto",
        "Mottakers konto", "Mottakerkonto", "Till konto", "Mottagarens konto", "Mottagarkonto", "Modtagers konto",
        "Modtagerkonto", "Saajan tili", "Oma tili"], &[]),
];

/// Columns that only a bank's account statement has: a running balance, or money in and out side by side.
#[rustfmt::skip]
pub const STATEMENT: &[&str] = &[
    "saldo", "balance", "running balance", "Bokført saldo", "Bokfört saldo", "Bogført saldo", "Kontosaldo",
    "Saldo efter", "Inn", "Ut", "Inn på konto", "Ut fra konto", "Insättning", "Insättningar", "Uttag", "Ind", "Ud",
    "debit", "credit", "money in", "money out",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::cells::name::normal;
    use std::collections::BTreeMap;

    #[test]
    fn every_name_stands_for_one_field() {
        for table in [CUSTOMERS, INVOICES, PAYMENTS] {
            let mut seen = BTreeMap::new();
            for names in table {
                for name in names.clear.iter().chain(names.weak) {
                    assert!(!normal(name).is_empty());
                    let before = seen.insert(normal(name), names.field);
                    assert!(
                        before.is_none_or(|field| field == names.field),
                        "{name}: {before:?}"
                    );
                }
            }
        }
    }
}
