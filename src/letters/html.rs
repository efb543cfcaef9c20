//! A sheet as the HTML part of an e-mail: plain markup with its styles inline, nothing from elsewhere, no colours of its
//! own, so that light and dark mail programs both show it well.

use std::fmt::{self, Write};

use super::span::Span;
use crate::domain::sheet::{Block, Labelled, Row, Sheet, Side, Table, Weight};

const BODY: &str =
    "margin:0;padding:16px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45";
const CELL: &str = "padding:4px 8px;vertical-align:top";
const LINE: &str = "1px solid #888888";

/// The sheet as a whole document.
pub fn render(sheet: &Sheet) -> String {
    let mut page = String::with_capacity(8 * 1024);
    // Writing to a string does not fail.
    let _ = document(&mut page, sheet);
    page
}

fn document(page: &mut String, sheet: &Sheet) -> fmt::Result {
    let language = Escaped(&sheet.language);
    let subject = Escaped(&sheet.subject);
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{subject}</title>\n</head>\n<body style=\"{BODY}\">\n\
         <div lang=\"{language}\" style=\"max-width:680px;margin:0 auto\">\n"
    )?;
    let sender = std::iter::once(&sheet.sender.name).chain(&sheet.sender.address);
    lines(page, sender)?;
    lines(page, sheet.recipient.iter())?;
    labelled(
        page,
        &sheet.facts,
        "border-collapse:collapse;margin:0 0 16px",
    )?;
    writeln!(
        page,
        "<h1 style=\"font-size:20px;margin:16px 0\">{subject}</h1>"
    )?;
    for block in &sheet.blocks {
        match block {
            Block::Heading(heading) => {
                let heading = Escaped(heading);
                writeln!(
                    page,
                    "<h2 style=\"font-size:16px;margin:16px 0 8px\">{heading}</h2>"
                )?;
            }
            Block::Text(text) => lines(page, text.split('\n'))?,
            Block::Table(grid) => table(page, grid)?,
            Block::Payment(rows) => {
                let style = format!("border-collapse:collapse;margin:16px 0;border:{LINE}");
                labelled(page, rows, &style)?;
            }
        }
    }
    if !sheet.sender.facts.is_empty() {
        writeln!(
            page,
            "<hr style=\"border:0;border-top:{LINE};margin:16px 0\">"
        )?;
        labelled(
            page,
            &sheet.sender.facts,
            "border-collapse:collapse;font-size:13px",
        )?;
    }
    page.write_str("</div>\n</body>\n</html>\n")
}

/// One paragraph with its line breaks; nothing of nothing.
fn lines<T: AsRef<str>>(page: &mut String, lines: impl Iterator<Item = T>) -> fmt::Result {
    let mut is_first = true;
    for line in lines {
        page.write_str(if is_first {
            "<p style=\"margin:0 0 12px\">"
        } else {
            "<br>\n"
        })?;
        is_first = false;
        write!(page, "{}", Escaped(line.as_ref()))?;
    }
    if is_first {
        Ok(())
    } else {
        page.write_str("</p>\n")
    }
}

fn labelled(page: &mut String, rows: &[Labelled], style: &str) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(page, "<table style=\"{style}\">")?;
    for row in rows {
        let (label, value) = (Escaped(&row.label), Escaped(&row.value));
        writeln!(
            page,
            "<tr><th scope=\"row\" style=\"{CELL};text-align:left;font-weight:normal\">{label}</th>\
             <td style=\"{CELL}\"><strong>{value}</strong></td></tr>"
        )?;
    }
    page.write_str("</table>\n")
}

fn table(page: &mut String, table: &Table) -> fmt::Result {
    writeln!(
        page,
        "<table style=\"border-collapse:collapse;width:100%;margin:0 0 12px\">"
    )?;
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        page.write_str("<thead><tr>")?;
        for column in &table.columns {
            let (side, title) = (side(column.side), Escaped(&column.title));
            let style = format!("{CELL};text-align:{side};border-bottom:{LINE}");
            write!(page, "<th scope=\"col\" style=\"{style}\">{title}</th>")?;
        }
        page.write_str("</tr></thead>\n")?;
    }
    page.write_str("<tbody>\n")?;
    for line in &table.rows {
        row(page, table, line)?;
    }
    page.write_str("</tbody>\n</table>\n")
}

fn row(page: &mut String, table: &Table, row: &Row) -> fmt::Result {
    let weight = match row.weight {
        Weight::Plain => String::new(),
        Weight::Sum => format!(";font-weight:bold;border-top:{LINE}"),
    };
    page.write_str("<tr>")?;
    for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let span = Span::at(table, row, at);
        if span.covers(at) {
            continue;
        }
        let over = match span.over {
            1 => String::new(),
            over => format!(" colspan=\"{over}\""),
        };
        let (side, cell) = (side(column.side), Escaped(cell));
        // The name of a sum heads its row.
        let (open, close) = match (at, row.weight) {
            (0, Weight::Sum) => ("th scope=\"row\"", "th"),
            _ => ("td", "td"),
        };
        let figures = if column.side == Side::Right {
            ";white-space:nowrap"
        } else {
            ""
        };
        let style = format!("{CELL};text-align:{side}{figures}{weight}");
        write!(page, "<{open}{over} style=\"{style}\">{cell}</{close}>")?;
    }
    page.write_str("</tr>\n")
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Left => "left",
        Side::Right => "right",
    }
}

/// Text in HTML, between tags or within quotes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::{left, plain, right};
    use super::*;

    #[test]
    fn nothing_that_a_customer_is_called_is_markup() {
        let evil = "<script src=\"https://x\">'&\"";
        let sheet = Sheet {
            language: "nb\" onload=\"x".into(),
            subject: evil.into(),
            recipient: vec![evil.into()],
            blocks: vec![
                Block::Heading(evil.into()),
                Block::Text(format!("{evil}\n{evil}")),
                Block::Table(Table {
                    columns: vec![left(evil), right("x")],
                    rows: vec![plain(vec![evil.into(), evil.into()])],
                }),
                Block::Payment(vec![Labelled {
                    label: evil.into(),
                    value: evil.into(),
                }]),
            ],
            ..Sheet::default()
        };
        let page = render(&sheet);
        assert!(!page.contains("<script") && !page.contains(" onload=\""));
        assert_eq!(
            page.matches("&lt;script src=&quot;https://x&quot;&gt;&#39;&amp;&quot;")
                .count(),
            11
        );
    }

    #[test]
    fn titles_and_sums_head_their_columns_and_rows() {
        let mut sum = plain(vec!["Sum".into(), "5".into()]);
        sum.weight = Weight::Sum;
        let sheet = Sheet {
            language: "sv".into(),
            blocks: vec![Block::Table(Table {
                columns: vec![left("What"), right("Amount")],
                rows: vec![sum],
            })],
            ..Sheet::default()
        };
        let page = render(&sheet);
        assert!(page.contains("<html lang=\"sv\">"));
        assert_eq!(page.matches("<th scope=\"col\"").count(), 2);
        assert_eq!(page.matches("<th scope=\"row\"").count(), 1);
        assert!(!page.contains("http") && !page.contains("<img") && !page.contains(";color:"));
    }
}
