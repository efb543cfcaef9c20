//! Opening and making a ledger file: what it is, whether we may, and in which version.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::place::{self, beside, folder};
use super::{Fault, Result, Store, Trouble, lineage};

/// At the end of a ledger's name while it is being made, before the number of the process that makes it.
const BEGUN: &str = ".begun-";

/// Marks the file as ours: "`RsKt`".
const APPLICATION: i64 = 0x5273_4b74;

/// How long SQLite itself waits for what another does in passing: opening, closing, folding in a log. Who wants to
/// write takes turns (see `wait`).
pub(super) const BRIEFLY: Duration = Duration::from_secs(30);

/// Pages kept while reading, in KiB: the system holds the file anyway, and a long walk that fills its own copy is slower.
const READING: i64 = 8 * 1024;

/// Pages kept while writing, in KiB: a whole file's rows go to places all over the indexes.
pub(super) const WRITING: i64 = 64 * 1024;

/// Bytes of a page. Twice SQLite's own: a row of the journal fills much of a small page, and each page that a large
/// change writes is looked up in a log that grows with their number.
const PAGE: u32 = 8 * 1024;

/// Every step from an empty file to the newest version. Never change or reorder one that has been released.
const MIGRATIONS: &[&str] = &[concat!(
    include_str!("schema.sql"),
    include_str!("outbox.sql"),
    include_str!("record.sql"),
    include_str!("register.sql")
)];

/// What may be done with an open ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    ReadWrite,
    ReadOnly,
}

impl Store {
    /// Makes a new ledger: `first` writes its first entry. The file bears its name only once that is done, so that
    /// an interrupted one is not there at all. Refuses to touch a file that is there.
    pub fn create<E: From<Fault>>(
        path: &Path,
        first: impl FnOnce(Self) -> std::result::Result<(), E>,
    ) -> std::result::Result<Self, E> {
        if path.exists() {
            return Err(exists(path).into());
        }
        let part = begin(path)?;
        // The store that writes the first entry is closed before its file gets its name: nothing stays in a log.
        let made = Self::found(&part)
            .map_err(E::from)
            .and_then(first)
            .and_then(
                |()| Ok(place::name(&part, path).map_err(|cause| cannot_open(path, &cause))?),
            );
        if let Err(error) = made {
            clear(&part);
            // Another program was faster, and has cleared away what this one had begun.
            return Err(if path.exists() {
                exists(path).into()
            } else {
                error
            });
        }
        clear_begun(path);
        Ok(Self::open(path, Access::ReadWrite)?)
    }

    /// An empty file made a ledger, without any entry.
    fn found(path: &Path) -> Result<Self> {
        let mut connection = connect(path, Access::ReadWrite)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        migrate(&mut connection)?;
        Self::ready(connection, path, Access::ReadWrite)
    }

    /// A ledger in memory, for replays.
    pub(super) fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        migrate(&mut connection)?;
        Self::ready(connection, Path::new(""), Access::ReadWrite)
    }

    /// Opens a ledger. An older one is migrated after a backup beside it; a newer one is refused.
    pub fn open(path: &Path, wanted: Access) -> Result<Self> {
        // Setting up for writes changes a file: only a ledger may be touched.
        drop(open_source(path)?);
        refuse_network(path)?;
        let access = if wanted == Access::ReadWrite && is_writable(path) {
            wanted
        } else {
            Access::ReadOnly
        };
        let mut connection = connect(path, access)?;
        let version = version(&connection, path)?;
        if version < newest() {
            if access == Access::ReadOnly {
                let path = path.display().to_string();
                return Err(Trouble::ReadOnly { path }.into());
            }
            super::backup::copy(&connection, &backup_before_migration_name(path, version))?;
            migrate(&mut connection)?;
        }
        Self::ready(connection, path, access)
    }

    fn ready(connection: Connection, path: &Path, access: Access) -> Result<Self> {
        connection.set_prepared_statement_cache_capacity(96);
        // Without this SQLite plans a statement anew whenever a bound value could bear on a partial index.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let seen = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            access,
            seen,
            on_wait: None,
        })
    }
}

