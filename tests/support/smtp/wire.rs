//! Lines over a connection, plain or encrypted.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// One connection. Any error ends it: the other side is gone.
pub struct Wire {
    socket: TcpStream,
    stream: Box<dyn Stream>,
    read: Vec<u8>,
}

impl Wire {
    pub fn new(socket: TcpStream) -> Self {
        let stream = Box::new(socket.try_clone().unwrap());
        Self {
            socket,
            stream,
            read: Vec::new(),
        }
    }

    /// Goes on encrypted; what was said before in the clear is forgotten.
    pub fn encrypt(&mut self, tls: &Arc<ServerConfig>) {
        let connection = ServerConnection::new(Arc::clone(tls)).unwrap();
        let socket = self.socket.try_clone().unwrap();
        self.stream = Box::new(StreamOwned::new(connection, socket));
        self.read.clear();
    }

    pub fn say(&mut self, line: &str) -> io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes())?;
        self.stream.flush()
    }

    /// The next line with its end.
    pub fn line(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let rest = self.read.split_off(end + 1);
                return Ok(std::mem::replace(&mut self.read, rest));
            }
            self.more()?;
        }
    }

    /// Reads what is there, at least a byte.
    pub fn more(&mut self) -> io::Result<()> {
        let mut piece = [0; 16 * 1024];
        let count = self.stream.read(&mut piece)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read.extend_from_slice(&piece[..count]);
        Ok(())
    }

    /// All lines of a message up to its dot, dots unstuffed.
    pub fn message(&mut self) -> io::Result<Vec<u8>> {
        let mut message = Vec::new();
        loop {
            let mut end = 0;
            // Whole lines at a time: taking them off one by one would be quadratic.
            while let Some(length) = self.read[end..].iter().position(|byte| *byte == b'\n') {
                let line = &self.read[end..=end + length];
                end += length + 1;
                if line == b".\r\n" {
                    self.read.drain(..end);
                    return Ok(message);
                }
                message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            }
            self.read.drain(..end);
            self.more()?;
        }
    }

    pub fn drop_it(&mut self) -> io::Error {
        let _ = self.socket.shutdown(Shutdown::Both);
        io::ErrorKind::ConnectionAborted.into()
    }

    /// Says and hears nothing more.
    pub fn hang(&mut self) -> io::Error {
        thread::sleep(Duration::from_mins(1));
        self.drop_it()
    }
}

/// A certificate made now, for this machine's names; what to trust is left in the folder.
pub fn tls(folder: &Path) -> Arc<ServerConfig> {
    let names = ["localhost", "127.0.0.1"].map(str::to_owned);
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    Arc::new(config)
}
