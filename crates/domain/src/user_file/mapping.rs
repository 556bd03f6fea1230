//! Guessing what the columns of a table of users are: by the names in its first line, else by what stands in them.

use super::{DateOrder, MAX_COLUMNS, Reading, UserColumn, parse_date, parse_language, parse_phone};

/// Lines that are looked at. More would not make the guess better.
const LOOK_AT: usize = 200;

/// A name of a column without case, spaces, punctuation and Czech diacritics.
fn normal(name: &str) -> String {
    // A name longer than this is none.
    name.chars()
        .take(60)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| match c {
            'á' | 'ä' => 'a',
            'č' => 'c',
            'ď' => 'd',
            'é' | 'ě' => 'e',
            'í' => 'i',
            'ľ' | 'ĺ' => 'l',
            'ň' => 'n',
            'ó' | 'ô' | 'ö' => 'o',
            'ř' | 'ŕ' => 'r',
            'š' => 's',
            'ť' => 't',
            'ú' | 'ů' | 'ü' => 'u',
            'ý' => 'y',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

/// The column that a name means.
fn meaning(name: &str) -> Option<UserColumn> {
    Some(match normal(name).as_str() {
        "title" | "titul" | "titulpred" | "titulpredjmenem" | "degree" | "osloveni" => UserColumn::Title,
        "firstname" | "givenname" | "forename" | "krestnijmeno" | "krestni" | "meno" | "vorname" => {
            UserColumn::FirstName
        }
        "lastname" | "surname" | "familyname" | "prijmeni" | "priezvisko" | "nachname" => UserColumn::LastName,
        "name" | "fullname" | "jmenoaprijmeni" | "prijmeniajmeno" | "celejmeno" | "username" | "person" | "osoba"
        | "displayname" | "holder" | "drzitel" => UserColumn::FullName,
        "email" | "emailaddress" | "mail" | "emailovaadresa" | "elektronickaposta" | "eposta" | "kontaktniemail" => {
            UserColumn::Email
        }
        "phone" | "phonenumber" | "telephone" | "tel" | "mobile" | "mobilephone" | "mobil" | "telefon"
        | "telefonnicislo" | "cislotelefonu" | "telcislo" | "gsm" | "cell" | "cellphone" => UserColumn::Phone,
        "language" | "lang" | "jazyk" | "sprache" => UserColumn::Language,
        "keyname" | "nazevklice" | "jmenoklice" | "klic" | "key" | "mobilekeyname" => UserColumn::KeyName,
        "userid" | "iduzivatele" | "uid" | "userno" | "usernumber" | "cislouzivatele" | "keyid" | "idklice" => {
            UserColumn::Number
        }
        "validfrom" | "from" | "platnostod" | "platiod" | "od" | "startdate" | "begin" => UserColumn::ValidFrom,
        "validto" | "validuntil" | "to" | "until" | "platnostdo" | "platido" | "do" | "expires" | "expirydate"
        | "enddate" => UserColumn::ValidTo,
        "group" | "groups" | "readergroup" | "readergroups" | "skupina" | "skupiny" | "skupinactecek"
        | "skupinyctecek" => UserColumn::Groups,
        _ => return None,
    })
}

/// Guesses how a table is to be read. A person can correct every part of it.
pub fn detect(rows: &[Vec<String>], calling_code: &str) -> Reading {
    let width = rows.iter().take(LOOK_AT).map(Vec::len).max().unwrap_or(0).min(MAX_COLUMNS);
    let first = rows.first().map(Vec::as_slice).unwrap_or_default();
    let named: Vec<Option<UserColumn>> = (0..width).map(|at| first.get(at).and_then(|name| meaning(name))).collect();
    // A line with an address or a number in it names nothing, whatever words stand beside.
    let data = first.iter().any(|cell| {
        let cell = cell.trim();
        crate::is_email(cell) || (cell.len() >= 9 && parse_phone(cell, calling_code).is_some())
    });
    let header = !data && named.iter().any(Option::is_some);
    let body = rows.get(usize::from(header)..).unwrap_or_default();
    let body = body.get(..body.len().min(LOOK_AT)).unwrap_or_default();
    let mut columns = if header { named } else { vec![None; width] };
    // Of two columns with one meaning, the first is read.
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        if let Some(column) = rest.first_mut()
            && column.is_some()
            && before.contains(column)
        {
            *column = None;
        }
    }
    one_name_beside_a_surname(&mut columns, first, header);
    by_content(&mut columns, body, calling_code, header);
    Reading { header, date_order: date_order(&columns, body), columns, calling_code: calling_code.to_owned() }
}

/// `Jméno` beside `Příjmení` is the first name; alone it is the whole.
fn one_name_beside_a_surname(columns: &mut [Option<UserColumn>], first: &[String], header: bool) {
    let last = columns.contains(&Some(UserColumn::LastName));
    for (at, column) in columns.iter_mut().enumerate() {
        let name = first.get(at).map(|name| normal(name)).unwrap_or_default();
        if header && column.is_none() && name == "jmeno" {
            *column = Some(if last { UserColumn::FirstName } else { UserColumn::FullName });
        } else if last && *column == Some(UserColumn::FullName) && name == "name" {
            *column = Some(UserColumn::FirstName);
        }
    }
}

/// Whether a cell is of a kind.
type Fits<'a> = &'a dyn Fn(&str) -> bool;

/// What a name did not tell is told by the cells: addresses, numbers, languages; names only where nothing was named.
fn by_content(columns: &mut [Option<UserColumn>], body: &[Vec<String>], calling_code: &str, header: bool) {
    let share = |at: usize, fits: Fits<'_>| {
        let cells = body.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let (mut all, mut fitting) = (0_usize, 0_usize);
        for cell in cells {
            all += 1;
            fitting += usize::from(fits(cell));
        }
        all > 0 && fitting * 4 >= all * 3
    };
    let kinds: [(UserColumn, Fits<'_>); 3] = [
        (UserColumn::Email, &|cell| crate::is_email(cell)),
        (UserColumn::Phone, &|cell| {
            cell.chars().filter(char::is_ascii_digit).count() >= 9 && parse_phone(cell, calling_code).is_some()
        }),
        (UserColumn::Language, &|cell| parse_language(cell).is_some()),
    ];
    for (kind, fits) in kinds {
        if columns.contains(&Some(kind)) {
            continue;
        }
        let found = (0..columns.len()).find(|at| columns.get(*at) == Some(&None) && share(*at, fits));
        if let Some(column) = found.and_then(|at| columns.get_mut(at)) {
            *column = Some(kind);
        }
    }
    if header {
        return;
    }
    let words = |cell: &str| cell.chars().any(char::is_alphabetic) && !cell.chars().any(|c| c.is_ascii_digit());
    let names: Vec<usize> =
        (0..columns.len()).filter(|at| columns.get(*at) == Some(&None) && share(*at, &words)).take(2).collect();
    let spaced = |at: usize| share(at, &|cell: &str| cell.contains(char::is_whitespace));
    let kinds: &[UserColumn] = match names.as_slice() {
        [_] => &[UserColumn::FullName],
        [one, _] if spaced(*one) => &[UserColumn::FullName],
        [_, _] => &[UserColumn::FirstName, UserColumn::LastName],
        _ => &[],
    };
    for (at, kind) in names.iter().zip(kinds) {
        if let Some(column) = columns.get_mut(*at) {
            *column = Some(*kind);
        }
    }
}

/// Days with slashes: a number above 12 gives the order away.
fn date_order(columns: &[Option<UserColumn>], body: &[Vec<String>]) -> DateOrder {
    for (at, column) in columns.iter().enumerate() {
        if !matches!(column, Some(UserColumn::ValidFrom | UserColumn::ValidTo)) {
            continue;
        }
        for cell in body.iter().filter_map(|row| row.get(at)).filter(|cell| cell.contains('/')) {
            match (parse_date(cell, DateOrder::DayFirst), parse_date(cell, DateOrder::MonthFirst)) {
                (None, Some(_)) => return DateOrder::MonthFirst,
                (Some(_), None) => return DateOrder::DayFirst,
                _ => {}
            }
        }
    }
    DateOrder::DayFirst
}