/// A ledger of this version or an older one, to be copied as it is.
pub(super) fn open_source(path: &Path) -> Result<Connection> {
    let shown = || path.display().to_string();
    match fs::metadata(path) {
        Ok(data) if data.is_file() => {}
        Ok(_) => return Err(Trouble::NotALedger { path: shown() }.into()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Err(Trouble::NoLedger { path: shown() }.into());
        }
        Err(cause) => return Err(cannot_open(path, &cause)),
    }
    lineage::check(path)?;
    let connection = connect(path, Access::ReadOnly).map_err(|fault| {
        // SQLite needs a file for the log's index, even to read.
        if may_write(folder(path)) {
            fault
        } else {
            Trouble::ClosedFolder { path: shown() }.into()
        }
    })?;
    let (version, known) = (version(&connection, path)?, newest());
    if version > known {
        let path = shown();
        return Err(Trouble::NewerLedger {
            path,
            version,
            known,
        }
        .into());
    }
    is_whole(path, &connection)?;
    Ok(connection)
}

/// A database is so many whole pages; SQLite would read zeros where the last of them ends early.
fn is_whole(path: &Path, connection: &Connection) -> Result<()> {
    let page: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let length = fs::metadata(path)?.len();
    if length.is_multiple_of(u64::from(page.max(1))) {
        return Ok(());
    }
    Err(Trouble::FileDamaged {
        path: path.display().to_string(),
        what: format!("cut short at {length} bytes"),
    }
    .into())
}

/// The version that this program makes.
fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Where the copy goes that is made before an older ledger is changed.
pub fn backup_before_migration_name(path: &Path, version: i64) -> PathBuf {
    beside(path, format!(".version-{version}.backup"))
}

/// Whether SQLite's shared-memory log can be trusted on a file system of this type (`statfs`'s magic number).
/// The types are those of NFS, SMB, CIFS, SMB2, Ceph, AFS, 9p, FUSE, Coda and NCP.
pub fn file_system_is_safe(magic: i64) -> bool {
    const REMOTE: [i64; 10] = [
        0x6969,
        0x517b,
        0xff53_4d42,
        0xfe53_4d42,
        0x00c3_6400,
        0x5346_414f,
        0x0102_1997,
        0x6573_5546,
        0x7375_7245,
        0x564c,
    ];
    !REMOTE.contains(&magic)
}

fn refuse_network(path: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    if let Ok(stat) = rustix::fs::statfs(folder(path))
        // The kernel's magic numbers have 32 bits, whatever the word size.
        && !file_system_is_safe(i64::from(u32::try_from(stat.f_type & 0xffff_ffff).unwrap_or_default()))
    {
        return Err(Trouble::NetworkFileSystem {
            path: path.display().to_string(),
        }
        .into());
    }
    let _ = path;
    Ok(())
}

pub(super) fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

/// Both the file and its folder must take writes: the log lives beside the ledger.
fn is_writable(path: &Path) -> bool {
    may_write(path) && may_write(folder(path))
}

fn may_write(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

pub(super) fn connect(path: &Path, access: Access) -> Result<Connection> {
    let flags = match access {
        Access::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| not_a_ledger(path, error))?;
    connection.busy_timeout(BRIEFLY)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // The first that reads the file: what is no database is found out here.
    connection
        .pragma_update(None, "cache_size", -READING)
        .map_err(|error| not_a_ledger(path, error))?;
    if access == Access::ReadWrite {
        // Says something of an empty file alone.
        connection.pragma_update(None, "page_size", PAGE)?;
        // Only a file that is SQLite's own answers this; anything else is found out here.
        connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .map_err(|error| not_a_ledger(path, error))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
    }
    Ok(connection)
}

fn version(connection: &Connection, path: &Path) -> Result<i64> {
    let pragma = |name: &str| {
        connection
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0))
            .map_err(|error| not_a_ledger(path, error))
    };
    if pragma("application_id")? != APPLICATION {
        return Err(Trouble::NotALedger {
            path: path.display().to_string(),
        }
        .into());
    }
    pragma("user_version")
}

