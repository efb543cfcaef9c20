//! A mail server for tests: a process of its own that speaks SMTP on a port of this machine, keeps each message that
//! it accepted as a file, and misbehaves for the recipients whose names ask for it (see [`talk`]).
//!
//! The process is this test binary again, told by a variable of the environment to be the server: whichever way the
//! tests are started, it is there and up to date.

mod talk;
mod wire;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

/// The variable that makes a process the server.
const VARIABLE: &str = "RESKONTRA_TEST_SMTP_SERVER";
/// What stands before the port in what it prints.
const PORT: &str = "smtp server on port ";

/// How the server behaves to all.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub struct Options {
    pub tls: Encryption,
    /// Whom it lets send; nobody named: everybody.
    pub user: Option<String>,
    pub password: String,
    pub token: String,
    /// The ways to log in that it names.
    pub mechanisms: String,
    pub greeting: Greeting,
    /// Where messages are kept; set by [`Server::start`].
    pub folder: PathBuf,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Encryption {
    #[default]
    None,
    StartTls,
    Implicit,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Greeting {
    #[default]
    Friendly,
    Refuse,
    Hang,
    Drop,
    Babble,
}

/// A server that runs until this is dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    folder: TempDir,
}

impl Server {
    pub fn start(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            folder: folder.path().to_owned(),
            ..options
        };
        let name = format!("{}::is_the_server", module_path!());
        let name = name.split_once("::").unwrap().1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture"])
            .env(VARIABLE, serde_json::to_string(&options).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .find_map(|line| Some(line.unwrap().split_once(PORT)?.1.parse().unwrap()))
            .expect("the server names its port");
        // What the test runner prints in there later, such as that a test runs long, must find a reader.
        thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            port,
            folder,
        }
    }

    /// The certificate to trust, as PEM.
    pub fn certificate(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("certificate.pem")).unwrap()
    }

    /// The messages accepted so far under an id, as they came.
    pub fn kept(&self, id: &str) -> Vec<Vec<u8>> {
        let kept = self.all().into_iter();
        kept.filter(|(of, _)| of == id)
            .map(|(_, bytes)| bytes)
            .collect()
    }

    /// All messages accepted so far with their ids.
    pub fn all(&self) -> Vec<(String, Vec<u8>)> {
        let paths = fs::read_dir(self.folder.path()).unwrap();
        let mut kept: Vec<(String, Vec<u8>)> = paths
            .filter_map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name()?.to_str()?.strip_suffix(".eml")?.to_owned();
                let (id, _) = name.rsplit_once("--")?;
                Some((id.to_owned(), fs::read(&path).unwrap()))
            })
            .collect();
        kept.sort();
        kept
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> usize {
        let count = fs::read(self.folder.path().join("connections"));
        count.map_or(0, |marks| marks.len())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server's process, if the environment makes it one; else there is nothing to see.
#[test]
fn is_the_server() {
    if let Ok(options) = std::env::var(VARIABLE) {
        serve(serde_json::from_str(&options).unwrap());
    }
}

fn serve(options: Options) -> ! {
    // An orphan ends itself: the pipe from who started it breaks when that one dies, however it dies.
    thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let tls = (options.tls != Encryption::None).then(|| wire::tls(&options.folder));
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    println!("{PORT}{}", listener.local_addr().unwrap().port());
    let options = Arc::new(options);
    let grey = Arc::default();
    loop {
        let Ok((stream, _)) = listener.accept() else {
            continue;
        };
        mark(&options.folder);
        let (options, tls, grey) = (Arc::clone(&options), tls.clone(), Arc::clone(&grey));
        thread::spawn(move || talk::talk(stream, &options, tls, &grey));
    }
}

fn mark(folder: &Path) {
    use std::io::Write;
    let path = folder.join("connections");
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    file.write_all(b"+").unwrap();
}
