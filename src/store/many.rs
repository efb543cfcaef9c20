//! Many rows put into one table, several with each statement: it opens the table and all of its indexes anew every
//! time, which costs as much as a few rows do.

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, Value};

use super::Result;

/// Rows of one statement.
const TOGETHER: usize = 8;

/// Puts in rows, in their order. One that is refused leaves those before it: the transaction is not to be kept then, and
/// SQLite need not copy every page before it changes it, to be able to take back the statement alone. `into` says the table and its columns: "posting (entry, item)".
pub(super) fn insert<'r, T, const WIDTH: usize>(
    connection: &Connection,
    into: &str,
    rows: &'r [T],
    values: impl Fn(&'r T) -> [ToSqlOutput<'r>; WIDTH],
) -> Result<()> {
    let (whole, rest) = rows.as_chunks::<TOGETHER>();
    let chunks = whole.iter().map(<[T; TOGETHER]>::as_slice);
    insert_each(connection, into, TOGETHER, chunks, &values)?;
    insert_each(connection, into, 1, rest.chunks(1), &values)
}

/// A value that may be missing.
pub(super) fn maybe<'v>(value: Option<impl Into<ToSqlOutput<'v>>>) -> ToSqlOutput<'v> {
    value.map_or(ToSqlOutput::Owned(Value::Null), Into::into)
}

fn insert_each<'r, T: 'r, const WIDTH: usize>(
    connection: &Connection,
    into: &str,
    together: usize,
    chunks: impl ExactSizeIterator<Item = &'r [T]>,
    values: &impl Fn(&'r T) -> [ToSqlOutput<'r>; WIDTH],
) -> Result<()> {
    if chunks.len() == 0 {
        return Ok(());
    }
    let row = format!("({})", vec!["?"; WIDTH].join(", "));
    let rows = vec![row; together].join(", ");
    let mut statement =
        connection.prepare_cached(&format!("INSERT OR FAIL INTO {into} VALUES {rows}"))?;
    for chunk in chunks {
        for (value, place) in chunk.iter().flat_map(values).zip(1..) {
            statement.raw_bind_parameter(place, value)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_come_in_their_order_however_many_there_are() {
        for count in [0, 1, 7, 8, 9, 16, 27] {
            let connection = Connection::open_in_memory().unwrap();
            let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, text TEXT)";
            connection.execute_batch(table).unwrap();
            let rows: Vec<(i64, Option<&str>)> = (0..count)
                .map(|n| (n, (n % 3 > 0).then_some("Blåbær")))
                .collect();
            let values = |row: &(i64, Option<&'static str>)| [row.0.into(), maybe(row.1)];
            insert(&connection, "t (n, text)", &rows, values).unwrap();
            let mut read = connection
                .prepare("SELECT n, text FROM t ORDER BY id")
                .unwrap();
            let found = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            let found: rusqlite::Result<Vec<(i64, Option<String>)>> = found.unwrap().collect();
            let given = rows.iter().map(|(n, text)| (*n, text.map(str::to_owned)));
            assert_eq!(found.unwrap(), given.collect::<Vec<_>>());
        }
    }
}