/// Takes the ledger to the newest version, from whatever version it has once nobody else can change it: another
/// program may have migrated it since it was opened.
fn migrate(connection: &mut Connection) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let from: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(from).unwrap_or_default();
    for step in MIGRATIONS.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    if from < newest() {
        tx.pragma_update(None, "user_version", newest())?;
    }
    Ok(tx.commit()?)
}

/// An empty file under a name of this process alone, to become the ledger.
fn begin(path: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder(path)).map_err(|cause| cannot_open(path, &cause))?;
    refuse_network(path)?;
    let part = beside(path, format!("{BEGUN}{}", std::process::id()));
    clear(&part);
    create_private(&part).map_err(|cause| cannot_open(path, &cause))?;
    Ok(part)
}

/// Takes away what programs that were interrupted began under the ledger's name, now that the ledger is there.
fn clear_begun(path: &Path) {
    let begun = beside(path, BEGUN);
    let prefix = begun.file_name().unwrap_or_default().to_string_lossy();
    for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*prefix) {
            clear(&entry.path());
        }
    }
}

/// Takes away a database with all that SQLite keeps beside it. What is not there is no loss.
fn clear(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(path, suffix));
    }
}

fn exists(path: &Path) -> Fault {
    Trouble::Exists {
        path: path.display().to_string(),
    }
    .into()
}

fn cannot_open(path: &Path, cause: &std::io::Error) -> Fault {
    Trouble::CannotOpen {
        path: path.display().to_string(),
        cause: cause.to_string(),
    }
    .into()
}

fn not_a_ledger(path: &Path, error: rusqlite::Error) -> Fault {
    use rusqlite::ErrorCode as Code;
    let path = path.display().to_string();
    match error.sqlite_error_code() {
        Some(Code::NotADatabase) => Trouble::NotALedger { path }.into(),
        Some(Code::CannotOpen | Code::PermissionDenied) => Trouble::CannotOpen {
            path,
            cause: error.to_string(),
        }
        .into(),
        Some(Code::DatabaseCorrupt) => Trouble::FileDamaged {
            path,
            what: error.to_string(),
        }
        .into(),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remote_file_systems_are_known_by_their_magic_number() {
        // ext4, btrfs, xfs, tmpfs and overlayfs keep shared memory; NFS, SMB and FUSE do not.
        for local in [0xef53, 0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630] {
            assert!(file_system_is_safe(local), "{local:x}");
        }
        for remote in [0x6969, 0xfe53_4d42, 0xff53_4d42, 0x6573_5546, 0x0102_1997] {
            assert!(!file_system_is_safe(remote), "{remote:x}");
        }
    }

    #[test]
    fn a_ledger_that_another_program_migrated_meanwhile_is_left_as_it_is() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("old.reskontra");
        let open = || Connection::open(&path).unwrap();
        let (mut first, mut second) = (open(), open());
        let version = |connection: &Connection| -> i64 {
            connection
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .unwrap()
        };
        // Both have seen the old version before either changes it.
        assert_eq!((version(&first), version(&second)), (0, 0));
        migrate(&mut first).unwrap();
        migrate(&mut second).unwrap();
        assert_eq!(version(&second), newest());
    }

    #[test]
    fn an_older_ledger_is_copied_before_it_is_brought_up_to_date() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("old.reskontra");
        // Version 0 is what a ledger is before its first step: our mark and nothing else.
        let old = Connection::open(&path).unwrap();
        old.pragma_update(None, "application_id", APPLICATION)
            .unwrap();
        drop(old);
        drop(Store::open(&path, Access::ReadWrite).unwrap());
        let copy = Connection::open(backup_before_migration_name(&path, 0)).unwrap();
        let version = |connection: &Connection| -> i64 {
            connection
                .query_row("PRAGMA user_version", [], |row| row.get(0))
                .unwrap()
        };
        assert_eq!(version(&copy), 0);
        assert_eq!(version(&Connection::open(&path).unwrap()), 1);
    }
}
