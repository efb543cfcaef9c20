//! The company's mark at the top right: PNG or JPEG, of bounded size, scaled into its place.

use krilla::image::Image;

use super::fault::PdfFault;
use super::measure::{Milli, mm};

/// The most bytes of a logo's file.
pub const MOST_LOGO_BYTES: usize = 2 << 20;

/// The most pixels: what they take in memory does not show in the file's size.
const MOST_PIXELS: u64 = 4_000_000;

/// The room for it.
const WIDEST: Milli = mm(55);
const HIGHEST: Milli = mm(22);

/// Pixels that are small on paper are still told apart; fewer an inch look coarse, so a small logo stays small.
const LEAST_PIXELS_AN_INCH: i64 = 96;

#[derive(Debug)]
pub(super) struct Logo {
    pub image: Image,
    size: (Milli, Milli),
}

impl Logo {
    pub fn read(bytes: &[u8]) -> Result<Self, PdfFault> {
        if bytes.len() > MOST_LOGO_BYTES {
            return Err(PdfFault::LogoTooLarge {
                bytes: bytes.len(),
                most: MOST_LOGO_BYTES,
            });
        }
        let data = bytes.to_vec().into();
        let image = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Image::from_png(data, false)
        } else if bytes.starts_with(&[0xff, 0xd8]) {
            Image::from_jpeg(data, false)
        } else {
            return Err(PdfFault::NoLogo);
        };
        let image = image.map_err(|_| PdfFault::LogoDamaged)?;
        let (width, height) = image.size();
        if width == 0 || height == 0 {
            return Err(PdfFault::LogoEmpty);
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(PdfFault::LogoTooManyPixels {
                width,
                height,
                most: MOST_PIXELS,
            });
        }
        let size = scaled(i64::from(width), i64::from(height));
        Ok(Self { image, size })
    }

    /// On paper.
    pub fn size(&self) -> (Milli, Milli) {
        self.size
    }
}

/// As large as the room allows and the pixels bear, in its own proportions.
fn scaled(width: i64, height: i64) -> (Milli, Milli) {
    let natural = width * 72_000 / LEAST_PIXELS_AN_INCH;
    let wide = natural.min(WIDEST).min(HIGHEST * width / height).max(1);
    (wide, (wide * height / width).clamp(1, HIGHEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_keeps_its_proportions_within_its_room() {
        for (width, height) in [(4_000, 1_000), (1_000, 4_000), (40, 20), (1, 2_000_000)] {
            let (wide, high) = scaled(width, height);
            assert!(wide <= WIDEST && high <= HIGHEST && wide > 0 && high > 0);
        }
        assert_eq!(scaled(4_000, 1_000), (WIDEST, WIDEST / 4));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b"GIF89a"[..], b""] {
            assert_eq!(Logo::read(bytes).unwrap_err(), PdfFault::NoLogo);
        }
        for bytes in [&b"\x89PNG\r\n\x1a\nrubbish"[..], b"\xff\xd8\xff"] {
            assert_eq!(Logo::read(bytes).unwrap_err(), PdfFault::LogoDamaged);
        }
    }
}
