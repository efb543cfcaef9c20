//! Names of files that are made from data: safe on every system, whatever the data says.

/// Letters of a name, without its ending.
const MOST: usize = 60;

/// A file's name from any text: lower-case ASCII letters, digits and dashes, then a dot and the ending.
///
/// `file_name("Faktura 10/42 Åse", "pdf")` is `faktura-10-42-ase.pdf`.
pub fn file_name(text: &str, ending: &str) -> String {
    format!("{}.{ending}", bare_name(text))
}

/// The same without a dot and an ending.
pub fn bare_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if name.len() >= MOST {
            break;
        }
        match plain(c) {
            Some(letters) => name.push_str(letters),
            None if c.is_ascii_alphanumeric() => name.push(c),
            None if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            None => {}
        }
    }
    let name = name.trim_end_matches('-');
    // Devices of Windows are none of ours, with any ending.
    let is_device = matches!(name, "con" | "prn" | "aux" | "nul")
        || name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"));
    match name {
        "" => "file".to_owned(),
        name if is_device => format!("file-{name}"),
        name => name.to_owned(),
    }
}

/// How a letter of the Nordic languages and their neighbours is written without its marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => "a",
        'æ' => "ae",
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => "o",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'ü' | 'ú' | 'ù' | 'û' => "u",
        'ý' => "y",
        'ð' => "d",
        'þ' => "th",
        'ß' => "ss",
        'š' => "s",
        'ž' => "z",
        'č' | 'ç' => "c",
        'ñ' => "n",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn whatever_the_data_says_the_name_is_safe() {
        for (text, name) in [
            ("Faktura 10/42 Åse", "faktura-10-42-ase.pdf"),
            ("../../etc/passwd", "etc-passwd.pdf"),
            ("..", "file.pdf"),
            ("", "file.pdf"),
            ("会社", "file.pdf"),
            ("a\r\nContent-Type: x", "a-content-type-x.pdf"),
            ("CON", "file-con.pdf"),
            ("lpt1", "file-lpt1.pdf"),
            ("Ærø\u{202e}fdp.exe", "aero-fdp-exe.pdf"),
            ("\"; rm -rf \"", "rm-rf.pdf"),
        ] {
            assert_eq!(file_name(text, "pdf"), name, "{text:?}");
        }
        assert!(file_name(&"ß".repeat(5_000), "pdf").len() < 70);
    }
}
