//! As much of HTTP/1.1 as it takes to see where a message ends.

use std::io::{self, Read, Write};

use super::After;

/// Longer messages are none of this protocol.
const MAX_BYTES: usize = 64 << 20;

/// A request or an answer, byte for byte.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// The first line and the headers, then the body.
    pub bytes: Vec<u8>,
    /// How many bytes of them are the head.
    pub head: usize,
}

impl Message {
    fn head(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.head]).unwrap_or_default()
    }

    fn word(&self, number: usize) -> &str {
        self.head().lines().next().unwrap_or_default().split(' ').nth(number).unwrap_or_default()
    }

    /// The method of a request.
    pub fn method(&self) -> &str {
        self.word(0)
    }

    /// The path of a request.
    pub fn path(&self) -> &str {
        self.word(1)
    }

    /// The status of an answer.
    pub fn status(&self) -> Option<u16> {
        self.word(1).parse().ok()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split(':').next().is_some_and(|key| key.eq_ignore_ascii_case(name));
        let line = self.head().lines().skip(1).find(named)?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// Sends it to a phone, whole or up to a byte; then the connection is broken.
    pub fn answer(&self, phone: &mut impl Write, cut_at: Option<usize>) -> io::Result<After> {
        let cut = cut_at.filter(|at| *at < self.bytes.len());
        phone.write_all(&self.bytes[..cut.unwrap_or(self.bytes.len())])?;
        phone.flush()?;
        Ok(if cut.is_some() { After::Broken } else { After::Open })
    }

    /// What a café says to anybody who asks for anything.
    pub fn login_page() -> Self {
        let body = "<html><body>免费无线网络,请先登录 · Free Wi-Fi, please log in</body></html>";
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Self { head: head.len(), bytes: [head.as_bytes(), body.as_bytes()].concat() }
    }

    /// The same status and headers with half the body, its length told so that nothing but the JSON is amiss.
    pub fn with_half_a_body(&self) -> Self {
        let body = &self.bytes[self.head..];
        // An answer without a body has nothing to halve.
        if body.is_empty() {
            return self.clone();
        }
        let half = &body[..body.len() / 2];
        let kept = self.head().lines().filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            !line.is_empty()
                && !matches!(name.as_str(), "content-length" | "transfer-encoding" | "content-encoding")
        });
        let mut head: String = kept.map(|line| format!("{line}\r\n")).collect();
        head.push_str(&format!("content-length: {}\r\n\r\n", half.len()));
        Self { head: head.len(), bytes: [head.as_bytes(), half].concat() }
    }
}

/// The next request; none when the phone hung up between two.
pub(super) fn read_request(from: &mut impl Read) -> io::Result<Option<Message>> {
    let Some(mut message) = read_head(from)? else { return Ok(None) };
    read_body(from, &mut message)?;
    Ok(Some(message))
}

/// The answer to `request`.
pub(super) fn read_answer(from: &mut impl Read, request: &Message) -> io::Result<Message> {
    let mut message = read_head(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let bodiless = request.method() == "HEAD" || matches!(message.status(), Some(204 | 304));
    if !bodiless {
        read_body(from, &mut message)?;
    }
    Ok(message)
}

fn read_head(from: &mut impl Read) -> io::Result<Option<Message>> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let nothing_yet = bytes.is_empty();
        // TLS hands out whole records, so single bytes cost no system call.
        match read_some(from, &mut bytes, 1) {
            Ok(()) => {}
            Err(_) if nothing_yet => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(Message { head: bytes.len(), bytes }))
}

fn read_body(from: &mut impl Read, message: &mut Message) -> io::Result<()> {
    if message.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return read_chunks(from, &mut message.bytes);
    }
    let length = message.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    read_some(from, &mut message.bytes, length)
}

fn read_chunks(from: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let start = bytes.len();
        while !bytes[start..].ends_with(b"\r\n") {
            read_some(from, bytes, 1)?;
        }
        let line = std::str::from_utf8(&bytes[start..]).unwrap_or_default();
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| io::ErrorKind::InvalidData)?;
        read_some(from, bytes, size + 2)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_some(from: &mut impl Read, bytes: &mut Vec<u8>, count: usize) -> io::Result<()> {
    let start = bytes.len();
    if count > MAX_BYTES - start.min(MAX_BYTES) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    bytes.resize(start + count, 0);
    from.read_exact(&mut bytes[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_where_its_length_or_its_last_chunk_says() {
        let mut line: &[u8] = b"POST /v1/ops HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n";
        let first = read_request(&mut line).unwrap().unwrap();
        assert_eq!(
            (first.method(), first.path(), &first.bytes[first.head..]),
            ("POST", "/v1/ops", &b"abc"[..])
        );
        assert_eq!(read_request(&mut line).unwrap().unwrap().method(), "GET");
        assert!(read_request(&mut line).unwrap().is_none());
        let mut line: &[u8] =
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nrest";
        let answer = read_answer(&mut line, &first).unwrap();
        assert_eq!((answer.status(), line), (Some(200), &b"rest"[..]));
    }

    #[test]
    fn half_a_body_comes_with_the_right_headers() {
        let bytes =
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"a\":12}";
        let answer = Message { bytes: bytes.to_vec(), head: bytes.len() - 8 }.with_half_a_body();
        let text = String::from_utf8(answer.bytes).unwrap();
        assert!(text.starts_with("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"), "{text}");
        assert!(text.ends_with("content-length: 4\r\n\r\n{\"a\""), "{text}");
    }
}
