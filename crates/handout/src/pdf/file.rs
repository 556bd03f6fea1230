use std::io::{self, Write};

use flate2::{Compression, write::ZlibEncoder};

/// How much is gathered before it is written out.
const CHUNK: usize = 64 * 1024;

/// The objects of a PDF file, written one after another, and the table of where they begin.
pub(crate) struct File<W> {
    out: W,
    buffer: Vec<u8>,
    /// Bytes written out already.
    written: u64,
    /// Where each object begins; 0 for one that is reserved and not written yet.
    offsets: Vec<u64>,
}

impl<W: Write> File<W> {
    /// Begins a file whose objects below `first_free` have fixed meanings.
    pub(crate) fn new(out: W, first_free: u32) -> io::Result<Self> {
        let mut file =
            Self { out, buffer: Vec::with_capacity(2 * CHUNK), written: 0, offsets: vec![0; first_free as usize] };
        // The second line tells transfer programs that the file is binary.
        file.put(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(file)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    fn begin(&mut self, object: u32) {
        let offset = self.written + self.buffer.len() as u64;
        if let Some(place) = self.offsets.get_mut(object as usize) {
            *place = offset;
        }
    }

    /// The number of a new object.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.offsets.push(0);
        self.offsets.len() as u32 - 1
    }

    /// Writes an object.
    pub(crate) fn object(&mut self, object: u32, body: &str) -> io::Result<()> {
        self.begin(object);
        self.put(format!("{object} 0 obj\n{body}\nendobj\n").as_bytes())
    }

    /// Writes a stream as it is, with further entries of its dictionary.
    pub(crate) fn stream(&mut self, object: u32, dictionary: &str, data: &[u8]) -> io::Result<()> {
        self.begin(object);
        self.put(format!("{object} 0 obj\n<</Length {}{dictionary}>>stream\n", data.len()).as_bytes())?;
        self.put(data)?;
        self.put(b"\nendstream\nendobj\n")
    }

    /// Writes a stream compressed.
    pub(crate) fn compressed(&mut self, object: u32, dictionary: &str, data: &[u8]) -> io::Result<()> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data)?;
        let packed = encoder.finish()?;
        self.stream(object, &format!("/Filter/FlateDecode{dictionary}"), &packed)
    }

    /// Writes the table of objects and gives the output back.
    pub(crate) fn finish(mut self, catalog: u32, info: u32) -> io::Result<W> {
        let start = self.written + self.buffer.len() as u64;
        let offsets = std::mem::take(&mut self.offsets);
        self.put(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len()).as_bytes())?;
        for offset in offsets.iter().skip(1) {
            self.put(format!("{offset:010} 00000 n \n").as_bytes())?;
        }
        let trailer = format!(
            "trailer\n<</Size {}/Root {catalog} 0 R/Info {info} 0 R>>\nstartxref\n{start}\n%%EOF\n",
            offsets.len()
        );
        self.put(trailer.as_bytes())?;
        self.flush()?;
        self.out.flush()?;
        Ok(self.out)
    }
}
