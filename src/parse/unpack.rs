//! What must be known about bytes before they are taken for text: packed by gzip, or no text at all.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Error;

/// Largest size to which a gzip body is unpacked, in bytes.
const UNPACKED_LIMIT: u64 = 64 << 20;

/// How files begin that are no text. Offset, bytes, and what a person calls it.
const NO_TEXT: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "a PDF document"),
    (0, b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"RIFF", "a RIFF file (WebP, WAV, AVI)"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"\0\0\x01\0", "an icon"),
    (4, b"ftyp", "an MP4 file or an AVIF or HEIC image"),
    (0, b"ID3", "an MP3 file"),
    (0, b"OggS", "an Ogg file"),
    (0, b"fLaC", "a FLAC file"),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska or WebM file"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a", "a RAR archive"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\0", "an xz file"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (0, b"\xd0\xcf\x11\xe0", "an old office document"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a program"),
    (0, b"SQLite format 3\0", "a SQLite database"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
];

/// Gives the bytes of the document itself: unpacked when a server or a disk holds them gzipped.
///
/// # Errors
/// When they are of a kind that is no text, are cut short, or unpack to more than the limit.
pub(super) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    let bytes = match bytes {
        [0x1f, 0x8b, ..] => Cow::Owned(gunzip(bytes)?),
        _ => Cow::Borrowed(bytes),
    };
    let kind = NO_TEXT.iter().find(|(offset, magic, _)| {
        bytes
            .get(*offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    });
    match kind {
        Some((_, _, name)) => Err(Error::Unreadable(format!("it is {name}, not text"))),
        None => Ok(bytes),
    }
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(UNPACKED_LIMIT + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| Error::Unreadable(format!("its gzip packing is broken: {error}")))?;
    if unpacked.len() as u64 > UNPACKED_LIMIT {
        return Err(Error::Unreadable(format!(
            "it unpacks to more than {} MiB",
            UNPACKED_LIMIT >> 20
        )));
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("to memory");
        encoder.finish().expect("to memory")
    }

    #[test]
    fn gzip_is_unpacked_and_what_is_no_text_refused() {
        assert_eq!(unpack(b"plain").expect("text").as_ref(), b"plain");
        assert_eq!(unpack(&gzip(b"<rss/>")).expect("gzip").as_ref(), b"<rss/>");
        for (bytes, word) in [
            (b"%PDF-1.7".to_vec(), "PDF"),
            (b"\0\0\0\x20ftypavif".to_vec(), "AVIF"),
            (gzip(b"\x89PNG\r\n\x1a\n"), "PNG"),
            (gzip(b"cut")[..12].to_vec(), "gzip"),
        ] {
            let error = unpack(&bytes).expect_err("refused").to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    /// A decompression bomb ends at the limit.
    #[test]
    fn bombs_are_refused() {
        let bomb = gzip(&vec![0; (UNPACKED_LIMIT + 1) as usize]);
        assert!(unpack(&bomb).is_err());
    }
}
